"""Alerts 问题 and what happened to them; what their life means stands in the monitor."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, NamedTuple, Self

from storage.clock import Clock
from storage.database import Log, Row
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.packing import pack
from storage.tables.records import as_columns, each_record, maybe, names_of, record, values_of

AlertList = Literal["compliance", "health"]
AlertState = Literal["open", "acknowledged", "muted", "resolved", "reopened"]
EventKind = Literal["new", "worse", "better", "resolved", "reopened", "acknowledged", "muted", "held", "released"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What an alert is about, whatever it says and wherever it stands.

    ``owner`` names the body (``body:7``), or where none is known the report or
    the portal (``report:3``, ``portal:2``). ``subject`` tells apart several
    findings of one rule on one owner and year.
    """

    owner: str
    year: int | None
    rule: str
    subject: str = ""

    @property
    def key(self) -> str:
        """The identity as the log's unique text."""
        return json.dumps([self.owner, self.year, self.rule, self.subject], ensure_ascii=False)

    @classmethod
    def of(cls, key: str) -> Self:
        """The identity that a key of the log holds."""
        return cls(*json.loads(key))


@dataclass(frozen=True, slots=True)
class Sighting(Identity):
    """A finding as a run sees it now: everything of an alert that a run may change."""

    list: AlertList = "compliance"
    severity: str = "error"
    message: str = ""
    portal_id: int | None = None
    body_id: int | None = None
    basis: str = ""
    cells: tuple[str, ...] = ()
    page: int | None = None
    quote: str = ""
    url: str = ""
    version_id: int | None = None

    @property
    def identity(self) -> Identity:
        """What it is about, alone."""
        return Identity(self.owner, self.year, self.rule, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Sighting):
    """A finding's life over time. ``held`` marks one that is held back while its portal cannot be seen.

    Times are stamps; ``reason``, ``decided_by`` and ``muted_until`` are people's. An alert
    that is not in the log yet has the ``id`` 0; ``portal``, ``body`` and
    ``body_kind`` are the log's names for whose it is.
    """

    state: AlertState = "open"
    held: bool = False
    reason: str = ""
    decided_by: str = ""
    muted_until: date | None = None
    first_seen_at: str
    last_seen_at: str
    resolved_at: str | None = None
    id: int = 0
    portal: str | None = None
    body: str | None = None
    body_kind: str | None = None

    def is_silenced(self, today: date) -> bool:
        """Whether people asked for silence until today or later."""
        return self.muted_until is not None and today <= self.muted_until


class Stand(NamedTuple):
    """How an alert stands, in what a run may change and people decide; ``muted_until`` is a day of ISO 8601."""

    key: str
    state: AlertState
    held: int
    muted_until: str | None
    first_seen_at: str

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """How that alert stands."""
        until = None if alert.muted_until is None else alert.muted_until.isoformat()
        return cls(alert.key, alert.state, int(alert.held), until, alert.first_seen_at)

    def is_quiet(self, today: date) -> bool:
        """Whether it is not muted, or muted until today or later."""
        return self.state != "muted" or (self.muted_until is not None and today.isoformat() <= self.muted_until)


@dataclass(frozen=True, slots=True)
class AlertEvent:
    """One step in the life of an alert, with the alert as it stands now; ``at`` is a stamp.

    A person's step has no ``run_id`` and says in ``taken_by`` whose it is.
    """

    id: int
    kind: EventKind
    at: str
    detail: str
    run_id: int | None
    taken_by: str
    alert: Alert


