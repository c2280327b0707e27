"""Pages that nianbao draws itself, as a PDF file: sheets of type and lines, and what OFD pages show on them."""

import io
from functools import cache
from typing import Any, Final

from monitor.documents import limits
from monitor.documents.model import Box
from monitor.documents.ofd.paths import Shape
from monitor.documents.pdf.primitives import Glyph, Segment

_FONT: Final = "STSong-Light"
"""A name that every drawer of PDF pages knows and puts a Chinese font of the machine in the place of."""
_HAIR: Final = 0.5
"""Points; how wide a ruling is at least."""
_NATURAL: Final = 0.05
"""Share by which a character may be narrower or wider than usual before it is squeezed or stretched."""


class Sheets:
    """Sheets being drawn one after another; places are points from the upper left corner, as in :class:`Box`."""

    def __init__(self) -> None:
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - a tenth of a second

        _register()
        self._packed = io.BytesIO()
        self._canvas: Any = Canvas(self._packed, invariant=1)
        self._height = 0.0

    def begin(self, width: float, height: float) -> None:
        """A new sheet of that size."""
        self._height = height
        self._canvas.setPageSize((width, height))
        self._canvas.setLineWidth(_HAIR)

    def text(self, x: float, baseline: float, text: str, size: float, *, wide: float | None = None) -> None:
        """A line of type; made ``wide`` points wide where that is given and is not its usual width."""
        setting = self._canvas.beginText(x, self._height - baseline)
        setting.setFont(_FONT, size)
        usual = text_width(text) * size
        scale = wide / usual if wide and usual else 1.0
        # The scale outlives the text object, so every one sets its own.
        setting.setHorizScale(100 * scale if abs(scale - 1) > _NATURAL else 100)
        setting.textOut(text)
        self._canvas.drawText(setting)

    def area(self, shape: Shape) -> None:
        """A filled area with its holes."""
        path = self._canvas.beginPath()
        for first, *rest in shape.outlines:
            path.moveTo(first[0], self._height - first[1])
            for x, y in rest:
                path.lineTo(x, self._height - y)
            path.close()
        self._canvas.setFillGray(shape.gray / 255)
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
        self._canvas.setFillGray(0)

    def fill(self, line: Segment) -> None:
        """A ruling, as broad as it is."""
        wide, high = max(line.x1 - line.x0, _HAIR), max(line.bottom - line.top, _HAIR)
        self._canvas.rect(line.x0, self._height - line.top - high, wide, high, stroke=0, fill=1)

    def frame(self, box: Box) -> None:
        """The edges of a cell."""
        high = box.bottom - box.top
        self._canvas.rect(box.x0, self._height - box.bottom, box.x1 - box.x0, high)

    def turned(self, glyph: Glyph) -> None:
        """A character that lies on its side."""
        self._canvas.saveState()
        self._canvas.translate(glyph.x0 + 0.12 * glyph.size, self._height - glyph.top)
        self._canvas.rotate(-90)
        self._canvas.setFont(_FONT, glyph.size)
        self._canvas.drawString(0, 0, glyph.text)
        self._canvas.restoreState()

    def picture(self, data: bytes, box: Box) -> None:
        """A picture in its place; nothing where the bytes are no picture that can be drawn."""
        from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only for pictures
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - as above

        try:
            image = Image.open(io.BytesIO(data))
            if image.width * image.height > limits.PIXELS:
                return
            reader = ImageReader(image.convert("RGB"))
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            return
        high = box.bottom - box.top
        self._canvas.drawImage(reader, box.x0, self._height - box.bottom, box.x1 - box.x0, high)

    def end(self) -> None:
        """The sheet is full."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._packed.getvalue()


def text_width(text: str) -> float:
    """How wide a line of type is in type sizes."""
    return sum(map(_sign_width, text))


@cache
def _sign_width(sign: str) -> float:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - a tenth of a second

    _register()
    return float(pdfmetrics.stringWidth(sign, _FONT, 1))


@cache
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - a tenth of a second
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 - as above

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


def ofd_pages(data: bytes) -> bytes:
    """The pages of an OFD file with their type, rulings, areas and pictures in place, in grays.

    Raises UnreadableDocumentError where the file cannot be read.
    """
    from monitor.documents.ofd.container import OfdFile  # noqa: PLC0415 - only for OFD
    from monitor.documents.ofd.drawing import drawn  # noqa: PLC0415 - as above

    file = OfdFile(data)
    sheets = Sheets()
    for number, source in enumerate(file.pages(limits.PAGES), 1):
        drawing = drawn(source, number)
        sheets.begin(drawing.content.width, drawing.content.height)
        for path, box in drawing.pictures:
            sheets.picture(file.picture(path) or b"", box)
        for shape in drawing.shapes:
            sheets.area(shape)
        for line in drawing.content.segments:
            sheets.fill(line)
        # Type that recognition laid over a scan is not seen.
        for glyph in () if drawing.content.invisible else drawing.content.glyphs:
            _set(sheets, glyph)
        sheets.end()
    return sheets.finish()


def _set(sheets: Sheets, glyph: Glyph) -> None:
    if glyph.turned:
        sheets.turned(glyph)
    else:
        sheets.text(glyph.x0, glyph.baseline, glyph.text, glyph.size, wide=glyph.x1 - glyph.x0)
