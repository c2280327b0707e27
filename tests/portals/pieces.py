"""Reports in pieces: rows that are files, pictures, articles over pages, viewers, frames, packages, pages of files."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from html import escape
from urllib.parse import quote

from monitor.demo.render_html import report_fragment
from monitor.demo.reports import ReportDraft
from monitor.demo.resources import HTML, Resource
from tests.portals.making import REFRESHED, Making, Post, docx, draft, newest_first, pdf, pictures, sample, stranger
from tests.portals.truth import Sample

ADDRESS = "127.77.0.34"
PLACE = "集腋市"
COLUMN = "/gk/gknb/"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"子虚省{PLACE}人民政府")
    making.home('<a href="/gk/">政府信息公开</a>')
    making.html("/gk/", making.frame("政府信息公开", f'<a href="{COLUMN}">政府信息公开年报</a>'))
    posts = []
    for number, (body, year, on, make) in enumerate(_REPORTS):
        report = draft(body, year, on)
        path, *parts = make(making, report, f"{COLUMN}{on:%Y%m}/{300 + number}")
        posts.append(Post(path, report.title, on, report, parts=tuple(parts)))
    for number, year in enumerate((2021, 2022), 351):
        report = draft(f"{PLACE}人民政府", year, date(year + 1, 3, 20))
        nameless = Post(f"/upload/{number}.pdf", "政府信息公开年报", report.published_on, report)
        making.pages[nameless.path] = pdf(report, nameless.on)
        posts.append(nameless)
    for serial, kind in enumerate(("website", "picture"), 391):
        post = stranger(kind, PLACE, 2025, f"{COLUMN}202601/{serial}.html")
        making.html(post.path, making.article(post), on=post.on)
        posts.append(post)
    statistics = Post(f"{COLUMN}202601/395.pdf", f"{PLACE}2025年政府网站工作年度报表", date(2026, 1, 20))
    making.pages[statistics.path] = pdf(draft(f"{PLACE}人民政府", 2021, date(2022, 3, 1)), statistics.on)
    posts.append(statistics)
    for post in posts:
        making.expect(post)
    making.listing(COLUMN, _list(making, newest_first(posts)), _list(making, []))
    return sample("reports in pieces", making)


def _row_is_file(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """The row itself leads to a PDF."""
    making.pages[path := f"{stem}.pdf"] = pdf(report, report.published_on)
    return [path]


def _row_is_word(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """The row leads to a DOCX whose address has no ending."""
    making.pages[path := f"{stem}?download=1"] = docx(report, report.published_on)
    return [path]


def _only_file(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A page with a file and next to nothing else."""
    making.pages[f"{stem}.docx"] = docx(report, report.published_on)
    text = f'<p>附件：<a href="{stem}.docx">{escape(report.title)}.docx</a></p>'
    return [_page(making, report, stem, text), f"{stem}.docx"]


