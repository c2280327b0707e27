"""Kill a writer with SIGKILL before its steps in turn and look at what it leaves; run by test_kill.py.

A step is one SQL statement or one call that touches the archive's files.
Prints the number of kills when every log was whole.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from storage.clock import Clock
from storage.database import Log, open_log, run_lock
from storage.tables import (
    captures,
    frontier,
    judgements,
    obligations,
    portals,
    readings,
    reports,
    runs,
    versions,
    visits,
)
from storage.tables.judgements import Judgement
from storage.tables.obligations import Duty
from storage.tables.portals import BodyRow, PortalRow
from storage.tables.readings import FigureRow, Reading
from storage.tables.reports import FoundReport
from storage.tables.versions import SeenFile
from tests.killing import before, killed_at

CLOCK = Clock(date(2026, 4, 8))
HOME = "http://127.88.0.9/"
PORTAL = PortalRow("青河市", HOME, (f"{HOME}nb/",), bodies=(BodyRow("青河市财政局", "department"),))
FIGURES = {
    "applications.total.total": FigureRow("number", "1,234", Decimal(1234)),
    "proactive.fees.amount": FigureRow("blank"),
}


def make(data: Path) -> None:
    """A log that is ready for a first run."""
    with run_lock(data), open_log(data):
        pass


def work(data: Path) -> None:
    """The whole life of one report in one run; doing it again must change nothing but times."""
    with run_lock(data), open_log(data) as log:
        run = runs.start(log, "run", CLOCK)
        portal = portals.sync(log, [PORTAL])[HOME]
        column = portals.columns_of(log, portal)[0].id
        for content in ("one", "two"):
            crawl(log, run, portal, column, content)
        judge(log, run)
        runs.finish(log, run, "completed", {}, CLOCK)


def crawl(log: Log, run: int, portal: int, column: int, content: str) -> None:
    url = f"{HOME}nb/{content}.html"
    frontier.queue(log, url, portal_id=portal, column_id=column, kind="page", run_id=run)
    capture = captures.keep(
        log,
        run_id=run,
        portal_id=portal,
        column_id=column,
        url=url,
        final_url=url,
        verdict="report",
        status=200,
        headers=[],
        media_type="text/html",
        body=content.encode(),
        clock=CLOCK,
    )
    found = FoundReport(
        portal_id=portal,
        column_id=column,
        url=url,
        title="年报",
        body="青河市财政局",
        body_kind="department",
        year=2025,
        published_on=None,
        published_from=None,
        uncertain=False,
        dates=(),
        content_hash=content,
        files=[SeenFile(capture, "page")],
        noted=False,
    )
    seen = reports.see(log, found, run_id=run, clock=CLOCK)
    reports.miss(log, seen.report_id, CLOCK.today, run, "not_listed")
    reports.touch(log, url, CLOCK)
    visits.record(log, run_id=run, column_id=column, healthy=True, verdict="ok", clock=CLOCK)
    frontier.mark_done(log, url, etag=None, last_modified=None, sha256=content, status=200, run_id=run, clock=CLOCK)


def judge(log: Log, run: int) -> None:
    for version in versions.current(log):
        capture = versions.files_of(log, version.version_id)[0].capture_id
        readings.store(log, Reading(version.version_id, 1, "read", "", capture, {"title": "年报"}, FIGURES), CLOCK)
        failure = Judgement("A02", "fail", "error")
        judgements.replace(log, f"version:{version.version_id}", [failure, failure], run)
    assert version.body_id is not None
    duty = Duty(version.body_id, 2025, CLOCK.today, "", "roster", "met", "", version.report_id, CLOCK.today)
    obligations.upsert(log, duty)


def inspect(data: Path) -> None:
    """Every row that is there is whole."""
    with open_log(data) as log:
        assert log.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert log.rows("PRAGMA foreign_key_check") == []
        assert len(log.rows("SELECT * FROM portals")) == len(log.rows("SELECT * FROM columns"))
        assert len(log.rows("SELECT * FROM portals")) == len(log.rows("SELECT * FROM bodies"))
        for capture in log.rows("SELECT * FROM captures"):
            assert len(log.archive.get(capture["sha256"])) == capture["size"]
        for report in log.rows("SELECT * FROM reports"):
            assert [version.number for version in versions.of_report(log, report["id"])] == [1]
            assert (report["state"] == "unseen") == bool(reports.absences_of(log, report["id"]))
        for version in log.rows("SELECT * FROM versions"):
            assert len(versions.files_of(log, version["id"])) == 1
        for reading in log.rows("SELECT * FROM readings"):
            assert readings.load(log, reading["version_id"]).figures == FIGURES
        for row in log.rows("SELECT subject, count(*) AS number FROM judgements GROUP BY subject"):
            assert row["number"] == 2


def finish(data: Path) -> None:
    """Doing the work again ends as if nothing had happened."""
    work(data)
    inspect(data)
    with open_log(data) as log:
        counted = ("portals", "columns", "bodies", "reports", "versions", "version_files", "readings", "figures")
        numbers = {table: log.db.table(table).count for table in counted}
        assert numbers == dict.fromkeys(("portals", "columns", "bodies"), 1) | dict.fromkeys(counted[3:], 2), numbers
        assert [row["outcome"] for row in log.rows("SELECT DISTINCT outcome FROM runs WHERE outcome != 'killed'")] == [
            "completed"
        ]
        assert frontier.queue_of(log, 1) == []
    assert not list((data / "archive").rglob("*.part"))


def killed(work: Callable[[Path], None], data: Path, step: Callable[[], None]) -> None:
    """Work with a step before whatever it does to the disk or asks of the log."""
    for module, name in ((os, "fsync"), (os, "replace"), (os, "fchmod"), (os, "open"), (os, "mkdir")):
        setattr(module, name, before(step, getattr(module, name)))
    sqlite3.connect = traced(step, sqlite3.connect)
    work(data)


def traced(step: Callable[[], None], connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    def wrapped(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(lambda _: step())
        return connection

    return wrapped


def kill_everywhere(root: Path, work: Callable[[Path], None], ready: Path | None = None, *, stride: int = 1) -> int:
    """Kill work on copies of ``ready``, or from nothing, before each of its steps, or each so many; how many kills."""
    kills, number = 0, 1
    while True:
        data = root / str(number)
        if ready is not None:
            shutil.copytree(ready, data)
        if not killed_at(number, partial(killed, work, data)):
            return kills
        if data.exists():
            inspect(data)
        finish(data)
        shutil.rmtree(data)
        kills, number = kills + 1, number + stride


def main(root: Path) -> None:
    ready = root / "ready"
    make(ready)
    # A log is made in one transaction of some two hundred statements, which are all alike to a kill.
    steps = kill_everywhere(root / "making", make, stride=5) + kill_everywhere(root / "working", work, ready)
    sys.stdout.write(f"{steps}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
