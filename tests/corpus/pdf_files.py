"""Reports as PDF files: drawn by the press, printed by a browser, exported by LibreOffice."""

import io
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from monitor.demo.reports import ReportDraft
from tests.corpus.press import HEIGHT, STYLES, WIDTH, Line, Press, Style
from tests.corpus.samples import Printer

FONT = "STSong-Light"
RADICALS = "Radicals"
_PLAIN = "一二人入力又口土大子小工方日月生用目立自行言金"
_RADICALS = "⼀⼆⼈⼊⼒⼜⼝⼟⼤⼦⼩⼯⽅⽇⽉⽣⽤⽬⽴⾃⾏⾔⾦"
_KANGXI = str.maketrans(_PLAIN, _RADICALS)


def _radicals() -> TTFont:
    """A font that knows the radicals by their code; what they look like does not matter here."""
    font = TTFont(RADICALS, "Vera.ttf")
    for code in map(ord, _RADICALS):
        font.face.charToGlyph[code] = font.face.charToGlyph[ord("M")]
        font.face.charWidths[code] = 1000
    return font


pdfmetrics.registerFont(UnicodeCIDFont(FONT))
pdfmetrics.registerFont(_radicals())


class PdfSurface:
    """A surface of reportlab. ``turned``: the sheet lies on its side and says it is to be turned."""

    def __init__(self, *, turned: bool = False, kangxi: bool = False, watermark: str = "", **options: Any) -> None:
        self._buffer = io.BytesIO()
        self._turned, self._kangxi, self._watermark = turned, kangxi, watermark
        # reportlab itself exchanges the sides of a sheet that is turned.
        self.canvas: Any = Canvas(self._buffer, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
        self._begin()

    def _begin(self) -> None:
        if self._turned:
            self.canvas.setPageRotation(90)
            self.canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        if self._watermark:
            self.canvas.saveState()
            self.canvas.translate(150, 250)
            self.canvas.rotate(45)
            self.canvas.setFont(FONT, 60)
            self.canvas.setFillGray(0.9)
            self.canvas.drawString(0, 0, self._watermark)
            self.canvas.restoreState()
        self.canvas.setLineWidth(0.5)

    def text(self, x: float, top: float, text: str, size: float) -> None:
        """A line of type."""
        baseline = HEIGHT - top - size * 0.86
        for run in re.findall(r"[⺀-⿕]+|[^⺀-⿕]+", text.translate(_KANGXI) if self._kangxi else text):
            font = RADICALS if "⺀" <= run[0] <= "⿕" else FONT
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, baseline, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def rectangle(self, x0: float, top: float, x1: float, bottom: float, *, gray: float | None, edged: bool) -> None:
        """A rectangle."""
        if gray is not None:
            self.canvas.setFillGray(gray)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=int(edged), fill=int(gray is not None))
        self.canvas.setFillGray(0)

    def lines(self, lines: Sequence[Line]) -> None:
        """Stroked lines."""
        self.canvas.lines([(a, HEIGHT - b, c, HEIGHT - d) for a, b, c, d in lines])

    def path(self, boxes: Sequence[Line]) -> None:
        """One filled path."""
        path = self.canvas.beginPath()
        for a, b, c, d in boxes:
            path.rect(a, HEIGHT - d, c - a, d - b)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def end_page(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self._begin()

    def finish(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._buffer.getvalue()


def printed(draft: ReportDraft, style: Style = STYLES["solid boxes"], **options: Any) -> bytes:
    """The report in that style; options are those of :class:`PdfSurface`."""
    return Press(PdfSurface(**options), style).report(draft)


def _damaged(draft: ReportDraft) -> bytes:
    """A file whose cross-reference table points to the wrong places."""
    return re.sub(rb"(?m)^(\d{10}) (\d{5}) n", lambda m: b"%010d %s n" % (int(m[1]) + 7, m[2]), printed(draft))


LAYOUTS: Mapping[str, Printer] = {
    **{name: partial(printed, style=style) for name, style in STYLES.items()},
    "Kangxi radicals": partial(printed, kangxi=True),
    "encrypted, empty password": lambda draft: printed(
        draft, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0, canPrint=0)
    ),
    "damaged cross-reference table": _damaged,
    "pages turned by 90 degrees": partial(printed, turned=True),
    "slanting watermark": partial(printed, watermark="政府信息公开"),
}
