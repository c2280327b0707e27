"""What a person sees of an element of a page: its text in lines, and the elements that stand for themselves."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from crawler.articles.pictures import source_of
from crawler.markup import Element

_UNSEEN: Final = frozenset(
    "head script style noscript template textarea select option button input iframe object embed svg link meta".split()  # noqa: SIM905  # words read best as words
)
_FIELDS: Final = frozenset({"text", "number"})
_BREAKS: Final = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form "  # noqa: SIM905  # as above
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SPACE: Final = re.compile(r"[\t\n ]+")
_ICON_NAME: Final = re.compile(
    r"/icons?/|icon|(?:^|/)(?:word|excel|pdf|doc|xls|zip|rar)\.(?:png|gif|jpg)$", re.IGNORECASE
)
_ICON_SIZE: Final = 100
"""Pixels; a picture narrower or lower than this cannot hold a table that people could read."""


def pieces(root: Element, whole: Callable[[Element], bool]) -> Iterator[str | Element]:
    r"""What a person sees of an element: text, ``\n`` where a browser begins a new line.

    Elements that ``whole`` picks are given as they are and not entered.
    """
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    kept = sum(element.tag == "pre" for element in root.iterancestors())
    for event, element in walk:
        kept += (event == "start") * (element.tag == "pre")
        if event == "start":
            if is_hidden(element):
                yield _entered(element)
                walk.skip_subtree()
            elif element is not root and whole(element):
                yield element
                walk.skip_subtree()
            else:
                yield from _text_of(element, element.text, kept=kept > 0)
        else:
            kept -= (event == "end") * (element.tag == "pre")
            yield from _text_of(element, element.tail if element is not root else None, kept=kept > 0)


def _text_of(element: Element, text: str | None, *, kept: bool) -> Iterator[str]:
    """The text with white space as a browser shows it; ``kept`` in preformatted text, whose line ends are shown."""
    if element.tag in _BREAKS:
        yield "\n"
    if text:
        yield text if kept else _SPACE.sub(" ", text)


def _entered(element: Element) -> str:
    """What has been entered into a field of a form that a browser shows: a report may be a form filled in."""
    if element.tag != "input" or (element.get("type") or "text").lower() not in _FIELDS or is_styled_away(element):
        return ""
    return element.get("value") or ""


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of the element."""
    return element.tag in _UNSEEN or is_styled_away(element)


def is_styled_away(element: Element) -> bool:
    """Whether its style keeps a browser from showing the element."""
    style = re.sub(r"\s+", "", (element.get("style") or "").lower())
    return "display:none" in style or element.get("hidden") is not None


def is_icon(image: Element) -> bool:
    """Whether a picture is too small, or called, so that it cannot hold content."""
    source = source_of(image)
    if not source or _ICON_NAME.search(source[:300]):
        return True
    sizes = [size for name in ("width", "height") if (size := _pixels(image, name)) is not None]
    return any(size < _ICON_SIZE for size in sizes)


def _pixels(image: Element, name: str) -> float | None:
    styled = re.search(rf"(?:^|[;\s]){name}\s*:\s*(\d+(?:\.\d+)?)px", image.get("style") or "", re.IGNORECASE)
    stated = styled or re.match(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$", image.get(name) or "")
    return float(stated[1]) if stated else None
