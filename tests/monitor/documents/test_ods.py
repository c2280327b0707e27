"""ODS by our own reader: what LibreOffice shows of a file, within limits, and one line for what cannot be read."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from functools import cache, partial
from random import Random
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_NUMERIC
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from monitor.documents import limits, office
from monitor.documents.kinds import ODS, sniff
from monitor.documents.model import CERTAIN, Block, Document, Paragraph, Table, UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.documents.sheets import ods, xlsx
from monitor.documents.sheets.layout import blocks_of
from monitor.documents.sheets.model import COLUMNS_MOST, ROWS_MOST, SHEETS_MOST
from monitor.documents.sheets.model import Workbook as Sheets
from tests.corpus.samples import draft_for
from tests.corpus.workbooks import LAYOUTS
from tests.monitor.documents.archives import zipped

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed"),
]
XLSX = office.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")
PACKED = office.Format("ODS", "ods", "calc8")
FLAT = office.Format("ODS", "fods", "OpenDocument Spreadsheet Flat XML")
NAMES = {
    **{key: f"urn:oasis:names:tc:opendocument:xmlns:{key}:1.0" for key in ("office", "text", "table", "style")},
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "m": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
DECLARED = " ".join(f'xmlns:{key}="{name}"' for key, name in NAMES.items())
PARTS = {"/": ODS, "content.xml": "text/xml"}
FORMULA = '<table:table-cell table:formula="of:=[.B2]+1" office:value-type="float"/>'
HEAD = (
    "<table:table-row>"
    + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("信息内容", "本年制发件数"))
    + "</table:table-row>"
)


def packed(tables: str, styles: str = "", manifest: str = "") -> bytes:
    """An ODS file of those tables, in markup."""
    content = (
        f"<office:document-content {DECLARED}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    listed = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path, kind in PARTS.items())
    entries = {
        "content.xml": content,
        "META-INF/manifest.xml": f"<m:manifest {DECLARED}>{listed}{manifest}</m:manifest>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        for name, text in entries.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def table(rows: str, more: str = "") -> str:
    return f'<table:table table:name="表">{more}{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = "", inner: str = "") -> str:
    return f"<table:table-cell {more}>{f'<text:p>{escape(text)}</text:p>' if text else ''}{inner}</table:table-cell>"


def number(text: str, more: str = "") -> str:
    return cell(more=f'office:value-type="float" office:value="{text}" {more}')


def read(data: bytes) -> Document:
    document = read_document(data, name="年报.ods")
    assert document.media_type == ODS
    return document


def texts(document: Document) -> list[list[str]]:
    (found,) = document.tables()
    return [[cell.text for cell in line] for line in found.rows()]


def shapes(book: Sheets) -> list[object]:
    """What is seen of every sheet, block by block."""
    return [[_shape(block) for block in blocks_of(sheet)] for sheet in book.seen]


def _shape(block: Block) -> object:
    if isinstance(block, Table):
        return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in block.cells]
    return block.text if isinstance(block, Paragraph) else ""


# --- beside LibreOffice -----------------------------------------------------------------------------------

FORMATS = ("General", "0", "0.00", "#,##0", "0%", "0.0%", "0;-0;;@", '_ * #,##0_ ;_ * "-"_ ', '0"件"')
LINES = ("全部", "多\n行", "无", "/", "", "  两边有空  ", "3（其中修订2件）", "<&>\"'", "第 一", "0")
THIN = Side(style="thin")
BORDERS = (Border(left=THIN), Border(THIN, THIN, THIN, THIN), Border(bottom=THIN))


def made_up(*, zeros: bool) -> bytes:
    """A workbook of whatever people put into one."""
    random = Random(f"ods {zeros}")
    book = Workbook()
    for number in range(SHEETS_MOST - 5):
        sheet = book.active if number == 0 else book.create_sheet(f"表<{number}>&")
        _fill(sheet, random)
        _merge(sheet, random)
        sheet.sheet_state = "visible" if number == 0 else random.choice(("visible", "visible", "hidden"))
        sheet.sheet_view.showZeros = zeros
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, random: Random) -> None:
    left, width = random.choice((1, 1, 3)), random.randint(1, 9)
    for row_number in range(1, random.randint(2, 25)):
        if random.random() < 0.1:
            continue
        for column in range(left, left + width):
            _put(sheet.cell(row_number, column, _value(random)), random)
        sheet.row_dimensions[row_number].hidden = random.random() < 0.05
    sheet.column_dimensions["D"].hidden = random.random() < 0.3


def _put(made: OpenpyxlCell, random: Random) -> None:
    if made.data_type == TYPE_NUMERIC:
        made.number_format = random.choice(FORMATS)
    if random.random() < 0.2:
        made.border = random.choice(BORDERS)
    if random.random() < 0.03:
        made.comment = Comment("批注 99", "某人")


def _merge(sheet: Worksheet, random: Random) -> None:
    for _ in range(random.randint(0, 4)):
        top, left = random.randint(1, 20), random.randint(1, 9)
        area = CellRange(None, left, top, left + random.randint(0, 3), top + random.randint(0, 3))
        if area.size != {"columns": 1, "rows": 1} and all(area.isdisjoint(one) for one in sheet.merged_cells.ranges):
            sheet.merge_cells(area.coord)


def _value(random: Random) -> object:
    amounts = (0, random.randint(-3, 30), random.randint(0, 10**6), round(random.random() * 1000, 4), 0.25)
    day = date(2025, 1, random.randint(1, 28))
    return random.choice((None, random.choice(LINES), random.choice(amounts), day, "=1+2", True))


@cache
def as_ods(source: str, form: office.Format = PACKED) -> bytes:
    """A workbook as LibreOffice saves it: one of the corpus by its name, or a made-up one, with zeros or without."""
    made = {"zeros": partial(made_up, zeros=True), "no zeros": partial(made_up, zeros=False)}
    data = made[source]() if source in made else LAYOUTS[source](draft_for(f"test_ods/{source}"))
    return office.convert(data, XLSX, to=form.ending)


class TestBesideLibreOffice:
    pytestmark = needs_office

    @pytest.mark.parametrize("source", ["zeros", "no zeros", "one sheet, merged cells", "hidden sheet and row"])
    def test_we_see_what_it_sees(self, source: str):
        data = as_ods(source)
        ours, theirs = ods.read_workbook(data), xlsx.read_workbook(office.convert(data, PACKED, to="xlsx"))
        assert [sheet.name for sheet in ours.seen] == [sheet.name for sheet in theirs.seen]
        assert shapes(ours) == shapes(theirs)

    def test_a_flat_file_is_the_same(self):
        flat = as_ods("zeros", FLAT)
        assert shapes(ods.read_workbook(flat)) == shapes(ods.read_workbook(as_ods("zeros")))
        assert sniff(flat, "年报.fods") == ODS

    def test_formulas_without_results_are_computed(self):
        document = read(packed(table(HEAD + row(cell("规章"), number("2")) + row(cell("规范性文件"), FORMULA))))
        assert texts(document)[-1] == ["规范性文件", "3"]
        assert document.notes == ["公式的结果没有存在文件里，由 LibreOffice 计算。"]


# --- what people write, and other programs ----------------------------------------------------------------


def test_what_is_shown_counts_and_not_what_is_stored():
    styles = '<style:style style:name="f" style:family="table-cell" style:data-style-name="N1"/>'
    cells = [
        cell("1.2万", more='office:value-type="float" office:value="12345"'),
        cell("", more='office:value-type="float" office:value="0"', inner="<text:p/>"),
        cell("25%", more='office:value-type="percentage" office:value="0.25"'),
        cell("¥3.00", more='office:value-type="currency" office:value="3"'),
        cell("2025年1月3日", more='office:value-type="date" office:date-value="2025-01-03"'),
        number("7"),
        number("7", more='table:style-name="f"'),
        cell(more='office:value-type="string" office:string-value="无"'),
        cell(more='office:value-type="date" office:date-value="2025-01-03"'),
    ]
    (found,) = read(packed(table(HEAD + row(*cells)), styles)).tables()
    line = [(one.text, one.confidence == CERTAIN) for one in found.rows()[1]]
    assert [text for text, _ in line] == ["1.2万", "", "25%", "¥3.00", "2025年1月3日", "7", "7", "无", "2025-01-03"]
    assert [text for text, sure in line if not sure] == ["7", "2025-01-03"]
    assert [sure for _, sure in line] == [True] * 6 + [False, True, False]


def test_a_formula_without_its_result_is_unsure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(office.SOFFICE, "no-such-program")
    document = read(packed(table(HEAD + row(cell("规章"), FORMULA))))
    (found,) = document.tables()
    assert [(one.text, one.confidence == CERTAIN) for one in found.rows()[1]] == [("规章", True), ("", False)]
    assert "1 个公式单元格" in document.notes[0]


def test_absent_blank_sign_and_zero_are_four_things():
    data = packed(
        table(HEAD + row(cell("规章"), cell()) + row(cell("规范性文件"), cell("/")) + row(cell("许可"), cell("0")))
    )
    assert texts(read(data))[1:] == [["规章", ""], ["规范性文件", "/"], ["许可", "0"]]


def test_text_as_it_is_written():
    markup = (
        '<text:p>全年<text:span>公开<text:s text:c="2"/>信息</text:span>\n  12<text:tab/>条<text:line-break/>'
        "<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>zi</text:ruby-text></text:ruby>"
        "<text:a>甲</text:a></text:p><text:p>次段</text:p>"
    )
    note = "<office:annotation><text:p>批注 99</text:p></office:annotation>"
    document = read(packed(table(row(cell(inner=note + markup)))))
    assert document.text().splitlines() == ["全年公开信息12条", "字甲", "次段"]


def test_hidden_rows_columns_and_sheets_are_not_read_and_said():
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    grouped = (
        f'<table:table-row-group table:display="false">{row(cell("乙"), cell("1"), cell("2"))}</table:table-row-group>'
    )
    rows = (
        row(cell("信息内容"), cell("x"), cell("本年制发件数"))
        + row(cell("甲"), cell("1"), cell("2"), more='table:visibility="filter"')
        + grouped
        + row(cell("规章"), cell("9"), cell("3"))
    )
    other = f'<table:table table:name="底稿" table:style-name="h">{row(cell("机密"))}</table:table>'
    document = read(packed(table(rows, columns) + other, styles))
    assert texts(document) == [["信息内容", "本年制发件数"], ["规章", "3"]]
    assert ["底稿" in document.notes[0], "隐藏的行或列" in document.notes[1]] == [True, True]


def test_lines_come_from_styles_of_styles_rows_and_columns():
    styles = (
        '<style:style style:name="a" style:family="table-cell"><style:table-cell-properties fo:border="1pt solid"/>'
        '</style:style><style:style style:name="b" style:family="table-cell" style:parent-style-name="a"/>'
        '<style:style style:name="c" style:family="table-cell" style:parent-style-name="b">'
        '<style:table-cell-properties fo:border="none"/></style:style>'
        '<style:style style:name="d" style:family="table-cell" style:parent-style-name="d"/>'
    )
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="b"/><table:table-column/>'
    rows = row(cell(), cell(), cell(more='table:style-name="c"')) + row(
        cell(), cell(more='table:style-name="d"'), more='table:default-cell-style-name="a"'
    )
    (sheet,) = ods.read_workbook(packed(table(rows, columns), styles)).sheets
    assert sorted(sheet.cells) == [(0, 1), (1, 0)]


def test_struck_out_contents_of_tracked_changes_are_no_sheet():
    old = f"<table:tracked-changes><table:deletion>{row(cell('旧'))}</table:deletion></table:tracked-changes>"
    assert texts(read(packed(old + table(HEAD + row(cell("规章"), cell("3"))))))[1] == ["规章", "3"]


# --- limits -----------------------------------------------------------------------------------------------


def test_repeated_rows_and_columns_beyond_all_measure_do_no_harm():
    many = 'table:number-rows-repeated="1048576"'
    wide = 'table:number-columns-repeated="16384"'
    rows = HEAD + row(cell("规章"), cell("3"), cell(more=wide)) + row(cell(more=wide), more=many)
    assert len(texts(read(packed(table(rows))))) == 2
    endless = read(packed(table(HEAD + row(cell("规章"), cell("3"), more=many))))
    assert len(texts(endless)) == ROWS_MOST
    assert "只读了一部分" in endless.notes[-1]
    broad = ods.read_workbook(packed(table(HEAD + row(cell("规章", more=wide), more=many)))).sheets[0]
    assert broad.cut
    assert broad.is_full
    assert max(column for _, column in broad.cells) < COLUMNS_MOST
    vast = 'table:number-rows-spanned="99999999999" table:number-columns-spanned="99999999999"'
    (sheet,) = ods.read_workbook(packed(table(HEAD + row(cell("规章", more=vast), cell("3"))))).sheets
    assert [(merge.bottom, merge.right) for merge in sheet.merges] == [(ROWS_MOST - 1, COLUMNS_MOST - 1)]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name="年报.ods")
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


def test_one_line_for_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch):
    whole = packed(table(HEAD + row(cell("规章"), cell("3"))))
    locked = '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
    assert "ODS 文件加了密码" in refusal(packed("", manifest=locked))
    assert "ODS 文件不完整或已损坏" in refusal(whole[: len(whole) // 2])
    assert "ODS 文件不完整或已损坏" in refusal(packed("<table:table>"))
    assert "ODS 文件不完整或已损坏" in refusal(zipped({"mimetype": ODS.encode()}))
    assert "没有文字" in refusal(packed(table(row(cell()))))
    flat = f'<office:document {DECLARED} office:mimetype="{ODS}"><office:body/></office:document>'.encode()
    assert "ODS 文件不完整或已损坏" in refusal(flat)
    monkeypatch.setattr(limits, "PART_BYTES", 5000)
    assert "ODS 文件解开后大得反常" in refusal(packed(table(row(cell("长" * 5000)))))
    assert "ODS 文件" in refusal(flat + b" " * 6000)


def test_entities_stay_unresolved():
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    root = f'{bomb}<office:document {DECLARED} office:mimetype="{ODS}"><office:body><office:spreadsheet>'
    flat = root + table(HEAD + row("<table:table-cell><text:p>规章&b;</text:p></table:table-cell>", cell("1")))
    data = f"{flat}</office:spreadsheet></office:body></office:document>".encode()
    assert texts(read_as_ods(data))[1] == ["规章", "1"]


def read_as_ods(data: bytes) -> Document:
    from monitor.documents.sheets import read_ods  # noqa: PLC0415 - a declaration before the root hides the kind

    return read_ods(data)


@given(st.binary(max_size=100), st.integers(0, 100_000))
@settings(max_examples=150)
def test_damaged_files_give_a_document_or_one_line(noise: bytes, at: int):
    data = packed(table(HEAD + row(cell("规章"), cell("3"))))
    at %= len(data)
    with suppress(UnreadableDocumentError):
        ods.read_workbook(data[:at] + noise + data[at + len(noise) :])


markup = st.recursive(
    st.text("甲1 ", max_size=3).map(escape),
    lambda inner: st.builds(
        lambda name, more, parts: f"<{name} {more}>{''.join(parts)}</{name}>",
        st.sampled_from(
            ["table:table-row", "table:table-cell", "text:p", "text:span", "table:table-row-group", "text:s"]
        ),
        st.sampled_from(["", 'table:number-columns-repeated="3"', 'table:number-rows-spanned="x"', 'text:c="-1"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=20,
)


@given(markup)
def test_any_nesting_gives_a_workbook(inner: str):
    assert ods.read_workbook(packed(table(inner))).sheets
