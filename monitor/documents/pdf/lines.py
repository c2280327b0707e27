"""Characters into lines of type, and lines into text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

from crawler.text import squash, tidy
from monitor.documents.characters import legible
from monitor.documents.pdf.primitives import Glyph

_SAME_LINE: Final = 0.4
"""Share of the type's height within which two baselines are one: superscripts and mixed fonts."""
_GAP: Final = 0.35
"""Share of the type's height that two characters must be apart to be read as two words."""
_SPACED_GAP: Final = 0.1
_OVERPRINT: Final = 0.2
_COLUMN_GAP: Final = 0.5
"""Share of the type's height between neighbours in two columns, at least; a space between words is narrower."""
_NUMERAL: Final = re.compile(r"[-−–]?[0-9](?:[0-9.,]*[0-9])?%?")


@dataclass(slots=True)
class Line:
    """One line of type, its characters from left to right."""

    glyphs: list[Glyph]

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def top(self) -> float:
        """The upper side of its tallest character."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower side of its deepest character."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        """The line on which most of its characters stand."""
        return median(glyph.baseline for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The usual height of its type."""
        return median(glyph.size for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """Its text, a space where the type leaves room for one."""
        return tidy(legible("".join(_spell(self.glyphs))))

    @property
    def is_number(self) -> bool:
        """Whether it is a number and nothing else."""
        return bool(_NUMERAL.fullmatch(squash(self.text)))

    def pieces(self) -> list["Line"]:
        """The stretches of the line that stand apart from each other, as cells do."""
        pieces: list[Line] = []
        for glyph in self.glyphs:
            last = pieces[-1].glyphs[-1] if pieces else None
            if last and glyph.x0 - last.x1 <= _COLUMN_GAP * min(glyph.size, last.size):
                pieces[-1].glyphs.append(glyph)
            else:
                pieces.append(Line([glyph]))
        return pieces


def once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The characters without those printed a second time on the same spot, which is how some programs print bold."""
    kept: list[Glyph] = []
    rows: dict[tuple[str, int], list[Glyph]] = {}
    for glyph in glyphs:
        text, row = glyph.text, round(glyph.baseline / 2)
        near = [other for place in (row - 1, row, row + 1) for other in rows.get((text, place), ())]
        if near and any(_overprints(glyph, other) for other in near):
            continue
        rows.setdefault((text, row), []).append(glyph)
        kept.append(glyph)
    return kept


def _overprints(glyph: Glyph, other: Glyph) -> bool:
    room = _OVERPRINT * max(glyph.size, 1.0)
    return abs(glyph.x0 - other.x0) <= room and abs(glyph.baseline - other.baseline) <= room


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of type from top to bottom; type on its side keeps the order of the file and is one line."""
    upright = [glyph for glyph in glyphs if not glyph.turned]
    turned = [glyph for glyph in glyphs if glyph.turned]
    lines = [Line(sorted(group, key=lambda glyph: glyph.x0)) for group in _by_baseline(upright)]
    if turned:
        lines.append(Line(sorted(turned, key=lambda glyph: glyph.order)))
    return sorted(lines, key=lambda line: line.baseline)


def _by_baseline(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if group and glyph.baseline - group[-1].baseline > _SAME_LINE * min(glyph.size, group[-1].size):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _spell(glyphs: list[Glyph]) -> Iterator[str]:
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and not glyph.turned and apart(before, glyph):
            yield " "
        yield glyph.text
        before = glyph


def apart(left: Glyph, right: Glyph) -> bool:
    """Whether two neighbours on a line are two words."""
    gap, size = right.x0 - left.x1, min(left.size, right.size)
    return gap > _GAP * size or (right.spaced and gap > _SPACED_GAP * size)
