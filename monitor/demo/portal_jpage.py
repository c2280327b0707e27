"""A portal whose list hides in a script: the first window of rows in the page, the rest from a service."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Final

from monitor.demo.chrome import RESTRICTED, framed, home, missing, report_page, robots, stranger_text
from monitor.demo.editions import Edition, File
from monitor.demo.postings import Posting
from monitor.demo.resources import HTML, SCRIPT, Resource, Site

ROWS_A_PAGE: Final = 15
WINDOW: Final = 3 * ROWS_A_PAGE
"""Rows of one answer: three pages, as the software has it."""

_PROXY: Final = "/module/web/jpage/dataproxy.jsp"
_SCRIPT_PATH: Final = "/module/jslib/jquery/jpage/jpage.js"
_SCRIPT: Final = """document.querySelectorAll('script[type="text/xml"]').forEach(function (store) {
  var list = document.createElement("ul");
  list.className = "list";
  var rows = store.textContent.split("<record>").slice(1).map(function (record) {
    return record.split("<![CDATA[")[1].split("]]>")[0];
  });
  list.innerHTML = rows.join("");
  store.parentNode.appendChild(list);
});
"""
_COLUMN: Final = "2088"
_UNIT: Final = "5566"


def jpage_site(edition: Edition) -> Site:
    """The portal as it stands that day."""
    records = _records(edition)
    resources = {"/": home(edition), "/robots.txt": robots(edition), edition.portal.column: _column(edition, records)}
    resources[_SCRIPT_PATH] = Resource(SCRIPT, _SCRIPT.encode, edition.refreshed())
    for posting in edition.postings:
        resources.update(_report(edition, posting))
    for year in edition.years:
        for stranger in edition.strangers(year):
            on = stranger.published_on
            page = _detail(edition, stranger.title, on, stranger_text(stranger))
            resources[_path(on, stranger.serial)] = Resource(HTML, page.encode, on)

    def proxy(parameters: Mapping[str, str]) -> Resource | None:
        return _window(edition, records, parameters)

    return Site(edition.portal.name, edition.portal.address, resources, missing(edition), services={_PROXY: proxy})


def _path(on: date, serial: int) -> str:
    return f"/art/{on.year}/{on.month}/{on.day}/art_{_COLUMN}_{serial}.html"


def path_of(posting: Posting) -> str:
    """The address of a report's page, from the root."""
    path = _path(posting.draft.published_on, posting.serial)
    return f"{RESTRICTED}{path[1:]}" if posting.restricted else path


def _records(edition: Edition) -> list[str]:
    """Every row of the column as the software keeps it, newest first."""
    rows = [(posting.draft.published_on, path_of(posting), posting.page_title) for posting in edition.postings]
    for year in edition.years:
        rows.extend(
            (one.published_on, _path(one.published_on, one.serial), one.title) for one in edition.strangers(year)
        )
    rows.sort(reverse=True)
    return [
        f'<record><![CDATA[<li><a href="{path}" title="{escape(title)}" target="_blank">{escape(title)}</a>'
        f"<span>{_date(on, number)}</span></li>]]></record>"
        for number, (on, path, title) in enumerate(rows)
    ]


def _date(on: date, number: int) -> str:
    """The date of a row; on some rows the software breaks it over lines."""
    return f"{on:%Y}-\n{on:%m}-\n{on:%d}" if number % 7 == 3 else f"{on:%Y-%m-%d}"


def _column(edition: Edition, records: list[str]) -> Resource:
    store = _datastore(records, 0, WINDOW, page=0)
    inner = (
        '<div class="position">当前位置：<a href="/">首页</a>&gt;政府信息公开年报</div>\n'
        f'<div id="{_UNIT}"><script type="text/xml">{store}</script></div>\n'
        f'<script src="{_SCRIPT_PATH}"></script>\n'
    )
    head = "<meta name='ColumnName' content='政府信息公开年报'>\n<meta name='Maketime' content='2021-06-01 08:00:00'>\n"
    page = framed(edition, "政府信息公开年报", inner, head=head)
    return Resource(HTML, page.encode, edition.refreshed())


def _datastore(records: list[str], start: int, end: int, *, page: int) -> str:
    """The rows from ``start`` to before ``end`` as XML, with the way to the next group where there is one."""
    following = (
        f'<nextgroup><![CDATA[<a href="{_PROXY}?page={page + 1}&webid=1&path=/&columnid={_COLUMN}&unitid={_UNIT}'
        '&permissiontype=0"></a>]]></nextgroup>\n'
        if end < len(records)
        else ""
    )
    pages = -(-len(records) // ROWS_A_PAGE)
    return (
        f"<datastore>\n{following}<totalrecord>{len(records)}</totalrecord><totalpage>{pages}</totalpage>\n"
        f"<recordset>\n{chr(10).join(records[start:end])}\n</recordset></datastore>"
    )


def _window(edition: Edition, records: list[str], parameters: Mapping[str, str]) -> Resource | None:
    """What the service answers: a group by ``page``, or the rows from ``startrecord`` to ``endrecord``."""
    try:
        if "startrecord" in parameters:
            start, end = int(parameters["startrecord"]) - 1, int(parameters["endrecord"])
        else:
            start = int(parameters["page"]) * WINDOW
            end = start + WINDOW
    except (KeyError, ValueError):
        return None
    store = _datastore(records, max(start, 0), end, page=start // WINDOW)
    return Resource(
        "text/xml; charset=utf-8", f'<?xml version="1.0" encoding="utf-8"?>\n{store}'.encode, edition.refreshed()
    )


def _report(edition: Edition, posting: Posting) -> Iterator[tuple[str, Resource]]:
    """A report's page and its files, which are found by a hash and not by a name."""
    files = [(_file_path(posting, file), file) for file in edition.files(posting)]
    yield from ((path, file.resource) for path, file in files)
    links = [(path, f"{posting.page_title}.{file.extension}") for path, file in files]

    yield path_of(posting), report_page(edition, posting, links, _detail)


def _file_path(posting: Posting, file: File) -> str:
    digest = hashlib.sha256(f"{posting.serial}.{file.extension}".encode()).hexdigest()[:32]
    return f"/module/download/downfile.jsp?classid=0&filename={digest}.{file.extension}"


def _detail(edition: Edition, title: str, on: date, text: str) -> str:
    published = f"{on:%Y-%m-%d} 10:05"
    made = f"{on:%Y-%m-%d} 10:31:07"
    head = (
        f"<meta name='ArticleTitle' content='{escape(title)}'>\n<meta name='PubDate' content='{published}'>\n"
        f"<meta name='ColumnName' content='政府信息公开年报'>\n<meta name='Maketime' content='{made}'>\n"
    )
    inner = (
        f"<h1>{escape(title)}</h1>\n"
        f'<div class="info">发布日期：{on:%Y-%m-%d} 10:05　　信息来源：{escape(edition.place)}人民政府办公室</div>\n'
        f'<div id="zoom" class="bt_content">\n<!--ZJEG_RSS.content.begin-->\n'
        f"{text}\n<!--ZJEG_RSS.content.end-->\n</div>"
    )
    return framed(edition, title, inner, head=head)
