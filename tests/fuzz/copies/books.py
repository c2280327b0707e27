"""Copies as workbooks."""

import io
from collections.abc import Callable
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.fuzz.copies.reports import Cell, Copy, Row, Sheet, Text

Layout = Callable[[Worksheet, int, Sheet, Random], int]


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    plain = text.isascii() and text.isdigit()
    sheet.cell(row, column, int(text) if plain else text or None)


def merged(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """Cells merged as the form has them."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(sheet.rows, start=at):
        column = 1
        for cell in cells:
            while (row, column) in taken:
                column += 1
            _put(book, row, column, cell.text)
            last = row + cell.rowspan - 1, column + cell.colspan - 1
            taken |= {(r, c) for r in range(row, last[0] + 1) for c in range(column, last[1] + 1)}
            if last != (row, column):
                book.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
    return at + len(sheet.rows)


def flush(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """Nothing merged, every row from the first column on."""
    for row, cells in enumerate(sheet.rows, start=at):
        for column, cell in enumerate(cells, start=1):
            _put(book, row, column, cell.text)
    return at + len(sheet.rows)


def spaced(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """An empty row behind every row."""
    for row, cells in enumerate(sheet.rows):
        flush(book, at + 2 * row, Sheet(sheet.key, [cells], sheet.grid), random)
    return at + 2 * len(sheet.rows)


def one_column(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """A cell a row, all in the first column."""
    cells = [cell for row in sheet.rows for cell in row]
    return flush(book, at, Sheet(sheet.key, [[cell] for cell in cells], sheet.grid), random)


def row_in_a_cell(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """A whole row in one cell."""
    rows: list[Row] = [[Cell(" ".join(cell.text for cell in row))] for row in sheet.rows]
    return flush(book, at, Sheet(sheet.key, rows, sheet.grid), random)


def right_aligned(book: Worksheet, at: int, sheet: Sheet, random: Random) -> int:
    """Values in columns of their own far to the right, labels at the left."""
    for row, cells in enumerate(sheet.rows, start=at):
        for column, cell in enumerate((c for c in cells if not c.value), start=1):
            _put(book, row, column, cell.text)
        for column, cell in enumerate((c for c in cells if c.value), start=12):
            _put(book, row, column, cell.text)
    return at + len(sheet.rows)


BOOKS: dict[str, Layout] = {
    "sheet, merged": merged,
    "sheet, nothing merged": flush,
    "sheet, empty rows": spaced,
    "sheet, one column": one_column,
    "sheet, row in a cell": row_in_a_cell,
    "sheet, values far right": right_aligned,
}


def printed(copy: Copy, layout: Layout, random: Random) -> bytes:
    """The copy as a workbook of one sheet, or of one for every table."""
    book, apart = Workbook(), random.random() < 0.3
    sheet, row = book.active, 1
    for part in copy.parts:
        if isinstance(part, Text):
            if apart and part.heading and part.text[0] in "二三四五":
                sheet, row = book.create_sheet(part.text[0]), 1
            sheet.cell(row, 1, part.text)
            row += 1
        else:
            row = layout(sheet, row, part, random) + random.choice((0, 1))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
