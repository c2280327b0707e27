"""DOCX: paragraphs with their numbers, tables with their spans, and what was deleted left out."""

import io

import docx
import pytest
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Pt
from hypothesis import given, settings
from PIL import Image

from monitor.documents import limits, office
from monitor.documents.model import Document, Paragraph, Picture, Table, Traces
from monitor.documents.reading import read_document
from monitor.documents.word_numbers import numeral
from tests.monitor.documents.forms import Spot, applications, proactive
from tests.monitor.documents.tilings import tilings
from tests.monitor.documents.words import NAMESPACES, add_table, add_xml, saved, with_part, word

DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def read(data: bytes) -> Document:
    return read_document(data, name="年报.docx")


def text_of(*markup: str) -> list[str]:
    document = docx.Document()
    for one in markup:
        add_xml(document, one)
    return [paragraph.text for paragraph in read(saved(document)).paragraphs()]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def shape(table: Table) -> set[tuple[str, int, int, int, int]]:
    return {(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}


def expected(spots: list[Spot]) -> set[tuple[str, int, int, int, int]]:
    return {(spot.text, spot.row, spot.column, spot.rowspan, spot.colspan) for spot in spots}


def test_the_form_cell_by_cell():
    def build(document: Docx) -> None:
        document.add_paragraph("二、主动公开政府信息情况")
        add_table(document, proactive())
        document.add_paragraph("三、收到和处理政府信息公开申请情况")
        add_table(document, applications())

    document = read(word(build))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph, Table]
    assert [shape(table) for table in document.tables()] == [expected(proactive()), expected(applications())]


@given(tilings())
@settings(max_examples=25)
def test_any_grid_of_merged_cells_comes_back(spots: list[Spot]):
    rows = [[spot for spot in spots if spot.row == row] for row in range(max(spot.row for spot in spots) + 1)]
    tables = list(read(word(lambda document: (document.add_paragraph("表"), add_table(document, spots)))).tables())
    if max(len(row) for row in rows) > 1:
        assert [shape(table) for table in tables] == [expected(spots)]
    else:
        assert not tables


def test_what_the_file_says_of_itself():
    def build(document: Docx) -> None:
        document.core_properties.title = "甲局2024年政府信息公开工作年度报告"
        document.core_properties.author = "乙"
        document.add_paragraph("一、总体情况")

    meta = read(word(build)).meta
    assert meta["title"] == "甲局2024年政府信息公开工作年度报告"
    assert meta["creator"] == "乙"


def test_deleted_text_is_gone_and_inserted_text_stands():
    assert text_of(
        f"<w:p>{run('主动公开')}<w:del w:id='1' w:author='a'><w:r><w:delText>旧数</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='a'>{run('12')}</w:ins>{run('条')}</w:p>",
        f"<w:p><w:moveFrom w:id='3' w:author='a'>{run('移走')}</w:moveFrom>"
        f"<w:moveTo w:id='4' w:author='a'>{run('移来')}</w:moveTo></w:p>",
    ) == ["主动公开12条", "移来"]


def test_deleted_rows_are_gone():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{{}}{cell.format('规章')}{cell.format('1')}</w:tr>"
    gone = row.format("<w:trPr><w:del w:id='1' w:author='a'/></w:trPr>")
    document = docx.Document()
    add_xml(document, f"<w:tbl>{row.format('')}{gone}{row.format('')}</w:tbl>")
    (table,) = read(saved(document)).tables()
    assert len(table.rows()) == 2


