"""The pagers that scripts draw, by what they are called with: createPageHTML, countPage, Pager, pagination."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from crawler.addresses import is_article_address
from crawler.lists.page_requests import PageRequest, Shown
from crawler.markup import absolute

_CALL: Final = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^()]*)\)")
_ARGUMENT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|(-?\d+)")
_PAGER_OBJECT: Final = re.compile(r"\bPager\s*\(\s*\{([^{}]{0,2000})\}\s*\)")
_FIELD: Final = re.compile(r"(\w+)\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+))")
_COUNT: Final = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT: Final = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_DRAWN: Final = re.compile(r"(\w+)(?:_\"?|[\"']\s*\+\s*[\"']_)[\"']?\s*\+\s*(?:nextPage|i|currentPage)\b")
_DRAWN_SUFFIX: Final = re.compile(r"\+\s*[\"']\.[\"']?\s*\+?\s*[\"']?(s?html?|jsp|aspx?|php)\b")
_SUFFIX: Final = re.compile(r"s?html?|jsp|aspx?|php|jhtml")
_FILE: Final = re.compile(r"s?html?|jhtml")
_PLUGIN: Final = re.compile(r"\.pagination\s*\(\s*\{([^{}]{0,2000})")
_NUMBERED: Final = re.compile(r"^(?P<stem>.*?)_(?P<number>\d+)$")
_PAGE_KEYS: Final = ("size", "pages", "pagecount", "totalpage", "countpage", "total")
_DRAWER: Final = re.compile(
    r"(?:\blaypage(?:\.render)?|\.(?:pagination|jqPaginator|paging|pager|createPage|myPagination|zPager)|\bnew\s+\w*[Pp]ag\w*)\s*\(\s*"
    r"(?:(?P<total>\d+)\s*,\s*)?\{"
)
_LONGEST_CALL: Final = 800
_PAGES_TOLD: Final = ("pages", "totalpages", "totalpage", "pagecount", "pagetotal", "countpage")
_ROWS_TOLD: Final = ("count", "total", "totalcount", "totaldata", "totalrecord", "maxentries", "totalnum")
_SIZES_TOLD: Final = ("limit", "pagesize", "items_per_page", "showdata", "perpage", "size", "rows")


@dataclass(frozen=True, slots=True)
class _Pager:
    """What a script's pager says: how many pages, which one this is (1-based), how the files are called."""

    pages: int
    current: int
    stem: str
    suffix: str
    counts_from_one: bool
    """Whether page 2 is ``_2`` for certain; otherwise it is ``_1``, or on some sites ``_2``."""


def ways(shown: Shown) -> Iterator[PageRequest]:
    """The file of the page after this one, where the script's pager says that there is one.

    In a page that is known to be a list a pager of an article's own pages is none of the list's.
    """
    pager = next(_pagers(shown), None)
    if pager is None or pager.current >= pager.pages:
        return
    for number in _numbers(pager, shown.url):
        own = absolute(shown.url, f"{pager.stem}.{pager.suffix}")
        if shown.rows is None or not is_article_address(own):
            yield PageRequest(absolute(shown.url, f"{pager.stem}_{number}.{pager.suffix}"))


def counted_files(shown: Shown, pages: int) -> Iterator[PageRequest]:
    """The files that may hold the next page of a list that says how many it has, and not where: a guess."""
    stem, suffix = _own_name(shown.url)
    if shown.number >= pages or not shown.is_whole_page or not _FILE.fullmatch(suffix):
        return
    for number in _numbers(_Pager(pages, shown.number, stem, suffix, counts_from_one=False), shown.url):
        yield PageRequest(absolute(shown.url, f"{stem}_{number}.{suffix}"), guess=True)


