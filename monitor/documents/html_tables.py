"""HTML tables: which hold data, and their cells on the grid with spans."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.markup import Element
from crawler.text import tidy
from monitor.documents import limits
from monitor.documents.html_content import is_hidden, pieces
from monitor.documents.model import Cell, Table, UnreadableDocumentError
from monitor.documents.tables import is_data

_CELLS: Final = frozenset({"td", "th"})


def is_data_table(table: Element) -> bool:
    """Whether a table holds data; else it only lays out the page."""
    rows = [[cell_text(cell) for cell in row] for row in _rows(table)]
    return is_data(rows, holds_table=next(table.iterdescendants("table"), None) is not None)


def read_table(table: Element) -> Iterator[Table]:
    """The table as a grid of cells; nothing where it has none."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = _rows(table)
    places = 0
    for row, elements in enumerate(rows):
        column = 0
        for element in elements:
            while (row, column) in taken:
                column += 1
            height = min(_span(element, "rowspan") or len(rows), len(rows) - row)
            width = _span(element, "colspan") or 1
            places += height * width
            if places > limits.CELLS:
                raise UnreadableDocumentError(limits.SPRAWLING)
            cells.append(Cell(cell_text(element), row, column, height, width))
            taken.update((r, c) for r in range(row, row + height) for c in range(column, column + width))
            column += width
    if cells:
        yield Table(tuple(cells))


def cell_text(cell: Element) -> str:
    """The text of a cell on one line; what stood on two lines keeps a space unless Chinese characters meet."""
    return tidy("".join(piece for piece in pieces(cell, _nothing) if isinstance(piece, str)))


def _nothing(_element: Element) -> bool:
    return False


def _rows(table: Element) -> list[list[Element]]:
    """The cells of every visible row of the table itself, not of tables inside it."""
    rows = [row for row in table.iterdescendants("tr") if _owner(row) is table and not is_hidden(row)]
    return [[cell for cell in row if cell.tag in _CELLS] for row in rows]


def _owner(row: Element) -> Element | None:
    return next(row.iterancestors("table"), None)


def _span(cell: Element, name: str) -> int:
    """The number of grid places; 0 where the page says 0 (to the end of the table)."""
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "1")
    return min(int(found[1]), limits.SPAN) if found else 1
