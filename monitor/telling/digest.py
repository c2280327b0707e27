"""The one message a day: what is new, what waits, and whether the crawl could see.

A digest tells of a day, or of one run of it: a second run on the same day says
that nothing is new, while the day's page still holds what the first one found.
Compliance (the publishers') and health (ours) stand apart (law 2 of the house).
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from monitor.duties.obligations import DUE_SOON
from monitor.duties.owners import kind_of
from monitor.duties.questions import Question, open_questions
from monitor.health.day import PortalHealth, RunLine, portals_on, runs_on
from monitor.health.watch import Watch, portal_watch
from monitor.law.patience import HEALTHY_DAYS
from monitor.rules.model import Severity
from monitor.telling.wording import rule_name
from storage.database import Log
from storage.tables import alerts, obligations, portals, reports, runs, tellings
from storage.tables.alerts import Alert, AlertEvent, AlertList, AlertState, EventKind

NewsKind = Literal["new", "worse", "reopened", "resolved"]
NEWS: Final[tuple[NewsKind, ...]] = ("new", "worse", "reopened", "resolved")

_AT_REST: Final[Collection[AlertState | None]] = frozenset({"resolved", "muted"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert as the digest shows it; ``change`` says in words what became worse."""

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


@dataclass(frozen=True, slots=True)
class DueGroup:
    """Bodies of one portal whose report is due on one day soon."""

    on: date
    days_left: int
    portal: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that one healthy visit did not find; the second one decides (待复核)."""

    portal: str
    body: str
    year: int | None
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """The institutions on one portal's roster, which owe no report (条例第五十五条)."""

    portal: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """An alert that was told before and still waits; ``days`` since it was first seen."""

    entry: Entry
    days: int


@dataclass(slots=True)
class Digest:
    """All that a day, or one run of it, has to say.

    ``earlier`` counts news that earlier runs of the same day told already, ``untold`` what no digest has told yet,
    for a run broke off before it came to that; ``went_back`` is the later day on which the run before ran, where the
    clock went back. ``telling`` is the last one that its news are from, 0 for none. ``notes`` and ``reminders`` are for
    those to whom the digest is sent: what they must know about its making, and what they were told before.
    """

    day: date
    run_id: int | None
    news: dict[NewsKind, list[Entry]]
    health_news: dict[NewsKind, list[Entry]]
    open: int
    acknowledged: int
    muted: int
    earlier: int = 0
    untold: int = 0
    went_back: date | None = None
    telling: int = 0
    held: list[Entry] = field(default_factory=list)
    due_soon: list[DueGroup] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    exempt: list[Exempt] = field(default_factory=list)
    portals: list[PortalHealth] = field(default_factory=list)
    runs: list[RunLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)


def build(log: Log, on: date, *, telling: int = 0, past: bool = False) -> Digest:
    """The digest of a day as the log stands now, with all that was told on it and what the open ``telling`` tells.

    Of a ``past`` day only the news and the counts are that day's; a digest that was kept is better.
    """
    known = alerts.listing(log)
    states = alerts.states_on(log, on) if past else {alert.id: alert.state for alert in known}
    told = alerts.events_told_on(log, on, telling)
    counts = _Counts(known, states, on)
    return Digest(
        day=on,
        run_id=None,
        news=_news(told, states, on, "compliance"),
        health_news=_news(told, states, on, "health"),
        open=counts.of("open", "reopened"),
        acknowledged=counts.of("acknowledged"),
        muted=counts.of("muted"),
        untold=0 if telling else _untold(log, on, past=past),
        went_back=_later_day(log, on),
        telling=telling or last_telling(log, on),
        held=[_entry(alert) for alert in known if alert.held and states.get(alert.id) not in _AT_REST],
        due_soon=_due_soon(log, on),
        questions=open_questions(log),
        waiting=_waiting(log, on),
        exempt=exempt_bodies(log),
        portals=portals_on(log, on),
        runs=runs_on(log, on),
    )


def of_run(log: Log, day: Digest, run_id: int) -> Digest:
    """What one run has to say of its day: only the news of its own telling, which is the day's last."""
    states = {alert.id: alert.state for alert in alerts.listing(log)}
    own = alerts.events_of_telling(log, day.telling)
    news = _news(own, states, day.day, "compliance")
    return replace(
        day,
        run_id=run_id,
        news=news,
        health_news=_news(own, states, day.day, "health"),
        earlier=_size(day.news) - _size(news),
    )


def since(log: Log, day: Digest, telling: int) -> Digest:
    """The digest of a day with the news of every telling after one, also those of earlier days."""
    states = {alert.id: alert.state for alert in alerts.listing(log)}
    events = alerts.events_told_after(log, telling)
    return replace(
        day,
        news=_news(events, states, day.day, "compliance"),
        health_news=_news(events, states, day.day, "health"),
    )


def entry_of(alert: Alert) -> Entry:
    """An alert as the digest shows it, as it stands now."""
    return _entry(alert, state=alert.state)


