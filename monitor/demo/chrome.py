"""The frame around the pages of a made-up portal: head, menu, foot."""

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Final

from monitor.demo.editions import Edition, Stranger
from monitor.demo.postings import Posting
from monitor.demo.render_html import report_fragment
from monitor.demo.resources import HTML, Resource

_STYLE: Final = (
    "body{margin:0;font-family:'Noto Serif CJK SC','Songti SC',SimSun,serif;color:#222;background:#f4f5f7}"
    ".head{background:#1f5f8b;color:#fff;padding:18px 40px;font-size:26px}.head a{color:#fff;text-decoration:none}"
    ".menu{background:#174a6d;padding:8px 40px}.menu a{color:#dfe9f1;margin-right:28px;text-decoration:none}"
    ".main{max-width:980px;margin:18px auto;background:#fff;padding:20px 40px}"
    ".position{font-size:14px;color:#777}.list{list-style:none;padding:0}"
    ".list li{display:flex;justify-content:space-between;border-bottom:1px dashed #ccc;padding:9px 0}"
    ".list a{color:#1f3f66;text-decoration:none}h1{font-size:24px;text-align:center}"
    ".info{text-align:center;color:#888;font-size:14px;border-bottom:1px solid #ddd;padding-bottom:10px}"
    ".foot{text-align:center;color:#888;font-size:13px;padding:20px}"
)

Detail = Callable[[Edition, str, date, str], str]
"""A page of details out of its title, the day of its publication and its text, which is markup."""

LABELS: Final = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
"""The five entries of the national template of a column 政府信息公开."""


def framed(edition: Edition, title: str, inner: str, *, head: str = "") -> str:
    """A complete page of the portal around ``inner``, which is markup; ``head`` goes into its head."""
    name = escape(edition.portal.name)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n{head}<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<div class="head"><a href="/">{name}</a></div>\n'
        f'<div class="menu"><a href="/">首页</a><a href="{edition.portal.column}">政府信息公开年报</a></div>\n'
        f'<div class="main">\n{inner}\n</div>\n'
        f'<div class="foot">主办单位：{escape(edition.place)}人民政府办公室　本站的机关、地名和数据均为虚构</div>\n'
        "</body>\n</html>\n"
    )


def home(edition: Edition) -> Resource:
    """The home page: a greeting and the way to the column."""
    inner = (
        f"<h1>欢迎访问{escape(edition.portal.name)}</h1>\n"
        f'<p><a href="{edition.portal.column}">政府信息公开年报</a></p>\n'
        "<p>这是一个虚构的网站，用来演示年报巡查，与任何真实机关无关。</p>"
    )
    page = framed(edition, edition.portal.name, inner)
    return Resource(HTML, page.encode, edition.refreshed())


def missing(edition: Edition) -> Resource:
    """The answer for an address that is not there."""
    page = framed(edition, "页面不存在", "<h1>404</h1><p>您要找的页面不存在。</p>")
    return Resource(HTML, page.encode, edition.refreshed(), status=404)


def robots(edition: Edition) -> Resource:
    """What crawlers may not touch."""
    text = f"User-agent: *\nDisallow: {RESTRICTED}\n"
    return Resource("text/plain; charset=utf-8", text.encode, edition.calendar.day(1).replace(month=1, day=1))


RESTRICTED: Final = "/restricted/"
"""The path that every portal's robots.txt closes."""


def report_page(edition: Edition, posting: Posting, links: list[tuple[str, str]], detail: Detail) -> Resource:
    """The page of a report, as the portal's software lays out a page of details; made when first asked for."""

    def make() -> bytes:
        text = _report_text(edition, posting, links)
        return detail(edition, posting.page_title, posting.draft.published_on, text).encode()

    return Resource(HTML, make, edition.modified(posting))


def _report_text(edition: Edition, posting: Posting, links: list[tuple[str, str]]) -> str:
    """What stands under the headline: the report, its files as (address, name), or both."""
    draft = edition.draft(posting)
    parts: list[str] = []
    if "html" in posting.carrier:
        parts.append(report_fragment(draft, pasted=posting.serial % 3 == 0))
    parts.extend(
        f'<p>附件：<a href="{escape(address)}" title="{escape(name)}">{escape(name)}</a></p>' for address, name in links
    )
    return "\n".join(parts)


def stranger_text(stranger: Stranger) -> str:
    """What stands under a stranger's headline."""
    return "\n".join(f"<p>　　{escape(text)}</p>" for text in stranger.paragraphs)


def shortened(title: str, longest: int = 20) -> str:
    """The title as a list prints it: cut where the row is full."""
    return title if len(title) <= longest else f"{title[:longest]}..."
