"""What pdfium shows of a page: characters, ruling lines and pictures, in points from the upper left corner.

pdfium is not thread-safe: everything here runs under :data:`PDFIUM`.
"""

import ctypes
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from monitor.documents import limits
from monitor.documents.model import Box

PDFIUM: Final = threading.Lock()
"""Held while pdfium works; two threads inside it crash the process."""

_THIN: Final = 4.0
"""Points; a path lower or narrower than this is a line, whether it was stroked or filled."""
_SLENDER: Final = 2.0
_DOT: Final = 1.5
_STRAIGHT: Final = 1.0
_PICTURE_LEAST: Final = 60.0
_FORMS_DEEP: Final = 5
_INVISIBLE_SAMPLE: Final = 200
_SOFT_HYPHEN: Final = 2
_FIRST_PRINTED: Final = 0x20
_SLANT: Final = 0.1
"""Radians off the upright within which type is straight; watermarks slant."""
_TALLEST: Final = 2.5
"""Type sizes that a character's box may measure."""
_USUAL: Final = 40.0
"""Points; a box of type up to this size is believed without asking for the type's own size."""
_HIGH_SURROGATES: Final = range(0xD800, 0xDC00)
_LOW_SURROGATES: Final = range(0xDC00, 0xE000)
_SPACES: Final = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x3000})


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


@dataclass(slots=True)
class PageContent:
    """Everything of one page that reading needs, free of pdfium."""

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
    crowded: bool = False
    """True where the page has so many objects that its lines were not read."""


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """The content of one page; the caller holds :data:`PDFIUM`."""
    page = document[index]
    try:
        frame = _Frame.of(page)
        content = PageContent(index + 1, frame.width, frame.height)
        text = page.get_textpage()
        try:
            _read_glyphs(text.raw, frame, content)
        finally:
            text.close()
        _read_objects(page.raw, frame, content)
    finally:
        page.close()
    return content


@dataclass(frozen=True, slots=True)
class _Frame:
    """From the file's coordinates (origin below, before rotation) to those of the page as it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "_Frame":
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box))
        return cls(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page.raw) % 4)

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:  # noqa: PLR2004
            return self.right - x, y - self.bottom
        if self.turns == 3:  # noqa: PLR2004
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Segment:
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _read_glyphs(text: Any, frame: _Frame, content: PageContent) -> None:
    reader = _CharacterReader(text, frame)
    spaced, high = False, 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _SPACES:
            spaced = True
            continue
        if code in _HIGH_SURROGATES:
            high = code
            continue
        if code in _LOW_SURROGATES and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        glyph = reader.glyph(index, code)
        if glyph is None:
            continue
        if glyph.text == "\ufffd" or "\ue000" <= glyph.text <= "\uf8ff":
            content.unmapped += 1
        glyph.spaced, spaced = spaced, False
        content.glyphs.append(glyph)
    content.invisible = _is_invisible(text)


class _CharacterReader:
    """Asks pdfium for one character after another, into the same buffers."""

    def __init__(self, text: Any, frame: _Frame) -> None:
        self._text = text
        self._frame = frame
        self._loose = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._tight = [ctypes.byref(number) for number in self._numbers]

    def glyph(self, index: int, code: int) -> Glyph | None:
        """The character at that place, None where nothing is printed or it belongs to a slanting watermark."""
        if code == _SOFT_HYPHEN:
            code = ord("-")
        if code < _FIRST_PRINTED or code in _HIGH_SURROGATES or code in _LOW_SURROGATES:
            return None
        quarter, slant = divmod(raw.FPDFText_GetCharAngle(self._text, index) + _SLANT, math.pi / 2)
        if slant > 2 * _SLANT:
            return None
        turned = (int(quarter) - self._frame.turns) % 2 == 1
        box = self._loose_box(index)
        if box is None:
            box = self._ink_square(index)
            return box and Glyph(chr(code), box.x0, box.top, box.x1, box.bottom, box.bottom, index, turned=turned)
        raw.FPDFText_GetCharOrigin(self._text, index, *self._tight[:2])
        _, baseline = self._frame.point(self._numbers[0].value, self._numbers[1].value)
        return Glyph(chr(code), box.x0, box.top, box.x1, box.bottom, baseline, index, turned=turned)

    def _loose_box(self, index: int) -> Segment | None:
        """The box of the character's line of type, None where pdfium has none to be believed.

        In fonts for vertical writing it forgets the scale.
        """
        loose = self._loose
        if not raw.FPDFText_GetLooseCharBox(self._text, index, ctypes.byref(loose)):
            return None
        box = self._frame.box(loose.left, loose.bottom, loose.right, loose.top)
        least, most = sorted((box.bottom - box.top, box.x1 - box.x0))
        believed = most <= _USUAL or most <= _TALLEST * self._type_size(index)
        return box if least > 0 and believed else None

    def _ink_square(self, index: int) -> Segment | None:
        if not raw.FPDFText_GetCharBox(self._text, index, *self._tight):
            return None
        left, right, bottom, top = (number.value for number in self._numbers)
        return _square(self._frame.box(left, bottom, right, top), self._type_size(index))

    def _type_size(self, index: int) -> float:
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            return 0.0
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        return float(raw.FPDFText_GetFontSize(self._text, index)) * scale


def _square(box: Segment, size: float) -> Segment:
    """The place of a character by its ink alone: an em square around the middle of the ink, at least the ink."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    wide, high = max(size, box.x1 - box.x0) / 2, max(size, box.bottom - box.top) / 2
    return Segment(x - wide, y - high, x + wide, y + high)