def drawn_pages(code: str) -> int | None:
    """How many pages a plug-in is told to draw a pager for, whose links only it knows; None where none is told."""
    for call in _DRAWER.finditer(code):
        fields = _fields(code[call.end() : call.end() + _LONGEST_CALL])
        pages = _number(fields, _PAGES_TOLD)
        total, size = _number(fields, _ROWS_TOLD) or int(call["total"] or 0), _number(fields, _SIZES_TOLD)
        if pages or (total and size):
            return pages or -(-total // (size or 1))
    return None


def _number(fields: dict[str, str], names: tuple[str, ...]) -> int:
    return next((int(fields[name]) for name in names if fields.get(name, "").isdecimal()), 0)


def _numbers(pager: _Pager, url: str) -> tuple[int, ...]:
    """The numbers that the next page's file may carry; a page that carries one itself shows how they are counted."""
    own = _NUMBERED.match(urlsplit(url).path.rpartition("/")[2].rpartition(".")[0])
    if own and own["stem"] == pager.stem.rpartition("/")[2]:
        return (int(own["number"]) + 1,)
    return (pager.current + 1,) if pager.counts_from_one else (pager.current, pager.current + 1)


def _pagers(shown: Shown) -> Iterator[_Pager]:
    for call in _CALL.finditer(shown.html if "createPage" in shown.html else shown.scripts):
        if pager := _call(call.group(1)):
            yield pager
    for found in _PAGER_OBJECT.finditer(shown.scripts):
        yield from _from_object(_fields(found.group(1)))
    yield from _inline(shown.scripts, shown.url)
    for found in _PLUGIN.finditer(shown.scripts):
        yield from _from_plugin(_fields(found.group(1)), shown)


def _call(arguments: str) -> _Pager | None:
    """What a call of createPageHTML or createPage says, in any of its forms.

    ``(pages, current, stem, suffix)`` and ``(total, pages, current, stem,
    suffix)`` count from 0; ``(element, pages, current, stem, suffix, total)``
    counts from 1. A total behind the suffix changes nothing.
    """
    values = [found.group(1) or found.group(2) or found.group(3) or "" for found in _ARGUMENT.finditer(arguments)]
    from_one = bool(values) and not values[0].lstrip("-").isdecimal()
    values = values[1:] if from_one else values
    # What stands before the suffix is the stem, even where it is a number itself.
    end = next((place for place, value in enumerate(values) if _SUFFIX.fullmatch(value)), 0)
    numbers = values[: end - 1] if end else []
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):  # noqa: PLR2004
        return None
    pages, current = map(int, numbers[-2:])
    return _Pager(pages, current if from_one else current + 1, values[end - 1], values[end], from_one)


def _fields(text: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _FIELD.finditer(text)}


def _from_object(fields: dict[str, str]) -> Iterator[_Pager]:
    pages = next((fields[key] for key in _PAGE_KEYS if fields.get(key, "").isdecimal()), "")
    if pages and fields.get("prefix") and fields.get("suffix"):
        current = int(fields["current"]) if fields.get("current", "").isdecimal() else 0
        yield _Pager(int(pages), current + 1, fields["prefix"], fields["suffix"].lstrip("."), counts_from_one=False)


def _inline(code: str, url: str) -> Iterator[_Pager]:
    count, current = _COUNT.search(code), _CURRENT.search(code)
    if not count or not current:
        return
    drawn, suffix = _DRAWN.search(code), _DRAWN_SUFFIX.search(code)
    own_stem, own_suffix = _own_name(url)
    stem = drawn.group(1) if drawn else own_stem
    yield _Pager(int(count[1]), int(current[1]) + 1, stem, suffix[1] if suffix else own_suffix, counts_from_one=False)


def _from_plugin(fields: dict[str, str], shown: Shown) -> Iterator[_Pager]:
    pages = fields.get("totalpage", "") or fields.get("pagecount", "")
    if not pages and fields.get("totaldata", "").isdecimal() and fields.get("showdata", "").isdecimal():
        pages = str(-(-int(fields["totaldata"]) // max(1, int(fields["showdata"]))))
    if pages.isdecimal():
        stem, suffix = _own_name(shown.url)
        yield _Pager(int(pages), shown.number, stem, suffix, counts_from_one=True)


def _own_name(url: str) -> tuple[str, str]:
    """The stem and the ending of a list's own file, without its page number; index and html for a directory."""
    name = urlsplit(url).path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    numbered = _NUMBERED.match(stem)
    return (numbered["stem"] if numbered else stem or "index"), suffix if stem else "html"
