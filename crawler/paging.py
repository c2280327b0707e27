"""Where the next page of a list is.

An explicit next link comes first, then the pager that a script draws, then the
windows of an XHR pager. What is given are ways to try: numbering differs from
portal to portal, and the caller takes the first answer that has new rows.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from crawler.carriers import scripts_of
from crawler.markup import Element, absolute, base_of, link_of, marks_of, parse, text_of
from crawler.platforms import gkmlpt, jpaas
from crawler.text import squash

Form = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How to ask for a page of a list; ``form`` is the body of a POST."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: Form = ()


@dataclass(frozen=True, slots=True)
class _Pager:
    """What a script's pager says: how many pages, which one this is (1-based), how the files are called."""

    pages: int
    current: int
    stem: str
    suffix: str
    counts_from_one: bool
    """Whether page 2 is ``_2`` for certain; otherwise it is ``_1``, or on some sites ``_2``."""


_NEXT_WORDS: Final = re.compile(r"(?:下一?页|后一?页|下页|next(?:page)?)[>»›→]*", re.IGNORECASE)
_NEXT_SIGN: Final = re.compile(r"[>›→]")
_DOUBLE_SIGN: Final = re.compile(r"»|>>")
_NEXT_MARKS: Final = re.compile(r"(?:^|[\s_-])(?:next|p_next|pb_next_page|page-?next|nextpage|next-page)(?=$|[\s_-])")
_OFF: Final = re.compile(r"(?:^|[\s_-])(?:disabled?|p_next_d|p_no_d|unable|off)(?=$|[\s_-])")
_PAGER_MARKS: Final = re.compile(r"pag(?:e|er|es|ing|ination)(?=$|[^a-z])|fenye|yema")
_BASE64: Final = re.compile(r"<(?:div|span)[^<>]*>\s*([A-Za-z0-9+/]{40,}={0,2})\s*</(?:div|span)>")
_POST_BACK: Final = re.compile(r"__doPostBack\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)")
_CALL: Final = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^()]*)\)")
_ARGUMENT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|(-?\d+)")
_PAGER_OBJECT: Final = re.compile(r"\bPager\s*\(\s*\{([^{}]{0,2000})\}\s*\)")
_FIELD: Final = re.compile(r"(\w+)\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+))")
_COUNT: Final = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT: Final = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_DRAWN: Final = re.compile(r"(\w+)(?:_\"?|[\"']\s*\+\s*[\"']_)[\"']?\s*\+\s*(?:nextPage|i|currentPage)\b")
_DRAWN_SUFFIX: Final = re.compile(r"\+\s*[\"']\.[\"']?\s*\+?\s*[\"']?(s?html?|jsp|aspx?|php)\b")
_PLUGIN: Final = re.compile(r"\.pagination\s*\(\s*\{([^{}]{0,2000})")
_NUMBERED: Final = re.compile(r"^(?P<stem>.*?)_(?P<number>\d+)$")
_PAGE_KEYS: Final = ("size", "pages", "pagecount", "totalpage", "countpage", "total")

