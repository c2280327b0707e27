"""The making of sample portals: lawful reports of made-up bodies, strangers, frames, and the truth as it grows."""

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from html import escape
from typing import Literal

from crawler.titles import BodyKind
from monitor.demo.bodies import Body, Workload
from monitor.demo.figures import figures_by_year
from monitor.demo.prose import write_report
from monitor.demo.render_html import report_fragment
from monitor.demo.reports import ReportDraft
from monitor.demo.resources import DOCX, HTML, NO_HEADERS, PDF, SCRIPT, Resource
from tests.portals.server import Host, Service
from tests.portals.truth import TODAY, Expected, Sample

JSON = "application/json;charset=UTF-8"
YEARS = (2023, 2024, 2025)
"""The report years of the sample portals."""

REFRESHED = TODAY - timedelta(days=1)
"""The day on which lists were last made."""

_TOPICS: Mapping[str, tuple[str, str, str, str]] = {
    "人民政府": ("财政资金", "重点工程", "民生项目", "营商环境"),
    "办公室": ("政策文件", "会议纪要", "建议提案", "政务服务"),
    "教育局": ("招生政策", "助学金", "校园食堂", "教师培训"),
    "民政局": ("低保审核", "养老机构", "婚姻登记", "社会组织"),
    "财政局": ("预算执行", "采购目录", "债务情况", "补贴发放"),
    "水利局": ("河道整治", "防汛值守", "农村饮水", "取水许可"),
    "交通运输局": ("公路养护", "客运班线", "渡口安全", "超限治理"),
    "市场监督管理局": ("食品抽检", "电梯检验", "商标保护", "投诉处理"),
}
_OTHER_TOPICS = ("惠民补贴", "村务事项", "环境整治", "就业帮扶")
_OWN: Mapping[BodyKind, str] = {
    "government": "本级政府",
    "office": "办公室",
    "department": "我局",
    "township": "镇政府",
    "subdistrict": "街道办事处",
    "institution": "本单位",
}
_KINDS: tuple[tuple[str, BodyKind], ...] = (
    ("街道办事处", "subdistrict"),
    ("镇人民政府", "township"),
    ("乡人民政府", "township"),
    ("人民政府", "government"),
    ("办公室", "office"),
    ("办公厅", "office"),
    ("局", "department"),
)


@cache
def draft(body: str, year: int, on: date, title: str = "") -> ReportDraft:
    """A lawful report of a body for a year, published on a day; ``title`` where it is not the usual one."""
    kind = next(kind for ending, kind in _KINDS if body.endswith(ending))
    topics = next((topics for ending, topics in _TOPICS.items() if body.endswith(ending)), _OTHER_TOPICS)
    work = Workload(24, 900, 60, 4, 12.5, documents=6) if kind == "government" else Workload(6, 80, 9, 1, 0)
    made = Body(body, kind, _OWN[kind], topics, work)
    report = write_report(made, year, figures_by_year(body, work, range(year, year + 1))[year], on)
    return replace(report, title=title) if title else report


