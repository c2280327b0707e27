"""A log as sixty daily crawls of many portals leave it: forty bodies and five years on each, one report in 25 flawed.

``python -m tests.bench.country make DATA REPORTS`` makes it, unjudged, and a registry beside it;
``python -m tests.bench.country change DATA REPORTS EVERY`` gives every so-manieth report a new version.

Nothing is crawled and little is read: one lawful report of every body and year, and a flawed one where it is asked
for, are printed, read, and kept under the names of all places.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from monitor.demo.bodies import Body, Workload
from monitor.demo.figures import figures_by_year
from monitor.demo.flaws import FLAWS
from monitor.demo.prose import published_day, write_report
from monitor.demo.render_html import report_page
from monitor.demo.reports import ReportDraft
from monitor.documents.reading import read_document
from monitor.reports import READER
from monitor.reports.reading import read_report
from monitor.reports.store import figure_rows, to_json
from storage.clock import Clock
from storage.database import Log, open_log, run_lock
from storage.tables import captures, frontier, portals, readings, reports, runs, versions, visits
from storage.tables.portals import BodyRow, PortalRow
from storage.tables.readings import FigureRow, Reading
from storage.tables.reports import FoundReport
from storage.tables.versions import SeenFile

YEARS: Final = range(2021, 2026)
TODAY: Final = date(2026, 4, 8)
DAYS: Final = 60
FLAWED_EVERY: Final = 25
PLACE: Final = "云谷县"
"""The place of the reports that are read; every portal's own stands for it in the log."""
OFFICES: Final = (
    *("发展改革局", "教育局", "科技局", "公安局", "民政局", "司法局", "财政局", "自然资源局", "生态环境局", "住建局"),
    *("交通运输局", "水利局", "农业农村局", "商务局", "文化旅游局", "卫生健康局", "应急管理局", "审计局", "统计局"),
    *("医疗保障局", "林业局", "信访局", "市场监管局", "城市管理局", "退役军人事务局", "数据局", "乡村振兴局", "气象局"),
    *("税务局", "烟草专卖局"),
)
TOWNS: Final = ("青石镇", "白沙镇", "柳溪镇", "石桥镇", "双河镇", "平岗乡", "南坪乡", "长冲乡")
CODES: Final = ("B05", "B06", "C01", "C03", "E01", "E09", "Y07", "F02", "P01")
_TOGETHER: Final = 200
_FIRST: Final = "青白朱紫苍墨丹碧金银石松柏桐梓桂兰荷菊梅竹云霞霜露雨雪江河湖海溪泉"
_SECOND: Final = "阳阴川山原陵丘岭峰谷坪塘浦渡津桥关城堡寨屯坊里亭台池潭洲岛湾港滩埠岗坡峡"


@dataclass(frozen=True, slots=True)
class Print:
    """A report as it was printed and read, once for all places."""

    draft: ReportDraft
    page: bytes
    report: str
    """What the reading keeps beside figures, as JSON."""
    figures: dict[str, FigureRow]


@dataclass(frozen=True, slots=True)
class Posting:
    """One report on one portal; ``serial`` counts them over all portals."""

    serial: int
    portal: int
    body: Body
    year: int

    @property
    def place(self) -> str:
        return place(self.portal)

    @property
    def url(self) -> str:
        return f"{column(self.portal)}{self.serial}.html"

    def named(self, text: str) -> str:
        """A text of the printed report under the name of this place."""
        return text.replace(PLACE, self.place)


@cache
def bodies() -> tuple[Body, ...]:
    """The bodies of every place: a government, its office, departments and towns."""
    topics = ("政策文件", "民生实事", "行政审批", "公共服务")
    government = Body(f"{PLACE}人民政府", "government", "县政府", topics, Workload(80, 9000, 4000, 300, 900.5, 20))
    office = Body(f"{PLACE}人民政府办公室", "office", "办公室", topics, Workload(12))
    departments = [
        Body(f"{PLACE}{name}", "department", "我局", topics, Workload(3 + n, 40 * n, 9 * n, n, 0, n % 7))
        for n, name in enumerate(OFFICES)
    ]
    towns = [
        Body(f"{PLACE}{name}人民政府", "township", "我镇", topics, Workload(2 + n, 11 * n))
        for n, name in enumerate(TOWNS)
    ]
    return (government, office, *departments, *towns)


