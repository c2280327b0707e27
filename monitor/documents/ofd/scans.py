"""Pages of an OFD file that are pictures, handed to recognition."""

import cv2
import numpy as np

from monitor.documents import limits
from monitor.documents.model import Block
from monitor.documents.ofd.container import OfdFile
from monitor.documents.ofd.drawing import Drawing
from monitor.documents.scans.images import fitted
from monitor.documents.scans.page import POINTS, moved, read_scan
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
            found = read_scan(fine, page=drawing.content.number, dpi=dpi)
            blocks.extend(moved(block, box) for block in found)
    return blocks


def _decoded(data: bytes) -> Gray | None:
    try:
        gray = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except cv2.error:
        return None
    return None if gray is None or gray.size > limits.PIXELS else np.asarray(gray, dtype=np.uint8)
