"""OFD by positions: every manner in which programs write text, rulings and pages gives the same document."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.documents.model import CERTAIN, Document, UnreadableDocumentError
from monitor.documents.ofd import read_ofd
from monitor.documents.ofd.drawing import deltas
from monitor.documents.reading import read_document
from tests.corpus.measure import score
from tests.corpus.ofd_files import LAYOUTS
from tests.corpus.samples import Sample, draft_for
from tests.monitor.documents.forms import Spot, proactive
from tests.monitor.documents.ofds import (
    COLUMN,
    LEFT,
    ROW,
    SHEET,
    SIZE,
    TOP,
    box,
    line,
    ofd,
    packed,
    page,
    parts_of,
    root,
    table,
    text,
)

HEADING = text(LEFT, 20, "二、主动公开政府信息情况", size=5)
POINT = 25.4 / 72


def grid_of(document: Document) -> list[tuple[str, int, int, int, int]]:
    (found,) = document.tables()
    return sorted((cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells)


def expected(spots: list[Spot]) -> list[tuple[str, int, int, int, int]]:
    return sorted((spot.text, spot.row, spot.column, spot.rowspan, spot.colspan) for spot in spots)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name="年报.ofd")
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


def in_points(x: float, y: float, words: str) -> str:
    """Type measured in points and scaled by the object's CTM, as virtual printers write it."""
    size = SIZE / POINT
    steps = " ".join(f"{size if ord(letter) > 255 else size / 2:.3f}" for letter in words[:-1])
    code = f'<ofd:TextCode X="0" Y="{0.88 * size:.3f}" DeltaX="{steps}">{words}</ofd:TextCode>'
    place = f'Boundary="{x} {y} {SIZE * len(words)} {SIZE}" CTM="{POINT:.4f} 0 0 {POINT:.4f} 0 0"'
    return f'<ofd:TextObject ID="9" {place} Font="2" Size="{size:.3f}">{code}</ofd:TextObject>'


def a_letter_an_object(x: float, y: float, words: str) -> str:
    widths = [SIZE if ord(letter) > 255 else SIZE / 2 for letter in words]
    return "".join(text(x + sum(widths[:at]), y, letter) for at, letter in enumerate(words))


def without_steps(x: float, y: float, words: str) -> str:
    """No steps between characters: the reader goes by their usual widths."""
    code = f'<ofd:TextCode X="0" Y="{0.88 * SIZE}">{words}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="{x} {y} 40 5" Font="2" Size="{SIZE}">{code}</ofd:TextObject>'


def several_codes(x: float, y: float, words: str) -> str:
    """A run a character in one object; the height is said once."""
    codes, at = [], 0.0
    for number, letter in enumerate(words):
        height = f' Y="{0.88 * SIZE}"' if number == 0 else ""
        codes.append(f'<ofd:TextCode X="{at}"{height}>{letter}</ofd:TextCode>')
        at += SIZE if ord(letter) > 255 else SIZE / 2
    return f'<ofd:TextObject ID="9" Boundary="{x} {y} 40 5" Font="2" Size="{SIZE}">{"".join(codes)}</ofd:TextObject>'


def four_lines(x0: float, y0: float, x1: float, y1: float) -> str:
    return line(x0, y0, x1, y0) + line(x1, y0, x1, y1) + line(x0, y1, x1, y1) + line(x0, y0, x0, y1)


def thin_areas(x0: float, y0: float, x1: float, y1: float) -> str:
    """Borders as filled areas of a point's width, placed by the CTM far from their own coordinates."""

    def area(ax: float, ay: float, bx: float, by: float) -> str:
        w, h = max((bx - ax) / POINT, 1), max((by - ay) / POINT, 1)
        data = f"M -77 -738 L {w - 77} -738 L {w - 77} {h - 738} L -77 {h - 738} C"
        ctm = f"{POINT} 0 0 {POINT} {77 * POINT} {738 * POINT}"
        place = f'Boundary="{ax} {ay} {w * POINT} {h * POINT}" CTM="{ctm}" Stroke="false" Fill="true"'
        return f'<ofd:PathObject ID="9" {place}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'

    return area(x0, y0, x1, y0) + area(x1, y0, x1, y1) + area(x0, y1, x1, y1) + area(x0, y0, x0, y1)


def upside_down(x0: float, y0: float, x1: float, y1: float) -> str:
    """Lines in coordinates that grow upwards, turned over by the CTM, in an object as large as the page."""
    data = f"M {x0} {-y0} L {x1} {-y0} {x1} {-y1} {x0} {-y1} {x0} {-y0}"
    place = f'Boundary="{SHEET}" CTM="1 0 0 -1 0 0"'
    return f'<ofd:PathObject ID="9" {place}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize("lettered", [text, in_points, a_letter_an_object, without_steps, several_codes])
@pytest.mark.parametrize("drawn", [box, four_lines, thin_areas, upside_down])
def test_every_manner_of_drawing_gives_the_same_table(drawn: object, lettered: object):
    spots = proactive()
    document = read_ofd(ofd(HEADING + table(spots, drawn=drawn, lettered=lettered)))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["二、主动公开政府信息情况"]
    assert grid_of(document) == expected(spots)
    assert all(cell.confidence == CERTAIN for found in document.tables() for cell in found.cells)


