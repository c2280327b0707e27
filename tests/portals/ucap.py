"""开普云 UCAP: ``createPageHTML('page-div', …)`` from 1, PubDate is the time of generation, ``</html>`` midway."""

from dataclasses import replace
from datetime import date
from hashlib import md5
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, pages_of, pdf, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.15"
PLACE = "采薇县"
COLUMN = "/cwxrmzf/c108862/"
MADE = "2026-04-06 03:15:27"
"""When the software made every page anew."""
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府网")
    making.home('<a href="/cwxrmzf/c108850/zfxxgk.shtml">政府信息公开</a>')
    making.html("/cwxrmzf/c108850/zfxxgk.shtml", making.frame("政府信息公开", _menu()))
    posts = _posts()
    assert posts[2].draft is not None
    posts[2] = replace(posts[2], parts=(posts[2].path.rpartition("/")[0] + "/files/0b7e5c.pdf",))
    making.pages[posts[2].parts[0]] = pdf(posts[2].draft, posts[2].on)
    for post in posts:
        making.expect(post)
        making.html(post.path, _detail(making, post))
    pages = list(pages_of(newest_first(posts), ROWS_A_PAGE))
    for number, shown in pages:
        name = f"common_list{f'_{number + 1}' if number else ''}.shtml"
        making.listing(COLUMN + name, _list(making, shown, len(pages), number + 1), _list(making, [], 1, 1))
    return sample("UCAP", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "民政局", "落霞乡人民政府")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 6 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(_path(report.title, on), report.title, on, report))
    for kind, year in (("website", 2023), ("website", 2025), ("work", 2025)):
        post = stranger(kind, PLACE, year, "")
        posts.append(Post(_path(post.title, post.on), post.title, post.on, None, post.paragraphs))
    return posts


def _path(title: str, on: date) -> str:
    return f"{COLUMN}{on:%Y%m}/{md5(title.encode(), usedforsecurity=False).hexdigest()}.shtml"


def _menu() -> str:
    names = ("指南", "制度", "法定主动公开内容", "政府信息公开年报")
    codes = ("c108859", "c108860", "c108861", "c108862")
    return (
        '<div class="zfxxgk_nav">'
        + "".join(
            f'<a href="/cwxrmzf/{code}/common_list.shtml">{name}</a>' for code, name in zip(codes, names, strict=True)
        )
        + "</div>"
    )


def _head() -> str:
    """What the include at the head of every page leaves in the middle of it."""
    return f'<div class="top">欢迎来到{PLACE}</div></body></html>\n'


def _detail(making: Making, post: Post) -> str:
    name = md5(post.title.encode(), usedforsecurity=False).hexdigest()
    related = ""
    if post.draft is not None and post.draft.year == 2024:
        related = (
            '<div class="xgwj"><h4>关联稿件</h4><p><a href="/cwxrmzf/c1/tj.shtml">图文解读</a> 2025-07-12</p></div>'
        )
    file = '<p>相关附件：<a href="files/0b7e5c.pdf">PDF版.pdf</a></p>' if post.parts else ""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(post.title)}_{PLACE}人民政府网</title>\n'
        f'<meta name="ArticleTitle" content="{escape(post.title)}">\n<meta name="PubDate" content="{MADE}">\n'
        f'<meta name="others" content="页面生成时间 {MADE}">\n'
        f'<script>var websiteId="0000000000000c1d",websiteCode="cwxrmzf",manuscriptId="{name}";</script>'
        f"</head><body>{_head()}\n<h1><ucaptitle>{escape(post.title)}</ucaptitle></h1>{related}\n"
        f"<p>发布时间：<publishtime>{post.on} 10:00:00</publishtime>　来源：{PLACE}人民政府办公室</p>\n"
        f'<div id="zoomcon"><ucapcontent>\n{post.text}\n</ucapcontent></div>{file}</body></html>\n'
    )


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    items = "".join(
        f'<li><a href="{post.path.removeprefix(COLUMN)}" title="{escape(post.title)}">{escape(post.title)}</a>'
        f"<span>{post.on}</span></li>\n"
        for post in rows
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年报_{PLACE}人民政府网</title>\n'
        '<meta name="ColumnName" content="政府信息公开年报">\n<script src="/xhtml/js/page.js"></script></head>'
        f'<body>{_head()}<ul class="list">\n{items}</ul><div id="page-div"></div>\n'
        f"<script>window.onload=function(){{createPageHTML('page-div',{pages}, {number},'common_list','shtml',500)}}"
        "</script></body></html>\n"
    )
