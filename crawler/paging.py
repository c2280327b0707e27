"""Where the next page of a list is.

An explicit next link comes first, then the pager that a script draws, then
what the portal's software answers to its own scripts, then counting on. What
is given are ways to try: numbering differs from portal to portal, and the
caller takes the first answer that has new rows.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from crawler.lists.counting import count_on, printed_pages, with_number
from crawler.lists.page_requests import LONGEST_LABEL, PAGE_NAME, PageRequest, Shown
from crawler.markup import Element, absolute, link_of, marks_of, opening_of
from crawler.platforms import (
    counts_itself,
    forms_onward,
    lists_beside,
    page_number,
    request_of_click,
    ways_of,
)
from crawler.scripts import pagers, requests
from crawler.scripts.clicks import Clicks
from crawler.scripts.menus import options_of
from crawler.scripts.posting import posted_years
from crawler.text import squash

__all__ = ["PageRequest", "blind_pager", "next_pages", "states_more"]

_NEXT_WORDS: Final = re.compile(r"(?:下一?页|后一?页|下页|next(?:page)?)[>»›→]*", re.IGNORECASE)
_NEXT_SIGN: Final = re.compile(r"[>›→]")
_DOUBLE_SIGN: Final = re.compile(r"»|>>")
_PAGE_CHOICE: Final = re.compile(r"第?(\d{1,3})页?(?:/共?\d{1,3}页?)?")
_NEXT_MARKS: Final = re.compile(r"(?:^|[\s_-])(?:next|p_next|pb_next_page|page-?next|nextpage|next-page)(?=$|[\s_-])")
_OFF: Final = re.compile(r"(?:^|[\s_-])(?:disabled?|p_next_d|p_no_d|unable|off)(?=$|[\s_-])")
_PAGER_MARKS: Final = re.compile(r"pag(?:e|er|es|ing|ination)(?=$|[^a-z])|fenye|yema")
_BASE64: Final = re.compile(r"<(?:div|span)[^<>]*>\s*([A-Za-z0-9+/]{40,}={0,2})\s*</(?:div|span)>")


MOST_WAYS: Final = 12
"""Ways from one page that are tried at most."""

_MORE: Final = re.compile(r"(?:点击)?加载(?:下一页|更多)(?:信息|内容)?")
_MORE_ROWS: Final = re.compile(r"(?:点击)?(?:加载|查看|显示)(?:下一页|更多)(?:信息|内容)?")
_PAGE_ADDED: Final = re.compile(rf"[?&]({PAGE_NAME.pattern})=[\"'`]?\s*(?:\+|\$\{{)", re.IGNORECASE)
_ROWS_COUNTED: Final = re.compile(
    r"""(?:\$|jQuery|querySelectorAll|getElementsByTagName)\(\s*["'][^"'()]*\b(?:li|tr|dd|p)\b|\.children\(|\.find\("""
)
_FETCHES: Final = re.compile(r"ajax|fetch\s*\(|XMLHttpRequest|axios|(?:\$|jQuery)\.(?:get|post)|\.load\s*\(|location")
_DEAD: Final = re.compile(r"^(?:#.*|javascript:.*|)$", re.IGNORECASE)
_PLAIN_NUMBER: Final = re.compile(r"[_/-](\d{1,3})\.\w+$")


def next_pages(
    html: str,
    url: str,
    page_number: int = 1,
    *,
    request: PageRequest | None = None,
    rows: int | None = None,
    barren: bool = False,
) -> list[PageRequest]:
    """Ways to the page after this one, the most trusted first; empty where the list ends here.

    ``page_number`` is the 1-based number of the page given, ``request`` what it
    was asked with where that was no plain GET of ``url``, ``rows`` how many rows
    it shows where the caller knows that it is a list: only then is a pager that
    may be an article's own left out, and are requests of its scripts guessed.
    ``barren`` says that no row can be a report: then the ways lead to the rows.
    """
    asked = request or PageRequest(absolute(url, ""))
    shown = Shown(html + _hidden_pager(html), url, asked, page_number, rows, barren)
    own = list(ways_of(shown))
    ways = [*_next_links(shown), *_more(shown), *pagers.ways(shown), *own]
    if all(way.guess for way in ways) and not counts_itself(shown):
        ways += filter(None, [count_on(shown)])
    if rows is not None and all(way.guess for way in own):
        ways += _guesses(shown)
    if not ways and shown.shows_rows:
        ways += pagers.counted_files(shown, printed_pages(shown.html) or 0)
    others = [*lists_beside(shown), *_years(shown)] if rows is not None else []
    return [way for way in dict.fromkeys([*ways[:MOST_WAYS], *others]) if way.url and way != asked]


def blind_pager(html: str, page_number: int = 1) -> bool:
    """Whether a page that is not the last has a link to the next one whose address only its script knows.

    Where the script only shows and hides rows that all stand in the page, there is nothing behind it.
    """
    shown = Shown(html, "http://x/", PageRequest("http://x/"), page_number)
    pages = printed_pages(html)
    if (pages is not None and pages <= page_number) or _pages_in_page(shown.scripts):
        return False
    if (pagers.drawn_pages(shown.scripts) or 0) > page_number:
        return True
    return any(
        _leads_on(element, shown)
        and _DEAD.fullmatch((element.get("href") or "").strip())
        and not link_of(element, shown.url)
        for element in shown.root.iter("a", "button", "input", "span", "li", "div")
        if next(element.iter("a"), element) is element
    )


def states_more(html: str, page_number: int) -> bool:
    """Whether a page says that its list has more pages than so many: in words, in a script, by their numbers."""
    shown = Shown(html, "http://x/", PageRequest("http://x/"), page_number)
    pages = printed_pages(html) or pagers.drawn_pages(shown.scripts)
    if pages is not None:
        return pages > page_number
    return any(_is_numbered(element, page_number + 1) for element in shown.root.iter("a", "button", "span", "li"))


def _leads_on(element: Element, shown: Shown) -> bool:
    if element.tag == "div" and len(element):
        return False
    more = bool(_MORE.fullmatch(_words(element))) and _is_on(element)
    return more or _is_next(element) or _is_next_sign(element, shown) or _is_numbered(element, shown.number + 1)


def _pages_in_page(code: str) -> bool:
    """Whether a script counts the rows of the page into pages, and fetches nothing."""
    return "Math.ceil" in code and bool(_ROWS_COUNTED.search(code)) and not _FETCHES.search(code)


def _guesses(shown: Shown) -> Iterator[PageRequest]:
    """What a page's scripts may ask for: its list where it shows no row, the page behind where its pager is blind."""
    if shown.is_empty:
        yield from requests.for_list(shown)
        yield from _frames(shown)
        yield from requests.for_pages(shown)
    elif shown.is_whole_page and blind_pager(shown.html, shown.number):
        yield from forms_onward(shown)
        for request in requests.for_list(shown):
            if (numbered := with_number(request, shown.number + 1)) is not None:
                yield numbered.following
        yield from requests.for_pages(shown)


def _years(shown: Shown) -> list[PageRequest]:
    """The lists of other years that the page as it is opened asks for by POST."""
    return [request for _, request in posted_years(shown)] if shown.is_whole_page else []


def _frames(shown: Shown) -> Iterator[PageRequest]:
    """The pages of the same host that a page without rows shows in frames."""
    for frame in shown.root.iter("iframe", "frame"):
        target = absolute(shown.base, frame.get("src") or "")
        if target and urlsplit(target).hostname == urlsplit(shown.url).hostname:
            yield PageRequest(target, guess=True)


def _hidden_pager(html: str) -> str:
    """The pager that a page keeps in Base64 until its script unpacks it; empty where it keeps none."""
    if "atob" not in html:
        return ""
    found = _BASE64.search(html)
    try:
        return unquote_plus(b64decode(found.group(1), validate=True).decode()) if found else ""
    except ValueError:
        return ""


def _next_links(shown: Shown) -> Iterator[PageRequest]:
    for element in shown.root.iter("link"):
        if (element.get("rel") or "").lower() == "next" and (target := link_of(element, shown.base)):
            yield PageRequest(target)
    wanted: tuple[Callable[[Element], bool], ...] = (
        _is_next,
        lambda link: _is_next_sign(link, shown),
        lambda link: _is_last_resort(link, shown),
        lambda link: _is_numbered(link, shown.number + 1),
    )
    clicks = cache(lambda: Clicks(shown.html))
    for is_wanted in wanted:
        for element in shown.root.iter("a", "input", "button"):
            if is_wanted(element) and (way := _behind(element, shown, clicks)):
                yield way
                return
    for choice in options_of(shown.html, shown.url):
        page = _PAGE_CHOICE.fullmatch(squash(choice.label))
        if page and int(page[1]) == shown.number + 1:
            yield PageRequest(choice.url)
            return


def _more(shown: Shown) -> Iterator[PageRequest]:
    """What a button that loads more rows fetches, by the address it keeps for its script."""
    for element in shown.root.iter("a", "button", "div", "span", "p"):
        kept = element.get("data-url") or element.get("data-href") or element.get("href") or ""
        if _DEAD.fullmatch(kept.strip()) or not _MORE_ROWS.fullmatch(_words(element)):
            continue
        plain = PageRequest(absolute(shown.base, kept), xhr=True, guess=True)
        if with_number(plain) is not None:
            yield plain
        elif element.get("data-page") or element.get("data-next"):
            name = _PAGE_ADDED.search(shown.scripts)
            joint = "&" if "?" in plain.url else "?"
            yield replace(plain, url=f"{plain.url}{joint}{name[1] if name else 'page'}={shown.number + 1}")


def _behind(element: Element, shown: Shown, clicks: Callable[[], Clicks]) -> PageRequest | None:
    if target := link_of(element, shown.base):
        return PageRequest(target)
    if back := request_of_click(element, shown):
        return back
    target = clicks().target(element, shown.base)
    return PageRequest(target, guess=True) if target else None


def _is_next(anchor: Element) -> bool:
    return _is_on(anchor) and (
        (anchor.get("rel") or "").lower() == "next" or bool(_NEXT_WORDS.fullmatch(_words(anchor)))
    )


def _is_next_sign(anchor: Element, shown: Shown) -> bool:
    words = _words(anchor)
    named = not words and _NEXT_MARKS.search(_marks_around(anchor))
    return _is_on(anchor) and bool(named or _NEXT_SIGN.fullmatch(words)) and _among_numbers(anchor, shown)


def _is_last_resort(anchor: Element, shown: Shown) -> bool:
    """Whether a link is a double arrow: the next page on some sites, the last one on others."""
    return _is_on(anchor) and bool(_DOUBLE_SIGN.fullmatch(_words(anchor))) and _among_numbers(anchor, shown)


def _is_on(anchor: Element) -> bool:
    return not _OFF.search(_marks_around(anchor))


def _words(element: Element) -> str:
    value = element.get("value") if element.tag == "input" else ""
    return _label(element) or squash(value or element.get("title") or "")


def _label(element: Element) -> str:
    """What an element says, or so much of it that it can be no label."""
    return squash(opening_of(element, LONGEST_LABEL))


def _marks_around(anchor: Element) -> str:
    around = anchor.getparent()
    return f"{marks_of(anchor)} {marks_of(around) if around is not None else ''}"


def _is_numbered(element: Element, number: int) -> bool:
    """Whether a link in a pager that has no next link leads to the page of that number."""
    if _label(element) != str(number):
        return False
    holders = (element, *element.iterancestors())
    marked = any(_PAGER_MARKS.search(marks_of(holder)) for holder in holders[:4])
    return marked or page_number(element) == number or _is_counted(element, number)


def _is_counted(element: Element, number: int) -> bool:
    """Whether a link's address carries the page number that its text says, or the one before it."""
    parts = urlsplit((element.get("href") or "").strip())
    said = [value for name, value in parse_qsl(parts.query) if PAGE_NAME.fullmatch(name)]
    plain = _PLAIN_NUMBER.search(parts.path)
    return any(value in {str(number), str(number - 1)} for value in (*said, *([plain.group(1)] if plain else [])))


def _among_numbers(anchor: Element, shown: Shown) -> bool:
    """Whether a sign such as > stands among the numbers of a pager and not in a breadcrumb or a slide show."""
    around = anchor.getparent()
    holder = around.getparent() if around is not None and around.tag in {"li", "span", "td"} else around
    return holder in shown.number_holders
