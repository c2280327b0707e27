"""The one message a day: what is new, what waits, and whether the crawl could see.

A digest tells of a day, or of one run of it: a second run on the same day says
that nothing is new, while the day's page still holds what the first one found.
Compliance (the publishers') and health (ours) stand apart (law 2 of the house).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from monitor.alerting import to_alert
from monitor.alerts import Alert
from monitor.health import PortalHealth, RunLine, portals_on, runs_on
from monitor.obligations import DUE_SOON, PROOF_OF_ABSENCE, Watch
from monitor.owners import portal_watch
from monitor.rules.catalogue import rules
from monitor.rules.model import Severity
from monitor.wording import HEALTH_KINDS
from storage.clock import Clock
from storage.database import Log, Row
from storage.tables import alerts, obligations, portals

NewsKind = Literal["new", "worse", "reopened", "resolved"]
NEWS: Final[tuple[NewsKind, ...]] = ("new", "worse", "reopened", "resolved")

_AT_REST: Final = frozenset({"resolved", "muted"})
_STATE_EVENTS: Final = {
    "new": "open",
    "reopened": "reopened",
    "resolved": "resolved",
    "acknowledged": "acknowledged",
    "muted": "muted",
}


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


@dataclass(slots=True)
class Digest:
    """All that a day, or one run of it, has to say.

    ``earlier`` counts news that earlier runs of the same day told already.
    """

    day: date
    run_id: int | None
    news: dict[NewsKind, list[Entry]]
    health_news: dict[NewsKind, list[Entry]]
    open: int
    acknowledged: int
    muted: int
    earlier: int = 0
    held: list[Entry] = field(default_factory=list)
    due_soon: list[DueGroup] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    portals: list[PortalHealth] = field(default_factory=list)
    runs: list[RunLine] = field(default_factory=list)

    @property
    def nothing_new(self) -> bool:
        """Whether no compliance alert is new, worse, reopened or resolved."""
        return not any(self.news.values())


def build(log: Log, clock: Clock, *, day: date | None = None, run_id: int | None = None) -> Digest:
    """The digest of a day (the clock's by default), or of one run of it."""
    on = day or clock.today
    rows = {row["id"]: row for row in alerts.listing(log)}
    states = _states_on(log, on)
    events = alerts.events_of_day(log, on)
    told = [event for event in events if run_id is None or event["event_run_id"] == run_id]
    counts = _Counts(rows, states, on)
    digest = Digest(
        day=on,
        run_id=run_id,
        news=_news(told, rows, states, on, "compliance"),
        health_news=_news(told, rows, states, on, "health"),
        open=counts.of("open", "reopened"),
        acknowledged=counts.of("acknowledged"),
        muted=counts.of("muted"),
    )
    everything = _news(events, rows, states, on, "compliance")
    digest.earlier = _size(everything) - _size(digest.news)
    digest.held = [_entry(row) for row in rows.values() if row["held"] and states.get(row["id"]) not in _AT_REST]
    digest.due_soon = _due_soon(log, on)
    digest.waiting = _waiting(log)
    digest.portals = portals_on(log, on)
    digest.runs = runs_on(log, on)
    return digest


class _Counts:
    """Compliance alerts by the state they were in at the end of a day."""

    def __init__(self, rows: Mapping[int, Row], states: Mapping[int, str], on: date) -> None:
        self._states = [
            "muted" if _silenced(to_alert(row), states[alert_id], on) else states[alert_id]
            for alert_id, row in rows.items()
            if row["list"] == "compliance" and not row["held"] and alert_id in states
        ]

    def of(self, *states: str) -> int:
        return sum(state in states for state in self._states)


def _states_on(log: Log, on: date) -> dict[int, str]:
    """The state of every alert at the end of a day, from the events until then."""
    rows = log.rows(
        "SELECT alert_id, kind FROM alert_events WHERE day <= ? AND kind IN"
        " ('new', 'reopened', 'resolved', 'acknowledged', 'muted') ORDER BY id",
        (on.isoformat(),),
    )
    return {row["alert_id"]: _STATE_EVENTS[row["kind"]] for row in rows}


def _news(
    events: Iterable[Row], rows: Mapping[int, Row], states: Mapping[int, str], on: date, wanted: str
) -> dict[NewsKind, list[Entry]]:
    """The events that are news, each alert once, the gravest first. What came and went within is none."""
    kinds: dict[int, dict[str, str]] = {}
    for event in events:
        if event["list"] == wanted:
            kinds.setdefault(event["id"], {})[event["event"]] = event["event_detail"]
    news: dict[NewsKind, list[Entry]] = {kind: [] for kind in NEWS}
    for alert_id, told in kinds.items():
        kind = _kind_of_news(told, states[alert_id])
        if kind and not _silenced(to_alert(rows[alert_id]), states[alert_id], on):
            news[kind].append(_entry(rows[alert_id], told.get(kind, ""), states[alert_id]))
    for entries in news.values():
        entries.sort(key=lambda entry: (-entry.severity.rank, entry.portal, entry.body, entry.rule))
    return news


def _kind_of_news(told: Mapping[str, str], state: str) -> NewsKind | None:
    if state == "resolved":
        return None if "new" in told else "resolved" if "resolved" in told else None
    order: tuple[NewsKind, ...] = ("new", "reopened", "worse")
    return next((kind for kind in order if kind in told), None)


def _silenced(alert: Alert, state: str, on: date) -> bool:
    return state == "muted" or (state == "resolved" and alert.is_silenced(on))


def _entry(row: Row, change: str = "", state: str = "open") -> Entry:
    return Entry(
        alert_id=row["id"],
        rule=row["rule"],
        rule_name=rule_name(row["rule"]),
        severity=Severity(row["severity"]),
        portal=row["portal"] or "",
        body=row["body"] or "",
        year=row["year"],
        message=row["message"],
        cells=() if row["list"] == "health" else tuple(row["cells"]),
        basis=row["basis"],
        page=row["page"],
        quote=row["quote"],
        url=row["url"],
        change=change,
        state=state,
    )


def rule_name(code: str) -> str:
    """What a rule or a kind of crawl trouble is called in Chinese; the code itself where it is neither."""
    known = rules().get(code)
    return known.name_zh if known else HEALTH_KINDS.get(code, code)


def _due_soon(log: Log, on: date) -> list[DueGroup]:
    groups: dict[tuple[date, str], list[str]] = {}
    for row in obligations.all(log):
        due = date.fromisoformat(row["due_on"])
        if row["report_id"] is None and on <= due <= on + DUE_SOON:
            groups.setdefault((due, row["portal"]), []).append(row["body"])
    return [DueGroup(due, (due - on).days, portal, tuple(bodies)) for (due, portal), bodies in sorted(groups.items())]


def _waiting(log: Log) -> list[Waiting]:
    unseen = log.rows(
        "SELECT portals.name AS portal, coalesce(bodies.name, reports.title) AS body, year, url,"
        " min(absences.day) AS day FROM reports JOIN portals ON portals.id = reports.portal_id"
        " JOIN absences ON absences.report_id = reports.id LEFT JOIN bodies ON bodies.id = reports.body_id"
        " WHERE reports.state = 'unseen' GROUP BY reports.id ORDER BY reports.id"
    )
    missed = [
        Waiting(
            row["portal"],
            row["body"],
            row["year"],
            f"{row['day']} 巡查时已不在原处，待另一天复核是否撤下。",
            row["url"],
        )
        for row in unseen
    ]
    watches = {portal["id"]: portal_watch(log, portal["id"]) for portal in portals.all_portals(log)}
    return missed + [
        Waiting(row["portal"], row["body"], row["year"], row["why"], "")
        for row in obligations.all(log, state="unknown")
        if (watch := watches.get(row["portal_id"])) and _lacks_one_visit(watch, date.fromisoformat(row["due_on"]))
    ]


def _lacks_one_visit(watch: Watch, due: date) -> bool:
    return watch.healthy and len(watch.proof_after(due)) == PROOF_OF_ABSENCE - 1


def _size(news: Mapping[Any, Sequence[Entry]]) -> int:
    return sum(map(len, news.values()))
