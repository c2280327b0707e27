"""Alerts 预警 as raw rows; what their life means stands in the monitor."""

from datetime import date
from typing import Any, Final, Literal

from storage.clock import Clock
from storage.database import Log, Row
from storage.tables.packing import pack, unpack

AlertList = Literal["compliance", "health"]
EventKind = Literal["new", "worse", "better", "resolved", "reopened", "acknowledged", "muted", "held", "released"]

FIELDS: Final = (
    *("key", "list", "rule", "severity", "portal_id", "body_id", "year", "subject", "state", "message", "basis"),
    *("cells", "page", "quote", "url", "version_id", "held", "reason", "muted_until", "first_seen_at"),
    *("last_seen_at", "resolved_at"),
)
"""The columns of an alert that :func:`insert` and :func:`update` take, with the names of the schema."""

_ALERTS: Final = (
    "SELECT alerts.*, portals.name AS portal, bodies.name AS body, bodies.kind AS body_kind FROM alerts"
    " LEFT JOIN portals ON portals.id = alerts.portal_id LEFT JOIN bodies ON bodies.id = alerts.body_id"
)


def by_key(log: Log, key: str) -> Row | None:
    """The alert of that identity with ``portal``, ``body`` and ``body_kind``, ``cells`` decoded."""
    row = log.row(f"{_ALERTS} WHERE key = ?", (key,))
    return row and unpack(row, "cells")


def get(log: Log, alert_id: int) -> Row | None:
    """The alert of that id; keys as in :func:`by_key`."""
    row = log.row(f"{_ALERTS} WHERE alerts.id = ?", (alert_id,))
    return row and unpack(row, "cells")


def insert(log: Log, **fields: Any) -> int:
    """Add an alert with these :data:`FIELDS` (``cells`` as a sequence) and give its id."""
    values = _values(fields)
    places = ", ".join(f":{name}" for name in values)
    return log.insert(f"INSERT INTO alerts ({', '.join(values)}) VALUES ({places})", values)  # noqa: S608 - checked


def update(log: Log, alert_id: int, **fields: Any) -> None:
    """Change these :data:`FIELDS` of an alert and no others."""
    values = _values(fields)
    changes = ", ".join(f"{name} = :{name}" for name in values)
    log.execute(f"UPDATE alerts SET {changes} WHERE id = :alert_id", {**values, "alert_id": alert_id})  # noqa: S608


def add_event(
    log: Log, alert_id: int, kind: EventKind, clock: Clock, *, run_id: int | None = None, detail: str = ""
) -> int:
    """Note a step in the life of an alert and give the event's id."""
    return log.insert(
        "INSERT INTO alert_events (alert_id, day, at, kind, run_id, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (alert_id, clock.today.isoformat(), clock.stamp(), kind, run_id, detail),
    )


def events_of_day(log: Log, day: date) -> list[Row]:
    """The events of a day in order, each with its alert's columns as in :func:`by_key`.

    The event's own are ``event_id``, ``event`` (its kind), ``event_at``, ``event_detail`` and ``event_run_id``.
    """
    rows = log.rows(
        "SELECT alert_events.id AS event_id, alert_events.kind AS event, alert_events.at AS event_at,"
        f" alert_events.detail AS event_detail, alert_events.run_id AS event_run_id, {_ALERTS.removeprefix('SELECT ')}"
        " JOIN alert_events ON alert_events.alert_id = alerts.id WHERE alert_events.day = ? ORDER BY alert_events.id",
        (day.isoformat(),),
    )
    return [unpack(row, "cells") for row in rows]


def events_of(log: Log, alert_id: int) -> list[Row]:
    """The life of one alert, the oldest event first."""
    return log.rows("SELECT * FROM alert_events WHERE alert_id = ? ORDER BY id", (alert_id,))


def listing(
    log: Log,
    *,
    list: AlertList | None = None,  # noqa: A002 - the word of the log and of the command line
    state: str | tuple[str, ...] | None = None,
    rule: str | None = None,
    portal_id: int | None = None,
    body_id: int | None = None,
    year: int | None = None,
    held: bool | None = None,
) -> list[Row]:
    """The alerts that fit, the oldest first; keys as in :func:`by_key`. ``state`` may be several."""
    states = (state,) if isinstance(state, str) else state
    wanted = {
        "list": list,
        "rule": rule,
        "portal_id": portal_id,
        "body_id": body_id,
        "year": year,
        "held": None if held is None else int(held),
    }
    conditions = [f"alerts.{name} = :{name}" for name, value in wanted.items() if value is not None]
    if states is not None:
        conditions.append("alerts.state IN (SELECT value FROM json_each(:states))")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = log.rows(f"{_ALERTS}{where} ORDER BY alerts.id", {**wanted, "states": pack(states)})
    return [unpack(row, "cells") for row in rows]


def _values(fields: Row) -> Row:
    if unknown := fields.keys() - set(FIELDS):
        raise ValueError(f"no such fields of an alert: {sorted(unknown)}")
    return fields | ({"cells": pack([*fields["cells"]])} if "cells" in fields else {})
