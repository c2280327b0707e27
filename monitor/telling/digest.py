"""The one message a day: what is new, what waits, and whether the crawl could see.

A digest tells of a day, or of one run of it: a second run on the same day says
that nothing is new, while the day's page still holds what the first one found.
Compliance (the publishers') and health (ours) stand apart (law 2 of the house).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from monitor.duties.obligations import DUE_SOON
from monitor.duties.owners import kind_of
from monitor.duties.questions import Question, open_questions
from monitor.health.day import PortalHealth, RunLine, portals_on, runs_on
from monitor.health.watch import Watch
from monitor.law.patience import HEALTHY_DAYS
from monitor.telling.duties import PortalDuties, duties_on
from monitor.telling.entries import Clerk, Entry, NewsKind, is_silenced
from monitor.telling.unread import Unread, unread_reports
from storage.database import Log
from storage.tables import alerts, obligations, portals, reports, runs, tellings
from storage.tables.alerts import Alert, AlertEvent, AlertState
from storage.tables.narrowing import WAITING

_ENDED: Final = frozenset({"completed", "partial"})
_AT_REST: Final[Collection[AlertState | None]] = frozenset({"resolved", "muted"})


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
    clock went back. ``telling`` is the last one that its news are from, 0 for none. ``previous`` is the day of the
    digest before, None for the first one. ``notes`` and ``reminders`` are for those to whom it is sent: what they must
    know about its making, and what they were told before.
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
    duties: list[PortalDuties] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    previous: date | None = None
    notes: list[str] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)

    @property
    def hidden(self) -> list[PortalHealth]:
        """The portals that were visited on the day and not seen whole."""
        return [portal for portal in self.portals if portal.visited and not portal.healthy]

    @property
    def missed(self) -> list[PortalHealth]:
        """The portals that the day's runs did not come to, though none left them out on purpose."""
        return [one for one in self.portals if self.runs and not one.visited and not one.left_out]

    @property
    def has_looked(self) -> bool:
        """Whether a run that judges came to its end on the day, so that nothing new means something."""
        return any(run.kind != "crawl" and run.outcome in _ENDED for run in self.runs)


def build(log: Log, on: date, *, telling: int = 0, past: bool = False) -> Digest:
    """The digest of a day as the log stands now, with all that was told on it and what the open ``telling`` tells.

    Of a ``past`` day only the news and the counts are that day's; a digest that was kept is better.
    """
    told, clerk = alerts.events_told_on(log, on, telling), Clerk(log, on)
    states = alerts.states_on(log, on) if past else _states_of(told)
    counts, waiting = _stood_then(log, states, on) if past else _stand_now(log, on)
    healthy = {portal.name: clerk.watches[portal.id].healthy for portal in clerk.portals}
    held = alerts.each(log, held=True)
    previous = tellings.day_before(log, on)
    return Digest(
        day=on,
        run_id=None,
        news=clerk.news(told, states, "compliance"),
        health_news=clerk.news(told, states, "health"),
        open=sum(counts.get(state, 0) for state in WAITING),
        acknowledged=counts.get("acknowledged", 0),
        muted=counts.get("muted", 0),
        untold=0 if telling else _untold(log, clerk, on, past=past),
        went_back=_later_day(log, on),
        telling=telling or last_telling(log, on),
        held=[clerk.entry(alert) for alert in held if (states.get(alert.id) if past else alert.state) not in _AT_REST],
        due_soon=_due_soon(log, on),
        questions=open_questions(log),
        waiting=_waiting(log, clerk),
        exempt=exempt_bodies(log),
        portals=portals_on(log, on),
        runs=runs_on(log, on),
        duties=duties_on(log, on, waiting, healthy),
        unread=unread_reports(log, previous),
        previous=previous,
    )


def of_run(log: Log, day: Digest, run_id: int) -> Digest:
    """What one run has to say of its day: only the news of its own telling, which is the day's last."""
    told = _with_news(log, day, alerts.events_of_telling(log, day.telling))
    return replace(told, run_id=run_id, earlier=_size(day.news) - _size(told.news))


