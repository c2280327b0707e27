"""Pictures inside a page: a table published as a picture is read where its bytes are at hand."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from monitor.documents import limits
from monitor.documents.model import Block, Document, Paragraph, Picture, UnreadableDocumentError
from monitor.documents.scans import NOT_INSTALLED

_SCANT: Final = 200
"""Characters of a page below which its pictures are taken to be the report, tables or not."""


def embedded(source: str) -> bytes | None:
    """The bytes of a ``data:`` address, None for every other."""
    if source[:5].lower() != "data:":
        return None
    head, _, content = source.partition(",")
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(content)
    try:
        return base64.b64decode("".join(content.split()) + "==")
    except (binascii.Error, ValueError):
        return None


def read_pictures(document: Document, bytes_of: Callable[[str], bytes | None] | None) -> None:
    """Puts the content of the document's pictures in their place and says so; others stay pictures.

    Only pictures of tables are read, or all where the page has hardly any text of its own.
    """
    everything = sum(len(block.text) for block in document.paragraphs()) < _SCANT
    blocks: list[Block] = []
    read, troubles = 0, set[str]()
    for block in document.blocks:
        data = _bytes(block, bytes_of) if isinstance(block, Picture) and read < limits.SCANNED_PAGES else None
        try:
            found = _recognised(data, everything=everything) if data else []
        except UnreadableDocumentError as problem:
            troubles.add(str(problem))
            found = []
        read += bool(found)
        blocks.extend(found or [_named(block)])
    document.blocks = blocks
    if read:
        document.doubtful = True
        document.notes.append(f"有 {read} 张图片的内容由图片识别得到，请与原件核对。")
    document.notes.extend(f"有图片没有读出来：{trouble}" for trouble in sorted(troubles))


def _bytes(picture: Picture, bytes_of: Callable[[str], bytes | None] | None) -> bytes | None:
    return embedded(picture.source) or (bytes_of(picture.source) if bytes_of else None)


def _named(block: Block) -> Block:
    """The block; a picture that is its own address is not kept twice."""
    inside = isinstance(block, Picture) and embedded(block.source) is not None
    return Picture("data:") if inside else block


def _recognised(data: bytes, *, everything: bool) -> Sequence[Block]:
    try:
        from monitor.documents.scans.images import read_inner_picture  # noqa: PLC0415 - OpenCV only for pictures
    except ImportError as missing:
        raise UnreadableDocumentError(NOT_INSTALLED) from missing
    blocks = read_inner_picture(data, everything=everything)
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return blocks if len(texts) < len(blocks) or sum(map(len, texts)) >= _SCANT // 4 else []
