"""Judges what the crawl brought: read, assign, work out duties, apply the rules, bring the alerts up to date.

Everything here may be run again at any time and gives the same. It goes portal
by portal, so that it holds no more than the largest of them. A body and year
whose mark stands, for nothing is new of what its answers rest on, is not judged
again. The others are asked about, by several processes where there are many;
this one alone writes, some of them a transaction, each with its judgements, its
alerts and its mark. Where judging one of them crashes, that is noted, the
others go on, and it is judged again the next time.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from monitor.alerts.ledger import Ledger
from monitor.alerts.of_health import update_health
from monitor.duties.owners import assign_owners
from monitor.duties.refreshing import Calendar, note_withdrawals, refresh_obligations
from monitor.judging.answering import Answer, Question, in_words
from monitor.judging.asking import Asked, ask
from monitor.judging.docket import Docket, Holding, Unit
from monitor.judging.inputs import version_of_rules
from monitor.judging.versions import read_versions
from monitor.reports import READER
from monitor.rules.model import Finding
from storage.boundary import Boundary
from storage.clock import Clock
from storage.database import Log
from storage.tables import health, judgements, marks, portals, readings, reports, versions
from storage.tables.health import HealthKind
from storage.tables.judgements import Judgement
from storage.tables.marks import Mark
from storage.tables.portals import Portal
from storage.tables.versions import Version

OnProgress = Callable[[str, int, int], None]
"""Told how far it is: the step (``read`` or ``judge``), how many reports are done, how many there are."""

TOGETHER = 16
"""Bodies and years that are written in one transaction: few enough for people's decisions to get in between."""


@dataclass(slots=True)
class Tally:
    """What a judging did, in numbers; ``outcomes`` counts the answers of all rules that were asked.

    ``unchanged`` are the bodies and years that were not judged, for nothing was new.
    """

    read: int = 0
    unreadable: int = 0
    judged: int = 0
    unchanged: int = 0
    crashed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def as_detail(self) -> dict[str, object]:
        """The numbers as the log keeps them with a run."""
        return {
            "read": self.read,
            "unreadable": self.unreadable,
            "judged": self.judged,
            "unchanged": self.unchanged,
            "crashed": self.crashed,
            "outcomes": dict(sorted(self.outcomes.items())),
        }


def judge(log: Log, run_id: int, clock: Clock, on_progress: OnProgress | None = None) -> Tally:
    """Bring readings, obligations, judgements and alerts of the log up to date with its captures and the day.

    The caller holds the run lock. LogError where the log cannot be written;
    what was judged until then stays.
    """
    session = _Session(log, run_id, clock, on_progress or _in_silence)
    session.read()
    session.judge_all(portals.all_portals(log, active=False))
    return session.tally


@dataclass(frozen=True, slots=True)
class _Open:
    """A unit to be judged, with the docket it stands on."""

    docket: Docket
    unit: Unit


