"""Year folders over units: 年报 → 2025年 → 区直部门 → unit → one page, and a flat list of the government's own."""

from dataclasses import replace
from datetime import date
from html import escape

from tests.portals.making import YEARS, Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.24"
PLACE = "问渠区"
COLUMN = "/zwgk/nb/"
CLASSES = {
    "qzbm": ("区直部门", ("教育局", "民政局", "财政局")),
    "xzjd": ("乡镇街道", ("方塘镇人民政府", "活水街道办事处")),
}


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省望舒市{PLACE}人民政府")
    making.home('<a href="/zwgk/">政务公开</a>')
    making.html("/zwgk/", making.frame("政务公开", _hub()))
    own = _own()
    for post in own:
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    years = "".join(f'<li><a href="./{year}n/">{year}年度</a></li>' for year in reversed(YEARS))
    inner = f'<div class="tabs"><h3>部门年报</h3><ul class="years">{years}</ul></div><h3>区政府年报</h3>'
    text = making.frame("政府信息公开年报", inner + _rows(newest_first(own)))
    making.listing(COLUMN, text, making.frame("政府信息公开年报", f'<ul class="years">{years}</ul>'))
    for year in YEARS:
        _year(making, year)
    return sample("years × units", making)


def _own() -> list[Post]:
    posts = []
    for year in YEARS:
        on = date(year + 1, 3, year % 100)
        report = draft(f"{PLACE}人民政府", year, on)
        posts.append(Post(f"{COLUMN}{on:%Y%m}/{year}001.html", report.title, on, report))
        posts.append(stranger("website", PLACE, year, f"{COLUMN}{year + 1}01/{year}002.html"))
    return posts


def _year(making: Making, year: int) -> None:
    """A year's page with classes of units, a class's page with units, a unit's page with its one report."""
    folder = f"{COLUMN}{year}n/"
    classes = "".join(f'<li><a href="./{slug}/index.html">{name}</a></li>' for slug, (name, _) in CLASSES.items())
    making.html(folder, making.frame(f"{year}年度", f"<h3>{year}年度</h3><ul>{classes}</ul>"))
    for slug, (label, names) in CLASSES.items():
        units = "".join(f'<li><a href="./{number}/">{name}</a></li>' for number, name in enumerate(names, 1))
        making.html(f"{folder}{slug}/index.html", making.frame(label, f"<h3>{label}</h3><ul>{units}</ul>"))
        for number, name in enumerate(names, 1):
            place = f"{folder}{slug}/{number}/"
            post = _unit_post(place, name, year, number)
            making.expect(post)
            making.html(post.path, _detail(making, post), on=post.on)
            making.listing(place, making.frame(name, _rows([post])), making.frame(name, _rows([])))


def _unit_post(place: str, name: str, year: int, number: int) -> Post:
    """The title does not say whose report it is, and every other year not even of which year."""
    on = date(year + 1, 1, 6 + number * 3)
    title = "政府信息公开工作年度报告" if year % 2 else f"{year}年政府信息公开工作年度报告"
    report = replace(draft(f"{PLACE}{name}", year, on), title=title)
    return Post(f"{place}{on:%Y%m}/{year}{number}00.html", title, on, report)


def _hub() -> str:
    return (
        '<ul class="menu"><li><a href="./zn/">政府信息公开指南</a></li><li><a href="./nr/">法定主动公开内容</a></li>'
        '<li><a href="./gzbg/">政府工作报告</a></li><li><a href="./nb/">政府信息公开工作年报</a></li></ul>'
    )


def _detail(making: Making, post: Post) -> str:
    line = f"发布日期：{post.on.year}年{post.on.month:02d}月{post.on.day:02d}日　浏览次数：{post.on.day}"
    return making.article(post, above=line, box="txt")


def _rows(rows: list[Post]) -> str:
    items = "".join(f'<li><a href="{post.path}">{escape(post.title)}</a><span>{post.on}</span></li>' for post in rows)
    return f'<ul class="list">{items}</ul>'
