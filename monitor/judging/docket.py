"""What is to be judged today, and the case that each body and year makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from monitor.alerts.ledger import Judged
from monitor.duties.names import Relation
from monitor.duties.owners import is_kind_told, kind_of, local_due, relation_of
from monitor.duties.postings import by_owner, changes, publication, standing, withdrawn_on
from monitor.health.watch import Watch
from monitor.judging.versions import figures_as_printed, load_report
from monitor.reports.model import Report
from monitor.rules.catalogue import codes, evaluate, rules
from monitor.rules.model import Absence, Agreement, Case, Change, Finding, Outcome, Publication
from storage.database import Log
from storage.tables import obligations, readings, reports, versions
from storage.tables.obligations import Obligation
from storage.tables.portals import Body, Portal
from storage.tables.versions import Version

_NOT_YET: Final = frozenset({"upcoming", "due"})
_KEPT_REPORTS: Final = 4
"""Reports kept at hand: bodies are judged year by year, so a report is soon asked for again as last year's."""


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


class Docket:
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
        """What every rule answers on a unit; on a duty without a report only the rules of absence are asked."""
        if unit.postings:
            case = self._case_of_report(unit)
            found = evaluate(case, only=codes("report")).findings
            return [*found, *_answers_on_changes(case), *_not_absent("年报已发布。")]
        assert unit.obligation is not None
        if unit.obligation.state in _NOT_YET:
            return _not_absent("尚未到期。")
        return list(evaluate(self._case_of_absence(unit, unit.obligation), only=codes("absence")).findings)

    def sum_up(self, unit: Unit, findings: Sequence[Finding]) -> Judged:
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

    def _case_of_report(self, unit: Unit) -> Case:
        stands = unit.standing
        case = self._case(unit)
        case.report = self._load(stands.version_id)
        case.previous = self._previous(unit)
        # A county's report on the city's portal may have been published on its own long before.
        case.publication = None if self._relation(unit.body_id) == "below" else self._publication(unit)
        case.agreements = tuple(
            Agreement(found.name, found.cells, tuple(found.differences))
            for found in readings.comparisons_of(self._log, stands.version_id)
        )
        return case

    def _case_of_absence(self, unit: Unit, obligation: Obligation) -> Case:
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
            case.kind_told = is_kind_told(body)
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
    """The rules of changes asked about each change by itself: what people said of one says nothing of the next."""
    publication = case.publication
    if publication is None or not publication.changes:
        return list(evaluate(case, only=codes("change")).findings)
    return [
        replace(finding, subject=change.seen_at)
        for change in publication.changes
        for finding in evaluate(_with_change(case, publication, change), only=codes("change")).findings
    ]


def _with_change(case: Case, publication: Publication, change: Change) -> Case:
    return replace(case, publication=replace(publication, changes=(change,)))


def _not_absent(why: str) -> list[Finding]:
    asked = (rule for code, rule in rules().items() if code in codes("absence"))
    return [Finding(rule.code, rule.name_zh, rule.severity, Outcome.PASS, why, rule.basis) for rule in asked]
