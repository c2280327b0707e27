"""Pages that are drawn with some of their places outlined in red."""

import io
from collections.abc import Sequence
from typing import Any, Final, Protocol

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, UnidentifiedImageError

from monitor.documents import limits
from monitor.documents.model import Box, UnreadableDocumentError
from monitor.documents.pdf.primitives import PDFIUM

_DPI: Final = 130
"""Dots an inch of a drawn page: digits of a table can be read, and a page takes 200 KiB."""
_POINTS: Final = 72
_PAGE_WIDTH: Final = 8.27
"""Inches of A4: a picture is taken to be as wide, as its reader took it."""
_RED: Final = (220, 20, 30)
_WIDE: Final = 3
_SCAN_TEXT_MOST: Final = 30
"""Characters up to which a page of a PDF file is a picture, as its reader took it."""


class Paper(Protocol):
    """The pages of one file."""

    def png(self, page: int, boxes: Sequence[Box]) -> bytes:
        """A page, counted from 1, as PNG with the boxes outlined."""

    def search(self, words: str, page: int | None) -> list[Box]:
        """Where words stand, on that page or on the first that has them; empty where pages have no text layer."""


class PdfPaper:
    """The pages of a PDF file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def png(self, page: int, boxes: Sequence[Box]) -> bytes:
        """A page with the boxes outlined; a scanned one straightened, since its boxes are those of the upright page."""
        with PDFIUM:
            document = pdfium.PdfDocument(self._data)
            try:
                sheet = document[page - 1]
                width, height = sheet.get_size()
                scale = min(_DPI / _POINTS, (limits.PIXELS / max(width * height, 1)) ** 0.5)
                bitmap = sheet.render(scale=scale)
                image = bitmap.to_pil().convert("RGB")
                scanned = sheet.get_textpage().count_chars() <= _SCAN_TEXT_MOST
            finally:
                document.close()
        return _outlined(_upright(image) if scanned else image, boxes, scale)

    def search(self, words: str, page: int | None) -> list[Box]:
        """Where the words stand on the page, else on the first page that has them."""
        with PDFIUM:
            document = pdfium.PdfDocument(self._data)
            try:
                numbers = [page] if page else range(1, len(document) + 1)
                return next((boxes for number in numbers if (boxes := _found(document[number - 1], number, words))), [])
            finally:
                document.close()


class PicturePaper:
    """The pages of a picture, which are one but for TIFF."""

    def __init__(self, data: bytes) -> None:
        try:
            self._image = Image.open(io.BytesIO(data))
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as problem:
            raise UnreadableDocumentError("图片不完整或已损坏，请重新下载。") from problem

    def png(self, page: int, boxes: Sequence[Box]) -> bytes:
        """A page, straightened, with the boxes outlined."""
        self._image.seek(page - 1)
        image = _upright(self._image.convert("RGB"))
        wide = round(_PAGE_WIDTH * _DPI)
        size = (wide, round(image.height * wide / image.width))
        return _outlined(image.resize(size), boxes, _DPI / _POINTS)

    def search(self, words: str, page: int | None) -> list[Box]:  # noqa: ARG002 - a picture has no text to search
        """Nothing."""
        return []


def _found(sheet: Any, number: int, words: str) -> list[Box]:
    """The rectangles of the words on a page, line by line."""
    text = sheet.get_textpage()
    match = text.search(words).get_next() if words else None
    if match is None:
        return []
    height = sheet.get_height()
    rectangles = [text.get_rect(at) for at in range(text.count_rects(*match))]
    return [Box(number, left, height - top, right, height - bottom) for left, bottom, right, top in rectangles]


def _upright(image: Image.Image) -> Image.Image:
    """The page as its reader turned it; as it is where recognition is not installed."""
    try:
        import numpy as np  # noqa: PLC0415 - an extra of the package

        from monitor.documents.scans.straighten import skew  # noqa: PLC0415 - as above
    except ImportError:
        return image
    angle = skew(np.asarray(image.convert("L"), dtype=np.uint8))
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))


def _outlined(image: Image.Image, boxes: Sequence[Box], scale: float) -> bytes:
    pen = ImageDraw.Draw(image)
    for box in boxes:
        sides = (box.x0 * scale - 1, box.top * scale - 1, box.x1 * scale + 1, box.bottom * scale + 1)
        pen.rectangle(sides, outline=_RED, width=_WIDE)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
