"""Lines that run with type: those that cross it out, so that nobody can tell what holds, and those under it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final

from monitor.documents.pdf.primitives import Glyph, PageContent, Segment
from monitor.documents.pdf.words import Word

_SHORTEST: Final = 3.0
"""Points; what is shorter is a dot of a ruling, a digit is wider."""
_LEVEL: Final = 0.5
"""Points within which pieces of a line lie at one height."""
_JOIN: Final = 3.0
"""Points between two pieces of one line, as between those of a ruling: a line that goes on is one."""
_THROUGH: Final = (0.12, 0.5)
"""Shares of the type's height above its baseline between which a line crosses type out."""
_UNDER: Final = (-0.3, 0.12)
"""Those between which it underlines."""
_THICKEST: Final = 0.3
"""Share of the type's height."""
_SHORT_OF: Final = 0.25
"""Share of a character's width that the line may leave free at either side."""
_BEYOND: Final = 1.0
"""Type heights by which the line may reach over the type, for spaces are crossed out too; rulings reach further."""
_SNUG: Final = 0.3
"""The same of a line under type: a cell leaves more room between its border and its text."""
_TALLEST: Final = 60.0
"""Points; larger type bears no figures."""

_X0: Final = itemgetter(0)
_BASELINE: Final = attrgetter("baseline")


@dataclass(slots=True)
class _Run:
    """Pieces of one line, as far as they hang together."""

    pieces: list[Segment]
    x0: float
    x1: float
    y: float
    thick: float


def cross_out(page: PageContent, words: list[Word]) -> list[Segment]:
    """Marks the characters that lines cross out; gives back the page's segments without those lines and underlines.

    Such a line ends where the type ends, whereas a ruling that runs into type
    goes on to the next ruling.
    """
    gone: set[Segment] = set()
    by_baseline: list[Word] = []
    for run in _runs(page.segments):
        by_baseline = by_baseline or sorted((word for word in words if not word.turned), key=_BASELINE)
        crossed = _along(run, by_baseline, _THROUGH, _BEYOND)
        if crossed or _along(run, by_baseline, _UNDER, _SNUG):
            gone.update(run.pieces)
        for glyph in crossed:
            glyph.doubtful = page.struck = True
    return [segment for segment in page.segments if segment not in gone] if gone else page.segments


def _runs(segments: list[Segment]) -> Iterator[_Run]:
    """The lines across that the segments make up."""
    pieces = sorted(
        ((top + bottom) / 2, x0, Segment(x0, top, x1, bottom))
        for x0, top, x1, bottom in segments
        if x1 - x0 >= _SHORTEST and x1 - x0 > bottom - top
    )
    level: list[Segment] = []
    first = 0.0
    for y, _, piece in pieces:
        if not level or y - first > _LEVEL:
            yield from _joined(level)
            level, first = [], y
        level.append(piece)
    yield from _joined(level)


def _joined(level: list[Segment]) -> Iterator[_Run]:
    run: _Run | None = None
    for piece in sorted(level, key=_X0):
        x0, top, x1, bottom = piece
        if run is None or x0 - run.x1 > _JOIN:
            if run is not None:
                yield run
            run = _Run([], x0, x1, (top + bottom) / 2, bottom - top)
        run.pieces.append(piece)
        run.x1, run.thick = max(run.x1, x1), max(run.thick, bottom - top)
    if run is not None:
        yield run


def _along(run: _Run, by_baseline: list[Word], band: tuple[float, float], beyond: float) -> list[Glyph]:
    """The characters along which the line runs at such a height, if it begins and ends with them."""
    glyphs = [glyph for word in _words_at(run, by_baseline, band) for glyph in word.glyphs if _covers(run, glyph)]
    return glyphs if glyphs and _ends_with(run, glyphs, beyond) else []


def _words_at(run: _Run, by_baseline: list[Word], band: tuple[float, float]) -> Iterator[Word]:
    """The words that have the line at such a height."""
    low, high = band
    for word in by_baseline[bisect_left(by_baseline, run.y + _TALLEST * min(low, 0), key=_BASELINE) :]:
        above = word.baseline - run.y
        if above > _TALLEST * high:
            return
        fits = low * word.size <= above <= high * word.size and run.thick <= _THICKEST * word.size
        if fits and word.x0 < run.x1 and run.x0 < word.x1:
            yield word


def _covers(run: _Run, glyph: Glyph) -> bool:
    """Whether the line runs through a character from side to side."""
    room = _SHORT_OF * (glyph.x1 - glyph.x0)
    return run.x0 <= glyph.x0 + room and glyph.x1 - room <= run.x1


def _ends_with(run: _Run, glyphs: list[Glyph], beyond: float) -> bool:
    """Whether the line begins and ends with the type, but for so many heights of it."""
    room = beyond * max(glyph.size for glyph in glyphs)
    return min(glyph.x0 for glyph in glyphs) - room <= run.x0 and run.x1 <= max(glyph.x1 for glyph in glyphs) + room
