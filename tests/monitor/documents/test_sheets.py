"""Workbooks: numbers as people see them, prose as paragraphs, tables as tables, whatever the sheet's manner."""

import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from monitor.documents import office
from monitor.documents.kinds import XLS, XLSX
from monitor.documents.model import CERTAIN, Document, Paragraph, Table, UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.documents.sheets import read_xlsx
from monitor.documents.sheets.formats import BUILT_IN
from monitor.documents.sheets.model import ROWS_MOST
from tests.corpus.measure import score
from tests.corpus.samples import Sample, draft_for
from tests.corpus.workbooks import LAYOUTS
from tests.monitor.documents.words import with_part

HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
ROWS = [["规章", 1, 0, 12], ["行政规范性文件", 3, 2, 40]]
BOXED = Border(*(Side(style="thin") for _ in range(4)))

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed"),
]


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(*rows: list[object]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet


def read(book: Workbook) -> Document:
    return read_document(saved(book), name="年报.xlsx")


def texts(document: Document) -> list[list[str]]:
    (table,) = document.tables()
    return [[cell.text for cell in row] for row in table.rows()]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name="年报.xlsx")
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


# --- sheets -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whole_reports_are_right_cell_by_cell(layout: str):
    draft = draft_for(f"test_sheets/{layout}")
    result = score(Sample("XLSX", layout, draft, LAYOUTS[layout](draft), "年报.xlsx"))
    assert (result.right, result.amiss) == (result.cells, ())


def test_prose_headings_and_tables_come_in_order():
    long = (
        "全年收到政府信息公开申请，均在法定期限内答复，没有发生行政复议和行政诉讼，也没有收取信息处理费用，情况良好。"
        * 2
    )
    book, sheet = workbook(
        ["某县2024年政府信息公开工作年度报告"], ["一、总体情况"], [long], ["二、主动公开政府信息情况"]
    )
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet.append(["五、存在的主要问题及改进情况"])
    sheet.append(["无。"])
    for row in (1, 2, 3, 4, 8, 9):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    blocks = read(book).blocks
    assert [type(block) for block in blocks] == [Paragraph] * 4 + [Table] + [Paragraph] * 2
    assert [block.text for block in blocks if isinstance(block, Paragraph)][3:] == [
        "二、主动公开政府信息情况",
        "五、存在的主要问题及改进情况",
        "无。",
    ]


def test_lines_of_one_cell_are_paragraphs():
    book, _ = workbook(["一、总体情况\n全年公开信息12条。\n\n没有收费。"])
    assert read(book).text().splitlines() == ["一、总体情况", "全年公开信息12条。", "没有收费。"]


@pytest.mark.parametrize("bordered", [True, False])
def test_a_row_of_the_form_with_blank_values_stays_in_its_table(bordered: bool):
    label = "四、结转下年度继续办理"
    rows = [["", "自然人", "商业企业"], ["一、本年新收政府信息公开申请数量", 1, 2], [label, None, None]]
    book, sheet = workbook(*rows)
    if bordered:
        for line in sheet["A1:C3"]:
            for cell in line:
                cell.border = BOXED
    assert texts(read(book))[-1] == [label, "", ""]


def test_a_banner_within_a_table_is_no_paragraph():
    book, sheet = workbook(
        ["第二十条第（一）项"], HEAD, *ROWS, ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", 7]
    )
    for row in (1, 5):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
    document = read(book)
    assert not list(document.paragraphs())
    assert [row[0] for row in texts(document)] == [
        *("第二十条第（一）项", "信息内容", "规章", "行政规范性文件"),
        *("第二十条第（五）项", "信息内容", "行政许可"),
    ]


def test_columns_that_no_cell_begins_at_are_none():
    """A table of four columns on a sheet of ten, as one stands that shares its columns with a wider one."""
    book, sheet = workbook()
    for number, row in enumerate((HEAD, *ROWS), 1):
        for at, value in enumerate(row):
            first = 1 + 2 * at
            sheet.cell(number, first, value)
            sheet.merge_cells(start_row=number, end_row=number, start_column=first, end_column=first + 1)
    (table,) = read(book).tables()
    assert {(cell.column, cell.colspan) for cell in table.cells} == {(0, 1), (1, 1), (2, 1), (3, 1)}


