"""Obligations 应报: one body, one report year, when it is due and whether it came."""

from datetime import date
from typing import Literal

from storage.database import Log, Row

How = Literal["roster", "last_year"]
State = Literal["upcoming", "due", "met", "met_late", "overdue", "unknown"]


def upsert(
    log: Log,
    *,
    body_id: int,
    year: int,
    due_on: date,
    basis: str,
    how: How,
    state: State,
    why: str,
    report_id: int | None,
    day: date,
) -> int:
    """Note how an obligation stands on ``day`` and give its id.

    ``how``: what says that it is owed; ``why``: the state explained in a Chinese line.
    """
    with log.atomic():
        log.execute(
            "INSERT INTO obligations (body_id, year, due_on, basis, how, state, why, report_id, day)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (body_id, year) DO UPDATE SET due_on = excluded.due_on,"
            " basis = excluded.basis, how = excluded.how, state = excluded.state, why = excluded.why,"
            " report_id = excluded.report_id, day = excluded.day",
            (body_id, year, due_on.isoformat(), basis, how, state, why, report_id, day.isoformat()),
        )
        row = log.row("SELECT id FROM obligations WHERE body_id = ? AND year = ?", (body_id, year))
    assert row is not None
    return int(row["id"])


def all(  # noqa: A001 - reads `obligations.all(log)` where it is called
    log: Log,
    *,
    year: int | None = None,
    state: State | None = None,
    body_id: int | None = None,
    portal_id: int | None = None,
) -> list[Row]:
    """The obligations that fit, by portal, body and year.

    Beside the table's columns: ``body``, ``body_kind``, ``body_active``, ``portal_id``, ``portal``, and of the report
    that met it ``report_url``, ``published_on``, ``published_from``.
    """
    return log.rows(
        "SELECT obligations.*, bodies.name AS body, bodies.kind AS body_kind, bodies.active AS body_active,"
        " portals.id AS portal_id, portals.name AS portal, reports.url AS report_url,"
        " reports.published_on, reports.published_from"
        " FROM obligations JOIN bodies ON bodies.id = obligations.body_id"
        " JOIN portals ON portals.id = bodies.portal_id LEFT JOIN reports ON reports.id = report_id"
        " WHERE obligations.year = coalesce(:year, obligations.year)"
        " AND obligations.state = coalesce(:state, obligations.state)"
        " AND obligations.body_id = coalesce(:body_id, obligations.body_id)"
        " AND bodies.portal_id = coalesce(:portal_id, bodies.portal_id)"
        " ORDER BY portals.id, bodies.id, obligations.year",
        {"year": year, "state": state, "body_id": body_id, "portal_id": portal_id},
    )


def remove(log: Log, obligation_id: int) -> None:
    """Forget an obligation that turned out not to be owed, with the judgements on it."""
    with log.atomic():
        log.execute("DELETE FROM judgements WHERE subject = ?", (f"obligation:{obligation_id}",))
        log.execute("DELETE FROM obligations WHERE id = ?", (obligation_id,))
