"""From the coordinates of a file to those of the page as it is shown, or as it would have to be turned to be read."""

import math
from collections import Counter
from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final

from pypdfium2 import raw

from monitor.documents.pdf.calls import ANGLE, address
from monitor.documents.pdf.primitives import Segment

Matrix = tuple[float, float, float, float, float, float]
_SAMPLE: Final = 200
"""Characters of a page that are asked how they stand."""
_PREVAILS: Final = 0.7
_SPACE: Final = 0x20
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@lru_cache(maxsize=64)
def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The one matrix that does what the inner and then the outer one do; the paths of a page share a few."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def boxed(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Segment:
    """The box around two opposite corners where they come to lie."""
    ax, ay = applied(matrix, left, bottom)
    bx, by = applied(matrix, right, top)
    return Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


@dataclass(frozen=True)
class Frame:
    """The box of a page in the file (origin below, before rotation), and its quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: Any, text: Any) -> "Frame":
        """The frame of a page of pdfium, turned so that most of its text stands upright."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, byref(box))
        turns = raw.FPDFPage_GetRotation(page) % 4
        return cls(box.left, box.bottom, box.right, box.top, _turns_of(text, turns))

    @cached_property
    def width(self) -> float:
        """The width of the page as it is shown."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @cached_property
    def height(self) -> float:
        """The height of the page as it is shown."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    @cached_property
    def matrix(self) -> Matrix:
        """The frame as a matrix."""
        return (
            (1.0, 0.0, 0.0, -1.0, -self.left, self.top),
            (0.0, 1.0, 1.0, 0.0, -self.bottom, -self.left),
            (-1.0, 0.0, 0.0, 1.0, self.right, -self.bottom),
            (0.0, -1.0, -1.0, 0.0, self.top, self.right),
        )[self.turns]

    def box(self, left: float, bottom: float, right: float, top: float) -> Segment:
        """A rectangle of the file as it is shown."""
        return boxed(self.matrix, left, bottom, right, top)

    def columns(
        self, left: Sequence[float], bottom: Sequence[float], right: Sequence[float], top: Sequence[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Many rectangles at once, side by side: their x0, top, x1 and bottom as they are shown."""
        if self.turns == 0:
            return _from(left, self.left), _to(top, self.top), _from(right, self.left), _to(bottom, self.top)
        if self.turns == 1:
            return _from(bottom, self.bottom), _from(left, self.left), _from(top, self.bottom), _from(right, self.left)
        if self.turns == 2:  # noqa: PLR2004
            return _to(right, self.right), _from(bottom, self.bottom), _to(left, self.right), _from(top, self.bottom)
        return _to(top, self.top), _to(right, self.right), _to(bottom, self.top), _to(left, self.right)


def _turns_of(text: Any, shown: int) -> int:
    """The quarter turns in which most characters stand upright, those of the page as shown where none prevails."""
    count = max(raw.FPDFText_CountChars(text), 0)
    places = (at for at in range(0, count, count // _SAMPLE + 1) if raw.FPDFText_GetUnicode(text, at) > _SPACE)
    turns = Counter(-round(ANGLE(address(text), at) / (math.pi / 2)) % 4 for at in places)
    usual, most = max(turns.items(), key=itemgetter(1), default=(shown, 0))
    return usual if most > _PREVAILS * turns.total() else shown


def _from(values: Sequence[float], begin: float) -> list[float]:
    return [value - begin for value in values]


def _to(values: Sequence[float], end: float) -> list[float]:
    return [end - value for value in values]