_NAMES: Final = ("owner", "id", "portal", "body", "body_kind")
"""Fields of an alert that are no columns of its table, or the log's own."""
_COLUMNS: Final = ("key", *(name for name in names_of(Alert) if name not in _NAMES))
_INSERT: Final = f"INSERT INTO alerts ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)})"  # noqa: S608 - ours
_UPDATE: Final = f"UPDATE alerts SET {', '.join(f'{name} = :{name}' for name in _COLUMNS)} WHERE id = :id"  # noqa: S608
_ALERTS: Final = (
    "SELECT alerts.*, json_extract(key, '$[0]') AS owner, portals.name AS portal, bodies.name AS body,"
    " bodies.kind AS body_kind FROM alerts"
    " LEFT JOIN portals ON portals.id = alerts.portal_id LEFT JOIN bodies ON bodies.id = alerts.body_id"
)
_STATES: Final[dict[EventKind, AlertState]] = {
    "new": "open",
    "reopened": "reopened",
    "resolved": "resolved",
    "acknowledged": "acknowledged",
    "muted": "muted",
}
"""The state that an event leaves an alert in; other events leave it as it was."""


def by_key(log: Log, key: str) -> Alert | None:
    """The alert of that identity."""
    return maybe(Alert, log.row(f"{_ALERTS} WHERE key = ?", (key,)))


def get(log: Log, alert_id: int) -> Alert | None:
    """The alert of that id."""
    return maybe(Alert, log.row(f"{_ALERTS} WHERE alerts.id = ?", (alert_id,)))


def put(log: Log, alert: Alert) -> Alert:
    """Write an alert, a new one or one that is in the log already; gives it with its id."""
    values = as_columns(values_of(alert)) | {"key": alert.key}
    if not alert.id:
        return replace(alert, id=log.insert(_INSERT, values))
    log.execute(_UPDATE, values)
    return alert


def add_event(
    log: Log,
    alert_id: int,
    kind: EventKind,
    clock: Clock,
    *,
    run_id: int | None = None,
    detail: str = "",
    taken_by: str = "",
) -> int:
    """Note a step in the life of an alert and give the event's id."""
    return log.insert(
        "INSERT INTO alert_events (alert_id, day, at, kind, run_id, detail, taken_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (alert_id, clock.today.isoformat(), clock.stamp(), kind, run_id, detail, taken_by),
    )


def events_of(log: Log, alert_id: int) -> list[AlertEvent]:
    """The life of one alert, step by step."""
    return _events(log, "alert_events.alert_id = ?", alert_id)


def events_of_day(log: Log, day: date) -> list[AlertEvent]:
    """The events of a day in order, told or not."""
    return _events(log, "alert_events.day = ?", day.isoformat())


def events_between(log: Log, first: date, last: date) -> list[AlertEvent]:
    """The events from one day to another, both with them, in order."""
    return _events(log, "alert_events.day BETWEEN ? AND ?", first.isoformat(), last.isoformat())


def events_told_on(log: Log, day: date, telling: int) -> list[AlertEvent]:
    """The events that the digests given out on a day have told, and those of the telling that is being made."""
    told = "SELECT id FROM tellings WHERE id = ? OR (day = ? AND given_at IS NOT NULL)"
    return _events(log, f"told_in IN ({told})", telling, day.isoformat())


def events_of_telling(log: Log, telling: int) -> list[AlertEvent]:
    """The events that one telling tells, in order."""
    return _events(log, "told_in = ?", telling)


def events_told_after(log: Log, telling: int) -> list[AlertEvent]:
    """The events that tellings later than one have told, in order; only tellings that were given out."""
    return _events(log, "told_in IN (SELECT id FROM tellings WHERE id > ? AND given_at IS NOT NULL)", telling)


def untold_events(log: Log) -> list[AlertEvent]:
    """The events that no digest which was given out has told, in order."""
    return _events(log, "(told_in IS NULL OR told_in IN (SELECT id FROM tellings WHERE given_at IS NULL))")


def latest_events(log: Log, kinds: Sequence[EventKind], most: int) -> list[AlertEvent]:
    """The latest events of these kinds in order, so many at most."""
    latest = "SELECT id FROM alert_events WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?"
    return _events(log, f"alert_events.id IN ({latest})", pack(list(kinds)), most)


