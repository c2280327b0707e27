"""Ruled tables: the cells that lines draw."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Final

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from monitor.documents.pdf.edges import Edge
from monitor.documents.pdf.primitives import Glyph

_TOUCH: Final = 4.0
"""Points by which a line may fall short of the line that it meets."""
_EDGES_MOST: Final = 1500
_CROSSINGS_MOST: Final = 3000

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
    parted: bool = False
    """True where no ruling parts the cell from its neighbour, only the columns of other rows."""


@dataclass(slots=True)
class Grid:
    """One table: cells that hang together by their corners, and the lines between them."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    _places: dict[tuple[int, int], GridCell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.cells:
            self._place(cell)

    def _place(self, cell: GridCell) -> None:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                self._places[row, column] = cell

    def replace(self, cell: GridCell, parts: list[GridCell]) -> None:
        """Puts cells that cover the same places in the place of one."""
        at = self.cells.index(cell)
        self.cells[at : at + 1] = parts
        for part in parts:
            self._place(part)

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
