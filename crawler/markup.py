"""HTML taken apart: one way to parse, to resolve links and to read what a person sees."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from typing import Final, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml.etree import _Element

from crawler.addresses import route_of
from crawler.page_memo import once
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
_MARKED: Final = etree.XPath("descendant-or-self::*/@class/.. | descendant-or-self::*/@id/..")
"""Asked for by way of the attributes, which is ten times as quick as asking every element."""
_CLICKABLE: Final = etree.XPath(
    "descendant-or-self::a | descendant-or-self::*/@onclick/.. | descendant-or-self::*/@data-href/.."
)
_DEEPEST: Final = 200
"""Elements inside one another. Pages reach 60; browsers stop at 512, the parser at 2048."""
_DEEPEST_FORMAT: Final = 100
_TOO_DEEP: Final = etree.XPath(f"boolean({'/*' * (2 * _DEEPEST)})")
_FORMATS: Final = frozenset("a abbr b big center em font i ins del o:p s small span strike strong sub sup tt u".split())  # noqa: SIM905 - words read best as words
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 - as above
_ALWAYS_KEPT: Final = frozenset("dd dt li option p table tbody td tfoot th thead tr".split())  # noqa: SIM905 - as above
"""Tables, and elements that a second of their kind ends, so that they are seldom closed and never one in the other."""
_TAG: Final = re.compile(r"<(?P<closing>/?)(?P<name>[a-z][\w:-]*)[^<>]*>", re.IGNORECASE)
_WRONG_SLASHES: Final = re.compile(r"^(https?):(?:/{3,}|/?(?=(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|\d+)[:/]))", re.IGNORECASE)
_SESSION: Final = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_QUOTED_ADDRESS: Final = re.compile(
    r"""["'(](\.{0,2}/[^"'()\s]+|https?://[^"'()\s]+|[\w./-]+\.(?:[sj]?html?|[jal]spx?|php|do)(?:\?[^"'()]*)?)["')]"""
)
_OPENED: Final = re.compile(
    r"(?:window\.open|location\.(?:replace|assign))\s*\(\s*[\"']([^\"'#\s][^\"'\s]*)[\"']"
    r"|\blocation(?:\.href)?\s*=\s*[\"']([^\"'#\s][^\"'\s]*)[\"'](?!\s*\+)"
)
"""What a script opens is an address whatever it looks like, unless more is added to it."""


_SHARED: Final = "nianbao:shared"
"""What the tree of a page is called that everybody looks at."""


def parse(html: str) -> Element:
    """The root of a page or fragment without scripts, styles and comments, a tree of one's own; never fails.

    Pages put together from parts close ``</html>`` in the middle, where a parser
    would stop; server code that was sent by mistake is no text of the page.
    """
    source = _DECLARATION.sub("", cut_out(_ENDS.sub("", html.replace("\x00", "")), "<%", "%>"))
    root = _tree(source)
    for always_kept in (_ALWAYS_KEPT, frozenset[str]()):
        if _TOO_DEEP(root):
            root = _tree(_flatten(source, always_kept))
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return root


@once
def tree_of(html: str) -> Element:
    """The root of a page as :func:`parse` gives it: everybody's, so that nothing may be taken out of it."""
    root = parse(html)
    root.getroottree().docinfo.URL = _SHARED
    return root


def copy_of(html: str) -> Element:
    """The root of a page, a tree of one's own; that costs a quarter of parsing where the page is at hand."""
    root = deepcopy(tree_of(html))
    root.getroottree().docinfo.URL = ""
    return root


def _tree(source: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(b"<html>" + source.encode("utf-8", "replace"), parser)
    return etree.Element("html") if root is None else root


def _flatten(source: str, always_kept: Collection[str]) -> str:
    """A page without the tags of elements too deep inside one another, their text kept, as browsers do.

    A parser would leave off in the middle of the page, and each look up or down
    the tree would take as long as all of the page. Tags of formatting, which
    old editors forget to close, go first, so that a table below them stays one.
    """
    kept: list[str] = []
    last = 0
    opened: list[str] = []
    dropped: Counter[str] = Counter()
    source = cut_out(source, "<!--", "-->")
    for tag in _TAG.finditer(source):
        name = tag["name"].lower()
        if name in always_kept or name in _VOID or _stays(name, opened, dropped, closing=bool(tag["closing"])):
            continue
        kept.append(source[last : tag.start()])
        last = tag.end()
    return "".join([*kept, source[last:]])


def _stays(name: str, opened: list[str], dropped: Counter[str], *, closing: bool) -> bool:
    """Whether a tag is kept; takes note of what is open."""
    if not closing:
        if len(opened) >= (_DEEPEST_FORMAT if name in _FORMATS else _DEEPEST):
            dropped[name] += 1
            return False
        opened.append(name)
        return True
    if dropped[name]:
        dropped[name] -= 1
        return False
    if name in opened:
        while opened.pop() != name:
            pass
    return True


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


LONGEST_ADDRESS: Final = 8000
"""Characters of an address; no server takes longer ones."""


def absolute(base: str, href: str) -> str:
    """The address a link leads to, without session and fragment; empty where it leads nowhere over HTTP or is none.

    A fragment that is a route of the page's scripts stays: behind it stands another page.
    A host with one slash or three before it is that host all the same, as browsers have it.
    """
    if len(href) > LONGEST_ADDRESS:
        return ""
    cleaned = re.sub(r"[\t\r\n]", "", href).strip().replace("\\", "/").replace(" ", "%20")
    cleaned = _WRONG_SLASHES.sub(r"\1://", cleaned)
    try:
        parts = urlsplit(urljoin(base, cleaned))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    path = _SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, route_of(f"#{parts.fragment}")))


