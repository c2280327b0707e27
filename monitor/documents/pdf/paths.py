"""The drawn objects of a page: ruling lines, shaded areas and pictures, also those inside forms."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, repeat
from typing import Any, Final

from pypdfium2 import raw

from monitor.documents import limits
from monitor.documents.model import Box
from monitor.documents.pdf.calls import (
    BOUNDS,
    CLOSES,
    DRAW_MODE,
    FORM_COUNT,
    FORM_OBJECT,
    KIND,
    MATRIX,
    PAGE_OBJECT,
    PIECE,
    PIECE_KIND,
    PIECES,
    POINT,
    address,
    place,
)
from monitor.documents.pdf.frame import IDENTITY, Frame, Matrix, boxed, times
from monitor.documents.pdf.primitives import PageContent, Segment

_PATH: Final = int(raw.FPDF_PAGEOBJ_PATH)
_IMAGE: Final = int(raw.FPDF_PAGEOBJ_IMAGE)
_DRAWN: Final = frozenset({_PATH, _IMAGE})
_FORM: Final = int(raw.FPDF_PAGEOBJ_FORM)
_MOVE_TO: Final = int(raw.FPDF_SEGMENT_MOVETO)
_CURVE_TO: Final = int(raw.FPDF_SEGMENT_BEZIERTO)
_THIN: Final = 4.0
"""Points; a path lower or narrower than this is a line, whether it was stroked or filled."""
_SLENDER: Final = 2.0
_DOT: Final = 1.5
_STRAIGHT: Final = 1.0
_CORNERS_CLOSED: Final = 5
_ROUNDED: Final = 6.0
"""Points; a larger bend is no rounded corner but the arc of a seal or of a drawing."""
_NONE: Final[frozenset[int]] = frozenset()
_USUAL_POINTS: Final = 64
_PICTURE_LEAST: Final = 60.0
_FORMS_DEEP: Final = 5
_FLOAT_BYTES: Final = 4

Points = list[tuple[float, float]]


def read_objects(page: Any, frame: Frame, content: PageContent) -> None:
    """Puts the lines, shades and pictures of a page into its content, unless it has too many."""
    owner = address(page)
    count = raw.FPDFPage_CountObjects(page)
    if count > limits.OBJECTS:
        content.crowded = True
        return
    drawing = _Drawing(frame, content)
    for kind, item, matrix in _objects(lambda index: PAGE_OBJECT(owner, index), count, IDENTITY, 0):
        box = drawing.bounds(item, matrix)
        if box is None:
            continue
        if kind == _PATH:
            drawing.take_path(item, box, matrix)
        elif _is_thin(box):
            content.segments.append(box)
        elif min(box.x1 - box.x0, box.bottom - box.top) >= _PICTURE_LEAST:
            content.pictures.append(Box(content.number, box.x0, box.top, box.x1, box.bottom))


def _objects(get: Callable[[int], Any], count: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    """Paths and images, also those inside forms, each with the matrix of the forms around it."""
    for owner in map(get, range(count)):
        kind = KIND(owner)
        if kind in _DRAWN:
            yield kind, owner, matrix
        elif kind == _FORM and depth < _FORMS_DEEP:
            inner = times(_matrix(owner), matrix)
            yield from _objects(_form_getter(owner), min(FORM_COUNT(owner), limits.OBJECTS), inner, depth + 1)


def _form_getter(owner: int) -> Callable[[int], Any]:
    return lambda index: FORM_OBJECT(owner, index)


def _matrix(owner: int) -> Matrix:
    numbers = array("f", IDENTITY)
    MATRIX(owner, place(numbers))
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _is_thin(box: Segment) -> bool:
    wide, high = box.x1 - box.x0, box.bottom - box.top
    low, long = (wide, high) if wide < high else (high, wide)
    return low < _THIN and (long >= _SLENDER * low or long < _DOT)


class _Drawing:
    """Asks pdfium for one object after another, into the same buffers."""

    def __init__(self, frame: Frame, content: PageContent) -> None:
        self._frame = frame
        self._content = content
        self._sides = array("f", bytes(4 * _FLOAT_BYTES))
        self._modes = array("i", bytes(2 * _FLOAT_BYTES))
        self._places = [place(self._sides) + _FLOAT_BYTES * i for i in range(4)]
        self._mode_places = [place(self._modes) + _FLOAT_BYTES * i for i in range(2)]
        self._pieces_left = limits.OBJECTS
        self._make_room(_USUAL_POINTS)

    def bounds(self, owner: int, matrix: Matrix) -> Segment | None:
        """The box of an object as it is shown, None where there is none or it lies outside the page."""
        if not BOUNDS(owner, *self._places):
            return None
        whole = self._frame.matrix if matrix is IDENTITY else times(matrix, self._frame.matrix)
        box = boxed(whole, *self._sides)
        outside = box.x1 < 0 or box.bottom < 0 or box.x0 > self._frame.width or box.top > self._frame.height
        return None if outside else box

    def take_path(self, owner: int, box: Segment, matrix: Matrix) -> None:
        """The straight lines of a path: itself where it is thin, else its strokes, else its thin filled parts.

        A broad filled part is shading and no line.
        """
        content = self._content
        if _is_thin(box):
            content.segments.append(box)
            return
        DRAW_MODE(owner, *self._mode_places)
        filled, stroked = self._modes
        for points, bent in self._subpaths(owner, times(_matrix(owner), matrix)):
            if stroked:
                content.segments.extend(_strokes(points, bent))
            elif filled:
                part = _around(points)
                (content.segments if _is_thin(part) else content.shades).append(part)

    def _subpaths(self, owner: int, matrix: Matrix) -> Iterator[tuple[Points, frozenset[int]]]:
        """The points of every part of a path, with the places of those to which a curve leads or that bend it."""
        count = PIECES(owner)
        self._pieces_left -= count
        if self._pieces_left < 0:
            self._content.crowded = True
            return
        pieces = list(map(PIECE, repeat(owner), range(count)))
        points = self._points(pieces, times(matrix, self._frame.matrix))
        kinds = list(map(PIECE_KIND, pieces))
        begins = [index for index, kind in enumerate(kinds) if index == 0 or kind == _MOVE_TO]
        for begin, end in pairwise([*begins, count]):
            part = points if end - begin == count else points[begin:end]
            if part[-1] != part[0] and CLOSES(pieces[end - 1]):
                part.append(part[0])
            curves = _CURVE_TO in kinds[begin:end]
            yield (
                part,
                frozenset(at for at in range(end - begin) if kinds[begin + at] == _CURVE_TO) if curves else _NONE,
            )

    def _points(self, pieces: list[int], matrix: Matrix) -> Points:
        """The end points of the pieces of a path as they are shown."""
        count = len(pieces)
        if count > len(self._points_places[0]):
            self._make_room(count)
        for _ in map(POINT, pieces, *self._points_places):
            pass
        a, b, c, d, e, f = matrix
        xs, ys = self._numbers[: 2 * count : 2], self._numbers[1 : 2 * count : 2]
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]

    def _make_room(self, count: int) -> None:
        """A place for the coordinates of so many points."""
        self._numbers = array("f", bytes(2 * _FLOAT_BYTES * count))
        begin, step = place(self._numbers), 2 * _FLOAT_BYTES
        self._points_places = [list(range(at, at + step * count, step)) for at in (begin, begin + _FLOAT_BYTES)]


def _strokes(points: Points, bent: frozenset[int]) -> Iterable[Segment]:
    if not bent and len(points) == _CORNERS_CLOSED and _is_rectangle(points):
        (ax, ay), (bx, by) = points[0], points[2]
        return Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)).sides()
    return _upright(points, bent)


def _is_rectangle(points: Points) -> bool:
    """Whether points go around a rectangle that stands straight, back to the first."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy), last = points
    across_first = ay == by and bx == cx and cy == dy and dx == ax
    down_first = ax == bx and by == cy and cx == dx and dy == ay
    return last == (ax, ay) and (across_first or down_first)


def _upright(points: Points, bent: frozenset[int]) -> Iterator[Segment]:
    """The strokes from point to point that go across or down; of curves only short ones, for corners may be rounded."""
    for at, ((ax, ay), (bx, by)) in enumerate(pairwise(points), start=1):
        across, down = ax - bx, ay - by
        if at in bent and max(abs(across), abs(down)) > _ROUNDED:
            continue
        if (-_STRAIGHT < across < _STRAIGHT or -_STRAIGHT < down < _STRAIGHT) and (across or down):
            yield Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _around(points: Points) -> Segment:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Segment(min(xs), min(ys), max(xs), max(ys))