@dataclass(frozen=True, slots=True)
class Post:
    """A row of a column and what it leads to. ``draft`` is None for a stranger."""

    path: str
    title: str
    on: date
    draft: ReportDraft | None = None
    paragraphs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Paths (or whole addresses) of its files, pictures and further pages."""

    @property
    def text(self) -> str:
        """What stands under the headline."""
        if self.draft is not None:
            return report_fragment(self.draft)
        return "\n".join(f"<p>　　{escape(text)}</p>" for text in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Stranger:
    """What stands in annual-report columns without being an annual report."""

    title: str
    month: int
    day: int
    paragraphs: tuple[str, ...]


_STRANGERS = (
    Stranger(
        "{place}人民政府网站工作年度报表（{year}年度）",
        1,
        22,
        ("网站名称：{place}人民政府门户网站。", "全年独立用户访问总量3816个，信息发布总数942条，留言办结率百分之百。"),
    ),
    Stranger(
        "{place}{year}年法治政府建设年度报告",
        3,
        9,
        ("本年度推进依法行政的有关情况如下。", "全年审查合同27份，举办学法讲座6次，法治督察两轮。"),
    ),
    Stranger(
        "{year}年{place}政府工作报告",
        2,
        18,
        ("各位代表：现在，请予审议政府工作。", "一年来，全域经济平稳，新增就业岗位1206个。"),
    ),
    Stranger(
        "{place}{year}年政府信息公开情况统计表",
        1,
        29,
        ("统计指标、单位、统计数。", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）：1382条。"),
    ),
    Stranger(
        "图解：{place}{year}年政府信息公开工作年度报告",
        3,
        27,
        ("一张图看清这一年公开了什么、答复了什么。",),
    ),
    Stranger(
        "{place}召开{year}年度政府信息公开工作年度报告编制部署会",
        1,
        4,
        ("会上，各单位经办人员就填报口径逐项对照。", "会议要求按时完成编写，做到数据前后一致。"),
    ),
    Stranger(
        "关于做好{year}年政府信息公开工作年度报告编制和发布工作的通知",
        1,
        2,
        ("各镇、各部门：", "请按照规定的格式和时间完成报送，逾期将予提醒。"),
    ),
)

StrangerKind = Literal["website", "law", "work", "statistics", "picture", "meeting", "notice"]
_BY_KIND: Mapping[StrangerKind, Stranger] = dict(
    zip(("website", "law", "work", "statistics", "picture", "meeting", "notice"), _STRANGERS, strict=True)
)


def stranger(kind: StrangerKind, place: str, year: int, path: str) -> Post:
    """A stranger of that kind for a report year, at that path."""
    made = _BY_KIND[kind]
    words = {"place": place, "year": year}
    return Post(
        path,
        made.title.format(**words),
        date(year + 1, made.month, made.day),
        paragraphs=tuple(text.format(**words) for text in made.paragraphs),
    )


@dataclass(slots=True)
class Making:
    """One host in the making, with the truth about what stands on it."""

    address: str
    port: int
    place: str
    name: str
    pages: dict[str, Resource] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    emptied: dict[str, Resource] = field(default_factory=dict)
    reports: list[Expected] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    missing: Resource | None = None
    scheme: str = "http"
    """Of the addresses under which its pages are known; a host of ``https`` sends everybody there."""
    gate: Service | None = None
    packed: bool = False
    """Whether pages come compressed, asked for or not."""

    def __post_init__(self) -> None:
        self.plain("/robots.txt", "User-agent: *\nDisallow: /search/\n", "text/plain")

    def url(self, path: str) -> str:
        """The full address of a path."""
        return f"{self.scheme}://{self.address}:{self.port}{path}"

    def html(
        self,
        path: str,
        text: str,
        *,
        on: date = REFRESHED,
        encoding: str = "utf-8",
        declared: bool = True,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> None:
        """A page, in an encoding that the header may not declare."""
        media_type = f"text/html; charset={encoding}" if declared else "text/html"
        if self.packed:
            headers = {**headers, "Content-Encoding": "gzip"}

        def make() -> bytes:
            page = text.encode(encoding)
            return gzip.compress(page, mtime=0) if self.packed else page

        self.pages[path] = Resource(media_type, make, on, headers=headers)

    def plain(self, path: str, text: str, media_type: str = SCRIPT) -> None:
        """A text of another kind: a script, JSON, robots.txt."""
        self.pages[path] = Resource(media_type, text.encode, REFRESHED)

    def listing(self, path: str, text: str, empty: str, *, encoding: str = "utf-8", declared: bool = True) -> None:
        """A page of a list; ``empty`` is what stands there when the column is emptied."""
        self.html(path, text, encoding=encoding, declared=declared)
        full = self.pages[path]
        self.html(path, empty, encoding=encoding, declared=declared)
        self.emptied[path], self.pages[path] = self.pages[path], full

    def expect(self, post: Post) -> None:
        """Write down the truth of a post: a report to be found, or a stranger that must not be taken."""
        url = self.url(post.path)
        if post.draft is None:
            self.strangers.add(url)
            return
        report = post.draft
        parts = frozenset(part if "//" in part else self.url(part) for part in post.parts)
        self.reports.append(Expected(url, post.title, report.body, report.year, post.on, parts))

    def host(self) -> Host:
        """The host as made."""
        missing = self.missing or Resource(HTML, lambda: _missing(self.name).encode(), REFRESHED, status=404)
        secure = self.scheme == "https"
        return Host(self.address, self.pages, missing, self.services, self.emptied, secure=secure, gate=self.gate)

    def frame(self, title: str, inner: str, head: str = "") -> str:
        """A complete page of the portal around ``inner``."""
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n'
            f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n"
            f'<div class="header"><div class="logo"><a href="/">{self.name}</a></div>\n'
            '<div class="nav"><a href="/">首页</a><a href="/xwzx/">新闻中心</a><a href="/bsfw/">办事服务</a>'
            '<a href="/hdjl/">互动交流</a></div></div>\n'
            f'<div class="main">\n{inner}\n</div>\n'
            f'<div class="footer">主办：{self.place}人民政府办公室　网站标识码：9900000001　地名和机关均为虚构</div>\n'
            "</body></html>\n"
        )

    def home(self, ways: str, *, head: str = "") -> None:
        """The home page: ways to the disclosure pages (markup), news, and entries that only look like the column."""
        for serial, text in enumerate(_NEWS, 1):
            self.html(f"/xwzx/{serial}.html", self.frame(text, f"<h1>{text}</h1><p>本站消息：{text}。</p>"))
        news = "".join(
            f'<li><a href="/xwzx/{serial}.html">{text}</a><span>2026-03-{20 + serial}</span></li>'
            for serial, text in enumerate(_NEWS, 1)
        )
        for path, text in _LOOKALIKES.items():
            self.html(path, self.frame(text, f"<h1>{text}</h1><p>{text}栏目正在整理。</p>"))
        lookalikes = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in _LOOKALIKES.items())
        inner = (
            f'<div class="ways">{ways}</div>\n<div class="news"><h2>要闻</h2><ul>{news}</ul></div>\n'
            f'<div class="topics"><h2>专题专栏</h2><ul>{lookalikes}</ul></div>'
        )
        self.html("/", self.frame(self.name, inner, head))

    def article(self, post: Post, *, head: str = "", above: str = "", box: str = "", after: str = "") -> str:
        """A post's page in the plainest manner: headline, the line under it, the text in a box."""
        line = above or f"发布时间：{post.on:%Y-%m-%d} 09:{post.on.day:02d}　来源：{self.place}人民政府办公室"
        inner = (
            f'<h1>{escape(post.title)}</h1>\n<div class="info">{line}</div>\n'
            f'<div class="{box or "content"}">\n{post.text}\n</div>\n{after}'
        )
        return self.frame(post.title, inner, head)


