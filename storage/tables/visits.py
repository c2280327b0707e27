"""Visits of columns: the proof that we looked and could see, or could not."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.records import maybe

Verdict = Literal["ok", "empty", "wall", "unreachable", "error", "robots", "needs_browser"]


@dataclass(frozen=True, slots=True)
class Visit:
    """How the visit of a column in a run went. ``rows`` are those of its list, ``reports`` those taken for reports.

    ``healthy`` is true only where every page of the list came and could be
    read; ``detail`` is a Chinese line on what stood in the way.
    """

    id: int
    run_id: int
    column_id: int
    day: date
    healthy: bool
    verdict: Verdict
    rows: int
    reports: int
    detail: str


def record(
    log: Log,
    *,
    run_id: int,
    column_id: int,
    healthy: bool,
    verdict: Verdict,
    clock: Clock,
    rows: int = 0,
    reports: int = 0,
    detail: str = "",
) -> None:
    """Note how the visit of a column in a run went; said twice in one run, the later word holds.

    What is noted is told at :class:`Visit`.
    """
    log.execute(
        'INSERT INTO visits (run_id, column_id, day, healthy, verdict, "rows", reports, detail)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, column_id) DO UPDATE SET day = excluded.day,"
        ' healthy = excluded.healthy, verdict = excluded.verdict, "rows" = excluded."rows",'
        " reports = excluded.reports, detail = excluded.detail",
        (run_id, column_id, clock.today.isoformat(), int(healthy), verdict, rows, reports, detail),
    )


def healthy_days(log: Log, column_id: int, since: date) -> list[date]:
    """The days from ``since`` on, in order, with at least one healthy visit of the column."""
    rows = log.rows(
        "SELECT DISTINCT day FROM visits WHERE column_id = ? AND healthy AND day >= ? ORDER BY day",
        (column_id, since.isoformat()),
    )
    return [date.fromisoformat(row["day"]) for row in rows]


def last_visit(log: Log, column_id: int) -> Visit | None:
    """The latest visit of a column."""
    return maybe(Visit, log.row("SELECT * FROM visits WHERE column_id = ? ORDER BY id DESC LIMIT 1", (column_id,)))


def last_healthy(log: Log, column_id: int, before: Visit | None = None) -> Visit | None:
    """The latest healthy visit of a column, or the latest before another visit of it."""
    row = log.row(
        "SELECT * FROM visits WHERE column_id = ? AND healthy AND id < coalesce(?, id + 1) ORDER BY id DESC LIMIT 1",
        (column_id, before and before.id),
    )
    return maybe(Visit, row)


def bad_since_healthy(log: Log, column_id: int) -> int:
    """How many visits of a column went wrong since the last healthy one."""
    row = log.row(
        "SELECT count(*) AS number FROM visits WHERE column_id = ?1 AND id > coalesce("
        "(SELECT max(id) FROM visits WHERE column_id = ?1 AND healthy), 0)",
        (column_id,),
    )
    return int(row["number"]) if row else 0


def were_healthy(log: Log, run_id: int, portal_id: int) -> bool:
    """Whether a portal was visited in that run and every visit was healthy; no visit is no health."""
    row = log.row(
        "SELECT min(healthy) AS healthy FROM visits JOIN columns ON columns.id = column_id"
        " WHERE run_id = ? AND portal_id = ?",
        (run_id, portal_id),
    )
    return bool(row and row["healthy"])


def last_day(log: Log, portal_id: int) -> date | None:
    """The day of the latest visit of any column of a portal."""
    row = log.row(
        "SELECT max(day) AS day FROM visits JOIN columns ON columns.id = column_id WHERE portal_id = ?", (portal_id,)
    )
    return date.fromisoformat(row["day"]) if row and row["day"] else None


def blind_since(log: Log, on: date) -> dict[int, date]:
    """Since which day a portal could not be seen whole, by portal id, as it stood on a day; only those that cannot."""
    rows = log.rows(
        "SELECT portal_id, min(day) AS day FROM visits JOIN columns ON columns.id = column_id"
        " WHERE columns.active AND NOT healthy AND day <= :day AND visits.id > coalesce((SELECT max(id)"
        " FROM visits AS well WHERE well.column_id = visits.column_id AND well.healthy AND well.day <= :day), 0)"
        " GROUP BY portal_id",
        {"day": on.isoformat()},
    )
    return {row["portal_id"]: date.fromisoformat(row["day"]) for row in rows}


def first_days(log: Log) -> dict[int, date]:
    """The day of the first visit of each portal, by portal id."""
    rows = log.rows(
        "SELECT portal_id, min(day) AS day FROM visits JOIN columns ON columns.id = column_id GROUP BY portal_id"
    )
    return {row["portal_id"]: date.fromisoformat(row["day"]) for row in rows}
