"""One worksheet into paragraphs and tables, in the order in which people read it from top to bottom."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from typing import Final

from crawler.text import squash, tidy
from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.model import CERTAIN, Block, Cell, Paragraph, Table
from monitor.documents.sheets.model import CELLS_MOST, Sheet, SheetCell
from monitor.documents.tables import has_marker, is_data

UNSURE: Final = 0.5
"""Confidence of a cell of which it is not certain what it shows."""
_MERGE_MOST: Final = 20_000
"""Places that one merged cell may cover; what claims more is a mistake and is taken as not merged."""
_DATA_LEAST: Final = 2
"""Texts side by side that make a row of a table."""
_PROSE: Final = 60
_HEADING: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}[)）、．.](?!.*(?:数量|办理结果|继续办理)$)")
_LABEL: Final = re.compile(r"[（(][一二三四五六七][)）]|[一二三四]、.*(?:数量|办理结果|继续办理)$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell on the sheet without its hidden rows and columns; ``width`` and ``height`` count grid places."""

    row: int
    column: int
    height: int
    width: int
    text: str
    bordered: bool
    unsure: bool

    @property
    def after(self) -> int:
        """The column behind it."""
        return self.column + self.width

    @property
    def is_seen(self) -> bool:
        """Whether anything stands in it, or should."""
        return bool(self.text) or self.unsure


def blocks_of(sheet: Sheet) -> list[Block]:
    """The blocks of a sheet.

    A blank row parts them. A row with one text across the table is a
    paragraph, unless it is a row of the form's tables.
    """
    cells = _placed(sheet)
    blank = _blank_rows(cells)
    blocks: list[Block] = []
    stretch: list[_Placed] = []
    for row, group in groupby(cells, key=lambda cell: cell.row):
        if row in blank:
            continue
        if stretch and not blank.isdisjoint(range(stretch[-1].row, row)):
            blocks.extend(_stretch(stretch))
            stretch = []
        stretch.extend(group)
    return [*blocks, *(_stretch(stretch) if stretch else ())]


def _placed(sheet: Sheet) -> list[_Placed]:
    """The cells in reading order, merged ones once, counted without hidden rows and columns."""
    rows = _visible((row for row, _ in sheet.cells), sheet.hidden_rows)
    columns = _visible((column for _, column in sheet.cells), sheet.hidden_columns)
    placed: list[_Placed] = []
    taken: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        down = [row for row in range(merge.top, merge.bottom + 1) if row in rows]
        across = [column for column in range(merge.left, merge.right + 1) if column in columns]
        inside = set(product(down, across)) if len(down) * len(across) <= _MERGE_MOST else set()
        if inside and taken.isdisjoint(inside) and len(taken) < CELLS_MOST:
            taken |= inside
            anchor = sheet.cells.get((merge.top, merge.left), SheetCell(""))
            placed.append(_cell(anchor, rows[down[0]], columns[across[0]], len(down), len(across)))
    for (row, column), cell in sheet.cells.items():
        if (row, column) not in taken and row in rows and column in columns:
            placed.append(_cell(cell, rows[row], columns[column], 1, 1))
    return sorted(placed, key=lambda cell: (cell.row, cell.column))


def _visible(numbers: Iterable[int], hidden: set[int]) -> dict[int, int]:
    """The place that every row (or column) in use takes when the hidden ones are left out."""
    last = max(numbers, default=-1)
    return {number: place for place, number in enumerate(n for n in range(last + 1) if n not in hidden)}


def _cell(cell: SheetCell, row: int, column: int, height: int, width: int) -> _Placed:
    return _Placed(row, column, height, width, legible(cell.text).strip(), cell.bordered, cell.unsure)


def _blank_rows(cells: list[_Placed]) -> set[int]:
    """The rows in which nothing is seen, of all rows down to the last."""
    seen = {row for cell in cells if cell.is_seen for row in range(cell.row, cell.row + cell.height)}
    return set(range(max((cell.row + cell.height for cell in cells), default=0))) - seen


