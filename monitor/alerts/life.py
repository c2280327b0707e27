"""The life of an alert: what people work on, and what no run may take from them.

Pure functions over values; :mod:`monitor.alerts.ledger` holds them against the log.
An alert's identity is (body, year, rule, subject), never an address or a
message, so a repeated run finds the alerts it made before. A run knows one of
three things of an alert: its finding is still there (:func:`see`), it is gone
and that was proven (:func:`resolve`), or it could not be seen (:func:`lose_sight`).
What people decided (acknowledged, muted until a day) outlives all three.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from monitor.rules.model import Severity
from storage.clock import day_of
from storage.tables.alerts import Alert, EventKind, Sighting
from storage.tables.records import values_of

FOREVER: Final = date.max
"""The day until which an alert is muted when no day was given."""
CORRECTED: Final = "已按要求更正，建议补更正说明"
"""Why a change without a word is noted at once: it settles open problems."""
ITSELF: Final = "nianbao"
"""Whose decision it is where a run notes a change itself."""


class DecisionError(Exception):
    """A person's decision does not fit the alert's state; the message is one Chinese line."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change in an alert's life."""

    kind: EventKind
    detail: str = ""
    taken_by: str = ""


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


def see(alert: Alert | None, sighting: Sighting, now: Moment) -> Step:
    """The finding is there: a new alert, or the same one brought up to date, worse, better or reopened."""
    if alert is None:
        new = Alert(**values_of(sighting), first_seen_at=now.stamp, last_seen_at=now.stamp)
        return Step(new, (Event("new"),))
    released = (Event("released"),) if alert.held else ()
    current = replace(alert, **values_of(sighting), last_seen_at=now.stamp, held=False)
    if alert.state == "resolved":
        return _bring_back(current, released, now)
    woken = _wake(current, now)
    change = _comparison(alert, sighting)
    return Step(woken.alert, (*released, *woken.events, *([change] if change else [])))


def resolve(alert: Alert, now: Moment, why: str = "") -> Step:
    """The finding is proven to be gone; a resolved alert stays as it is. ``muted_until`` is kept for its return."""
    if alert.state == "resolved":
        return Step(alert)
    resolved = replace(alert, state="resolved", held=False, resolved_at=now.stamp)
    return Step(resolved, (Event("resolved", why),))


def lose_sight(alert: Alert, now: Moment, *, held: bool = False) -> Step:
    """Whether the finding is still there could not be seen: nothing is resolved; ``held`` holds it back meanwhile.

    Only what was first seen on a day that is still to come is taken back: a clock ran ahead, and nothing proves it.
    """
    if alert.state == "resolved":
        return Step(alert)
    if day_of(alert.first_seen_at) > now.today:
        return resolve(alert, now, "发现它的那天时钟走快了，现在不能认定，收回")
    woken = _wake(alert, now)
    if held == alert.held:
        return woken
    event = Event("held" if held else "released")
    return Step(replace(woken.alert, held=held), (*woken.events, event))


def take_as_correction(change: Step) -> Step:
    """What was changed without a word settles open problems: it is no problem of its own, noted and not asked about."""
    noted = replace(change.alert, state="acknowledged", reason=CORRECTED, decided_by=ITSELF, muted_until=None)
    return Step(noted, (*change.events, Event("acknowledged", CORRECTED, ITSELF)))


def acknowledge(alert: Alert, reason: str, by: str = "") -> Step:
    """A person has taken note; the alert is counted but no longer news. DecisionError where it is resolved."""
    _refuse_resolved(alert)
    _refuse_silence(reason)
    decided = replace(alert, state="acknowledged", reason=reason, decided_by=by, muted_until=None)
    return Step(decided, (Event("acknowledged", reason, by),))


def mute(alert: Alert, reason: str, until: date | None, today: date, by: str = "") -> Step:
    """A person wants silence until that day (included), or for good; DecisionError where it is resolved or past."""
    _refuse_resolved(alert)
    _refuse_silence(reason)
    if until is not None and until < today:
        raise DecisionError(f"截止日 {until} 已经过去，请给今天（{today}）或以后的日期。")
    decided = replace(alert, state="muted", reason=reason, decided_by=by, muted_until=until or FOREVER)
    detail = reason if until is None else f"{reason}（至 {until}）"
    return Step(decided, (Event("muted", detail, by),))


def reopen(alert: Alert, reason: str, by: str = "") -> Step:
    """A person takes a decision back, or doubts that the finding is gone; DecisionError where it is open already."""
    if alert.state in ("open", "reopened"):
        raise DecisionError(f"问题 {alert.id} 本来就待处理，不用重开。")
    _refuse_silence(reason)
    decided = replace(alert, state="reopened", reason=reason, decided_by=by, muted_until=None, resolved_at=None)
    return Step(decided, (Event("reopened", reason, by),))


def _bring_back(alert: Alert, released: tuple[Event, ...], now: Moment) -> Step:
    """A resolved finding is back: it stays silent where people's silence still holds."""
    if alert.is_silenced(now.today):
        silent = replace(alert, state="muted", resolved_at=None)
        return Step(silent, (*released, Event("muted", "问题再次出现，仍在暂不提醒的期限内")))
    again = replace(alert, state="reopened", muted_until=None, resolved_at=None)
    return Step(again, (*released, Event("reopened", "问题再次出现")))


def _wake(alert: Alert, now: Moment) -> Step:
    if alert.state != "muted" or alert.is_silenced(now.today):
        return Step(alert)
    awake = replace(alert, state="reopened", muted_until=None)
    return Step(awake, (Event("reopened", "暂不提醒的期限已满"),))


def _comparison(before: Sighting, after: Sighting) -> Event | None:
    old, new = _weight(before), _weight(after)
    if old == new:
        return None
    detail = f"{before.severity}→{after.severity}" if old[0] != new[0] else f"涉及 {old[1]} 处→{new[1]} 处"
    return Event("worse" if new > old else "better", detail)


def _weight(sighting: Sighting) -> tuple[Severity, int]:
    return Severity(sighting.severity), len(set(sighting.cells))


def _refuse_resolved(alert: Alert) -> None:
    if alert.state == "resolved":
        raise DecisionError(f"问题 {alert.id} 已经改好，没有什么要处理的。")


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise DecisionError("请写明理由，留给以后的人看。")
