"""TRS: relative hrefs, stamps in file names that lie, a script's pager counted from 0, a pinned row, cut titles."""

from dataclasses import replace
from datetime import date
from html import escape

from tests.portals.making import Making, Post, draft, newest_first, pages_of, pdf, sample, shortened, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.11"
PLACE = "望舒市"
COLUMN = "/zwgk/zfxxgkzl/zfxxgknb/"
ROWS_A_PAGE = 4


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府门户网站")
    making.home('<a href="./zwgk/zfxxgkzl/">政府信息公开</a><a href="./zwgk/zcwj/">政策文件</a>')
    making.html("/zwgk/zfxxgkzl/", making.frame("政府信息公开", _hub()))
    posts = list(_posts())
    assert posts[0].draft is not None
    posts[0] = replace(posts[0], parts=(f"{COLUMN}202403/P020240131340011223344.pdf",))
    making.pages[posts[0].parts[0]] = pdf(posts[0].draft, posts[0].on)
    for post in posts:
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    _lists(making, posts)
    return sample("TRS", making)


def _posts() -> list[Post]:
    """Reports, a re-posted one of the province, strangers; two stamps tell another day than the page."""
    own = f"{PLACE}人民政府"
    reports = [
        (own, 2023, date(2024, 3, 19), "202403/t20240319_10011"),
        (own, 2024, date(2025, 3, 12), "202503/t20250312_10012"),
        (own, 2025, date(2026, 3, 20), "202601/t20260105_10013"),
        (f"{own}办公室", 2024, date(2025, 1, 16), "202501/t20250116_10022"),
        (f"{own}办公室", 2025, date(2026, 1, 13), "202601/t20260120_10023"),
        (f"{PLACE}教育局", 2025, date(2026, 1, 27), "202601/t20260127_10033"),
        (f"{PLACE}交通运输局", 2023, date(2025, 6, 30), "202506/t20250630_10041"),
        ("子虚省人民政府办公厅", 2024, date(2025, 3, 28), "202503/t20250328_10052"),
    ]
    posts = []
    for body, year, on, path in reports:
        report = draft(body, year, on)
        posts.append(Post(f"{COLUMN}{path}.html", report.title, on, report))
    for serial, (kind, year) in enumerate((("website", 2024), ("website", 2025), ("law", 2025), ("picture", 2024)), 61):
        posts.append(stranger(kind, PLACE, year, f"{COLUMN}{year + 1}01/t{year + 1}0122_100{serial}.html"))
    return posts


def _hub() -> str:
    return (
        '<div class="zwxxgk_nav"><ul><li><a href="./zfxxgkzn/">政府信息<br>\n 公开指南</a></li>'
        '<li><a href="./zfxxgkzd/">政府信息<br>\n 公开制度</a></li>'
        '<li><a href="./fdzdgknr/">法定主动<br>\n 公开内容</a></li>'
        '<li><a href="./zfxxgknb/">政府信息<br>\n 公开年报</a></li>'
        '<li><a href="./ysqgk/">依申请<br>\n 公开</a></li></ul></div><p>请从左侧选择栏目。</p>'
    )


def _detail(making: Making, post: Post) -> str:
    head = (
        f'<meta name="ArticleTitle" content="{escape(post.title)}">\n<meta name="PubDate" content="{post.on} 09:30">\n'
        '<meta name="ColumnName" content="政府信息公开年报">\n'
    )
    file = '<p>附件：<a href="./P020240131340011223344.pdf">年报.pdf</a></p>' if post.parts else ""
    related = (
        '<div class="related"><h3>相关稿件</h3><ul><li><a href="../../zcjd/t20230712_9.html">年报图解</a>'
        "<span>2023-07-12</span></li></ul></div>"
    )
    return making.article(post, head=head, box="TRS_Editor", after=file + related)


def _lists(making: Making, posts: list[Post]) -> None:
    pinned, rows = posts[1], newest_first([*posts[:1], *posts[2:]])
    pages = list(pages_of(rows, ROWS_A_PAGE))
    for number, shown in pages:
        text = _list(making, [pinned, *shown], len(pages), number)
        empty = _list(making, [], 1, 0)
        making.listing(f"{COLUMN}index{f'_{number}' if number else ''}.html", text, empty)
        if not number:
            making.listing(COLUMN, text, empty)


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    items = "\n".join(
        f'<li><a href="./{post.path.removeprefix(COLUMN)}">{escape(shortened(post.title))}</a>'
        f"<span>{post.on}</span></li>"
        for post in rows
    )
    inner = (
        '<div class="position"><a href="../../../" class="CurrChnlCls">首页</a>&gt;<a href="../" class="CurrChnlCls">'
        '政府信息公开</a>&gt;<a href="./" class="CurrChnlCls">政府信息公开年报</a></div>\n'
        f'<ul class="list">\n{items}\n</ul>\n<script>createPageHTML({pages}, {number}, "index", "html");</script>'
    )
    return making.frame("政府信息公开年报", inner, '<script src="/images/page.js"></script>\n')
