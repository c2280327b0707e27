"""A portal of static pages: a column with year sub-columns, pagers written by a script, opaque file names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from monitor.demo.chrome import LABELS, framed, home, missing, report_page, robots, shortened, stranger_text
from monitor.demo.editions import Edition, Stranger
from monitor.demo.postings import Posting, created_day
from monitor.demo.resources import HTML, SCRIPT, Resource, Site

ROWS_A_PAGE: Final = 8
_PAGER: Final = "/js/pager.js"
_PAGER_SCRIPT: Final = """function createPageHTML(pages, current, name, extension) {
  for (var number = 0; pages > 1 && number < pages; number += 1) {
    var label = number === current ? "[" + (number + 1) + "]" : String(number + 1);
    var target = name + (number ? "_" + number : "") + "." + extension;
    document.write(label.link(target) + " ");
  }
}
"""
_OWN: Final = ("government", "office")
"""Whose reports stand in the column itself; the departments' stand in its year sub-columns."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a list; ``path`` counts from the root."""

    path: str
    title: str
    on: date


def static_site(edition: Edition) -> Site:
    """The portal as it stands that day."""
    resources = {"/": home(edition), "/robots.txt": robots(edition), _hub(edition): _hub_page(edition)}
    resources[_PAGER] = Resource(SCRIPT, _PAGER_SCRIPT.encode, edition.refreshed())
    own: list[_Row] = []
    for year in edition.years:
        folder = f"{edition.portal.column}{year}n/"
        strangers = {_stranger_row(folder, stranger): stranger for stranger in edition.strangers(year)}
        first, *others = strangers
        departments = [first]
        own.extend(others)
        for posting in edition.postings:
            if posting.draft.year == year:
                (own if posting.body.kind in _OWN else departments).append(_row(folder, posting))
                resources.update(_report(edition, folder, posting))
        resources.update((row.path, _stranger(edition, stranger)) for row, stranger in strangers.items())
        resources.update(_list(edition, folder, f"{year}年", departments))
    resources.update(_list(edition, edition.portal.column, "政府信息公开年报", own))
    return Site(edition.portal.name, edition.portal.address, resources, missing(edition))


def _stranger_row(folder: str, stranger: Stranger) -> _Row:
    return _Row(f"{folder}{_stamp(stranger.published_on, stranger.serial)}", stranger.title, stranger.published_on)


def _stranger(edition: Edition, stranger: Stranger) -> Resource:
    page = _detail(edition, stranger.title, stranger.published_on, stranger_text(stranger))
    return Resource(HTML, page.encode, stranger.published_on)


def _hub(edition: Edition) -> str:
    return edition.portal.column.rstrip("/").rpartition("/")[0] + "/"


def _hub_page(edition: Edition) -> Resource:
    """The page 政府信息公开 with the five entries of the national template."""
    targets = ("./zfxxgkzn/", "./zfxxgkzd/", "./fdzdgknr/", "./zfxxgknb/", "./ysqgk/")
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in zip(targets, LABELS, strict=True))
    page = framed(edition, "政府信息公开", f'<ul class="dl_nav">{links}</ul>')
    return Resource(HTML, page.encode, edition.refreshed())


def _stamp(created: date, serial: int) -> str:
    return f"{created:%Y%m}/t{created:%Y%m%d}_{serial}.html"


def _row(folder: str, posting: Posting) -> _Row:
    return _Row(
        f"{folder}{_stamp(created_day(posting), posting.serial)}", posting.page_title, posting.draft.published_on
    )


def _list(edition: Edition, folder: str, title: str, rows: list[_Row]) -> Iterator[tuple[str, Resource]]:
    """The pages of one list, newest row first; the second page is ``index_1.html``."""
    rows = sorted(rows, key=lambda row: row.on, reverse=True)
    pages = [rows[start : start + ROWS_A_PAGE] for start in range(0, len(rows), ROWS_A_PAGE)]
    for number, shown in enumerate(pages):
        page = _list_page(edition, folder, title, shown, (len(pages), number))
        resource = Resource(HTML, page.encode, edition.refreshed())
        yield f"{folder}index{f'_{number}' if number else ''}.html", resource
        if not number:
            yield folder, resource


def _list_page(edition: Edition, folder: str, title: str, rows: Iterable[_Row], place: tuple[int, int]) -> str:
    pages, number = place
    items = "\n".join(
        f'<li><a href="./{row.path.removeprefix(folder)}" title="{escape(row.title)}">'
        f"{escape(shortened(row.title))}</a><span>{row.on:%Y-%m-%d}</span></li>"
        for row in rows
    )
    years = "".join(f'<a href="{edition.portal.column}{year}n/">{year}年</a>　' for year in reversed(edition.years))
    inner = (
        f'<div class="position"><a href="/" class="CurrChnlCls">首页</a>&gt;'
        f'<a href="{_hub(edition)}" class="CurrChnlCls">政府信息公开</a>&gt;'
        f'<a href="./" class="CurrChnlCls">{title}</a></div>\n<p>部门年报：{years}</p>\n'
        f'<ul class="list">\n{items}\n</ul>\n'
        f'<script>createPageHTML({pages}, {number}, "index", "html");</script>'
    )
    head = f'<meta name="ColumnName" content="{title}">\n<script src="{_PAGER}"></script>\n'
    return framed(edition, f"{title}_{edition.portal.name}", inner, head=head)


def _report(edition: Edition, folder: str, posting: Posting) -> Iterator[tuple[str, Resource]]:
    """A report's page and its files."""
    row = _row(folder, posting)
    created = created_day(posting)
    links: list[tuple[str, str]] = []
    for file in edition.files(posting):
        name = f"P0{created:%Y%m%d}34{posting.serial}.{file.extension}"
        yield f"{row.path.rpartition('/')[0]}/{name}", file.resource
        links.append((f"./{name}", f"{posting.page_title}.{file.extension}"))

    yield row.path, report_page(edition, posting, links, _detail)


def _detail(edition: Edition, title: str, on: date, text: str) -> str:
    published = f"{on:%Y-%m-%d} 09:30"
    head = (
        f'<meta name="ArticleTitle" content="{escape(title)}">\n<meta name="PubDate" content="{published}">\n'
        '<meta name="ColumnName" content="政府信息公开年报">\n'
    )
    inner = (
        f"<h1>{escape(title)}</h1>\n"
        f'<div class="info">发布时间：{published}　来源：{escape(edition.place)}人民政府办公室　'
        '浏览次数：<span id="hits"></span></div>\n'
        f'<div class="TRS_Editor">\n{text}\n</div>'
    )
    return framed(edition, title, inner, head=head)
