"""Obligations 应报: one body, one report year, when it is due and whether it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from storage.database import Log, Parameters
from storage.tables import marks
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.portals import BodyKind
from storage.tables.records import as_columns, each_record, names_of, values_of

How = Literal["roster", "last_year"]
State = Literal["upcoming", "due", "met", "met_late", "overdue", "unknown"]


@dataclass(frozen=True, slots=True)
class Duty:
    """How the duty of a body to report on a year stands since ``day``.

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


def each(
    log: Log,
    *,
    year: int | None = None,
    state: State | None = None,
    body_id: int | None = None,
    portal_id: int | None = None,
    due: tuple[date, date] | None = None,
) -> Iterator[Obligation]:
    """The obligations that fit, by portal, body and year, one by one; ``due`` is from the first to the last day."""
    first, last = due or (None, None)
    given = {
        "obligations.year = ?": year,
        "obligations.state = ?": state,
        "obligations.body_id = ?": body_id,
        "bodies.portal_id = ?": portal_id,
        "obligations.due_on >= ?": first and first.isoformat(),
        "obligations.due_on <= ?": last and last.isoformat(),
    }
    wanted = {condition: value for condition, value in given.items() if value is not None}
    return _each(log, f" WHERE {' AND '.join(wanted) or '1'}", tuple(wanted.values()))


def all(log: Log, **wanted: Any) -> list[Obligation]:  # noqa: A001 - reads `obligations.all(log)` where it is called
    """The obligations that fit, as :func:`each` gives them."""
    return [*each(log, **wanted)]


def numbers(log: Log, state: State) -> dict[int, int]:
    """How many obligations are in that state, by the portal of the body."""
    rows = log.execute(
        "SELECT portal_id, count(*) FROM obligations JOIN bodies ON bodies.id = body_id WHERE state = ?"
        " GROUP BY portal_id",
        (state,),
    )
    return dict(rows.fetchall())


def stands(log: Log, year: int) -> dict[tuple[str, State], int]:
    """How many obligations of a year are in each state, by the name of the portal and the state."""
    rows = log.execute(
        "SELECT portals.name, state, count(*) FROM obligations JOIN bodies ON bodies.id = body_id"
        " JOIN portals ON portals.id = portal_id WHERE year = ? GROUP BY portals.name, state ORDER BY min(portals.id)",
        (year,),
    )
    return {(portal, state): number for portal, state, number in rows}


def matching(log: Log, wanted: Wanted = EVERYTHING) -> Iterator[Obligation]:
    """The obligations that are wanted, by portal, body and year, one by one."""
    return _each(log, *wanted.where("obligations"))


def get(log: Log, body_id: int, year: int) -> Obligation | None:
    """The obligation of a body and year; None where none is owed."""
    return next(iter(all(log, body_id=body_id, year=year)), None)


def owing(log: Log) -> set[int]:
    """The bodies that owe or owed a report of any year."""
    return {row["body_id"] for row in log.rows("SELECT DISTINCT body_id FROM obligations")}


def years(log: Log) -> list[int]:
    """The report years for which anybody owes or owed a report, the latest first."""
    return [row["year"] for row in log.rows("SELECT DISTINCT year FROM obligations ORDER BY year DESC")]


def remove(log: Log, obligation_id: int) -> None:
    """Forget an obligation that turned out not to be owed, with what was answered on it."""
    with log.atomic():
        marks.forget(log, [f"obligation:{obligation_id}"])
        log.execute("DELETE FROM obligations WHERE id = ?", (obligation_id,))


def _each(log: Log, where: str, parameters: Parameters) -> Iterator[Obligation]:
    rows = log.each(f"{_OBLIGATIONS}{where} ORDER BY portals.id, bodies.id, obligations.year", parameters)
    return each_record(Obligation, rows)