def place(number: int) -> str:
    """The name of the place of a portal."""
    first, second = divmod(number, len(_SECOND))
    return f"{_FIRST[first % len(_FIRST)]}{_SECOND[second]}屿{'县市区旗'[first // len(_FIRST)]}"


def home(number: int) -> str:
    """The home page of a portal."""
    return f"https://n{number}.example.cn/"


def column(number: int) -> str:
    """Its column."""
    return f"{home(number)}nb/"


def postings(count: int) -> Iterator[Posting]:
    """So many reports, portal after portal."""
    each = len(bodies()) * len(YEARS)
    for serial in range(count):
        portal, rest = divmod(serial, each)
        body, year = divmod(rest, len(YEARS))
        yield Posting(serial, portal, bodies()[body], YEARS[year])


@cache
def printed(body: Body, year: int, *, flawed: bool) -> Print:
    """The report of a body and year, lawful or with one of the flaws."""
    figures = figures_by_year(body.name, body.work, YEARS)[year]
    draft = write_report(body, year, figures, published_day(body, year))
    if flawed:
        first = (bodies().index(body) + year) % len(CODES)
        codes = (*CODES[first:], *CODES[:first])
        draft = next(FLAWS[code] for code in codes if FLAWS[code].suits(draft)).apply(draft)
    page = report_page(draft).encode()
    read = read_report(read_document(page, name="年报.html"), source=column(0))
    return Print(draft, page, json.dumps(to_json(read), ensure_ascii=False), figure_rows(read))


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl under way over the portals."""

    log: Log
    run: int
    clock: Clock

    def post_all(self, every: list[Posting], known: dict[str, int], columns: dict[int, int]) -> None:
        """Every report for the first time, some in a transaction."""
        for first in range(0, len(every), _TOGETHER):
            with self.log.atomic():
                for posting in every[first : first + _TOGETHER]:
                    there = known[home(posting.portal)], columns[posting.portal]
                    self.post(posting, there, number=1, flawed=is_flawed(posting))

    def post(self, posting: Posting, there: tuple[int, int], *, number: int, flawed: bool) -> None:
        """A version of a report as a crawl leaves it, and its reading."""
        made, url = printed(posting.body, posting.year, flawed=flawed), posting.url
        title, published = posting.named(made.draft.title), made.draft.published_on
        where: dict[str, Any] = {"portal_id": there[0], "column_id": there[1]}
        capture = captures.keep(
            self.log,
            **where,
            run_id=self.run,
            url=url,
            final_url=url,
            verdict="report",
            status=200,
            headers=[("Content-Type", "text/html; charset=utf-8")],
            media_type="text/html",
            body=made.page,
            clock=self.clock,
        )
        self._list(posting, there[1], title, published)
        frontier.queue(self.log, url, **where, kind="page", run_id=self.run)
        frontier.mark_done(
            self.log,
            url,
            etag=None,
            last_modified=None,
            sha256=None,
            status=200,
            run_id=self.run,
            clock=self.clock,
        )
        found = FoundReport(
            **where,
            url=url,
            title=title,
            body=posting.named(posting.body.name),
            body_kind=posting.body.kind,
            year=posting.year,
            published_on=published,
            published_from="label",
            uncertain=False,
            dates=((published.isoformat(), "label", f"发布时间：{published}"),),
            content_hash=f"{posting.serial}/{number}",
            files=[SeenFile(capture, "page")],
            noted=False,
        )
        seen = reports.see(self.log, found, run_id=self.run, clock=self.clock)
        report = json.loads(posting.named(made.report)) | {"source": url}
        readings.store(
            self.log, Reading(seen.version_id, READER, "read", "", capture, report, made.figures), self.clock
        )

    def _list(self, posting: Posting, column_id: int, title: str, published: date) -> None:
        reports.see_listing(
            self.log,
            column_id=column_id,
            url=posting.url,
            title=title,
            listed_on=published,
            verdict="report",
            reason="",
            run_id=self.run,
            clock=self.clock,
        )


def make(data: Path, count: int) -> None:
    """The log of so many reports after its daily crawls, and ``portals.toml`` in the same directory."""
    every = list(postings(count))
    roster = _roster(every)
    with run_lock(data), open_log(data) as log:
        days = [TODAY - timedelta(days=DAYS - day) for day in range(DAYS)]
        known = portals.sync(log, roster)
        columns = {number: portals.columns_of(log, known[home(number)])[0].id for number in range(len(roster))}
        for day in days:
            clock = Clock(day)
            run = runs.start(log, "crawl", clock)
            if day == days[0]:
                Crawl(log, run, clock).post_all(every, known, columns)
            with log.atomic():
                for column_id in columns.values():
                    visits.record(
                        log, run_id=run, column_id=column_id, healthy=True, verdict="ok", clock=clock, rows=200
                    )
            runs.finish(log, run, "completed", {}, clock)
    (data / "portals.toml").write_text(registry(roster), encoding="utf-8")


def change(data: Path, count: int, every: int) -> int:
    """A new version of every so-manieth report, lawful where it was flawed and flawed where it was not; how many."""
    clock = Clock(TODAY)
    chosen = [posting for posting in postings(count) if posting.serial % every == 0]
    with run_lock(data), open_log(data) as log:
        run = runs.start(log, "crawl", clock)
        known = {portal.home: portal.id for portal in portals.all_portals(log)}
        for posting in chosen:
            portal = known[home(posting.portal)]
            column_id = portals.columns_of(log, portal)[0].id
            with log.atomic():
                number = len(versions.of_report(log, _report_at(log, posting.url))) + 1
                flawed = is_flawed(posting) == (number % 2 == 1)
                Crawl(log, run, clock).post(posting, (portal, column_id), number=number, flawed=flawed)
        runs.finish(log, run, "completed", {}, clock)
    return len(chosen)


def is_flawed(posting: Posting) -> bool:
    """Whether the first version of a report is flawed."""
    return posting.serial % FLAWED_EVERY == posting.portal % FLAWED_EVERY


def registry(roster: list[PortalRow]) -> str:
    """The portals as a registry."""
    lines = []
    for portal in roster:
        lines += [
            "[[portal]]",
            f'name = "{portal.name}"',
            f'home = "{portal.home}"',
            f"columns = {list(portal.columns)}",
        ]
        for body in portal.bodies:
            lines += ["[[portal.body]]", f'name = "{body.name}"', f'kind = "{body.kind}"', f"since = {body.since}"]
    return "\n".join(lines) + "\n"


def _roster(every: list[Posting]) -> list[PortalRow]:
    """The portals with the bodies that have published there."""
    there = groupby(every, key=lambda posting: posting.portal)
    return [_row(number, dict.fromkeys(posting.body for posting in on_it)) for number, on_it in there]


def _row(number: int, owing: Iterable[Body]) -> PortalRow:
    named = [BodyRow(body.name.replace(PLACE, place(number)), body.kind, since=YEARS[0]) for body in owing]
    return PortalRow(f"{place(number)}人民政府门户网站", home(number), (column(number),), bodies=tuple(named))


def _report_at(log: Log, url: str) -> int:
    found = reports.get(log, url)
    assert found is not None
    return found.id


def main() -> None:
    what, data, count, *every = sys.argv[1:]
    if what == "make":
        make(Path(data), int(count))
    else:
        change(Path(data), int(count), int(every[0]))


if __name__ == "__main__":
    main()
