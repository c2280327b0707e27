"""The characters of a page, each with the box of its line of type, its baseline and whether it lies on its side."""

import ctypes
import math
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from statistics import median
from typing import Any, Final

from pypdfium2 import raw

from monitor.documents.pdf.calls import (
    ANGLE,
    FILL_COLOUR,
    LOOSE_BOX,
    ORIGIN,
    RENDER_MODE,
    TEXT,
    TEXT_OBJECT,
    UNICODE,
    UNTOLD,
    address,
    place,
)
from monitor.documents.pdf.frame import Frame, applied
from monitor.documents.pdf.garbled import UNKNOWN, is_unmapped
from monitor.documents.pdf.primitives import Glyph, PageContent, Segment

_INVISIBLE_SAMPLE: Final = 200
_SOFT_HYPHENS: Final = frozenset("\x02\ufffe")
"""The hyphen at which a word was parted, as pdfium tells it character by character and in the text as a whole."""
_FIRST_PRINTED: Final = " "
_UNUSUAL: Final = "\ud800"
"""From here on characters may be halves of characters, without meaning, or usual again."""
_NOTHING: Final = "\0"
_HIGH_SURROGATES: Final = range(0xD800, 0xDC00)
_LOW_SURROGATES: Final = range(0xDC00, 0xE000)
_SPACES: Final = frozenset("\t\n\r \xa0\u2002\u2003\u3000")
_SLANT: Final = 0.1
"""Radians off the upright within which type is straight; watermarks slant."""
_TALLEST: Final = 2.5
"""Type sizes that a character's box may measure."""
_USUAL: Final = 40.0
"""Points; a box of type up to this size is believed without asking for the type's own size."""
_LARGE: Final = 1.6
"""Type sizes of a page from which a character is too large for its text."""
_SHOWS_THROUGH: Final = 128
_PALE: Final = 160
_PALEST: Final = 240
"""Out of 255: opacity and colours of type that is meant to be overlooked."""
_SIDES: Final = 4
_FLOAT_BYTES: Final = 4


def read_glyphs(text: Any, frame: Frame, content: PageContent) -> None:
    """Puts the characters of a page of text into its content; white space is only noted where it stands."""
    count = max(raw.FPDFText_CountChars(text), 0)
    setting = _Setting(text, frame)
    signs = _told(text, _signs(text, count))
    spaced = False
    boxes = zip(signs, *_loose_boxes(text, count, frame), strict=True)
    for index, (sign, x0, top, x1, bottom) in enumerate(boxes):
        if sign in _SPACES:
            spaced = True
            continue
        if not _FIRST_PRINTED <= sign < _UNUSUAL:
            sign = _mended(sign, content)  # noqa: PLW2901  # the character is read as what it stands for
            if not sign:
                continue
        if bottom != setting.bottom or x1 <= x0 or x1 - x0 > _USUAL or bottom - top > _USUAL:
            box = setting.begin(index, Segment(x0, top, x1, bottom))
            if box is None:
                continue
            x0, top, x1, bottom = box  # noqa: PLW2901  # the loose box need not be right
        if not setting.slanting:
            glyph = Glyph(sign, x0, top, x1, bottom, setting.baseline, index, spaced, setting.turned)
            content.glyphs.append(glyph)
            spaced = False
    content.glyphs = _without_watermark(text, content.glyphs)
    content.invisible = _is_invisible(text, count)


def _mended(sign: str, content: PageContent) -> str:
    """The character that an unusual one stands for, empty where nothing is printed; the unmapped are counted."""
    if sign in _SOFT_HYPHENS:
        return "-"
    if sign < _FIRST_PRINTED or "\ud800" <= sign <= "\udfff":
        return ""
    content.unmapped += is_unmapped(sign)
    return sign


def _signs(text: Any, count: int) -> Sequence[str]:
    """The character at every place; pdfium tells them all at once unless it has left some out."""
    units = array("H", bytes(2 * (count + 1)))
    TEXT(address(text), 0, count, place(units))
    signs = units[:count].tobytes().decode("utf-16-le", "surrogatepass")
    if len(signs) == count and _NOTHING not in signs:
        return signs
    return _paired(list(map(UNICODE, repeat(address(text)), range(count))))


def _told(text: Any, signs: Sequence[str]) -> Sequence[str]:
    """The characters, those that are only numbers of glyphs because their font tells no more as unknown ones.

    A glyph without ink is a space.
    """
    untold = [at for at, error in enumerate(map(UNTOLD, repeat(address(text)), range(len(signs)))) if error]
    if not untold:
        return signs
    told = list(signs)
    for at in untold:
        told[at] = UNKNOWN if _has_ink(text, at) else _FIRST_PRINTED
    return told


def _has_ink(text: Any, index: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(_SIDES))
    asked = raw.FPDFText_GetCharBox(text, index, *map(ctypes.byref, (left, right, bottom, top)))
    return bool(asked) and left.value < right.value and bottom.value < top.value


def _paired(codes: list[int]) -> list[str]:
    """The character at every place, one that pdfium tells in two halves at the second of them."""
    signs: list[str] = []
    high = 0
    for code in codes:
        if code in _LOW_SURROGATES and high:
            signs.append(chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)))
        else:
            signs.append(_NOTHING if code in _HIGH_SURROGATES or code > 0x10FFFF else chr(code))  # noqa: PLR2004
        high = code if code in _HIGH_SURROGATES else 0
    return signs


