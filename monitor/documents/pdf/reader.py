"""A PDF file from end to end: its pages, their blocks in reading order, and what could not be read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

import pypdfium2 as pdfium

from crawler.text import tidy
from monitor.documents import limits
from monitor.documents.characters import legible
from monitor.documents.kinds import PDF
from monitor.documents.model import CERTAIN, Block, Box, Document, Picture, UnreadableDocumentError
from monitor.documents.pdf.garbled import UNKNOWN, is_garbled
from monitor.documents.pdf.layout import blocks_of, part_of, pictures_of
from monitor.documents.pdf.page import read_page
from monitor.documents.pdf.primitives import PDFIUM, PageContent
from monitor.documents.scans import NOT_INSTALLED

_TAIL: Final = 4096
_SCAN_TEXT_MOST: Final = 30
"""Characters that a page which is a picture may bear: its page number, a stamp's text."""
_COVERS: Final = 0.1
"""Share of its page that a picture must cover to be a scan or a table, more than a seal."""
_CURVES_LEAST: Final = 100
"""Lines and filled areas on a page without text from which it is type made into curves."""

_BROKEN: Final = "PDF 文件不完整或已损坏（可能没有下载完），请重新下载。"
_LOCKED: Final = "PDF 文件加了打开密码，请向发布机关索取不加密的文件。"
_SCAN: Final = "PDF 没有文字层，图片里也没有认出文字；请人工打开查看，或向发布机关索取带文字的文件。"
_EMPTY: Final = "PDF 里没有文字，也没有图片；请重新下载或向发布机关核实。"
_GARBLED: Final = "PDF 的字体没有文字编码，读出来是乱码；请用原文档重新导出 PDF，或先做文字识别（OCR）。"


def read_pdf(data: bytes) -> Document:
    """The document in a PDF file: pages with a text layer from it, pages that are pictures by recognition.

    Raises :class:`UnreadableDocumentError` where the file is broken, locked,
    empty or spelt in characters that have no meaning outside the file.
    """
    loaded = _load(data)
    _refuse_empty(loaded.pages)
    scans = _Scans(data)
    document = Document(PDF, _blocks(loaded.pages, data, scans), loaded.meta, loaded.count)
    if not any(not isinstance(block, Picture) for block in document.blocks):
        raise UnreadableDocumentError(_GARBLED if any(map(is_garbled, loaded.pages)) else scans.trouble or _SCAN)
    _remark(document, loaded, scans)
    return document


@dataclass(slots=True)
class _Scans:
    """Recognition of a file's pictures, with what came of it."""

    data: bytes
    read: list[int] = field(default_factory=list)
    """Numbers of the pages on which something was recognised."""
    unread: list[int] = field(default_factory=list)
    trouble: str = ""

    def page(self, page: PageContent) -> list[Block]:
        """The blocks of a page that is a picture; its pictures where nothing is recognised."""
        return self._tried(page, lambda scans: scans.read_page_picture(self.data, page.number), [*pictures_of(page)])

    def tables(self, page: PageContent, blocks: list[Block]) -> list[Block]:
        """The blocks of a page of text, pictures of tables among them read."""
        return self._tried(page, lambda scans: scans.read_pictures(self.data, page.number, blocks), blocks)

    def _tried(self, page: PageContent, read: Callable[[Any], list[Block]], otherwise: list[Block]) -> list[Block]:
        blocks: list[Block] = []
        if len(self.read) < limits.SCANNED_PAGES:
            try:
                from monitor.documents.pdf import scans  # noqa: PLC0415 - OpenCV is loaded only for scans

                blocks = read(scans)
            except ImportError:
                self.trouble = NOT_INSTALLED
            except UnreadableDocumentError as problem:
                self.trouble = str(problem)
        if not blocks:
            self.unread.append(page.number)
        elif blocks != otherwise:
            self.read.append(page.number)
        return blocks or otherwise


def _blocks(pages: list[PageContent], data: bytes, scans: _Scans) -> list[Block]:
    blocks: list[Block] = []
    for scanned, group in groupby(pages, key=_is_scan):
        if scanned:
            blocks.extend(block for page in group for block in scans.page(page))
        else:
            blocks.extend(_text_blocks(list(group), data, scans))
    return blocks


