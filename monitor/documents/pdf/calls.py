"""The functions of pdfium that are asked for every character and every line, declared for speed.

The same functions of the same library as :mod:`pypdfium2.raw` has them, but
places in memory are plain numbers, so that many results lie in one array, and
the interpreter's lock is kept: letting it go takes longer than the answer.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_void_p
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw

if TYPE_CHECKING:
    from array import array

Call = Callable[..., Any]


def _plain(function: Any, result: Any, *arguments: Any) -> Call:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


def address(handle: Any) -> int:
    """A pointer of pypdfium2 as the number that it is."""
    return ctypes.cast(handle, c_void_p).value or 0


def place(numbers: "array[float] | array[int]") -> int:
    """Where an array lies; it must not grow while pdfium writes into it."""
    return numbers.buffer_info()[0]


LOOSE_BOX: Final = _plain(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
ORIGIN: Final = _plain(raw.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
ANGLE: Final = _plain(raw.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
UNICODE: Final = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, c_void_p, c_int)
UNTOLD: Final = _plain(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
TEXT: Final = _plain(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
TEXT_OBJECT: Final = _plain(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
RENDER_MODE: Final = _plain(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
FILL_COLOUR: Final = _plain(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)

PAGE_OBJECT: Final = _plain(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
FORM_OBJECT: Final = _plain(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
FORM_COUNT: Final = _plain(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
KIND: Final = _plain(raw.FPDFPageObj_GetType, c_int, c_void_p)
BOUNDS: Final = _plain(raw.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
MATRIX: Final = _plain(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
DRAW_MODE: Final = _plain(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
PIECES: Final = _plain(raw.FPDFPath_CountSegments, c_int, c_void_p)
PIECE: Final = _plain(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
POINT: Final = _plain(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
PIECE_KIND: Final = _plain(raw.FPDFPathSegment_GetType, c_int, c_void_p)
CLOSES: Final = _plain(raw.FPDFPathSegment_GetClose, c_int, c_void_p)
