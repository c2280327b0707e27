"""Alerts against the log: what a run saw is held against the alerts there are, step by step.

The steps themselves are pure and stand in :mod:`monitor.alerts`. Each judged
body and year is settled in one transaction, so a run killed anywhere leaves
every alert either before its step or behind it, and a repeated run finds
nothing left to say.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from monitor.alerts import Alert, AlertState, Identity, Moment, Sighting, Step, gone, seen, unseen
from monitor.rules.catalogue import codes
from monitor.rules.model import Finding, Outcome, Severity
from storage.clock import Clock
from storage.database import Log, Row
from storage.tables import alerts, portals

JUDGED_KINDS: Final = frozenset({"unreadable", "crashed"})
"""Health events that judging notes itself in every run, whether or not a portal was visited."""

_UNPROVEN: Final = frozenset({Outcome.UNREADABLE, Outcome.NOT_EVALUATED, Outcome.CRASHED})
_MILD: Final = frozenset({"broken_file", "truncated", "unreadable", "crashed"})
"""Health kinds that touch single documents, not what can be seen of a portal."""

NOTES: Final = frozenset({"certificate", "legacy_tls", "other_scheme"})
"""Health kinds that say how a portal could be seen all the same."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What all rules answered on one body and year, with what its alerts must show.

    ``owner`` is the identity's owner. ``portal_healthy`` says whether the
    portal could be seen in its latest visit.
    """

    owner: str
    year: int | None
    portal_id: int
    body_id: int | None
    findings: Sequence[Finding]
    url: str = ""
    version_id: int | None = None
    portal_healthy: bool = True


class Ledger:
    """The alerts of the log while a run goes over them.

    Only their identities are kept here; an alert is read again within the
    transaction that changes it, for people decide on alerts beside a run.
    """

    def __init__(self, log: Log, run_id: int, clock: Clock) -> None:
        self._log, self._run_id, self._clock = log, run_id, clock
        self._now = Moment(clock.today, clock.stamp())
        self._keys: dict[tuple[str, int | None], dict[str, None]] = {}
        for row in log.rows("SELECT key FROM alerts WHERE state <> 'resolved' ORDER BY id"):
            self._note(Identity.of(row["key"]))
        self._settled: set[tuple[str, int | None]] = set()

    def settle(self, judged: Judged) -> None:
        """Bring the alerts of one body and year in line with what the rules answered."""
        owner = (judged.owner, judged.year)
        self._settled.add(owner)
        with self._log.atomic():
            for alert in self._others(owner, self._see_all(_sightings(judged))):
                self._take(_unless_seen(alert, judged, self._now))

    def leave(self, owner: str, year: int | None) -> None:
        """This body and year could not be judged: its alerts stay as they are."""
        self._settled.add((owner, year))

    def close_orphans(self) -> None:
        """Resolve compliance alerts of bodies and years of which nothing is known any more: reassigned, struck off."""
        with self._log.atomic():
            for owner in [owner for owner in self._keys if owner not in self._settled]:
                for alert in self._others(owner, set()):
                    if alert.sighting.list == "compliance":
                        self._take(gone(alert, self._now, "年报改归其他机关，或不再应报"))

    def settle_health(self, portal_id: int, events: Sequence[Row], *, judged: bool, visited_healthy: bool) -> None:
        """Bring the health alerts of a portal in line with its latest run.

        ``judged`` chooses the kinds that judging notes, else those of the
        crawl; the latter are resolved only by a visit healthy throughout.
        """
        with self._log.atomic():
            for alert in self._others(
                (f"portal:{portal_id}", None), self._see_all(_health_sightings(portal_id, events))
            ):
                if (alert.sighting.identity.rule in JUDGED_KINDS) == judged:
                    proven = judged or visited_healthy
                    self._take(gone(alert, self._now) if proven else unseen(alert, self._now))

    def _see_all(self, sightings: Iterable[Sighting]) -> set[str]:
        """Note findings that are there, as new alerts or on those there are; gives their keys."""
        keys = set()
        for sighting in sightings:
            row = alerts.by_key(self._log, sighting.identity.key)
            self._take(seen(to_alert(row) if row else None, sighting, self._now))
            self._note(sighting.identity)
            keys.add(sighting.identity.key)
        return keys

    def _others(self, owner: tuple[str, int | None], keys: set[str]) -> list[Alert]:
        """The unresolved alerts of an owner but those with these keys, as they stand now."""
        rows = (alerts.by_key(self._log, key) for key in self._keys.get(owner, ()) if key not in keys)
        return [to_alert(row) for row in rows if row]

    def _take(self, step: Step) -> None:
        if step.events or step.alert.last_seen_at == self._now.stamp:
            save(self._log, step, self._clock, self._run_id)

    def _note(self, identity: Identity) -> None:
        self._keys.setdefault((identity.owner, identity.year), {})[identity.key] = None


def to_alert(row: Row) -> Alert:
    """The alert a row of the log holds."""
    sighting = Sighting(
        identity=Identity.of(row["key"]),
        list=row["list"],
        severity=Severity(row["severity"]),
        message=row["message"],
        portal_id=row["portal_id"],
        body_id=row["body_id"],
        basis=row["basis"],
        cells=tuple(row["cells"]),
        page=row["page"],
        quote=row["quote"],
        url=row["url"],
        version_id=row["version_id"],
    )
    return Alert(
        sighting,
        row["first_seen_at"],
        row["last_seen_at"],
        AlertState(row["state"]),
        held=bool(row["held"]),
        reason=row["reason"],
        muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
        resolved_at=row["resolved_at"],
        id=row["id"],
    )


def save(log: Log, step: Step, clock: Clock, run_id: int | None = None) -> Alert:
    """Write an alert with the events of its step, all or nothing; gives the alert with its id."""
    alert = step.alert
    with log.atomic():
        fields = _fields(alert)
        if alert.id is None:
            alert = replace(alert, id=alerts.insert(log, **fields))
        else:
            alerts.update(log, alert.id, **fields)
        assert alert.id is not None
        for event in step.events:
            alerts.add_event(log, alert.id, event.kind, clock, run_id=run_id, detail=event.detail)
    return alert


def update_health(log: Log, ledger: Ledger, run_id: int) -> None:
    """Bring every portal's health alerts in line with its latest visits and with what this run could not read."""
    latest = _latest_crawl(log)
    for portal in portals.all_portals(log, active=False):
        portal_id = portal["id"]
        crawled = latest.get(portal_id)
        if not portal["active"]:
            ledger.settle_health(portal_id, [], judged=False, visited_healthy=True)
        elif crawled is not None:
            events = [event for event in _events(log, crawled, portal_id) if event["kind"] not in JUDGED_KINDS]
            healthy = _all_healthy(log, crawled, portal_id)
            ledger.settle_health(portal_id, events, judged=False, visited_healthy=healthy)
        ledger.settle_health(portal_id, _unread(log, run_id, crawled, portal_id), judged=True, visited_healthy=True)


