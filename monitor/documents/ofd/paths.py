"""What OFD paths draw: ruling lines (stroked, borders of rectangles, thin filled areas), and filled shapes.

Type that was made into curves is filled shapes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from lxml.etree import _Element as Element

from monitor.documents.ofd.geometry import Area, Matrix, bounded, decimals, placed
from monitor.documents.ooxml import child, value
from monitor.documents.pdf.primitives import Segment

Point = tuple[float, float]

_TOKEN: Final = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each sign of AbbreviatedData."""
_BEGINS: Final = frozenset("SM")
_CURVES: Final = frozenset("QBA")
_BEZIERS: Final = frozenset("QB")
_POINTS_MOST: Final = 20_000
_STEPS: Final = 6
"""Straight pieces that stand for a curve: a character is some points high."""
_BLACK: Final = 0
_THIN: Final = 4.0
"""Points; a filled area lower or narrower than this is a line."""
_STRAIGHT: Final = 1.0
_BLEED: Final = 1.5
"""Points by which a line may reach beyond its object's boundary before it is cut there."""


def lines_in(path: Element, matrix: Matrix) -> Iterator[Segment]:
    """The straight lines of a path object, cut at its boundary, in points.

    A broad filled area is shading and no line.
    """
    data = child(path, "AbbreviatedData")
    if data is None:
        return
    inner, window = placed(path, matrix), _window(path, matrix)
    stroke = value(path, "Stroke").casefold() != "false"
    fill = value(path, "Fill").casefold() == "true"
    text = "".join(str(piece) for piece in data.itertext())
    for points in _subpaths(text):
        placed_points = [inner.point(x, y) for x, y in points]
        if fill and _is_thin(around := _around(placed_points)):
            yield from _cut(around, window)
        elif stroke:
            for line in _strokes(placed_points):
                yield from _cut(line, window)


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled area: its outlines in points, one inside another where it has holes."""

    outlines: tuple[tuple[Point, ...], ...]
    curved: int
    """How many of them have curves."""
    gray: int
    """0 black to 255 white."""


def shape_in(path: Element, matrix: Matrix) -> Shape | None:
    """The area that a path object fills, None where it only draws lines."""
    data = child(path, "AbbreviatedData")
    if data is None or value(path, "Fill").casefold() != "true":
        return None
    inner = placed(path, matrix)
    parts = list(_outlines("".join(str(piece) for piece in data.itertext())))
    outlines = tuple(tuple(inner.point(x, y) for x, y in points) for points, _ in parts)
    return Shape(outlines, sum(curved for _, curved in parts), _gray(child(path, "FillColor")))


def _gray(colour: Element | None) -> int:
    levels = decimals(value(colour, "Value"))
    return max(0, min(255, round(sum(levels) / len(levels)))) if levels else _BLACK


def _subpaths(text: str) -> Iterator[list[Point]]:
    """The corner points of every part of a path; parts with curves are drawings or outlined type and left out."""
    return (points for points, curved in _outlines(text) if not curved)


def _outlines(text: str) -> Iterator[tuple[list[Point], bool]]:
    """The points of every part of a path, and whether it has curves, which become short straight pieces."""
    points: list[Point] = []
    curved = False
    for sign, numbers in islice(_operations(text), _POINTS_MOST):
        if sign in _BEGINS:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        curved = curved or sign in _CURVES
        if not numbers:
            points += points[:1]
        elif sign in _BEZIERS and points:
            points += _bent([points[-1], *zip(numbers[::2], numbers[1::2], strict=True)])
        else:
            points.append((numbers[-2], numbers[-1]))
    if len(points) > 1:
        yield points, curved


def _bent(corners: list[Point]) -> Iterator[Point]:
    """The points of a Bézier curve behind its first, by drawing its corners together."""
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        left = corners
        while len(left) > 1:
            left = [(ax + (bx - ax) * share, ay + (by - ay) * share) for (ax, ay), (bx, by) in pairwise(left)]
        yield left[0]


def _operations(text: str) -> Iterator[tuple[str, list[float]]]:
    """Signs with their numbers; an operation with too few numbers ends the path."""
    sign, numbers = "", list[float]()
    for token in _TOKEN.findall(text):
        if token.isalpha():
            sign, numbers = token.upper(), []
        else:
            numbers.append(bounded(token))
        if sign in _NUMBERS and len(numbers) == _NUMBERS[sign]:
            yield sign, numbers
            # A sign may stand once for several operations of its kind.
            numbers = []


def _strokes(points: list[Point]) -> Iterator[Segment]:
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ax - bx) < _STRAIGHT or abs(ay - by) < _STRAIGHT:
            yield Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _around(points: list[Point]) -> Segment:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Segment(min(xs), min(ys), max(xs), max(ys))


def _is_thin(box: Segment) -> bool:
    low, high = sorted((box.x1 - box.x0, box.bottom - box.top))
    return low < _THIN and high >= 2 * low


def _window(path: Element, matrix: Matrix) -> Segment | None:
    """The boundary of the object on the page, beyond which nothing shows."""
    area = Area.of(value(path, "Boundary"))
    if area is None:
        return None
    corners = [matrix.point(area.x, area.y), matrix.point(area.x + area.width, area.y + area.height)]
    box = _around(corners)
    return Segment(box.x0 - _BLEED, box.top - _BLEED, box.x1 + _BLEED, box.bottom + _BLEED)


def _cut(line: Segment, window: Segment | None) -> Iterator[Segment]:
    if window is None:
        yield line
        return
    cut = Segment(
        max(line.x0, window.x0), max(line.top, window.top), min(line.x1, window.x1), min(line.bottom, window.bottom)
    )
    if cut.x0 <= cut.x1 and cut.top <= cut.bottom:
        yield cut
