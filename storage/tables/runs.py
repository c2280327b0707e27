"""Runs 巡查: every pass of the program, with how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import maybe, records

Kind = Literal["run", "crawl", "judge"]
Outcome = Literal["completed", "partial", "failed"]
State = Literal["running", "killed", "completed", "partial", "failed"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: ``detail`` are its counts, ``started_at`` and ``finished_at`` stamps, ``day`` the day it ran as."""

    id: int
    kind: Kind
    day: date
    started_at: str
    finished_at: str | None
    outcome: State
    detail: Mapping[str, Any]


def start(log: Log, kind: Kind, clock: Clock) -> int:
    """Open a run and give its id. The caller holds :func:`storage.database.run_lock`.

    Since no other run can be under way, runs still marked ``running`` were
    killed: they are marked so, and what they left half written in the archive
    is removed.
    """
    log.archive.sweep()
    with log.atomic():
        log.execute("UPDATE runs SET outcome = 'killed' WHERE outcome = 'running'")
        return log.insert(
            "INSERT INTO runs (kind, day, started_at, outcome) VALUES (?, ?, ?, 'running')",
            (kind, clock.today.isoformat(), clock.stamp()),
        )


def finish(log: Log, run_id: int, outcome: Outcome, detail: Mapping[str, Any], clock: Clock) -> None:
    """Close a run: how it ended, and its counts."""
    log.execute(
        "UPDATE runs SET outcome = ?, detail = ?, finished_at = ? WHERE id = ?",
        (outcome, pack(dict(detail)), clock.stamp(), run_id),
    )


def get(log: Log, run_id: int) -> Run | None:
    """The run of that id."""
    return maybe(Run, log.row("SELECT * FROM runs WHERE id = ?", (run_id,)))


def of_day(log: Log, day: date) -> list[Run]:
    """The runs of a day in order."""
    return records(Run, log.rows("SELECT * FROM runs WHERE day = ? ORDER BY id", (day.isoformat(),)))


def days_done(log: Log) -> set[date]:
    """The days on which a run came to its end."""
    rows = log.rows("SELECT DISTINCT day FROM runs WHERE outcome IN ('completed', 'partial')")
    return {date.fromisoformat(row["day"]) for row in rows}


def day_before(log: Log, day: date) -> date | None:
    """The day of the last run before the first one of ``day``, in the order in which they ran; None for the first."""
    row = log.row(
        "SELECT day FROM runs WHERE id < (SELECT min(id) FROM runs WHERE day = ?) ORDER BY id DESC LIMIT 1",
        (day.isoformat(),),
    )
    return date.fromisoformat(row["day"]) if row else None


def day_before_last(log: Log, day: date) -> date | None:
    """The day of the run before the last one of ``day``, in the order in which they ran; None for the first."""
    row = log.row(
        "SELECT day FROM runs WHERE id < (SELECT max(id) FROM runs WHERE day = ?) ORDER BY id DESC LIMIT 1",
        (day.isoformat(),),
    )
    return date.fromisoformat(row["day"]) if row else None


def ended_after(log: Log, run_id: int) -> bool:
    """Whether a run of the main job that was started after one came to its end."""
    row = log.row(
        "SELECT 1 FROM runs WHERE id > ? AND kind = 'run' AND outcome IN ('completed', 'partial') LIMIT 1", (run_id,)
    )
    return row is not None


def last_ended(log: Log) -> Run | None:
    """The last run of the main job that came to its end."""
    row = log.row(
        "SELECT * FROM runs WHERE kind = 'run' AND outcome IN ('completed', 'partial') ORDER BY id DESC LIMIT 1"
    )
    return maybe(Run, row)


def latest(log: Log, kind: Kind | None = None) -> Run | None:
    """The run started last, of that kind or of any."""
    row = log.row(
        "SELECT * FROM runs WHERE kind = coalesce(:kind, kind) ORDER BY id DESC LIMIT 1",
        {"kind": kind},
    )
    return maybe(Run, row)
