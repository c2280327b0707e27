"""Lines of type outside tables into paragraphs."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from crawler.text import tidy
from monitor.documents.model import Box, Paragraph
from monitor.documents.pdf.lines import Line

_INDENT: Final = 1.2
"""Type heights by which a first line stands back, at least."""
_ROOM: Final = 0.6
"""Type heights that a line may leave free at the right besides the room for the next word."""
_CLOSING: Final = frozenset("，。、；：！？）》〉”’】〕」』,.;:!?)]}%％")
_OTHER_SIZE: Final = 0.3
_WIDE_GAP: Final = 1.7
_EDGE_SHARE: Final = 0.1
"""Share of the page's height above and below in which page numbers and running heads stand."""
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－·.\s]*(?:第?\d{1,3}页?(?:[/，,共]*\d{1,3}页?)?|[ivx]+)[-—–－·.\s]*", re.IGNORECASE
)
_PRINTED_FROM: Final = re.compile(r"(?:https?|file)://")
"""The address that a browser prints below every page."""
_HEADING: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|第[一二三四五六七八九十]+[条章节部]")
_ENDED: Final = tuple("。！？；：.!?;:…")
_LONG_SHARE: Final = 0.85
_LONG_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of running text begin and end."""

    left: float
    right: float


def without_furniture(lines: list[Line], height: float, repeated: set[str]) -> list[Line]:
    """The lines of a page without page numbers and running heads."""
    return [line for line in lines if not (at_edge(line, height) and _is_furniture(line.text, repeated))]


def at_edge(line: Line, height: float) -> bool:
    """Whether a line stands where page numbers and running heads stand."""
    return line.bottom < _EDGE_SHARE * height or line.top > (1 - _EDGE_SHARE) * height


def without_numbers(text: str) -> str:
    """A running head in the form in which it repeats: a page number in it does not count."""
    return re.sub(r"\d+", "#", text)


def _is_furniture(text: str, repeated: set[str]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _PRINTED_FROM.match(text)) or without_numbers(text) in repeated


def margins_of(lines: list[Line]) -> Margins | None:
    """The margins of running text, None where there is too little of it to tell."""
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    long = [line for line in lines if line.x1 - line.x0 > _LONG_SHARE * widest]
    if len(long) < _LONG_LEAST:
        return None
    lefts = sorted(line.x0 for line in long)
    return Margins(lefts[len(lefts) // 4], median(line.x1 for line in long))


@dataclass(slots=True)
class Draft:
    """A paragraph being made: its lines on the page where it begins, and those on later pages."""

    lines: list[Line]
    page: int
    margins: Margins
    """Those of the page of its last line."""
    later: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines as one text."""
        first, *rest = (*self.lines, *self.later)
        text = first.text
        for line in rest:
            text = joined(text, line.text)
        return text

    def goes_on_in(self, other: "Draft") -> bool:
        """Whether the other paragraph, first on the next page, is the rest of this one, last on its page."""
        last, first = (*self.lines, *self.later)[-1], other.lines[0]
        indented = first.x0 > other.margins.left + _INDENT * first.size
        ended = last.text.endswith(_ENDED)
        return _is_full(last, first, self.margins) and not (indented or ended or _HEADING.match(first.text))

    def absorb(self, other: "Draft") -> None:
        """Takes over the lines of its rest on the next page."""
        self.later += other.lines
        self.margins = other.margins

    def paragraph(self) -> Paragraph:
        """The finished paragraph, placed where it begins."""
        left, right = min(line.x0 for line in self.lines), max(line.x1 for line in self.lines)
        box = Box(self.page, left, self.lines[0].top, right, max(line.bottom for line in self.lines))
        return Paragraph(self.text, self.page, box)


def joined(text: str, more: str) -> str:
    """Two lines as one: only Latin words need a space between them."""
    latin = text[-1:].isascii() and more[:1].isascii() and text[-1:].isalnum() and more[:1].isalnum()
    return tidy(f"{text} {more}" if latin and not (text[-1:].isdigit() and more[:1].isdigit()) else f"{text}{more}")


def drafts_of(lines: list[Line], page: int, margins: Margins) -> list[Draft]:
    """The paragraphs of consecutive lines of one page."""
    lines = [line for line in lines if line.text]
    steps = [below.baseline - above.baseline for above, below in pairwise(lines)]
    pitch = median(steps) if steps else 0.0
    drafts: list[Draft] = []
    for i, line in enumerate(lines):
        if i == 0 or _begins_anew(lines[i - 1], line, margins, pitch):
            drafts.append(Draft([line], page, margins))
        else:
            drafts[-1].lines.append(line)
    return drafts


def _begins_anew(above: Line, line: Line, margins: Margins, pitch: float) -> bool:
    if not _is_full(above, line, margins) or line.baseline - above.baseline > _WIDE_GAP * max(pitch, above.size):
        return True
    if abs(above.size - line.size) > _OTHER_SIZE * max(above.size, line.size):
        return True
    ended = above.text.endswith(_ENDED)
    if line.x0 > margins.left + _INDENT * line.size:
        return ended or line.x0 - above.x0 > _INDENT * line.size
    return ended and bool(_HEADING.match(line.text))


def _is_full(line: Line, below: Line, margins: Margins) -> bool:
    """Whether a line had no room for what the next line begins with, so that both may be one paragraph."""
    return margins.right - line.x1 < _first_word(below) + _ROOM * line.size


def _first_word(line: Line) -> float:
    """The width of what a line break may not part: a Latin word or a character, with the punctuation behind it."""
    first = last = line.glyphs[0]
    for glyph in line.glyphs[1:]:
        latin = last.text.isascii() and last.text.isalnum() and glyph.text.isascii() and glyph.text.isalnum()
        if not (latin or glyph.text in _CLOSING):
            break
        last = glyph
    return last.x1 - first.x0
