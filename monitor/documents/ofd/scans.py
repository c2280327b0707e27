"""Pages of an OFD file that are pictures, handed to recognition."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from monitor.documents.model import Block, Box, Cell, Paragraph, Table
from monitor.documents.ofd.container import OfdFile
from monitor.documents.ofd.drawing import Drawing
from monitor.documents.scans.images import MOST_PIXELS, fitted
from monitor.documents.scans.page import POINTS, read_scan
from monitor.documents.scans.straighten import Gray


def read_pictures(drawing: Drawing, file: OfdFile) -> list[Block]:
    """The blocks of a page's pictures from top to bottom, placed on the page; a picture that cannot be read gives none.

    Raises UnreadableDocumentError where recognition is not installed.
    """
    blocks: list[Block] = []
    for path, box in sorted(drawing.pictures, key=lambda placed: placed[1].top):
        gray = _decoded(file.picture(path) or b"")
        if gray is not None:
            fine, _ = fitted(gray)
            dpi = fine.shape[1] / ((box.x1 - box.x0) / POINTS)
            blocks.extend(_moved(read_scan(fine, page=drawing.content.number, dpi=dpi), box))
    return blocks


def _decoded(data: bytes) -> Gray | None:
    try:
        gray = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except cv2.error:
        return None
    return None if gray is None or gray.size > MOST_PIXELS else np.asarray(gray, dtype=np.uint8)


def _moved(blocks: Sequence[Block], to: Box) -> list[Block]:
    """The blocks with places counted from the page's corner instead of the picture's."""
    moved: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            moved.append(replace(block, cells=tuple(_moved_cell(cell, to) for cell in block.cells)))
        elif isinstance(block, Paragraph):
            moved.append(replace(block, box=_shifted(block.box, to)))
        else:
            moved.append(block)
    return moved


def _moved_cell(cell: Cell, to: Box) -> Cell:
    return replace(cell, box=_shifted(cell.box, to))


def _shifted(box: Box | None, to: Box) -> Box | None:
    if box is None:
        return None
    return Box(box.page, box.x0 + to.x0, box.top + to.top, box.x1 + to.x0, box.bottom + to.top)