def _loose_boxes(text: Any, count: int, frame: Frame) -> tuple[list[float], list[float], list[float], list[float]]:
    """The boxes of all characters' lines of type as they are shown; without extent where pdfium knows none."""
    size = _SIDES * _FLOAT_BYTES
    sides = array("f", bytes(size * count))
    begin = place(sides)
    for _ in map(LOOSE_BOX, repeat(address(text)), range(count), range(begin, begin + size * count, size)):
        pass
    left, top, right, bottom = (sides[side::_SIDES] for side in range(_SIDES))
    return frame.columns(left, bottom, right, top)


class _Setting:
    """How the characters are set from one on: asked for anew only where the lower side of their boxes changes.

    Characters that follow each other in the file and reach down to exactly the
    same height stand on one baseline, and neither slants.
    """

    def __init__(self, text: Any, frame: Frame) -> None:
        self._text = text
        self._address = address(text)
        self._frame = frame
        self._numbers = array("d", bytes(8 * _SIDES))
        self._places = [place(self._numbers) + 8 * i for i in range(_SIDES)]
        self.bottom = self.baseline = math.nan
        self.turned = self.slanting = False

    def begin(self, index: int, box: Segment) -> Segment | None:
        """Takes the setting from a character; gives back its box, by its ink where the loose one cannot be right.

        None where nothing is printed.
        """
        quarter, slant = divmod(ANGLE(self._address, index) + _SLANT, math.pi / 2)
        self.slanting = slant > 2 * _SLANT
        self.turned = (int(quarter) - self._frame.turns) % 2 == 1
        if not self._is_believed(index, box):
            self.bottom = math.nan
            ink = self._ink_square(index)
            self.baseline = ink.bottom if ink else math.nan
            return ink
        ORIGIN(self._address, index, *self._places[:2])
        self.baseline = applied(self._frame.matrix, self._numbers[0], self._numbers[1])[1]
        self.bottom = box.bottom
        return box

    def _is_believed(self, index: int, box: Segment) -> bool:
        """Whether the loose box can be right. In fonts for vertical writing pdfium forgets the scale."""
        least, most = sorted((box.bottom - box.top, box.x1 - box.x0))
        return least > 0 and (most <= _USUAL or most <= _TALLEST * self._type_size(index))

    def _ink_square(self, index: int) -> Segment | None:
        """The place of a character by its ink alone: an em square around the middle of the ink, at least the ink."""
        sides = [ctypes.c_double() for _ in range(_SIDES)]
        if not raw.FPDFText_GetCharBox(self._text, index, *map(ctypes.byref, sides)):
            return None
        left, right, bottom, top = (side.value for side in sides)
        box, size = self._frame.box(left, bottom, right, top), self._type_size(index)
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        wide, high = max(size, box.x1 - box.x0) / 2, max(size, box.bottom - box.top) / 2
        return Segment(x - wide, y - high, x + wide, y + high)

    def _type_size(self, index: int) -> float:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            return 0.0
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        return float(raw.FPDFText_GetFontSize(self._text, index)) * scale


def _without_watermark(text: Any, glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without those of watermarks: words in a pale colour, and large pale characters."""
    page, colours = address(text), _Colours()
    bottoms = [math.nan, *(glyph.bottom for glyph in glyphs)]
    firsts = [glyph.order for before, glyph in zip(bottoms, glyphs, strict=False) if glyph.bottom != before]
    if not any(colours.is_pale(owner) for owner in {TEXT_OBJECT(page, order) for order in firsts} if owner is not None):
        return glyphs
    owners = [TEXT_OBJECT(page, glyph.order) for glyph in glyphs]
    pale = {owner for owner in set(owners) if owner is not None and colours.is_pale(owner)}
    least = _LARGE * median([glyph.size for glyph in glyphs])
    marks = {
        owner
        for owner, glyph in zip(owners, glyphs, strict=True)
        if owner in pale and (glyph.size > least or glyph.text.isalpha())
    }
    return [glyph for owner, glyph in zip(owners, glyphs, strict=True) if owner not in marks]


class _Colours:
    """Asks for the colours of type, into the same buffer."""

    def __init__(self) -> None:
        self._numbers = array("I", bytes(4 * _SIDES))
        self._places = [place(self._numbers) + self._numbers.itemsize * i for i in range(_SIDES)]

    def is_pale(self, owner: int) -> bool:
        """Whether type shows little of itself: what is behind it shows through, or it is of a pale colour.

        What is nearly white is a colour for type on a dark ground.
        """
        if not FILL_COLOUR(owner, *self._places):
            return False
        red, green, blue, opacity = self._numbers
        return opacity <= _SHOWS_THROUGH or _PALE <= min(red, green, blue) <= max(red, green, blue) <= _PALEST


def _is_invisible(text: Any, count: int) -> bool:
    """Whether the first characters of a page are there to be found, not to be seen."""
    owners = Counter(map(TEXT_OBJECT, repeat(address(text)), range(min(count, _INVISIBLE_SAMPLE))))
    owners.pop(None, None)
    hidden = sum(number for owner, number in owners.items() if RENDER_MODE(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    return hidden * 2 > owners.total()
