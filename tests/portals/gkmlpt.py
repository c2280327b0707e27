"""广东 gkmlpt: a tree of categories and an API for their articles; one category jumps to NFCMS lists a year."""

import json
from datetime import UTC, date, datetime
from html import escape

from monitor.demo.resources import Resource
from tests.portals.making import JSON, REFRESHED, Making, Post, draft, newest_first, pages_of, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.17"
PLACE = "来兮市"
SID = "755031"
CATEGORY = 2571
API = f"/gkmlpt/api/all/{CATEGORY}"
DEPARTMENTS = "/zfjgzy/lxszfbgt/zfxxgknb/bm/"
ROWS_A_PAGE = 4
ARTICLES_A_PAGE = 100


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府门户网站")
    making.home('<a href="/gkmlpt/index">政府信息公开</a>')
    making.html("/gkmlpt/index", _directory(making))
    own = _own_posts()
    departments = {year: _department_posts(year) for year in (2024, 2025)}
    for post in (*own, *(post for posts in departments.values() for post in posts)):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    articles = newest_first(own)
    making.services[API] = lambda call: _articles(making, articles, call)
    making.emptied[API] = _json({"articles": [], "classify": {"id": CATEGORY}, "total": 0})
    years = "".join(f'<a href="{DEPARTMENTS}{year}n/index.html">{year}年</a>' for year in departments)
    making.html(f"{DEPARTMENTS}index.html", making.frame("部门年报", f'<div class="years">{years}</div>'))
    for year, posts in departments.items():
        _year(making, f"{DEPARTMENTS}{year}n/", newest_first(posts))
    return sample("gkmlpt + NFCMS", making)


def _own_posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "水利局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 10 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            serial = 4688000 + number * 100 + year % 100
            path = f"/gkmlpt/content/4/{serial // 1000}/post_{serial}.html"
            posts.append(Post(path, report.title, on, report))
    for serial in range(95):
        district = f"{PLACE}{'甲乙丙丁戊己庚'[serial % 7]}区"
        posts.append(stranger("website", district, 2024, f"/gkmlpt/content/4/4689/post_46890{serial:02d}.html"))
    return posts


def _department_posts(year: int) -> list[Post]:
    posts = []
    for number, name in enumerate(("教育局", "民政局", "财政局", "交通运输局", "市场监督管理局")):
        on = date(year + 1, 1, 5 + 4 * number)
        report = draft(f"{PLACE}{name}", year, on)
        posts.append(Post(f"{DEPARTMENTS}{year}n/content/post_{year}{number}.html", report.title, on, report))
    posts.append(stranger("notice", PLACE, year, f"{DEPARTMENTS}{year}n/content/post_{year}9.html"))
    return posts


def _directory(making: Making) -> str:
    """A page of scripts: nothing to read but the tree."""
    tree = [
        {"id": 2560, "name": "政府信息公开指南", "jump_url": "", "post_count": 1, "children": []},
        {
            "id": 2569,
            "name": "政府信息公开年报",
            "jump_url": "",
            "post_count": 12,
            "children": [
                {"id": CATEGORY, "name": "市政府年报", "jump_url": "", "post_count": 12, "children": []},
                {"id": 2572, "name": "部门年报", "jump_url": making.url(f"{DEPARTMENTS}index.html"), "children": []},
                {"id": 2573, "name": "政府网站年度报表", "jump_url": "", "post_count": 3, "children": []},
            ],
        },
        {"id": 2580, "name": "政策文件", "jump_url": "", "post_count": 40, "children": []},
    ]
    script = (
        f"window._CONFIG = {{ SID: '{SID}', SITE_NAME: '{making.name}', "
        f"TREE: {json.dumps(tree, ensure_ascii=False)}, SERVICE_AREA_ID: 0 }};"
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开目录 - {making.name}</title></head>'
        f'<body><div id="app"></div><script>{script}</script><script src="/gkmlpt/app.js"></script></body></html>'
    )


def _articles(making: Making, rows: list[Post], call: Call) -> Resource | None:
    if call.parameters.get("sid") != SID:
        return None
    page = int(call.parameters.get("page", "1"))
    articles = [
        {
            "id": int(post.path.rpartition("_")[2].removesuffix(".html")),
            "title": post.title,
            "url": making.url(post.path),
            "publisher": post.draft.body if post.draft else PLACE,
            "date": _moment(post.on.replace(day=1)),
            "display_publish_time": _moment(post.on),
            "created_at": f"{post.on} 17:30:00",
            "attachment": [],
        }
        for post in rows[(page - 1) * ARTICLES_A_PAGE : page * ARTICLES_A_PAGE]
    ]
    counted = {"id": CATEGORY, "name": "市政府年报", "post_count": len(rows) + 2}
    return _json({"articles": articles, "classify": counted, "total": len(rows)})


def _json(said: object) -> Resource:
    return Resource(JSON, lambda: json.dumps(said).encode(), REFRESHED)


def _moment(day: date) -> int:
    """Half past five in the afternoon in Shanghai."""
    return int(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC).timestamp())


def _detail(making: Making, post: Post) -> str:
    """A page of the platform keeps its article in a script; one of NFCMS shows it."""
    if post.draft is not None and post.path.startswith("/gkmlpt/"):
        return _scripted(post)
    line = f"发布日期：{post.on}　来源：本网　浏览次数：<span>-</span>"
    return making.article(post, above=line, box="article-content")


def _scripted(post: Post) -> str:
    kept = {"title": post.title, "content": post.text, "display_publish_time": _moment(post.on), "attachment": []}
    written = json.dumps(kept).replace("<", "\\u003C").replace(">", "\\u003E")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{post.title}</title></head><body><div id="app"></div>'
        f"<script>window._CONFIG = {{ SID: '{SID}', DETAIL: {written}, SERVICE_AREA_ID: 0 }};</script>"
        '<script src="/gkmlpt/app.js"></script></body></html>'
    )


def _row(making: Making, post: Post) -> str:
    """A row, and for some the same page made for telephones beside it."""
    paths = [post.path, post.path.replace("post_", "mpost_")] if post.path.endswith("0.html") else [post.path]
    return "".join(
        f'<li><a href="{making.url(path)}">{escape(post.title)}</a><span class="time">{post.on}</span></li>'
        for path in paths
    )


def _year(making: Making, folder: str, rows: list[Post]) -> None:
    """A list whose second page is ``index_2``."""
    pages = list(pages_of(rows, ROWS_A_PAGE))
    for number, shown in pages:
        items = "".join(_row(making, post) for post in shown)
        links = "".join(
            f'<a href="{making.url(folder)}index{f"_{other + 1}" if other else ""}.html">{other + 1}</a>'
            for other, _ in pages
        )
        more = f'<a class="next" href="{making.url(folder)}index_{number + 2}.html">下一页</a>'
        pager = f'<div class="page">{links}{more if number + 1 < len(pages) else ""}</div>'
        text = making.frame("部门年报", f'<ul class="news_list">{items}</ul>{pager}')
        empty = making.frame("部门年报", '<ul class="news_list"></ul>')
        making.listing(f"{folder}index{f'_{number + 1}' if number else ''}.html", text, empty)
