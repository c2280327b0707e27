"""The further pages of one article: those it was split over, and those it shows in a frame."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from crawler.articles.content import content_hash, has_report_headings, main_text
from crawler.articles.files import chrome_beside_files, files_of, is_file_address, pictures_of
from crawler.hosts import government_of, host_of, site_of
from crawler.markup import Element, absolute, base_of, link_of, text_of, tree_of, without
from crawler.paging import next_pages
from crawler.text import squash

_PAGE_NUMBER: Final = re.compile(r"[-_/]p?[1-9]\d?", re.IGNORECASE)
_PAGE_KEYS: Final = frozenset(
    "page p pn pageno pageindex pagenum pagenumber currentpage curpage cur_page currpage".split()  # noqa: SIM905 - words read best as words
)
_PAGE_IN_QUERY: Final = re.compile(r"(?:^|&)\w+=\d{1,2}(?=&|$)")
_PAGED: Final = re.compile(r"[下后]\s*一?\s*页")
_PAGED_BY: Final = ("next", "createpage", "countpage", "paginat", "pager", "atob")
"""A page without any of it has no pager, unless it prints the number of the page behind; most reports have none."""
_PRINTED: Final = r">\s*%d\s*<"
_PRINTED_OUTSIDE_CELLS: Final = r"<(?!(?:td|th|p|div)\b)[^<>]*>\s*%d\s*<"
"""Such a number in the cell of a table is none of a pager, where the address has no number either."""
_SCANT: Final = 200
"""Characters below which an article says next to nothing."""
_SCANT_BESIDE_FRAME: Final = 400
"""Characters below which what an article shows in a frame is the article: a table of keywords may stand above it."""
_FRAMED: Final = re.compile(r"<i?frame\b", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
_IDLE_FRAME: Final = re.compile(
    r"visit|count|stat|weather|tianqi|share|exposure|jiucuo|login|search|comment|pinglun|video|player|map",
    re.IGNORECASE,
)
_SMALLEST_FRAME: Final = 100
"""Pixels; a frame narrower or lower than this shows a counter or nothing."""


def following_pages(html: str, url: str, number: int, *, first: str) -> list[str]:
    """Addresses at which an article may go on behind its page ``number`` (1-based), the most trusted first.

    ``first`` is the address of its first page. The next *article* (下一篇) is
    never among them: a further page's address is the first one's with a number.
    """
    if not (_speaks_of_pages(html) or _prints_number(html, url, number + 1)):
        return []
    root = tree_of(html)
    base = base_of(root, url)
    numbered = (link_of(anchor, base) for anchor in root.iter("a") if squash(text_of(anchor)) == str(number + 1))
    ways = (way.url for way in next_pages(html, url, number) if way.method == "GET")
    return [target for target in dict.fromkeys((*ways, *numbered)) if _continues(first, target)]


def _speaks_of_pages(html: str) -> bool:
    lowered = html.lower()
    return any(word in lowered for word in _PAGED_BY) or ("页" in html and bool(_PAGED.search(html)))


def _prints_number(html: str, url: str, number: int) -> bool:
    """Whether a page prints a number by itself as a pager does."""
    if not re.search(_PRINTED % number, html):
        return False
    if _PAGE_IN_QUERY.search(urlsplit(url).query):
        return True
    return bool(re.search(_PRINTED_OUTSIDE_CELLS % number, html, re.IGNORECASE))


def framed_pages(html: str, url: str) -> list[str]:
    """Pages of the same government that an article with next to no content of its own shows in frames."""
    if not _FRAMED.search(html) or not _is_scant(html, url, _SCANT_BESIDE_FRAME):
        return []
    base = base_of(tree_of(html), url)
    beside = without(html, set(chrome_beside_files(html))).iter("iframe", "frame")
    frames = (absolute(base, frame.get("src") or "") for frame in beside if _is_seen(frame))
    own = government_of(host_of(url))
    return [
        target
        for target in dict.fromkeys(filter(None, frames))
        if government_of(host_of(target)) == own
        and target != url
        and not is_file_address(target)
        and not _IDLE_FRAME.search(urlsplit(target).path)
    ]


def is_hollow(html: str, url: str) -> bool:
    """Whether a page has scripts and next to nothing else, so that only a browser may show its article."""
    return bool(_SCRIPT.search(html)) and _is_scant(html, url, _SCANT)


def _is_scant(html: str, url: str, least: int) -> bool:
    text = main_text(html)
    if len(squash(text)) >= least or has_report_headings(text):
        return False
    return not files_of(html, url) and not pictures_of(html, url)


def fingerprint(html: str, url: str) -> tuple[str, list[str]]:
    """What of a page makes it another one when it changes: its text, and the addresses of all that belongs to it."""
    links = (*files_of(html, url), *pictures_of(html, url))
    return content_hash(main_text(html)), [*(link.url for link in links), *following_pages(html, url, 1, first=url)]


def _is_seen(frame: Element) -> bool:
    style = re.sub(r"\s", "", (frame.get("style") or "").lower())
    sizes = (frame.get(name) or "" for name in ("width", "height"))
    small = any(size.isdigit() and int(size) < _SMALLEST_FRAME for size in sizes)
    return bool(frame.get("src")) and not small and "display:none" not in style


def _continues(first: str, other: str) -> bool:
    """Whether an address is the first page's with a page number: ``_1`` before the ending, ``/2``, ``?page=2``."""
    start, further = urlsplit(first), urlsplit(other)
    if site_of(start.hostname or "") != site_of(further.hostname or ""):
        return False
    if start.path == further.path:
        same = _without_page(start.query) == _without_page(further.query)
        return same and bool(_PAGE_IN_QUERY.search(further.query)) and start.query != further.query
    stem, _, ending = start.path.rpartition(".") if "." in start.path.rpartition("/")[2] else (start.path, "", "")
    if start.query != further.query or not stem or not further.path.startswith(stem):
        return False
    rest = further.path[len(stem) :]
    return bool(_PAGE_NUMBER.fullmatch(rest.removesuffix(f".{ending}") if ending else rest))


def _without_page(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return sorted(pair for pair in pairs if pair[0].lower() not in _PAGE_KEYS)
