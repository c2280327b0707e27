"""What others do with the same PDF files: pdfplumber as its manual says, and pdfium's text without any table."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pypdfium2 as pdfium

from monitor.documents.kinds import PDF
from monitor.documents.model import Block, Cell, Document, Paragraph, Table
from tests.corpus.samples import Sample

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def tables(data: bytes) -> None:
    """pdfplumber: ``open`` and ``extract_tables`` on every page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def text(data: bytes) -> None:
    """pdfium: the text of every page, the least that any reader on it takes."""
    document = pdfium.PdfDocument(data)
    try:
        for page in document:
            spoken = page.get_textpage()
            spoken.get_text_bounded()
            spoken.close()
            page.close()
    finally:
        document.close()


def document(sample: Sample) -> Document:
    """All that pdfplumber finds, as a document for our reader of reports: tables with their spans, and lines."""
    with pdfplumber.open(io.BytesIO(sample.data)) as pdf:
        return Document(PDF, [block for page in pdf.pages for block in _blocks(page)])


def _blocks(page: Any) -> Iterator[Block]:
    found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    ends = [0.0, *(table.bbox[3] for table in found)]
    begins = [*(table.bbox[1] for table in found), page.height]
    for i, (top, bottom) in enumerate(zip(ends, begins, strict=True)):
        if bottom > top:
            between = page.crop((0, top, page.width, bottom), strict=False)
            yield from (Paragraph(line, page.page_number) for line in between.extract_text().splitlines())
        if i < len(found):
            yield _table(found[i], page.page_number)


def _table(found: Any, page: int) -> Table:
    xs, ys = ({edge for cell in found.cells for edge in (cell[side], cell[side + 2])} for side in (0, 1))
    columns, rows = ({edge: i for i, edge in enumerate(sorted(edges))} for edges in (xs, ys))
    cells = [
        Cell(text or "", rows[box[1]], columns[box[0]], rows[box[3]] - rows[box[1]], columns[box[2]] - columns[box[0]])
        for row, texts in zip(found.rows, found.extract(), strict=True)
        for box, text in zip(row.cells, texts, strict=True)
        if box is not None
    ]
    return Table(tuple(cells), page)