def test_what_is_hidden_is_not_read_and_said():
    book, sheet = workbook(HEAD, *ROWS, ["机密", 9, 9, 9])
    sheet.row_dimensions[4].hidden = True
    sheet.insert_cols(2)
    sheet.column_dimensions["B"].hidden = True
    sheet["B2"] = 77
    draft = book.create_sheet("底稿")
    draft.append(["规章", 99, 99])
    draft.sheet_state = "veryHidden"
    document = read(book)
    assert texts(document) == [HEAD, *([str(value) for value in row] for row in ROWS)]
    assert any("底稿" in note for note in document.notes)
    assert any("隐藏的行或列" in note for note in document.notes)


def test_zeros_that_the_sheet_does_not_show_are_blank():
    book, sheet = workbook(HEAD, *ROWS)
    sheet.sheet_view.showZeros = False
    assert texts(read(book))[1] == ["规章", "1", "", "12"]


def test_a_number_whose_format_is_not_understood_is_unsure():
    book, sheet = workbook(HEAD, ["规章", 1.25, 0, 12])
    sheet["B2"].number_format = "# ?/?"
    document = read(book)
    (table,) = document.tables()
    assert [(cell.text, cell.confidence < CERTAIN) for cell in table.rows()[1]] == [
        *(("规章", False), ("1.25", True), ("0", False), ("12", False))
    ]
    assert document.notes == ["1 个单元格的数字格式没有读懂，显示成什么未能确定；请用办公软件打开核对。"]


def test_texts_that_their_format_hides_are_not_seen():
    book, sheet = workbook(HEAD, ["规章", "7", 0, "12"])
    sheet["B2"].number_format = ";;;"
    assert texts(read(book))[1] == ["规章", "", "0", "12"]


def test_days_booleans_and_errors():
    book, sheet = workbook(HEAD, ["规章", True, "#REF!", date(2025, 1, 20)])
    sheet["D2"].number_format = "yyyy-mm-dd"
    assert texts(read(book))[1] == ["规章", "TRUE", "#REF!", "2025-01-20"]


def test_properties_come_under_their_names():
    book, _ = workbook(HEAD, *ROWS)
    book.properties.title = "年报"
    assert read(book).meta["title"] == "年报"


def formula_book() -> Workbook:
    return workbook(HEAD, ["规章", 1, 2, "=B2+C2"], ["行政规范性文件", 3, 2, 40])[0]


def test_a_formula_without_its_result_is_unsure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(office.SOFFICE, "no-such-program")
    document = read(formula_book())
    (table,) = document.tables()
    doubted = [(cell.row, cell.column, cell.text) for cell in table.cells if cell.confidence < CERTAIN]
    assert doubted == [(1, 3, "")]
    assert "1 个公式单元格" in document.notes[0]


