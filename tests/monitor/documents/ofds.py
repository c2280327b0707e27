"""OFD files written by hand, part by part, in the manners of the programs that make them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.monitor.documents.forms import Spot

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SHEET = "0 0 210 297"
ENTRY = (
    "<ofd:DocBody><ofd:DocInfo><ofd:Title>年报</ofd:Title></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>"
)
ROW = 9.0
"""Millimetres of a table's row."""
COLUMN = 44.0
SIZE = 3.5
LEFT, TOP = 17.0, 40.0


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ofd(*pages: str, common: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A file with those pages; ``common`` goes into its common data, ``more`` are further parts."""
    return packed({**parts_of(*pages, common=common), **(more or {})})


def parts_of(*pages: str, common: str = "") -> dict[str, str | bytes]:
    """The parts of a file, each page given by its objects or as a whole."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = f"<ofd:PageArea><ofd:PhysicalBox>{SHEET}</ofd:PhysicalBox></ofd:PageArea>"
    document = f"<ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
    return {
        "OFD.xml": root("OFD", ENTRY.format(root="Doc_0/Document.xml")),
        "Doc_0/Document.xml": root("Document", document),
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page(objects) for n, objects in enumerate(pages)},
    }


def root(name: str, content: str) -> str:
    """A part with that root."""
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {NAMESPACE}>{content}</ofd:{name}>'


def page(objects: str) -> str:
    """A page with one layer, unless the objects are a page already."""
    if "<ofd:Content>" in objects:
        return root("Page", objects)
    return root("Page", f'<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content>')


def text(x: float, y: float, words: str, *, size: float = SIZE, attributes: str = "", inner: str = "") -> str:
    """A line of type whose upper left corner is there, with the steps between its characters."""
    steps = "".join(f" {size if ord(letter) > 255 else size / 2:.4f}" for letter in words[:-1])
    code = f'<ofd:TextCode X="0" Y="{0.88 * size:.4f}" DeltaX="{steps.strip()}">{escape(words)}</ofd:TextCode>'
    place = f'Boundary="{x} {y} {size * len(words) + 1} {size + 1}"'
    return f'<ofd:TextObject ID="9" {place} Font="2" Size="{size}" {attributes}>{inner}{code}</ofd:TextObject>'


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked line."""
    place = f'Boundary="{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}"'
    data = f"M 0 0 L {x1 - x0} {y1 - y0}"
    return f'<ofd:PathObject ID="9" {place}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def box(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked rectangle."""
    w, h = x1 - x0, y1 - y0
    data = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"
    place = f'Boundary="{x0} {y0} {w} {h}"'
    return f'<ofd:PathObject ID="9" {place}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def table(spots: Sequence[Spot], *, left: float = LEFT, top: float = TOP, drawn=None, lettered=None) -> str:
    """A ruled table; ``drawn`` makes the border of a cell, ``lettered`` its text."""
    drawn, lettered = drawn or box, lettered or text
    parts = []
    for spot in spots:
        x0, y0 = left + spot.column * COLUMN, top + spot.row * ROW
        parts.append(drawn(x0, y0, x0 + spot.colspan * COLUMN, y0 + spot.rowspan * ROW))
        parts.append(lettered(x0 + 1, y0 + 2, spot.text) if spot.text else "")
    return "".join(parts)
