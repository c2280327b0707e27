"""Obligations 应报: one body, one report year, when it is due and whether it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from storage.database import Log
from storage.tables import marks
from storage.tables.portals import BodyKind
from storage.tables.records import as_columns, names_of, record, values_of

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


def listing(
    log: Log,
    *,
    year: int | None = None,
    state: State | None = None,
    body: str | None = None,
    body_id: int | None = None,
    portal_id: int | None = None,
    due: tuple[date, date] | None = None,
) -> Iterator[Obligation]:
    """The obligations that fit, by portal, body and year, one by one.

    ``body`` are words in the name of a body, ``due`` the first and the last day on which they are due.
    """
    first, last = due or (None, None)
    given = {
        "o.year = ?": year,
        "o.state = ?": state,
        "instr(bodies.name, ?)": body,
        "o.body_id = ?": body_id,
        "bodies.portal_id = ?": portal_id,
        "o.due_on >= ?": first and first.isoformat(),
        "o.due_on <= ?": last and last.isoformat(),
    }
    wanted = {condition: value for condition, value in given.items() if value is not None}
    where = " AND ".join(wanted) or "1"
    rows = log.each(f"{_OBLIGATIONS} WHERE {where} ORDER BY portals.id, bodies.id, o.year", tuple(wanted.values()))
    return (record(Obligation, row) for row in rows)


def all(log: Log, **wanted: Any) -> list[Obligation]:  # noqa: A001 - reads `obligations.all(log)` where it is called
    """The obligations that fit, as :func:`listing` gives them."""
    return [*listing(log, **wanted)]


def numbers(log: Log, state: State) -> dict[int, int]:
    """How many obligations are in that state, by the portal of the body."""
    rows = log.execute(
        "SELECT portal_id, count(*) FROM obligations JOIN bodies ON bodies.id = body_id WHERE state = ?"
        " GROUP BY portal_id",
        (state,),
    )
    return dict(rows.fetchall())


_OBLIGATIONS: Final = (
    "SELECT o.*, bodies.name AS body, bodies.kind AS body_kind, portals.id AS portal_id, portals.name AS portal,"
    " reports.url AS report_url, reports.published_on, reports.published_from"
    " FROM obligations AS o JOIN bodies ON bodies.id = o.body_id JOIN portals ON portals.id = bodies.portal_id"
    " LEFT JOIN reports ON reports.id = report_id"
)


def remove(log: Log, obligation_id: int) -> None:
    """Forget an obligation that turned out not to be owed, with what was answered on it."""
    with log.atomic():
        marks.forget(log, [f"obligation:{obligation_id}"])
        log.execute("DELETE FROM obligations WHERE id = ?", (obligation_id,))