def last_telling(log: Log, on: date) -> int:
    """The telling that a day's page holds when it is written now; 0 for none."""
    last = tellings.last_of_day(log, on)
    return last.id if last else 0


def _later_day(log: Log, on: date) -> date | None:
    before = runs.day_before_last(log, on)
    return before if before is not None and before > on else None


def _untold(log: Log, on: date, *, past: bool) -> int:
    """How many news no digest has told; of a past day, how many that it brought were not told on it."""
    waiting = alerts.untold_events(log)
    if past:
        told = {event.id for event in alerts.events_told_on(log, on, 0)}
        waiting = [event for event in alerts.events_of_day(log, on) if event.id not in told]
    states = {event.alert.id: event.alert.state for event in waiting}
    return _size(_news(waiting, states, on, "compliance"))


class _Counts:
    """Compliance alerts by the state they were in at the end of a day."""

    def __init__(self, known: Iterable[Alert], states: Mapping[int, AlertState], on: date) -> None:
        self._states = [
            "muted" if _is_silenced(alert, states[alert.id], on) else states[alert.id]
            for alert in known
            if alert.list == "compliance" and not alert.held and alert.id in states
        ]

    def of(self, *states: str) -> int:
        return sum(state in states for state in self._states)


def _news(
    events: Iterable[AlertEvent], states: Mapping[int, AlertState], on: date, wanted: AlertList
) -> dict[NewsKind, list[Entry]]:
    """The events that are news, each alert once, the gravest first. What came and went within is none."""
    changed: dict[int, tuple[Alert, dict[EventKind, str]]] = {}
    for event in events:
        if event.alert.list == wanted:
            changed.setdefault(event.alert.id, (event.alert, {}))[1][event.kind] = event.detail
    news: dict[NewsKind, list[Entry]] = {kind: [] for kind in NEWS}
    for alert, details in changed.values():
        state = states[alert.id]
        kind = _kind_of_news(details, state)
        if kind and not _is_silenced(alert, state, on):
            news[kind].append(_entry(alert, details.get(kind, ""), state))
    for entries in news.values():
        entries.sort(key=lambda entry: (-entry.severity.rank, entry.portal, entry.body, entry.rule))
    return news


def _kind_of_news(details: Container[EventKind], state: AlertState) -> NewsKind | None:
    if state == "resolved":
        return None if "new" in details else "resolved" if "resolved" in details else None
    order: tuple[NewsKind, ...] = ("new", "reopened", "worse")
    return next((kind for kind in order if kind in details), None)


def _is_silenced(alert: Alert, state: AlertState, on: date) -> bool:
    return state == "muted" or (state == "resolved" and alert.is_silenced(on))


def _entry(alert: Alert, change: str = "", state: AlertState = "open") -> Entry:
    return Entry(
        alert_id=alert.id,
        rule=alert.rule,
        rule_name=rule_name(alert.rule),
        severity=Severity(alert.severity),
        # What is wrong with a way of sending is no portal's; its subject says whose it is.
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
    )


def _due_soon(log: Log, on: date) -> list[DueGroup]:
    groups: dict[tuple[date, str], list[str]] = {}
    for owed in obligations.all(log):
        if owed.report_id is None and on <= owed.due_on <= on + DUE_SOON:
            groups.setdefault((owed.due_on, owed.portal), []).append(owed.body)
    return [DueGroup(due, (due - on).days, portal, tuple(bodies)) for (due, portal), bodies in sorted(groups.items())]


def exempt_bodies(log: Log) -> list[Exempt]:
    """Who stands on a roster and owes nothing, by portal: it is said, so that nobody waits for its report."""
    found: dict[int, list[str]] = {}
    for body in portals.all_bodies(log):
        if body.active and body.on_roster and kind_of(body) == "institution":
            found.setdefault(body.portal_id, []).append(body.name)
    known = portals.all_portals(log)
    return [Exempt(portal.name, tuple(found[portal.id])) for portal in known if portal.id in found]


def _waiting(log: Log, on: date) -> list[Waiting]:
    missed = [
        Waiting(
            report.portal,
            report.body,
            report.year,
            f"{report.day} 巡查时已不在原处，待另一天复核是否撤下。",
            report.url,
        )
        for report in reports.missed_reports(log)
    ]
    watches = {portal.id: portal_watch(log, portal.id, on) for portal in portals.all_portals(log)}
    return missed + [
        Waiting(owed.portal, owed.body, owed.year, owed.why, "")
        for owed in obligations.all(log, state="unknown")
        if (watch := watches.get(owed.portal_id)) and _lacks_one_visit(watch, owed.due_on)
    ]


def _lacks_one_visit(watch: Watch, due: date) -> bool:
    return watch.healthy and len(watch.proof_after(due)) == HEALTHY_DAYS - 1


def _size(news: Mapping[Any, Sequence[Entry]]) -> int:
    return sum(map(len, news.values()))
