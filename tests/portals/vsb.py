"""博达 VSB: a pager that counts down, reports as files behind Referer and cookie, error pages in place of a file."""

from datetime import date
from html import escape

from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, docx, draft, newest_first, pages_of, pdf, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.20"
PLACE = "弄墨县"
COOKIE = "JSESSIONID=A7F0"
LIST = "/xxgk/gknb"
DOWNLOAD = "/system/_content/download.jsp"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.home('<a href="xxgk.htm">信息公开</a>')
    making.html("/xxgk.htm", making.frame("信息公开", _menu()))
    posts = _posts()
    files: dict[str, Post] = {}
    for post in posts:
        making.expect(post)
        number = post.path.rpartition("/")[2].removesuffix(".htm")
        if post.parts:
            files[number] = post
        making.html(post.path, _detail(making, post, number), on=post.on, headers={"Set-Cookie": f"{COOKIE}; Path=/"})
    making.services[DOWNLOAD] = lambda call: _download(files, call)
    pages = list(pages_of(newest_first(posts), ROWS_A_PAGE))
    for number, shown in pages:
        path = f"{LIST}/{len(pages) - number}.htm" if number else f"{LIST}.htm"
        making.listing(path, _list(making, shown, len(pages), number), _list(making, [], 1, 0))
    return sample("VSB", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "水利局", "染翰镇人民政府")):
        for year in (2023, 2024, 2025):
            on = date(year + 1, 3 if name == "人民政府" else 1, 8 + 5 * number)
            report = draft(f"{PLACE}{name}", year, on)
            serial = 5600 + number * 10 + year % 10
            parts = () if year == 2024 else (f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1423&wbfileid={serial}",)
            posts.append(Post(f"/info/1034/{serial}.htm", report.title, on, report, parts=parts))
    for serial, (kind, year) in enumerate((("website", 2025), ("work", 2024), ("picture", 2023)), 5671):
        posts.append(stranger(kind, PLACE, year, f"/info/1034/{serial}.htm"))
    return posts


def _menu() -> str:
    names = (
        ("zn", "政府信息公开指南"),
        ("zd", "政府信息公开制度"),
        ("gknb", "政府信息公开年报"),
        ("ysq", "依申请公开"),
    )
    return (
        "<ul>"
        + "".join(f'<li><a href="xxgk/{slug}.htm" title="{name}">{name}</a></li>' for slug, name in names)
        + "</ul>"
    )


def _detail(making: Making, post: Post, number: str) -> str:
    line = f"发布时间：{post.on}　点击：[<script>_showDynClickBatch(['dynclicks_u9'],[{number}],'wbnews')</script>]"
    if not post.parts:
        return making.article(post, above=line, box="v_news_content")
    suffix = "pdf" if post.draft and post.draft.year == 2025 else "docx"
    inner = (
        f'<h1>{escape(post.title)}</h1><div>{line}</div><div id="vsb_content"><p>年度报告见附件。</p></div>'
        f'<ul style="list-style-type:none;"><li>附件【<a href="{post.parts[0]}" target="_blank">'
        f"{escape(post.title)}.{suffix}</a>】已下载<span>12</span>次</li></ul>"
    )
    return making.frame(post.title, inner)


def _download(files: dict[str, Post], call: Call) -> Resource:
    """The file for who comes from its page with its cookie; everyone else gets an error page with status 200."""
    number = call.parameters.get("wbfileid", "")
    post = files.get(number)
    came = call.headers.get("referer", "").endswith(f"/info/1034/{number}.htm")
    if post is None or post.draft is None or not came or COOKIE not in call.headers.get("cookie", ""):
        text = f"<html><head><title>系统提示</title></head><body><h3>下载出错</h3>{'<!-- -->' * 600}</body></html>"
        return Resource(HTML, text.encode, REFRESHED)
    if post.draft.year == 2025:
        return pdf(post.draft, post.on)
    return docx(post.draft, post.on, {"Content-Disposition": "attachment; filename=nianbao.docx"})


def _list(making: Making, rows: list[Post], pages: int, number: int) -> str:
    """One page: the first is ``gknb.htm``, the second ``gknb/<pages - 1>.htm``, the last ``gknb/1.htm``."""
    up = "../" if number else ""
    items = "".join(
        f'<li id="line_u5_{place}"><a href="{up}../{post.path[1:]}" title="{post.title}">{post.title}</a>'
        f"<span>{post.on}</span></li>\n"
        for place, post in enumerate(rows)
    )
    following = f"{'' if number else 'gknb/'}{pages - 1 - number}.htm"
    pager = f'<span class="p_no_d">{number + 1}</span>'
    if number + 1 < pages:
        last = f"{'' if number else 'gknb/'}1.htm"
        pager += (
            f'<span class="p_no"><a href="{following}">{number + 2}</a></span>'
            f'<span class="p_next p_fun"><a href="{following}">下页</a></span>'
            f'<span class="p_last p_fun"><a href="{last}">尾页</a></span>'
        )
    inner = f'<h2>政府信息公开年报</h2><ul>\n{items}</ul><div class="pb_sys"><span class="p_pages">{pager}</span></div>'
    return making.frame("政府信息公开年报", inner)
