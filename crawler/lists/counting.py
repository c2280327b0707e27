"""The next page by counting on: the page number in an address, a form or a JSON body, and where the count ends."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.lists.page_requests import PAGE_NAME, SIZE_NAME, Form, PageRequest, Shown

_PAGES: Final = re.compile(r"total_?pages?|page_?(?:count|total|s)|pages|all_?page|count_?page", re.IGNORECASE)
_RECORDS: Final = re.compile(
    r"total|total_?(?:count|elements|records?|num|rows?|hits|data)|all_?(?:row|count)|record_?count|row_?count|count",
    re.IGNORECASE,
)
_PAGES_PRINTED: Final = re.compile(
    r"共\s*(?:<[^<>]*>\s*)?(\d+)\s*(?:<[^<>]*>\s*)?页|\d+\s*/\s*(\d+)\s*页|\b(?:pageCount|totalPages?|countPage)[\"']?\s*[:=]\s*[\"']?(\d+)",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"start|offset|skip|first", re.IGNORECASE)
_NUMBER_IN_NAME: Final = re.compile(r"(?P<stem>.*[/_-])(?P<number>\d{1,3})(?P<ending>\.\w+)")
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request says of its page: the number, the size of a page where it names one, and the request after it."""

    page: int
    size: int | None
    following: PageRequest


def count_on(shown: Shown) -> PageRequest | None:
    """The request for the page after one asked for by its number; None where the list ends, or was not so asked.

    A page for people that carries a number in its address has links of its own
    and is not counted on. Where the answer does not say how many pages there
    are, the request is a guess.
    """
    if shown.is_whole_page and not shown.request.xhr:
        return None
    counted = with_number(shown.request)
    asked = counted or _with_number_in_name(shown.request)
    if asked is None:
        return None
    from_zero = shown.request.from_zero or asked.page == 0
    left = _pages_left(shown, asked, asked.page + from_zero)
    if left is False or (left is None and (shown.rows == 0 or not counted)):
        return None
    return replace(asked.following, xhr=True, guess=left is None, from_zero=from_zero)


def _with_number_in_name(request: PageRequest) -> _Asked | None:
    """A request for a file of data whose name ends in its page's number, and for the file after it."""
    parts = urlsplit(request.url)
    found = _NUMBER_IN_NAME.fullmatch(parts.path)
    if found is None or request.method != "GET":
        return None
    path = f"{found['stem']}{int(found['number']) + 1}{found['ending']}"
    return _Asked(int(found["number"]), None, replace(request, url=urlunsplit(parts._replace(path=path))))


def printed_pages(html: str) -> int | None:
    """How many pages a list says it has, in words (共3页, 1/3页) or in a script; None where it does not say."""
    found = _PAGES_PRINTED.search(html)
    return int(next(group for group in found.groups() if group)) if found else None


def with_number(request: PageRequest, number: int | None = None) -> _Asked | None:
    """A request with its page number counted on, or set; None where it carries none."""
    parts = urlsplit(request.url)
    query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    sizes = _size_in(query) or _size_in(request.form)
    if found := _count_fields(query, number):
        page, size, new = found
        return _Asked(page, size or sizes, replace(request, url=urlunsplit(parts._replace(query=urlencode(new)))))
    if found := _count_fields(request.form, number):
        page, size, new = found
        return _Asked(page, size or sizes, replace(request, form=new))
    if request.json and (inside := _in_json(request.json, number)):
        page, size, text = inside
        return _Asked(page, size, replace(request, json=text))
    return None


def _count_fields(pairs: Form, number: int | None) -> tuple[int, int | None, Form] | None:
    """The page, the size of a page and the fields of the page after it; a field may hold JSON with the number in it."""
    name = next((name for name, value in pairs if PAGE_NAME.fullmatch(name) and value.isdecimal()), None)
    if name is not None:
        page = int(dict(pairs)[name])
        new = str(page + 1 if number is None else number)
        return page, _size_in(pairs), tuple((key, new if key == name else value) for key, value in pairs)
    for key, value in pairs:
        if value.startswith("{") and (inside := _in_json(value, number)):
            page, size, text = inside
            return page, size, tuple((k, text if k == key else v) for k, v in pairs)
    return _offset(pairs) if number is None else None


def _offset(pairs: Form) -> tuple[int, int | None, Form] | None:
    """The same for fields that count rows: ``start=20&rows=20``."""
    size = _size_in(pairs)
    name = next((name for name, value in pairs if _OFFSET.fullmatch(name) and value.isdecimal()), None)
    if name is None or not size:
        return None
    start = int(dict(pairs)[name])
    following = tuple((key, str(start + size) if key == name else value) for key, value in pairs)
    return start // size, size, following


def _in_json(text: str, number: int | None) -> tuple[int, int | None, str] | None:
    try:
        data = json.loads(text, strict=False)
    except ValueError:
        return None
    for holder in _holders(data):
        key = next((key for key, value in holder.items() if PAGE_NAME.fullmatch(key) and str(value).isdecimal()), None)
        if key is not None:
            page, size = int(holder[key]), _size_in(tuple((k, str(v)) for k, v in holder.items()))
            new = page + 1 if number is None else number
            holder[key] = str(new) if isinstance(holder[key], str) else new
            return page, size, json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return None


def _size_in(pairs: Form) -> int | None:
    return next(
        (int(value) for name, value in pairs if SIZE_NAME.fullmatch(name) and value.isdecimal() and int(value)), None
    )


def _pages_left(shown: Shown, asked: _Asked, passed: int) -> bool | None:
    """Whether the list goes on behind the pages passed, by what the answer says; None where it does not say."""
    said = [pair for holder in _holders(shown.data) for pair in holder.items()]
    if any(str(key).lower() in {"last", "islast", "lastpage", "islastpage"} and value is True for key, value in said):
        return False
    numbers = [(str(key), int(value)) for key, value in said if isinstance(value, int | str) and str(value).isdecimal()]
    pages = next((value for key, value in numbers if _PAGES.fullmatch(key)), None)
    if shown.data is None:
        pages = printed_pages(shown.html)
    if pages is not None:
        return passed < pages
    total = next((value for key, value in numbers if _RECORDS.fullmatch(key)), None)
    size = asked.size or next((value for key, value in numbers if SIZE_NAME.fullmatch(key) and value), None)
    if total is not None and size:
        return passed * size < total
    listed = shown.rows if shown.rows is not None else max(map(len, _lists(shown.data)), default=None)
    if listed is not None and (listed < size if size else total is not None and listed >= total):
        return False
    return None


def _lists(data: Any) -> Iterator[list[Any]]:
    return (value for holder in _holders(data) for value in holder.values() if isinstance(value, list))


def _holders(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of an answer that are not rows of it: those outside of lists."""
    if isinstance(data, dict) and depth < _DEEPEST:
        yield data
        for value in data.values():
            yield from _holders(value, depth + 1)
