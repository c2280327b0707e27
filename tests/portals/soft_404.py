"""Answers its home page for every unknown path: links die that way, and the archive leads back to the home page."""

from datetime import date
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.33"
PLACE = "迷津县"
COLUMN = "/gk/nb/"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.home('<a href="/gk/zn/">政府信息公开指南</a><a href="/gk/nb/">政府信息公开年报</a>')
    making.missing = making.pages["/"]
    for path in ("/ztzl/gzbg/", "/ztzl/yjs/"):
        del making.pages[path]
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
    for post in (dead := _dead()):
        making.dead.add(making.url(post.path))
    making.listing(COLUMN, _list(making, [*posts, *dead]), _list(making, []))
    making.html("/gk/nb/old/", '<html><head><meta http-equiv="refresh" content="0;url=/"></head><body></body></html>')
    making.dead.add(making.url("/gk/nb/old/"))
    return sample("soft 404", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "交通运输局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 7 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(f"{COLUMN}{on.year}/{year}{number}.html", report.title, on, report))
    posts.append(stranger("website", PLACE, 2024, f"{COLUMN}2025/20249.html"))
    return posts


def _dead() -> list[Post]:
    """Rows whose pages are no more: the home page comes in their place."""
    return [
        Post(f"{COLUMN}2020/2019{number}.html", f"{PLACE}{name}2019年政府信息公开工作年度报告", date(2020, 1, 20))
        for number, name in enumerate(("教育局", "民政局"))
    ]


def _list(making: Making, rows: list[Post]) -> str:
    items = "".join(f'<li><a href="{post.path}">{escape(post.title)}</a><span>{post.on}</span></li>' for post in rows)
    inner = f'<h2>政府信息公开年报</h2><ul class="list">{items}</ul><div><a href="old/">2018年以前</a></div>'
    return making.frame("政府信息公开年报", inner)
