"""Judges what the crawl brought: read, assign, work out duties, apply the rules, bring the alerts up to date.

Everything here may be run again at any time and gives the same. Each body and
year is judged and its alerts settled in one transaction; where judging one of
them crashes, that is noted and the others go on.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor.alerts.ledger import Ledger
from monitor.alerts.of_health import update_health
from monitor.duties.owners import assign_owners
from monitor.duties.refreshing import note_withdrawals, refresh_obligations
from monitor.judging.docket import Docket, Unit
from monitor.judging.versions import read_versions
from monitor.reports import READER
from monitor.rules.model import Finding
from storage.boundary import Boundary
from storage.clock import Clock
from storage.database import Log
from storage.tables import health, judgements, portals, readings, versions
from storage.tables.health import HealthKind
from storage.tables.judgements import Judgement
from storage.tables.portals import Portal
from storage.tables.versions import Version

OnProgress = Callable[[str, int, int], None]
"""Told how far it is: the step (``read`` or ``judge``), how many are done, how many there are."""


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
    watches = refresh_obligations(log, known, bodies, current, clock)
    session.note_unreadable(current)
    docket = Docket(log, clock.today, known, bodies, current=current, watches=watches)
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

    def judge_all(self, docket: Docket, known: Sequence[Portal]) -> None:
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

    def _judge(self, docket: Docket, unit: Unit, ledger: Ledger) -> None:
        with Boundary() as within:
            findings = docket.answers(unit)
        if within.problem is not None:
            self._leave(unit, ledger, within.problem)
            return
        with self._log.atomic():
            judgements.replace(self._log, unit.subject, [_judgement(finding) for finding in findings], self._run_id)
            ledger.settle(docket.sum_up(unit, findings))
        self.tally.judged += 1
        self.tally.outcomes.update(finding.outcome for finding in findings)

    def _leave(self, unit: Unit, ledger: Ledger, problem: Exception) -> None:
        """Say that a unit could not be judged for a defect of ours; its alerts stay as they are."""
        self.tally.crashed += 1
        ledger.leave(unit.owner, unit.year)
        if unit.postings:
            line = f"判定出错（{type(problem).__name__}：{problem}）；其他年报不受影响，请把这一行交给开发者。"
            self._note(unit.standing, "crashed", f"《{unit.standing.title}》{line}")

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
        outcome=finding.outcome,
        severity=finding.severity,
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
