"""What a scheduler had to do and did: one row for each time at which something was due, and the scheduler's beat."""

from dataclasses import dataclass
from typing import Literal

from storage.database import Log
from storage.tables.records import maybe, records

SlotState = Literal["running", "waiting", "done", "failed", "passed"]
"""``waiting``: it failed or was broken off and is tried again; ``passed``: it was noticed too late to be made up."""
OPEN: tuple[SlotState, ...] = ("running", "waiting")


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which a job was due; all times are stamps.

    ``missed`` counts the earlier times of the job that passed without anything being done. ``late`` marks one that is
    made up; ``tries`` counts failures, ``breaks`` how often the scheduler itself ended under it. ``after_run`` is the
    last run of the log when the job was started.
    """

    id: int
    job: str
    due_at: str
    missed: int
    state: SlotState
    started_at: str | None
    ended_at: str | None
    late: bool
    tries: int
    breaks: int
    next_at: str | None
    after_run: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Beat:
    """The scheduler's sign of life: since when this log is kept by one, the last beat, and when the next run is due."""

    since: str
    at: str
    next_run_at: str | None
    stopped: bool


def add(log: Log, job: str, due_at: str, *, missed: int, state: SlotState, late: bool, note: str = "") -> int:
    """A job is due; gives the id of its slot."""
    return log.insert(
        "INSERT INTO slots (job, due_at, missed, state, late, note) VALUES (?, ?, ?, ?, ?, ?)",
        (job, due_at, missed, state, int(late), note),
    )


def last_of(log: Log, job: str, until: str) -> Slot | None:
    """The slot of a job that was due last, up to a time."""
    row = log.row("SELECT * FROM slots WHERE job = ? AND due_at <= ? ORDER BY due_at DESC LIMIT 1", (job, until))
    return maybe(Slot, row)


def open_of(log: Log, job: str) -> Slot | None:
    """The slot of a job that is being worked on or waits to be."""
    return maybe(
        Slot,
        log.row(
            "SELECT * FROM slots WHERE job = ? AND state IN ('running', 'waiting') ORDER BY due_at DESC LIMIT 1", (job,)
        ),
    )


def since(log: Log, stamp: str) -> list[Slot]:
    """The slots on which anything happened after a time, in order."""
    rows = log.rows("SELECT * FROM slots WHERE coalesce(ended_at, started_at, due_at) > ? ORDER BY due_at", (stamp,))
    return records(Slot, rows)


def start(log: Log, slot: int, at: str, after_run: int, *, late: bool) -> None:
    """A slot's job is being started."""
    log.execute(
        "UPDATE slots SET state = 'running', started_at = ?, after_run = ?, late = ?, next_at = NULL WHERE id = ?",
        (at, after_run, int(late), slot),
    )


def wait(log: Log, slot: int, next_at: str, note: str, *, broken: bool) -> None:
    """A slot's job did not come to its end and is tried again; ``broken``: its scheduler had ended."""
    count = "breaks" if broken else "tries"
    log.execute(
        f"UPDATE slots SET state = 'waiting', {count} = {count} + 1, next_at = ?, note = ? WHERE id = ?",  # noqa: S608
        (next_at, note, slot),
    )


def end(log: Log, slot: int, state: SlotState, at: str, note: str = "") -> None:
    """A slot's job is over."""
    log.execute("UPDATE slots SET state = ?, ended_at = ?, note = ? WHERE id = ?", (state, at, note, slot))


def beat(log: Log, at: str, next_run_at: str | None, *, stopped: bool = False) -> None:
    """The scheduler is alive, or stops in order."""
    log.execute(
        "INSERT INTO beats (id, since, at, next_run_at, stopped) VALUES (1, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET at = excluded.at, next_run_at = excluded.next_run_at,"
        " stopped = excluded.stopped",
        (at, at, next_run_at, int(stopped)),
    )


def last_beat(log: Log) -> Beat | None:
    """The last beat; None where no scheduler ever kept this log."""
    return maybe(Beat, log.row("SELECT since, at, next_run_at, stopped FROM beats"))
