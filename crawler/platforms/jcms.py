"""大汉 JCMS: lists in windows of records (jpage), and the older 信息公开 module that answers a table.

A jpage list carries its first records in the page, as XML in a script; further
ones are asked for by a range of records, or by the address in ``<nextgroup>``.
The old path answers a script, ``var dataStore = ['<table>…', …]``.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.lists.page_requests import Form, PageRequest, Shown
from crawler.markup import absolute
from crawler.platforms.family import Family

_PROXY: Final = "/module/web/jpage/dataproxy.jsp"
_OLD_PROXY: Final = "/module/jslib/jquery/jpage/dataproxy.jsp"
_USUAL_PAGE: Final = 20
_PAGES_A_WINDOW: Final = 3
_NEXT_GROUP: Final = re.compile(r"<nextgroup>.{0,200}?href=[\"']?([^\"'>]+)", re.DOTALL | re.IGNORECASE)
_TOTAL_RECORDS: Final = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)
_TOTAL_IN_SCRIPT: Final = re.compile(r"totalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PER_PAGE: Final = re.compile(r"perPage\s*[:=]\s*[\"']?(\d+)|[?&]perpage=(\d+)", re.IGNORECASE)
_RECORD: Final = re.compile(r"<record>", re.IGNORECASE)
_STORED: Final = re.compile(r"\bdataStore[\"']?\s*[=:]\s*\[")
_STORED_RECORD: Final = re.compile(r"(?<=[\[,\n])\s*[\"']\s*<", re.IGNORECASE)
_UNIT: Final = re.compile(r"<div[^>]*\bid=[\"']?(\d+)[\"']?[^>]*>\s*<script[^>]*text/xml", re.IGNORECASE)
_COLUMN: Final = re.compile(r"/col/col(\d+)/")
_CALLED: Final = re.compile(r"[\"']#(\d+)[\"']\s*\)\s*\.jpage\s*\(")
_PARAMETER: Final = re.compile(
    r"\b(appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)[\"']?\s*:\s*[\"']?([^\"',{}\s]*)"
)
"""What a page's own call of jpage gives it to ask with."""
_SEARCH: Final = re.compile(
    r"[\"'=]((?:https?://[^\"'<>\s]+)?/module/xxgk/(?:search|subjectinfo|search_custom)\.jsp\?[^\"'<>\s]+)"
)
_COUNTED: Final = re.compile(r"(?:^|&)currpage=\d+")


class Jcms(Family):
    """大汉 JCMS."""

    def ways(self, shown: Shown) -> Iterator[PageRequest]:
        """The next window of a jpage list, or the table of a 信息公开 page."""
        yield from _windows(shown)
        if "dataproxy" not in shown.path and "/module/xxgk/" not in shown.path:
            for found in _SEARCH.finditer(shown.html):
                yield _search(absolute(shown.base, unescape(found.group(1))), shown)


FAMILY: Final[Family] = Jcms()


def _search(url: str, shown: Shown) -> PageRequest:
    """The request for a 信息公开 table, with the page number that its first request may leave out."""
    parts = urlsplit(url)
    query = parts.query if _COUNTED.search(parts.query) else f"{parts.query.replace('&currpage=', '')}&currpage=1"
    if shown.shows_rows:
        query = _COUNTED.sub("&currpage=2", query)
    return PageRequest(urlunsplit(parts._replace(query=query.lstrip("&"))), xhr=True, branch=True)


def _windows(shown: Shown) -> Iterator[PageRequest]:
    """By POST of a range of records, else by the address that the list names."""
    html, url = shown.html, shown.url
    records = len(_RECORD.findall(html)) or (len(_STORED_RECORD.findall(html)) if _STORED.search(html) else 0)
    if not records:
        return
    group = _NEXT_GROUP.search(html)
    address = absolute(url, unescape(group.group(1))) if group else ""
    seen = _first_record(url) - 1 + records
    total = _TOTAL_RECORDS.search(html) or _TOTAL_IN_SCRIPT.search(html)
    if total and seen >= int(total.group(1)):
        return
    if form := shown.request.form or _window_form(html, url, address):
        yield PageRequest(_window_address(html, address or url, seen), "POST", form, xhr=True)
    if address:
        yield PageRequest(address, xhr=True)


def _first_record(url: str) -> int:
    """The number of the first record in a window, 1 in the list's own page."""
    asked = dict(parse_qsl(urlsplit(url).query)).get("startrecord", "1")
    return int(asked) if asked.isdecimal() else 1


def _window_address(html: str, address: str, seen: int) -> str:
    found = _PER_PAGE.search(html) or _PER_PAGE.search(address)
    per_page = int(found.group(1) or found.group(2)) if found else _USUAL_PAGE
    parts = urlsplit(address)
    path = parts.path if "dataproxy" in parts.path else _OLD_PROXY if _OLD_PROXY in html else _PROXY
    window = (("startrecord", seen + 1), ("endrecord", seen + per_page * _PAGES_A_WINDOW), ("perpage", per_page))
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(window), ""))


def _window_form(html: str, url: str, address: str) -> Form:
    """The form of a jpage POST: what the list's own next address or call carries, without its page."""
    said = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    if ".jpage" in html:
        said = dict(_PARAMETER.findall(html)) | said
    for name, found in (("unitid", _UNIT.search(html) or _CALLED.search(html)), ("columnid", _COLUMN.search(url))):
        if found:
            said.setdefault(name, found.group(1))
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
