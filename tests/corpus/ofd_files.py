"""Reports as OFD files: the press drawing on pages of GB/T 33190—2016."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape

from monitor.demo.reports import ReportDraft
from tests.corpus.press import HEIGHT, STYLES, WIDTH, Line, Press, Style
from tests.corpus.samples import Printer

_MM = 25.4 / 72
_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


class OfdSurface:
    """Pages of text and path objects in millimetres."""

    def __init__(self, *, a_letter: bool = False) -> None:
        self._a_letter = a_letter
        self._pages: list[list[str]] = [[]]
        self._id = 100

    def _next(self) -> int:
        self._id += 1
        return self._id

    def _add(self, markup: str) -> None:
        self._pages[-1].append(markup)

    def text(self, x: float, top: float, text: str, size: float) -> None:
        """A text object with the steps between its characters; or one object a character."""
        steps = [size if ord(letter) > 255 else size / 2 for letter in text]
        if self._a_letter:
            for letter, step in zip(text, steps, strict=True):
                self._text(x, top, letter, size, [step])
                x += step
        else:
            self._text(x, top, text, size, steps)

    def _text(self, x: float, top: float, text: str, size: float, steps: Sequence[float]) -> None:
        boundary = _numbers(x, top, sum(steps), size)
        deltas = f' DeltaX="{_numbers(*steps[:-1])}"' if len(steps) > 1 else ""
        self._add(
            f'<ofd:TextObject ID="{self._next()}" Boundary="{boundary}" Font="2" Size="{size * _MM:.3f}">'
            f'<ofd:TextCode X="0" Y="{size * 0.86 * _MM:.3f}"{deltas}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def _path(self, box: Line, data: str, attributes: str) -> None:
        x0, top, x1, bottom = box
        boundary = _numbers(x0, top, max(x1 - x0, 0.4), max(bottom - top, 0.4))
        self._add(
            f'<ofd:PathObject ID="{self._next()}" Boundary="{boundary}" LineWidth="0.18" {attributes}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def rectangle(self, x0: float, top: float, x1: float, bottom: float, *, gray: float | None, edged: bool) -> None:
        """A rectangle."""
        w, h = x1 - x0, bottom - top
        corners = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h), (0.0, 0.0)]
        data = "M " + " L ".join(_numbers(*corner) for corner in corners) + " C"
        fill = "true" if gray is not None else "false"
        self._path((x0, top, x1, bottom), data, f'Stroke="{str(edged).lower()}" Fill="{fill}"')

    def lines(self, lines: Sequence[Line]) -> None:
        """Stroked lines."""
        for a, b, c, d in lines:
            self._path((a, b, c, d), f"M 0 0 L {_numbers(c - a, d - b)}", 'Stroke="true"')

    def path(self, boxes: Sequence[Line]) -> None:
        """One filled path."""
        hull = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        parts = []
        for a, b, c, d in boxes:
            corners = [(a, b), (c, b), (c, d), (a, d)]
            parts.append("M " + " L ".join(_numbers(x - hull[0], y - hull[1]) for x, y in corners) + " C")
        self._path(hull, " ".join(parts), 'Stroke="false" Fill="true"')

    def end_page(self) -> None:
        """The next page."""
        self._pages.append([])

    def finish(self) -> bytes:
        """The file."""
        pages = self._pages[:-1]
        listed = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number in range(1, len(pages) + 1)
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "OFD.xml",
                f'{_XML}<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
                "<ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            )
            area = f"<ofd:PageArea><ofd:PhysicalBox>{_numbers(0, 0, WIDTH, HEIGHT)}</ofd:PhysicalBox></ofd:PageArea>"
            archive.writestr(
                "Doc_0/Document.xml",
                f"{_XML}<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{self._id}</ofd:MaxUnitID>{area}"
                f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            )
            for number, objects in enumerate(pages, 1):
                archive.writestr(
                    f"Doc_0/Pages/Page_{number}/Content.xml",
                    f'{_XML}<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="{number + 50}">'
                    f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>",
                )
        return buffer.getvalue()


def _numbers(*points: float) -> str:
    return " ".join(f"{point * _MM:.3f}" for point in points)


def printed(draft: ReportDraft, style: Style = STYLES["solid boxes"], *, a_letter: bool = False) -> bytes:
    """The report in that style."""
    return Press(OfdSurface(a_letter=a_letter), style).report(draft)


LAYOUTS: Mapping[str, Printer] = {
    **{name: partial(printed, style=style) for name, style in STYLES.items()},
    "one object a character": partial(printed, a_letter=True),
}