def _unless_seen(alert: Alert, judged: Judged, now: Moment) -> Step:
    """The alert's finding was not seen: gone where its rule said so, else unproven."""
    identity = alert.sighting.identity
    answers = [finding for finding in judged.findings if finding.rule == identity.rule]
    outcomes = {finding.outcome for finding in answers if finding.subject in ("", identity.subject)}
    if not answers or outcomes & _UNPROVEN:
        # Law 2 of the house: while a portal cannot be seen, what it lacks is held back.
        blind = identity.rule in codes("absence") and not judged.portal_healthy
        return unseen(alert, now, held=blind)
    return gone(alert, now)


def _sightings(judged: Judged) -> Iterable[Sighting]:
    """The fails as sightings; several of one rule and subject are one alert."""
    groups: dict[Identity, list[Finding]] = {}
    for finding in judged.findings:
        if finding.outcome is Outcome.FAIL:
            identity = Identity(judged.owner, judged.year, finding.rule, finding.subject)
            groups.setdefault(identity, []).append(finding)
    for identity, findings in groups.items():
        heaviest = max(findings, key=lambda finding: finding.severity)
        yield Sighting(
            identity=identity,
            list="compliance",
            severity=heaviest.severity,
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


def _health_sightings(portal_id: int, events: Sequence[Row]) -> Iterable[Sighting]:
    by_kind: dict[str, list[Row]] = {}
    for event in events:
        by_kind.setdefault(event["kind"], []).append(event)
    for kind, group in by_kind.items():
        more = f"（共 {len(group)} 处）" if len(group) > 1 else ""
        yield Sighting(
            identity=Identity(f"portal:{portal_id}", None, kind),
            list="health",
            severity=_severity_of(kind),
            message=group[0]["detail"] + more,
            portal_id=portal_id,
            cells=tuple(event["url"] for event in group),
            url=group[0]["url"],
        )


def _severity_of(kind: str) -> Severity:
    if kind in NOTES:
        return Severity.INFO
    return Severity.WARNING if kind in _MILD else Severity.ERROR


def _fields(alert: Alert) -> Row:
    sighting = alert.sighting
    identity = sighting.identity
    return {
        "key": identity.key,
        "list": sighting.list,
        "rule": identity.rule,
        "severity": str(sighting.severity),
        "portal_id": sighting.portal_id,
        "body_id": sighting.body_id,
        "year": identity.year,
        "subject": identity.subject,
        "state": str(alert.state),
        "message": sighting.message,
        "basis": sighting.basis,
        "cells": sighting.cells,
        "page": sighting.page,
        "quote": sighting.quote,
        "url": sighting.url,
        "version_id": sighting.version_id,
        "held": int(alert.held),
        "reason": alert.reason,
        "muted_until": alert.muted_until and alert.muted_until.isoformat(),
        "first_seen_at": alert.first_seen_at,
        "last_seen_at": alert.last_seen_at,
        "resolved_at": alert.resolved_at,
    }


def _latest_crawl(log: Log) -> dict[int, int]:
    """The latest run that visited each portal or met trouble there, by portal id."""
    rows = log.rows(
        "SELECT portal_id, max(run_id) AS run_id FROM (SELECT portal_id, run_id FROM visits"
        " JOIN columns ON columns.id = column_id UNION ALL SELECT portal_id, run_id FROM health_events"
        " WHERE kind NOT IN (SELECT value FROM json_each(?))) GROUP BY portal_id",
        (json.dumps(sorted(JUDGED_KINDS)),),
    )
    return {row["portal_id"]: row["run_id"] for row in rows}


def _events(log: Log, run_id: int, portal_id: int) -> list[Row]:
    return log.rows("SELECT * FROM health_events WHERE run_id = ? AND portal_id = ? ORDER BY id", (run_id, portal_id))


def _unread(log: Log, run_id: int, crawled: int | None, portal_id: int) -> list[Row]:
    """What could not be read: of the reports this run says so, of everything else its latest crawl."""
    return log.rows(
        "SELECT * FROM health_events WHERE portal_id = ? AND kind IN (SELECT value FROM json_each(?)) AND (run_id = ?"
        " OR (run_id = ? AND url NOT IN (SELECT url FROM reports))) ORDER BY id",
        (portal_id, json.dumps(sorted(JUDGED_KINDS)), run_id, crawled),
    )


def _all_healthy(log: Log, run_id: int, portal_id: int) -> bool:
    """Whether the portal was visited in that run and every visit was healthy; no visit is no health."""
    row = log.row(
        "SELECT min(healthy) AS healthy FROM visits JOIN columns ON columns.id = column_id"
        " WHERE run_id = ? AND portal_id = ?",
        (run_id, portal_id),
    )
    return bool(row and row["healthy"])
