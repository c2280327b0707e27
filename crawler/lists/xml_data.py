"""Lists that come as XML: feeds, and answers whose records are elements; read as JSON's would be."""

import re
from typing import Any, Final

from lxml import etree
from lxml.html import defs

from crawler.page_memo import once

_START: Final = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<([A-Za-z_][\w:.-]*)", re.DOTALL)
_FEEDS: Final = frozenset({"rss", "feed", "rdf"})
_ANCHOR: Final = re.compile(r"<a\s", re.IGNORECASE)
_HTML: Final = frozenset(defs.tags) | {"article", "aside", "footer", "header", "main", "nav", "section", "template"}
_TITLE: Final = re.compile(r"title$|^bt$|^mc$|^name$")
_ADDRESS: Final = re.compile(r"url|link|href|path")
_DEEPEST: Final = 20


@once
def xml_of(text: str) -> Any:
    """The data of an XML answer as dictionaries, lists and texts; None where a text is none, or holds HTML.

    An element's attributes and children are its fields, children of one name a
    list; an element with neither is its text. HTML within XML is for those who
    read HTML, but for feeds, whose descriptions may hold some.
    """
    start = _START.match(text)
    if start is None:
        return None
    name = start[1].rpartition(":")[2].lower()
    if name in _HTML or (name not in _FEEDS and _ANCHOR.search(text)):
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(text[start.start(1) - 1 :].encode("utf-8", "replace"), parser)
    return None if root is None or not (len(root) or root.attrib) else {_local(root.tag): _value(root)}


def _value(element: etree._Element, depth: int = 0) -> Any:
    if not len(element):
        return _leaf(element)
    fields = _attributes(element)
    for child in element.iterchildren(etree.Element) if depth < _DEEPEST else ():
        name, value = _local(child.tag), _value(child, depth + 1)
        if name not in fields:
            # A list of one row is a list all the same.
            fields[name] = [value] if _is_row(value) else value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        elif name != "link":
            fields[name] = [fields[name], value]
    return fields


def _leaf(element: etree._Element) -> Any:
    """A text, the address that a link of a feed bears, or the attributes with the text."""
    text = (element.text or "").strip()
    if _local(element.tag) == "link" and (address := element.get("href")):
        return address
    return {**_attributes(element), **({"text": text} if text else {})} if element.attrib else text


def _is_row(value: Any) -> bool:
    names = [name.lower() for name in value] if isinstance(value, dict) else []
    return any(_TITLE.search(name) for name in names) and any(_ADDRESS.search(name) for name in names)


def _attributes(element: etree._Element) -> dict[str, Any]:
    return {_local(str(name)): str(value) for name, value in element.attrib.items()}


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
