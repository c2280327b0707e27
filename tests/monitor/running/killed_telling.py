"""Kill judging and telling with SIGKILL before each step in turn and look at what people are told; run by test_kill.py.

A step is one commit, or the page of the day that is put in its place.
Prints the number of steps when every digest was as it should be.
"""

import json
import os
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from monitor.judging import session
from monitor.judging.versions import read_versions
from monitor.running import job
from monitor.telling.digest import Digest
from monitor.telling.digest_page import as_html, page_of
from monitor.telling.entries import NEWS
from monitor.telling.giving import look
from monitor.telling.keeping import to_text
from storage.database import open_log
from storage.tables import runs
from storage.tables.portals import BodyRow
from tests.killing import before, killed_at
from tests.monitor.planting import COLUMN, WATER, Run, World, draft

FIRST, KILLED, SECOND, THIRD, LATER = (date(2026, 4, day) for day in (7, 8, 9, 10, 11))
BODIES = tuple(BodyRow(f"水月县第{number}局", "department") for number in range(44))
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")

News = Counter[tuple[str, str, str, int | None]]


def plant(data: Path) -> None:
    """Forty-four silent bodies and a flawed report, visited on two days; the second day waits to be judged."""
    with open_log(data) as log:
        world = World(log, (BodyRow(WATER, "department"), *BODIES))
        with world.on(FIRST) as run:
            run.visit()
        run = Run(log, KILLED, world.portal_id)
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
        break_file(run)
        runs.finish(log, run.id, "completed", {}, run.clock)
        assert list(read_versions(log, run.clock))


def break_file(run: Run) -> None:
    run.trouble("broken_file", COLUMN + "a.pdf", "文件损坏。")


def judge(data: Path, day: date) -> None:
    job.run_judge(data, day, lambda *_step: None)


def visit(data: Path, day: date, *, healthy: bool = True) -> None:
    """The portal visited on a day, and judged."""
    with open_log(data) as log:
        row = log.row("SELECT id FROM portals")
        assert row is not None
        run = Run(log, day, row["id"])
        run.visit(healthy=healthy)
        break_file(run)
        runs.finish(log, run.id, "completed", {}, run.clock)
    judge(data, day)


def go_on(data: Path) -> None:
    """Two more days: one as good, and one on which nothing could be seen."""
    visit(data, SECOND)
    visit(data, THIRD, healthy=False)


def digests(data: Path) -> dict[date, Digest]:
    """The digests as they are looked at later; what they told stands on the page that was written then."""
    with open_log(data) as log:
        found = {day: look(log, day, LATER) for day in (FIRST, KILLED, SECOND, THIRD)}
    for day, digest in found.items():
        assert not digest.telling or page_of(day, data).read_text(encoding="utf-8") == as_html(digest), day
    return found


def news_of(found: Digest) -> News:
    lists = (("", found.news), ("health ", found.health_news))
    return Counter(
        (f"{name}{kind} {entry.rule}", entry.portal, entry.body, entry.year)
        for name, news in lists
        for kind in NEWS
        for entry in news[kind]
    )


def said(found: Digest) -> object:
    """All that a digest says but which runs there were."""
    values = json.loads(to_text(found))
    return {key: value for key, value in values.items() if key not in {"runs", "telling", "run_id"}}


def judge_killed(data: Path, step: Callable[[], None]) -> None:
    """A judging with a step before every commit and before the page is put in its place."""
    session.TOGETHER = 1  # as many commits as there are bodies
    sqlite3.connect = watched(step, sqlite3.connect)
    os.replace = before(step, os.replace)
    judge(data, KILLED)


def watched(step: Callable[[], None], connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    """Connections that say before every statement that commits."""

    def wrapped(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)

        def look_at(statement: str) -> None:
            if statement == "COMMIT" or (statement.startswith(WRITES) and not connection.in_transaction):
                step()

        connection.set_trace_callback(look_at)
        return connection

    return wrapped


def compare_same_day(data: Path, calm: dict[date, Digest]) -> None:
    """Repeated on the same day, every day says what it says where nobody disturbs."""
    judge(data, KILLED)
    go_on(data)
    for day, found in digests(data).items():
        assert said(found) == said(calm[day]), (day, said(found), said(calm[day]))


def compare_next_day(data: Path, calm: dict[date, Digest]) -> None:
    """Gone on with on the next day, everything is told once, and told; the day after is as where nobody disturbs."""
    go_on(data)
    found = digests(data)
    told = news_of(found[KILLED]) + news_of(found[SECOND])
    wanted = news_of(calm[KILLED]) + news_of(calm[SECOND])
    assert told == wanted, (told - wanted, wanted - told)
    assert said(found[FIRST]) == said(calm[FIRST])
    assert news_of(found[THIRD]) == news_of(calm[THIRD])
    assert found[THIRD].open == calm[THIRD].open
    assert len(found[THIRD].held) == len(BODIES)


def main(root: Path) -> None:
    base, quiet = root / "base", root / "quiet"
    plant(base)
    shutil.copytree(base, quiet)
    judge(quiet, KILLED)
    go_on(quiet)
    calm = digests(quiet)
    assert news_of(calm[KILLED]).total() > len(BODIES)
    number = 0
    while True:
        number += 1
        killed, copy = root / "killed", root / "copy"
        shutil.copytree(base, killed)
        if not killed_at(number, partial(judge_killed, killed)):
            break
        shutil.copytree(killed, copy)
        compare_same_day(killed, calm)
        compare_next_day(copy, calm)
        shutil.rmtree(killed)
        shutil.rmtree(copy)
    sys.stdout.write(f"{number - 1}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