def nested(objects: str) -> bytes:
    return ofd(f"<ofd:PageBlock><ofd:PageBlock>{objects}</ofd:PageBlock></ofd:PageBlock>")


def composite(objects: str) -> bytes:
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="210" Height="297"><ofd:Content>{objects}</ofd:Content>'
    resources = root("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>")
    use = f'<ofd:CompositeObject ID="8" Boundary="{SHEET}" ResourceID="7"/>'
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    return ofd(use, common=common, more={"Doc_0/DocumentRes.xml": resources})


def template(objects: str) -> bytes:
    """Everything in the template, as fixed forms have it."""
    common = '<ofd:TemplatePage ID="3" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    use = '<ofd:Template TemplateID="3" ZOrder="Background"/><ofd:Content></ofd:Content>'
    return ofd(use, common=common, more={"Doc_0/Tpls/Tpl_0/Content.xml": page(objects)})


def other_names(objects: str) -> bytes:
    """Another case, a path from the root, no namespace of the standard."""
    parts = parts_of(objects)
    moved = parts.pop("Doc_0/Pages/Page_0/Content.xml")
    document = str(parts["Doc_0/Document.xml"]).replace('"Pages/Page_0/Content.xml"', '"/doc_0/PAGES/p.xml"')
    parts |= {"Doc_0/Document.xml": document, "Doc_0/Pages/P.xml": str(moved).replace("/2016", "")}
    return packed(parts)


@pytest.mark.parametrize("made", [nested, composite, template, other_names])
def test_it_does_not_matter_where_the_objects_stand(made: object):
    document = read_ofd(made(HEADING + table(proactive())))
    assert document.text() == "二、主动公开政府信息情况"
    assert grid_of(document) == expected(proactive())


def test_cells_have_their_place_on_the_page_in_points():
    document = read_ofd(ofd(HEADING, table(proactive())))
    (found,) = document.tables()
    assert document.pages == 2
    assert {cell.page for cell in found.cells} == {2}
    corner = next(cell for cell in found.cells if (cell.row, cell.column) == (1, 1))
    assert corner.box is not None
    place = (corner.box.x0, corner.box.top, corner.box.x1, corner.box.bottom)
    millimetres = (LEFT + COLUMN, TOP + ROW, LEFT + 2 * COLUMN, TOP + 2 * ROW)
    assert place == pytest.approx([side / POINT for side in millimetres], abs=0.5)


def test_a_sheet_that_does_not_begin_at_zero():
    area = "<ofd:Area><ofd:PhysicalBox>10 5 210 297</ofd:PhysicalBox></ofd:Area>"
    content = f'{area}<ofd:Content><ofd:Layer ID="1">{text(20, 25, "一、总体情况")}</ofd:Layer></ofd:Content>'
    (paragraph,) = read_ofd(ofd(content)).paragraphs()
    assert paragraph.box is not None
    assert paragraph.box.x0 == pytest.approx(10 / POINT, abs=0.5)


def test_properties_come_under_their_names():
    assert read_ofd(ofd(HEADING)).meta == {"Title": "年报"}


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("3 3 1.5", [3, 3, 1.5]),
        ("g 3 2.5", [2.5, 2.5, 2.5]),
        ("1 g 2 3 1", [1, 3, 3, 1]),
        ("g 4 1.5 3 g 2 1.5", [1.5, 1.5, 1.5, 1.5, 3, 1.5, 1.5]),
        ("g 999999999 1", [1] * 9),
        ("g -5 1 2", [2]),
        ("g", []),
        ("", []),
        ("甲 1", [1]),
    ],
)
def test_steps_between_characters(written: str, steps: list[float]):
    assert deltas(written, 9) == steps


@given(st.lists(st.one_of(st.floats(-50, 50), st.tuples(st.integers(1, 9), st.floats(-50, 50))), max_size=30))
def test_steps_written_short_are_the_steps_written_out(pieces: list[float | tuple[int, float]]):
    short = " ".join(f"g {p[0]} {p[1]:.3f}" if isinstance(p, tuple) else f"{p:.3f}" for p in pieces)
    long = [round(step, 3) for p in pieces for step in ([p[1]] * p[0] if isinstance(p, tuple) else [p])]
    assert deltas(short, 1000) == pytest.approx(long)


