"""A sheet of a table file as plain text: what stands in which cell, and which cells are merged."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crawler.outgoing import as_csv, block, cell, unguarded
from crawler.registry.values import RegistryError, Spot

Cells = Sequence[str]

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = ",\t;"
_FIRST_LINES: Final = 4000
"""Characters from which the separator of a CSV file is told."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one: first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``name`` is empty and ``number`` 0 for a file that has no sheets; rows and columns count from 0.

    ``unknown`` are cells with a formula whose result the file does not hold.
    """

    rows: Sequence[Cells]
    name: str = ""
    number: int = 0
    merged: Sequence[Merged] = ()
    unknown: frozenset[tuple[int, int]] = frozenset()
    _above: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note for every cell of a column that is merged downwards the row in which its text stands."""
        for one in self.merged:
            for row in range(one.top + 1, one.bottom + 1):
                self._above[row, one.left] = one.top

    def text(self, row: int, column: int) -> str:
        """What a cell itself holds; empty beyond the sheet."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column].strip() if column < len(cells) else ""

    def shown(self, row: int, column: int) -> str:
        """What people see in a cell: of one that is merged downwards the text at its top."""
        return self.text(self._above.get((row, column), row), column)

    def filled(self, row: int) -> list[int]:
        """The columns of a row whose own cells hold something."""
        return [column for column in range(len(self.rows[row])) if self.text(row, column)]

    def across(self, row: int) -> Iterator[Merged]:
        """The merges that begin in a row and go over several columns."""
        return (one for one in self.merged if one.top == row and one.right > one.left)

    def down(self, row: int) -> Iterator[Merged]:
        """The merges that begin in a row and go over several rows."""
        return (one for one in self.merged if one.top == row and one.bottom > row)

    def spot(self, row: int, column: int | None = None) -> Spot:
        """A cell as people find it, the top of those merged with it downwards; the row where no column is given."""
        if column is None:
            return Spot(self.number, row + 1, 0, self.name)
        return Spot(self.number, self._above.get((row, column), row) + 1, column + 1, self.name)


def read_csv(data: bytes, source: str) -> Grid:
    """The one sheet of a CSV file in UTF-8, GBK or what Excel calls Unicode; RegistryError where it is none."""
    text = _decode(data, source)
    first = text[:_FIRST_LINES]
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return Grid([[unguarded(text) for text in row] for row in rows])
    except csv.Error as error:
        raise RegistryError(f"{source}：CSV 读不出来（{error}）。请从 Excel 另存为 CSV 或 .xlsx。") from error


def write_csv(rows: Iterable[Cells]) -> bytes:
    """Rows as CSV in UTF-8 with BOM, as Excel wants it."""
    head, *rest = rows
    return as_csv([cell(heading, block) for heading in head], rest, block).encode("utf-8-sig")


def _decode(data: bytes, source: str) -> str:
    """UTF-8, or what Chinese Excel writes: GBK, and UTF-16 with its mark."""
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise RegistryError(f"{source}：既不是 UTF-8 也不是 GBK 编码的文字。请从 Excel 另存为 CSV UTF-8 或 .xlsx。")
