"""An open log with one portal, one column and one run under way."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from storage.clock import Clock
from storage.database import Log, open_log
from storage.tables import captures, portals, reports, runs, visits
from storage.tables.portals import BodyRow, PortalRow
from storage.tables.reports import FoundReport

PORTAL = PortalRow(
    name="青河市人民政府门户网站",
    home="http://127.88.0.9/",
    columns=("http://127.88.0.9/nb/",),
    division="990100",
    level="city",
    bodies=(BodyRow("青河市人民政府", "government", due="03-20", since=2021), BodyRow("青河市财政局", "department")),
)


class Scene(NamedTuple):
    """The ids a test starts from."""

    log: Log
    clock: Clock
    run: int
    portal: int
    column: int

    def keep(self, url: str, body: bytes = b"<p>page</p>", **changes: Any) -> int:
        """Keep one capture; ``changes`` are arguments of :func:`captures.keep`."""
        return captures.keep(
            self.log,
            **{
                "run_id": self.run,
                "portal_id": self.portal,
                "column_id": self.column,
                "url": url,
                "final_url": url,
                "verdict": "report",
                "status": 200,
                "headers": [("Content-Type", "text/html")],
                "media_type": "text/html",
                "body": body,
                "clock": self.clock,
                **changes,
            },
        )

    def see(self, url: str, content_hash: str = "one", **changes: Any) -> reports.Seen:
        """See one report of the city's finance bureau; ``changes`` are fields of it, or ``clock``."""
        clock = changes.pop("clock", self.clock)
        found = FoundReport(
            **{
                "portal_id": self.portal,
                "column_id": self.column,
                "url": url,
                "content_hash": content_hash,
                "title": "青河市财政局2025年政府信息公开工作年度报告",
                "body": "青河市财政局",
                "body_kind": "department",
                "year": 2025,
                "published_on": date(2026, 1, 20),
                "published_from": "label",
                "uncertain": False,
                "dates": (("2026-01-20", "label", "2026年1月20日"),),
                "files": [],
                "noted": False,
                **changes,
            },
        )
        return reports.see(self.log, found, run_id=self.run, clock=clock)

    def visit(self, day: str, *, healthy: bool = True, run: int | None = None, **changes: Any) -> int:
        """Visit the column on a day, in a run of its own unless one is given; ``changes`` are of the visit."""
        clock = Clock(date.fromisoformat(day))
        run = run or runs.start(self.log, "run", clock)
        given = {"healthy": healthy, "verdict": "ok" if healthy else "wall", "clock": clock, **changes}
        visits.record(self.log, run_id=run, column_id=self.column, **given)
        return run

    def body(self, name: str) -> int | None:
        """The id of the portal's body of exactly that name, active or not."""
        bodies = portals.bodies_of(self.log, self.portal, active=False)
        return next((body.id for body in bodies if body.name == name), None)


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2026, 4, 8))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def scene(log: Log, clock: Clock) -> Scene:
    run = runs.start(log, "run", clock)
    portal = portals.sync(log, [PORTAL])[PORTAL.home]
    return Scene(log, clock, run, portal, portals.columns_of(log, portal)[0].id)
