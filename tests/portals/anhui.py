"""Anhui's PHP siblings: a table of reports of its own (``gknb_show.php?id=``) that a form with GET pages through."""

from datetime import date
from html import escape

from tests.portals.making import Making, Post, docx, draft, newest_first, pages_of, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.19"
PLACE = "揽辔县"
LIST = "/gknb.php"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府信息公开网")
    making.home('<a href="/gknb.php">信息公开年度报告</a><a href="/zn.php">信息公开指南</a>')
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
        if post.draft is not None and post.parts:
            making.pages[post.parts[0]] = docx(post.draft, post.on)
    pages = list(pages_of(newest_first(posts), ROWS_A_PAGE))
    for number, shown in pages:
        text, empty = _list(making, shown, len(pages), number + 1), _list(making, [], 1, 1)
        making.listing(f"{LIST}?page={number + 1}", text, empty)
        if not number:
            making.listing(LIST, text, empty)
    return sample("Anhui PHP", making)


def _posts() -> list[Post]:
    """The page's title is the site's; the headline names the body in a table row, the year in another."""
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "民政局", "教育局", "登高街道办事处")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 7 + 4 * number)
            report = draft(f"{PLACE}{name}", year, on)
            serial = 4300 + number * 10 + year % 10
            parts = (f"/uploadfile/{on:%Y%m}/{serial}.docx",) if year == 2024 else ()
            posts.append(Post(f"/gknb_show.php?id={serial}", report.title, on, report, parts=parts))
    posts.extend(stranger("law", PLACE, year, f"/gknb_show.php?id=435{year % 10}") for year in (2024, 2025))
    return posts


def _detail(making: Making, post: Post) -> str:
    file = "".join(f'<div class="down"><a href="{part}">下载本报告</a></div>' for part in post.parts)
    inner = (
        f'<table class="info"><tr><td>名称</td><td>{escape(post.title)}</td></tr>'
        f"<tr><td>发布日期</td><td>{post.on}</td></tr><tr><td>公开方式</td><td>主动公开</td></tr></table>\n"
        f'<h2 class="tit">{escape(post.title)}</h2><div class="content">\n{post.text}\n</div>{file}'
    )
    return making.frame(f"{PLACE}信息公开网", inner)


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    items = "".join(
        f'<tr><td>{place}</td><td><a href="{post.path[1:]}">{escape(post.title)}</a></td>'
        f"<td>{post.on:%Y/%m/%d}</td></tr>"
        for place, post in enumerate(rows, 1)
    )
    links = "".join(f'<a href="?page={other}">{other}</a>' for other in range(1, pages + 1) if other != number)
    after = f'<a href="?page={number + 1}">&gt;</a>' if number < pages else ""
    inner = (
        f'<h2>信息公开年度报告</h2><table class="list"><tr><th>序号</th><th>名称</th><th>日期</th></tr>{items}</table>'
        f'<div class="pages">{links}{after}</div>'
    )
    return making.frame("信息公开年度报告", inner)
