"""Numbers of an OFD page: lists of decimals, boxes, matrices. Lengths in the file are millimetres."""

import math
import re
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from monitor.documents.ooxml import value

POINTS: Final = 72 / 25.4
"""Points a millimetre."""
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_FARTHEST: Final = 1e6
"""Millimetres; a number beyond is a mistake and stands for this."""


def decimals(text: str) -> list[float]:
    """The numbers of a list as the format writes it, parted by white space or commas."""
    return [bounded(number) for number in _NUMBER.findall(text)]


def bounded(number: str) -> float:
    """A written number, no further from zero than any sheet reaches."""
    return max(-_FARTHEST, min(_FARTHEST, float(number)))


def decimal(element: Element, name: str, default: float) -> float:
    """An attribute that is one number; the default where it is missing or no number."""
    return next(iter(decimals(value(element, name))), default)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, text: str) -> "Area | None":
        """The rectangle as ``x y width height``; None where the text is none."""
        numbers = decimals(text)
        return cls(*numbers[:4]) if len(numbers) >= 4 else None  # noqa: PLR2004 - four sides


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def of(cls, text: str) -> "Matrix":
        """The map written as six numbers; the identity where the text is none."""
        numbers = decimals(text)
        return cls(*numbers[:6]) if len(numbers) >= 6 else cls()  # noqa: PLR2004 - six coefficients

    def then(self, outer: "Matrix") -> "Matrix":
        """This map followed by the outer one."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def turn(self) -> float:
        """Radians by which the x axis turns, clockwise on a page whose y grows downwards."""
        return math.atan2(self.b, self.a)

    @property
    def scale_x(self) -> float:
        """How much lengths along x grow."""
        return math.hypot(self.a, self.b)

    @property
    def scale_y(self) -> float:
        """How much lengths along y grow."""
        return math.hypot(self.c, self.d)


def placed(element: Element, outer: Matrix) -> Matrix:
    """From the coordinates inside a page object to those of the page: its CTM, its place, then what holds it."""
    area = Area.of(value(element, "Boundary")) or Area(0, 0, 0, 0)
    return Matrix.of(value(element, "CTM")).then(Matrix(e=area.x, f=area.y)).then(outer)
