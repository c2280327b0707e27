"""ASP.NET WebForms: a pager of ``__doPostBack`` that wants the page's hidden fields back, addresses with ``id=``."""

from base64 import b64encode
from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, sample, shortened, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.22"
PLACE = "折柳县"
LIST = "/year_list.aspx"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}政府信息公开平台")
    making.home('<a href="/guide.aspx">信息公开指南</a><a href="/year_list.aspx">信息公开年报</a>')
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    rows = newest_first(posts)
    making.services[LIST] = lambda call: _list(making, rows, call)
    making.emptied[LIST] = Resource(HTML, lambda: _page(making, [], 1, 1).encode(), REFRESHED)
    return sample("ASP.NET", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "水利局", "长亭镇人民政府")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 9 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            path = f"/year_details.aspx?dept={30 + number}&id={91600 + number * 10 + year % 10}"
            posts.append(Post(path, report.title, on, report))
    posts.append(stranger("website", PLACE, 2024, "/year_details.aspx?dept=30&id=91701"))
    posts.append(stranger("work", PLACE, 2025, "/year_details.aspx?dept=30&id=91702"))
    return posts


def _detail(making: Making, post: Post) -> str:
    line = f"发布日期：{post.on.year}-{post.on.month}-{post.on.day}　点击数：{post.on.day}　来源：{PLACE}"
    return making.article(post, above=line, box="conTxt")


def _state(number: int) -> tuple[str, str]:
    """The hidden fields of a page: its view state and what validates its events."""
    return tuple(b64encode(f"{name}/{number}/{PLACE}".encode()).decode() for name in ("state", "events"))


def _list(making: Making, rows: list[Post], call: Call) -> Resource | None:
    """The page that an event asks for; the fields must be those of a page of this list."""
    said = call.parameters
    pages = -(-len(rows) // ROWS_A_PAGE)
    number = 1
    if call.method == "POST":
        known = [_state(one) for one in range(1, pages + 1)]
        fields = (said.get("__VIEWSTATE", ""), said.get("__EVENTVALIDATION", ""))
        if fields not in known or said.get("__EVENTTARGET") != "AspNetPager1" or "__VIEWSTATEGENERATOR" not in said:
            return Resource(HTML, "<h1>Invalid postback or callback argument.</h1>".encode, REFRESHED, status=500)
        number = int(said.get("__EVENTARGUMENT", "1"))
    shown = rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return Resource(HTML, lambda: _page(making, shown, number, pages).encode(), REFRESHED)


def _page(making: Making, rows: list[Post], number: int, pages: int) -> str:
    items = "".join(
        f'<tr><td><a href="{escape(post.path[1:])}" title="{post.title}">{shortened(post.title, 22)}</a></td>'
        f"<td>{post.on}</td></tr>"
        for post in rows
    )
    state, events = _state(number)
    links = "".join(
        f"<a href=\"javascript:__doPostBack('AspNetPager1','{other}')\">{other}</a>"
        for other in range(1, pages + 1)
        if other != number
    )
    if number < pages:
        links += f"<a href=\"javascript:__doPostBack('AspNetPager1','{number + 1}')\">下一页</a>"
    inner = (
        '<form method="post" action="./year_list.aspx" id="form1">\n'
        f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" />\n'
        '<input type="hidden" name="__VIEWSTATEGENERATOR" value="CA0B0334" />\n'
        f'<input type="hidden" name="__EVENTVALIDATION" value="{events}" />\n'
        '<input type="hidden" name="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" value="" />\n'
        '<input name="key" type="text" /><input type="submit" name="search" value="搜索" />\n'
        f'<h2>信息公开年报</h2><table id="GridView1">{items}</table><div id="AspNetPager1">{links}</div></form>'
    )
    return making.frame("信息公开年报", inner)
