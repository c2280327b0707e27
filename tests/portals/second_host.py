"""A hub on a host of its own, to which the portal sends its readers; a foreign mirror does not count."""

from datetime import date
from html import escape
from urllib.parse import urlsplit

from tests.portals.making import Making, Post, draft, newest_first, pdf, sample, stranger
from tests.portals.truth import Sample

ADDRESS, HUB, MIRROR = "127.77.0.26", "127.77.0.27", "127.77.0.28"
PLACE = "分襟市"
COLUMN = "/gknb/"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    hub = Making(HUB, port, PLACE, f"{PLACE}政府信息公开平台")
    mirror = Making(MIRROR, port, PLACE, "采摘园门票")
    making.home(f'<a href="/xxgk/">政府信息公开</a><a href="{mirror.url(COLUMN)}">政府信息公开年报</a>')
    making.html("/xxgk/", f"<script>location.replace('{hub.url('/')}')</script>")
    hub.html("/", hub.frame("政府信息公开平台", _menu()))
    posts = newest_first(_posts(making))
    for post in posts:
        hub.expect(post)
        hub.html(post.path, hub.article(post, box="TRS_UEDITOR", after=_file(post)), on=post.on)
        if post.draft is not None:
            making.pages[urlsplit(post.parts[0]).path] = pdf(post.draft, post.on)
            mirror.html(post.path, hub.article(post), on=post.on)
    mirror.strangers.update(mirror.url(post.path) for post in posts)
    mirror.html(COLUMN, _list(mirror, posts))
    hub.listing(COLUMN, _list(hub, posts), _list(hub, []))
    return sample("hub on a second host", making, hub, mirror, others=(HUB,))


def _posts(making: Making) -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "市场监督管理局")):
        for year in (2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 13 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            parts = (making.url(f"/upload/{year}{number}.pdf"),)
            posts.append(Post(f"{COLUMN}show/{year}{number}.jhtml", report.title, on, report, parts=parts))
    posts.append(stranger("meeting", PLACE, 2025, f"{COLUMN}show/20259.jhtml"))
    return posts


def _menu() -> str:
    return (
        '<div class="menu"><a href="/zn/">指南</a><a href="/zd/">制度</a><a href="/zdgk/">法定主动公开内容</a>'
        f'<a href="{COLUMN}">政府信息公开年报</a></div>'
    )


def _file(post: Post) -> str:
    """The file stands on the portal's first host."""
    return "".join(f'<p>附件：<a href="{part}">年度报告（PDF）</a></p>' for part in post.parts)


def _list(making: Making, rows: list[Post]) -> str:
    items = "".join(f'<li><a href="{post.path}">{escape(post.title)}</a><span>[{post.on}]</span></li>' for post in rows)
    return making.frame("政府信息公开年报", f"<ul>{items}</ul>")
