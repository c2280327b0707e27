"""Pages of an OFD file that are pictures, handed to recognition."""

from typing import Final

import cv2
import numpy as np

from monitor.documents import limits
from monitor.documents.model import Block, UnreadableDocumentError
from monitor.documents.ofd.container import OfdFile
from monitor.documents.ofd.drawing import Drawing
from monitor.documents.scans.images import fitted
from monitor.documents.scans.page import POINTS, moved, read_scan
from monitor.documents.scans.straighten import Gray

_JBIG2_MAGIC: Final = b"\x97JB2"
_JBIG2_NAMES: Final = (".jb2", ".jbig2", ".jbig")
_JBIG2: Final = "OFD 里的扫描图片是 JBIG2 格式，不能读取；请用 OFD 阅读器导出为 PDF 后再查。"
_UNKNOWN: Final = "OFD 里的图片已损坏，或是不能识别的格式；请用 OFD 阅读器导出为 PDF 后再查。"
_FINENESS: Final = 200
"""Dots an inch at which curves are drawn, as pages of PDF files are."""


def read_pictures(drawing: Drawing, file: OfdFile) -> list[Block]:
    """The blocks of a page's pictures from top to bottom, placed on the page; a picture that cannot be read gives none.

    Raises UnreadableDocumentError where recognition is not installed, or none of the pictures can be decoded.
    """
    blocks: list[Block] = []
    trouble = ""
    for path, box in sorted(drawing.pictures, key=lambda placed: placed[1].top):
        data = file.picture(path) or b""
        gray = _decoded(data)
        if gray is None and data:
            trouble = _JBIG2 if data.startswith(_JBIG2_MAGIC) or path.lower().endswith(_JBIG2_NAMES) else _UNKNOWN
        if gray is not None:
            fine, _ = fitted(gray)
            dpi = fine.shape[1] / ((box.x1 - box.x0) / POINTS)
            found = read_scan(fine, page=drawing.content.number, dpi=dpi)
            blocks.extend(moved(block, box) for block in found)
    if trouble and not blocks:
        raise UnreadableDocumentError(trouble)
    return blocks


def read_outlines(drawing: Drawing) -> list[Block]:
    """The blocks of a page whose type was made into curves: it is drawn and recognised like a scan.

    Raises UnreadableDocumentError where recognition is not installed.
    """
    content = drawing.content
    scale = min(_FINENESS / POINTS, (limits.PIXELS / max(content.width * content.height, 1)) ** 0.5)
    size = round(content.height * scale), round(content.width * scale)
    gray = np.full((max(size[0], 1), max(size[1], 1)), 255, np.uint8)
    for shape in drawing.shapes:
        cv2.fillPoly(gray, [np.rint(np.array(part) * scale).astype(np.int32) for part in shape.outlines], shape.gray)
    for line in content.segments:
        corners = (
            (round(line.x0 * scale), round(line.top * scale)),
            (round(line.x1 * scale), round(line.bottom * scale)),
        )
        cv2.rectangle(gray, *corners, 0, cv2.FILLED)
    return read_scan(gray, page=content.number, dpi=scale * POINTS)


def _decoded(data: bytes) -> Gray | None:
    try:
        gray = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) if data else None
    except cv2.error:
        return None
    return None if gray is None or gray.size > limits.PIXELS else np.asarray(gray, dtype=np.uint8)
