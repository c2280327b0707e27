"""Characters into words: runs that follow each other in the file, on one line, in one height, without a gap.

A page has five times fewer words than characters, and whatever is asked of
words need not be asked of every character.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from monitor.documents.pdf.primitives import Glyph

_GAP: Final = 0.35
"""Share of the type's height that two characters must be apart to be read as two words."""
_SPACED_GAP: Final = 0.1
_OVERPRINT: Final = 0.2
"""Share of the type's height within which a character printed again is printed on the same spot."""
_NARROWEST: Final = 0.1
"""Share of the type's height by which type moves on from one character to the next, at least."""
_LEVEL: Final = 0.01
"""Points by which the baselines of neighbours may differ: the noise of reckoning."""
_ALIKE: Final = 1.5
"""How many times higher than its neighbour a character of the same type may be: the box includes its ink."""
_OVERLAPPING: Final = 4
"""Words that may share a place without any closer look; more are rare."""
_LONG: Final = 100
"""Characters of a word; more do not fit on a line of a report."""
_SQUARE: Final = 2.0
"""Points; the mesh by which characters on one spot are looked for."""

_X0: Final = attrgetter("x0")
_BASELINE: Final = attrgetter("baseline")


@dataclass(slots=True)
class Word:
    """A run of characters from left to right; one on its side is a word of its own."""

    glyphs: list[Glyph]
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    """The usual height of its characters."""

    @classmethod
    def of(cls, glyphs: list[Glyph]) -> "Word":
        """The word of characters that belong together."""
        first, last = glyphs[0], glyphs[-1]
        if first is last:
            return cls(glyphs, first.text, first.x0, first.x1, first.baseline, first.size)
        text = "".join([glyph.text for glyph in glyphs])
        size = sorted([glyph.bottom - glyph.top for glyph in glyphs])[len(glyphs) // 2]
        return cls(glyphs, text, first.x0, last.x1, first.baseline, size)

    @property
    def top(self) -> float:
        """The upper side of its tallest character."""
        return min([glyph.top for glyph in self.glyphs])

    @property
    def bottom(self) -> float:
        """The lower side of its deepest character."""
        return max([glyph.bottom for glyph in self.glyphs])

    @property
    def turned(self) -> bool:
        """Whether it is a character that lies on its side."""
        return self.glyphs[0].turned


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """The words of characters given in their order."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and _goes_on(last, glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return [Word.of(run) for run in runs]


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character goes on on the same line where the last one ended, neither apart nor on the same spot."""
    if not -_LEVEL < glyph.baseline - last.baseline < _LEVEL or glyph.turned or last.turned:
        return False
    high, low = glyph.bottom - glyph.top, last.bottom - last.top
    if high > low:
        high, low = low, high
    gap = (_SPACED_GAP if glyph.spaced else _GAP) * high
    step = (_OVERPRINT if glyph.text == last.text else _NARROWEST) * low
    return glyph.x0 - last.x1 <= gap and glyph.x0 - last.x0 > step and glyph.x1 >= last.x1 and low < _ALIKE * high


def apart(left: Glyph, right: Glyph) -> bool:
    """Whether two neighbours on a line are two words."""
    gap, size = right.x0 - left.x1, min(left.size, right.size)
    return gap > _GAP * size or (right.spaced and gap > _SPACED_GAP * size)


def printed_once(glyphs: list[Glyph]) -> list[Word]:
    """The words without characters printed a second time on the same spot, which is how some programs print bold."""
    words = words_of(glyphs)
    return words_of(_once(glyphs)) if _overlap(words) else words


def _overlap(words: list[Word]) -> bool:
    """Whether characters of two words have been printed on the same spot, or so many overlap that all must be asked."""
    for level in _levels(words):
        before: list[Word] = []
        for word in sorted(level, key=_X0):
            begin = word.glyphs[0].x0 - _room(word.size)
            before = [other for other in before if other.glyphs[-1].x0 + _room(other.size) >= begin]
            if len(before) > _OVERLAPPING or any(_repeats(word, other) for other in before):
                return True
            before.append(word)
    return False


def _repeats(word: Word, other: Word) -> bool:
    """Whether a character of one word stands, or in long words may stand, in the place of an equal one of the other."""
    if set(word.text).isdisjoint(other.text):
        return False
    pairs = ((one, two) for one in word.glyphs for two in other.glyphs if one.text == two.text)
    return max(len(word.text), len(other.text)) > _LONG or any(
        _overprints(one, two) or _overprints(two, one) for one, two in pairs
    )


def _levels(words: list[Word]) -> Iterator[list[Word]]:
    """The words by baseline."""
    level: list[Word] = []
    for word in sorted(words, key=_BASELINE):
        if level and word.baseline - level[-1].baseline > _room(max(word.size, level[-1].size)):
            yield level
            level = []
        level.append(word)
    if level:
        yield level


def _room(size: float) -> float:
    return _OVERPRINT * max(size, 1.0)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    kept: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        row, column = round(glyph.baseline / _SQUARE), round(glyph.x0 / _SQUARE)
        near = (kept.get((glyph.text, row + down, column + right)) for down in (-1, 0, 1) for right in (-1, 0, 1))
        if any(_overprints(glyph, other) for others in near if others for other in others):
            continue
        kept[glyph.text, row, column].append(glyph)
        yield glyph


def _overprints(glyph: Glyph, other: Glyph) -> bool:
    room = _room(glyph.size)
    return abs(glyph.x0 - other.x0) <= room and abs(glyph.baseline - other.baseline) <= room