def test_fields_hidden_text_and_signs():
    assert text_of(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('3')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>看得见</w:t></w:r></w:p>",
        f"<w:p>{run('0517')}<w:r><w:noBreakHyphen/></w:r>{run('8360')}</w:p>",
        f"<w:p>{run('上一行')}<w:r><w:br/></w:r>{run('下一行')}</w:p>",
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>"
        f"<w:p><w:hyperlink>{run('控件里')}</w:hyperlink></w:p></w:sdtContent></w:sdt>",
    ) == ["3", "看得见", "0517-8360", "上一行", "下一行", "控件里"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent><w:p>{run('框里的话')}</w:p></w:txbxContent>"
    assert text_of(
        f"<w:p {DRAWING}>{run('框外的话')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ) == ["框外的话", "框里的话"]


def test_a_layout_table_and_a_frame_are_unwrapped():
    def build(document: Docx) -> None:
        outer = document.add_table(1, 1).cell(0, 0)
        outer.text = "二、主动公开政府信息情况"
        inner = outer.add_table(2, 2)
        for i, text in enumerate(("规章", "1", "行政规范性文件", "2")):
            inner.cell(i // 2, i % 2).text = text

    document = read(word(build))
    assert [type(block) for block in document.blocks] == [Paragraph, Table]
    (table,) = document.tables()
    assert [[cell.text for cell in row] for row in table.rows()] == [["规章", "1"], ["行政规范性文件", "2"]]


def test_a_table_inside_a_cell_of_the_form_stays_in_the_cell():
    def build(document: Docx) -> None:
        add_table(document, proactive())
        cell = document.tables[0].cell(13, 1)
        cell.text = ""
        cell.add_table(1, 1).cell(0, 0).text = "96171.6"

    (table,) = read(word(build)).tables()
    assert table.grid()[13][1].text == "96171.6"


def test_pictures_but_no_icons():
    def build(document: Docx) -> None:
        for width in (300, 20):
            buffer = io.BytesIO()
            Image.new("RGB", (40, 40)).save(buffer, "PNG")
            document.add_picture(io.BytesIO(buffer.getvalue()), width=Pt(width), height=Pt(width))
        document.add_paragraph("见上图")

    pictures = [block for block in read(word(build)).blocks if isinstance(block, Picture)]
    assert [picture.source for picture in pictures] == ["media/image1.png"]


# --- automatic numbers -----------------------------------------------------------------------------------

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "%3.%4"),
)


def numbered(*levels: int) -> list[str]:
    shapes = "".join(
        f"<w:lvl w:ilvl='{i}'><w:start w:val='1'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{pattern}'/></w:lvl>"
        for i, (style, pattern) in enumerate(LEVELS)
    )
    numbering = (
        f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='7'>{shapes}</w:abstractNum>"
        "<w:num w:numId='5'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    document = docx.Document()
    for level in levels:
        number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='5'/></w:numPr>" if level >= 0 else ""
        add_xml(document, f"<w:p><w:pPr>{number}</w:pPr>{run('题')}</w:p>")
    data = with_part(saved(document), "word/numbering.xml", numbering.encode())
    return [paragraph.text.removesuffix("题") for paragraph in read(data).paragraphs()]


def test_numbers_run_on_and_begin_anew():
    assert numbered(0, 1, 1, -1, 2, 3, 1, 2, 0, 1) == [
        "一、",
        "（一）",
        "（二）",
        "",
        "1.",
        "1.1",
        "（三）",
        "1.",
        "二、",
        "（一）",
    ]


def test_a_style_brings_its_number_along():
    document = docx.Document()
    styles = document.styles
    styles["Heading 1"].element.get_or_add_pPr().insert(
        0, parse_xml(f"<w:numPr {NAMESPACES}><w:numId w:val='5'/></w:numPr>")
    )
    styles["Heading 2"].base_style = styles["Heading 1"]
    for style in ("Heading 1", "Heading 2"):
        document.add_paragraph("总体情况", style=style)
    numbering = (
        f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:start w:val='3'/>"
        "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='5'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    data = with_part(saved(document), "word/numbering.xml", numbering.encode())
    assert [paragraph.text for paragraph in read(data).paragraphs()] == ["三、总体情况", "四、总体情况"]


def test_numerals_as_word_prints_them():
    chinese = [numeral(number, "chineseCounting") for number in (1, 10, 11, 20, 21, 99)]
    assert chinese == ["一", "十", "十一", "二十", "二十一", "九十九"]
    assert [
        numeral(3, style) for style in ("decimal", "upperRoman", "lowerLetter", "decimalEnclosedCircle", "bullet")
    ] == [
        "3",
        "III",
        "c",
        "③",
        "",
    ]


STRUCK = "<w:del w:id='1' w:author='a'><w:r><w:delText>旧数</w:delText></w:r></w:del>"
ADDED = f"<w:ins w:id='2' w:author='a'>{run('12')}</w:ins>"
MOVED = (
    f"<w:moveFrom w:id='3' w:author='a'>{run('移走')}</w:moveFrom>"
    f"<w:moveTo w:id='4' w:author='a'>{run('移来')}</w:moveTo>"
)
BOLD = "<w:r><w:rPr><w:b/><w:rPrChange w:id='5' w:author='a'><w:rPr/></w:rPrChange></w:rPr><w:t>加粗</w:t></w:r>"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"


def edited() -> bytes:
    document = docx.Document()
    document.add_comment(document.add_paragraph("条").runs, text="这里再核对", author="a")
    add_xml(document, f"<w:p>{STRUCK}{ADDED}{MOVED}{BOLD}{HIDDEN}</w:p>")
    return saved(document)


def test_traces_of_editing_are_noted_and_the_text_is_as_if_all_were_accepted():
    document = read(edited())
    assert [paragraph.text for paragraph in document.paragraphs()] == ["条", "12移来加粗"]
    assert document.traces == Traces(inserted=2, deleted=2, formatted=1, comments=1, hidden=1)
    told = "修订痕迹（插入 2 处、删除 2 处、格式修改 1 处）、批注 1 条、隐藏文字 1 处"
    assert document.notes == [f"文件里留有{told}；读的是接受全部修订后的正文。"]


def test_a_clean_file_has_no_traces():
    document = read(word(lambda document: document.add_paragraph("总体情况")))
    assert document.traces == Traces()
    assert document.notes == []


def test_text_hidden_by_its_style_is_not_read():
    document = docx.Document()
    document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    add_xml(
        document, f"<w:p>{run('看得见')}<w:r><w:rPr><w:rStyle w:val='Unseen'/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    )
    shown = "<w:r><w:rPr><w:rStyle w:val='Unseen'/><w:vanish w:val='0'/></w:rPr><w:t>又看得见</w:t></w:r>"
    add_xml(document, f"<w:p>{shown}</w:p>")
    found = read(saved(document))
    assert [paragraph.text for paragraph in found.paragraphs()] == ["看得见", "又看得见"]
    assert found.traces == Traces(hidden=1)


def test_figures_of_a_table_are_those_that_were_put_in():
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    rows = (
        cell.format(run("信息内容")) + cell.format(run("本年制发件数")),
        cell.format(run("规章")) + cell.format(f"{STRUCK}{ADDED}"),
        cell.format(run("行政规范性文件")) + cell.format(f"{run('1')}{STRUCK}"),
    )
    document = docx.Document()
    add_xml(document, f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    (table,) = read(saved(document)).tables()
    assert [row[1].text for row in table.rows()] == ["本年制发件数", "12", "1"]


@pytest.mark.office
@pytest.mark.parametrize("with_office", [True, False])
def test_traces_in_a_doc_are_noted(monkeypatch: pytest.MonkeyPatch, *, with_office: bool):
    if office.find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    data = office.convert(edited(), office.Format("DOCX", "docx", "MS Word 2007 XML"), to="doc:MS Word 97")
    if not with_office:
        monkeypatch.setenv(office.SOFFICE, "/nowhere")
    document = read_document(data, name="年报.doc")
    assert [paragraph.text for paragraph in document.paragraphs()] == ["条", "12移来加粗"]
    traces = document.traces
    assert traces.inserted >= 1
    assert traces.deleted >= 1
    assert (traces.comments, traces.hidden) == (1, 1)
    assert any("修订痕迹" in note for note in document.notes)


def test_text_boxes_in_text_boxes_are_read_once():
    begin, end = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    document = docx.Document()
    add_xml(document, begin * 15 + f"<w:p>{run('里面')}</w:p>" + end * 15)
    assert [paragraph.text for paragraph in read(saved(document)).paragraphs()] == ["里面"]


def test_a_cell_merged_over_very_many_rows_is_cut():
    merged = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p>{run('合并')}</w:p></w:tc>"
    row = f"<w:tr>{merged}<w:tc><w:p>{run('规章')}</w:p></w:tc></w:tr>"
    document = docx.Document()
    add_xml(document, f"<w:tbl>{row * 5000}</w:tbl>")
    (table,) = read(saved(document)).tables()
    assert max(cell.rowspan for cell in table.cells) == limits.SPAN
    assert sum(cell.rowspan for cell in table.cells if cell.column == 0) == 5000
