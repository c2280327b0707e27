"""What an OFD page shows, as the primitives that PDF pages are read from: characters, ruling lines, pictures.

Source of the meaning of objects and attributes: GB/T 33190—2016 chapters 8 (page objects), 9 (paths) and 11 (text).
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Final

from lxml.etree import _Element as Element

from monitor.documents import limits
from monitor.documents.model import Box
from monitor.documents.ofd.container import PageSource
from monitor.documents.ofd.geometry import POINTS, Area, Matrix, decimal, decimals, placed
from monitor.documents.ofd.paths import Shape, lines_in, shape_in
from monitor.documents.ooxml import child, children, local, value
from monitor.documents.pdf.primitives import Glyph, PageContent

_DEEPEST: Final = 12
_PICTURE_LEAST: Final = 60.0
"""Points; smaller pictures are icons and seals' edges."""
_ASCENT: Final = 0.88
_DESCENT: Final = 0.12
"""Shares of the type size above and below the baseline in the usual Chinese fonts."""
_OUTLINED_LEAST: Final = 30
"""Curves of a page from which on they are type and no ornament."""
_TYPE_LEAST: Final = 2.0
_TYPE_MOST: Final = 60.0
_HALF: Final = 0.5
_UNMAPPED: Final = "\ufffd"
_RUN_MOST: Final = 2000
_SLANT: Final = 0.1
"""Radians off the upright within which type is straight; watermarks slant."""


def drawn(source: PageSource, number: int) -> "Drawing":
    """Everything that is drawn on a page."""
    drawing = Drawing(source, number)
    for content in source.contents:
        drawing.draw(content)
    return drawing


class Drawing:
    """One page being drawn."""

    def __init__(self, source: PageSource, number: int) -> None:
        self._source = source
        sheet = source.sheet
        self.content = PageContent(number, sheet.width * POINTS, sheet.height * POINTS)
        self.pictures: list[tuple[str, Box]] = []
        """Large pictures: path of the part and place."""
        self.shapes: list[Shape] = []
        """Filled areas, among them type that was made into curves."""
        self._page = Matrix(POINTS, 0, 0, POINTS, -sheet.x * POINTS, -sheet.y * POINTS)
        self._objects = 0
        self._hidden = 0

    def draw(self, content: Element) -> None:
        """Takes up the layers of a page or of a template."""
        for layer in children(content, "Layer"):
            self._block(layer, self._page, 0)
        self.content.invisible = self._hidden > len(self.content.glyphs) / 2

    def outlined(self) -> list[tuple[float, float]]:
        """The middles of curves that are as large as type: characters whose meaning the file does not tell."""
        middles: list[tuple[float, float]] = []
        for shape in self.shapes if sum(shape.curved for shape in self.shapes) >= _OUTLINED_LEAST else ():
            for points in shape.outlines:
                (x0, x1), (top, bottom) = (_ends([point[axis] for point in points]) for axis in (0, 1))
                if bottom - top <= _TYPE_MOST and x1 - x0 <= _TYPE_MOST and max(x1 - x0, bottom - top) >= _TYPE_LEAST:
                    middles.append(((x0 + x1) / 2, (top + bottom) / 2))
        return middles if len(middles) >= _OUTLINED_LEAST else []

    def _block(self, holder: Element, matrix: Matrix, depth: int) -> None:
        for element in holder:
            self._objects += 1
            if self._objects > limits.OBJECTS or depth > _DEEPEST:
                self.content.crowded = True
                return
            if value(element, "Visible").casefold() == "false":
                continue
            self._object(element, matrix, depth)

    def _object(self, element: Element, matrix: Matrix, depth: int) -> None:
        kind = local(element)
        if kind == "TextObject":
            self._text(element, matrix)
        elif kind == "PathObject":
            self.content.segments.extend(lines_in(element, matrix))
            if shape := shape_in(element, matrix):
                self.shapes.append(shape)
        elif kind == "ImageObject":
            self._picture(element, matrix)
        elif kind == "PageBlock":
            self._block(element, matrix, depth + 1)
        elif kind == "CompositeObject":
            unit = self._source.resources.composites.get(value(element, "ResourceID"))
            for content in children(unit, "Content"):
                self._block(content, placed(element, matrix), depth + 1)

    def _picture(self, element: Element, matrix: Matrix) -> None:
        box = _box(element, matrix, self.content.number)
        if box is not None and min(box.x1 - box.x0, box.bottom - box.top) >= _PICTURE_LEAST:
            self.content.pictures.append(box)
            self.pictures.append((self._source.resources.pictures.get(value(element, "ResourceID"), ""), box))

    def _text(self, element: Element, matrix: Matrix) -> None:
        matrix = placed(element, matrix)
        quarter, slant = divmod(matrix.turn + _SLANT, math.pi / 2)
        size = decimal(element, "Size", 0.0)
        if slant > 2 * _SLANT or size <= 0:
            return
        turned = (int(quarter) + round(decimal(element, "CharDirection", 0.0) / 90)) % 2 == 1
        type_ = _Type(size, decimal(element, "HScale", 1.0) or 1.0, turned, _reads_down(element))
        before = len(self.content.glyphs)
        x = y = 0.0
        for code, text in _texts(element):
            x, y = decimal(code, "X", x), decimal(code, "Y", y)
            self._run(_places(code, text, (x, y), type_), type_, matrix)
        if _is_hidden(element):
            self._hidden += len(self.content.glyphs) - before

    def _run(self, places: Iterable["_Place"], type_: "_Type", matrix: Matrix) -> None:
        spaced = False
        for sign, x, y in places:
            if sign.isspace():
                spaced = True
                continue
            glyph = type_.glyph(sign, matrix, x, y, order=len(self.content.glyphs))
            glyph.spaced, spaced = spaced, False
            if self._is_on_sheet(glyph):
                self.content.unmapped += sign == _UNMAPPED or "\ue000" <= sign <= "\uf8ff"
                self.content.glyphs.append(glyph)

    def _is_on_sheet(self, glyph: Glyph) -> bool:
        x, y = glyph.middle
        return 0 <= x <= self.content.width and 0 <= y <= self.content.height