def test_what_does_not_show_is_not_read():
    gone = [
        text(30, 60, "看不见的字", attributes='Visible="false"'),
        text(400, 60, "纸外的字"),
        text(60, 120, "内部资料", size=12, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"'),
    ]
    document = read_ofd(ofd(HEADING + "".join(gone)))
    assert document.text() == "二、主动公开政府信息情况"


def test_lines_end_where_their_object_ends():
    """A path longer than its boundary is cut there by every viewer; else the table would have a fourth column."""
    spots = [Spot("信息内容", 0, 0), Spot("本年制发件数", 0, 1), Spot("规章", 1, 0), Spot("3", 1, 1)]
    long = f'<ofd:PathObject ID="9" Boundary="{LEFT} {TOP} {2 * COLUMN} 0.2">'
    long += "<ofd:AbbreviatedData>M 0 0 L 170 0</ofd:AbbreviatedData></ofd:PathObject>"
    beyond = line(LEFT + 3 * COLUMN, TOP, LEFT + 3 * COLUMN, TOP + ROW)
    assert grid_of(read_ofd(ofd(table(spots) + long + beyond))) == expected(spots)


def test_outlined_type_draws_no_table():
    curve = '<ofd:PathObject ID="9" Boundary="20 20 60 60" Fill="true"><ofd:AbbreviatedData>'
    curve += "M 0 0 L 50 0 B 55 0 60 5 60 10 L 60 50 L 0 50 C</ofd:AbbreviatedData></ofd:PathObject>"
    document = read_ofd(ofd(curve + text(30, 40, "规章") + text(60, 40, "3") + HEADING))
    assert not list(document.tables())


def test_a_text_layer_under_a_scan_is_doubted():
    hidden = text(20, 40, "全年收到申请12件。", inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>')
    document = read_ofd(ofd(hidden))
    assert document.doubtful
    assert "识别软件" in document.notes[0]
    assert document.text() == "全年收到申请12件。"


def shapes_only(words: str, count: int) -> str:
    """Type of which the file knows the shapes and, for the last characters, not the meaning."""
    shapes = f'<ofd:CGTransform CodePosition="0" CodeCount="{count}" GlyphCount="{count}"><ofd:Glyphs>1</ofd:Glyphs>'
    return text(20, 60, words, inner=f"{shapes}</ofd:CGTransform>")


def test_characters_without_meaning_are_seen_as_such():
    prose = "".join(text(20, 80 + 8 * n, "全年主动公开政府信息一千余条，均在期限内。") for n in range(5))
    document = read_ofd(ofd(HEADING + shapes_only("共计", 4) + prose))
    assert "共计\ufffd\ufffd" in document.text()


def test_a_file_of_shapes_alone_is_refused():
    assert "乱码" in refusal(ofd(shapes_only("", 40)))


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prologue", [BOMB, OUTSIDE])
def test_entities_stay_unresolved(prologue: str):
    parts = parts_of(HEADING)
    name = "Doc_0/Pages/Page_0/Content.xml"
    inner = '<ofd:TextCode X="0" Y="3">甲&a;乙</ofd:TextCode>'
    objects = f'<ofd:TextObject ID="9" Boundary="10 60 50 5" Size="3.5">{inner}</ofd:TextObject>{HEADING}'
    parts[name] = page(objects).replace("?>", f"?>{prologue}", 1)
    document = read_ofd(packed(parts))
    assert document.text().splitlines()[0] == "二、主动公开政府信息情况"
    assert "aaaa" not in document.text()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (ofd(), "没有文字，也没有图片"),
        (ofd(""), "没有文字，也没有图片"),
        (ofd(table(proactive(), lettered=lambda *_: "")), "没有文字"),
        (packed({"OFD.xml": root("OFD", "")}), "没有页面"),
        (packed({"OFD.xml": root("OFD", ""), "Encryptions.xml": "x"}), "加了密码"),
        (packed({"OFD.xml": "<ofd:OFD"}), "不完整或已损坏"),
        (ofd(HEADING)[:-40], "OFD 文件不完整或已损坏"),
        (
            packed({"OFD.xml": root("OFD", "<ofd:DocBody><ofd:DocRoot>../../etc/passwd</ofd:DocRoot></ofd:DocBody>")}),
            "没有页面",
        ),
    ],
)
def test_one_line_for_what_cannot_be_read(data: bytes, says: str):
    assert says in refusal(data)


def test_pages_that_refer_to_themselves_end():
    unit = '<ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
    again = f'<ofd:CompositeObject ID="8" Boundary="{SHEET}" ResourceID="7"/>' * 2
    resources = root("Res", f"{unit}{again}</ofd:Content></ofd:CompositeGraphicUnit>")
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    document = read_ofd(ofd(HEADING + again, common=common, more={"Doc_0/Res.xml": resources}))
    assert "线条过多" in "".join(document.notes)


@given(st.binary(max_size=200), st.integers(0, 2000))
@settings(max_examples=150)
def test_damaged_files_give_a_document_or_one_line(noise: bytes, at: int):
    data = ofd(HEADING + table(proactive()[:6]))
    at %= len(data)
    damaged = data[:at] + noise + data[at + len(noise) :]
    with suppress(UnreadableDocumentError):
        read_document(damaged, name="年报.ofd")


@pytest.mark.parametrize("layout", ["solid boxes", "rulings as thin rectangles", "page ends through labels"])
def test_whole_reports_are_right_cell_by_cell(layout: str):
    draft = draft_for(f"test_ofd/{layout}")
    result = score(Sample("OFD", layout, draft, LAYOUTS[layout](draft), "年报.ofd"))
    assert (result.right, result.amiss) == (result.cells, ())
