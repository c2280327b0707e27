"""Obligations 应报: one body, one report year, when it is due and whether it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from storage.database import Log
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.portals import BodyKind
from storage.tables.records import as_columns, each_record, names_of, records, values_of

How = Literal["roster", "last_year"]
State = Literal["upcoming", "due", "met", "met_late", "overdue", "unknown"]


@dataclass(frozen=True, slots=True)
class Duty:
    """How the duty of a body to report on a year stands on ``day``.

    ``how`` is what says that it is owed, ``why`` the state explained in a
    Chinese line, ``report_id`` the report that met it.
    """

    body_id: int
    year: int
    due_on: date
    basis: str
    how: How
    state: State
    why: str
    report_id: int | None
    day: date


@dataclass(frozen=True, slots=True)
class Obligation(Duty):
    """A duty as the log keeps it, with whose it is and where the report that met it stands."""

    id: int
    body: str
    body_kind: BodyKind | None
    portal_id: int
    portal: str
    report_url: str | None
    published_on: date | None
    published_from: str | None


_OBLIGATIONS: Final = (
    "SELECT obligations.*, bodies.name AS body, bodies.kind AS body_kind,"
    " portals.id AS portal_id, portals.name AS portal, reports.url AS report_url,"
    " reports.published_on, reports.published_from"
    " FROM obligations JOIN bodies ON bodies.id = obligations.body_id"
    " JOIN portals ON portals.id = bodies.portal_id LEFT JOIN reports ON reports.id = report_id"
)
_COLUMNS: Final = names_of(Duty)
_UPSERT: Final = (
    f"INSERT INTO obligations ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)})"  # noqa: S608 - names of our own
    f" ON CONFLICT (body_id, year) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)


def upsert(log: Log, duty: Duty) -> int:
    """Note how a duty stands and give the obligation's id; of a body and year there is one."""
    with log.atomic():
        log.execute(_UPSERT, as_columns(values_of(duty)))
        row = log.row("SELECT id FROM obligations WHERE body_id = ? AND year = ?", (duty.body_id, duty.year))
    assert row is not None
    return int(row["id"])


def awaits(log: Log, portal_id: int, today: date) -> bool:
    """Whether a report of any of a portal's bodies is past its day and not there."""
    row = log.row(
        "SELECT 1 FROM obligations JOIN bodies ON bodies.id = body_id WHERE bodies.portal_id = ? AND bodies.active"
        " AND report_id IS NULL AND due_on < ? LIMIT 1",
        (portal_id, today.isoformat()),
    )
    return row is not None


def all(  # noqa: A001 - reads `obligations.all(log)` where it is called
    log: Log,
    *,
    year: int | None = None,
    state: State | None = None,
    body_id: int | None = None,
    portal_id: int | None = None,
) -> list[Obligation]:
    """The obligations that fit, by portal, body and year."""
    rows = log.rows(
        f"{_OBLIGATIONS}"
        " WHERE obligations.year = coalesce(:year, obligations.year)"
        " AND obligations.state = coalesce(:state, obligations.state)"
        " AND obligations.body_id = coalesce(:body_id, obligations.body_id)"
        " AND bodies.portal_id = coalesce(:portal_id, bodies.portal_id)"
        " ORDER BY portals.id, bodies.id, obligations.year",
        {"year": year, "state": state, "body_id": body_id, "portal_id": portal_id},
    )
    return records(Obligation, rows)


def matching(log: Log, wanted: Wanted = EVERYTHING) -> Iterator[Obligation]:
    """The obligations that are wanted, by portal, body and year, one after the other."""
    where, parameters = wanted.where("obligations")
    rows = log.each(f"{_OBLIGATIONS}{where} ORDER BY portals.id, bodies.id, obligations.year", parameters)
    return each_record(Obligation, rows)


def due_day(log: Log, body_id: int, year: int) -> date | None:
    """The day on which the report of a body and year is due; None where none is owed."""
    row = log.row("SELECT due_on FROM obligations WHERE body_id = ? AND year = ?", (body_id, year))
    return date.fromisoformat(row["due_on"]) if row else None


def owing(log: Log) -> set[int]:
    """The bodies that owe or owed a report of any year."""
    return {row["body_id"] for row in log.rows("SELECT DISTINCT body_id FROM obligations")}


def years(log: Log) -> list[int]:
    """The report years for which anybody owes or owed a report, the latest first."""
    return [row["year"] for row in log.rows("SELECT DISTINCT year FROM obligations ORDER BY year DESC")]


def remove(log: Log, obligation_id: int) -> None:
    """Forget an obligation that turned out not to be owed, with the judgements on it."""
    with log.atomic():
        log.execute("DELETE FROM judgements WHERE subject = ?", (f"obligation:{obligation_id}",))
        log.execute("DELETE FROM obligations WHERE id = ?", (obligation_id,))
