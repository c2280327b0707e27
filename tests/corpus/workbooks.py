"""Reports as workbooks: prose in merged rows, tables as cells."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from monitor.demo.grids import Grid, GridCell
from monitor.demo.reports import Heading, ReportDraft
from tests.corpus.cutting import unmerged
from tests.corpus.samples import Printer

Value = str | int | float | None
_SHEET_NAMES = ("主动公开", "依申请公开", "复议诉讼")


def number(text: str) -> Value:
    """A figure as a number, whatever else as text."""
    if text.isdigit():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdigit() else text or None


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of putting a report into a workbook."""

    value: Callable[[str], Value] = number
    right: int = 0
    """Columns by which everything is moved to the right."""
    gap: int = 1
    """Empty rows around tables."""
    merged: bool = True
    sheets: bool = False
    """Every table on a sheet of its own."""
    format: str = "General"
    hidden: bool = False
    """Hidden sheet, row and column with other numbers."""
    headings_only: bool = False
    """Headings without prose."""


def printed(draft: ReportDraft, manner: Manner) -> bytes:
    """The report in that manner."""
    book = Workbook()
    sheet = book.active
    sheet.title = "年度报告"
    row = 1
    names = iter(_SHEET_NAMES)
    row = _line(sheet, row, draft.title, manner)
    for part in draft.parts():
        if isinstance(part, Grid):
            row = _grid(sheet, row + manner.gap, part, manner) + manner.gap
            continue
        if manner.sheets and isinstance(part, Heading) and part.text[0] in "二三四":
            sheet, row = book.create_sheet(next(names)), 1
        elif manner.sheets and isinstance(part, Heading) and part.text[0] == "五":
            sheet, row = book.create_sheet("其他"), 1
        if isinstance(part, Heading) or not manner.headings_only:
            row = _line(sheet, row, part.text, manner)
    if manner.hidden:
        _hide(book, sheet, row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _line(sheet: Worksheet, row: int, text: str, manner: Manner) -> int:
    sheet.cell(row, 1 + manner.right, text)
    if manner.merged:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1 + manner.right, end_column=10 + manner.right)
    return row + 1


def _grid(sheet: Worksheet, row: int, grid: Grid, manner: Manner) -> int:
    if not manner.merged:
        grid = unmerged(grid)
    for cell in grid.cells:
        _cell(sheet, row, cell, manner)
    return row + grid.height


def _cell(sheet: Worksheet, row: int, cell: GridCell, manner: Manner) -> None:
    top, left = row + cell.row, 1 + manner.right + cell.column
    made = sheet.cell(top, left, manner.value(cell.text) if cell.value else cell.text or None)
    if cell.value:
        made.number_format = manner.format
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + cell.rowspan - 1, end_column=left + cell.colspan - 1
        )


def _hide(book: Workbook, sheet: Worksheet, row: int) -> None:
    other = book.create_sheet("底稿")
    other.sheet_state = "hidden"
    for column in range(1, 11):
        other.cell(1, column, 999)
        sheet.cell(row, column, 999)
    sheet.row_dimensions[row].hidden = True


LAYOUTS: Mapping[str, Printer] = {
    "one sheet, merged cells": partial(printed, manner=Manner()),
    "a sheet a table": partial(printed, manner=Manner(sheets=True)),
    "nothing merged": partial(printed, manner=Manner(merged=False)),
    "numbers as text": partial(printed, manner=Manner(value=lambda text: text)),
    "numbers as text, an apostrophe before": partial(printed, manner=Manner(value=lambda text: text, format="@")),
    "begins at C": partial(printed, manner=Manner(right=2)),
    "no empty rows": partial(printed, manner=Manner(gap=0)),
    "three empty rows": partial(printed, manner=Manner(gap=3)),
    "thousands separators": partial(printed, manner=Manner(format="#,##0.######")),
    "hidden sheet and row": partial(printed, manner=Manner(hidden=True)),
    "headings without prose": partial(printed, manner=Manner(headings_only=True)),
}
