"""大汉's older module: one page of annual reports for each year, ``xxgkAnnualReport.jsp?fbtime=``, chosen in a box."""

from datetime import date
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.37"
PLACE = "披沙市"
AREA = "113325000026455663"
LIST = "/module/xxgk/xxgkAnnualReport.jsp"
YEARS = (2022, 2023, 2024, 2025)


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府信息公开")
    making.home(f'<a href="/col/col990/index.html">政务公开</a><a href="{_address(2025)}">政府信息公开年度报告</a>')
    for year in YEARS:
        posts = newest_first(_posts(year))
        for post in posts:
            making.expect(post)
            making.html(post.path, _detail(making, post), on=post.on)
        making.listing(_address(year), _list(making, posts, year), _list(making, [], year))
    return sample("JCMS, a page a year", making)


def _address(year: int) -> str:
    return f"{LIST}?fbtime={year}&area={AREA}"


def _posts(year: int) -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "教育局", "交通运输局")):
        on = date(year + 1, 3 if name == "人民政府" else 1, 9 + 6 * number)
        report = draft(f"{PLACE}{name}", year, on)
        path = f"/art/{on.year}/{on.month}/{on.day}/art_1229_{year}{number}.html"
        posts.append(Post(path, report.title, on, report))
    if year == 2024:
        posts.append(stranger("website", PLACE, year, f"/art/{year + 1}/1/22/art_1229_{year}9.html"))
    return posts


def _detail(making: Making, post: Post) -> str:
    head = (
        f'<meta name="ArticleTitle" content="{escape(post.title)}">\n<meta name="PubDate" content="{post.on} 08:00">\n'
    )
    return making.article(post, head=head, above=f"发布日期：{post.on}", box="zoom")


def _list(making: Making, rows: list[Post], shown: int) -> str:
    """A table whose links carry the row in attributes of their own; the titles in it are cut."""
    items = "".join(
        f'<tr><td>{number}</td><td><a href="{post.path}" mc="{post.title}" rq="{post.on}" wh="" syh="99-000{number}">'
        f"{post.title[:12]}...</a></td><td>{post.on}</td></tr>"
        for number, post in enumerate(rows, 1)
    )
    options = "".join(
        f'<option value="{escape(_address(year))}"{" selected" * (year == shown)}>{year}年</option>' for year in YEARS
    )
    inner = (
        f'<div>年度：<select onchange="location.href=this.value">{options}</select></div>\n'
        f"<h2>政府信息公开年度报告</h2><table><tr><th>序号</th><th>名称</th><th>发布日期</th></tr>{items}</table>"
    )
    return making.frame("政府信息公开年度报告", inner)
