"""Tables of a scanned page that no ruling encloses: rows by height, cells by the gaps between recognised words.

The tables of PDF pages without rulings are found in the same way. Here the
places are those of the recogniser, and nothing beside them bears a cell out:
no cell is certain.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, groupby, pairwise
from typing import Final

from monitor.documents.model import Table
from monitor.documents.pdf.lines import Line, lines_of
from monitor.documents.pdf.open_tables import open_tables
from monitor.documents.pdf.primitives import Glyph as Letter
from monitor.documents.pdf.prose import Margins, margins_of
from monitor.documents.pdf.words import Word
from monitor.documents.scans.recognition import Glyph
from monitor.documents.tables import DOUBTFUL

_APART: Final = 0.9
"""Type heights between the middles of neighbours beyond their own width that part two words."""

_TYPE: Final = 0.7
"""Share of the box that the recogniser draws around a line which its type takes."""


def open_tables_of(glyphs: Sequence[Glyph], *, page: int, points: float) -> tuple[list[Table], list[Glyph]]:
    """The tables among recognised characters, and the characters that are none of theirs.

    ``points`` says how many points a pixel is.
    """
    runs = _runs(glyphs)
    in_order = [glyph for run in runs for glyph in run]
    places = count()
    words = [Word.of([_letter(glyph, next(places), points) for glyph in run]) for run in runs]
    lines = lines_of(words) if words else []
    tables, rest = open_tables(lines, margins_of(lines) or _whole(lines), page)
    outside = [in_order[letter.order] for line in rest for word in line.words for letter in word.glyphs]
    return [_doubted(table) for table in tables], outside


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The words: characters that the recogniser found in one line and close to each other."""
    runs: list[list[Glyph]] = []
    for _, group in groupby(glyphs, key=lambda glyph: glyph.line):
        line = sorted(group, key=lambda glyph: glyph.x)
        runs.append(line[:1])
        for left, right in pairwise(line):
            gap = right.x - left.x - (left.width + right.width) / 2
            if gap > _APART * min(left.height, right.height):
                runs.append([])
            runs[-1].append(right)
    return runs


def _letter(glyph: Glyph, order: int, points: float) -> Letter:
    """A recognised character as one of a PDF page; its middle stands for the baseline, which nobody told."""
    left, right = glyph.x - glyph.width / 2, glyph.x + glyph.width / 2
    half = glyph.height * _TYPE / 2
    top, bottom = glyph.y - half, glyph.y + half
    return Letter(glyph.text, left * points, top * points, right * points, bottom * points, glyph.y * points, order)


def _whole(lines: Sequence[Line]) -> Margins:
    return Margins(min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))


def _doubted(table: Table) -> Table:
    return replace(table, cells=tuple(replace(cell, confidence=DOUBTFUL) for cell in table.cells))
