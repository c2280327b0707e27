"""Web pages: the article as paragraphs, data tables and pictures, without the page's chrome."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from crawler.articles.content import main_element, title_of
from crawler.articles.pictures import source_of
from crawler.markup import Element, parse
from crawler.pages import decode_html, examine
from crawler.text import squash, tidy
from monitor.documents import limits
from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.html_content import is_icon, pieces
from monitor.documents.html_pictures import embedded, read_pictures
from monitor.documents.html_tables import cell_text, is_data_table, read_table
from monitor.documents.kinds import HTML
from monitor.documents.model import Block, Document, Paragraph, Picture, UnreadableDocumentError

_TITLE_WITHIN: Final = 5
_TITLE: Final = re.compile(r"年度.{0,8}报告|年报|信息公开.{0,6}报告")
_SCANT: Final = 200
"""Characters below which a page without table or picture may be a wall, a shell or an error page."""
_SOMEWHERE: Final = "http://portal.invalid/column/page.html"
"""Stands for the page's address, which a stored page does not tell; relative links must lead somewhere."""
_REFUSALS: Final = {
    "wall": "是网站的验证页（防爬页面），不是年度报告；请在浏览器里打开原网页，待正文出现后另存再查。",
    "soft_404": "网页说内容不存在或已删除；请核对地址，或在栏目里另找这份报告。",
    "shell": "网页只会跳转到别处，没有正文；请打开跳转后的网页再查。",
    "broken": "网页是服务器的出错信息，没有正文；请稍后重新下载。",
}


def read_html(
    data: bytes, *, media_type: str | None = None, pictures: Callable[[str], bytes | None] | None = None
) -> Document:
    """The document in a page; ``media_type`` is the Content-Type as it came, for its charset.

    ``pictures`` gives the bytes of a picture by its ``src`` where they are at hand.

    Raises :class:`UnreadableDocumentError` for a wall, a shell, a soft 404 or a page without content.
    """
    markup = legible(decode_html(data, media_type or ""))
    root = parse(markup)
    _refuse_nested(root)
    meta, title = _meta(root), title_of(root)
    content = _with_its_pictures(_whole_tables(main_element(root)), pictures)
    blocks = list(_blocks(content))
    _refuse_scant(blocks, data, media_type or "", markup)
    if _TITLE.search(squash(title)) and not _begins_with(blocks, title):
        blocks.insert(0, Paragraph(title))
    document = Document(HTML, blocks, meta)
    if any(isinstance(block, Picture) for block in blocks):
        read_pictures(document, pictures)
    return document


def _refuse_nested(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end"), tag="table"):
        depth += 1 if event == "start" else -1
        if depth > limits.NESTING:
            raise UnreadableDocumentError(limits.NESTED)


def _whole_tables(content: Element) -> Element:
    """The content, or what holds the outermost data table that the search for the content ended inside of."""
    around = [table for table in (content, *content.iterancestors()) if table.tag == "table" and is_data_table(table)]
    parent = around[-1].getparent() if around else None
    return content if parent is None else parent


def _with_its_pictures(content: Element, pictures: Callable[[str], bytes | None] | None) -> Element:
    """The content, or where it has hardly any text what holds pictures at hand around it: the report's pages."""
    if len(squash(cell_text(content))) >= _SCANT:
        return content
    around = (element for element in (content, *content.iterancestors()) if element.tag != "html")
    return next((element for element in around if _holds_picture(element, pictures)), content)


def _holds_picture(element: Element, pictures: Callable[[str], bytes | None] | None) -> bool:
    sources = (source_of(image) for image in element.iter("img") if not is_icon(image))
    return any(embedded(source) or (pictures and pictures(source)) for source in sources)


def _refuse_scant(blocks: list[Block], data: bytes, media_type: str, markup: str) -> None:
    if sum(len(block.text) if isinstance(block, Paragraph) else _SCANT for block in blocks) >= _SCANT:
        return
    verdict = examine(data, url=_SOMEWHERE, status=200, headers={"content-type": media_type}, read=lambda: markup)
    if verdict.kind in _REFUSALS:
        raise UnreadableDocumentError(_REFUSALS[verdict.kind])
    if not blocks:
        raise UnreadableDocumentError("网页没有正文文字，可能要由浏览器脚本生成；请在浏览器里打开后另存再查。")


def _meta(root: Element) -> dict[str, str]:
    """What the page says of itself; the first of several equal names holds."""
    meta: dict[str, str] = {}
    for element in root.iter("title", "meta", "publishtime"):
        if element.tag == "meta":
            key, value = element.get("name") or element.get("property") or "", element.get("content") or ""
        else:
            key, value = str(element.tag), "".join(map(str, element.itertext()))
        if key.strip() and value.strip():
            meta.setdefault(key.strip(), tidy(value))
    return meta


def _begins_with(blocks: list[Block], title: str) -> bool:
    opening = "".join(block.text for block in blocks[:_TITLE_WITHIN] if isinstance(block, Paragraph))
    return squash(title) in squash(opening)


def _blocks(content: Element) -> Iterator[Block]:
    """The blocks of an element in reading order; layout tables are unwrapped."""
    text: list[str] = []
    for piece in pieces(content, _stands_alone):
        if isinstance(piece, str):
            text.append(piece)
            continue
        yield from _paragraphs(text)
        text = []
        if piece.tag == "table":
            yield from read_table(piece)
        elif not is_icon(piece):
            yield Picture(source_of(piece))
    yield from _paragraphs(text)


def _stands_alone(element: Element) -> bool:
    return element.tag == "img" or (element.tag == "table" and is_data_table(element))


def _paragraphs(text: list[str]) -> Iterator[Paragraph]:
    yield from (Paragraph(part) for part in paragraphs_in("".join(text)))