class TestThroughLibreOffice:
    pytestmark = needs_office

    def test_formulas_are_computed(self):
        document = read(formula_book())
        assert texts(document)[1] == ["规章", "1", "2", "3"]
        assert "LibreOffice" in document.notes[-1]

    @pytest.mark.parametrize(
        "layout", ["one sheet, merged cells", "nothing merged", "hidden sheet and row", "begins at C"]
    )
    @pytest.mark.parametrize("name", ["年报.xls", "年报.et"])
    def test_binary_workbooks_are_right_cell_by_cell(self, layout: str, name: str):
        draft = draft_for(f"test_sheets/{layout}/{name}")
        data = office.convert(LAYOUTS[layout](draft), office.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML"), to="xls")
        assert read_document(data, name=name).media_type == XLS
        result = score(Sample("XLS", layout, draft, data, name))
        assert (result.right, result.amiss) == (result.cells, ())

    def test_a_binary_workbook_shows_numbers_as_formatted(self):
        book, sheet = workbook(HEAD, ["规章", 0, 1234.5, 3.14159])
        for place, code in (("B2", BUILT_IN[41]), ("C2", "#,##0"), ("D2", "0.00")):
            sheet[place].number_format = code
        data = office.convert(saved(book), office.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML"), to="xls")
        assert texts(read_document(data))[1] == ["规章", "-", "1,235", "3.14"]


# --- what cannot be read, and what would harm -------------------------------------------------------------


def test_one_line_for_what_cannot_be_read():
    book, _ = workbook(HEAD, *ROWS)
    data = saved(book)
    assert "没有文字" in refusal(saved(Workbook()))
    assert "XLSX 文件不完整或已损坏" in refusal(data[: len(data) // 2])
    assert "XLSX 文件不完整或已损坏" in refusal(with_part(data, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"))
    with pytest.raises(UnreadableDocumentError, match="XLS）不完整或已损坏"):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), name="年报.xls")


def sheet_xml(rows: str, more: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{more}</worksheet>'.encode()


def test_references_may_be_left_out():
    book, _ = workbook(HEAD)
    inner = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("规章", "1"))
    head = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEAD[:2])
    data = with_part(saved(book), "xl/worksheets/sheet1.xml", sheet_xml(f"<row>{head}</row><row>{inner}</row>"))
    assert texts(read_xlsx(data)) == [HEAD[:2], ["规章", "1"]]


def test_merges_and_places_beyond_all_measure_do_no_harm():
    book, _ = workbook(HEAD, *ROWS)
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>信息内容</t></is></c><c r="B1"><v>5</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="99999999"><c r="ZZZ99999999"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A2:XFD1048576"/><mergeCell ref="A1:A1"/><mergeCell ref="x"/></mergeCells>'
    data = with_part(saved(book), "xl/worksheets/sheet1.xml", sheet_xml(cells + far, merges))
    document = read_xlsx(data)
    assert texts(document) == [["信息内容", "5"]]
    assert "过大" in document.notes[0]


def with_strings(strings: str, rows: str) -> bytes:
    """A workbook whose texts stand apart from its sheet, as Excel writes them."""
    book, _ = workbook(HEAD)
    data = with_part(saved(book), "xl/worksheets/sheet1.xml", sheet_xml(rows))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_part(data, "xl/sharedStrings.xml", f'<sst xmlns="{namespace}">{strings}</sst>'.encode())


def test_shared_strings_with_runs_readings_and_escapes():
    strings = (
        "<si><r><t>信息</t></r><r><t>内容</t></r><rPh><t>xin</t></rPh></si><si><t>规_x005F_章_x000D_</t></si><si/>"
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in (0, 1, 2, 7, -1))
    document = read_xlsx(with_strings(strings, f"<row>{cells}</row><row><c><v>1</v></c><c><v>2</v></c></row>"))
    assert texts(document) == [["信息内容", "规_章"], ["1", "2"]]


def test_a_string_used_ten_thousand_times_fills_no_memory():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2900))
    document = read_xlsx(with_strings(f"<si><t>{'长' * 30000}</t></si>", rows))
    assert len(document.text()) < 3_000_000
    assert "过大" in document.notes[0]


def test_entities_stay_unresolved():
    book, _ = workbook(HEAD, *ROWS)
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    cells = '<c t="inlineStr"><is><t>规章&b;</t></is></c><c><v>1</v></c>'
    sheet = bomb + sheet_xml(f"<row>{cells}</row>")
    document = read_xlsx(with_part(saved(book), "xl/worksheets/sheet1.xml", sheet))
    assert "aaaa" not in "".join(cell.text for table in document.tables() for cell in table.cells)


def test_only_the_first_rows_of_an_endless_sheet_are_read():
    book, sheet = workbook(HEAD)
    for number in range(ROWS_MOST + 50):
        sheet.append(["规章", number, 0, 0])
    document = read_xlsx(saved(book))
    assert document.media_type == XLSX
    assert len(texts(document)) == ROWS_MOST
    assert "只读了一部分" in document.notes[0]


@given(st.binary(max_size=100), st.integers(0, 100_000))
@settings(max_examples=100)
def test_damaged_files_give_a_document_or_one_line(noise: bytes, at: int):
    book, _ = workbook(HEAD, *ROWS)
    data = saved(book)
    at %= len(data)
    with suppress(UnreadableDocumentError):
        read_document(data[:at] + noise + data[at + len(noise) :], name="年报.xlsx")