def _viewer(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A viewer in a frame, with the file in its address."""
    making.pages[f"{stem}.pdf"] = pdf(report, report.published_on)
    making.html("/pdfjs/web/viewer.html", "<html><body><div id='viewer'></div></body></html>")
    source = f"/pdfjs/web/viewer.html?file={quote(stem + '.pdf', safe='')}"
    making.pages[source] = making.pages["/pdfjs/web/viewer.html"]
    return [_page(making, report, stem, f'<iframe src="{source}" width="100%" height="900"></iframe>'), f"{stem}.pdf"]


def _embedded(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A PDF as an object of the page."""
    making.pages[f"{stem}.pdf"] = pdf(report, report.published_on)
    text = f'<object data="{stem}.pdf" type="application/pdf" width="100%"></object>'
    return [_page(making, report, stem, text), f"{stem}.pdf"]


def _scripted(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A PDF whose address stands in a script."""
    making.pages[f"{stem}.pdf"] = pdf(report, report.published_on)
    script = f"<div id='pdf'></div><script>var pdfUrl = '{stem}.pdf'; showPdf('#pdf', pdfUrl);</script>"
    return [_page(making, report, stem, script), f"{stem}.pdf"]


def _in_pictures(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A run of pictures, one a page, loaded when they come into view, beside pictures that are none of it."""
    images = []
    for number, picture in enumerate(pictures(report, report.published_on), 1):
        making.pages[f"{stem}_{number}.png"] = picture
        source = "src" if number == 1 else 'src="/images/blank.gif" data-original'
        images.append(f'<p style="text-align: center"><img {source}="{stem}_{number}.png" width="900"></p>')
    icon = '<img src="/images/print.gif" width="16" alt="打印">'
    path = _page(making, report, stem, icon + "\n".join(images))
    return [path, *(f"{stem}_{number}.png" for number in range(1, len(images) + 1))]


def _in_frame(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """An article in a frame of its page."""
    making.html(path := f"{stem}_text.html", f"<html><body>{report_fragment(report)}</body></html>")
    return [_page(making, report, stem, f'<iframe src="{path}" width="100%" height="2600"></iframe>'), path]


def _two_files(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """Text, and the same as two files: one named by its headers alone, one with a Chinese name in its address."""
    name = quote("政府信息公开年度报告.docx")
    paths = [f"/downfile?fid={stem[-3:]}", f"/files/{stem[-3:]}/{name}"]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote('年报.pdf')}"}
    making.pages[paths[0]] = pdf(report, report.published_on, headers)
    making.pages[paths[1]] = docx(report, report.published_on)
    links = "".join(f'<p><img src="/icon/doc.gif"><a href="{path}">下载{n}</a></p>' for n, path in enumerate(paths, 1))
    return [_page(making, report, stem, report_fragment(report) + links), *paths]


def _packed(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """A page with nothing but a ZIP package."""

    def pack() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            package.writestr(zipfile.ZipInfo("年报.docx"), docx(report, report.published_on).body)
        return buffer.getvalue()

    making.pages[path := f"{stem}.zip"] = Resource("application/zip", pack, report.published_on)
    return [_page(making, report, stem, f'<p><a href="{path}">点击下载</a></p>'), path]


def _over_pages_by_script(making: Making, report: ReportDraft, stem: str) -> list[str]:
    """An article over pages whose only pager is the script's call."""
    return _over_pages(making, report, stem, linked=False)


def _over_pages(making: Making, report: ReportDraft, stem: str, *, linked: bool = True) -> list[str]:
    """An article over three pages, with a pager of its own."""
    blocks = Post("", report.title, report.published_on, report).text.split("\n<p>　　<strong>")
    parts = [blocks[:3], blocks[3:4], blocks[4:]]
    name = stem.rpartition("/")[2]
    for number, part in enumerate(parts):
        text = "\n".join(block if block.startswith("<p>　　") else f"<p>　　<strong>{block}" for block in part)
        path = f"{stem}{f'_{number}' if number else ''}.html"
        script = f'<script>createPageHTML({len(parts)}, {number}, "{name}", "html");</script>'
        links = "".join(
            f'<a href="{name}{f"_{other}" if other else ""}.html">{other + 1}</a>'
            for other in range(len(parts))
            if linked and other != number
        )
        making.pages[path] = _article(making, report, f'{text}\n<div class="page">{links}</div>{script}')
    return [f"{stem}{f'_{number}' if number else ''}.html" for number in range(len(parts))]


def _page(making: Making, report: ReportDraft, stem: str, inner: str) -> str:
    making.pages[f"{stem}.html"] = _article(making, report, inner)
    return f"{stem}.html"


def _article(making: Making, report: ReportDraft, inner: str) -> Resource:
    text = making.frame(
        report.title,
        f'<h1>{escape(report.title)}</h1><div class="info">发布时间：{report.published_on}</div>'
        f'<div class="TRS_Editor">{inner}</div>',
        f'<meta name="ArticleTitle" content="{escape(report.title)}">\n',
    )
    return Resource(HTML, text.encode, REFRESHED)


def _list(making: Making, rows: list[Post]) -> str:
    items = "".join(
        f'<li><a href="{post.path}" title="{escape(post.title)}">{escape(post.title)}</a><span>{post.on}</span></li>'
        for post in rows
    )
    return making.frame("政府信息公开年报", f'<ul class="list">{items}</ul>')


Maker = Callable[[Making, ReportDraft, str], list[str]]
"""Puts a report on the portal in its manner: the path of its row, then the paths of its parts."""

_REPORTS: tuple[tuple[str, int, date, Maker], ...] = (
    (f"{PLACE}人民政府", 2023, date(2024, 3, 15), _row_is_file),
    (f"{PLACE}人民政府", 2024, date(2025, 3, 18), _over_pages),
    (f"{PLACE}人民政府", 2025, date(2026, 3, 16), _viewer),
    (f"{PLACE}人民政府办公室", 2024, date(2025, 1, 14), _row_is_word),
    (f"{PLACE}人民政府办公室", 2025, date(2026, 1, 15), _embedded),
    (f"{PLACE}教育局", 2025, date(2026, 1, 19), _in_pictures),
    (f"{PLACE}民政局", 2025, date(2026, 1, 22), _only_file),
    (f"{PLACE}财政局", 2025, date(2026, 1, 26), _scripted),
    (f"{PLACE}教育局", 2024, date(2025, 1, 20), _in_frame),
    (f"{PLACE}民政局", 2024, date(2025, 1, 21), _two_files),
    (f"{PLACE}财政局", 2024, date(2025, 1, 22), _packed),
    (f"{PLACE}水利局", 2025, date(2026, 1, 23), _over_pages_by_script),
)
