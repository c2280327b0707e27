"""Pages of a PDF file that are pictures, and pictures of tables amid its text, handed to recognition."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pypdfium2 as pdfium

from monitor.documents import limits
from monitor.documents.model import Block, Box, Picture, Table
from monitor.documents.pdf.primitives import PDFIUM
from monitor.documents.scans.page import POINTS, holds_grid, moved, read_scan
from monitor.documents.scans.straighten import Gray

FINENESS: Final = 200
"""Dots an inch at which pages are drawn; scans are seldom finer, and digits of a table are 20 dots high."""


def read_page_picture(data: bytes, number: int) -> list[Block]:
    """The blocks of a page taken as a picture; ``number`` counts from 1.

    Raises UnreadableDocumentError where recognition is not installed.
    """
    gray, dpi = drawn(data, number)
    return read_scan(gray, page=number, dpi=dpi)


def read_pictures(data: bytes, number: int, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page of text with its pictures of tables read; other pictures stay as they are."""
    gray, dpi = drawn(data, number)
    read: list[Block] = []
    for block in blocks:
        found = _table_in(gray, dpi, block.box) if isinstance(block, Picture) and block.box else []
        read.extend(found or [block])
    return read


def _table_in(gray: Gray, dpi: float, box: Box) -> list[Block]:
    left, top, right, bottom = (max(0, round(side * dpi / POINTS)) for side in (box.x0, box.top, box.x1, box.bottom))
    crop = np.ascontiguousarray(gray[top:bottom, left:right])
    if not holds_grid(crop, dpi):
        return []
    blocks = [moved(block, box) for block in read_scan(crop, page=box.page, dpi=dpi)]
    return blocks if any(isinstance(block, Table) for block in blocks) else []


def drawn(data: bytes, number: int, fineness: float = FINENESS) -> tuple[Gray, float]:
    """A page as it is shown, and its dots an inch: fewer than asked for where the page is huge."""
    with PDFIUM:
        document = pdfium.PdfDocument(data)
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(fineness / POINTS, math.sqrt(limits.PIXELS / max(width * height, 1)))
            bitmap = page.render(scale=scale, grayscale=True)
            gray = np.array(bitmap.to_numpy(), dtype=np.uint8)
            bitmap.close()
            page.close()
        finally:
            document.close()
    return gray.reshape(gray.shape[0], gray.shape[1]), scale * POINTS
