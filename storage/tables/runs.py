"""Runs 巡查: every pass of the program, with how it ended."""

from collections.abc import Mapping
from typing import Any, Literal

from storage.clock import Clock
from storage.database import Log, Row
from storage.tables.packing import pack, unpack

Kind = Literal["run", "crawl", "judge"]
Outcome = Literal["completed", "partial", "failed"]


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


def get(log: Log, run_id: int) -> Row | None:
    """The run of that id, ``detail`` decoded."""
    row = log.row("SELECT * FROM runs WHERE id = ?", (run_id,))
    return row and unpack(row, "detail")


def latest(log: Log, kind: Kind | None = None) -> Row | None:
    """The run started last, of that kind or of any, ``detail`` decoded."""
    row = log.row(
        "SELECT * FROM runs WHERE kind = coalesce(:kind, kind) ORDER BY id DESC LIMIT 1",
        {"kind": kind},
    )
    return row and unpack(row, "detail")