def link_of(element: Element, base: str) -> str:
    """The address an anchor or a clickable element leads to, from ``href`` or its script; empty where there is none."""
    href = (element.get("href") or "").strip()
    idle = href.startswith(("javascript:", "mailto:", "tel:")) or (href.startswith("#") and not route_of(href))
    if href and not idle:
        return absolute(base, href)
    for attribute in ("data-href", "data-url", "tagname", "onclick", "href"):
        value = (element.get(attribute) or "").strip()
        quoted = value if "(" in value or "=" in value else f'"{value}"'
        if found := _OPENED.search(value) or _QUOTED_ADDRESS.search(quoted):
            return absolute(base, next(filter(None, found.groups())))
    return ""


def text_of(element: Element) -> str:
    """What a person reads in an element, on one line."""
    return tidy(whole_text_of(element))


def whole_text_of(element: Element) -> str:
    """All text in an element as it stands there, white space included."""
    return str(_STRING(element))


def first_text_of(element: Element) -> str:
    """The first piece of an element's text that says something, up to the next tag."""
    if (text := element.text) and (own := text.strip()):
        return own
    return next((said for text in element.itertext() if (said := str(text).strip())), "")


def opening_of(element: Element, enough: int) -> str:
    """The text of an element up to where more than ``enough`` characters came, white space not counted.

    Who looks for a few words must not read all of a page once for each element around it.
    """
    pieces, length = [], 0
    for text in element.itertext():
        pieces.append(str(text))
        length += sum(map(len, text.split()))
        if length > enough:
            break
    return "".join(pieces)


def short_text_of(element: Element, longest: int) -> str:
    """The text of an element, empty once it has many more than ``longest`` characters."""
    pieces, length = [], 0
    for text in element.itertext():
        pieces.append(str(text))
        length += len(text.strip())
        if length > 2 * longest:
            return ""
    return "".join(pieces)


def lines_of(element: Element, *, without: Collection[Element] = ()) -> list[str]:
    """What a person reads in an element, one block a line, empty lines left out.

    Inline elements are parted by a space. ``without`` are elements below whose
    text is left out.
    """
    lines: list[list[str]] = []
    pieces: list[str] = []
    for node, text in _tags_in(element, without):
        if pieces and node.tag in _BLOCKS:
            lines.append(pieces)
            pieces = []
        if text and not text.isspace():
            pieces.append(text)
    return [" ".join(" ".join(pieces).split()) for pieces in (*lines, pieces) if pieces]


