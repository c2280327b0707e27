"""Pages that are drawn with some of their places outlined in red."""

import io
from collections.abc import Sequence
from typing import Any, Final, Protocol

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, UnidentifiedImageError

from monitor.documents import limits
from monitor.documents.model import Box, UnreadableDocumentError
from monitor.documents.pdf.frame import Frame
from monitor.documents.pdf.primitives import PDFIUM

_DPI: Final = 130
"""Dots an inch of a drawn page: digits of a table can be read, and a page takes 200 KiB."""
_POINTS: Final = 72
_QUARTER: Final = 90
_PAGE_WIDTH: Final = 8.27
"""Inches of A4: a picture is taken to be as wide, as its reader took it."""
_RED: Final = (220, 20, 30)
_WIDE: Final = 3
_AROUND: Final = 2.0
"""Points between words and the line around them."""
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
        """A page with the boxes outlined; turned and straightened as its reader did: the boxes are of that page."""
        with PDFIUM:
            document = pdfium.PdfDocument(self._data)
            try:
                sheet = document[page - 1]
                width, height = sheet.get_size()
                scale = min(_DPI / _POINTS, (limits.PIXELS / max(width * height, 1)) ** 0.5)
                bitmap = sheet.render(scale=scale)
                text = sheet.get_textpage()
                turns = Frame.of(sheet.raw, text.raw).turns - sheet.get_rotation() // _QUARTER
                image = bitmap.to_pil().convert("RGB").rotate(-_QUARTER * turns, expand=True)
                scanned = text.count_chars() <= _SCAN_TEXT_MOST
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
    """Pictures whose pages follow each other; a picture has one page, but for TIFF."""

    def __init__(self, pictures: Sequence[bytes]) -> None:
        try:
            images = [Image.open(io.BytesIO(data)) for data in pictures]
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as problem:
            raise UnreadableDocumentError("图片不完整或已损坏，请重新下载。") from problem
        # Pictures in an archive count as one page each, as their reader counts them.
        frames = getattr(images[0], "n_frames", 1) if len(images) == 1 else 1
        self._pages = [(image, frame) for image in images for frame in range(frames)]

    def png(self, page: int, boxes: Sequence[Box]) -> bytes:
        """A page, straightened, with the boxes outlined."""
        image, frame = self._pages[page - 1]
        image.seek(frame)
        sheet = _upright(image.convert("RGB"))
        wide = round(_PAGE_WIDTH * _DPI)
        size = (wide, round(sheet.height * wide / sheet.width))
        return _outlined(sheet.resize(size), boxes, _DPI / _POINTS)

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
    return _by_line(
        [Box(number, left, height - top, right, height - bottom) for left, bottom, right, top in rectangles]
    )


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    """One box a line of type, a little larger than its ink; the file may have every character on its own."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and box.top < last.bottom and last.top < box.bottom and box.x1 > last.x0:
            low, high = min(last.top, box.top), max(last.bottom, box.bottom)
            lines[-1] = Box(box.page, min(last.x0, box.x0), low, max(last.x1, box.x1), high)
        else:
            lines.append(box)
    return [Box(b.page, b.x0 - _AROUND, b.top - _AROUND, b.x1 + _AROUND, b.bottom + _AROUND) for b in lines]


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
