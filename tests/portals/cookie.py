"""A gate of cookies: every page sends its reader back to itself with one first; https only, by an unknown authority."""

from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, pdf, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.36"
PLACE = "叩关市"
COLUMN = "/xxgk/nb/"
COOKIE = "CT6T=9f1c"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府", scheme="https", gate=_gate)
    making.home('<a href="/xxgk/">政府信息公开</a>')
    making.html("/xxgk/", making.frame("政府信息公开", f'<a href="/xxgk/zn/">指南</a><a href="{COLUMN}">年报</a>'))
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
        for part in post.parts if post.draft is not None else ():
            making.pages[part] = pdf(post.draft, post.on)
    making.listing(COLUMN, _list(making, posts), _list(making, []))
    return sample("cookie gate, https only", making)


def _gate(call: Call) -> Resource | None:
    if COOKIE in call.headers.get("cookie", ""):
        return None
    headers = {"Location": call.path, "Set-Cookie": f"{COOKIE}; Path=/"}
    return Resource(HTML, lambda: b"", REFRESHED, status=302, headers=headers)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "水利局")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 12 + 4 * number)
            report = draft(f"{PLACE}{name}", year, on)
            posts.append(Post(f"{COLUMN}{on:%Y%m}/{year}{number}.html", report.title, on, report))
    posts.append(stranger("website", PLACE, 2025, f"{COLUMN}202601/20259.html"))
    return posts


def _list(making: Making, rows: list[Post]) -> str:
    items = "".join(f'<li><a href="{post.path}">{escape(post.title)}</a><span>{post.on}</span></li>' for post in rows)
    return making.frame("政府信息公开年报", f"<h2>政府信息公开年报</h2><ul>{items}</ul>")