class _Type:
    """How one text object is set: type size in millimetres, share of the usual width, direction."""

    def __init__(self, size: float, widen: float, turned: bool, downwards: bool) -> None:
        self.size = size
        self.widen = widen
        self.turned = turned
        self.downwards = downwards

    def advance(self, sign: str) -> float:
        """The usual width of a character in millimetres."""
        full = unicodedata.east_asian_width(sign) in "WFA"
        return self.size * self.widen * (1 if full else _HALF)

    def glyph(self, sign: str, matrix: Matrix, x: float, y: float, *, order: int) -> Glyph:
        """The character whose origin is at that place of the object."""
        left, baseline = matrix.point(x, y)
        high = self.size * (matrix.scale_x if self.turned else matrix.scale_y)
        if self.turned:
            ax, ay = matrix.point(x + self.advance(sign), y - _ASCENT * self.size)
            bx, by = matrix.point(x, y + _DESCENT * self.size)
            x0, x1, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            return Glyph(sign, x0, top, x1, bottom, bottom, order, turned=True)
        wide = self.advance(sign) * matrix.scale_x
        return Glyph(sign, left, baseline - _ASCENT * high, left + wide, baseline + _DESCENT * high, baseline, order)


_Place = tuple[str, float, float]
"""A character and its origin in the coordinates of its object."""


def _texts(element: Element) -> list[tuple[Element, str]]:
    """The runs of a text object; characters of which the file knows the shape and not the meaning are U+FFFD."""
    texts = [(code, "".join(str(piece) for piece in code.itertext())) for code in children(element, "TextCode")]
    shapes = [decimal(e, "CodePosition", 0) + decimal(e, "CodeCount", 0) for e in children(element, "CGTransform")]
    missing = int(max(shapes, default=0)) - sum(len(text) for _, text in texts)
    if texts and 0 < missing <= _RUN_MOST:
        code, text = texts[-1]
        texts[-1] = code, text + _UNMAPPED * missing
    return texts


def _places(code: Element, text: str, start: tuple[float, float], type_: _Type) -> Iterator[_Place]:
    """Every character with its origin in the coordinates of the object."""
    x, y = start
    steps_x, steps_y = deltas(value(code, "DeltaX"), len(text)), deltas(value(code, "DeltaY"), len(text))
    bare = not steps_x and not steps_y
    along = chain(steps_x, repeat(steps_x[-1] if steps_x else 0.0))
    down = chain(steps_y, repeat(steps_y[-1] if steps_y else 0.0))
    for sign, step_x, step_y in zip(text, along, down, strict=False):
        yield sign, x, y
        if bare:
            step_x, step_y = (0.0, type_.size) if type_.downwards else (type_.advance(sign), 0.0)  # noqa: PLW2901
        x, y = x + step_x, y + step_y


def deltas(text: str, most: int) -> list[float]:
    """The steps of a list in which ``g n d`` stands for n times d, no more than ``most``."""
    words = text.replace(",", " ").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at].casefold() == "g":
            count, step = (*decimals(" ".join(words[at + 1 : at + 3])), 0.0, 0.0)[:2]
            steps.extend(repeat(step, max(0, min(int(count), most))))
            at += 3
        else:
            steps.extend(decimals(words[at]))
            at += 1
    return steps[:most]


def _reads_down(element: Element) -> bool:
    return value(element, "ReadDirection") in {"90", "270"}


def _is_hidden(text: Element) -> bool:
    """Whether the characters are there to be found, not to be seen: the layer that recognition lays over a scan."""
    colour = child(text, "FillColor")
    if "0" in {value(text, "Alpha"), value(colour, "Alpha")}:
        return True
    return value(text, "Fill").casefold() == "false" and value(text, "Stroke").casefold() != "true"


def _ends(numbers: list[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)


def _box(element: Element, matrix: Matrix, page: int) -> Box | None:
    area = Area.of(value(element, "Boundary"))
    if area is None:
        return None
    (ax, ay), (bx, by) = matrix.point(area.x, area.y), matrix.point(area.x + area.width, area.y + area.height)
    return Box(page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
