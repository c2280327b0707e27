"""Alerts against the log: what a run saw is held against the alerts there are, step by step.

The steps themselves are pure and stand in :mod:`monitor.alerts.life`. Each judged
body and year is settled in one transaction, so a run killed anywhere leaves
every alert either before its step or behind it, and a repeated run finds
nothing left to say.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from monitor.alerts.life import Moment, Step, lose_sight, resolve, see, take_as_correction
from monitor.reports.model import TableKey
from monitor.rules.catalogue import codes, rules
from monitor.rules.model import Finding, Outcome, Severity
from storage.clock import Clock, day_of
from storage.database import Log
from storage.tables import alerts
from storage.tables.alerts import Alert, Identity, Sighting, Stand
from storage.tables.health import JUDGED_KINDS, MILD, NOTES, HealthEvent

_UNPROVEN: Final = frozenset({Outcome.UNREADABLE, Outcome.NOT_EVALUATED, Outcome.CRASHED})


@dataclass(frozen=True, slots=True)
class Judged:
    """What all rules answered on one body and year, with what its alerts must show.

    ``owner`` is the identity's owner. ``sound`` are the codes of the rules that
    found nothing or do not apply, ``findings`` all that others said.
    ``portal_healthy`` says whether the portal could be seen in its latest visit.
    """

    owner: str
    year: int | None
    portal_id: int
    body_id: int | None
    findings: Sequence[Finding]
    sound: Collection[str] = ()
    url: str = ""
    version_id: int | None = None
    portal_healthy: bool = True


class Ledger:
    """The alerts of the log while a run goes over them.

    Only their identities are kept here, and how they stood; an alert is read
    again within the transaction that changes it, for people decide on alerts
    beside a run.
    """

    def __init__(self, log: Log, run_id: int, clock: Clock) -> None:
        self._log, self._run_id, self._clock = log, run_id, clock
        self._now = Moment(clock.today, clock.stamp())
        self._open: dict[tuple[str, int | None], dict[str, Stand]] = {}
        for stand in alerts.unresolved(log):
            self._note(stand)
        self._settled: set[tuple[str, int | None]] = set()

    def settle(self, judged: Judged) -> None:
        """Bring the alerts of one body and year in line with what the rules answered."""
        owner = (judged.owner, judged.year)
        self._settled.add(owner)
        with self._log.atomic():
            seen = self._see_all(_sightings(judged))
            keys = {step.alert.key for step in seen}
            gone = [_unless_seen(alert, judged, self._now) for alert in self._others(owner, keys)]
            for step in (*_without_corrections(seen, gone), *gone):
                self._take(step)

    def leave(self, owner: str, year: int | None) -> None:
        """This body and year was not judged, for it could not be or nothing is new: its alerts stay as they are."""
        self._settled.add((owner, year))

    def stand_of(self, owner: str, year: int | None) -> tuple[Stand, ...]:
        """How the alerts of a body and year stand that are not resolved, as far as this run knows."""
        found = self._open.get((owner, year))
        return tuple(found[key] for key in sorted(found)) if found else ()

    def is_due(self, owner: str, year: int | None) -> bool:
        """Whether an alert there changes by the day alone: people's silence ends, or it is of a day still to come."""
        return any(
            not stand.is_quiet(self._now.today) or day_of(stand.first_seen_at) > self._now.today
            for stand in self._open.get((owner, year), {}).values()
        )

    def close_orphans(self) -> None:
        """Resolve compliance alerts of bodies and years of which nothing is known any more: reassigned, struck off."""
        with self._log.atomic():
            for owner in [owner for owner in self._open if owner not in self._settled]:
                for alert in self._others(owner, set()):
                    if alert.list == "compliance":
                        self._take(resolve(alert, self._now, "年报改归其他机关，或不再应报"))

    def settle_health(
        self, portal_id: int, events: Sequence[HealthEvent], *, judged: bool, visited_healthy: bool
    ) -> None:
        """Bring the health alerts of a portal in line with its latest run.

        ``judged`` chooses the kinds that judging notes, else those of the
        crawl; the latter are resolved only by a visit healthy throughout.
        """
        with self._log.atomic():
            seen = self._see_all(_health_sightings(portal_id, events))
            for step in seen:
                self._take(step)
            for alert in self._others((f"portal:{portal_id}", None), {step.alert.key for step in seen}):
                if (alert.rule in JUDGED_KINDS) == judged:
                    proven = judged or visited_healthy
                    self._take(resolve(alert, self._now) if proven else lose_sight(alert, self._now))

    def _see_all(self, sightings: Iterable[Sighting]) -> list[Step]:
        """Findings that are there, as steps of new alerts or of those there are."""
        return [see(alerts.by_key(self._log, sighting.key), sighting, self._now) for sighting in sightings]

    def _others(self, owner: tuple[str, int | None], keys: set[str]) -> list[Alert]:
        """The unresolved alerts of an owner but those with these keys, as they stand now."""
        known = [key for key in self._open.get(owner, ()) if key not in keys]
        others = (alerts.by_key(self._log, key) for key in known)
        return [alert for alert in others if alert]

    def _take(self, step: Step) -> None:
        if step.events or step.alert.last_seen_at == self._now.stamp:
            save(self._log, step, self._clock, self._run_id)
        self._note(Stand.of(step.alert))

    def _note(self, stand: Stand) -> None:
        identity = Identity.of(stand.key)
        known = self._open.setdefault((identity.owner, identity.year), {})
        known[stand.key] = stand
        if stand.state == "resolved":
            del known[stand.key]


