"""Where the content of a page is: what belongs to it, what is chrome, what is only an icon."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from crawler.text import squash, tidy

_UNSEEN: Final = frozenset(
    "head script style noscript template textarea select option button input iframe object embed svg link meta".split()  # noqa: SIM905  # words read best as words
)
_BREAKS: Final = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form "  # noqa: SIM905  # as above
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SPACE: Final = re.compile(r"[\t\n ]+")
_CHROME_TAGS: Final = frozenset({"nav", "footer", "aside"})
_CHROME_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot(?:er)?\w*|copyright\w*|breadcrumb\w*|crumbs?|position|dqwz|share\w*|bdshare\w*|"
    r"side(?:bar|menu)?|toolbar|pagination|qrcode|relat(?:ed|ion)\w*|xgwj|xgjd|header)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CONTENT_NAME: Final = re.compile(
    r"^(?:ucap-?content|zoom(?:con)?|fontzoom|trs_(?:ue)?editor\w*|trs_ueditor|vsb_content\w*|bt_content|"
    r"article-?(?:content|body|con)(?:-body)?|news_?content|info_?content|content_?text|con_?text|xxgk_?content)$",
    re.IGNORECASE,
)
_CONTENT_SHARE: Final = 0.5
_DESCENT_SHARE: Final = 0.9
_TITLE_TAGS: Final = frozenset({"h1", "h2", "h3", "ucaptitle"})
_TITLE_CLASS: Final = re.compile(r"title|\bbt\b|tit\b", re.IGNORECASE)
_TITLE_LENGTH: Final = range(8, 100)
_REPORT_TITLE: Final = re.compile(r"年度报告|年报|信息公开")
_ICON_NAME: Final = re.compile(
    r"/icons?/|icon|(?:^|/)(?:word|excel|pdf|doc|xls|zip|rar)\.(?:png|gif|jpg)$", re.IGNORECASE
)
_ICON_SIZE: Final = 100
"""Pixels; a picture narrower or lower than this cannot hold a table that people could read."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff0-9]")


def pieces(root: Element, whole: Callable[[Element], bool]) -> Iterator[str | Element]:
    r"""What a person sees of an element: text, ``\n`` where a browser begins a new line.

    Elements that ``whole`` picks are given as they are and not entered.
    """
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if is_hidden(element):
                walk.skip_subtree()
            elif element is not root and whole(element):
                yield element
                walk.skip_subtree()
            else:
                yield from _text_of(element, element.text)
        else:
            yield from _text_of(element, element.tail if element is not root else None)


def _text_of(element: Element, text: str | None) -> Iterator[str]:
    if element.tag in _BREAKS:
        yield "\n"
    if text:
        yield _SPACE.sub(" ", text)


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of the element."""
    if element.tag in _UNSEEN:
        return True
    style = re.sub(r"\s+", "", (element.get("style") or "").lower())
    return "display:none" in style or element.get("hidden") is not None


def is_chrome(element: Element) -> bool:
    """Whether the element frames the page (menus, footers, sharing) instead of being content."""
    if element.tag in _CHROME_TAGS:
        return True
    return element.tag in {"div", "ul", "section"} and bool(_CHROME_NAME.search(_names(element)))


def is_icon(image: Element) -> bool:
    """Whether a picture is too small, or called, so that it cannot hold content."""
    source = image.get("src") or ""
    if not source or _ICON_NAME.search(source[:300]):
        return True
    sizes = [size for name in ("width", "height") if (size := _pixels(image, name)) is not None]
    return any(size < _ICON_SIZE for size in sizes)


def main_content(root: Element) -> Element:
    """The element that holds the article; the whole body where none stands out."""
    weights = _weights(root)
    body = next(root.iter("body"), root)
    named = [element for element in body.iter() if _is_named_content(element)]
    best = max(named, key=lambda element: weights.get(element, 0), default=None)
    if best is not None and weights.get(best, 0) >= _CONTENT_SHARE * weights.get(body, 0):
        return best
    return _descend(body, weights)


def title_above(root: Element, *said: str) -> str:
    """The title that stands on the page outside its content: a heading that agrees with one of the ``said`` titles."""
    known = [squash(text) for text in said if text]
    for element in root.iter():
        if not isinstance(element.tag, str) or not _may_be_title(element):
            continue
        text = tidy("".join(map(str, element.itertext())))
        if (
            len(text) in _TITLE_LENGTH
            and (any(squash(text) in title for title in known))
            and _REPORT_TITLE.search(text)
        ):
            return text
    return ""


def _may_be_title(element: Element) -> bool:
    if element.tag in _TITLE_TAGS:
        return True
    return element.tag in {"div", "p", "td", "span", "strong"} and bool(_TITLE_CLASS.search(element.get("class") or ""))


def _names(element: Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"


def _is_named_content(element: Element) -> bool:
    names = (str(element.tag), *_names(element).split())
    return any(_CONTENT_NAME.match(name) for name in names)


def _weights(root: Element) -> dict[Element, int]:
    """Readable characters outside links by element, each with all that it holds."""
    weights: dict[Element, int] = {}
    for element, text in _readable(root):
        weights[element] = weights.get(element, 0) + len(_HAN.findall(text))
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + weights.get(element, 0)
    return weights


def _readable(root: Element) -> Iterator[tuple[Element, str]]:
    """Elements with the text that stands directly in them."""
    skipped: set[Element] = set()
    for element in root.iter():
        parent = element.getparent()
        if parent is not None and element.tail and parent not in skipped:
            yield parent, element.tail
        if parent in skipped or not isinstance(element.tag, str) or element.tag == "a" or is_hidden(element):
            skipped.add(element)
        elif element.text:
            yield element, element.text


def _descend(element: Element, weights: dict[Element, int]) -> Element:
    """The innermost element that still holds nearly everything, never inside a table that may be data."""
    while True:
        least = _DESCENT_SHARE * weights.get(element, 0)
        heavy = next((child for child in element if weights.get(child, 0) >= max(least, 1)), None)
        if heavy is None or heavy.tag in {"table", "p", "span", "font"}:
            return element
        element = heavy


def _pixels(image: Element, name: str) -> float | None:
    styled = re.search(rf"(?:^|[;\s]){name}\s*:\s*([\d.]+)px", image.get("style") or "", re.IGNORECASE)
    stated = styled or re.match(r"\s*([\d.]+)(?:px)?\s*$", image.get(name) or "")
    try:
        return float(stated[1]) if stated else None
    except ValueError:
        return None
