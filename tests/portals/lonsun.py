"""安徽 龙讯 Lonsun: units with their own 年报 page (``type=3``) and lists from ``/site/label/8888`` as fragments."""

from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, sample, shortened, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.18"
PLACE = "浮白县"
SITE = "6788031"
LABEL = "/site/label/8888"
UNITS = {"21691": "人民政府", "21692": "人民政府办公室", "21693": "财政局", "21694": "听雨镇人民政府"}
ROWS_A_PAGE = 2


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.home('<a href="/public/column/21691?type=4&action=list">政府信息公开</a>')
    making.html("/public/column/21691?type=4&action=list", making.frame("政府信息公开", _menu("21691")))
    lists: dict[str, list[Post]] = {}
    for organ, name in UNITS.items():
        posts = _posts(organ, name)
        lists[organ] = newest_first(posts)
        for post in posts:
            making.expect(post)
            making.html(post.path, _detail(making, post), on=post.on)
        making.html(f"/public/column/{organ}?type=3", _column(making, organ, lists[organ]))
        making.emptied[f"/public/column/{organ}?type=3"] = Resource(
            HTML, lambda organ=organ: _column(making, organ, []).encode(), REFRESHED
        )
    making.services[LABEL] = lambda call: _fragment(lists, call)
    making.emptied[LABEL] = Resource(HTML, "<div>暂无相关信息</div>".encode, REFRESHED)
    return sample("Lonsun", making)


def _posts(organ: str, name: str) -> list[Post]:
    posts = []
    for year in (2023, 2024, 2025):
        on = date(year + 1, 3 if name == "人民政府" else 1, 3 + int(organ) % 10 * 4)
        report = draft(f"{PLACE}{name}", year, on)
        posts.append(Post(f"/public/{organ}/3599{organ[-2:]}{year % 100}.html", report.title, on, report))
    kind = "website" if name == "人民政府" else "meeting"
    posts.append(stranger(kind, PLACE, 2025, f"/public/{organ}/3598{organ[-2:]}99.html"))
    return posts


def _menu(organ: str) -> str:
    entries = (
        ("1", "政府信息公开制度"),
        ("2", "政府信息公开指南"),
        ("4", "法定主动公开内容"),
        ("3", "政府信息公开年报"),
    )
    return (
        '<div class="xxgk_nav_list">'
        + "".join(f'<a href="/public/column/{organ}?type={number}">{name}</a>' for number, name in entries)
        + "</div>"
    )


def _units() -> str:
    return (
        '<ul class="organ_tree">'
        + "".join(
            f'<li><a href="/public/column/{organ}?type=3">{PLACE}{name}</a></li>' for organ, name in UNITS.items()
        )
        + "</ul>"
    )


def _detail(making: Making, post: Post) -> str:
    head = '<meta name="ColumnName" content="政府信息公开年报">\n'
    line = f"发布时间：{post.on} 16:0{post.on.day % 10}　信息来源：{PLACE}人民政府　阅读：{post.on.day}次"
    return making.article(post, head=head, above=line, box="j-fontContent newscontnet")


def _rows(rows: list[Post], longest: int) -> str:
    return (
        '<div class="xxgk_navli"><ul>'
        + "".join(
            f'<li class="mc"><a href="{post.path}" title="{escape(post.title)}">{shortened(post.title, longest)}</a>'
            f'</li><li class="rq"><span class="date">{post.on}</span></li>'
            for post in rows
        )
        + "</ul></div>"
    )


def _column(making: Making, organ: str, rows: list[Post]) -> str:
    """The first rows stand in the page; the pager asks for the others."""
    inner = (
        f'{_menu(organ)}{_units()}<h2>政府信息公开年报</h2><div id="listbox">{_rows(rows[:ROWS_A_PAGE], 18)}</div>'
        f'<div id="page_public_info" class="page"></div>\n<script>\nvar siteId = "{SITE}", organId = "{organ}";\n'
        f"$('#page_public_info').pagination({{total: {len(rows)}, pageSize: {ROWS_A_PAGE}, "
        f"url: '{LABEL}?IsAjax=1&dataType=html&labelName=publicInfoList&siteId={SITE}&organId={organ}&type=3&catId="
        f"&pageSize={ROWS_A_PAGE}&pageIndex=1&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=18&sortType=1"
        "&file=/xxgk/publicInfoList_newest2020&result=暂无相关信息', box: '#listbox'});\n</script>"
    )
    return making.frame("政府信息公开年报", inner, '<meta name="ColumnName" content="政府信息公开年报">\n')


def _fragment(lists: dict[str, list[Post]], call: Call) -> Resource | None:
    said = call.parameters
    rows = lists.get(said.get("organId", ""))
    if rows is None or said.get("siteId") != SITE or said.get("labelName") != "publicInfoList":
        return None
    page, size = int(said.get("pageIndex") or 1), int(said.get("pageSize") or ROWS_A_PAGE)
    shown = rows[(page - 1) * size : page * size]
    text = _rows(shown, int(said.get("length") or 46)) if shown else "<div>暂无相关信息</div>"
    return Resource(HTML, text.encode, REFRESHED)
