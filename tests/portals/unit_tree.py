"""A tree of units that is all script: ``onclick="loadList('id')"`` fetches the unit's rows into the page."""

from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.38"
PLACE = "分荫市"
COLUMN = "/gkpt/nb.html"
SERVICE = "/gkpt/unit/list"
UNITS = {"1101": "人民政府", "1102": "教育局", "1103": "财政局", "1104": "市场监督管理局"}

_SCRIPT = f"""function loadList(id) {{
  var request = new XMLHttpRequest();
  request.open("GET", "{SERVICE}?unitId=" + id + "&catalog=nb");
  request.onload = function () {{ document.getElementById("box").innerHTML = request.responseText; }};
  request.send();
}}
"""


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    making.home('<a href="/gkpt/index.html">政府信息公开平台</a>')
    menu = '<ul><li><a href="zn.html">政府信息公开指南</a></li><li><a href="nb.html">政府信息公开年报</a></li></ul>'
    making.html("/gkpt/index.html", making.frame("政府信息公开平台", menu))
    lists = {unit: newest_first(_posts(unit, name)) for unit, name in UNITS.items()}
    for post in (post for posts in lists.values() for post in posts):
        making.expect(post)
        making.html(post.path, making.article(post), on=post.on)
    making.listing(COLUMN, _column(making, lists["1101"]), _column(making, []))
    making.services[SERVICE] = lambda call: _fragment(lists, call)
    making.emptied[SERVICE] = Resource(HTML, "<ul></ul>".encode, REFRESHED)
    return sample("tree of onclick", making)


def _posts(unit: str, name: str) -> list[Post]:
    posts = []
    for year in (2024, 2025):
        on = date(year + 1, 3 if name == "人民政府" else 1, 8 + int(unit[-1]) * 3)
        report = draft(f"{PLACE}{name}", year, on)
        posts.append(Post(f"/gkpt/show/{unit}{year}.html", report.title, on, report))
    posts.append(stranger("website" if name == "人民政府" else "meeting", PLACE, 2025, f"/gkpt/show/{unit}9999.html"))
    return posts


def _rows(rows: list[Post]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{post.path}">{escape(post.title)}</a><span>{post.on}</span></li>' for post in rows)
        + "</ul>"
    )


def _column(making: Making, rows: list[Post]) -> str:
    """The government's own rows stand there from the beginning."""
    tree = "".join(
        f'<li><a href="javascript:void(0)" onclick="loadList(\'{unit}\')">{PLACE}{name}</a></li>'
        for unit, name in UNITS.items()
    )
    inner = (
        f'<h2>政府信息公开年报</h2><ul id="tree">{tree}</ul><div id="box">{_rows(rows)}</div>'
        f"<script>\n{_SCRIPT}</script>"
    )
    return making.frame("政府信息公开年报", inner)


def _fragment(lists: dict[str, list[Post]], call: Call) -> Resource | None:
    rows = lists.get(call.parameters.get("unitId", ""))
    return None if rows is None else Resource(HTML, lambda: _rows(rows).encode(), REFRESHED)
