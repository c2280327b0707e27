"""Grids cut apart as pages and careless hands cut them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from monitor.demo.grids import Grid, GridCell


def rows_of(grid: Grid, first: int, after: int) -> Grid:
    """The rows from ``first`` to before ``after`` as a table of their own; a merged cell's text stays above the cut."""
    return replace(grid, cells=tuple(_clipped(grid.cells, first, after)))


def _clipped(cells: Iterable[GridCell], first: int, after: int) -> Iterable[GridCell]:
    for cell in cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, after)
        if top < bottom:
            text = cell.text if cell.row >= first else ""
            yield replace(cell, text=text, row=top - first, rowspan=bottom - top)


def pieces(grid: Grid, number: int) -> list[Grid]:
    """The grid in so many pieces of about equal height."""
    edges = [round(grid.height * at / number) for at in range(number + 1)]
    return [rows_of(grid, first, after) for first, after in pairwise(edges) if first < after]


def under_head(grid: Grid, number: int, head: int) -> list[Grid]:
    """The grid in pieces, its first ``head`` rows repeated above every piece."""
    body = pieces(rows_of(grid, head, grid.height), number)
    above = [cell for cell in grid.cells if cell.row < head]
    return [
        replace(grid, cells=(*above, *(replace(cell, row=cell.row + head) for cell in piece.cells))) for piece in body
    ]


def split_row(grid: Grid, row: int) -> Grid:
    """The grid with one row in two: the labels that begin in it go on in the second, the figures stay in the first."""
    cells: list[GridCell] = []
    for cell in grid.cells:
        if cell.row > row:
            cells.append(replace(cell, row=cell.row + 1))
        elif cell.row == row and cell.rowspan == 1:
            middle = len(cell.text) if cell.value else max(1, len(cell.text) // 2)
            cells.append(replace(cell, text=cell.text[:middle]))
            cells.append(replace(cell, text=cell.text[middle:], row=row + 1))
        elif cell.row + cell.rowspan > row:
            cells.append(replace(cell, rowspan=cell.rowspan + 1))
        else:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def split_labels(grid: Grid, row: int) -> Grid:
    """The grid with every label that reaches across the upper edge of a row cut in two there, text and all."""
    cells: list[GridCell] = []
    for cell in grid.cells:
        if not cell.row < row < cell.row + cell.rowspan:
            cells.append(cell)
            continue
        middle = max(1, len(cell.text) // 2)
        cells.append(replace(cell, text=cell.text[:middle], rowspan=row - cell.row))
        cells.append(replace(cell, text=cell.text[middle:], row=row, rowspan=cell.row + cell.rowspan - row))
    return replace(grid, cells=tuple(cells))


def unmerged(grid: Grid) -> Grid:
    """The grid with every merged cell as single cells, the text in the first alone."""
    cells = [
        replace(cell, text=cell.text if (row, column) == (cell.row, cell.column) else "", row=row, column=column,
                rowspan=1, colspan=1)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]  # fmt: skip
    return replace(grid, cells=tuple(cells))
