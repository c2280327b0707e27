"""pdfplumber in full, asked for single pages on which the two fast readings differ."""

import io
import logging
from collections.abc import Sequence
from typing import Final

import pdfplumber
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from crawler.text import squash, tidy
from monitor.documents.characters import legible
from monitor.documents.damage import ASTRAY
from monitor.documents.pdf.lattice import Grid, GridCell

logging.getLogger("pdfminer").setLevel(logging.ERROR)

_NEAR: Final = 6.0
"""Points by which the borders of one cell may differ between two libraries."""

Rectangle = tuple[float, float, float, float]


def settle(data: bytes, page_number: int, grids: list[Grid]) -> None:
    """Clears the doubt of every cell that pdfplumber reads as it was read; the others stay doubtful."""
    doubtful = [cell for grid in grids for cell in grid.cells if cell.doubtful]
    opinion = _cells(data, page_number)
    for cell in doubtful:
        said = next((text for box, text in opinion if _is_same(cell, box)), None)
        cell.doubtful = cell.crossed or said is None or squash(said) != squash(cell.text)


def _cells(data: bytes, page_number: int) -> Sequence[tuple[Rectangle, str]]:
    """The cells of a page as pdfplumber finds them, with their text."""
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[page_number]) as pdf:
            page = pdf.pages[0].dedupe_chars()
            return [
                (box, tidy(legible(page.crop(box, strict=False).extract_text() or "")))
                for table in page.find_tables()
                for box in table.cells
            ]
    except (PdfminerException, MalformedPDFException, PSException, *ASTRAY):  # then there is no second opinion
        return []


def _is_same(cell: GridCell, box: Rectangle) -> bool:
    sides = (cell.x0, cell.top, cell.x1, cell.bottom)
    return all(abs(ours - theirs) <= _NEAR for ours, theirs in zip(sides, box, strict=True))
