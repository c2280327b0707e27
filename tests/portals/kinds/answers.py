"""Servers that say nothing new, pages that show an error, counters and days in bylines."""

import re
from datetime import date
from functools import partial
from itertools import count

from monitor.demo.resources import HTML, Resource
from tests.fuzz.portals.pages import report_text
from tests.portals.kinds.site import COLUMN, DAYS, ON, UNITS, UNKNOWN, Site
from tests.portals.making import Post
from tests.portals.server import Call
from tests.portals.watching import YEAR


def _unchanged(label: str, place: str, address: str, port: int) -> Site:
    """A server that answers whoever knows a page with 304, or with a tag or a date that never moves."""
    site = Site("never anything new", address, port, place)
    row, old = site.publish("财政局", label), site.earlier()
    site.listing([old])

    def gate(call: Call) -> Resource | None:
        known = {"if-none-match", "if-modified-since"} & set(call.headers)
        listed = call.path == COLUMN or (label == "of the list and its way" and call.path == "/")
        wanted = listed if label.startswith("of the list") else label == "of every page"
        return Resource(HTML, b"".__bytes__, DAYS[0], status=304) if known and wanted else None

    def change(day: date) -> None:
        if day > DAYS[0]:
            site.listing([row, old])
        if label.startswith("a "):
            page = site.making.pages[COLUMN]
            site.making.pages[COLUMN] = _Still(page.media_type, lambda: page.body, date(2024, 12, 2))

    site.making.gate, site.change = gate, change
    return site


class _Still(Resource):
    """A page whose tag and date say that it is what it was."""

    etag = '"6f-still"'  # type: ignore[assignment]


ERRORS = ("该信息正在审核", "非法的参数", "暂无数据", "系统忙，请稍候", "ID 不对", "文章未通过审批", "此页需要登录")


def errors(address: str, port: int) -> Site:
    """Pages that show an error for two days, in any wording; the report is version 1 when it comes."""
    site = Site("error pages", address, port, "衡坪县")
    units = ("财政局", "民政局", "司法局", "水利局", "教育局", "林业局", "统计局")
    rows = [
        site.publish(unit, words, path=f"/show.asp?id={number}", before=UNKNOWN)
        for number, (unit, words) in enumerate(zip(units, ERRORS, strict=True))
    ]
    whole = {path: site.making.pages[path] for path, *_ in rows}
    site.listing([*rows, site.earlier("信访局")])

    def change(day: date) -> None:
        for (path, *_), words in zip(rows, ERRORS, strict=True):
            page = f"<html><head><title>{site.place}</title></head><body>{words}</body></html>"
            site.making.pages[path] = whole[path] if day == DAYS[2] else Resource(HTML, page.encode, day)

    site.change = change
    return site


FRAMED = ("没有找到您要的内容，请与网站管理员联系", "参数有误", "此栏目正在调整", "404", "维护中，给您带来不便敬请谅解")


def framed_errors(address: str, port: int) -> Site:
    """Such pages within the site's own head, menu and foot, under the column's name."""
    site = Site("error pages in a frame", address, port, "衡垣县")
    units = ("财政局", "民政局", "司法局", "水利局", "教育局")
    rows = [
        site.publish(unit, words, path=f"/show.asp?id={number}", before=UNKNOWN)
        for number, (unit, words) in enumerate(zip(units, FRAMED, strict=True))
    ]
    whole = {path: site.making.pages[path] for path, *_ in rows}
    site.listing([*rows, site.earlier("信访局")])

    def change(day: date) -> None:
        for (path, *_), words in zip(rows, FRAMED, strict=True):
            page = site.making.frame("政府信息公开年报", f'<div class="box">{words}</div>')
            site.making.pages[path] = whole[path] if day == DAYS[2] else Resource(HTML, page.encode, day)

    site.change = change
    return site


BYLINES = (
    *("[{on}]　点击[{n}]", "日期：{on}　人气：{n}", "发布日期：{on}　已有 {n} 人读过", "Date: {on}　Hits: {n}"),
    *("{on} 来源：本局 关注度 {n}", "时间：{on}　浏览[{n}]", "{on} | 阅读({n})", "发布：{on}　查看：{n} | 回复：0"),
    *("{on}　本信息已被浏览{n}次", "发布时间：{on}　热度：{n}℃", "更新时间：2026-04-{n:02d}　发布时间：{on}"),
)


def _counters(label: str, place: str, box: str, address: str, port: int) -> Site:
    """Counters and moving days in bylines make no version."""
    site = Site(f"counters {label}", address, port, place)
    rows = [site.publish(unit, byline) for unit, byline in zip(UNITS, BYLINES, strict=False)]
    for (path, *_), byline in zip(rows, BYLINES, strict=True):
        del site.making.pages[path]
        site.making.services[path] = partial(_counted, site, byline, box, count(3), path)
    site.listing(rows)
    return site


def _counted(site: Site, byline: str, box: str, turns: "count[int]", path: str, _call: Call) -> Resource:
    duty = next(member.duty for member in site.members if member.duty.url.endswith(path))
    title = f"{duty.name}{YEAR}年政府信息公开工作年度报告"
    post = Post(path, title, ON, None, report_text(duty.name, YEAR))
    line = byline.format(on=ON, n=next(turns))
    page = _boxed(site.making.article(post), line, box) if box else _bare(post, line)
    return Resource(HTML, page.encode, ON)


def _boxed(page: str, line: str, box: str) -> str:
    """A page with another byline; headline, byline and text stand in one box that its class marks as the article."""
    page = re.sub(r'<div class="info">.*?</div>', f'<div class="x1">{line}</div>', page)
    page = page.replace("<h1>", f'<div class="{box}"><h1>')
    return page.replace('<div class="footer">', '</div><div class="footer">')


def _bare(post: Post, line: str) -> str:
    """A page with nothing around its headline, its byline and its text."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{post.title}</title></head>'
        f"<body><h1>{post.title}</h1>"
        f'<div class="x1">{line}</div>{post.text}</body></html>'
    )


def dates(address: str, port: int) -> Site:
    """Days as bylines print them, where the list prints none."""
    site = Site("days", address, port, "澜湾县")
    lines = {
        "brackets": "[{on}] 点击[41]",
        "slashes and type": "日期：{on:%Y/%m/%d}　字体：【大 中 小】",
        "dots": "发布于 {on:%Y.%m.%d} 编辑：小林",
        "Chinese": "{on.year}年{on.month}月{on.day}日　阅读 12",
        "time first": "时间: {on:%Y-%m-%d} 10:22:31 来源: 本局",
        "bare": "{on:%Y-%m-%d}",
    }
    units = ("财政局", "民政局", "司法局", "水利局", "教育局", "林业局")
    rows = [
        site.publish(unit, label, byline=line.format(on=ON), day="", path=f"/info/1034/{number}.htm")
        for number, (unit, (label, line)) in enumerate(zip(units, lines.items(), strict=True), 61)
    ]
    site.listing([*rows, site.earlier("信访局")])
    return site


MAKERS = (
    *(
        partial(_unchanged, label, place)
        for label, place in {
            "of the list": "岚坪县",
            "of every page": "菡坪县",
            "a tag that stands still": "萏坪县",
            "of the list and its way": "衡川县",
        }.items()
    ),
    errors,
    framed_errors,
    partial(_counters, "", "郁渚县", ""),
    partial(_counters, "in a marked box", "皋渚县", "TRS_Editor"),
    dates,
)
