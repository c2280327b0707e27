"""PDF with a text layer: paragraphs and tables with page and place."""

import io
import logging
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from crawler.text import tidy
from monitor.documents.characters import legible
from monitor.documents.kinds import PDF
from monitor.documents.model import Block, Box, Cell, Document, Paragraph, Table, UnreadableDocumentError

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(data: bytes) -> Document:
    """The document in a PDF file; raises :class:`UnreadableDocumentError` where it is broken or has no text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            blocks = [block for page in pdf.pages for block in _page(page)]
            count = len(pdf.pages)
    except (PDFSyntaxError, PdfminerException) as problem:
        raise UnreadableDocumentError("PDF 文件不完整或已损坏，请重新下载。") from problem
    if not blocks:
        raise UnreadableDocumentError("PDF 没有文字层，多半是扫描件；请向发布机关索取带文字的文件，或先做文字识别。")
    return Document(PDF, blocks, pages=count)


def _page(page: Page) -> Iterator[Block]:
    tables = page.find_tables()
    placed: list[tuple[float, Block]] = [(found.bbox[1], _table(page, found)) for found in tables]
    outside = page.filter(lambda item: not any(_within(item, found.bbox) for found in tables))
    for line in outside.extract_text_lines():
        box = Box(page.page_number, line["x0"], line["top"], line["x1"], line["bottom"])
        placed.append((line["top"], Paragraph(tidy(legible(line["text"])), page.page_number, box)))
    yield from (block for _, block in sorted(placed, key=lambda item: item[0]))


def _within(item: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    middle = (item["top"] + item["bottom"]) / 2
    return box[1] <= middle <= box[3]


def _table(page: Page, found: "pdfplumber.table.Table") -> Table:
    lefts = sorted({cell[0] for cell in found.cells})
    tops = sorted({cell[1] for cell in found.cells})
    cells = [
        Cell(
            tidy(legible(page.crop(box).extract_text() or "")),
            tops.index(box[1]),
            lefts.index(box[0]),
            sum(box[1] <= top < box[3] for top in tops),
            sum(box[0] <= left < box[2] for left in lefts),
            page.page_number,
            Box(page.page_number, box[0], box[1], box[2], box[3]),
        )
        for box in found.cells
    ]
    return Table(tuple(cells), page.page_number)