_NEXT_GROUP: Final = re.compile(r"<nextgroup>.{0,200}?href=[\"']?([^\"'>]+)", re.DOTALL | re.IGNORECASE)
_TOTAL_RECORDS: Final = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)
_TOTAL_IN_SCRIPT: Final = re.compile(r"totalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PER_PAGE: Final = re.compile(r"perPage\s*[:=]\s*[\"']?(\d+)|[?&]perpage=(\d+)", re.IGNORECASE)
_RECORD: Final = re.compile(r"<record>", re.IGNORECASE)
_UNIT: Final = re.compile(r"<div[^>]*\bid=[\"']?(\d+)[\"']?[^>]*>\s*<script[^>]*text/xml", re.IGNORECASE)
_PROXY: Final = "/module/web/jpage/dataproxy.jsp"
_USUAL_PAGE: Final = 20
_PAGES_A_WINDOW: Final = 3


def next_pages(html: str, url: str, page_number: int = 1, *, request: PageRequest | None = None) -> list[PageRequest]:
    """Ways to the page after this one, the most trusted first; empty where the list ends here.

    ``page_number`` is the 1-based number of the page given, ``request`` what it
    was asked with where that was no plain GET of ``url``. The caller says that
    the page is a list: in a detail page the same script pages an article.
    """
    root = parse(html + _hidden_pager(html))
    ways = [
        *_next_links(root, url, page_number),
        *_script_pages(html, url, page_number),
        *_windows(html, url, request),
        *(
            PageRequest(address)
            for address in (gkmlpt.list_address(html, url), jpaas.next_address(html, url))
            if address
        ),
    ]
    return [way for way in dict.fromkeys(ways) if way != (request or PageRequest(absolute(url, "")))]


def _hidden_pager(html: str) -> str:
    """The pager that a page keeps in Base64 until its script unpacks it; empty where it keeps none."""
    if "atob" not in html:
        return ""
    found = _BASE64.search(html)
    try:
        return unquote_plus(b64decode(found.group(1), validate=True).decode()) if found else ""
    except ValueError:
        return ""


def _next_links(root: Element, url: str, page_number: int) -> Iterator[PageRequest]:
    base = base_of(root, url)
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "next" and (target := link_of(element, base)):
            yield PageRequest(target)
    for wanted in (_is_next, _is_next_sign, _is_last_resort, lambda anchor: _is_numbered(anchor, page_number + 1)):
        for anchor in root.iter("a"):
            if wanted(anchor) and (way := _behind(anchor, root, url, base)):
                yield way
                return


def _behind(anchor: Element, root: Element, url: str, base: str) -> PageRequest | None:
    if target := link_of(anchor, base):
        return PageRequest(target)
    back = _POST_BACK.search((anchor.get("href") or "") + (anchor.get("onclick") or ""))
    return PageRequest(absolute(url, ""), "POST", _posted_back(root, back.group(1), back.group(2))) if back else None


def _is_next(anchor: Element) -> bool:
    return _is_on(anchor) and (
        (anchor.get("rel") or "").lower() == "next" or bool(_NEXT_WORDS.fullmatch(_words(anchor)))
    )


def _is_next_sign(anchor: Element) -> bool:
    words = _words(anchor)
    named = not words and _NEXT_MARKS.search(_marks_around(anchor))
    return _is_on(anchor) and bool(named or _NEXT_SIGN.fullmatch(words)) and _among_numbers(anchor)


def _is_last_resort(anchor: Element) -> bool:
    """Whether a link is a double arrow: the next page on some sites, the last one on others."""
    return _is_on(anchor) and bool(_DOUBLE_SIGN.fullmatch(_words(anchor))) and _among_numbers(anchor)


def _is_on(anchor: Element) -> bool:
    return not _OFF.search(_marks_around(anchor))


def _words(anchor: Element) -> str:
    return squash(text_of(anchor)) or squash(anchor.get("title") or "")


def _marks_around(anchor: Element) -> str:
    around = anchor.getparent()
    return f"{marks_of(anchor)} {marks_of(around) if around is not None else ''}"


def _is_numbered(anchor: Element, number: int) -> bool:
    """Whether a link in a pager that has no next link leads to the page of that number."""
    holders = (anchor, *anchor.iterancestors())
    return squash(text_of(anchor)) == str(number) and any(
        _PAGER_MARKS.search(marks_of(holder)) for holder in holders[:4]
    )


def _among_numbers(anchor: Element) -> bool:
    """Whether a sign such as > stands among the numbers of a pager and not in a breadcrumb or a slide show."""
    around = anchor.getparent()
    holder = around.getparent() if around is not None and around.tag in {"li", "span", "td"} else around
    if holder is None:
        return False
    return any(squash(text_of(other)).isdigit() for other in holder.iter("a", "span", "li", "em", "b", "strong"))


def _posted_back(root: Element, target: str, argument: str) -> Form:
    hidden = [
        (field.get("name") or "", field.get("value") or "")
        for field in root.iter("input")
        if (field.get("type") or "").lower() == "hidden" and field.get("name")
    ]
    kept = tuple(pair for pair in hidden if pair[0] not in {"__EVENTTARGET", "__EVENTARGUMENT"})
    return (("__EVENTTARGET", target), ("__EVENTARGUMENT", argument), *kept)


def _script_pages(html: str, url: str, page_number: int) -> Iterator[PageRequest]:
    pager = next(_pagers(html, url, page_number), None)
    if pager is None or pager.current >= pager.pages:
        return
    for number in _numbers(pager, url):
        yield PageRequest(absolute(url, f"{pager.stem}_{number}.{pager.suffix}"))


def _numbers(pager: _Pager, url: str) -> tuple[int, ...]:
    """The numbers that the next page's file may carry; a page that carries one itself shows how they are counted."""
    own = _NUMBERED.match(urlsplit(url).path.rpartition("/")[2].rpartition(".")[0])
    if own and own["stem"] == pager.stem.rpartition("/")[2]:
        return (int(own["number"]) + 1,)
    return (pager.current + 1,) if pager.counts_from_one else (pager.current, pager.current + 1)


def _pagers(html: str, url: str, page_number: int) -> Iterator[_Pager]:
    code = html if "createPage" in html else scripts_of(html)
    for call in _CALL.finditer(code):
        if pager := _called(call.group(1)):
            yield pager
    code = scripts_of(html)
    for found in _PAGER_OBJECT.finditer(code):
        yield from _from_object(_fields(found.group(1)))
    yield from _inline(code, url)
    for found in _PLUGIN.finditer(code):
        yield from _from_plugin(_fields(found.group(1)), url, page_number)


def _called(arguments: str) -> _Pager | None:
    """What a call of createPageHTML or createPage says, in any of its forms.

    ``(pages, current, stem, suffix)`` and ``(total, pages, current, stem,
    suffix)`` count from 0; ``(element, pages, current, stem, suffix, total)``
    counts from 1. A total behind the suffix changes nothing.
    """
    values = [found.group(1) or found.group(2) or found.group(3) or "" for found in _ARGUMENT.finditer(arguments)]
    from_one = bool(values) and not values[0].lstrip("-").isdigit()
    values = values[1:] if from_one else values
    numbers = _leading_numbers(values)
    rest = values[len(numbers) :]
    if len(numbers) < 2 or len(rest) < 2 or not re.fullmatch(r"s?html?|jsp|aspx?|php|jhtml", rest[1]):  # noqa: PLR2004
        return None
    pages, current = numbers[-2:]
    return _Pager(pages, current if from_one else current + 1, rest[0], rest[1], from_one)


def _leading_numbers(values: list[str]) -> list[int]:
    numbers: list[int] = []
    for value in values:
        if not value.isdigit():
            break
        numbers.append(int(value))
    return numbers


def _fields(text: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _FIELD.finditer(text)}


def _from_object(fields: dict[str, str]) -> Iterator[_Pager]:
    pages = next((fields[key] for key in _PAGE_KEYS if fields.get(key, "").isdigit()), "")
    if pages and fields.get("prefix") and fields.get("suffix"):
        current = int(fields["current"]) if fields.get("current", "").isdigit() else 0
        yield _Pager(int(pages), current + 1, fields["prefix"], fields["suffix"].lstrip("."), counts_from_one=False)


def _inline(code: str, url: str) -> Iterator[_Pager]:
    count, current = _COUNT.search(code), _CURRENT.search(code)
    if not count or not current:
        return
    drawn, suffix = _DRAWN.search(code), _DRAWN_SUFFIX.search(code)
    own_stem, own_suffix = _own_name(url)
    stem = drawn.group(1) if drawn else own_stem
    yield _Pager(int(count[1]), int(current[1]) + 1, stem, suffix[1] if suffix else own_suffix, counts_from_one=False)


def _from_plugin(fields: dict[str, str], url: str, page_number: int) -> Iterator[_Pager]:
    pages = fields.get("totalpage", "") or fields.get("pagecount", "")
    if not pages and fields.get("totaldata", "").isdigit() and fields.get("showdata", "").isdigit():
        pages = str(-(-int(fields["totaldata"]) // max(1, int(fields["showdata"]))))
    if pages.isdigit():
        stem, suffix = _own_name(url)
        yield _Pager(int(pages), page_number, stem, suffix, counts_from_one=True)


def _own_name(url: str) -> tuple[str, str]:
    """The stem and the ending of a list's own file, without its page number; index and html for a directory."""
    name = urlsplit(url).path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    numbered = _NUMBERED.match(stem)
    return (numbered["stem"] if numbered else stem or "index"), suffix if stem else "html"


def _windows(html: str, url: str, request: PageRequest | None) -> Iterator[PageRequest]:
    """The next window of a jpage list: by POST of a range of records, else by the address that the list names."""
    records = len(_RECORD.findall(html))
    if not records:
        return
    group = _NEXT_GROUP.search(html)
    address = absolute(url, group.group(1).replace("&amp;", "&")) if group else ""
    start = _asked_from(url)
    seen = start - 1 + records
    total = _TOTAL_RECORDS.search(html) or _TOTAL_IN_SCRIPT.search(html)
    if total and seen >= int(total.group(1)):
        return
    form = request.form if request is not None and request.form else _window_form(html, address)
    if form:
        yield PageRequest(_window_address(html, address or url, seen), "POST", form)
    if address:
        yield PageRequest(address)
    elif "page=" in urlsplit(url).query and (request is None or request.method == "GET"):
        yield PageRequest(_with_page_counted_on(url))


def _asked_from(url: str) -> int:
    """The number of the first record in a window, 1 in the list's own page."""
    asked = dict(parse_qsl(urlsplit(url).query)).get("startrecord", "1")
    return int(asked) if asked.isdigit() else 1


def _window_address(html: str, address: str, seen: int) -> str:
    found = _PER_PAGE.search(html) or _PER_PAGE.search(address)
    per_page = int(found.group(1) or found.group(2)) if found else _USUAL_PAGE
    parts = urlsplit(address)
    path = parts.path if "dataproxy" in parts.path else _PROXY
    window = (("startrecord", seen + 1), ("endrecord", seen + per_page * _PAGES_A_WINDOW), ("perpage", per_page))
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(window), ""))


def _window_form(html: str, address: str) -> Form:
    """The form of a jpage POST: what the list's own next address carries, without its page."""
    said = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    unit = _UNIT.search(html)
    if unit:
        said.setdefault("unitid", unit.group(1))
    if "columnid" not in said or "unitid" not in said:
        return ()
    fixed = {
        "col": "1",
        "appid": "1",
        "webid": "",
        "path": "/",
        "sourceContentType": "1",
        "webname": "",
        "permissiontype": "0",
    }
    asked = {key: value for key, value in said.items() if key not in {"page", "startrecord", "endrecord", "perpage"}}
    return tuple({**fixed, **asked}.items())


def _with_page_counted_on(url: str) -> str:
    parts = urlsplit(url)
    query = re.sub(r"((?:^|&)page=)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", parts.query)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