@once
def page_lines(html: str, element: Element | None = None) -> tuple[str, ...]:
    """What :func:`lines_of` gives for an element of a page's shared tree, or for all of it."""
    return tuple(lines_of(tree_of(html) if element is None else element))


def _tags_in(element: Element, without: Collection[Element]) -> Iterator[tuple[Element, str | None]]:
    """Every opening and closing tag in an element, in reading order, with the text behind it.

    Of elements ``without`` only the closing tag counts; that of ``element`` does not.
    """
    opened: list[Element] = []
    passed: Element | None = None
    for node in (*element.iter(), None):
        above = None if node is None else node.getparent()
        while opened and opened[-1] is not above and (closed := opened.pop()) is not element:
            if passed is None or passed is closed:
                passed = None
                yield closed, closed.tail
        if node is None:
            return
        opened.append(node)
        if passed is None:
            if node in without:
                passed = node
            else:
                yield node, node.text


def marked_in(element: Element, *tags: str, named: Collection[str] = ()) -> list[Element]:
    """An element and those below it that bear a class or an id, in reading order.

    ``tags`` are the only tags wanted, all where none is given; ``named`` are tags
    that are wanted without class and id as well. Most elements of a report bear
    none, and passing them here takes a tenth of looking at each.
    """
    marked = cast("list[Element]", _MARKED(element))
    wanted = [each for each in marked if each.tag in tags] if tags else marked
    if not (always := list(element.iter(*named)) if named else ()):
        return wanted
    either = {*wanted, *always}
    return [each for each in element.iter() if each in either]


def clickable_in(element: Element) -> list[Element]:
    """Anchors and whatever else a click may lead away from, in reading order."""
    return cast("list[Element]", _CLICKABLE(element))


def texts_in(element: Element) -> Iterator[tuple[str, Element]]:
    """Every piece of text in an element that is not white space alone, with the element that holds it."""
    for node in element.iter():
        if (text := node.text) and not text.isspace():
            yield text, node
        if (text := node.tail) and node is not element and not text.isspace():
            above = node.getparent()
            assert above is not None
            yield text, above


def marks_of(element: Element) -> str:
    """An element's class and id in lower case, to recognise its part in the page; empty where it has neither."""
    kind, name = element.get("class"), element.get("id")
    return f"{kind or ''} {name or ''}".lower() if kind or name else ""


def metas(root: Element) -> dict[str, str]:
    """What a page's ``<meta>`` elements say, by name in lower case; the first that says something counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def without(html: str, parts: Collection[Element]) -> Element:
    """A page's shared tree without some of its elements, a copy where there are any; the text after them stays."""
    if not parts:
        return tree_of(html)
    root = copy_of(html)
    take_out([twin for part, twin in twins(html, root) if part in parts])
    return root


def twins(html: str, copy: Element) -> Iterator[tuple[Element, Element]]:
    """Every element of a page's shared tree with its like in a whole copy of it."""
    return zip(tree_of(html).iter(), copy.iter(), strict=True)


def take_out(parts: Iterable[Element]) -> None:
    """Take elements out of their own tree in place; the text that follows them stays. ValueError for a shared tree."""
    for part in parts:
        if part.getroottree().docinfo.URL == _SHARED:
            raise ValueError("a tree that everybody looks at stays whole")
        parent = part.getparent()
        if parent is not None:
            _keep_tail(part, parent)
            parent.remove(part)


@once
def visible_text(html: str) -> str:
    """All text of a page that a person sees, as :func:`squash` gives it."""
    return squash(whole_text_of(tree_of(html)))


def visible_length(html: str) -> int:
    """How many characters of a page a person sees, white space left out."""
    return len(visible_text(html))


def _keep_tail(part: Element, parent: Element) -> None:
    if not part.tail:
        return
    before = part.getprevious()
    if before is None:
        parent.text = (parent.text or "") + part.tail
    else:
        before.tail = (before.tail or "") + part.tail
