"""Judges what the crawl brought: read, assign, work out duties, apply the rules, bring the alerts up to date.

Everything here may be run again at any time and gives the same. Each body and
year is judged and its alerts settled in one transaction; where judging one of
them crashes, that is noted and the others go on.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from monitor.alerts.ledger import ABSENCE_RULE, Judged, Ledger, update_health
from monitor.duties.names import Relation
from monitor.duties.obligations import Watch
from monitor.duties.owners import (
    assign_owners,
    kind_of,
    local_due,
    note_withdrawals,
    refresh_obligations,
    relation_of,
)
from monitor.duties.postings import by_owner, changes, publication, standing, withdrawn_on
from monitor.judging.versions import figures_as_printed, load_report, read_versions
from monitor.reports import READER
from monitor.reports.model import Report
from monitor.rules.model import Absence, Agreement, Case, Change, Finding, Outcome, Publication
from monitor.rules.registry import evaluate, rules
from storage.clock import Clock
from storage.database import Log
from storage.errors import LogError
from storage.tables import health, judgements, obligations, portals, readings, reports, versions
from storage.tables.health import HealthKind
from storage.tables.judgements import Judgement
from storage.tables.obligations import Obligation
from storage.tables.portals import Body, Portal
from storage.tables.versions import Version

OnProgress = Callable[[str, int, int], None]
"""Told how far it is: the step (``read`` or ``judge``), how many are done, how many there are."""

CHANGE_RULE: Final = "D10"
"""The rule of silent changes: one alert for each change."""

_NOT_YET: Final = frozenset({"upcoming", "due"})
_KEPT_REPORTS: Final = 4
"""Reports kept at hand: bodies are judged year by year, so a report is soon asked for again as last year's."""


@dataclass(slots=True)
class Tally:
    """What a judging did, in numbers; ``outcomes`` counts the answers of all rules."""

    read: int = 0
    unreadable: int = 0
    judged: int = 0
    crashed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def as_detail(self) -> dict[str, object]:
        """The numbers as the log keeps them with a run."""
        return {
            "read": self.read,
            "unreadable": self.unreadable,
            "judged": self.judged,
            "crashed": self.crashed,
            "outcomes": dict(sorted(self.outcomes.items())),
        }


@dataclass(frozen=True, slots=True)
class Unit:
    """One body and year to be judged: its postings, its obligation, or both."""

    owner: str
    year: int | None
    portal_id: int
    body_id: int | None
    postings: tuple[Version, ...]
    obligation: Obligation | None

    @property
    def standing(self) -> Version:
        """The posting that stands."""
        return standing(self.postings)

    @property
    def subject(self) -> str:
        """What the judgements of the log are on."""
        if self.postings:
            return f"version:{self.standing.version_id}"
        assert self.obligation is not None
        return f"obligation:{self.obligation.id}"


def judge(log: Log, run_id: int, clock: Clock, on_progress: OnProgress | None = None) -> Tally:
    """Bring readings, obligations, judgements and alerts of the log up to date with its captures and the day.

    The caller holds the run lock. LogError where the log cannot be written;
    what was judged until then stays.
    """
    session = _Session(log, run_id, clock, on_progress or _in_silence)
    session.read()
    known = portals.all_portals(log, active=False)
    current = note_withdrawals(log, assign_owners(log, known, versions.current(log)))
    bodies = portals.all_bodies(log)
    watches = refresh_obligations(log, known, bodies, by_owner(current), clock)
    session.note_unreadable(current)
    docket = _Docket(log, clock.today, known, bodies, current=current, watches=watches)
    session.judge_all(docket, known)
    return session.tally


