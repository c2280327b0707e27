"""Pictures of pages, piece by piece: skew, rulings, cells, and the whole chain on small pages."""

import io
from dataclasses import replace

import pytest

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

import pypdfium2 as pdfium  # noqa: E402
from PIL import Image  # noqa: E402

from monitor.documents.model import CERTAIN, Paragraph, Picture, Table, UnreadableDocumentError  # noqa: E402
from monitor.documents.reading import read_document  # noqa: E402
from monitor.documents.scans import recognition  # noqa: E402
from monitor.documents.scans.cells import read_cells  # noqa: E402
from monitor.documents.scans.open_areas import open_tables_of  # noqa: E402
from monitor.documents.scans.page import holds_grid, read_scan  # noqa: E402
from monitor.documents.scans.recognition import Glyph  # noqa: E402
from monitor.documents.scans.rulings import find_grids  # noqa: E402
from monitor.documents.scans.straighten import skew, straightened  # noqa: E402
from tests.monitor.documents.forms import Spot  # noqa: E402
from tests.monitor.documents.pdfs import HEIGHT, pdf, table  # noqa: E402

DPI = 150
LEFT, TOP, WIDE, HIGH = 100, 120, 130, 45


def page(rows: int = 5, columns: int = 6, *, texts: bool = True) -> "np.ndarray":
    """A page with a ruled table that numbers its cells."""
    gray = np.full((700, 1000), 255, np.uint8)
    for row in range(rows + 1):
        cv2.line(gray, (LEFT, TOP + row * HIGH), (LEFT + columns * WIDE, TOP + row * HIGH), 0, 2)
    for column in range(columns + 1):
        cv2.line(gray, (LEFT + column * WIDE, TOP), (LEFT + column * WIDE, TOP + rows * HIGH), 0, 2)
    for row in range(rows if texts else 0):
        for column in range(columns):
            place = (LEFT + column * WIDE + 25, TOP + row * HIGH + 32)
            cv2.putText(gray, str(row * 137 + column * 11), place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return gray


def turned(gray: "np.ndarray", angle: float) -> "np.ndarray":
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def saved(gray: "np.ndarray", kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(gray).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("angle", [-1.5, -0.4, 0.0, 0.7, 1.5])
def test_a_page_laid_askew_is_straightened(angle: float):
    askew = turned(page(), angle)
    assert skew(askew) == pytest.approx(-angle, abs=0.15)
    assert abs(skew(straightened(askew))) < 0.15


def test_a_ruled_table_is_found_and_nothing_else():
    (cells,) = find_grids(page(), DPI)
    assert len(cells) == 30
    assert holds_grid(page(), DPI)
    assert not holds_grid(np.full((700, 1000), 255, np.uint8), DPI)


@pytest.mark.parametrize("angle", [0.0, 1.2])
def test_every_cell_is_read_in_its_place(angle: float):
    (table,) = (block for block in read_scan(turned(page(), angle), page=3, dpi=DPI) if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows()] == [
        [str(row * 137 + column * 11) for column in range(6)] for row in range(5)
    ]
    assert {cell.page for cell in table.cells} == {3}
    box = table.cells[0].box
    assert box is not None
    assert box.x0 == pytest.approx(LEFT * 72 / DPI, abs=8)


def test_a_minus_beside_the_ruling_is_never_lost_silently():
    gray = page(rows=3, columns=3)
    cell = (LEFT + WIDE, TOP + HIGH)
    cv2.line(gray, (cell[0] + 6, cell[1] + 24), (cell[0] + 13, cell[1] + 24), 40, 2)
    (table,) = (block for block in read_scan(gray, page=1, dpi=DPI) if isinstance(block, Table))
    signed = next(cell for cell in table.cells if (cell.row, cell.column) == (1, 1))
    assert signed.text == "-148" or signed.confidence < CERTAIN
    assert all(cell.confidence == CERTAIN for cell in table.cells if cell is not signed)


@pytest.mark.parametrize("read", ["To", "[0", "J", "A7"])
def test_letters_where_figures_stand_are_unsure(read: str):
    gray = page(rows=2, columns=2)
    (cells,) = find_grids(gray, DPI)
    left, top, right, bottom = cells[0]
    glyphs = [
        Glyph(text, left + (right - left) * (at + 1) / 4, (top + bottom) / 2, 20, 30, 0.99, 0)
        for at, text in enumerate(read)
    ]
    assert read_cells(gray, cells[:1], glyphs, DPI)[0].confidence < CERTAIN


@pytest.mark.parametrize("side", [TOP, TOP + 5 * HIGH])
def test_a_table_that_a_pages_end_leaves_open_has_all_its_rows(side: int):
    gray = page()
    gray[side - 3 : side + 4, LEFT + 4 : LEFT + 6 * WIDE - 3] = 255
    for column in range(7):
        cv2.line(gray, (LEFT + column * WIDE, TOP), (LEFT + column * WIDE, TOP + 5 * HIGH), 0, 2)
    (cells,) = find_grids(gray, DPI)
    assert len(cells) == 30


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_fed_in_the_wrong_way_is_read(turns: int):
    lying = np.ascontiguousarray(np.rot90(page(), turns))
    (table,) = (block for block in read_scan(lying, page=1, dpi=DPI) if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows()] == [
        [str(row * 137 + column * 11) for column in range(6)] for row in range(5)
    ]
    assert {cell.box for cell in table.cells} == {None}


def test_an_empty_cell_is_blank_and_certain():
    (cells,) = find_grids(page(texts=False), DPI)
    readings = read_cells(page(texts=False), cells, [], DPI)
    assert {(reading.text, reading.confidence) for reading in readings} == {("", 1.0)}


def test_ink_that_is_no_text_is_not_taken_for_an_empty_cell():
    gray = page(texts=False)
    cv2.line(gray, (LEFT + 30, TOP + 10), (LEFT + 90, TOP + 35), 0, 5)
    (cells,) = find_grids(gray, DPI)
    assert read_cells(gray, cells, [], DPI)[0].confidence < 1.0


def test_a_page_higher_than_the_detector_sees_is_read_whole():
    whole = np.vstack([page()] * 6)
    tables = [block for block in read_scan(whole, page=1, dpi=DPI) if isinstance(block, Table)]
    assert [len(table.cells) for table in tables] == [30] * 6
    assert all(cell.text for table in tables for cell in table.cells)


def in_curves(spots) -> bytes:
    """A page whose type was made into filled areas: every run of dark pixels of its picture."""
    sheet = pdfium.PdfDocument(pdf(table(spots, size=14, height=40)))[0]
    gray = sheet.render(scale=200 / 72, grayscale=True).to_numpy().reshape(round(HEIGHT * 200 / 72), -1)

    def draw(canvas) -> None:
        path = canvas.beginPath()
        for y, x0, x1 in dark_runs(gray):
            path.rect(x0 * 0.36, HEIGHT - (y + 1) * 0.36, (x1 - x0) * 0.36, 0.36)
        canvas.drawPath(path, stroke=0, fill=1)

    return pdf(draw)


def dark_runs(gray):
    for y, row in enumerate(gray < 128):
        steps = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        yield from ((y, x0, x1) for x0, x1 in zip(steps[::2], steps[1::2], strict=True))


NUMBERS = [Spot(str(row * 137 + column * 11), row, column) for row in range(5) for column in range(4)]


def test_a_page_whose_type_was_made_into_curves_is_recognised():
    document = read_document(in_curves(NUMBERS), name="年报.pdf")
    (found,) = document.tables()
    assert {(cell.text, cell.row, cell.column) for cell in found.cells} == {
        (spot.text, spot.row, spot.column) for spot in NUMBERS
    }
    assert document.doubtful


def test_a_picture_is_a_doubtful_document():
    document = read_document(saved(page()), name="年报.png")
    assert document.doubtful
    assert document.notes == ["内容由图片识别得到，请与原件核对。"]
    assert any(isinstance(block, Table) for block in document.blocks)


def test_a_picture_without_text_and_half_a_picture_are_called_so():
    with pytest.raises(UnreadableDocumentError, match="没有认出文字"):
        read_document(saved(np.full((400, 400), 255, np.uint8)), name="a.png")
    with pytest.raises(UnreadableDocumentError, match="不完整或已损坏"):
        read_document(b"\x89PNG\r\n\x1a\n" + b"0" * 100, name="a.png")


def test_a_picture_of_a_table_in_a_page_is_read_where_its_bytes_are_at_hand():
    text = ("<p>" + "全年主动公开政府信息若干条。" * 10 + "</p>") * 3
    pictures = "<p><img src='a/table.png'></p><p><img src='photo.png'></p>"
    html = f"<html><body><div class='article'>{text}{pictures}</div></body></html>".encode()
    photo = np.full((400, 400), 128, np.uint8)
    at_hand = {"a/table.png": saved(page()), "photo.png": saved(photo)}
    document = read_document(html, name="a.html", pictures=at_hand.get)
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph] * 3 + [Table, Picture]
    assert document.doubtful
    assert "有 1 张图片的内容由图片识别得到，请与原件核对。" in document.notes
    without = read_document(html, name="a.html")
    assert [type(block) for block in without.blocks] == [Paragraph] * 3 + [Picture, Picture]
    assert not without.doubtful


def test_without_recognition_the_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    def missing(_self: object) -> None:
        raise UnreadableDocumentError(recognition.NOT_INSTALLED)

    monkeypatch.setattr(recognition, "_engine", lambda: missing(None))
    with pytest.raises(UnreadableDocumentError, match=r"nianbao\[ocr\]"):
        read_document(saved(page()), name="a.png")


def recognised(*rows: tuple[str, ...], size: float = 20) -> list[Glyph]:
    """The characters of texts side by side, as the recogniser gives them."""
    glyphs: list[Glyph] = []
    line = 0
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left = 100 + (400 + 200 * (column - 1) if column else 0)
            glyphs += [
                Glyph(letter, left + size * at, 100 + 50 * row, size, size, 0.9, line) for at, letter in enumerate(text)
            ]
            line += 1
    return glyphs


def test_words_without_rulings_that_bear_the_forms_marks_are_a_table_of_doubtful_cells():
    prose = ("本年度工作总体平稳有序，各项任务全部按时完成，没有其他需要说明的情况。",)
    rows = (("信息内容", "本年制发件数", "现行有效件数"), ("规章", "2", "17"), ("行政规范性文件", "4", "139"))
    (table,), rest = open_tables_of(recognised(prose, *rows), page=3, points=0.36)
    assert [[cell.text for cell in row] for row in table.rows()] == [list(row) for row in rows]
    assert table.ragged
    assert all(cell.confidence < CERTAIN for cell in table.cells)
    assert "".join(glyph.text for glyph in rest) == prose[0]
    (figure,) = (cell for cell in table.cells if cell.text == "17")
    assert figure.box is not None
    assert figure.box.page == 3
    assert figure.box.x0 == pytest.approx((100 + 400 + 200 - 10) * 0.36)


def test_words_without_marks_are_no_table():
    glyphs = recognised(("甲", "1", "2"), ("乙", "3", "4"), ("丙", "5", "6"))
    assert open_tables_of(glyphs, page=1, points=0.36) == ([], glyphs)
    assert open_tables_of([], page=1, points=0.36) == ([], [])


def test_a_table_open_at_its_sides_has_its_outer_columns():
    gray = page()
    gray[:, LEFT - 3 : LEFT + 4] = 255
    gray[:, LEFT + 6 * WIDE - 3 : LEFT + 6 * WIDE + 4] = 255
    (cells,) = find_grids(gray, DPI)
    assert len(cells) == 30
    assert min(cell[0] for cell in cells) == pytest.approx(LEFT, abs=8)
    assert max(cell[2] for cell in cells) == pytest.approx(LEFT + 6 * WIDE, abs=8)


def test_rulings_across_alone_are_no_table():
    gray = np.full((700, 1000), 255, np.uint8)
    for row in range(6):
        cv2.line(gray, (LEFT, TOP + row * HIGH), (LEFT + 6 * WIDE, TOP + row * HIGH), 0, 2)
    assert find_grids(gray, DPI) == []


def test_words_that_stand_in_each_other_are_kept_where_they_are_no_table():
    glyphs = recognised(("甲乙丙丁戊己", "1"))
    astride = [replace(glyph, x=glyphs[2].x + 1, line=9) for glyph in recognised(("庚",))]
    tables, rest = open_tables_of([*glyphs, *astride], page=1, points=0.36)
    assert not tables
    assert sorted(glyph.text for glyph in rest) == sorted("甲乙丙丁戊己1庚")


def test_a_page_without_width_holds_nothing():
    sliver = np.full((400, 1), 255, np.uint8)
    assert not read_scan(sliver, page=1, dpi=200)
    assert not holds_grid(sliver, 200)
