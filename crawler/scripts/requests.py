"""The requests that a page's own scripts make for its list, read from the scripts and not by running them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.lists.counting import with_number
from crawler.lists.page_requests import PAGE_NAME, PageRequest, Shown
from crawler.markup import absolute
from crawler.scripts.values import MOST_CALLS, Values, enclosure, split

MOST: Final = 4
"""Requests of one page that are tried, the likeliest first."""

_CALL: Final = re.compile(
    r"(?:(?:\$|jQuery|layui\.\$|axios|\$http|\$axios|request)\s*\.\s*(?P<method>ajax|get|post|getJSON|request)|(?P<fetch>\bfetch|\baxios)"
    r"|\.(?P<load>load)|\.(?P<open>open)|\btable\s*\.\s*(?P<table>render))\s*(?=\()"
)
_STATIC: Final = re.compile(r"""["']([^"'\s<>]+\.json(?:\?[^"'\s<>]*)?)["']""")
_SENT: Final = re.compile(r"\.send\s*(?=\()")
_NEAR: Final = 2000
_METHODS: Final = frozenset({"GET", "POST"})
_OWN_SCRIPT: Final = re.compile(
    r"""<script\b[^<>]*\bsrc=["']?([^"'\s<>]*?(?:list|data|ndbg|nianbao|xxgk|news|column|article)[\w.-]*\.js)(?=[?"'\s>])""",
    re.IGNORECASE,
)
_LIBRARY: Final = re.compile(
    r"jquery|vue|layui|layer|bootstrap|swiper|datatables?|datepicker|\.min\.js$", re.IGNORECASE
)
_PLACE: Final = re.compile(
    rf"""(?P<quote>["'])(?P<head>[^"'\s<>]*(?:[?&](?:{PAGE_NAME.pattern})=|[\w-]_|/))(?P=quote)\s*\+\s*(?P<number>(?:\([^"'`()]{{1,40}}\)|[^"'`;,{{}}<>()]){{1,40}}?)"""
    r"""\s*(?:\+\s*["'](?P<tail>[^"'\s<>]*)["']|(?=[;,)\n}]|\Z))""",
    re.IGNORECASE,
)
_PLACE_IN_TEMPLATE: Final = re.compile(
    rf"""`(?P<head>[^`\s<>$]*(?:[?&](?:{PAGE_NAME.pattern})=|[\w-]_|/))\$\{{(?P<number>[^{{}}]{{1,60}})\}}(?P<tail>[^`\s<>$]*)`""",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(r"\.(?:s?html?|json|jsp|aspx?|jhtml)\b", re.IGNORECASE)
_NO_LIST: Final = re.compile(
    r"visit|count(?!y)|click|stat(?:s|istic)?\b|weather|tianqi|log(?:in|out)?\b|user|token|captcha|jiucuo|vote|config|head(?:er)?\b"
    r"|foot(?:er)?\b|top\b|nav\b|menu|bottom|banner|share|hits?\b|comment|satisf|pingjia|wza|aria|save|submit|update|insert|delete|remove"
    r"|(?:^|/)add|\.css|\.(?:png|jpe?g|gif|svg)\b",
    re.IGNORECASE,
)
_LIKELY: Final = re.compile(
    r"list|page|query|search|data|info|xxgk|nb|ndbg|article|news|doc|column|channel|cat", re.IGNORECASE
)


def for_list(shown: Shown) -> list[PageRequest]:
    """The requests by which a page's scripts may fetch its list, the likeliest first, at most :data:`MOST`."""
    found = [request for request in dict.fromkeys((*calls(shown), *_static(shown))) if _may_list(request, shown)]
    return sorted(found, key=lambda request: not _is_likely(request))[:MOST]


def for_pages(shown: Shown) -> list[PageRequest]:
    """Where a page's scripts put a page number into an address: the pages behind this one, or the first of a list."""
    found: list[PageRequest] = []
    for pattern in (_PLACE, _PLACE_IN_TEMPLATE):
        for place in pattern.finditer(shown.scripts):
            head, tail = place["head"], place["tail"] or ""
            if (head.endswith("=") or _ENDING.match(tail)) and not _NO_LIST.search(head.rpartition("/")[2]):
                found += [
                    PageRequest(absolute(shown.base, f"{head}{number}{tail}"), guess=True)
                    for number in _numbers(shown, place["number"], in_query=head.endswith("="))
                ]
    return [request for request in dict.fromkeys(found) if request.url][:MOST]


def _numbers(shown: Shown, expression: str, *, in_query: bool) -> tuple[int, ...]:
    """The numbers that may stand for the page wanted, by whether a script takes one off; files may count from 0."""
    from_zero = bool(re.search(r"-\s*1\b", expression))
    if shown.is_empty:
        return (0,) if from_zero else (1, 0)
    if from_zero:
        return (shown.number,)
    return (shown.number + 1,) if in_query else (shown.number, shown.number + 1)


def _may_list(request: PageRequest, shown: Shown) -> bool:
    """Whether a request only reads and may bring a list; what a POST does that looks like none is not tried out."""
    if not request.url or request == shown.request or not only_reads(request):
        return False
    return request.method == "GET" or _is_likely(request)


def only_reads(request: PageRequest) -> bool:
    """Whether an address looks like none that changes or counts something, and like no part of a page's frame."""
    return not _NO_LIST.search("/".join(urlsplit(request.url).path.split("/")[-2:]))


def _is_likely(request: PageRequest) -> bool:
    return with_number(request) is not None or bool(_LIKELY.search(urlsplit(request.url).path))


def calls(shown: Shown) -> Iterator[PageRequest]:
    """Every request by a call of jQuery, fetch, axios or XMLHttpRequest whose address and fields are known."""
    return calls_in(shown.scripts, Values.of(shown), shown)


def calls_in(code: str, values: Values, shown: Shown) -> Iterator[PageRequest]:
    """The requests of a piece of a page's scripts, with the values that names have there."""
    for call in islice(_CALL.finditer(code), MOST_CALLS):
        inside = enclosure(code, call.end())
        arguments = split(inside, ",") if inside else []
        if call["open"] and (sent := _SENT.search(code, call.end(), call.end() + _NEAR)):
            arguments = [*arguments[:2], enclosure(code, sent.end()) or ""]
        request = _request(call, arguments, values, shown) if arguments else None
        if request is not None:
            yield request


def _static(shown: Shown) -> Iterator[PageRequest]:
    """Files of data that a page's scripts name, and scripts of its own that hold the list or ask for it."""
    named = _STATIC.findall(shown.scripts)
    named += [address for address in _OWN_SCRIPT.findall(shown.html) if not _LIBRARY.search(address)]
    for address in named:
        yield PageRequest(absolute(shown.base, address), xhr=True, guess=True)


def _request(call: re.Match[str], arguments: list[str], values: Values, shown: Shown) -> PageRequest | None:
    first = arguments[0].strip()
    rest = arguments[1].strip() if len(arguments) > 1 else ""
    name = call["method"] or call["fetch"] or call["load"] or call["open"]
    if name == "open":
        method, body = (values.text(first) or "").upper(), arguments[2].strip() if arguments[2:] else ""
        return _of(shown, rest, method, body if method == "POST" else "", values) if method in _METHODS else None
    if name == "fetch" and rest.startswith("{"):
        options = _options(rest)
        return _of(shown, first, values.text(options.get("method", "")) or "GET", options.get("body", ""), values)
    if first.startswith("{"):
        options = _options(first)
        return _of_options(shown, options | _of_table(options) if call["table"] else options, values)
    if rest.startswith("{") and "params" in (options := _options(rest)):
        rest = options["params"]
    is_callback = rest.startswith(("function", "(", "async")) or "=>" in rest
    if is_callback or (len(arguments) == 2 and rest.isidentifier() and values.fields_of(rest) is None):  # noqa: PLR2004
        rest = ""
    posted = name == "post" or (name == "load" and bool(rest))
    as_json = "axios" in call.group() and name == "post"
    return _of(
        shown, first, "POST" if posted else "GET", f"JSON.stringify({rest})" if as_json and rest else rest, values
    )


def _of_table(options: dict[str, str]) -> dict[str, str]:
    """What layui's table sends with a request: the fields of its ``where``, and the page where it turns pages."""
    where = options.get("where", "{}").strip().strip("{}").strip().rstrip(",")
    pages = options.get("page", "false") != "false"
    fields = [where] * bool(where) + [f"page: 1, limit: {options.get('limit', '10')}"] * pages
    return {"data": f"{{{', '.join(fields)}}}"}


def _of_options(shown: Shown, options: dict[str, str], values: Values) -> PageRequest | None:
    method = values.text(options.get("type") or options.get("method") or "'GET'") or "GET"
    body = options.get("data") or options.get("params") or ""
    if "json" in options.get("contentType", "") and body.startswith("{"):
        body = f"JSON.stringify({body})"
    return _of(shown, options.get("url", ""), method, body, values)


def _of(shown: Shown, address: str, method: str, body: str, values: Values) -> PageRequest | None:
    url = absolute(shown.base, values.text(address) or "") if address else ""
    if not url:
        return None
    if body.startswith("JSON.stringify("):
        text = values.text(body)
        return PageRequest(url, "POST", json=text, xhr=True, guess=True) if text else None
    fields = values.fields_of(body) if body else ()
    if fields is None:
        return None
    if method.upper() == "POST":
        return PageRequest(url, "POST", fields, xhr=True, guess=True)
    query = [*parse_qsl(urlsplit(url).query, keep_blank_values=True), *fields]
    return PageRequest(f"{url.partition('?')[0]}?{urlencode(query)}" if fields else url, xhr=True, guess=True)


def _options(text: str) -> dict[str, str]:
    pairs = (entry.partition(":") for entry in split(text.strip()[1:-1], ","))
    return {name.strip().strip("\"'"): value.strip() for name, _, value in pairs if value}
