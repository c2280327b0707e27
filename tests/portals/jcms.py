"""大汉 JCMS: the first window of rows as CDATA in the page, the others from dataproxy.jsp; menu entries as pictures."""

import re
from dataclasses import replace
from datetime import date
from html import escape

from monitor.demo.resources import Resource
from tests.portals.making import REFRESHED, Making, Post, docx, draft, newest_first, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.13"
PLACE = "枕流县"
COLUMN = "/col/col3417/index.html"
FILE = "/module/download/downfile.jsp?classid=0&filename=5f1c0a7e2d9b4c3e8a6f.docx"
PROXY = "/module/web/jpage/dataproxy.jsp"
WINDOW = 6
"""Rows of one answer: three pages of two."""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府门户网站")
    making.home('<a href="/col/col3400/index.html">政务公开</a>')
    making.html("/col/col3400/index.html", making.frame("政务公开", _menu()))
    posts = _posts()
    assert posts[0].draft is not None
    posts[0] = replace(posts[0], parts=(FILE,))
    making.pages[FILE] = docx(posts[0].draft, posts[0].on)
    for post in posts:
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    rows = newest_first(posts)
    making.listing(COLUMN, _column(making, rows[:WINDOW], len(rows)), _column(making, [], 0))
    making.services[PROXY] = lambda call: _window(rows, call)
    making.emptied[PROXY] = _answer([], 0)
    return sample("JCMS jpage", making)


def _posts() -> list[Post]:
    bodies = ("人民政府", "人民政府办公室", "教育局", "水利局", "临渊镇人民政府", "望江街道办事处")
    posts = []
    for number, name in enumerate(bodies):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 8 + 3 * number + year % 3)
            report = draft(f"{PLACE}{name}", year, on)
            path = f"/art/{on.year}/{on.month}/{on.day}/art_3417_{70000 + number * 10 + year % 10}.html"
            posts.append(Post(path, report.title, on, report))
    city = draft("子虚省洗砚市人民政府", 2025, on := date(2026, 4, 1))
    posts.append(Post("/art/2026/4/1/art_3417_70091.html", city.title, on, city))
    for serial, (kind, year) in enumerate((("website", 2025), ("law", 2024), ("notice", 2024)), 1):
        posts.append(stranger(kind, PLACE, year, f"/art/{year + 1}/1/22/art_3417_7100{serial}.html"))
    return posts


def _menu() -> str:
    labels = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
    targets = (3411, 3412, 3413, 3417, 3415)
    return (
        '<div class="zwxxgk_menu">'
        + "".join(
            f'<a href="/col/col{number}/index.html"><img src="/picture/0/{number}.png" alt="{label}"></a>'
            for number, label in zip(targets, labels, strict=True)
        )
        + "</div>"
    )


def _detail(making: Making, post: Post) -> str:
    head = (
        f'<meta name="ArticleTitle" content="{escape(post.title)}">\n<meta name="PubDate" content="{post.on} 10:20">\n'
        f"<meta name='Maketime' content='2026-04-07 02:10:44'>\n<meta name=\"ContentStart\"/>\n"
    )
    file = f'<p><img src="/module/jslib/icons/word.png"><a href="{escape(FILE)}">年报.docx</a></p>'
    written = post.on.replace(day=1)
    table = (
        f'<table class="xxgk"><tr><td>索引号</td><td>99/2026-0{post.on.day}</td><td>发布机构</td><td>{PLACE}</td></tr>'
        f"<tr><td>成文日期</td><td>{written}</td><td>公开日期</td><td>{post.on}</td></tr></table>"
    )
    page = making.article(post, head=head, above=table, box="bt_content")
    return page.replace("</body>", (file if post.parts else "") + "</body>")


def _records(rows: list[Post]) -> str:
    """Rows as records; the day is broken over lines."""
    return "".join(
        f'<record><![CDATA[<li><a href="{post.path}" title="{escape(post.title)}" target="_blank">{escape(post.title)}'
        f"</a><span>{post.on:%Y}-\n{post.on:%m}-\n{post.on:%d}</span></li>]]></record>\n"
        for post in rows
    )


def _column(making: Making, rows: list[Post], total: int) -> str:
    inner = (
        '<div id="hiddenLocation"><span id="col1_name">首页</span><span id="col2_name">政务公开</span>'
        '<span id="col3_name">政府信息公开年报</span></div>\n<div id="5566"><script type="text/xml"><datastore>\n'
        f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&appid=1&webid=9&path=/&columnid=3417&unitid=5566'
        f'&webname={PLACE}&permissiontype=0"></a>]]></nextgroup>\n<totalrecord>{total}</totalrecord>'
        f"<recordset>\n{_records(rows)}</recordset></datastore></script></div>\n"
        '<script src="/module/jslib/jquery/jpage/jpage.js"></script>\n'
        f"<script>$('#5566').jpage({{totalRecord: {total}, proxyUrl: '{PROXY}', perPage: 2, groupSize: 3,"
        " appid: 1, webid: 9, path: '/', columnid: 3417, unitid: 5566, permissiontype: 0});</script>"
    )
    return making.frame("政府信息公开年报", inner)


def _window(rows: list[Post], call: Call) -> Resource | None:
    """The records asked for by number, or the window of that page."""
    if call.parameters.get("columnid") != "3417" or call.parameters.get("unitid") != "5566":
        return None
    if re.fullmatch(r"\d+", start := call.parameters.get("startrecord", "")):
        first, last = int(start), int(call.parameters.get("endrecord", start))
        return _answer(rows[first - 1 : min(last, first - 1 + WINDOW)], len(rows))
    first = (int(call.parameters.get("page", "1")) - 1) * WINDOW
    return _answer(rows[first : first + WINDOW], len(rows))


def _answer(rows: list[Post], total: int) -> Resource:
    text = (
        f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // 2)}</totalpage>"
        f"<recordset>{_records(rows)}</recordset></datastore>"
    )
    return Resource("text/xml;charset=utf-8", text.encode, REFRESHED)
