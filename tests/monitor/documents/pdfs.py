"""PDF files made for the tests: text, tables in every manner of ruling, pages by hand."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import reportlab
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.monitor.documents.forms import Spot

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Ruling = Literal["ruled", "dotted", "thin", "double", "boxes", "open", "none", "horizontal", "one path"]
Draw = Callable[[Canvas], None]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> bytes:
    """A file of pages, each drawn by a function; options are those of reportlab's canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True, **options)
    canvas.setTitle("测试报告")
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def together(*draws: Draw) -> Draw:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 12) -> None:
    """One line of type whose line box begins at ``top``."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - size, text)


def broken(text: str, width: float, size: float) -> list[str]:
    """The lines of a paragraph with an indent of two characters; Latin words and numbers stay whole."""
    lines = ["\u3000\u3000"]
    for word in re.findall(r"[!-~]+|.", text):
        if pdfmetrics.stringWidth(lines[-1] + word, FONT, size) > width + 0.1:
            lines.append("")
        lines[-1] += word
    return lines


def paragraphs(*texts: str, top: float = 80, left: float = 90, columns: int = 34, size: float = 12) -> Draw:
    """Paragraphs of running text as wide as so many characters."""

    def draw(canvas: Canvas) -> None:
        y = top
        for text in texts:
            for line in broken(text, columns * size, size):
                write(canvas, left + size * (len(line) - len(line.lstrip("\u3000"))), y, line.lstrip("\u3000"), size)
                y += size * 1.75

    return draw


def table(
    spots: Sequence[Spot],
    *,
    ruling: Ruling = "ruled",
    top: float = 100,
    left: float = 60,
    widths: Sequence[float] | None = None,
    height: float = 22,
    size: float = 8,
) -> Draw:
    """A table with centred text, long labels broken to the width of their cells."""
    columns = max(spot.column + spot.colspan for spot in spots)
    edges = [left]
    for width in widths or [(WIDTH - 2 * left) / columns] * columns:
        edges.append(edges[-1] + width)

    def draw(canvas: Canvas) -> None:
        for spot in spots:
            x0, x1 = edges[spot.column], edges[spot.column + spot.colspan]
            y0 = HEIGHT - top - spot.row * height
            y1 = y0 - spot.rowspan * height
            fill(canvas, spot.text, (x0, y1, x1, y0), size)
            rule(canvas, ruling, (x0, y1, x1, y0), (edges[0], edges[-1]))

    return draw


def fill(canvas: Canvas, text: str, box: tuple[float, float, float, float], size: float) -> None:
    """The text of one cell in its middle, broken to its width."""
    x0, y1, x1, y0 = box
    canvas.setFont(FONT, size)
    lines: list[str] = [""]
    for letter in text:
        if pdfmetrics.stringWidth(lines[-1] + letter, FONT, size) > x1 - x0 - 4:
            lines.append("")
        lines[-1] += letter
    step = min(size * 1.1, (y0 - y1) / len(lines))
    y = (y0 + y1) / 2 + step * (len(lines) - 1) / 2 - size * 0.35
    for line in lines:
        canvas.drawCentredString((x0 + x1) / 2, y, line)
        y -= step


def rule(canvas: Canvas, ruling: Ruling, box: tuple[float, float, float, float], sides: tuple[float, float]) -> None:
    """The border of one cell in the manner asked for."""
    x0, y1, x1, y0 = box
    lines = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    if ruling == "open":
        lines = [line for line in lines if line[0] != line[2] or line[0] not in sides]
    elif ruling == "horizontal":
        lines = lines[:2]
    canvas.setLineWidth(0.5)
    if ruling in ("ruled", "open", "horizontal"):
        canvas.lines(lines)
    elif ruling == "boxes":
        canvas.rect(x0, y1, x1 - x0, y0 - y1, stroke=1, fill=0)
    elif ruling == "double":
        canvas.lines(lines)
        canvas.lines([(a + 1.2, b - 1.2, c + 1.2, d - 1.2) for a, b, c, d in lines])
    elif ruling in ("thin", "one path"):
        _thin(canvas, lines)
    elif ruling == "dotted":
        for a, b, c, d in lines:
            for i in range(int(max(abs(c - a), abs(d - b)) / 2) + 1):
                canvas.rect(a + (2 * i if c > a else 0), b - (2 * i if d < b else 0), 0.7, 0.7, stroke=0, fill=1)


def _thin(canvas: Canvas, lines: Iterable[tuple[float, float, float, float]]) -> None:
    path = canvas.beginPath()
    for a, b, c, d in lines:
        path.rect(min(a, c), min(b, d), abs(c - a) or 0.5, abs(d - b) or 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
_NUMBERED = """%d 0 obj
<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Vera /Encoding /Identity-H /DescendantFonts [900 0 R] >>
endobj
900 0 obj
<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Vera /DW 600 /CIDToGIDMap /Identity /FontDescriptor 901 0 R
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>
endobj
901 0 obj
<< /Type /FontDescriptor /FontName /AAAAAA+Vera /Flags 4 /FontBBox [-183 -236 1287 928] /ItalicAngle 0
/Ascent 928 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 902 0 R >>
endobj
902 0 obj
<< /Length %d >>
stream
"""


def numbered(canvas: Canvas, x: float, top: float, glyphs: Sequence[int], size: float = 12) -> None:
    """Glyphs by their numbers, in the font that :func:`without_map` puts in the place of Helvetica."""
    canvas.setFont("Helvetica", size)
    codes = "".join(f"{glyph:04x}" for glyph in glyphs)
    canvas.addLiteral(f"BT /F1 {size} Tf {x} {HEIGHT - top - size} Td <{codes}> Tj ET")


def without_map(data: bytes) -> bytes:
    """The file with a font in the place of Helvetica that does not tell which characters its glyphs are."""
    font = VERA.read_bytes()
    found = re.search(rb"(\d+) 0 obj\s*<<\s*/BaseFont /Helvetica.*?endobj", data, re.DOTALL)
    assert found
    begin = (_NUMBERED % (int(found[1]), len(font))).encode()
    return b"".join((data[: found.start()], begin, font, b"\nendstream\nendobj", data[found.end() :]))


def picture(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    """A grey picture in a box of points from the upper left."""
    image = Image.new("L", (40, 40), 200)
    x0, top, x1, bottom = box
    canvas.drawImage(ImageReader(image), x0, HEIGHT - bottom, x1 - x0, bottom - top)
