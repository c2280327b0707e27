"""XLS and ET, the binary workbooks of Excel 97 and WPS, read by xlrd."""

import io
from typing import Any, Final

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.formula import FormulaError

from monitor.documents.damage import ASTRAY
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.sheets.formats import BUILT_IN, Shown, shown, shown_text
from monitor.documents.sheets.model import COLUMNS_MOST, OF_REPORT, SHEETS_MOST, Merge, Most, Sheet, SheetCell, Workbook

_LOCKED: Final = "Excel 表格（XLS）加了密码，请向发布机关索取不加密的文件。"
_BROKEN: Final = "Excel 表格（XLS）不完整或已损坏（可能没有下载完），请重新下载。"
_BLANK: Final = frozenset({xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK})
_SIDES: Final = ("left_line_style", "right_line_style", "top_line_style", "bottom_line_style")


class BrokenWorkbookError(UnreadableDocumentError):
    """The file is damaged, or odd in a way that xlrd does not know."""


def read_workbook(data: bytes, most: Most = OF_REPORT) -> Workbook:
    """The sheets of an XLS or ET file; raises UnreadableDocumentError where it is locked, BrokenWorkbookError else."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return Workbook([_sheet(book, sheet, most) for sheet in book.sheets()[:SHEETS_MOST]], _properties(book))
    except xlrd.XLRDError as problem:
        if "encrypted" in str(problem):
            raise UnreadableDocumentError(_LOCKED) from problem
        raise BrokenWorkbookError(_BROKEN) from problem
    except (CompDocError, FormulaError, *ASTRAY) as problem:
        raise BrokenWorkbookError(_BROKEN) from problem


def _sheet(book: Any, source: Any, most: Most) -> Sheet:
    sheet = Sheet(source.name, hidden=source.visibility != 0, most=most)
    sheet.hidden_rows.update(row for row, info in source.rowinfo_map.items() if info.hidden)
    sheet.hidden_columns.update(column for column, info in source.colinfo_map.items() if info.hidden)
    for row in range(min(source.nrows, most.rows)):
        for column in range(min(source.row_len(row), COLUMNS_MOST)):
            sheet.put(row, column, _cell(book, source, row, column))
    beyond = range(most.rows, source.nrows)
    sheet.cut = sheet.cut or any(not _BLANK.issuperset(source.row_types(row)) for row in beyond)
    for top, after_bottom, left, after_right in source.merged_cells:
        sheet.merge(Merge(top, left, after_bottom - 1, after_right - 1))
    return sheet


def _cell(book: Any, source: Any, row: int, column: int) -> SheetCell:
    cell = source.cell(row, column)
    style = book.xf_list[cell.xf_index]
    bordered = any(getattr(style.border, side) for side in _SIDES)
    seen = _shown(book, source, cell, style)
    return SheetCell(seen.text, bordered, odd=not seen.sure)


def _shown(book: Any, source: Any, cell: Any, style: Any) -> Shown:
    code = _code(book.format_map[style.format_key])
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        is_left_out = not cell.value and not source.show_zero_values
        return Shown("") if is_left_out else shown(cell.value, code, from_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Shown("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Shown(str(xlrd.error_text_from_code.get(cell.value, "#N/A")))
    return shown_text(cell.value, code) if cell.ctype == xlrd.XL_CELL_TEXT else Shown("")


def _code(form: Any) -> str:
    """The format's code; one that the file names by number alone in its Chinese form, which xlrd does not know."""
    named_only = form.format_str == xlrd.formatting.std_format_strings.get(form.format_key)
    return BUILT_IN.get(form.format_key, form.format_str) if named_only else str(form.format_str)


def _properties(book: Any) -> dict[str, str]:
    return {"creator": book.user_name.strip()} if book.user_name.strip() else {}