def _stretch(cells: list[_Placed]) -> Iterator[Block]:
    """The blocks of rows between two blank ones."""
    every = _rows(cells)
    extent = _Extent.of(every)
    for prose, group in groupby(every, key=lambda row: _is_prose(row, extent)):
        rows = list(group)
        of_group = [cell for row in rows for cell in row.begins]
        if prose or not is_data([[cell.text for cell in row.begins if cell.text] for row in rows]):
            yield from (Paragraph(text) for cell in of_group for text in paragraphs_in(cell.text))
        else:
            yield _table(of_group, rows[0].number, rows[-1].number)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: cells that begin in it, and those with text that reach into it from above."""

    number: int
    begins: list[_Placed]
    reaching: list[_Placed]

    @property
    def seen(self) -> list[_Placed]:
        """The cells that begin in it and show something."""
        return [cell for cell in self.begins if cell.is_seen]


def _rows(cells: list[_Placed]) -> list[_Row]:
    first, after = min(cell.row for cell in cells), max(cell.row + cell.height for cell in cells)
    begins: dict[int, list[_Placed]] = {row: [] for row in range(first, after)}
    reaching: dict[int, list[_Placed]] = {row: [] for row in range(first, after)}
    for cell in cells:
        begins[cell.row].append(cell)
        for row in range(cell.row + 1, cell.row + cell.height) if cell.is_seen else ():
            reaching[row].append(cell)
    return [_Row(row, begins[row], reaching[row]) for row in begins]


@dataclass(frozen=True, slots=True)
class _Extent:
    """The rows and columns between which rows with several texts lie; both empty where there is no such row."""

    rows: range
    columns: range

    @classmethod
    def of(cls, rows: list[_Row]) -> "_Extent":
        data = [row for row in rows if len(row.seen) + len(row.reaching) >= _DATA_LEAST]
        members = [cell for row in data for cell in row.begins]
        if not members:
            return cls(range(0), range(0))
        columns = range(min(cell.column for cell in members), max(cell.after for cell in members))
        return cls(range(data[0].number, data[-1].number + 1), columns)

    def is_spanned_by(self, cell: _Placed) -> bool:
        """Whether a cell reaches across the table."""
        return cell.column <= self.columns.start and cell.after >= self.columns.stop


def _is_prose(row: _Row, extent: _Extent) -> bool:
    """Whether a row is a line of text: one cell that no row of a table could be."""
    if not extent.rows:
        return True
    if len(row.seen) != 1 or row.reaching:
        return bool(row.reaching) and not row.seen and all(extent.is_spanned_by(cell) for cell in row.reaching)
    cell = row.seen[0]
    text = squash(cell.text)
    if _LABEL.match(text) or (has_marker(text) and len(text) <= _PROSE):
        return False
    if extent.is_spanned_by(cell):
        return True
    alone = not any(other.bordered for other in row.begins if other is not cell)
    return alone and (row.number not in extent.rows or len(text) > _PROSE or bool(_HEADING.match(text)))


def _table(cells: list[_Placed], first: int, last: int) -> Table:
    """The cells on a grid whose columns are those that some cell begins at."""
    starts = sorted({cell.column for cell in cells})
    taken: set[tuple[int, int]] = set()
    done: list[Cell] = []
    for cell in cells:
        column = bisect_left(starts, cell.column)
        width = bisect_left(starts, cell.after) - column
        height = min(cell.height, last + 1 - cell.row)
        row = cell.row - first
        confidence = UNSURE if cell.unsure else CERTAIN
        done.append(Cell(tidy(cell.text), row, column, height, width, confidence=confidence))
        taken.update(product(range(row, row + height), range(column, column + width)))
    holes = product(range(last + 1 - first), range(len(starts)))
    done.extend(Cell("", row, column) for row, column in holes if (row, column) not in taken)
    return Table(tuple(sorted(done, key=lambda cell: (cell.row, cell.column))))
