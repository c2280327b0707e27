"""What a page shows, free of the library that read it: characters, ruling lines and pictures.

All places are in points from the upper left corner of the page as it is shown.
"""

import threading
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from monitor.documents.model import Box

PDFIUM: Final = threading.Lock()
"""Held while pdfium works; two threads inside it crash the process."""


@dataclass(slots=True)
class Glyph:
    """One printed character. ``order`` is its place in the file; ``spaced``: a space stands before it there."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    order: int
    spaced: bool = False
    turned: bool = False
    """True where the character lies on its side."""
    doubtful: bool = False
    """True where a line crosses it out, or the file does not tell what it stands for."""

    @property
    def size(self) -> float:
        """The height of its line of type."""
        return self.x1 - self.x0 if self.turned else self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Segment(NamedTuple):
    """The thin box of a straight line, or of one dot of a dotted line; a tuple, for a page has tens of thousands."""

    x0: float
    top: float
    x1: float
    bottom: float

    def sides(self) -> tuple["Segment", "Segment", "Segment", "Segment"]:
        """The four sides of a broad box."""
        x0, top, x1, bottom = self
        return (
            Segment(x0, top, x1, top),
            Segment(x0, bottom, x1, bottom),
            Segment(x0, top, x0, bottom),
            Segment(x1, top, x1, bottom),
        )


@dataclass(slots=True)
class PageContent:
    """Everything of one page that reading needs."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    shades: list[Segment] = field(default_factory=list)
    """Broad filled rectangles: the colour of cells, of paragraphs, of the page."""
    pictures: list[Box] = field(default_factory=list)
    unmapped: int = 0
    """Characters whose meaning the file does not tell (a font without Unicode mapping)."""
    invisible: bool = False
    """True where the text is not drawn: the layer that recognition put under a scan."""
    struck: bool = False
    """True where a line crosses characters out."""
    crowded: bool = False
    """True where the page has so many objects that its lines were not read."""
