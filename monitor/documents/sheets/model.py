"""A worksheet as it is seen: the texts of its cells, what is merged, what is hidden."""

from dataclasses import dataclass, field
from typing import Final

ROWS_MOST: Final = 3_000
COLUMNS_MOST: Final = 128
CELLS_MOST: Final = 50_000
"""Limits of what is read of one sheet; the longest report has a hundred rows and twenty columns."""
CHARACTERS_MOST: Final = 2_000_000
SHEETS_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Most:
    """How many rows of a sheet are read, and how many cells; those of a report unless more is asked for."""

    rows: int = ROWS_MOST
    cells: int = CELLS_MOST


OF_REPORT: Final = Most()
OF_LIST: Final = Most(rows=20_000, cells=400_000)
"""A province's list of units: some hundred counties with forty bodies each, in up to twenty columns."""

Place = tuple[int, int]
"""0-based row and column."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that shows a text or has a border.

    ``missing`` is true where the file holds a formula without its result, ``odd``
    where the number format does not say for certain what is shown: ``text`` is
    then the number without its format.
    """

    text: str
    bordered: bool = False
    missing: bool = False
    odd: bool = False

    @property
    def unsure(self) -> bool:
        """Whether what the cell shows is not known for certain."""
        return self.missing or self.odd


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one, first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One worksheet."""

    name: str
    hidden: bool = False
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cut: bool = False
    """True where the sheet is larger than what is read of it."""
    characters: int = 0
    most: Most = OF_REPORT

    @property
    def is_full(self) -> bool:
        """Whether no more cells are kept."""
        return len(self.cells) >= self.most.cells or self.characters >= CHARACTERS_MOST

    @property
    def missing_cells(self) -> int:
        """How many cells hold a formula without its result."""
        return sum(cell.missing for cell in self.cells.values())

    @property
    def odd_cells(self) -> int:
        """How many cells have a format that is not understood."""
        return sum(cell.odd for cell in self.cells.values())

    def put(self, row: int, column: int, cell: SheetCell) -> None:
        """Keeps a cell that lies within the limits."""
        if row >= self.most.rows or column >= COLUMNS_MOST or self.is_full:
            self.cut = self.cut or bool(cell.text)
        elif cell.text or cell.bordered or cell.unsure:
            self.cells[row, column] = cell
            self.characters += len(cell.text)

    def merge(self, merge: Merge) -> None:
        """Keeps merged cells that lie within the limits."""
        if merge.top < self.most.rows and merge.left < COLUMNS_MOST and len(self.merges) < self.most.cells:
            bottom, right = min(merge.bottom, self.most.rows - 1), min(merge.right, COLUMNS_MOST - 1)
            self.merges.append(Merge(merge.top, merge.left, bottom, right))


@dataclass(slots=True)
class Workbook:
    """The sheets of a file in their order, and what the file says of itself."""

    sheets: list[Sheet]
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> list[Sheet]:
        """The sheets that are not hidden."""
        return [sheet for sheet in self.sheets if not sheet.hidden]
