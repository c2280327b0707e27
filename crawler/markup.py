"""HTML taken apart: one way to parse, to resolve links and to read what a person sees."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml.etree import _Element

from crawler.text import squash, tidy

Element = _Element
"""One element of a parsed page."""

_UNSEEN: Final = ("script", "style", "noscript", "template", "textarea", "select", "option", "datalist")
_ENDS: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*(?:<\?xml[^>]*>|<!doctype[^>]*>)+", re.IGNORECASE)
_BLOCK_NAMES: Final = (
    "address article aside blockquote body br caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5"
    " h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ucapcontent ucaptitle ul"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_STRING: Final = etree.XPath("string()", smart_strings=False)
_SESSION: Final = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_QUOTED_ADDRESS: Final = re.compile(
    r"""["'(](\.{0,2}/[^"'()\s]+|https?://[^"'()\s]+|[\w./-]+\.(?:[sj]?html?|[jal]spx?|php|do)(?:\?[^"'()]*)?)["')]"""
)


def parse(html: str) -> Element:
    """The root of a page or fragment without scripts, styles and comments; never fails.

    Pages put together from parts close ``</html>`` in the middle, where a parser
    would stop; server code that was sent by mistake is no text of the page.
    """
    source = _DECLARATION.sub("", cut_out(_ENDS.sub("", html.replace("\x00", "")), "<%", "%>"))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(b"<html>" + source.encode("utf-8", "replace"), parser)
    if root is None:
        return etree.Element("html")
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return root


def between(text: str, opening: str, closing: str) -> Iterator[str]:
    """What stands between each opening mark and the next closing mark; an opening without a closing is none."""
    for start, end in _spans(text, opening, closing):
        yield text[start + len(opening) : end - len(closing)]


def cut_out(text: str, opening: str, closing: str) -> str:
    """A text without what stands between each opening mark and the next closing mark, the marks included."""
    kept, last = [], 0
    for start, end in _spans(text, opening, closing):
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]])


def _spans(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    place = 0
    while (start := text.find(opening, place)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
        place = end + len(closing)
        yield start, place


def base_of(root: Element, url: str) -> str:
    """The address that a page's relative links are resolved against."""
    base = next(root.iter("base"), None)
    return absolute(url, base.get("href") or "") or url if base is not None else url


def absolute(base: str, href: str) -> str:
    """The address a link leads to, without fragment and session; empty where it leads nowhere over HTTP."""
    cleaned = re.sub(r"[\t\r\n]", "", href).strip().replace("\\", "/").replace(" ", "%20")
    try:
        parts = urlsplit(urljoin(base, cleaned))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, _SESSION.sub("", parts.path) or "/", parts.query, ""))


def link_of(element: Element, base: str) -> str:
    """The address an anchor or a clickable element leads to, from ``href`` or its script; empty where there is none."""
    href = (element.get("href") or "").strip()
    if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return absolute(base, href)
    for attribute in ("data-href", "data-url", "tagname", "onclick", "href"):
        value = (element.get(attribute) or "").strip()
        if found := _QUOTED_ADDRESS.search(value if "(" in value or "=" in value else f'"{value}"'):
            return absolute(base, found.group(1))
    return ""


def text_of(element: Element) -> str:
    """What a person reads in an element, on one line."""
    return tidy(_STRING(element))


def first_text_of(element: Element) -> str:
    """The first piece of an element's text that says something, up to the next tag."""
    for text in element.itertext():
        if stripped := text.strip():
            return stripped
    return ""


def short_text_of(element: Element, longest: int) -> str:
    """The text of an element, empty once it has many more than ``longest`` characters."""
    pieces, length = [], 0
    for text in element.itertext():
        pieces.append(text)
        length += len(text.strip())
        if length > 2 * longest:
            return ""
    return "".join(pieces)


def lines_of(element: Element, *, without: Collection[Element] = ()) -> list[str]:
    """What a person reads in an element, one block a line, empty lines left out.

    Inline elements are parted by a space. ``without`` are elements below whose
    text is left out.
    """
    pieces: list[str] = []
    for text, block in _pieces(element, without):
        pieces.append("\n" if block else " ")
        pieces.append(re.sub(r"\s+", " ", text))
    return [line for line in (" ".join(part.split()) for part in "".join(pieces).split("\n")) if line]


def marks_of(element: Element) -> str:
    """An element's class and id in lower case, to recognise its part in the page."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def metas(root: Element) -> dict[str, str]:
    """What a page's ``<meta>`` elements say, by name in lower case; the first that says something counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def take_out(parts: Iterable[Element]) -> None:
    """Take elements out of their tree in place; the text that follows them stays."""
    for part in parts:
        parent = part.getparent()
        if parent is not None:
            _keep_tail(part, parent)
            parent.remove(part)


def visible_length(root: Element) -> int:
    """How many characters a person sees, white space left out."""
    return len(squash(_STRING(root)))


def _keep_tail(part: Element, parent: Element) -> None:
    if not part.tail:
        return
    before = part.getprevious()
    if before is None:
        parent.text = (parent.text or "") + part.tail
    else:
        before.tail = (before.tail or "") + part.tail


def _pieces(element: Element, without: Collection[Element]) -> Iterator[tuple[str, bool]]:
    stack: list[tuple[Element, bool]] = [(element, True)]
    while stack:
        node, opening = stack.pop()
        block = node.tag in _BLOCKS
        if not opening:
            yield node.tail or "", block
            continue
        if node is not element:
            stack.append((node, False))
        if node not in without and isinstance(node.tag, str):
            yield node.text or "", block
            stack.extend((child, True) for child in reversed(list(node)))
