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
from monitor.documents.pdf.lattice import Grid, GridCell, Shelf
from monitor.documents.pdf.words import Word, apart

_NUMERAL: Final = re.compile(r"[-−–]?[0-9][0-9.,]*%?")
_WORDS: Final = re.compile(r"[^\d\s.,%-]")
_SIGNS: Final = frozenset("0123456789０１２３４５６７８９.,．，-−–%％")
_SAME_ROW: Final = 0.5


@dataclass(slots=True)
class Numeral:
    """A run of digits on one baseline; ``text`` has its digits and signs in half width."""

    words: list[Word]
    text: str
    x0: float
    x1: float
    y: float
    """The middle of its height."""
    baseline: float
    size: float

    @classmethod
    def of(cls, words: list[Word], text: str) -> "Numeral":
        """The numeral that words make up."""
        glyphs = [glyph for word in words for glyph in word.glyphs]
        y = sum([glyph.top + glyph.bottom for glyph in glyphs]) / (2 * len(glyphs))
        x0, x1 = min([word.x0 for word in words]), max([word.x1 for word in words])
        return cls(words, text, x0, x1, y, words[0].baseline, max([glyph.size for glyph in glyphs]))

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, self.y


def numerals_of(words: Iterable[Word]) -> list[Numeral]:
    """The numerals that stand alone among words in the order of the file: no other character touches them."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _follows(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    found = (_numeral(run) for run in runs if all(_SIGNS.issuperset(word.text) for word in run))
    return [numeral for numeral in found if numeral is not None]


def _numeral(words: list[Word]) -> Numeral | None:
    """The words as a numeral, None where their signs are none."""
    text = "".join([word.text for word in words])
    if not (text.isascii() and text.isdecimal()):
        text = squash(legible(text))
        if not _NUMERAL.fullmatch(text):
            return None
    return Numeral.of(words, text)


def _follows(last: Word, word: Word) -> bool:
    """Whether a word goes on where the last one ended."""
    left, right = last.glyphs[-1], word.glyphs[0]
    same_line = abs(left.baseline - right.baseline) <= _SAME_ROW * min(left.size, right.size)
    return same_line and left.x0 <= right.x0 and not apart(left, right)


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
    for grid, near in _near(grids, numerals):
        for shared in _crossed(grid, near):
            shared.doubtful = shared.crossed = True
        placed = [(numeral, cell) for numeral in near if (cell := grid.cell_at(*numeral.middle)) is not None]
        bare = [(numeral, cell) for numeral, cell in placed if not _has_words(cell.text)]
        rows = _rows_placed(bare)
        for other in (*_differing_texts(grid, bare), *_differing_rows(rows), *_differing_columns(rows)):
            other.doubtful = True
    return any(cell.doubtful for grid in grids for cell in grid.cells)


Placed = list[tuple[Numeral, GridCell]]


def _near(grids: list[Grid], numerals: list[Numeral]) -> Iterable[tuple[Grid, list[Numeral]]]:
    """Every grid with the numerals that reach into its box."""
    near: dict[int, list[Numeral]] = defaultdict(list)
    shelf = Shelf(grids)
    for numeral in numerals:
        for grid in shelf.at(numeral.y):
            x0, top, x1, bottom = grid.box
            if top <= numeral.y < bottom and numeral.x1 > x0 and numeral.x0 < x1:
                near[id(grid)].append(numeral)
    return ((grid, near[id(grid)]) for grid in grids)


def _crossed(grid: Grid, numerals: list[Numeral]) -> Iterable[GridCell]:
    """The cells that share a numeral."""
    for numeral in numerals:
        if _is_within_one(grid, numeral):
            continue
        places = [grid.cell_at(*glyph.middle) for word in numeral.words for glyph in word.glyphs]
        owners = {id(owner): owner for owner in places if owner is not None}
        if len(owners) > 1:
            yield from owners.values()


def _is_within_one(grid: Grid, numeral: Numeral) -> bool:
    """Whether a numeral of one word begins and ends in one cell; cells have no gaps."""
    if len(numeral.words) > 1:
        return False
    glyphs = numeral.words[0].glyphs
    return len(glyphs) == 1 or grid.cell_at(*glyphs[0].middle) is grid.cell_at(*glyphs[-1].middle) is not None


def _has_words(text: str) -> bool:
    """Whether a cell says more than numbers: a label may well hold numerals of its own."""
    return not (text.isascii() and text.isdecimal()) and bool(_WORDS.search(squash(text)))


def _differing_texts(grid: Grid, placed: Placed) -> Iterable[GridCell]:
    """Cells with a number that the other reading spells differently."""
    said: dict[int, str] = defaultdict(str)
    for numeral, cell in placed:
        said[id(cell)] += numeral.text
    for cell in grid.cells:
        if not cell.text or said[id(cell)] == cell.text:
            continue
        text = squash(cell.text)
        if _NUMERAL.fullmatch(text) and said[id(cell)] != text:
            yield cell


def _rows_placed(placed: Placed) -> list[Placed]:
    """Numerals by baseline, each row from left to right, with their cells."""
    cells = {id(numeral): cell for numeral, cell in placed}
    rows = rows_of(numeral for numeral, _ in placed)
    return [[(numeral, cells[id(numeral)]) for numeral in row] for row in rows]


def _differing_rows(rows: list[Placed]) -> Iterable[GridCell]:
    """Cells whose numerals share a baseline and that do not stand side by side in one row of the grid."""
    for row in rows:
        for (_, one), (_, two) in pairwise(row):
            if one is not two and (one.column >= two.column or not _share_row(one, two)):
                yield from (one, two)


def _share_row(one: GridCell, two: GridCell) -> bool:
    return max(one.row, two.row) < min(one.row + one.rowspan, two.row + two.rowspan)


def _differing_columns(rows: list[Placed]) -> Iterable[GridCell]:
    """Cells of equally long rows whose numerals stand exactly under each other, and that lie in different columns."""
    by_length: dict[int, Placed] = defaultdict(list)
    for row in rows:
        by_length[len(row)].extend(row)
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
