"""The second, independent reading: numerals by their order in the file, rows by baseline, columns by x alone.

It knows nothing of ruling lines. Where it agrees with the ruled table, both
are right; where they differ, one of them is wrong and the cells are doubtful.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crawler.text import squash
from monitor.documents.characters import legible
from monitor.documents.pdf.lattice import Grid, GridCell
from monitor.documents.pdf.lines import apart
from monitor.documents.pdf.primitives import Glyph

_NUMERAL: Final = re.compile(r"[-−–]?[0-9][0-9.,]*%?")
_SIGNS: Final = frozenset("0123456789０１２３４５６７８９.,．，-−–%％")
_SAME_ROW: Final = 0.5


@dataclass(slots=True)
class Numeral:
    """A run of digits on one baseline."""

    glyphs: list[Glyph]

    @property
    def text(self) -> str:
        """Its digits and signs, half-width."""
        return squash(legible("".join(glyph.text for glyph in self.glyphs)))

    @property
    def x0(self) -> float:
        """Where it begins."""
        return min(glyph.x0 for glyph in self.glyphs)

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        """The height of its line."""
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        """The height of its type."""
        return max(glyph.size for glyph in self.glyphs)

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, sum(glyph.middle[1] for glyph in self.glyphs) / len(self.glyphs)


def numerals_of(glyphs: Iterable[Glyph]) -> list[Numeral]:
    """The numerals that stand alone, in the order of the file: no other character touches them."""
    words: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        if words and _follows(words[-1][-1], glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    alone = (Numeral(word) for word in words if all(glyph.text in _SIGNS for glyph in word))
    return [numeral for numeral in alone if _NUMERAL.fullmatch(numeral.text)]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    same_line = abs(last.baseline - glyph.baseline) <= _SAME_ROW * min(last.size, glyph.size)
    return same_line and last.x0 <= glyph.x0 and not apart(last, glyph)


def rows_of(numerals: Iterable[Numeral]) -> list[list[Numeral]]:
    """Numerals by baseline, each row from left to right."""
    rows: list[list[Numeral]] = []
    for numeral in sorted(numerals, key=lambda numeral: numeral.baseline):
        if rows and abs(rows[-1][0].baseline - numeral.baseline) <= _SAME_ROW * numeral.size:
            rows[-1].append(numeral)
        else:
            rows.append([numeral])
    return [sorted(row, key=lambda numeral: numeral.x0) for row in rows]


def compare(grids: list[Grid], numerals: list[Numeral]) -> bool:
    """Marks the cells on which the two readings differ; whether any cell is doubtful now.

    A numeral that crosses a ruling may be one number that is too wide for its
    cell, or two that touch: no reading by cells can settle that.
    """
    for grid in grids:
        for shared in _crossed(grid, numerals):
            shared.doubtful = shared.crossed = True
        placed = [(numeral, cell) for numeral in numerals if (cell := grid.cell_at(*numeral.middle)) is not None]
        bare = [(numeral, cell) for numeral, cell in placed if not _has_words(cell.text)]
        for other in (*_differing_texts(grid, bare), *_differing_rows(bare), *_differing_columns(bare)):
            other.doubtful = True
    return any(cell.doubtful for grid in grids for cell in grid.cells)


Placed = list[tuple[Numeral, GridCell]]


def _crossed(grid: Grid, numerals: list[Numeral]) -> Iterable[GridCell]:
    """The cells that share a numeral."""
    for numeral in numerals:
        places = [grid.cell_at(*glyph.middle) for glyph in numeral.glyphs]
        owners = {id(owner): owner for owner in places if owner is not None}
        if len(owners) > 1:
            yield from owners.values()


def _has_words(text: str) -> bool:
    """Whether a cell says more than numbers: a label may well hold numerals of its own."""
    return bool(re.search(r"[^\d\s.,%-]", squash(text)))


def _differing_texts(grid: Grid, placed: Placed) -> Iterable[GridCell]:
    """Cells with a number that the other reading spells differently."""
    said: dict[int, str] = defaultdict(str)
    for numeral, cell in placed:
        said[id(cell)] += numeral.text
    for cell in grid.cells:
        text = squash(cell.text)
        if _NUMERAL.fullmatch(text) and said[id(cell)] != text:
            yield cell


def _differing_rows(placed: Placed) -> Iterable[GridCell]:
    """Cells whose numerals share a baseline and that do not stand side by side in one row of the grid."""
    cells = {id(numeral): cell for numeral, cell in placed}
    for row in rows_of(numeral for numeral, _ in placed):
        for left, right in pairwise(row):
            one, two = cells[id(left)], cells[id(right)]
            if one is not two and (one.column >= two.column or not _share_row(one, two)):
                yield from (one, two)


def _share_row(one: GridCell, two: GridCell) -> bool:
    return max(one.row, two.row) < min(one.row + one.rowspan, two.row + two.rowspan)


def _differing_columns(placed: Placed) -> Iterable[GridCell]:
    """Cells of equally long rows whose numerals stand exactly under each other, and that lie in different columns."""
    cells = {id(numeral): cell for numeral, cell in placed}
    by_length: dict[int, Placed] = defaultdict(list)
    for row in rows_of(numeral for numeral, _ in placed):
        by_length[len(row)].extend((numeral, cells[id(numeral)]) for numeral in row)
    for length, members in by_length.items():
        for cluster in _clusters(members) if length > 1 else ():
            if max(cell.x0 for cell in cluster) >= min(cell.x1 for cell in cluster):
                yield from cluster


def _clusters(members: Placed) -> Iterable[list[GridCell]]:
    """The cells of numerals with nearly the same middle."""
    cluster: list[GridCell] = []
    last = 0.0
    for numeral, cell in sorted(members, key=lambda member: member[0].middle[0]):
        middle = numeral.middle[0]
        if cluster and middle - last > _SAME_ROW * numeral.size:
            yield cluster
            cluster = []
        cluster.append(cell)
        last = middle
    if cluster:
        yield cluster
