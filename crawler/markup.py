"""HTML taken apart: one way to parse, to resolve links and to read an element's text."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml.etree import _Element as Element

from crawler.text import tidy

_UNSEEN = frozenset({"script", "style", "noscript", "template", "textarea", "select"})


def parse(html: str) -> Element:
    """The root of a page or a fragment; never fails: what is not markup becomes an empty root."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root: Element | None = etree.fromstring(b"<html>" + html.encode("utf-8", "replace"), parser)
    return etree.Element("html") if root is None else root


def absolute(base: str, href: str) -> str:
    """The address a link leads to, without fragment; empty where it leads nowhere over HTTP."""
    try:
        parts = urlsplit(urljoin(base, "".join(href.split())))
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def text_of(element: Element) -> str:
    """What a person sees of an element, on one line."""
    return tidy("".join(_seen(element)))


def _seen(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    yield element.text or ""
    for child in element:
        yield from _seen(child)
        yield child.tail or ""
