"""Which report stands where, in which form, from which day on: the plan of the made-up portals.

Day 1 is 8 April. The report year then due is ``year``; every body has reports
from 2021 on. Flaws are spread over the last two years, each on a report of its
own, so that every alert can be traced to one flaw.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final, Literal, Protocol

from monitor.demo.bodies import PORTALS, Body, Portal
from monitor.demo.figures import figures_by_year
from monitor.demo.flaws import FLAWS, corrected, late
from monitor.demo.prose import published_day, write_report
from monitor.demo.reports import ReportDraft

FIRST_YEAR: Final = 2021
"""The first report year: the first of the present form."""

Carrier = Literal["html", "pdf", "docx", "html+pdf", "html+docx"]
"""How a page holds its report: in itself, in a file, or both."""

_CARRIERS: Final[dict[str, tuple[Carrier, ...]]] = {
    "static": ("html", "html+pdf", "pdf", "docx", "html+docx"),
    "jpage": ("html", "pdf", "html+docx", "docx"),
    "browser": ("html", "html+pdf", "pdf"),
}

THIS_YEAR: Final = {
    "E09": "乌有市人民政府",
    "S02": "乌有市发展和改革委员会",
    "B01": "乌有市公安局",
    "E01": "乌有市财政局",
    "Y01": "乌有市生态环境局",
    "B03": "乌有市卫生健康委员会",
    "A03": "乌有市行政审批服务局",
    "S05": "乌有市人民防空办公室",
    "C01": "水月县自然资源局",
    "F03": "水月县人力资源和社会保障局",
    "S04": "水月县水利局",
    "B06": "水月县文化和旅游局",
    "S08": "水月县蜃楼镇人民政府",
    "P01": "水月县捞月街道办事处",
    "C03": "镜花区人民政府办公室",
    "B02": "镜花区市场监督管理局",
    "Y07": "镜花区城市管理局",
    "B05": "镜花区民政局",
    "S10": "镜花区太虚街道办事处",
}
"""Flaws in reports of the year now due."""

LAST_YEAR: Final = {
    "S01": "乌有市人民政府办公室",
    "F02": "乌有市民政局",
    "S03": "乌有市统计局",
    "S09": "乌有市人民防空办公室",
    "A05": "水月县人民政府",
    "S11": "水月县人民政府办公室",
    "A02": "水月县无何乡人民政府",
    "B04": "镜花区人民政府",
}
"""Flaws in reports of the year before; none that the chain to the next year would show as well."""

LATE: Final = {"D01": ("乌有市民政局", (2, 19)), "D02": ("水月县人民政府", (4, 3))}
"""Published after the legal day, on this month and day, before day 1."""

TARDY: Final = "水月县农业农村局"
"""Publishes only on day 2, long after its legal day."""
SILENT: Final = "乌有市交通运输局"
"""Never publishes for the year now due."""
DIFFERING: Final = "乌有市公安局"
"""Last year's report has another figure in its file than on its page."""
CORRECTED: Final = "乌有市教育局"
"""Changes a figure of this year's report on day 2 without a word."""
VANISHED: Final = "乌有市财政局"
"""Last year's report is gone on day 2, page and row."""
RESTRICTED: Final = "水月县水利局"
"""Its report of the first year lies under a path that robots.txt closes."""

_ONLY_IN_A_FILE: Final = ("F03",)
"""Flaws of the title that must not mislead the list: the page bears the right title, its file the wrong one."""
_ONLY_ON_THE_PAGE: Final = ("F02",)
"""Flaws of the title that stand in the list, on the page and in the report alike."""


