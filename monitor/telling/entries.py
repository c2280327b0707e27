"""Alerts as digests show them, and which of their events are news."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from monitor.health.kinds import CHANNEL_TROUBLE
from monitor.health.watch import Watch, has_leapt, portal_watch
from monitor.rules.catalogue import codes
from monitor.rules.model import Severity
from monitor.rules.timeliness.lateness import CODES as LATENESS
from monitor.telling.wording import rule_name
from storage.clock import day_of
from storage.database import Log
from storage.tables import obligations, portals, visits
from storage.tables.alerts import Alert, AlertEvent, AlertList, AlertState, EventKind
from storage.tables.portals import Body

NewsKind = Literal["new", "worse", "reopened", "resolved"]
NEWS: Final[tuple[NewsKind, ...]] = ("new", "worse", "reopened", "resolved")


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert as the digest shows it; ``change`` says in words what became worse, or why it is dropped.

    ``contact`` and ``phone`` are the body's. ``days_late`` is how many days a report is overdue, or came late, where
    the alert is about that; ``published_on`` and ``seen_on`` are the days on which it came, or was looked for in vain.
    ``first`` says that its portal was visited for the first time then; ``corrected`` that it was mended without a word
    on the page.
    """

    alert_id: int
    rule: str
    rule_name: str
    severity: Severity
    portal: str
    body: str
    year: int | None
    message: str
    cells: tuple[str, ...]
    basis: str
    page: int | None
    quote: str
    url: str
    change: str = ""
    state: str = "open"
    contact: str = ""
    phone: str = ""
    days_late: int = 0
    published_on: date | None = None
    seen_on: tuple[date, ...] = ()
    first: bool = False
    corrected: bool = False


class Clerk:
    """Makes entries of alerts as of a day, with what the log knows beside them."""

    def __init__(self, log: Log, on: date) -> None:
        self._log, self._on = log, on
        self.portals = portals.all_portals(log)
        self._first_days = visits.first_days(log)

    @cached_property
    def watches(self) -> Mapping[int, Watch]:
        """What is proven of every portal, by its id."""
        leapt = has_leapt(self._log, self._on)
        return {portal.id: portal_watch(self._log, portal.id, self._on, leapt=leapt) for portal in self.portals}

    @cached_property
    def _bodies(self) -> Mapping[int, Body]:
        return {body.id: body for body in portals.all_bodies(self._log)}

    def entry(self, alert: Alert, change: str = "", state: AlertState = "open", *, corrected: bool = False) -> Entry:
        """The alert as the digest shows it."""
        late, published, seen = self._lateness(alert)
        contact, phone = contact_of(self._bodies.get(alert.body_id or 0))
        return Entry(
            alert_id=alert.id,
            rule=alert.rule,
            rule_name=rule_name(alert.rule),
            severity=Severity(alert.severity),
            # What is wrong with something else than a portal says by its subject whose it is.
            portal=alert.portal or (alert.subject if alert.list == "health" else ""),
            body=alert.body or "",
            year=alert.year,
            message=alert.message,
            cells=() if alert.list == "health" else alert.cells,
            basis=alert.basis,
            page=alert.page,
            quote=alert.quote,
            url=alert.url,
            change=change,
            state=state,
            contact=contact,
            phone=phone,
            days_late=late,
            published_on=published,
            seen_on=seen,
            first=self._is_first(alert),
            corrected=corrected,
        )

    def news(
        self, events: Iterable[AlertEvent], states: Mapping[int, AlertState], wanted: AlertList
    ) -> dict[NewsKind, list[Entry]]:
        """The events of runs that are news, each alert once, the gravest first.

        What came and went within is none, nor what people decided; a change that mended something is told with that.
        """
        changed = by_alert(events, wanted)
        corrections = [alert for alert, details in changed if "acknowledged" in details]
        mended = {(alert.owner, alert.year) for alert in corrections}
        news: dict[NewsKind, list[Entry]] = {kind: [] for kind in NEWS}
        for alert, details in changed:
            state = states[alert.id]
            kind = _kind_of_news(details, state)
            if kind and not is_silenced(alert, state, self._on):
                corrected = kind == "resolved" and (alert.owner, alert.year) in mended
                news[kind].append(self.entry(alert, details.get(kind, ""), state, corrected=corrected))
        for entries in news.values():
            entries.sort(key=lambda entry: (-entry.severity.rank, entry.portal, entry.body, entry.rule))
        return news

    def _is_first(self, alert: Alert) -> bool:
        return self._first_days.get(alert.portal_id or 0) == day_of(alert.first_seen_at)

    def _lateness(self, alert: Alert) -> tuple[int, date | None, tuple[date, ...]]:
        """How many days late, when it came after all, and when it was looked for, where the alert is about that."""
        is_absence = alert.rule in codes("absence")
        if not is_absence and alert.rule not in LATENESS:
            return 0, None, ()
        duty = obligations.get(self._log, alert.body_id or 0, alert.year or 0)
        if duty is None:
            return 0, None, ()
        if is_absence:
            proof = self.watches[duty.portal_id].proof_after(duty.due_on) if duty.portal_id in self.watches else ()
            return max((self._on - duty.due_on).days, 0), None, proof
        if duty.published_on is not None:
            return max((duty.published_on - duty.due_on).days, 0), duty.published_on, ()
        return 0, None, ()


def contact_of(body: Body | None) -> tuple[str, str]:
    """Who answers for a body, and by which telephone; empty where the roster does not say."""
    return (body.contact or "", body.phone or "") if body else ("", "")


def is_silenced(alert: Alert, state: AlertState, on: date) -> bool:
    """Whether people asked for silence on it."""
    return state == "muted" or (state == "resolved" and alert.is_silenced(on))


def by_alert(events: Iterable[AlertEvent], wanted: AlertList) -> Sequence[tuple[Alert, Mapping[EventKind, str]]]:
    """The alerts of a list that no person brought further, in order, with what happened to each and the detail of it.

    Runs do, and sending: a channel that fails is trouble of ours.
    """
    changed: dict[int, tuple[Alert, dict[EventKind, str]]] = {}
    for event in events:
        by_hand = event.run_id is None and (event.taken_by or event.alert.rule != CHANNEL_TROUBLE)
        if event.alert.list != wanted or by_hand:
            continue
        changed.setdefault(event.alert.id, (event.alert, {}))[1][event.kind] = event.detail
    return list(changed.values())


def _kind_of_news(details: Container[EventKind], state: AlertState) -> NewsKind | None:
    if "acknowledged" in details:
        return None
    if state == "resolved":
        return None if "new" in details else "resolved" if "resolved" in details else None
    order: tuple[NewsKind, ...] = ("new", "reopened", "worse")
    return next((kind for kind in order if kind in details), None)
