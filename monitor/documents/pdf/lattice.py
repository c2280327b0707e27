"""Ruled tables: the cells between the lines, and the characters in them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from crawler.text import tidy
from monitor.documents.pdf.edges import Edge
from monitor.documents.pdf.lines import Line, lines_of
from monitor.documents.pdf.primitives import Glyph

_TOUCH: Final = 4.0
"""Points by which a line may fall short of the line that it meets."""
_EDGES_MOST: Final = 1500
_CROSSINGS_MOST: Final = 3000
_HEADING: Final = re.compile(r"[一二三四五六]、(?!.*数量$)")
_PROSE: Final = 60
_NUMERIC: Final = frozenset("0123456789０１２３４５６７８９.,，．")
_DIGIT_WIDTH: Final = 0.6
_PADDING: Final = 12.0
"""Points that an office program leaves free at the two sides of a cell, at most."""

Rectangle = tuple[float, float, float, float]


@dataclass(slots=True)
class GridCell:
    """One cell of a ruled table on its page."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    rowspan: int
    colspan: int
    glyphs: list[Glyph] = field(default_factory=list)
    text: str = ""
    doubtful: bool = False
    """True where two readings of the cell differ."""
    crossed: bool = False
    """True where a number reaches over the cell's border."""


@dataclass(slots=True)
class Grid:
    """One table: cells that hang together by their corners, and the lines between them."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    _places: dict[tuple[int, int], GridCell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self._places[row, column] = cell

    @property
    def box(self) -> Rectangle:
        """The rectangle around all cells."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds a point."""
        return self._places.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def rows(self) -> list[list[GridCell]]:
        """The cells by the row in which they begin, left to right; a row that only spans reach into is empty."""
        rows: list[list[GridCell]] = [[] for _ in self.ys[1:]]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


def grids_of(edges: list[Edge]) -> list[Grid] | None:
    """The tables that the edges draw, from top to bottom; a lone rectangle is no table.

    None where there are so many lines that they draw a map or a plan: the
    search for cells takes time with the square of the crossings.
    """
    if len(edges) > _EDGES_MOST:
        return None
    crossings = edges_to_intersections([_as_dict(edge) for edge in edges], _TOUCH, _TOUCH)
    if len(crossings) > _CROSSINGS_MOST:
        return None
    return [_grid(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]


def _as_dict(edge: Edge) -> dict[str, Any]:
    """The edge as pdfplumber's table functions take it."""
    x0, x1 = (edge.start, edge.end) if edge.way == "h" else (edge.at, edge.at)
    top, bottom = (edge.at, edge.at) if edge.way == "h" else (edge.start, edge.end)
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": edge.way,
        "object_type": "line",
    }


def _grid(boxes: list[Rectangle]) -> Grid:
    """The cells on a grid that has a row (column) only where some cell begins."""
    xs, ys = sorted({box[0] for box in boxes}), sorted({box[1] for box in boxes})
    cells = [
        GridCell(
            *box,
            row=ys.index(box[1]),
            column=xs.index(box[0]),
            rowspan=bisect_left(ys, box[3]) - ys.index(box[1]),
            colspan=bisect_left(xs, box[2]) - xs.index(box[0]),
        )
        for box in boxes
    ]
    right, lower = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Grid([*xs, right], [*ys, lower], sorted(cells, key=lambda cell: (cell.row, cell.column)))


def fill(grids: list[Grid], glyphs: list[Glyph]) -> list[Glyph]:
    """Puts every character into the cell that holds its centre; gives back those outside all tables."""
    outside: list[Glyph] = []
    for glyph in glyphs:
        cells = (grid.cell_at(*glyph.middle) for grid in grids)
        cell = next((cell for cell in cells if cell is not None), None)
        (outside if cell is None else cell.glyphs).append(glyph)
    for grid in grids:
        for cell in grid.cells:
            _spell(cell)
    return outside


def peel(grid: Grid, outside: list[Glyph]) -> Grid | None:
    """The table without frames of prose that hang on it above and below; their characters go outside.

    None where nothing but frames is left.
    """
    rows = grid.rows()
    first, last = 0, len(rows)
    while first < last and _is_frame(rows[first], grid):
        first += 1
    while last > first and _is_frame(rows[last - 1], grid):
        last -= 1
    gone = [cell for cell in grid.cells if not first <= cell.row < last]
    kept = [cell for cell in grid.cells if first <= cell.row < last]
    outside.extend(glyph for cell in gone for glyph in cell.glyphs)
    for cell in kept:
        cell.row -= first
    return Grid(grid.xs, grid.ys[first : last + 1], kept) if kept else None


def _is_frame(row: list[GridCell], grid: Grid) -> bool:
    """Whether a row is one cell across the table that holds a heading or running text."""
    if len(row) != 1 or row[0].colspan != len(grid.xs) - 1 or row[0].rowspan != 1:
        return False
    text = row[0].text
    return bool(_HEADING.match(text)) or (len(text) > _PROSE and "。" in text)


def _spell(cell: GridCell) -> None:
    """Gives a cell its text: its lines joined, a number that its narrow cell broke made whole."""
    lines = lines_of(cell.glyphs)
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        begins, ends = line.text[:1], text[-1:]
        if ends in _NUMERIC and begins in _NUMERIC:
            whole = _is_full(above, cell)
            cell.doubtful |= not whole
            text += line.text if whole else f" {line.text}"
        else:
            text += f" {line.text}" if ends.isascii() and begins.isascii() else line.text
    cell.text = tidy(text)


def _is_full(line: Line, cell: GridCell) -> bool:
    """Whether a line of digits has no room for one more in its cell, so that the number had to be broken."""
    room = cell.x1 - cell.x0 - (line.x1 - line.x0)
    return len(line.glyphs) > 1 and room < _PADDING + _DIGIT_WIDTH * line.size
