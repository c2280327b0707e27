"""Reports published as pictures: PNG, JPEG, TIFF with several pages, and pictures inside a page."""

from typing import Final

import cv2
import numpy as np

from monitor.documents import limits
from monitor.documents.model import Block, Document, UnreadableDocumentError
from monitor.documents.scans.page import holds_grid, read_scan, without_place
from monitor.documents.scans.straighten import Gray

_PAGE_WIDTH: Final = 8.27
"""Inches of A4; pictures seldom say truly how large they were."""
_FINEST: Final = 300
_COARSEST: Final = 130
"""Dots an inch below which digits of a table are too small for the recogniser; such pictures are enlarged."""


def read_image(data: bytes, kind: str) -> Document:
    """The document in a picture of one page or several; ``kind`` is its media type.

    Raises UnreadableDocumentError with one Chinese line.
    """
    pages = [fitted(page) for page in _decoded(data)]
    blocks: list[Block] = []
    for number, (gray, dpi) in enumerate(pages, 1):
        blocks.extend(read_scan(gray, page=number, dpi=dpi))
    if not blocks:
        raise UnreadableDocumentError("图片里没有认出文字；请人工打开查看，或向发布机关索取带文字的文件。")
    return Document(kind, blocks, pages=len(pages), doubtful=True, notes=["内容由图片识别得到，请与原件核对。"])


def read_inner_picture(data: bytes, *, everything: bool) -> list[Block]:
    """The blocks of a picture that stands in a page of text, without places on it.

    Nothing for a picture without a ruled table, unless ``everything`` is wanted.
    Raises UnreadableDocumentError where the bytes are no picture.
    """
    gray, dpi = fitted(_decoded(data)[0])
    if not everything and not holds_grid(gray, dpi):
        return []
    return [without_place(block) for block in read_scan(gray, page=1, dpi=dpi)]


def fitted(gray: Gray) -> tuple[Gray, float]:
    """The page in a size that can be read, with its dots an inch, taken to be as wide as an A4 page."""
    dpi = gray.shape[1] / _PAGE_WIDTH
    if _COARSEST <= dpi <= _FINEST:
        return gray, dpi
    wanted = _FINEST if dpi > _FINEST else 2 * _COARSEST
    scale = wanted / dpi
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8), float(wanted)


def _decoded(data: bytes) -> list[Gray]:
    try:
        done, pages = cv2.imdecodemulti(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        done, pages = False, ()
    if not done or not pages:
        raise UnreadableDocumentError("图片不完整或已损坏，请重新下载。")
    if len(pages) > limits.SCANNED_PAGES or any(page.size > limits.PIXELS for page in pages):
        raise UnreadableDocumentError(f"图片过大（{len(pages)} 页），超过读取上限；请拆分或缩小后再查。")
    return [np.asarray(page, dtype=np.uint8) for page in pages]