class UnplannedDayError(ValueError):
    """There is no such day in the scenario; the message is one Chinese line."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One report as its portal posts it.

    ``page_title`` is what the list and the page call it. ``flaw`` is the
    code of the rule it breaks. ``first_day`` and ``last_day`` are days of the
    scenario; ``later`` replaces the report from day 2 on. ``attached`` is what
    its files say where that is not what the page says.
    """

    portal: Portal
    body: Body
    serial: int
    draft: ReportDraft
    carrier: Carrier
    page_title: str
    flaw: str | None = None
    first_day: int = 1
    last_day: int | None = None
    later: ReportDraft | None = None
    attached: ReportDraft | None = None
    restricted: bool = False

    def on(self, day: int) -> ReportDraft | None:
        """The report as it reads on that day of the scenario, None where it is not posted."""
        if day < self.first_day or (self.last_day is not None and day > self.last_day):
            return None
        return self.later if self.later is not None and day > 1 else self.draft


class Calendar(Protocol):
    """What the plan asks of a scenario."""

    @property
    def year(self) -> int:
        """The report year now due on day 1."""

    def day(self, number: int) -> date:
        """The date of a day of the scenario."""


def postings(calendar: Calendar) -> tuple[Posting, ...]:
    """Every report of the scenario, portal by portal, in the order of bodies and years."""
    return tuple(posting for portal in PORTALS for posting in _of_portal(portal, calendar))


def _of_portal(portal: Portal, calendar: Calendar) -> Iterator[Posting]:
    if portal.software == "walled":
        return
    years = range(FIRST_YEAR, calendar.year + 1)
    for place, body in enumerate(portal.bodies):
        figures = figures_by_year(body.name, body.work, years)
        for year in years:
            if body.name == SILENT and year == calendar.year:
                continue
            draft = write_report(body, year, figures[year], published_day(body, year))
            carriers = _CARRIERS[portal.software]
            carrier = carriers[(2 * place + year) % len(carriers)]
            serial = 1000 + place * 40 + (year - FIRST_YEAR)
            yield _with_its_fate(Posting(portal, body, serial, draft, carrier, draft.title), calendar)


def _with_its_fate(posting: Posting, calendar: Calendar) -> Posting:
    """The sound posting with what the plan has in store for it."""
    name, age = posting.body.name, calendar.year - posting.draft.year
    for rule, unfortunate in {0: THIS_YEAR, 1: LAST_YEAR}.get(age, {}).items():
        if name == unfortunate:
            posting = _flawed(posting, rule)
    if age == 0:
        posting = _of_this_year(posting, calendar)
    if name == DIFFERING and age == 1:
        posting = replace(posting, attached=corrected(posting.draft), carrier="html+pdf", flaw="W09")
    if name == VANISHED and age == 1:
        posting = replace(posting, last_day=1)
    if name == RESTRICTED and posting.draft.year == FIRST_YEAR:
        posting = replace(posting, restricted=True)
    return posting


def _flawed(posting: Posting, rule: str) -> Posting:
    carrier = posting.carrier
    if rule in _ONLY_IN_A_FILE:
        carrier = "pdf"
    elif rule in _ONLY_ON_THE_PAGE:
        carrier = "html"
    draft = FLAWS[rule].apply(posting.draft)
    page_title = draft.title if carrier == "html" else posting.page_title
    return replace(posting, draft=draft, flaw=rule, carrier=carrier, page_title=page_title)


def _of_this_year(posting: Posting, calendar: Calendar) -> Posting:
    name, draft = posting.body.name, posting.draft
    for rule, (unfortunate, (month, day)) in LATE.items():
        if name == unfortunate:
            return replace(posting, draft=late(draft, date(calendar.year + 1, month, day)), flaw=rule)
    if name == TARDY:
        return replace(posting, draft=late(draft, calendar.day(2)), flaw="D01", first_day=2)
    if name == CORRECTED:
        return replace(posting, later=corrected(draft), carrier="html")
    return posting


def created_day(posting: Posting) -> date:
    """The day in the address of some systems: when the page was made, up to two days before it was published."""
    return posting.draft.published_on - timedelta(days=Random(posting.serial).randint(0, 2))
