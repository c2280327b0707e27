"""TRS in its other manner: rows and pager by document.write, page 2 is ``index_2``, titles without year or unit."""

from dataclasses import replace
from datetime import date
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, pages_of, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.12"
PLACE = "青蚨县"
COLUMN = "/xxgk/gknb/"
ROWS_A_PAGE = 4


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.home('<a href="/xxgk/">信息公开</a>')
    making.html("/xxgk/", making.frame("信息公开", _menu()))
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    pages = list(pages_of(newest_first(posts), ROWS_A_PAGE))
    for number, shown in pages:
        text, empty = _list(making, shown, len(pages), number), _list(making, [], 1, 0)
        making.listing(f"{COLUMN}index{f'_{number + 1}' if number else ''}.shtml", text, empty)
        if not number:
            making.listing(COLUMN, text, empty)
    return sample("TRS, document.write", making)


def _posts() -> list[Post]:
    """Two rows do not say whose, one does not say of which year; the report itself does."""
    county = f"{PLACE}人民政府"
    reports = [
        (county, 2023, date(2024, 3, 25), "政府信息公开工作年度报告（2023年）", 901),
        (county, 2024, date(2025, 3, 21), "", 902),
        (county, 2025, date(2026, 3, 24), "2025年政府信息公开工作年度报告", 903),
        (f"{PLACE}财政局", 2024, date(2025, 1, 20), f"{PLACE}财政局信息公开年报", 912),
        (f"{PLACE}财政局", 2025, date(2026, 1, 19), "", 913),
        (f"{PLACE}民政局", 2025, date(2026, 1, 30), "", 923),
        (f"{PLACE}石桥镇人民政府", 2025, date(2026, 1, 12), "", 933),
        (f"{PLACE}石桥镇人民政府", 2024, date(2025, 1, 14), "", 934),
    ]
    posts = []
    for body, year, on, title, serial in reports:
        report = draft(body, year, on)
        post = Post(f"{COLUMN}{on:%Y%m}/t{on:%Y%m%d}_{serial}.shtml", title or report.title, on, report)
        posts.append(replace(post, draft=replace(report, title=post.title)))
    for year in (2024, 2025):
        posts.append(stranger("website", PLACE, year, f"{COLUMN}{year + 1}01/t{year + 1}0122_95{year % 10}.shtml"))
        posts.append(stranger("statistics", PLACE, year, f"{COLUMN}{year + 1}01/t{year + 1}0129_96{year % 10}.shtml"))
    return posts


def _menu() -> str:
    return (
        '<div class="sideMenu"><a href="/xxgk/zn/">政府信息公开指南</a><a href="/xxgk/zd/">政府信息公开制度</a>'
        '<a href="/xxgk/nr/">法定主动公开内容</a><a href="/xxgk/gknb/" title="政府信息公开年报">'
        '<img src="/images/nb.png" alt="政府信息公开年报"></a><a href="/xxgk/ysq/">依申请公开</a></div>'
    )


def _detail(making: Making, post: Post) -> str:
    line = f"[ {post.on.year}年{post.on.month}月{post.on.day}日 ]　来源：{PLACE}人民政府　【字体：大 中 小】"
    return making.article(post, above=line, box="trs_editor_view TRS_UEDITOR")


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    written = "\n".join(
        f'document.writeln(\'<li><a href="{post.path}" target="_blank">{escape(post.title)}</a>'
        f"<em>{post.on:%Y.%m.%d}</em></li>');"
        for post in rows
    )
    inner = (
        '<div class="crumb"><a href="/">首页</a> &gt; <a href="/xxgk/">信息公开</a> &gt; 政府信息公开年报</div>\n'
        f"<ul class='news'><script>\n{written}\n</script></ul>\n"
        f"<script>var countPage = {pages}; var currentPage = {number};\n"
        "for (var i = 0; i < countPage; i++) {\n"
        " if (i == 0) document.write(\"<a href='index.shtml'>1</a>\");\n"
        ' else document.write("<a href=\'index_" + (i + 1) + ".shtml\'>" + (i + 1) + "</a>");\n}</script>'
    )
    return making.frame("政府信息公开年报", inner, '<meta name="ColumnName" content="政府信息公开年报">\n')
