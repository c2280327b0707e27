"""Ruled tables: the cells that lines draw."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from monitor.documents.pdf.crossings import Rectangle, cells_of, crossings_of, tables_of
from monitor.documents.pdf.edges import Edge
from monitor.documents.pdf.words import Word

_CROSSINGS_MOST: Final = 3000
_BAND: Final = 16.0
"""Points; about the height of a row."""
_BANDS_MOST: Final = 200.0
"""A page of A0 has as many; what lies lower or reaches out of the page shares the last."""


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
    words: list[Word] = field(default_factory=list)
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


class Shelf:
    """The grids of a page by height, in their order: what stands somewhere asks only those that may hold it."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        self._bands: dict[int, list[Grid]] = defaultdict(list)
        for grid in grids:
            for band in range(_band(grid.ys[0]), _band(grid.ys[-1]) + 1):
                self._bands[band].append(grid)

    def at(self, y: float) -> Sequence[Grid]:
        """The grids that reach near a height."""
        return self._bands.get(_band(y), ())

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds a point, of the first grid that has one."""
        for grid in self.at(y):
            cell = grid.cell_at(x, y)
            if cell is not None:
                return cell
        return None


def _band(y: float) -> int:
    return int(max(0.0, min(_BANDS_MOST, y // _BAND)))


def grids_of(edges: list[Edge]) -> list[Grid] | None:
    """The tables that the edges draw, from top to bottom; a lone rectangle is no table.

    None where they cross so often that they draw a map or a plan.
    """
    points = crossings_of(edges)
    if len(points) > _CROSSINGS_MOST:
        return None
    return [_grid(cells) for cells in tables_of(cells_of(points))]


def _grid(boxes: list[Rectangle]) -> Grid:
    """The cells on a grid that has a row (column) only where some cell begins."""
    xs, ys = sorted({box[0] for box in boxes}), sorted({box[1] for box in boxes})
    columns, rows = ({at: i for i, at in enumerate(places)} for places in (xs, ys))
    cells: list[GridCell] = []
    for x0, top, x1, bottom in sorted(boxes, key=itemgetter(1, 0)):
        row, column = rows[top], columns[x0]
        cells.append(
            GridCell(x0, top, x1, bottom, row, column, bisect_left(ys, bottom) - row, bisect_left(xs, x1) - column)
        )
    right, lower = max([box[2] for box in boxes]), max([box[3] for box in boxes])
    return Grid([*xs, right], [*ys, lower], cells)
