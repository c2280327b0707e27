"""An OFD file from end to end: pages of type by the grid of PDF, pages that are pictures by recognition."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from monitor.documents import limits
from monitor.documents.kinds import OFD
from monitor.documents.model import CERTAIN, Block, Box, Document, Picture, Table, UnreadableDocumentError
from monitor.documents.ofd.container import OfdFile
from monitor.documents.ofd.drawing import Drawing, drawn
from monitor.documents.pdf.layout import blocks_of, part_of
from monitor.documents.tables import DOUBTFUL

_UNMAPPED_MOST: Final = 0.2
_FEW: Final = 30
"""Characters that a page which is a picture may bear: its page number, a stamp's text."""
_COVERS: Final = 0.1
"""Share of its page that the pictures of a page without text must cover to be more than a seal."""

_EMPTY: Final = "OFD 里没有文字，也没有图片；请用 OFD 阅读器打开核对，或重新下载。"
_NO_PICTURE: Final = "OFD 里只有图片，没有认出文字；请用 OFD 阅读器导出为 PDF 后再查，或人工打开查看。"
_NO_RECOGNITION: Final = (
    "OFD 是扫描件，读取它需要文字识别组件；请运行 pip install 'nianbao[ocr]'（或 make install）后再查。"
)
_GARBLED: Final = "OFD 的文字没有编码，读出来是乱码；请用 OFD 阅读器导出为 PDF 后再查。"


def read_ofd(data: bytes) -> Document:
    """The document in an OFD file.

    Raises :class:`UnreadableDocumentError` where the file is broken, locked,
    empty or spelt in characters that have no meaning outside the file.
    """
    file = OfdFile(data)
    pages = [_Page(drawn(source, number)) for number, source in enumerate(file.pages(limits.PAGES), 1)]
    _refuse(pages)
    document = Document(OFD, list(_blocks(pages, file)), file.meta, file.page_count)
    if all(isinstance(block, Picture) for block in document.blocks):
        trouble = next((page.trouble for page in pages if page.trouble), _EMPTY)
        raise UnreadableDocumentError(trouble)
    _remark(document, pages)
    return document


@dataclass(slots=True)
class _Page:
    drawing: Drawing
    scan: bool = field(init=False)
    """True where the page is a picture of a page, or its type was made into curves."""
    outlined: list[tuple[float, float]] = field(init=False)
    """The middles of characters that were made into curves."""
    trouble: str = ""
    """Why the picture gave nothing."""

    def __post_init__(self) -> None:
        content = self.drawing.content
        whole = content.width * content.height
        covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in content.pictures)
        self.outlined = self.drawing.outlined()
        self.scan = (covered >= _COVERS * whole or bool(self.outlined)) and len(content.glyphs) <= _FEW


def _refuse(pages: list[_Page]) -> None:
    letters = sum(len(page.drawing.content.glyphs) for page in pages)
    if not letters and not any(page.drawing.content.pictures or page.outlined for page in pages):
        raise UnreadableDocumentError(_EMPTY)
    if sum(page.drawing.content.unmapped for page in pages) > _UNMAPPED_MOST * max(letters, _FEW):
        raise UnreadableDocumentError(_GARBLED)


def _blocks(pages: list[_Page], file: OfdFile) -> Iterator[Block]:
    for scanned, group in groupby(pages, key=lambda page: page.scan):
        if scanned:
            for page in group:
                yield from _recognised(page, file) or [_picture_of(page)]
        else:
            of_type = list(group)
            # No second library reads OFD: a cell that two readings spell differently stays doubtful.
            blocks = blocks_of([part_of(page.drawing.content, b"") for page in of_type])
            outlined = {page.drawing.content.number: page.outlined for page in of_type}
            yield from (_doubted(block, outlined) for block in blocks)
            yield from (_picture_of(page) for page in of_type if page.outlined)


def _picture_of(page: _Page) -> Picture:
    """Stands for what of a page could not be read, so that nothing in it is taken for missing."""
    content = page.drawing.content
    number = content.number
    return Picture(f"第{number}页图片", number, Box(number, 0, 0, content.width, content.height))


def _doubted(block: Block, outlined: Mapping[int, list[tuple[float, float]]]) -> Block:
    """A table whose cells are doubtful where there are characters in them that were made into curves."""
    if not isinstance(block, Table):
        return block
    cells = (
        replace(cell, confidence=DOUBTFUL)
        if cell.box and any(_holds(cell.box, middle) for middle in outlined.get(cell.box.page, ()))
        else cell
        for cell in block.cells
    )
    return replace(block, cells=tuple(cells))


def _holds(box: Box, middle: tuple[float, float]) -> bool:
    return box.x0 < middle[0] < box.x1 and box.top < middle[1] < box.bottom


def _recognised(page: _Page, file: OfdFile) -> Sequence[Block]:
    try:
        from monitor.documents.ofd import scans  # noqa: PLC0415 - OpenCV is loaded only for scans

        blocks = scans.read_outlines(page.drawing) if page.outlined else scans.read_pictures(page.drawing, file)
    except ImportError:
        page.trouble = _NO_RECOGNITION
    except UnreadableDocumentError as problem:
        page.trouble = str(problem)
    else:
        page.trouble = "" if blocks else _NO_PICTURE
        return blocks
    return ()


def _remark(document: Document, pages: list[_Page]) -> None:
    """Says what the reading has to be taken with."""
    scans = [page for page in pages if page.scan]
    if scans:
        document.doubtful = True
        document.notes.append(f"第 {_numbers(scans)} 页由图片识别得到，请与原件核对。")
    if outlined := [page for page in pages if page.outlined and not page.scan]:
        document.notes.append(f"第 {_numbers(outlined)} 页有画成曲线的文字，没有读出来；所在单元格未能确定。")
    if unread := [page for page in scans if page.trouble]:
        document.notes.append(f"第 {_numbers(unread)} 页的图片没有读出来：{unread[0].trouble}")
    if any(page.drawing.content.invisible for page in pages):
        document.doubtful = True
        document.notes.append("文字层由识别软件生成（扫描件），可能有错字。")
    if struck := [page for page in pages if page.drawing.content.struck]:
        document.doubtful = True
        document.notes.append(f"第 {_numbers(struck)} 页有划掉的文字（可能是修订痕迹），页上表格未能确定。")
    if crowded := [page for page in pages if page.drawing.content.crowded]:
        document.notes.append(f"第 {_numbers(crowded)} 页线条过多，没有全部读取。")
    if (document.pages or 0) > len(pages):
        document.notes.append(f"共 {document.pages} 页，只读了前 {len(pages)} 页。")
    doubtful = [cell for table in document.tables() for cell in table.cells if cell.confidence < CERTAIN]
    if doubtful:
        document.notes.append(f"{len(doubtful)} 个单元格未能确定。")


def _numbers(pages: list[_Page]) -> str:
    return "、".join(str(page.drawing.content.number) for page in pages)