def _is_invisible(text: Any) -> bool:
    """Whether the first characters of a page are there to be found, not to be seen."""
    seen = hidden = 0
    for index in range(min(raw.FPDFText_CountChars(text), _INVISIBLE_SAMPLE)):
        owner = raw.FPDFText_GetTextObject(text, index)
        if owner:
            seen += 1
            hidden += raw.FPDFTextObj_GetTextRenderMode(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return hidden * 2 > seen


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _read_objects(page: Any, frame: _Frame, content: PageContent) -> None:
    if raw.FPDFPage_CountObjects(page) > limits.OBJECTS:
        content.crowded = True
        return
    bounds = _Bounds(frame)
    for kind, owner, matrix in _objects(
        lambda index: raw.FPDFPage_GetObject(page, index), raw.FPDFPage_CountObjects(page), _IDENTITY, 0
    ):
        box = bounds.of(owner, matrix)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _read_path(owner, box, matrix, frame, content)
        elif _is_thin(box):
            content.segments.append(box)
        elif min(box.x1 - box.x0, box.bottom - box.top) >= _PICTURE_LEAST:
            content.pictures.append(Box(content.number, box.x0, box.top, box.x1, box.bottom))


def _objects(get: Callable[[int], Any], count: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    """Paths and images, also those inside forms, each with the matrix of the forms around it."""
    for index in range(count):
        owner = get(index)
        kind = raw.FPDFPageObj_GetType(owner)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            yield kind, owner, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORMS_DEEP:
            inner = _times(_matrix(owner), matrix)
            within = _form_getter(owner)
            yield from _objects(within, min(raw.FPDFFormObj_CountObjects(owner), limits.OBJECTS), inner, depth + 1)


def _form_getter(owner: Any) -> Callable[[int], Any]:
    return lambda index: raw.FPDFFormObj_GetObject(owner, index)


def _matrix(owner: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(owner, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
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


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


class _Bounds:
    """Asks pdfium for the box of one object after another, into the same buffers."""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._refs = [ctypes.byref(side) for side in self._sides]

    def of(self, owner: Any, matrix: Matrix) -> Segment | None:
        """The box as it is shown, None where there is none or it lies outside the page."""
        if not raw.FPDFPageObj_GetBounds(owner, *self._refs):
            return None
        left, bottom, right, top = (side.value for side in self._sides)
        if matrix is not _IDENTITY:
            ax, ay = _apply(matrix, left, bottom)
            bx, by = _apply(matrix, right, top)
            left, bottom, right, top = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        box = self._frame.box(left, bottom, right, top)
        outside = box.x1 < 0 or box.bottom < 0 or box.x0 > self._frame.width or box.top > self._frame.height
        return None if outside else box


def _is_thin(box: Segment) -> bool:
    low, high = sorted((box.x1 - box.x0, box.bottom - box.top))
    return low < _THIN and (high >= _SLENDER * low or high < _DOT)


def _read_path(owner: Any, box: Segment, matrix: Matrix, frame: _Frame, content: PageContent) -> None:
    """The straight lines of a path: itself where it is thin, else its strokes, else its thin filled parts.

    A broad filled part is shading and no line.
    """
    if _is_thin(box):
        content.segments.append(box)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(owner, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _subpaths(owner, _times(_matrix(owner), matrix), frame):
        if stroke.value:
            content.segments.extend(_strokes(points))
        elif fill.value:
            part = _around(points)
            (content.segments if _is_thin(part) else content.shades).append(part)


def _subpaths(owner: Any, matrix: Matrix, frame: _Frame) -> Iterator[list[tuple[float, float]]]:
    """The corner points of every part of a path, its curves taken as their end points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(owner)):
        piece = raw.FPDFPath_GetPathSegment(owner, index)
        raw.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(piece) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(frame.point(*_apply(matrix, x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(piece):
            points.append(points[0])
    if points:
        yield points


def _strokes(points: list[tuple[float, float]]) -> Iterator[Segment]:
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ax - bx) < _STRAIGHT or abs(ay - by) < _STRAIGHT:
            yield Segment(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _around(points: list[tuple[float, float]]) -> Segment:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Segment(min(xs), min(ys), max(xs), max(ys))
