"""DOCX files made for the tests with python-docx, and by hand where it has no word for something."""

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.monitor.documents.forms import Spot

NAMESPACES = nsdecls("w")


def word(build: Callable[[Document], object]) -> bytes:
    """A file whose content a function writes."""
    document = docx.Document()
    build(document)
    return saved(document)


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_table(document: Document, spots: Sequence[Spot]) -> None:
    """A table with merged cells at the end of the document."""
    rows = max(spot.row + spot.rowspan for spot in spots)
    columns = max(spot.column + spot.colspan for spot in spots)
    table = document.add_table(rows, columns)
    for spot in spots:
        cell = table.cell(spot.row, spot.column)
        if spot.rowspan > 1 or spot.colspan > 1:
            cell = cell.merge(table.cell(spot.row + spot.rowspan - 1, spot.column + spot.colspan - 1))
        cell.text = spot.text


def add_xml(document: Document, markup: str) -> None:
    """Elements of the body written by hand, before the section's properties."""
    wrapped = parse_xml(f"<w:body {NAMESPACES}>{markup}</w:body>")
    for element in list(wrapped):
        document.element.body.insert(len(document.element.body) - 1, element)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one part replaced or added."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != name:
                target.writestr(info, source.read(info))
        target.writestr(name, content)
    return buffer.getvalue()
