"""A PDF file from end to end: its pages, their blocks in reading order, and what could not be read."""

from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium

from crawler.text import tidy
from monitor.documents.characters import legible
from monitor.documents.kinds import PDF
from monitor.documents.model import CERTAIN, Document, UnreadableDocumentError
from monitor.documents.pdf.layout import blocks_of, part_of
from monitor.documents.pdf.primitives import PDFIUM, PageContent, read_page

_PAGES_MOST: Final = 300
_TAIL: Final = 4096
_SCAN_TEXT_MOST: Final = 30
_UNMAPPED_MOST: Final = 0.2

_BROKEN: Final = "PDF 文件不完整或已损坏（可能没有下载完），请重新下载。"
_LOCKED: Final = "PDF 文件加了打开密码，请向发布机关索取不加密的文件。"
_SCAN: Final = "PDF 没有文字层，是扫描件或图片；请向发布机关索取带文字的文件，或先做文字识别（OCR）。"
_EMPTY: Final = "PDF 里没有文字，也没有图片；请重新下载或向发布机关核实。"
_GARBLED: Final = "PDF 的字体没有文字编码，读出来是乱码；请用原文档重新导出 PDF，或先做文字识别（OCR）。"


def read_pdf(data: bytes) -> Document:
    """The document in a PDF file with a text layer.

    Raises :class:`UnreadableDocumentError` where the file is broken, locked,
    scanned or spelt in characters that have no meaning outside the file.
    """
    loaded = _load(data)
    _refuse_wordless(loaded.pages)
    parts = [part_of(page, data) for page in loaded.pages]
    document = Document(PDF, blocks_of(parts), loaded.meta, loaded.count)
    _remark(document, loaded)
    return document


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
            pages = [read_page(document, index) for index in range(min(count, _PAGES_MOST))]
            meta = {key: text for key, value in document.get_metadata_dict().items() if (text := tidy(legible(value)))}
        except pdfium.PdfiumError as problem:
            raise UnreadableDocumentError(_BROKEN) from problem
        finally:
            document.close()
    if not pages:
        raise UnreadableDocumentError(_BROKEN)
    return _Loaded(pages, count, meta)


def _refuse_wordless(pages: list[PageContent]) -> None:
    letters = sum(len(page.glyphs) for page in pages)
    if letters <= _SCAN_TEXT_MOST and any(page.pictures for page in pages):
        raise UnreadableDocumentError(_SCAN)
    if not letters:
        raise UnreadableDocumentError(_EMPTY)
    if sum(page.unmapped for page in pages) > _UNMAPPED_MOST * letters:
        raise UnreadableDocumentError(_GARBLED)


def _remark(document: Document, loaded: _Loaded) -> None:
    """Says what the reading has to be taken with."""
    if any(page.invisible for page in loaded.pages):
        document.doubtful = True
        document.notes.append("文字层由识别软件生成（扫描件），可能有错字。")
    if any(table.ragged for table in document.tables()):
        document.notes.append("有的表格没有框线，各列只能按位置推断。")
    if loaded.count > len(loaded.pages):
        document.notes.append(f"共 {loaded.count} 页，只读了前 {len(loaded.pages)} 页。")
    _remark_pages(document, [page for page in loaded.pages if not page.glyphs and page.pictures], "是图片，没有文字层")
    _remark_pages(document, [page for page in loaded.pages if page.crowded], "线条过多，没有读表格框线")
    doubtful = [cell for table in document.tables() for cell in table.cells if cell.confidence < CERTAIN]
    if doubtful:
        document.notes.append(f"{len(doubtful)} 个单元格两种读法不一致，未能确定。")


def _remark_pages(document: Document, pages: list[PageContent], what: str) -> None:
    if pages:
        document.notes.append(f"第 {'、'.join(str(page.number) for page in pages)} 页{what}。")