_NEWS = ("河湖清理行动进入第三周", "春季招聘会在体育馆举行", "全民阅读月启动")
_LOOKALIKES: Mapping[str, str] = {
    "/ztzl/wznb/": "政府网站工作年度报表",
    "/ztzl/gzbg/": "政府工作报告",
    "/ztzl/fzzf/": "法治政府建设年度报告",
    "/ztzl/tjnj/": "统计年鉴",
    "/ztzl/yjs/": "财政预决算",
}


def _missing(name: str) -> str:
    return f"<html><head><title>404</title></head><body><h1>404</h1><p>{name}：您访问的页面不存在。</p></body></html>"


def sample(family: str, making: Making, *more: Making, others: tuple[str, ...] = (), **how: bool) -> Sample:
    """The finished portal; the home page stands on the first host."""
    every = (making, *more)
    return Sample(
        name=making.name,
        family=family,
        home=making.url("/").replace("https:", "http:"),
        hosts=tuple(one.host() for one in every),
        reports=tuple(report for one in every for report in one.reports),
        strangers=frozenset(url for one in every for url in one.strangers),
        dead=frozenset(url for one in every for url in one.dead),
        others=others,
        **how,
    )


def shortened(title: str, longest: int = 20) -> str:
    """The title as a list prints it: cut where the row is full."""
    return title if len(title) <= longest else f"{title[:longest]}..."


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """Posts as lists order them."""
    return sorted(posts, key=lambda post: (post.on, post.path), reverse=True)


def pages_of(rows: list[Post], size: int) -> Iterator[tuple[int, list[Post]]]:
    """The pages of a list, numbered from 0."""
    for number, start in enumerate(range(0, max(len(rows), 1), size)):
        yield number, rows[start : start + size]


def pdf(report: ReportDraft, on: date, headers: Mapping[str, str] = NO_HEADERS) -> Resource:
    """The report as a PDF file."""

    def make() -> bytes:
        from monitor.demo.render_pdf import report_pdf  # noqa: PLC0415 - reportlab is slow to import

        return report_pdf(report)

    return Resource(PDF, make, on, headers=headers)


def docx(report: ReportDraft, on: date, headers: Mapping[str, str] = NO_HEADERS) -> Resource:
    """The report as a DOCX file."""

    def make() -> bytes:
        from monitor.demo.render_docx import report_docx  # noqa: PLC0415 - python-docx is slow to import

        return report_docx(report)

    return Resource(DOCX, make, on, headers=headers)


def pictures(report: ReportDraft, on: date) -> list[Resource]:
    """The report's pages as PNG pictures, as a scanner without any dust makes them."""
    import pypdfium2  # noqa: PLC0415 - slow to import

    from monitor.demo.render_pdf import report_pdf  # noqa: PLC0415 - reportlab is slow to import

    made: list[Resource] = []
    with pypdfium2.PdfDocument(report_pdf(report)) as document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=2, grayscale=True).to_pil().save(buffer, "PNG")
            made.append(Resource("image/png", buffer.getvalue, on))
    return made