def save(log: Log, step: Step, clock: Clock, run_id: int | None = None) -> Alert:
    """Write an alert with the events of its step, all or nothing; gives the alert with its id."""
    with log.atomic():
        alert = alerts.put(log, step.alert)
        for event in step.events:
            alerts.add_event(
                log, alert.id, event.kind, clock, run_id=run_id, detail=event.detail, taken_by=event.taken_by
            )
    return alert


def _without_corrections(seen: Sequence[Step], gone: Sequence[Step]) -> list[Step]:
    """What was seen; a change of which all that is known settled what is gone is no problem of its own."""
    settled = [step.alert for step in gone if any(event.kind == "resolved" for event in step.events)]
    return [take_as_correction(step) if _is_correction(step, settled) else step for step in seen]


def _is_correction(step: Step, settled: Sequence[Alert]) -> bool:
    """Whether a change is news, and each table it touched is one in which a problem was settled with it."""
    if step.alert.rule not in codes("change") or not {event.kind for event in step.events} & {"new", "worse"}:
        return False
    mended = [alert for alert in settled if alert.rule in rules() and "report" in rules()[alert.rule].needs]
    places = {place for alert in mended for place in _tables(alert)}
    return bool(mended) and _tables(step.alert) <= places


def _tables(alert: Alert) -> set[str]:
    """The tables an alert is about: those of its cells, else those that its rule reads, or the one that it lacks."""
    named = {cell.partition(".")[0] for cell in alert.cells}
    return named or set(rules()[alert.rule].tables) or {alert.subject} & set(get_args(TableKey))


def _unless_seen(alert: Alert, judged: Judged, now: Moment) -> Step:
    """The alert's finding was not seen: gone where its rule said so, else unproven."""
    answers = [finding for finding in judged.findings if finding.rule == alert.rule]
    outcomes = {finding.outcome for finding in answers if finding.subject in ("", alert.subject)}
    if not (answers or alert.rule in judged.sound) or outcomes & _UNPROVEN:
        # Law 2 of the house: while a portal cannot be seen, what it lacks is held back.
        blind = alert.rule in codes("absence") and not judged.portal_healthy
        return lose_sight(alert, now, held=blind)
    return resolve(alert, now)


def _sightings(judged: Judged) -> Iterable[Sighting]:
    """The fails as sightings; several of one rule and subject are one alert."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in judged.findings:
        if finding.outcome is Outcome.FAIL:
            groups.setdefault((finding.rule, finding.subject), []).append(finding)
    for (rule, subject), findings in groups.items():
        heaviest = max(findings, key=lambda finding: finding.severity)
        yield Sighting(
            owner=judged.owner,
            year=judged.year,
            rule=rule,
            subject=subject,
            list="compliance",
            severity=heaviest.severity.value,
            message=" ".join(dict.fromkeys(finding.message for finding in findings)),
            portal_id=judged.portal_id,
            body_id=judged.body_id,
            basis=heaviest.basis,
            cells=tuple(dict.fromkeys(cell for finding in findings for cell in finding.cells)),
            page=heaviest.page,
            quote=heaviest.quote,
            url=judged.url,
            version_id=judged.version_id,
        )


def _health_sightings(portal_id: int, events: Sequence[HealthEvent]) -> Iterable[Sighting]:
    by_kind: dict[str, list[HealthEvent]] = {}
    for event in events:
        by_kind.setdefault(event.kind, []).append(event)
    for kind, group in by_kind.items():
        more = f"（共 {len(group)} 处）" if len(group) > 1 else ""
        yield Sighting(
            owner=f"portal:{portal_id}",
            year=None,
            rule=kind,
            list="health",
            severity=_severity_of(kind).value,
            message=group[0].detail + more,
            portal_id=portal_id,
            cells=tuple(event.url for event in group),
            url=group[0].url,
        )


def _severity_of(kind: str) -> Severity:
    if kind in NOTES:
        return Severity.INFO
    return Severity.WARNING if kind in MILD else Severity.ERROR
