"""A department's own small site: titles without its name, a column called 年报, pages by ``pagination()``."""

from dataclasses import replace
from datetime import date
from hashlib import md5
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, pages_of, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.39"
PLACE = "云梯市"
BODY = f"{PLACE}交通运输局"
COLUMN = "/nw12344/"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, BODY)
    making.home('<a href="/nw12340/index.html">信息公开</a>')
    labels = ("公开指南", "公开制度", "主动公开", "年报")
    menu = "".join(f'<a href="/nw1234{number}/index.html">{label}</a>' for number, label in enumerate(labels, 1))
    making.html("/nw12340/index.html", making.frame("信息公开", f"<div>{menu}</div>"))
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    pages = list(pages_of(posts, ROWS_A_PAGE))
    for number, shown in pages:
        text, empty = _list(making, shown, len(pages), number + 1), _list(making, [], 1, 1)
        making.listing(f"{COLUMN}index{f'_{number + 1}' if number else ''}.html", text, empty)
    return sample("a department, Shanghai's pager", making)


def _posts() -> list[Post]:
    """Eight years of its own and the city's report posted again."""
    posts = []
    for year in range(2018, 2026):
        on = date(year + 1, 1, 30 - year % 20)
        title = f"{year}年政府信息公开工作年度报告" if year % 3 else f"{year}年度报告"
        report = replace(draft(BODY, year, on), title=title)
        posts.append(Post(_path(title, on.replace(day=28)), title, on, report))
    city = draft(f"{PLACE}人民政府", 2024, on := date(2025, 3, 26))
    posts.append(Post(_path(city.title, date(2025, 4, 1)), city.title, on, city))
    posts.append(stranger("website", BODY, 2025, _path("website", date(2026, 1, 22))))
    posts.append(stranger("law", BODY, 2024, _path("law", date(2025, 3, 9))))
    return posts


def _path(name: str, on: date) -> str:
    """The day in it is that of the last change."""
    return f"{COLUMN}{on:%Y%m%d}/{md5(name.encode(), usedforsecurity=False).hexdigest()}.html"


def _detail(making: Making, post: Post) -> str:
    line = f"（{post.on.year}年{post.on.month}月{post.on.day}日）　来源：{BODY}"
    return making.article(post, above=line, box="Article_content")


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    """No days beside the rows."""
    items = "".join(f'<li><a href="{post.path}" target="_blank">{escape(post.title)}</a></li>' for post in rows)
    inner = (
        f'<h2>年报</h2><ul class="uli14">{items}</ul><ul class="pagination"></ul>\n<script>$(".pagination").pagination('
        f"{{totalPage: {pages}, currentPage: {number}, url: 'index_{{page}}.html'}});</script>"
    )
    return making.frame("年报", inner)
