"""One portal on one day: what is posted there, and the files and strangers beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.demo.bodies import Portal
from monitor.demo.postings import FIRST_YEAR, Calendar, Posting
from monitor.demo.reports import ReportDraft
from monitor.demo.resources import DOCX, PDF, Resource


@dataclass(frozen=True, slots=True)
class File:
    """A file that hangs on a page: its extension and what it answers with."""

    extension: str
    resource: Resource


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row of an annual-report column that is no annual report."""

    title: str
    serial: int
    published_on: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A portal as it stands on a day of the scenario."""

    portal: Portal
    day: int
    calendar: Calendar
    postings: tuple[Posting, ...]
    """Those of the portal that are posted on that day."""

    @property
    def place(self) -> str:
        """The place the portal belongs to."""
        return self.portal.place

    def draft(self, posting: Posting) -> ReportDraft:
        """The posting's report as it reads that day."""
        draft = posting.on(self.day)
        if draft is None:
            raise ValueError(f"{posting.page_title} is not posted on day {self.day}")
        return draft

    def modified(self, posting: Posting) -> date:
        """The day its page was last changed."""
        changed = posting.later is not None and self.day > 1
        return self.calendar.day(2) if changed else posting.draft.published_on

    def refreshed(self) -> date:
        """The day the portal's lists were last made."""
        return self.calendar.day(2) if self.day > 1 else self.calendar.day(1) - timedelta(days=1)

    def files(self, posting: Posting) -> list[File]:
        """The files on the posting's page."""
        draft, modified = posting.attached or self.draft(posting), self.modified(posting)
        made: list[File] = []
        if "pdf" in posting.carrier:
            made.append(File("pdf", Resource(PDF, lambda: _pdf(draft), modified)))
        if "docx" in posting.carrier:
            made.append(File("docx", Resource(DOCX, lambda: _docx(draft), modified)))
        return made

    def strangers(self, year: int) -> list[Stranger]:
        """Rows for a report year that stand in the column and are no reports."""
        return list(_strangers(self.place, year))

    @property
    def years(self) -> range:
        """The report years of the column."""
        return range(FIRST_YEAR, self.calendar.year + 1)


_KINDS_OF_STRANGERS: Final = (
    (
        "{place}人民政府网站工作年度报表（{year}年度）",
        (1, 24),
        (
            "网站名称：{place}人民政府门户网站。独立用户访问总量{n}个，网站总访问量{m}次。",
            "信息发布总数{n}条，专栏专题数量6个，新开设专栏1个。",
        ),
    ),
    (
        "{place}{year}年法治政府建设情况报告",
        (3, 12),
        (
            "现将{year}年推进法治政府建设的有关情况报告如下。",
            "全年举办法治讲座4期，办理行政复议案件{m}件，依法行政水平稳步提高。",
        ),
    ),
    (
        "一图读懂{place}{year}年政府信息公开工作年度报告",
        (3, 30),
        ("用一张图带您看懂这一年政府信息公开的主要数据。",),
    ),
    (
        "{place}召开{year}年度政府信息公开年报编制培训会",
        (1, 5),
        ("会议对年报的格式、数据口径和报送时间作了说明，各单位经办人员{n}人参加。",),
    ),
)


def _strangers(place: str, year: int) -> Iterator[Stranger]:
    for number, (title, (month, day), paragraphs) in enumerate(_KINDS_OF_STRANGERS):
        serial = 5000 + (year - FIRST_YEAR) * 10 + number
        words = {"place": place, "year": year, "n": serial % 97 + 30, "m": serial * 3 + len(place)}
        texts = tuple(text.format(**words) for text in paragraphs)
        yield Stranger(title.format(**words), serial, date(year + 1, month, day), texts)


def _pdf(draft: ReportDraft) -> bytes:
    from monitor.demo.render_pdf import report_pdf  # noqa: PLC0415 - reportlab is slow to import

    return report_pdf(draft)


def _docx(draft: ReportDraft) -> bytes:
    from monitor.demo.render_docx import report_docx  # noqa: PLC0415 - python-docx is slow to import

    return report_docx(draft)
