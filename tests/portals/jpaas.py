"""大汉 JPaaS: page 1 in the page, the others from build/unit, where the page number counts in ``paramJson`` only."""

import json
from datetime import date
from hashlib import md5
from html import escape
from urllib.parse import quote

from monitor.demo.resources import Resource
from tests.portals.making import JSON, REFRESHED, YEARS, Making, Post, draft, newest_first, pdf, sample, stranger
from tests.portals.server import Call
from tests.portals.truth import Sample

ADDRESS = "127.77.0.14"
PLACE = "漱石市"
COLUMN = "/col/col1229504/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
FILE = "/api-gateway/jpaas-web-server/front/document/file-download"
ROWS_A_PAGE = 5


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    making.home(f'<a href="{COLUMN}">政府信息公开<br/>年报</a><a href="/col/col1229500/index.html">政务公开</a>')
    for post in (posts := _posts()):
        making.expect(post)
        making.html(post.path, _detail(making, post), on=post.on)
    making.services[FILE] = lambda call: _file(posts, call)
    rows = newest_first(posts)
    making.listing(
        COLUMN, making.frame("政府信息公开年报", _unit(rows, 1)), making.frame("政府信息公开年报", _unit([], 1))
    )
    making.services[UNIT] = lambda call: _built(rows, call)
    making.emptied[UNIT] = _json(_unit([], 1))
    return sample("JPaaS build/unit", making)


def _posts() -> list[Post]:
    posts = []
    for number, name in enumerate(("人民政府", "人民政府办公室", "交通运输局", "市场监督管理局")):
        for year in YEARS:
            on = date(year + 1, 3 if name == "人民政府" else 1, 11 + 4 * number)
            report = draft(f"{PLACE}{name}", year, on)
            has_file = name == "人民政府" and year == YEARS[-1]
            parts = (_file_address(on),) if has_file else ()
            posts.append(Post(_path(report.title, on), report.title, on, report, parts=parts))
    for kind, year in (("website", 2024), ("website", 2025), ("picture", 2025), ("meeting", 2025)):
        post = stranger(kind, PLACE, year, "")
        posts.append(Post(_path(post.title, post.on), post.title, post.on, None, post.paragraphs))
    return posts


def _path(title: str, on: date) -> str:
    """Only the year stands in an address."""
    return f"/art/{on.year}/art_{md5(title.encode(), usedforsecurity=False).hexdigest()}.html"


def _detail(making: Making, post: Post) -> str:
    title = escape(post.title)
    head = f'<meta name="ArticleTitle" content="{title}">\n<meta name="PubDate" content="{post.on} 15:08:00">\n'
    link = "".join(f'<p>附件：<a href="{escape(part)}">{PLACE}年度报告.pdf</a></p>' for part in post.parts)
    line = f"时间：{post.on} 15:08　浏览量：<i>{post.on.day * 31}</i>"
    return making.article(post, head=head, above=line, box="art-con", after=link)


def _file_address(on: date) -> str:
    """Where the name, and with it the kind, of a file stands in the query alone."""
    name = quote(f"{PLACE}{on.year - 1}年度报告.pdf")
    return f"{FILE}?fileUrl=/cms_files/jcms1/web3096/site/attach/0/{on:%Y%m%d}.pdf&fileName={name}"


def _file(posts: list[Post], call: Call) -> Resource | None:
    """A PDF without a name in its headers."""
    stem = call.parameters.get("fileUrl", "").rpartition("/")[2].removesuffix(".pdf")
    report = next((post.draft for post in posts if post.parts and f"{post.on:%Y%m%d}" == stem), None)
    return pdf(report, report.published_on) if report else None


def _unit(rows: list[Post], page: int) -> str:
    shown = rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    items = "".join(
        f'<li><a href="{post.path}" title="{escape(post.title)}">{escape(post.title)}</a><b>{post.on}</b></li>'
        for post in shown
    )
    return (
        f'<ul class="lists">{items}</ul>\n<div class="page" count="{len(rows)}" rows="{ROWS_A_PAGE}" pageNo="{page}" '
        f"url=\"{UNIT}\" queryData=\"{{'webId':'3096','pageId':'1229504','parseType':'bulidstatic',"
        "'pageType':'column','tagId':'信息列表','tplSetId':'f0c3a1','editType':'null'}\"></div>"
    )


def _built(rows: list[Post], call: Call) -> Resource | None:
    """Page 1 whatever is asked on the top level; a request that is no script's is refused."""
    if call.parameters.get("tagId") != "信息列表" or call.parameters.get("webId") != "3096":
        return None
    if "referer" not in call.headers:
        return Resource("text/html; charset=utf-8", "<h1>403</h1>请求被拒绝".encode, REFRESHED, status=403)
    asked = json.loads(call.parameters.get("paramJson", "{}"))
    return _json(_unit(rows, int(asked.get("pageNo", 1))))


def _json(html: str) -> Resource:
    text = json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False)
    return Resource(JSON, text.encode, REFRESHED)
