"""The life of an alert: what people work on, and what no run may take from them.

Pure functions over values; :mod:`monitor.alerting` holds them against the log.
An alert's identity is (body, year, rule, subject), never an address or a
message, so a repeated run finds the alerts it made before. A run knows one of
three things of an alert: its finding is still there (:func:`seen`), it is gone
and that was proven (:func:`gone`), or it could not be seen (:func:`unseen`).
What people decided (acknowledged, muted until a day) outlives all three.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal, Self

from monitor.rules.model import Severity

AlertList = Literal["compliance", "health"]
EventKind = Literal["new", "worse", "better", "resolved", "reopened", "acknowledged", "muted", "held", "released"]

FOREVER: Final = date.max
"""The day until which an alert is muted when no day was given."""


class AlertState(StrEnum):
    """Where an alert stands in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    MUTED = "muted"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class DecisionError(Exception):
    """A person's decision does not fit the alert's state; the message is one Chinese line."""


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
class Sighting:
    """A finding as a run sees it now: everything of an alert that a run may change."""

    identity: Identity
    list: AlertList
    severity: Severity
    message: str
    portal_id: int | None = None
    body_id: int | None = None
    basis: str = ""
    cells: tuple[str, ...] = ()
    page: int | None = None
    quote: str = ""
    url: str = ""
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding's life over time. ``held`` marks an alert that is held back while its portal cannot be seen."""

    sighting: Sighting
    first_seen_at: str
    last_seen_at: str
    state: AlertState = AlertState.OPEN
    held: bool = False
    reason: str = ""
    muted_until: date | None = None
    resolved_at: str | None = None
    id: int | None = None

    def is_silenced(self, today: date) -> bool:
        """Whether people asked for silence until today or later."""
        return self.muted_until is not None and today <= self.muted_until


@dataclass(frozen=True, slots=True)
class Event:
    """One change in an alert's life."""

    kind: EventKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is taken: the day in Asia/Shanghai, and the UTC stamp the log keeps."""

    today: date
    stamp: str


@dataclass(frozen=True, slots=True)
class Step:
    """An alert after a step, with the events that brought it there (none where nothing changed)."""

    alert: Alert
    events: tuple[Event, ...] = ()


def seen(alert: Alert | None, sighting: Sighting, now: Moment) -> Step:
    """The finding is there: a new alert, or the same one brought up to date, worse, better or reopened."""
    if alert is None:
        return Step(Alert(sighting, now.stamp, now.stamp), (Event("new"),))
    released = (Event("released"),) if alert.held else ()
    current = replace(alert, sighting=sighting, last_seen_at=now.stamp, held=False)
    if alert.state is AlertState.RESOLVED:
        return _returned(current, released, now)
    woken = _woken(current, now)
    change = _comparison(alert.sighting, sighting)
    return Step(woken.alert, (*released, *woken.events, *([change] if change else [])))


def gone(alert: Alert, now: Moment, why: str = "") -> Step:
    """The finding is proven to be gone; a resolved alert stays as it is. ``muted_until`` is kept for its return."""
    if alert.state is AlertState.RESOLVED:
        return Step(alert)
    resolved = replace(alert, state=AlertState.RESOLVED, held=False, resolved_at=now.stamp)
    return Step(resolved, (Event("resolved", why),))


def unseen(alert: Alert, now: Moment, *, held: bool = False) -> Step:
    """Whether the finding is still there could not be seen: nothing is resolved; ``held`` holds it back meanwhile."""
    if alert.state is AlertState.RESOLVED:
        return Step(alert)
    woken = _woken(alert, now)
    if held == alert.held:
        return woken
    event = Event("held" if held else "released")
    return Step(replace(woken.alert, held=held), (*woken.events, event))


def acknowledge(alert: Alert, reason: str) -> Step:
    """A person has taken note; the alert is counted but no longer news. DecisionError where it is resolved."""
    _refuse_resolved(alert)
    decided = replace(alert, state=AlertState.ACKNOWLEDGED, reason=reason, muted_until=None)
    return Step(decided, (Event("acknowledged", reason),))


def mute(alert: Alert, reason: str, until: date | None, today: date) -> Step:
    """A person wants silence until that day (included), or for good; DecisionError where it is resolved or past."""
    _refuse_resolved(alert)
    if until is not None and until < today:
        raise DecisionError(f"静默截止日 {until} 已经过去，请给今天（{today}）或以后的日期。")
    decided = replace(alert, state=AlertState.MUTED, reason=reason, muted_until=until or FOREVER)
    detail = reason if until is None else f"{reason}（至 {until}）"
    return Step(decided, (Event("muted", detail),))


def reopen(alert: Alert, reason: str) -> Step:
    """A person takes a decision back, or doubts that the finding is gone; DecisionError where it is open already."""
    if alert.state in (AlertState.OPEN, AlertState.REOPENED):
        raise DecisionError(f"预警 {alert.id} 本来就是待处理状态，不用重开。")
    decided = replace(alert, state=AlertState.REOPENED, reason=reason, muted_until=None, resolved_at=None)
    return Step(decided, (Event("reopened", reason),))


def _returned(alert: Alert, released: tuple[Event, ...], now: Moment) -> Step:
    """A resolved finding is back: it stays silent where people's silence still holds."""
    if alert.is_silenced(now.today):
        silent = replace(alert, state=AlertState.MUTED, resolved_at=None)
        return Step(silent, (*released, Event("muted", "问题再次出现，静默期未满")))
    again = replace(alert, state=AlertState.REOPENED, muted_until=None, resolved_at=None)
    return Step(again, (*released, Event("reopened", "问题再次出现")))


def _woken(alert: Alert, now: Moment) -> Step:
    if alert.state is not AlertState.MUTED or alert.is_silenced(now.today):
        return Step(alert)
    awake = replace(alert, state=AlertState.REOPENED, muted_until=None)
    return Step(awake, (Event("reopened", "静默期已满"),))


def _comparison(before: Sighting, after: Sighting) -> Event | None:
    old, new = _weight(before), _weight(after)
    if old == new:
        return None
    detail = f"{before.severity}→{after.severity}" if old[0] != new[0] else f"涉及 {old[1]} 处→{new[1]} 处"
    return Event("worse" if new > old else "better", detail)


def _weight(sighting: Sighting) -> tuple[Severity, int]:
    return sighting.severity, len(set(sighting.cells))


def _refuse_resolved(alert: Alert) -> None:
    if alert.state is AlertState.RESOLVED:
        raise DecisionError(f"预警 {alert.id} 已经解决，没有什么要处理的。")
