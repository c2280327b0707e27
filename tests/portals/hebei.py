"""河北's UUID columns: pages after the first come as fragments from ``…/blocks/<uuid>?page=2&fix=0``."""

from datetime import date
from html import escape
from uuid import NAMESPACE_URL, uuid5

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.21"
PLACE = "拾翠市"
COLUMN, TEMPLATE, BLOCK, HUB = (str(uuid5(NAMESPACE_URL, name)) for name in ("column", "template", "block", "hub"))
FOLDER = f"/columns/{COLUMN}/"
SERVICE = f"{FOLDER}templates/{TEMPLATE}/blocks/{BLOCK}"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    making.home(f'<a href="/columns/{HUB}/index.html">政府信息公开</a>')
    making.html(f"/columns/{HUB}/index.html", making.frame("政府信息公开", _menu()))
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    pinned, *rows = newest_first(posts)[::-1]
    rows = [pinned, *reversed(rows)]
    making.listing(f"{FOLDER}index.html", _list(making, rows), _list(making, []))
    making.services[SERVICE] = lambda call: _fragment(rows, call)
    making.emptied[SERVICE] = Resource(HTML, "<ul></ul>".encode, REFRESHED)
    return sample("Hebei UUID", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "财政局", "交通运输局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 4 + 6 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(_path(report.title, on), report.title, on, report))
    for kind, year in (("website", 2024), ("website", 2025), ("statistics", 2024), ("notice", 2025)):
        post = stranger(kind, PLACE, year, "")
        posts.append(Post(_path(post.title, post.on), post.title, post.on, None, post.paragraphs))
    return posts


def _path(title: str, on: date) -> str:
    """The folder is the day after publication."""
    return f"{FOLDER}{on:%Y%m}/{on.day + 1:02d}/{uuid5(NAMESPACE_URL, title)}.html"


def _menu() -> str:
    return (
        f'<div class="leftnav"><a href="/columns/{uuid5(NAMESPACE_URL, "zn")}/index.html">政府信息公开指南</a>'
        f'<a href="/columns/{uuid5(NAMESPACE_URL, "zd")}/index.html">政府信息公开制度</a>'
        f'<a href="{FOLDER}index.html">政府信息<br>公开年报</a></div>'
    )


def _detail(making: Making, post: Post) -> str:
    line = f"时间：<span>{post.on}</span>　来源：{PLACE}人民政府办公室　【公文生成日期：{post.on.replace(day=2)}】"
    return making.article(post, above=line, box="wzy_content")


def _items(rows: list[Post]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{post.path}" target="_blank">{escape(post.title)}</a><span>{post.on:%Y-%m-%d}</span></li>'
            for post in rows
        )
        + "</ul>"
    )


def _list(making: Making, rows: list[Post]) -> str:
    pages = -(-len(rows) // ROWS_A_PAGE) or 1
    inner = (
        f'<div class="location">首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div><div class="block" id="{BLOCK}">'
        f'{_items(rows[:ROWS_A_PAGE])}</div>\n<div class="pagination" id="pagination"></div>\n<script>\n'
        f"var pageCount = {pages};\nfunction turn(page) {{\n"
        f"  $.get('{SERVICE}?page=' + page + '&fix=0', function (html) {{ $('#{BLOCK}').html(html); }});\n}}\n"
        f"new Pagination('#pagination', {{total: pageCount, current: 1, turn: turn}});\n</script>"
    )
    return making.frame("政府信息公开年报", inner, '<meta name="ColumnName" content="政府信息公开年报">\n')


def _fragment(rows: list[Post], call: Call) -> Resource:
    page = int(call.parameters.get("page", "1"))
    shown = rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    return Resource(HTML, lambda: _items(shown).encode(), REFRESHED)
