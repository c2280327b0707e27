"""An old site in GBK that declares nothing, with a frameset as home page, a table layout and page parameters."""

from datetime import date

from tests.portals.making import REFRESHED, Making, Post, draft, newest_first, pages_of, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.31"
PLACE = "煮石县"
LIST = "/e/action/ListInfo/?classid=174"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    frames = "<frameset rows='90,*'><frame src='top.html'><frame src='main.html' name='main'></frameset>"
    _gbk(making, "/", f"<html><head><title>{PLACE}</title></head>{frames}</html>")
    _gbk(making, "/top.html", _page("页首", f"<h1>{PLACE}人民政府</h1>"))
    _gbk(making, "/main.html", _page(f"{PLACE}人民政府", _home()))
    posts = newest_first(_posts())
    for post in posts:
        making.expect(post)
        _gbk(making, post.path, _detail(post), post.on)
    pages = list(pages_of(posts, ROWS_A_PAGE))
    for number, shown in pages:
        path = f"{LIST}&page={number}" if number else LIST
        making.listing(path, _list(shown, len(pages), number), _list([], 1, 0), encoding="gbk", declared=False)
    return sample("GBK, Empire CMS", making)


def _gbk(making: Making, path: str, text: str, on: date = REFRESHED) -> None:
    """A page in GBK of which no header says so."""
    making.html(path, text, on=on, encoding="gbk", declared=False)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "水利局", "白石镇人民政府")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 5 + 6 * number)
            report = draft(f"{PLACE}{name}", year, on)
            path = f"/e/action/ShowInfo.php?classid=174&id={7800 + number * 10 + year % 10}"
            posts.append(Post(path, report.title, on, report))
    posts.append(stranger("website", PLACE, 2025, "/e/action/ShowInfo.php?classid=174&id=7901"))
    posts.append(stranger("statistics", PLACE, 2024, "/e/action/ShowInfo.php?classid=174&id=7902"))
    return posts


def _page(title: str, inner: str) -> str:
    table = f"<table width=960><tr><td>\n{inner}\n</td></tr></table>"
    return f"<html><head><title>{title}</title></head><body>{table}</body></html>"


def _home() -> str:
    links = (("/zn.html", "公开指南"), (LIST, "信息公开年报"), ("/yw.html", "要闻"))
    return "<table><tr>" + "".join(f"<td><a href={path}>{name}</a></td>" for path, name in links) + "</tr></table>"


def _detail(post: Post) -> str:
    inner = (
        f"<table><tr><td align=center><b>{post.title}</b></td></tr><tr><td>日期：{post.on:%Y-%m-%d} 点击："
        f"<script src=/e/public/ViewClick/?id=1></script></td></tr><tr><td>{post.text}</td></tr></table>"
    )
    return _page(f"{post.title}-{PLACE}人民政府", inner)


def _list(rows: list[Post], pages: int, number: int) -> str:
    items = "".join(
        f"<tr><td>·<a href='{post.path}' title='{post.title}'>{post.title}</a></td><td>({post.on:%Y-%m-%d})</td></tr>"
        for post in rows
    )
    links = "".join(
        f"<a href='{LIST}&page={other}'>{other + 1}</a>&nbsp;" if other != number else f"<b>{other + 1}</b>&nbsp;"
        for other in range(pages)
    )
    after = f"<a href='{LIST}&page={number + 1}'>下一页</a>" if number + 1 < pages else ""
    return _page("信息公开年报", f"<b>信息公开年报</b><table>{items}</table><div>共{len(rows)}条 {links}{after}</div>")
