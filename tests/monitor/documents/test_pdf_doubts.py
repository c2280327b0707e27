"""What cannot be read for certain says so: two readings of a table's numbers, and tables without rulings."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from monitor.documents.model import CERTAIN, Cell, Document
from monitor.documents.pdf.lattice import Grid, GridCell
from monitor.documents.pdf.numerals import compare, numerals_of, rows_of
from monitor.documents.pdf.primitives import Glyph, PageContent, Segment
from monitor.documents.pdf.second_opinion import settle
from monitor.documents.pdf.strikes import cross_out
from monitor.documents.pdf.words import words_of
from monitor.documents.reading import read_document
from tests.monitor.documents.forms import COLUMNS, DATA_ROWS, Spot, applications, cut, figure, proactive
from tests.monitor.documents.pdfs import HEIGHT, WIDTH, Draw, numbered, paragraphs, pdf, table, together, without_map

WIDTHS = (24, 58, 140, *[36] * COLUMNS)


def read(*pages: Draw) -> Document:
    return read_document(pdf(*pages))


def cells_of(document: Document) -> list[Cell]:
    return [cell for found in document.tables() for cell in found.cells]


def by_text(document: Document, text: str) -> Cell:
    return next(cell for cell in cells_of(document) if cell.text == text)


def rows_of_figures() -> list[list[str]]:
    return [[figure(row, column) for column in range(COLUMNS)] for row in range(DATA_ROWS)]


# --- tables without rulings -----------------------------------------------------------------------------


def test_a_table_without_rulings_gives_every_full_row():
    for ruling in ("none", "horizontal"):
        document = read(table(applications(), ruling=ruling, widths=WIDTHS))
        (found,) = document.tables()
        assert found.ragged
        assert document.notes == ["有的表格没有框线，各列只能按位置推断。"]
        rows = [[cell.text for cell in row][-COLUMNS:] for row in found.rows()]
        assert [
            row for row in rows if len(row) == COLUMNS and all(text.isdecimal() for text in row)
        ] == rows_of_figures()


def test_labels_without_rulings_stand_beside_their_numbers():
    document = read(table(applications(), ruling="none", widths=WIDTHS))
    (found,) = document.tables()
    beside = {row[-COLUMNS].text: row[-COLUMNS - 1].text for row in found.rows() if len(row) > COLUMNS}
    assert beside[figure(0, 0)] == "一、本年新收政府信息公开申请数量"
    assert beside[figure(5, 0)] == "2.其他法律行政法规禁止公开"
    assert beside[figure(24, 0)] == "四、结转下年度继续办理"


def test_an_open_table_ends_at_the_next_heading():
    page = together(
        paragraphs("二、主动公开政府信息情况", top=60),
        table(proactive(), top=90, ruling="none", height=18),
        paragraphs("三、收到和处理政府信息公开申请情况", "本年度没有收到政府信息公开申请。", top=360),
    )
    document = read(page)
    assert [cell.text for cell in cells_of(document)][:2] == ["第二十条第（一）项", "信息内容"]
    assert document.text().splitlines() == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "本年度没有收到政府信息公开申请。",
    ]


def test_running_text_with_gaps_is_no_table():
    document = read(
        paragraphs("单位：甲局    电话：12345678", "地址：乙路 7 号    邮编：100000", "联系人：丙    传真：无")
    )
    assert not list(document.tables())


def test_digits_that_may_be_the_rest_of_a_number_are_doubtful():
    def wrapped(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 8)
        for i, text in enumerate(
            ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
        ):
            canvas.drawString(60, 700 - 40 * i, text)
            canvas.drawString(300, 700 - 40 * i, "12")
            canvas.drawString(400, 700 - 40 * i, "39857")
        canvas.drawString(400, 691, "58")

    document = read(wrapped)
    doubtful = [(cell.text, cell.confidence) for cell in cells_of(document) if cell.text.isdecimal()]
    assert [text for text, confidence in doubtful if confidence < 1.0] == ["39857", "58"]
    assert by_text(document, "12").confidence == 1.0


def test_coloured_cells_in_place_of_lines_are_cells():
    def coloured(canvas: Canvas) -> None:
        spots = applications()
        edges = [60]
        for width in WIDTHS:
            edges.append(edges[-1] + width)
        for spot in spots:
            canvas.setFillGray(0.8 if spot.row % 2 else 0.9)
            x0, x1 = edges[spot.column], edges[spot.column + spot.colspan]
            y = HEIGHT - 100 - 22 * (spot.row + spot.rowspan)
            canvas.rect(x0 + 0.5, y + 0.5, x1 - x0 - 1, 22 * spot.rowspan - 1, stroke=0, fill=1)
        canvas.setFillGray(0)

    (found,) = read(together(coloured, table(applications(), ruling="none", widths=WIDTHS))).tables()
    assert not found.ragged
    assert {(cell.text, cell.row, cell.column) for cell in found.cells} == {
        (spot.text, spot.row, spot.column) for spot in applications()
    }


def test_coloured_rows_are_no_cells():
    def striped(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        for row in range(1, 28, 2):
            canvas.rect(60, HEIGHT - 100 - 22 * (row + 1), sum(WIDTHS), 22, stroke=0, fill=1)
        canvas.setFillGray(0)

    document = read(together(striped, table(applications(), ruling="none", widths=WIDTHS)))
    (found,) = document.tables()
    assert found.ragged
    rows = [[cell.text for cell in row][-COLUMNS:] for row in found.rows()]
    assert [row for row in rows if len(row) == COLUMNS and row[0].isdecimal()] == rows_of_figures()


@pytest.mark.parametrize("rows_over", [1, 2, 5])
def test_rows_that_the_page_leaves_to_the_next_are_rows(rows_over: int):
    last = 28 - rows_over
    pages = [cut(applications(), 0, last), cut(applications(), last, 28)]
    document = read(*(table(spots, ruling="none", widths=WIDTHS) for spots in pages))
    rest = [[cell.text for cell in row] for row in [*document.tables()][1].rows()]
    assert [row[-COLUMNS:] for row in rest] == rows_of_figures()[-rows_over:]


def test_text_after_a_page_with_a_table_is_text():
    spots = applications()
    document = read(table(spots, ruling="none", widths=WIDTHS), paragraphs("2024年没有收到其他申请，共办结3件。"))
    assert len([*document.tables()]) == 1
    assert document.blocks[-1] == [*document.paragraphs()][-1]


# --- numbers and their cells ----------------------------------------------------------------------------

PAIR = [
    Spot("申请人情况", 0, 0),
    Spot("自然人", 0, 1),
    Spot("总计", 0, 2),
    Spot("（一）予以公开", 1, 0),
    Spot("", 1, 1),
    Spot("7", 1, 2),
]


def in_cell(*lines: str, x: float = 206, size: float = 8) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", size)
        for i, line in enumerate(lines):
            canvas.drawString(x, HEIGHT - 134 - 9 * i, line)

    return draw


def pair(*lines: str, x: float = 206, width: float = 40, size: float = 8) -> Document:
    return read(together(table(PAIR, widths=(140, width, width), height=24), in_cell(*lines, x=x, size=size)))


def test_a_number_broken_by_a_narrow_cell_is_whole():
    document = pair("39857", "58", x=202, width=24, size=8)
    cell = by_text(document, "3985758")
    assert cell.confidence == 1.0


def test_two_numbers_in_one_cell_stay_two():
    document = pair("3", "4", x=216)
    assert by_text(document, "3 4").column == 1


def test_digits_that_stand_apart_stay_apart():
    assert by_text(pair("1     2", x=210), "1 2").column == 1


def test_a_number_across_a_ruling_is_not_judged():
    document = pair("39857580", x=222)
    doubtful = [cell for cell in cells_of(document) if cell.confidence < 1.0]
    assert {cell.column for cell in doubtful} == {1, 2}
    assert "2 个单元格两种读法不一致，未能确定。" in document.notes


def test_a_number_under_the_words_of_a_seal_is_not_judged():
    stamped = pair("52", "52")

    def seal(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(202, HEIGHT - 136, "水务")

    document = read(together(table(PAIR, widths=(140, 40, 40), height=24), in_cell("52"), seal))
    assert any(cell.confidence < CERTAIN and "52" in cell.text for cell in cells_of(document))
    assert by_text(stamped, "52 52").confidence == CERTAIN
    assert by_text(pair("52件"), "52件").confidence == CERTAIN


def line_at(x0: float, x1: float, above: float, *, thick: float = 0.5, baseline: float = HEIGHT - 134) -> Draw:
    """A line so many points above the baseline of what :func:`in_cell` writes."""

    def draw(canvas: Canvas) -> None:
        canvas.rect(x0, baseline + above - thick / 2, x1 - x0, thick, stroke=0, fill=1)

    return draw


def crossed(line: Draw, text: str = "1213", width: float = 40) -> Document:
    return read(together(table(PAIR, widths=(140, width, width), height=24), in_cell(text), line))


CROSSED = "第 1 页有划掉的文字（可能是修订痕迹），页上表格未能确定。"


@pytest.mark.parametrize(
    ("x0", "x1", "above"),
    [(206, 222, 2.4), (205.3, 214.7, 2.0), (214, 222, 2.9), (206, 228, 2.4), (201, 223, 2.4)],
    ids=["whole", "first digits", "last digits", "with a space", "with a space before"],
)
def test_a_number_with_digits_crossed_out_is_not_judged(x0: float, x1: float, above: float):
    document = crossed(line_at(x0, x1, above))
    assert all(cell.confidence < CERTAIN for cell in cells_of(document))
    assert CROSSED in document.notes
    assert document.doubtful


def test_a_line_through_a_number_that_fills_its_cell_parts_no_cell():
    document = crossed(line_at(202, 224, 2.4), text=" 1213", width=25)
    (found,) = document.tables()
    assert [(cell.row, cell.rowspan) for cell in found.cells if cell.text == "1213"] == [(1, 1)]


@pytest.mark.parametrize(
    ("x0", "x1", "above", "thick"),
    [
        pytest.param(206, 222, -1, 0.5, id="underline"),
        pytest.param(206, 222, 0, 0.5, id="on the baseline"),
        pytest.param(206, 222, 7, 0.5, id="above"),
        pytest.param(180, 260, 2.4, 0.5, id="reaches on"),
        pytest.param(208, 209, 2.4, 0.5, id="dot"),
        pytest.param(206, 222, 2.5, 3.5, id="bar"),
    ],
)
def test_other_lines_cross_nothing_out(x0: float, x1: float, above: float, thick: float):
    document = crossed(line_at(x0, x1, above, thick=thick))
    assert by_text(document, "1213").confidence == CERTAIN
    assert document.notes == []


def test_a_dashed_line_across_a_table_crosses_nothing_out():
    dashes = together(*(line_at(60 + 6 * i, 64 + 6 * i, 2.4) for i in range(36)))
    document = crossed(dashes)
    assert CROSSED not in document.notes


def test_a_number_crossed_out_without_rulings_is_not_judged():
    bare = table(applications(), ruling="none", widths=WIDTHS)
    half = 2 * len(figure(0, 0))
    document = read(together(bare, line_at(300 - half, 300 + half, 2.4, baseline=HEIGHT - 179.8)))
    assert [cell.text for cell in cells_of(document) if cell.confidence < CERTAIN] == [figure(0, 0)]


def test_lines_under_type_are_no_rulings():
    page = PageContent(1, WIDTH, HEIGHT, glyphs("1213", 100, 50))
    ruling, under = Segment(60, 51, 160, 51.5), Segment(100, 51, 116, 51.5)
    page.segments = [under]
    assert cross_out(page, words_of(page.glyphs)) == []
    page.segments = [ruling]
    assert cross_out(page, words_of(page.glyphs)) == [ruling]
    assert not page.struck


def test_running_text_crossed_out_is_told():
    line = line_at(102, 150, 3.6, baseline=HEIGHT - 92)
    document = read(together(paragraphs("甲乙丙丁戊。", left=78), line))
    assert (document.notes, document.doubtful, document.text()) == ([CROSSED], True, "甲乙丙丁戊。")


UNTOLD = "第 1 页有字体没有文字编码，有的字读不出来，所在单元格未能确定。"


@pytest.mark.parametrize(
    "glyphs", [(0x14, 0x15), (0x31, 0x32), (0x02, 0x02)], ids=["as controls", "as digits", "as hyphens"]
)
def test_numbers_of_glyphs_are_no_figures(glyphs: tuple[int, ...]):
    page = together(table(PAIR, widths=(140, 40, 40), height=24), lambda canvas: numbered(canvas, 206, 126, glyphs, 8))
    document = read_document(without_map(pdf(page)))
    assert [cell.text for cell in cells_of(document) if cell.confidence < CERTAIN] == ["\ufffd\ufffd"]
    assert by_text(document, "7").confidence == CERTAIN
    assert (document.notes[0], document.doubtful) == (UNTOLD, True)


def test_a_space_of_a_font_without_a_map_is_a_space():
    page = together(table(PAIR, widths=(140, 40, 40), height=24), lambda canvas: numbered(canvas, 206, 126, (3,), 8))
    document = read_document(without_map(pdf(page)))
    assert all(cell.confidence == CERTAIN for cell in cells_of(document))
    assert document.notes == []


def test_sure_cells_stay_sure_beside_doubtful_ones():
    document = pair("39857580", x=222)
    assert by_text(document, "（一）予以公开").confidence == 1.0


def test_rulings_left_out_in_some_rows_are_made_up_by_the_others():
    def ruled_in_part(canvas: Canvas) -> None:
        spots = [spot for spot in applications() if spot.row not in (3, 12)]
        table(spots, widths=WIDTHS)(canvas)
        for row in (3, 12):
            bare = [spot for spot in applications() if spot.row == row and spot.column >= (0 if row == 3 else 2)]
            table(bare, ruling="none", widths=WIDTHS)(canvas)
            left, right = 60 + (0 if row == 3 else 82), 60 + sum(WIDTHS)
            canvas.rect(left, HEIGHT - 100 - 22 * (row + 1), right - left, 22, fill=0)

    (found,) = read(ruled_in_part).tables()
    assert {(cell.text, cell.row, cell.column) for cell in found.cells} == {
        (spot.text, spot.row, spot.column) for spot in applications()
    }
    assert all(cell.confidence == 1.0 for cell in found.cells)


def test_a_number_that_the_page_may_have_cut_is_doubtful():
    head = [Spot("申请人情况", 0, 0), Spot("自然人", 0, 1), Spot("总计", 0, 2)]
    foot = [Spot("1.申请人无正当理由", 1, 0), Spot("39857", 1, 1), Spot("7", 1, 2)]
    rest = [
        Spot("逾期不补正", 0, 0),
        Spot("58", 0, 1),
        Spot("", 0, 2),
        Spot("3.其他", 1, 0),
        Spot("3", 1, 1),
        Spot("4", 1, 2),
    ]
    new = [Spot("2.申请人逾期", 0, 0), *rest[1:]]
    widths = (140, 28, 40)
    cut_row = read(table(head + foot, widths=widths), table(rest, widths=widths))
    assert [cell.text for cell in cells_of(cut_row) if cell.confidence < 1.0] == ["39857", "58"]
    whole_row = read(table(head + foot, widths=widths), table(new, widths=widths))
    assert all(cell.confidence == 1.0 for cell in cells_of(whole_row))


# --- the second reading by itself ------------------------------------------------------------------------


def glyphs(text: str, x: float, baseline: float, order: int = 0) -> list[Glyph]:
    return [
        Glyph(letter, x + 4 * i, baseline - 7, x + 4 * i + 4, baseline + 1, baseline, order + i)
        for i, letter in enumerate(text)
    ]


def grid(*rows: tuple[GridCell, ...]) -> Grid:
    cells = [cell for row in rows for cell in row]
    xs = [*sorted({cell.x0 for cell in cells}), max(cell.x1 for cell in cells)]
    ys = [*sorted({cell.top for cell in cells}), max(cell.bottom for cell in cells)]
    return Grid(xs, ys, cells)


def cell(text: str, row: int, column: int, colspan: int = 1) -> GridCell:
    return GridCell(
        40.0 * column, 20.0 * row, 40.0 * (column + colspan), 20.0 * row + 20, row, column, 1, colspan, text=text
    )


def test_numerals_stand_alone_and_in_rows():
    page = [*glyphs("件12", 0, 30), *glyphs("345", 100, 30, 10), *glyphs("-8", 60, 31, 20), *glyphs("第7", 0, 60, 30)]
    found = numerals_of(words_of(page))
    assert [numeral.text for numeral in found] == ["345", "-8"]
    assert [[numeral.text for numeral in row] for row in rows_of(found)] == [["-8", "345"]]


def test_agreement_leaves_no_doubt():
    table = grid((cell("12", 0, 0), cell("3", 0, 1)), (cell("4", 1, 0), cell("", 1, 1)))
    page = [*glyphs("12", 10, 12), *glyphs("3", 60, 12, 5), *glyphs("4", 12, 32, 9)]
    assert not compare([table], numerals_of(words_of(page)))


def test_a_number_read_otherwise_is_doubtful():
    table = grid((cell("123", 0, 0), cell("3", 0, 1)))
    assert compare([table], numerals_of(words_of([*glyphs("12", 10, 12), *glyphs("3", 60, 12, 5)])))
    assert [one.doubtful for one in table.cells] == [True, False]


def test_numbers_of_one_line_in_two_rows_are_doubtful():
    table = grid((cell("1", 0, 0),), (cell("2", 1, 1),))
    page = [*glyphs("1", 10, 19), *glyphs("2", 60, 22, 5)]
    table.cells[0].rowspan = 1
    for letter, top in zip(page, (9.0, 21.0), strict=True):
        letter.top, letter.bottom = top, top + 8
    assert compare([table], numerals_of(words_of(page)))


def test_numbers_under_each_other_in_two_columns_are_doubtful():
    table = grid(
        (cell("1", 0, 0), cell("2", 0, 1), cell("3", 0, 2)),
        (cell("4", 1, 0), cell("5", 1, 1), cell("6", 1, 2)),
    )
    page = [*glyphs("1", 10, 12), *glyphs("2", 75, 12, 2), *glyphs("3", 100, 12, 4)]
    page += [*glyphs("4", 10, 32, 6), *glyphs("5", 50, 32, 8), *glyphs("6", 78.5, 32, 10)]
    assert compare([table], numerals_of(words_of(page)))
    assert [one.text for one in table.cells if one.doubtful] == ["2", "6"]


def test_pdfplumber_settles_what_it_reads_alike():
    data = pdf(table(proactive()))
    tops = 100 + 22 * 6
    right = GridCell(60 + 475 / 4, tops, 535, tops + 22, 0, 1, 1, 3, text="447228", doubtful=True)
    wrong = GridCell(60, tops, 60 + 475 / 4, tops + 22, 0, 0, 1, 1, text="行政处罚", doubtful=True)
    settle(data, 1, [grid((wrong, right))])
    assert (wrong.doubtful, right.doubtful) == (True, False)


def test_a_second_opinion_that_fails_settles_nothing():
    one = cell("12", 0, 0)
    one.doubtful = True
    settle(b"%PDF-1.4 nothing", 1, [grid((one,))])
    assert one.doubtful


def test_a_page_full_of_lines_is_told_and_read_as_text():
    def plan(canvas: Canvas) -> None:
        for i in range(70):
            canvas.line(60 + 6.5 * i, 400, 60 + 6.5 * i, 800)
            canvas.line(60, 400 + 5.7 * i, 515, 400 + 5.7 * i)

    document = read(together(plan, paragraphs("见上图。", top=600)))
    assert document.text() == "见上图。"
    assert document.notes == ["第 1 页线条过多，没有读表格框线。"]