def states_on(log: Log, day: date) -> dict[int, AlertState]:
    """The state of every alert at the end of a day, by id, from the events until then."""
    rows = log.rows(
        "SELECT alert_id, kind FROM alert_events WHERE day <= ? AND kind IN (SELECT value FROM json_each(?))"
        " ORDER BY id",
        (day.isoformat(), pack(list(_STATES))),
    )
    return {row["alert_id"]: _STATES[row["kind"]] for row in rows}


def unresolved(log: Log) -> list[Stand]:
    """How the alerts stand that are not resolved, the oldest first."""
    found = log.execute(
        "SELECT key, state, held, muted_until, first_seen_at FROM alerts WHERE state <> 'resolved' ORDER BY id"
    )
    return [Stand(*values) for values in found]


def each(
    log: Log,
    *,
    list: AlertList | None = None,  # noqa: A002 - the word of the log and of the command line
    state: str | Sequence[str] | None = None,
    rule: str | None = None,
    portal_id: int | None = None,
    body_id: int | None = None,
    year: int | None = None,
    held: bool | None = None,
) -> Iterator[Alert]:
    """The alerts that fit, the oldest first, one by one. ``state`` may be several."""
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
    rows = log.each(f"{_ALERTS}{where} ORDER BY alerts.id", {**wanted, "states": pack(states)})
    return each_record(Alert, rows)


def listing(log: Log, **wanted: Any) -> list[Alert]:
    """The alerts that fit, as :func:`each` gives them."""
    return [*each(log, **wanted)]


def counts(log: Log, day: date) -> dict[AlertState, int]:
    """How many compliance alerts stand in each state; one that is gone within the silence people asked for is muted."""
    rows = log.execute(
        "SELECT iif(state = 'resolved' AND muted_until >= ?, 'muted', state) AS shown, count(*) FROM alerts"
        " WHERE list = 'compliance' AND NOT held GROUP BY shown",
        (day.isoformat(),),
    )
    return dict(rows.fetchall())


def matching(
    log: Log,
    wanted: Wanted = EVERYTHING,
    *,
    list: AlertList | None = None,  # noqa: A002 - as above
    held: bool | None = None,
    standing: bool = False,
) -> Iterator[Alert]:
    """The alerts that are wanted, one after the other, the oldest first.

    With ``held`` only those that are not resolved and are, or are not, held
    back; with ``standing`` those that are not, unit by unit, the latest year
    first, and below them all in the same order what people silenced.
    """
    where, parameters = wanted.where("alerts")
    where += " AND alerts.list = coalesce(:list, alerts.list)"
    if standing or held is not None:
        where += " AND alerts.state <> 'resolved' AND alerts.held = :held"
    by_unit = "alerts.state = 'muted', portals.id, bodies.name, alerts.body_id, alerts.year DESC, alerts.id"
    order = by_unit if standing else "alerts.id"
    values = {**parameters, "list": list, "held": int(bool(held))}
    return each_record(Alert, log.each(f"{_ALERTS}{where} ORDER BY {order}", values))


def _events(log: Log, condition: str, *parameters: Any) -> list[AlertEvent]:
    rows = log.rows(
        "SELECT alert_events.id AS event_id, alert_events.kind AS event, alert_events.at AS event_at,"
        " alert_events.detail AS event_detail, alert_events.run_id AS event_run_id,"
        f" alert_events.taken_by AS event_taken_by, {_ALERTS.removeprefix('SELECT ')}"
        f" JOIN alert_events ON alert_events.alert_id = alerts.id WHERE {condition} ORDER BY alert_events.id",
        parameters,
    )
    return [_event(row) for row in rows]


def _event(row: Row) -> AlertEvent:
    return AlertEvent(
        row["event_id"],
        row["event"],
        row["event_at"],
        row["event_detail"],
        row["event_run_id"],
        row["event_taken_by"],
        record(Alert, row),
    )