class _Session:
    """One judging: writes what the docket answers, and counts."""

    def __init__(self, log: Log, run_id: int, clock: Clock, on_progress: OnProgress) -> None:
        self._log, self._run_id, self._clock, self._on_progress = log, run_id, clock, on_progress
        self.tally = Tally()

    def read(self) -> None:
        """Read what the present readers have not read yet."""
        waiting = len(versions.unread(self._log, READER))
        for done, _version in enumerate(read_versions(self._log, self._clock), 1):
            self.tally.read = done
            self._on_progress("read", done, waiting)

    def note_unreadable(self, current: Sequence[Version]) -> None:
        """Every current version that cannot be read is an event of crawl health, in every run until it can."""
        lines = readings.unreadable(self._log)
        with self._log.atomic():
            for version in current:
                if version.version_id in lines and version.state != "withdrawn":
                    self.tally.unreadable += 1
                    self._note(version, "unreadable", f"《{version.title}》读不出来：{lines[version.version_id]}")

    def judge_all(self, docket: "_Docket", known: Sequence[Portal]) -> None:
        """Judge every unit of the docket and settle its alerts, then the alerts of crawl health."""
        ledger = Ledger(self._log, self._run_id, self._clock)
        units = docket.units()
        subjects = {unit.subject for unit in units}
        for done, unit in enumerate(units, 1):
            self._judge(docket, unit, ledger)
            self._on_progress("judge", done, len(units))
        ledger.close_orphans()
        judgements.keep_only(self._log, subjects)
        update_health(self._log, ledger, self._run_id, known)

    def _judge(self, docket: "_Docket", unit: Unit, ledger: Ledger) -> None:
        try:
            findings = docket.answers(unit)
        except LogError:
            raise
        except Exception as problem:  # noqa: BLE001 - law 4: one report that cannot be judged takes nothing else down
            self.tally.crashed += 1
            ledger.leave(unit.owner, unit.year)
            if unit.postings:
                line = f"判定出错（{type(problem).__name__}：{problem}）；其他年报不受影响，请把这一行交给开发者。"
                self._note(unit.standing, "crashed", f"《{unit.standing.title}》{line}")
            return
        with self._log.atomic():
            judgements.replace(self._log, unit.subject, [_judgement(finding) for finding in findings], self._run_id)
            ledger.settle(docket.judged(unit, findings))
        self.tally.judged += 1
        self.tally.outcomes.update(finding.outcome for finding in findings)

    def _note(self, version: Version, kind: HealthKind, detail: str) -> None:
        health.note(
            self._log,
            run_id=self._run_id,
            portal_id=version.portal_id,
            column_id=version.column_id,
            url=version.url,
            kind=kind,
            detail=detail,
            clock=self._clock,
        )


