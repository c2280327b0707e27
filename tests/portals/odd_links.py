"""Links that are none: rows with onclick and data-href, a pager in base64, an array in a script; gzip for everybody."""

import json
from base64 import b64encode
from datetime import date
from html import escape
from urllib.parse import quote

from tests.portals.making import Making, Post, draft, newest_first, pages_of, pdf, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.35"
PLACE = "拾穗县"
COLUMN = "/zfxxgk/ndbg/"
DEPARTMENTS = "/zfxxgk/bmnb/"
ROWS_A_PAGE = 3


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府", packed=True)
    making.home('<ul><li><a href="javascript:;" data-href="/zfxxgk/">政府信息公开</a></li></ul>')
    making.html("/zfxxgk/", making.frame("政府信息公开", _hub()))
    own, departments = newest_first(_posts()), newest_first(_department_posts())
    for post in (*own, *departments):
        making.expect(post)
        making.html(post.path, making.article(post, after=_file(post)), on=post.on)
        if post.draft is not None and post.parts:
            making.pages[post.parts[0]] = pdf(post.draft, post.on)
    pages = list(pages_of(own, ROWS_A_PAGE))
    for number, shown in pages:
        text, empty = _list(making, shown, len(pages), number), _list(making, [], 1, 0)
        making.listing(f"{COLUMN}{f'list-{number + 1}.html' if number else ''}", text, empty)
    making.listing(DEPARTMENTS, _array(making, departments), _array(making, []))
    return sample("odd links, gzip", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室")):
        for year in range(2022, 2026):
            on = date(year + 1, 3 if name == "人民政府" else 1, 10 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            parts = (f"/files/{year}{number}.pdf",) if year == 2025 else ()
            posts.append(Post(f"{COLUMN}doc/{year}{number}.html", report.title, on, report, parts=parts))
    posts.append(stranger("website", PLACE, 2025, f"{COLUMN}doc/20259.html"))
    return posts


def _department_posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("教育局", "民政局", "财政局")):
        on = date(2026, 1, 8 + 6 * number)
        report = draft(f"{PLACE}{name}", 2025, on)
        posts.append(Post(f"{DEPARTMENTS}doc/2025{number}.html", report.title, on, report))
    posts.append(stranger("law", PLACE, 2025, f"{DEPARTMENTS}doc/20259.html"))
    return posts


def _hub() -> str:
    entries = (("zn/", "政府信息公开指南"), ("ndbg/", "政府信息公开年报"), ("bmnb/", "部门信息公开年报"))
    links = "".join(f"<a onclick=\"window.open('{path}')\">{name}</a>" for path, name in entries)
    return f'<div class="left">{links}</div>'


def _file(post: Post) -> str:
    """A file behind a click."""
    return "".join(f"<p>附件：<a onclick=\"window.open('{part}')\">{post.title}.pdf</a></p>" for part in post.parts)


def _row(post: Post, place: int) -> str:
    """Every other row has no anchor at all."""
    day = f"<span>{post.on}</span></li>"
    if place % 2:
        return f'<li data-href="{post.path}" onclick="go(this)"><span class="tit">{escape(post.title)}</span>{day}'
    return f'<li><a href="#" onclick="window.open(\'{post.path}\');return false;">{escape(post.title)}</a>{day}'


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    """Rows whose links are clicks, and a pager that the page unpacks."""
    items = "".join(_row(post, place) for place, post in enumerate(rows))
    links = "".join(
        f'<a href="{COLUMN}{f"list-{other + 1}.html" if other else ""}">{other + 1}</a>' for other in range(pages)
    )
    if number + 1 < pages:
        links += f'<a href="{COLUMN}list-{number + 2}.html">下一页</a>'
    packed = b64encode(quote(links).encode()).decode()
    inner = (
        f'<h2>政府信息公开年报</h2><ul class="list">{items}</ul><div id="pages">{packed}</div>\n'
        "<script>function go(row) { location.href = row.dataset.href; }\nvar box = document.getElementById('pages');\n"
        "box.innerHTML = decodeURIComponent(atob(box.innerHTML));</script>"
    )
    return making.frame("政府信息公开年报", inner)


def _array(making: Making, rows: list[Post]) -> str:
    """All rows in an array that the page draws from."""
    data = [{"TITLE": post.title, "URL": post.path, "PUBDATE": f"{post.on} 00:00:00"} for post in rows]
    inner = (
        '<h2>部门信息公开年报</h2><ul id="box"></ul>\n<script>\n'
        f"var rows = {json.dumps(data, ensure_ascii=False)};\n"
        "rows.forEach(function (row) { document.getElementById('box').innerHTML += "
        "'<li><a href=\"' + row.URL + '\">' + row.TITLE + '</a></li>'; });\n</script>"
    )
    return making.frame("部门信息公开年报", inner)
