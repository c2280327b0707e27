"""A portal whose list only a browser shows: a script asks for the rows and writes them into the page."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from typing import Final

from monitor.demo.chrome import framed, home, missing, report_page, robots, stranger_text
from monitor.demo.editions import Edition
from monitor.demo.postings import Posting
from monitor.demo.resources import HTML, SCRIPT, Resource, Site

_FOLDER: Final = "/xxgk/zfxxgknb/"
_ROWS: Final = "/api/front/channel/rows.json"
_SCRIPT: Final = """(function () {
  var box = document.getElementById("list");
  var channel = box.getAttribute("data-channel");
  fetch(["", "api", "front", channel, "rows.json"].join("/"))
    .then(function (answer) { return answer.json(); })
    .then(function (rows) {
      rows.forEach(function (row) {
        var item = document.createElement("li");
        var link = document.createElement("a");
        link.href = row.path;
        link.title = row.title;
        link.textContent = row.title;
        var day = document.createElement("span");
        day.textContent = row.day;
        item.appendChild(link);
        item.appendChild(day);
        box.appendChild(item);
      });
    });
})();
"""


def browser_site(edition: Edition) -> Site:
    """The portal as it stands that day."""
    resources = {
        "/": home(edition),
        "/robots.txt": robots(edition),
        edition.portal.column: _column(edition),
        "/js/list.js": Resource(SCRIPT, _SCRIPT.encode, edition.refreshed()),
        _ROWS: _rows(edition),
    }
    for posting in edition.postings:
        resources.update(_report(edition, posting))
    for year in edition.years:
        for one in edition.strangers(year):
            page = _detail(edition, one.title, one.published_on, stranger_text(one))
            resources[_path(one.serial)] = Resource(HTML, page.encode, one.published_on)
    return Site(edition.portal.name, edition.portal.address, resources, missing(edition))


def _path(serial: int) -> str:
    return f"{_FOLDER}content_{serial}.html"


def _column(edition: Edition) -> Resource:
    inner = (
        '<div class="position">当前位置：<a href="/">首页</a>&gt;政府信息公开年报</div>\n'
        '<ul class="list" id="list" data-channel="channel"></ul>\n'
        "<noscript>请在浏览器中启用 JavaScript 后查看列表。</noscript>\n"
        '<script src="/js/list.js"></script>'
    )
    page = framed(edition, "政府信息公开年报", inner, head='<meta name="ColumnName" content="政府信息公开年报">\n')
    return Resource(HTML, page.encode, edition.refreshed())


def _rows(edition: Edition) -> Resource:
    """What the script asks for: every row of the column, newest first."""
    rows = [(posting.draft.published_on, posting.serial, posting.page_title) for posting in edition.postings]
    for year in edition.years:
        rows.extend((one.published_on, one.serial, one.title) for one in edition.strangers(year))
    listed = [
        {"path": _path(serial), "title": title, "day": on.isoformat()}
        for on, serial, title in sorted(rows, reverse=True)
    ]
    text = json.dumps(listed, ensure_ascii=False)
    return Resource("application/json; charset=utf-8", text.encode, edition.refreshed())


def _report(edition: Edition, posting: Posting) -> Iterator[tuple[str, Resource]]:
    """A report's page and its files."""
    links: list[tuple[str, str]] = []
    for file in edition.files(posting):
        path = f"/resources/public/{posting.draft.published_on:%Y%m%d}/{posting.serial}.{file.extension}"
        yield path, file.resource
        links.append((path, f"{posting.page_title}.{file.extension}"))

    yield _path(posting.serial), report_page(edition, posting, links, _detail)


def _detail(edition: Edition, title: str, on: date, text: str) -> str:
    """A page of a system that stamps its pages with the time of their making, not of their publication."""
    made = f"{on + timedelta(days=1):%Y-%m-%d} 02:14"
    head = f'<meta name="ArticleTitle" content="{escape(title)}">\n<meta name="PubDate" content="{made}">\n'
    inner = (
        f"<h1><ucaptitle>{escape(title)}</ucaptitle></h1>\n"
        f'<div class="info">发布日期：<publishtime>{on:%Y-%m-%d}</publishtime>　字号：大 中 小</div>\n'
        f'<div id="zoomcon"><ucapcontent>\n{text}\n</ucapcontent></div>\n'
        f"<!-- 页面生成时间 {made}:07 -->"
    )
    return framed(edition, title, inner, head=head)