def _text_blocks(pages: list[PageContent], data: bytes, scans: _Scans) -> Iterator[Block]:
    blocks = blocks_of([part_of(page, data) for page in pages])
    by_number = {page.number: page for page in pages}
    for number, group in groupby(blocks, key=lambda block: block.page):
        listed, page = list(group), by_number.get(number or 0)
        if page and any(isinstance(block, Picture) and block.box and _covers(page, [block.box]) for block in listed):
            listed = scans.tables(page, listed)
        yield from listed


def _is_scan(page: PageContent) -> bool:
    """Whether only recognition can read a page: a picture, type made into curves, or characters without meaning."""
    if len(page.glyphs) > _SCAN_TEXT_MOST:
        return is_garbled(page)
    in_curves = not page.glyphs and len(page.segments) + len(page.shades) >= _CURVES_LEAST
    return in_curves or _covers(page, page.pictures)


def _covers(page: PageContent, boxes: Sequence[Box]) -> bool:
    area = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in boxes)
    return area >= _COVERS * page.width * page.height


@dataclass(frozen=True, slots=True)
class _Loaded:
    pages: list[PageContent]
    count: int
    meta: dict[str, str]


def _load(data: bytes) -> _Loaded:
    """Everything that pdfium has to say, so that it can be let go."""
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableDocumentError(_BROKEN)
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as problem:
            locked = problem.err_code == pdfium.raw.FPDF_ERR_PASSWORD
            raise UnreadableDocumentError(_LOCKED if locked else _BROKEN) from problem
        try:
            count = len(document)
            pages = [read_page(document, index) for index in range(min(count, limits.PAGES))]
            meta = dict(_properties(document))
        except pdfium.PdfiumError as problem:
            raise UnreadableDocumentError(_BROKEN) from problem
        finally:
            document.close()
    if not pages:
        raise UnreadableDocumentError(_BROKEN)
    return _Loaded(pages, count, meta)


def _properties(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    """What the file says of itself; a property that is spelt wrongly is left out."""
    for key in document.METADATA_KEYS:
        try:
            text = tidy(legible(document.get_metadata_value(key)))
        except UnicodeDecodeError:
            continue
        if text:
            yield key, text


def _refuse_empty(pages: list[PageContent]) -> None:
    if not any(page.glyphs or page.pictures or page.segments or page.shades for page in pages):
        raise UnreadableDocumentError(_EMPTY)


def _remark(document: Document, loaded: _Loaded, scans: _Scans) -> None:
    """Says what the reading has to be taken with."""
    if scans.read:
        document.doubtful = True
        document.notes.append(f"第 {_listed(scans.read)} 页由图片识别得到，请与原件核对。")
    if scans.unread:
        why = f"没有读出来：{scans.trouble}" if scans.trouble else "里没有认出文字。"
        document.notes.append(f"第 {_listed(scans.unread)} 页的图片{why}")
    if any(page.invisible for page in loaded.pages):
        document.doubtful = True
        document.notes.append("文字层由识别软件生成（扫描件），可能有错字。")
    if unknown := [page.number for page in loaded.pages if page.number not in scans.read and _has_unknown(page)]:
        document.doubtful = True
        document.notes.append(f"第 {_listed(unknown)} 页有字体没有文字编码，有的字读不出来，所在单元格未能确定。")
    if struck := [page.number for page in loaded.pages if page.struck]:
        document.doubtful = True
        document.notes.append(f"第 {_listed(struck)} 页有划掉的文字（可能是修订痕迹），页上表格未能确定。")
    if any(table.ragged for table in document.tables()):
        document.notes.append("有的表格没有框线，各列只能按位置推断。")
    if loaded.count > len(loaded.pages):
        document.notes.append(f"共 {loaded.count} 页，只读了前 {len(loaded.pages)} 页。")
    if crowded := [page.number for page in loaded.pages if page.crowded]:
        document.notes.append(f"第 {_listed(crowded)} 页线条过多，没有读表格框线。")
    doubtful = [cell for table in document.tables() for cell in table.cells if cell.confidence < CERTAIN]
    if doubtful:
        document.notes.append(f"{len(doubtful)} 个单元格两种读法不一致，未能确定。")


def _has_unknown(page: PageContent) -> bool:
    return page.unmapped > 0 and any(glyph.text == UNKNOWN for glyph in page.glyphs)


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))
