"""What is to be judged of a portal today, and the question that each body and year makes."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from monitor.alerts.ledger import Judged
from monitor.duties.names import Relation
from monitor.duties.owners import is_kind_told, kind_of, local_due, relation_of
from monitor.duties.postings import by_owner, publication, standing, withdrawn_on
from monitor.health.watch import Watch
from monitor.judging.answering import Answer, Question
from monitor.judging.inputs import hash_of
from monitor.rules.model import Absence, Case, Publication
from storage.database import Log
from storage.tables import reports, versions
from storage.tables.obligations import Obligation
from storage.tables.portals import Body, Portal
from storage.tables.readings import Gist
from storage.tables.versions import Version

_NOT_YET: Final = frozenset({"upcoming", "due"})


@dataclass(frozen=True)
class Unit:
    """One body and year to be judged: its postings, its obligation, or both."""

    owner: str
    year: int | None
    portal_id: int
    body_id: int | None
    postings: tuple[Version, ...]
    obligation: Obligation | None

    @cached_property
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


@dataclass(frozen=True, slots=True)
class Holding:
    """All that is known of one portal when it is judged.

    ``bodies`` are all that were ever known there, ``current`` the current
    versions of its reports, ``gists`` what was read of all versions, ``owed``
    what its bodies owe, ``watch`` what its visits prove.
    """

    portal: Portal
    bodies: Sequence[Body]
    current: Sequence[Version]
    gists: Mapping[int, Gist]
    owed: Sequence[Obligation]
    watch: Watch


class Docket:
    """All that is to be judged of a portal today, and the question that each body and year makes."""

    def __init__(self, log: Log, today: date, held: Holding) -> None:
        self._log, self._today, self._held = log, today, held
        self._groups = by_owner(held.current)
        self._bodies = {body.id: body for body in held.bodies}
        self._relations: dict[int, Relation] = {}

    def units(self) -> list[Unit]:
        """Every body and year that has a report or owes one, then every report whose body or year is not known.

        A report of another place's body that was posted here again (the city's
        on a county's portal) is kept and shown; on this portal nobody answers for it.
        """
        owed = {(obligation.body_id, obligation.year): obligation for obligation in self._held.owed}
        portal_id = self._held.portal.id
        owned = [
            Unit(
                f"body:{body_id}",
                year,
                portal_id,
                body_id,
                tuple(self._groups.get((body_id, year), ())),
                owed.get((body_id, year)),
            )
            for body_id, year in sorted(self._groups.keys() | owed.keys())
            if self._relation(body_id) != "elsewhere"
        ]
        return owned + [
            Unit(f"report:{version.report_id}", version.year, portal_id, version.body_id, (version,), None)
            for version in self._held.current
            if version.body_id is None or version.year is None
        ]

    def question(self, unit: Unit) -> Question:
        """What is asked about a unit; what was read is left to who answers."""
        if not unit.postings:
            return self._question_of_absence(unit)
        stands = unit.standing
        case = self._case(unit)
        # A county's report on the city's portal may have been published on its own long before.
        case.publication = None if self._relation(unit.body_id) == "below" else self._publication(unit)
        # What became of the figures from version to version is no matter where the publication is not.
        changed = stands.number > 1 and case.publication is not None
        history = tuple(versions.of_report(self._log, stands.report_id)) if changed else ()
        return Question(case, stands.version_id, self._previous(unit), history)

    def inputs(self, unit: Unit, question: Question, alerts: Hashable) -> bytes:
        """The hash of all that the answers on a unit, and its alerts, rest on; ``alerts`` is how these stand."""
        watch = self._held.watch
        read = (self._digest(question.stands), self._digest(question.previous))
        history = tuple((one.seen_at, one.noted, self._digest(one.version_id)) for one in question.history)
        shown = (unit.owner, unit.portal_id, unit.body_id, *self._shown(unit))
        seen = () if unit.postings else (question.awaited, watch.healthy)
        return hash_of(question.case, read, history, shown, seen, alerts)

    def sum_up(self, unit: Unit, answer: Answer) -> Judged:
        """The answers with what the alerts on them must show."""
        url, version_id = self._shown(unit)
        return Judged(
            owner=unit.owner,
            year=unit.year,
            portal_id=unit.portal_id,
            body_id=unit.body_id,
            findings=answer.findings,
            sound=frozenset(code for found in answer.rest.values() for code in found),
            url=url,
            version_id=version_id,
            portal_healthy=self._held.watch.healthy,
        )

    def _shown(self, unit: Unit) -> tuple[str, int | None]:
        """The address and the version that the alerts on a unit show."""
        if unit.postings:
            return unit.standing.url, unit.standing.version_id
        return next(iter(self._held.watch.columns), ""), None

    def _digest(self, version_id: int | None) -> bytes | None:
        gist = self._held.gists.get(version_id or 0)
        return gist.digest if gist else None

    def _relation(self, body_id: int | None) -> Relation:
        if body_id is None:
            return "unknown"
        if body_id not in self._relations:
            self._relations[body_id] = relation_of(self._bodies[body_id], self._held.portal)
        return self._relations[body_id]

    def _question_of_absence(self, unit: Unit) -> Question:
        owed, watch = unit.obligation, self._held.watch
        assert owed is not None
        case = self._case(unit)
        if owed.state in _NOT_YET:
            return Question(case, awaited=True)
        assert case.body_kind is not None
        case.absence = Absence(
            body=owed.body,
            body_kind=case.body_kind,
            year=owed.year,
            due=owed.due_on,
            # A report that a column names but that could not be fetched is not proven to be absent.
            healthy_days=watch.proof_after(owed.due_on) if owed.state == "overdue" else (),
            portal_healthy=watch.healthy,
            column_urls=watch.columns,
        )
        return Question(case)

    def _case(self, unit: Unit) -> Case:
        portal = self._held.portal
        case = Case(today=self._today, year=unit.year, division=portal.division, level=portal.level)
        if unit.body_id is not None:
            body = self._bodies[unit.body_id]
            case.body, case.body_kind, case.due_override = body.name, kind_of(body), local_due(body.due)
            case.kind_told = is_kind_told(body)
        return case

    def _previous(self, unit: Unit) -> int | None:
        if unit.body_id is None or unit.year is None:
            return None
        before = self._groups.get((unit.body_id, unit.year - 1))
        return standing(before).version_id if before else None

    def _publication(self, unit: Unit) -> Publication:
        stands = unit.standing
        gone_on = None
        if stands.state == "withdrawn":
            gone_on = withdrawn_on(reports.absences_of(self._log, stands.report_id))
        return publication(unit.postings, withdrawn_on=gone_on)