def since(log: Log, day: Digest, telling: int) -> Digest:
    """The digest of a day with the news of every telling after one, also those of earlier days."""
    return _with_news(log, day, alerts.events_told_after(log, telling))


def _with_news(log: Log, day: Digest, events: Sequence[AlertEvent]) -> Digest:
    states, clerk = _states_of(events), Clerk(log, day.day)
    return replace(
        day,
        news=clerk.news(events, states, "compliance"),
        health_news=clerk.news(events, states, "health"),
    )


def last_telling(log: Log, on: date) -> int:
    """The telling that a day's page holds when it is written now; 0 for none."""
    last = tellings.last_of_day(log, on)
    return last.id if last else 0


def _later_day(log: Log, on: date) -> date | None:
    before = runs.day_before_last(log, on)
    return before if before is not None and before > on else None


def _untold(log: Log, clerk: Clerk, on: date, *, past: bool) -> int:
    """How many news no digest has told; of a past day, how many that it brought were not told on it."""
    waiting = alerts.untold_events(log)
    if past:
        told = {event.id for event in alerts.events_told_on(log, on, 0)}
        waiting = [event for event in alerts.events_of_day(log, on) if event.id not in told]
    return _size(clerk.news(waiting, _states_of(waiting), "compliance"))


def _states_of(events: Iterable[AlertEvent]) -> dict[int, AlertState]:
    """The states in which the alerts of these events are now, by id."""
    return {event.alert.id: event.alert.state for event in events}


def _stand_now(log: Log, on: date) -> tuple[Mapping[AlertState, int], Iterable[Alert]]:
    """How many compliance alerts that are not held back are in each state, and those that wait to be mended."""
    return alerts.counts(log, on), alerts.each(log, list="compliance", state=WAITING, held=False)


def _stood_then(
    log: Log, states: Mapping[int, AlertState], on: date
) -> tuple[Mapping[AlertState, int], Iterable[Alert]]:
    """What :func:`_stand_now` tells, as of the end of a day that is past."""
    counts: Counter[AlertState] = Counter()
    waiting = []
    for alert in alerts.each(log, list="compliance", held=False):
        if alert.id in states:
            state = states[alert.id]
            counts["muted" if is_silenced(alert, state, on) else state] += 1
            if state in WAITING:
                waiting.append(alert)
    return counts, waiting


def _due_soon(log: Log, on: date) -> list[DueGroup]:
    groups: dict[tuple[date, str], list[str]] = {}
    for duty in obligations.each(log, due=(on, on + DUE_SOON)):
        if duty.report_id is None:
            groups.setdefault((duty.due_on, duty.portal), []).append(duty.body)
    return [DueGroup(due, (due - on).days, portal, tuple(bodies)) for (due, portal), bodies in sorted(groups.items())]


def exempt_bodies(log: Log) -> list[Exempt]:
    """Who stands on a roster and owes nothing, by portal: it is said, so that nobody waits for its report."""
    found: dict[int, list[str]] = {}
    for body in portals.all_bodies(log):
        if body.active and body.on_roster and kind_of(body) == "institution":
            found.setdefault(body.portal_id, []).append(body.name)
    known = portals.all_portals(log)
    return [Exempt(portal.name, tuple(found[portal.id])) for portal in known if portal.id in found]


def _waiting(log: Log, clerk: Clerk) -> list[Waiting]:
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
    return missed + [
        Waiting(owed.portal, owed.body, owed.year, owed.why, "")
        for owed in obligations.each(log, state="unknown")
        if (watch := clerk.watches.get(owed.portal_id)) and _lacks_one_visit(watch, owed.due_on)
    ]


def _lacks_one_visit(watch: Watch, due: date) -> bool:
    return watch.healthy and len(watch.proof_after(due)) == HEALTHY_DAYS - 1


def _size(news: Mapping[Any, Sequence[Entry]]) -> int:
    return sum(map(len, news.values()))
