"""A log planted by hand: one portal, visited day by day, with made-up reports on it. Nothing is crawled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from monitor.demo.bodies import body_named
from monitor.demo.figures import figures_by_year
from monitor.demo.flaws import FLAWS
from monitor.demo.prose import published_day, write_report
from monitor.demo.render_html import report_page
from monitor.demo.reports import ReportDraft
from monitor.judging.session import Tally, judge
from monitor.telling.digest import Digest
from monitor.telling.giving import give_out
from storage.clock import Clock
from storage.database import Log, Row
from storage.tables import alerts, captures, health, portals, reports, runs, visits
from storage.tables.alerts import Alert
from storage.tables.portals import BodyRow, PortalRow
from storage.tables.reports import FoundReport, TitleVerdict
from storage.tables.versions import SeenFile

HOME = "https://shuiyue.example/"
COLUMN = "https://shuiyue.example/nb/"
PORTAL = "子虚省水月县人民政府门户网站"
WATER = "水月县水利局"
FARMS = "水月县农业农村局"
YEARS = range(2021, 2026)


def draft(body: str = WATER, year: int = 2025, *flaws: str) -> ReportDraft:
    """The sound report of a made-up body, broken by these flaws."""
    found = body_named(body)
    made = write_report(found, year, figures_by_year(body, found.work, YEARS)[year], published_day(found, year))
    for flaw in flaws:
        made = FLAWS[flaw].apply(made)
    return made


class Run:
    """One run over the planted portal."""

    def __init__(self, log: Log, day: date, portal_id: int) -> None:
        self.log, self.clock, self.portal_id = log, Clock(day), portal_id
        self.id = runs.start(log, "run", self.clock)
        self.column_id = portals.columns_of(log, portal_id)[0].id

    def visit(self, *, healthy: bool = True) -> "Run":
        """The column was visited, and seen whole or found behind a wall."""
        visits.record(
            self.log,
            run_id=self.id,
            column_id=self.column_id,
            healthy=healthy,
            verdict="ok" if healthy else "wall",
            clock=self.clock,
            detail="" if healthy else "动态验证页",
        )
        if not healthy:
            self.trouble("wall", COLUMN, "动态验证页；请人工核对。")
        return self

    def trouble(self, kind: Any, url: str, detail: str) -> None:
        health.note(
            self.log,
            run_id=self.id,
            portal_id=self.portal_id,
            column_id=self.column_id,
            url=url,
            kind=kind,
            detail=detail,
            clock=self.clock,
        )

    def keep(self, url: str, data: bytes, media_type: str = "text/html; charset=utf-8") -> int:
        return captures.keep(
            self.log,
            run_id=self.id,
            portal_id=self.portal_id,
            column_id=self.column_id,
            url=url,
            final_url=url,
            verdict="report",
            status=200,
            headers=[("Content-Type", media_type)],
            media_type=media_type.partition(";")[0],
            body=data,
            clock=self.clock,
        )

    def post(
        self,
        made: ReportDraft | None = None,
        *,
        url: str = COLUMN + "1.html",
        page: bytes | None = None,
        files: tuple[tuple[str, bytes], ...] = (),
        **told: Any,
    ) -> reports.Seen:
        """A report stands at an address: a draft as a page, or these bytes, with these files beside it."""
        data = page if page is not None else report_page(made or draft()).encode()
        kept = [SeenFile(self.keep(url, data), "page")]
        for name, body in files:
            kept.append(SeenFile(self.keep(COLUMN + name, body, "application/octet-stream"), "file", name))
        facts = {
            "portal_id": self.portal_id,
            "column_id": self.column_id,
            "url": url,
            "title": made.title if made else "年报",
            "body": made.body if made else None,
            "body_kind": made.kind if made else None,
            "year": made.year if made else None,
            "published_on": made.published_on if made else None,
            "published_from": "label",
            "uncertain": False,
            "dates": (),
            "content_hash": str(hash((data, files))),
            "files": kept,
            "noted": False,
        }
        return reports.see(self.log, FoundReport(**(facts | told)), run_id=self.id, clock=self.clock)

    def list_row(self, url: str, title: str, verdict: TitleVerdict = "report", listed_on: date | None = None) -> None:
        reports.see_listing(
            self.log,
            column_id=self.column_id,
            url=url,
            title=title,
            listed_on=listed_on,
            verdict=verdict,
            reason="",
            run_id=self.id,
            clock=self.clock,
        )

    def judge(self) -> Tally:
        tally = judge(self.log, self.id, self.clock)
        runs.finish(self.log, self.id, "completed", {}, self.clock)
        return tally

    def tell(self) -> Digest:
        """Give out what is new; the digest of the run."""
        digest, _page = give_out(self.log, self.id, self.clock)
        return digest


class World:
    """The log, and what its tests ask of it."""

    def __init__(self, log: Log, roster: tuple[BodyRow, ...]) -> None:
        self.log = log
        self.enlist(*roster)

    def enlist(self, *roster: BodyRow) -> None:
        """Make this the roster."""
        row = PortalRow(PORTAL, HOME, (COLUMN,), "990121", "county", roster)
        self.portal_id = portals.sync(self.log, [row])[HOME]

    @contextmanager
    def on(self, day: date) -> Iterator[Run]:
        """A run on that day; judged and told when the block ends."""
        run = Run(self.log, day, self.portal_id)
        yield run
        run.judge()
        self.digest = run.tell()

    def alert(self, rule: str, body: str | None = WATER) -> Alert:
        """The one alert of a rule (and body)."""
        found = [row for row in alerts.listing(self.log, rule=rule) if body is None or row.body == body]
        assert len(found) == 1, (rule, [(row.rule, row.body, row.state) for row in alerts.listing(self.log)])
        return found[0]

    def judgements(self) -> list[Row]:
        """What is kept of what the rules answered, row by row."""
        return self.log.rows("SELECT * FROM judgements ORDER BY id")

    def rules(self, **wanted: Any) -> set[str]:
        """The rules that have an alert of that kind."""
        return {row.rule for row in alerts.listing(self.log, list="compliance", **wanted)}

    def events(self, day: date) -> list[tuple[str, str]]:
        """The events of a day: rule and kind."""
        return [(event.alert.rule, event.kind) for event in alerts.events_of_day(self.log, day)]


def changed(made: ReportDraft, **figures: str) -> ReportDraft:
    """The draft with these figures printed otherwise; a name's points are written as double underscores."""
    names = {name.replace("__", "."): value for name, value in figures.items()}
    return replace(made, figures={**made.figures, **names})