class _Session:
    """One judging: goes over the portals, writes what is answered, and counts."""

    def __init__(self, log: Log, run_id: int, clock: Clock, on_progress: OnProgress) -> None:
        self._log, self._run_id, self._clock, self._on_progress = log, run_id, clock, on_progress
        self._days = Calendar(log, clock.today)
        self._ledger = Ledger(log, run_id, clock)
        self._done, self._waiting = 0, 0
        self.tally = Tally()

    def read(self) -> None:
        """Read what the present readers have not read yet."""
        waiting = len(versions.unread(self._log, READER))
        for done, _version in enumerate(read_versions(self._log, self._clock), 1):
            self.tally.read = done
            self._on_progress("read", done, waiting)

    def judge_all(self, known: Sequence[Portal]) -> None:
        """Judge what is new on every portal and settle its alerts, then the alerts of crawl health."""
        self._waiting = reports.number(self._log)
        answered = ask(self._log, (asked for portal in known for asked in self._questions(portal)))
        while some := list(islice(answered, TOGETHER)):
            self._write(some)
        self._ledger.close_orphans()
        if self.tally.judged:
            marks.sweep(self._log)
        update_health(self._log, self._ledger, self._run_id, known)

    def _questions(self, portal: Portal) -> Iterator[Asked[_Open]]:
        """What must be asked about on a portal; all else there is brought up to date."""
        held = self._hold(portal)
        self._note_troubles(held)
        docket, kept = Docket(self._log, self._clock.today, held), marks.of_portal(self._log, portal.id)
        units = docket.units()
        self._forget(kept.keys() - {unit.subject for unit in units})
        for unit in units:
            with Boundary() as within:
                question = docket.question(unit)
                is_new = self._is_new(docket, unit, question, kept.get(unit.subject))
            if within.problem is not None:
                self._leave(unit, in_words(within.problem))
                self._count(unit)
            elif is_new:
                yield Asked(_Open(docket, unit), question)
            else:
                self._ledger.leave(unit.owner, unit.year)
                self.tally.unchanged += 1
                self._count(unit)

    def _is_new(self, docket: Docket, unit: Unit, question: Question, mark: Mark | None) -> bool:
        """Whether anything is new of what the answers on a unit and its alerts rest on."""
        if mark is None or self._ledger.is_due(unit.owner, unit.year):
            return True
        inputs = docket.inputs(unit, question, self._ledger.stand_of(unit.owner, unit.year))
        return not mark.holds(inputs, self._clock.today)

    def _hold(self, portal: Portal) -> Holding:
        """All that is known of a portal, with owners, withdrawals and duties brought up to date."""
        gists = readings.gists(self._log, portal.id)
        current, bodies = assign_owners(self._log, portal, versions.current(self._log, portal.id), gists)
        current = note_withdrawals(self._log, current)
        watch, owed = refresh_obligations(self._log, portal, bodies, current, self._days)
        return Holding(portal, bodies, current, gists, owed, watch)

    def _forget(self, subjects: set[str]) -> None:
        if subjects:
            marks.forget(self._log, subjects)

    def _note_troubles(self, held: Holding) -> None:
        """What cannot be read, or is not whole in the archive, is an event of crawl health in every run."""
        files = versions.kept_of_portal(self._log, held.portal.id)
        told = [(version, self._trouble_of(version, held, files)) for version in held.current]
        troubles = [(version, line) for version, line in told if line]
        if troubles:
            with self._log.atomic():
                for version, line in troubles:
                    self._note(version, "unreadable", line)

    def _trouble_of(self, version: Version, held: Holding, files: Mapping[int, Sequence[tuple[str, int]]]) -> str:
        """Why a version could not be read, or what of it is lost, also where another file speaks; empty for nothing."""
        read = held.gists.get(version.version_id)
        if read and read.outcome == "unreadable":
            self.tally.unreadable += version.state != "withdrawn"
            return "" if version.state == "withdrawn" else f"《{version.title}》读不出来：{read.detail}"
        lost = (self._log.archive.trouble(*file) for file in files.get(version.version_id, ()))
        line = (read.detail if read else "") or next(filter(None, lost), "")
        return line and f"《{version.title}》存下的文件不全：{line}"

    def _write(self, answered: Sequence[tuple[Asked[_Open], Answer]]) -> None:
        with self._log.atomic():
            for asked, answer in answered:
                self._settle(asked, answer)
        for asked, _answer in answered:
            self._count(asked.about.unit)

    def _settle(self, asked: Asked[_Open], answer: Answer) -> None:
        docket, unit = asked.about.docket, asked.about.unit
        if answer.problem:
            self._leave(unit, answer.problem)
            return
        judgements.replace(self._log, unit.subject, map(_judgement, answer.findings), self._run_id)
        self._ledger.settle(docket.sum_up(unit, answer))
        inputs = docket.inputs(unit, asked.question, self._ledger.stand_of(unit.owner, unit.year))
        held = None if answer.crashed else inputs
        mark = Mark(unit.subject, unit.portal_id, held, answer.since, answer.until)
        marks.put(self._log, mark, version_of_rules(), answer.rest)
        self.tally.judged += 1
        self.tally.outcomes.update(answer.outcomes)

    def _leave(self, unit: Unit, problem: str) -> None:
        """Say that a unit could not be judged for a defect of ours; its alerts stay as they are, and no mark of it."""
        self.tally.crashed += 1
        self._ledger.leave(unit.owner, unit.year)
        marks.distrust(self._log, unit.subject)
        if unit.postings:
            line = f"判定出错（{problem}）；其他年报不受影响，请把这一行交给开发者。"
            self._note(unit.standing, "crashed", f"《{unit.standing.title}》{line}")

    def _count(self, unit: Unit) -> None:
        if unit.postings:
            self._done += len(unit.postings)
            self._on_progress("judge", self._done, self._waiting)

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


def _judgement(finding: Finding) -> Judgement:
    return Judgement(
        rule=finding.rule,
        outcome=finding.outcome.value,
        severity=finding.severity.value,
        message=finding.message,
        basis=finding.basis,
        cells=finding.cells,
        page=finding.page,
        quotes=finding.quotes,
        quote=finding.quote,
        part=finding.subject,
    )


def _in_silence(_step: str, _done: int, _waiting: int) -> None:
    """Nobody wants to know how far it is."""
