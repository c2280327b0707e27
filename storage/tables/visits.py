"""Visits of columns and events of crawl health: the proof that we looked and could see, or could not."""

from datetime import date
from typing import Literal

from storage.clock import Clock
from storage.database import Log, Row

Verdict = Literal["ok", "empty", "wall", "unreachable", "error", "robots", "needs_browser"]
HealthKind = Literal[
    "wall",
    "unreachable",
    "server_error",
    "throttled",
    "budget",
    "broken_file",
    "empty_column",
    "needs_browser",
    "robots",
    "unreadable",
    "truncated",
    "crashed",
    "certificate",
    "legacy_tls",
    "other_scheme",
]
"""What can stand in the way of seeing a portal; the last three only say how it could be seen all the same."""


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

    ``healthy`` is true only where every page of the list came and could be
    read; ``rows`` counts its rows, ``reports`` those taken for reports.
    """
    log.execute(
        'INSERT INTO visits (run_id, column_id, day, healthy, verdict, "rows", reports, detail)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, column_id) DO UPDATE SET day = excluded.day,"
        ' healthy = excluded.healthy, verdict = excluded.verdict, "rows" = excluded."rows",'
        " reports = excluded.reports, detail = excluded.detail",
        (run_id, column_id, clock.today.isoformat(), int(healthy), verdict, rows, reports, detail),
    )


def health(
    log: Log,
    *,
    run_id: int,
    portal_id: int,
    column_id: int | None,
    url: str,
    kind: HealthKind,
    detail: str,
    clock: Clock,
) -> None:
    """Note an event of crawl health, once for an address and kind in a run. ``detail``: one Chinese line."""
    log.execute(
        "INSERT INTO health_events (run_id, portal_id, column_id, url, kind, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (run_id, url, kind) DO UPDATE SET detail = excluded.detail, at = excluded.at",
        (run_id, portal_id, column_id, url, kind, detail, clock.stamp()),
    )


def health_of_run(log: Log, run_id: int) -> list[Row]:
    """The health events of a run in the order they came, with the portal's name as ``portal``."""
    return log.rows(
        "SELECT health_events.*, portals.name AS portal FROM health_events JOIN portals ON portals.id = portal_id"
        " WHERE run_id = ? ORDER BY health_events.id",
        (run_id,),
    )


def visits_of_run(log: Log, run_id: int) -> list[Row]:
    """The visits of a run with the column's ``url``, ``portal_id`` and the portal's name as ``portal``."""
    return log.rows(
        "SELECT visits.*, columns.url, columns.portal_id, portals.name AS portal FROM visits"
        " JOIN columns ON columns.id = column_id JOIN portals ON portals.id = columns.portal_id"
        " WHERE run_id = ? ORDER BY visits.id",
        (run_id,),
    )


def healthy_days(log: Log, column_id: int, since: date) -> list[date]:
    """The days from ``since`` on, in order, with at least one healthy visit of the column."""
    rows = log.rows(
        "SELECT DISTINCT day FROM visits WHERE column_id = ? AND healthy AND day >= ? ORDER BY day",
        (column_id, since.isoformat()),
    )
    return [date.fromisoformat(row["day"]) for row in rows]


def last_visit(log: Log, column_id: int) -> Row | None:
    """The latest visit of a column."""
    return log.row("SELECT * FROM visits WHERE column_id = ? ORDER BY id DESC LIMIT 1", (column_id,))
