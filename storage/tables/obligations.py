"""Obligations 应报: one body, one report year, when it is due and whether it came."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from storage.database import Log
from storage.tables import marks
from storage.tables.portals import BodyKind
from storage.tables.records import as_columns, names_of, records, values_of

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


def all(  # noqa: A001 - reads `obligations.all(log)` where it is called
    log: Log,
    *,
    year: int | None = None,
    state: State | None = None,
    body_id: int | None = None,
    portal_id: int | None = None,
) -> list[Obligation]:
    """The obligations that fit, by portal, body and year."""
    wanted = {"o.year": year, "o.state": state, "o.body_id": body_id, "bodies.portal_id": portal_id}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in given) or "1"
    rows = log.rows(f"{_OBLIGATIONS} WHERE {where} ORDER BY portals.id, bodies.id, o.year", tuple(given.values()))
    return records(Obligation, rows)


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