class _Docket:
    """All that is to be judged today, and the case that each body and year makes."""

    def __init__(
        self,
        log: Log,
        today: date,
        known: Sequence[Portal],
        bodies: Sequence[Body],
        *,
        current: Sequence[Version],
        watches: Mapping[int, Watch],
    ) -> None:
        self._log, self._today, self._watches = log, today, watches
        self._groups = by_owner(current)
        self._unowned = [version for version in current if version.body_id is None or version.year is None]
        self._portals = {portal.id: portal for portal in known}
        self._bodies = {body.id: body for body in bodies}
        self._load = lru_cache(maxsize=_KEPT_REPORTS)(lambda version_id: load_report(log, version_id))

    def units(self) -> list[Unit]:
        """Every body and year that has a report or owes one, then every report whose body or year is not known.

        A report of another place's body that was posted here again (the city's
        on a county's portal) is kept and shown; on this portal nobody answers for it.
        """
        owed = {(obligation.body_id, obligation.year): obligation for obligation in obligations.all(self._log)}
        owned = [
            Unit(
                f"body:{body_id}",
                year,
                self._bodies[body_id].portal_id,
                body_id,
                tuple(self._groups.get((body_id, year), ())),
                owed.get((body_id, year)),
            )
            for body_id, year in sorted(self._groups.keys() | owed.keys())
            if self._relation(body_id) != "elsewhere"
        ]
        return owned + [
            Unit(f"report:{version.report_id}", version.year, version.portal_id, version.body_id, (version,), None)
            for version in self._unowned
        ]

    def answers(self, unit: Unit) -> list[Finding]:
        """What every rule answers on a unit; on a duty without a report only the rule of absence is asked."""
        if unit.postings:
            case = self._reported(unit)
            apart = {ABSENCE_RULE, CHANGE_RULE}
            found = evaluate(case, only=rules().keys() - apart)
            return [*found, *_answers_on_changes(case), _not_absent("年报已发布。")]
        assert unit.obligation is not None
        if unit.obligation.state in _NOT_YET:
            return [_not_absent("尚未到期。")]
        return evaluate(self._missing(unit, unit.obligation), only={ABSENCE_RULE})

    def judged(self, unit: Unit, findings: Sequence[Finding]) -> Judged:
        """The answers with what the alerts on them must show."""
        watch = self._watches[unit.portal_id]
        stands = unit.standing if unit.postings else None
        return Judged(
            owner=unit.owner,
            year=unit.year,
            portal_id=unit.portal_id,
            body_id=unit.body_id,
            findings=findings,
            url=stands.url if stands else next(iter(watch.columns), ""),
            version_id=stands.version_id if stands else None,
            portal_healthy=watch.healthy,
        )

    def _relation(self, body_id: int | None) -> Relation:
        if body_id is None:
            return "unknown"
        body = self._bodies[body_id]
        return relation_of(body, self._portals[body.portal_id])

    def _reported(self, unit: Unit) -> Case:
        stands = unit.standing
        case = self._case(unit)
        case.report = self._load(stands.version_id)
        case.previous = self._previous(unit)
        # A county's report on the city's portal may have been published on its own long before.
        case.publication = None if self._relation(unit.body_id) == "below" else self._publication(unit)
        case.agreements = tuple(
            Agreement(found.name, found.cells, tuple(found.differences))
            for found in readings.compared(self._log, stands.version_id)
        )
        return case

    def _missing(self, unit: Unit, obligation: Obligation) -> Case:
        case, watch = self._case(unit), self._watches[unit.portal_id]
        assert case.body_kind is not None
        case.absence = Absence(
            body=obligation.body,
            body_kind=case.body_kind,
            year=obligation.year,
            due=obligation.due_on,
            # A report that a column names but that could not be fetched is not proven to be absent.
            healthy_days=watch.proof_after(obligation.due_on) if obligation.state == "overdue" else (),
            portal_healthy=watch.healthy,
            column_urls=watch.columns,
        )
        return case

    def _case(self, unit: Unit) -> Case:
        portal = self._portals[unit.portal_id]
        case = Case(today=self._today, year=unit.year, division=portal.division, level=portal.level)
        if unit.body_id is not None:
            body = self._bodies[unit.body_id]
            case.body, case.body_kind, case.due_override = body.name, kind_of(body), local_due(body.due)
        return case

    def _previous(self, unit: Unit) -> Report | None:
        if unit.body_id is None or unit.year is None:
            return None
        before = self._groups.get((unit.body_id, unit.year - 1))
        return self._load(standing(before).version_id) if before else None

    def _publication(self, unit: Unit) -> Publication:
        stands = unit.standing
        gone_on = None
        if stands.state == "withdrawn":
            gone_on = withdrawn_on(reports.absences_of(self._log, stands.report_id))
        changed: tuple[Change, ...] = ()
        if stands.number > 1:
            history = versions.of_report(self._log, stands.report_id)
            changed = changes(history, lambda version_id: figures_as_printed(self._log, version_id))
        return publication(unit.postings, changed, gone_on)


def _answers_on_changes(case: Case) -> list[Finding]:
    """The rule of changes asked about each change of its own: what people said of one says nothing of the next."""
    publication = case.publication
    if publication is None or not publication.changes:
        return evaluate(case, only={CHANGE_RULE})
    return [
        replace(finding, subject=change.seen_at)
        for change in publication.changes
        for finding in evaluate(replace(case, publication=replace(publication, changes=(change,))), only={CHANGE_RULE})
    ]


def _not_absent(why: str) -> Finding:
    rule = rules()[ABSENCE_RULE]
    return Finding(rule.code, rule.name_zh, rule.severity, Outcome.PASS, why, rule.basis)


def _judgement(finding: Finding) -> Judgement:
    return Judgement(
        rule=finding.rule,
        outcome=finding.outcome,
        severity=finding.severity,
        message=finding.message,
        basis=finding.basis,
        cells=finding.cells,
        page=finding.page,
        quote=finding.quote,
        part=finding.subject,
    )


def _in_silence(_step: str, _done: int, _waiting: int) -> None:
    """Nobody wants to know how far it is."""
