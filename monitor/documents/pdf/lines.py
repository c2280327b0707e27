"""Words into lines of type, and lines into text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Final

from crawler.text import squash, tidy
from monitor.documents.characters import legible
from monitor.documents.pdf.primitives import Glyph
from monitor.documents.pdf.words import Word, apart, words_of

_SAME_LINE: Final = 0.4
"""Share of the type's height within which two baselines are one: superscripts and mixed fonts."""
_COLUMN_GAP: Final = 0.5
"""Share of the type's height between neighbours in two columns, at least; a space between words is narrower."""
_X0: Final = attrgetter("x0")
_BASELINE: Final = attrgetter("baseline")
_SIZE: Final = attrgetter("size")
_NUMERAL: Final = re.compile(r"[-−–]?[0-9](?:[0-9.,]*[0-9])?%?")


@dataclass(slots=True)
class Line:
    """One line of type, its words from left to right."""

    words: list[Word]
    _text: str | None = field(default=None, init=False, repr=False, compare=False)
    _is_number: bool | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def glyphs(self) -> list[Glyph]:
        """Its characters."""
        return [glyph for word in self.words for glyph in word.glyphs]

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return max([word.x1 for word in self.words])

    @property
    def top(self) -> float:
        """The upper side of its tallest character."""
        return min([word.top for word in self.words])

    @property
    def bottom(self) -> float:
        """The lower side of its deepest character."""
        return max([word.bottom for word in self.words])

    @property
    def baseline(self) -> float:
        """The line on which most of its characters stand."""
        return self._usual(_BASELINE)

    @property
    def size(self) -> float:
        """The usual height of its type."""
        return self._usual(_SIZE)

    def _usual(self, measure: Callable[[Word], float]) -> float:
        """What is measured of a word, as most characters have it."""
        if len(self.words) == 1:
            return measure(self.words[0])
        return median([value for word in self.words for value in [measure(word)] * len(word.glyphs)])

    @property
    def text(self) -> str:
        """Its text, a space where the type leaves room for one."""
        if self._text is None:
            text = self.words[0].text if len(self.words) == 1 else "".join(_spell(self.words))
            self._text = text if text.isascii() and text.isalnum() else tidy(legible(text))
        return self._text

    @property
    def is_number(self) -> bool:
        """Whether it is a number and nothing else."""
        if self._is_number is None:
            self._is_number = bool(_NUMERAL.fullmatch(squash(self.text)))
        return self._is_number

    def pieces(self) -> list["Line"]:
        """The stretches of the line that stand apart from each other, as cells do."""
        pieces = [[self.words[0]]]
        for left, right in pairwise(self.words):
            if right.x0 - left.x1 <= _COLUMN_GAP * min(right.size, left.size):
                pieces[-1].append(right)
            else:
                pieces.append([right])
        return [Line(words) for words in pieces]


def lines_of(words: list[Word]) -> list[Line]:
    """The lines of type from top to bottom; type on its side keeps the order of the file and is one line."""
    if len(words) == 1:
        return [Line(words)]
    upright = [word for word in words if not word.turned]
    turned = [word for word in words if word.turned]
    lines = [Line(_from_left(group)) for group in _by_baseline(upright)]
    if turned:
        lines.append(Line(sorted(turned, key=lambda word: word.glyphs[0].order)))
    return sorted(lines, key=_BASELINE)


def _by_baseline(words: list[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in sorted(words, key=_BASELINE):
        if group and word.baseline - group[-1].baseline > _SAME_LINE * min(word.size, group[-1].size):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _from_left(words: list[Word]) -> list[Word]:
    """The words of a line as they are read; where one stands within another, the characters decide."""
    words.sort(key=_X0)
    if all(left.glyphs[-1].x0 <= right.x0 for left, right in pairwise(words)):
        return words
    return words_of(sorted((glyph for word in words for glyph in word.glyphs), key=_X0))


def _spell(words: Iterable[Word]) -> Iterator[str]:
    before: Word | None = None
    for word in words:
        if before is not None and not word.turned and apart(before.glyphs[-1], word.glyphs[0]):
            yield " "
        yield word.text
        before = word
