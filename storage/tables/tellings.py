"""Tellings: digests that were given out, and which events each of them told.

A telling is opened with the events it takes and what it says, written where
people read it, and then closed. One that a killed run left open was given out
or not; who opens the next one finds out and closes or drops it.
"""

from dataclasses import dataclass
from datetime import date

from storage.clock import Clock
from storage.database import Log
from storage.tables.records import maybe, records


@dataclass(frozen=True, slots=True)
class Telling:
    """One digest: the run that told it, the ``day`` it is of, and what the page of that day said then.

    ``given_at`` is the stamp at which it was out, None while it is not;
    ``digest`` is None where it was given out before digests were kept.
    """

    id: int
    run_id: int | None
    day: date
    given_at: str | None
    digest: str | None


def start(log: Log, run_id: int, clock: Clock) -> int:
    """Open a telling that takes every event which none has taken; gives its id."""
    with log.atomic():
        telling = log.insert("INSERT INTO tellings (run_id, day) VALUES (?, ?)", (run_id, clock.today.isoformat()))
        log.execute("UPDATE alert_events SET told_in = ? WHERE told_in IS NULL", (telling,))
        return telling


def keep(log: Log, telling: int, digest: str) -> None:
    """Keep what a telling says."""
    log.execute("UPDATE tellings SET digest = ? WHERE id = ?", (digest, telling))


def mark_given(log: Log, telling: int, clock: Clock) -> None:
    """A telling is out: its events are told for good."""
    log.execute("UPDATE tellings SET given_at = ? WHERE id = ?", (clock.stamp(), telling))


def drop(log: Log, telling: int) -> None:
    """A telling never went out: its events are to be told yet."""
    with log.atomic():
        log.execute("UPDATE alert_events SET told_in = NULL WHERE told_in = ?", (telling,))
        log.execute("DELETE FROM tellings WHERE id = ?", (telling,))


def open_ones(log: Log) -> list[Telling]:
    """The tellings of which it is not known whether they went out, the oldest first."""
    return records(Telling, log.rows("SELECT * FROM tellings WHERE given_at IS NULL ORDER BY id"))


def last_given(log: Log) -> int:
    """The last telling that went out, of whatever day; 0 for none."""
    row = log.row("SELECT max(id) AS id FROM tellings WHERE given_at IS NOT NULL")
    return int(row["id"] or 0) if row else 0


def first_day(log: Log) -> date | None:
    """The first day of which a digest went out; None for none."""
    row = log.row("SELECT min(day) AS day FROM tellings WHERE given_at IS NOT NULL")
    return date.fromisoformat(row["day"]) if row and row["day"] else None


def last_before(log: Log, day: date) -> int:
    """The last telling of an earlier day that went out; 0 for none."""
    row = log.row("SELECT max(id) AS id FROM tellings WHERE day < ? AND given_at IS NOT NULL", (day.isoformat(),))
    return int(row["id"] or 0) if row else 0


def last_of_day(log: Log, day: date) -> Telling | None:
    """The last telling of a day that went out."""
    row = log.row(
        "SELECT * FROM tellings WHERE day = ? AND given_at IS NOT NULL ORDER BY id DESC LIMIT 1", (day.isoformat(),)
    )
    return maybe(Telling, row)


def day_before(log: Log, day: date) -> date | None:
    """The last day before one on which a digest went out; None for none."""
    row = log.row("SELECT max(day) AS day FROM tellings WHERE day < ? AND given_at IS NOT NULL", (day.isoformat(),))
    return date.fromisoformat(row["day"]) if row and row["day"] else None


def kept_between(log: Log, first: date, last: date) -> list[Telling]:
    """The last telling of each day from ``first`` to ``last`` that went out and says what it said, in order."""
    rows = log.rows(
        "SELECT * FROM tellings WHERE id IN (SELECT max(id) FROM tellings WHERE given_at IS NOT NULL"
        " AND digest IS NOT NULL AND day BETWEEN ? AND ? GROUP BY day) ORDER BY day",
        (first.isoformat(), last.isoformat()),
    )
    return records(Telling, rows)


def is_past(log: Log, day: date) -> bool:
    """Whether a digest of a later day went out."""
    row = log.row("SELECT 1 FROM tellings WHERE day > ? AND given_at IS NOT NULL LIMIT 1", (day.isoformat(),))
    return row is not None
