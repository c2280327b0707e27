"""What the rules answer on bodies and years: pure, so that it may be asked in this process or in several others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from monitor.duties.postings import changes
from monitor.judging.versions import figures_as_printed, report_in
from monitor.reports.model import Report
from monitor.rules.catalogue import codes, evaluate, rules
from monitor.rules.model import Agreement, Case, Change, Finding, Outcome, Publication
from storage.boundary import Boundary
from storage.tables.readings import Packed, Reading, unpack
from storage.tables.versions import Version

_REST: Final = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})
"""Outcomes of which nothing is kept but the code of the rule."""


@dataclass(frozen=True, slots=True)
class Question:
    """One body and year to be asked about: the case but for what was read, and the versions that it is read from.

    ``stands`` is the version that stands, None for a duty without a report;
    ``previous`` that of the year before; ``history`` are all versions of the
    report where it changed. ``awaited`` is true where a report is not due yet.
    """

    case: Case
    stands: int | None = None
    previous: int | None = None
    history: tuple[Version, ...] = ()
    awaited: bool = False

    @property
    def versions(self) -> set[int]:
        """The versions whose readings the answer needs."""
        return {*filter(None, (self.stands, self.previous)), *(version.version_id for version in self.history)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What all rules answered on a question.

    ``findings`` are those that say something, ``rest`` the codes of the other
    rules by outcome, ``outcomes`` counts all answers. It holds from the day
    ``since`` on and before ``until``; None is no bound. ``problem`` says in what
    way our own code failed, and then there is no answer.
    """

    findings: tuple[Finding, ...] = ()
    rest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    problem: str = ""

    @property
    def crashed(self) -> bool:
        """Whether a rule, or the whole of it, failed for a defect of ours, so that it must be asked again."""
        return bool(self.problem) or Outcome.CRASHED in self.outcomes


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some questions, with the readings that their answers need, by version."""

    questions: Sequence[Question]
    readings: Mapping[int, Packed]


def in_words(problem: Exception) -> str:
    """What went wrong in our own code, for whoever mends it."""
    return f"{type(problem).__name__}：{problem}"


def answer_all(sheet: Sheet) -> list[Answer]:
    """The answers to the questions of a sheet, in order. What fails for one takes no other down."""
    shelf = _Shelf(sheet.readings)
    return [_answer(question, shelf) for question in sheet.questions]


class _Shelf:
    """The readings of a sheet, each opened once: a report is soon asked for again as last year's."""

    def __init__(self, packed: Mapping[int, Packed]) -> None:
        self._packed = packed
        self._opened: dict[int, Reading] = {}
        self._reports: dict[int, Report | None] = {}

    def reading(self, version_id: int) -> Reading | None:
        if version_id not in self._opened and version_id in self._packed:
            self._opened[version_id] = unpack(self._packed[version_id])
        return self._opened.get(version_id)

    def report(self, version_id: int | None) -> Report | None:
        if version_id is None:
            return None
        if version_id not in self._reports:
            self._reports[version_id] = report_in(self.reading(version_id))
        return self._reports[version_id]


def _answer(question: Question, shelf: _Shelf) -> Answer:
    with Boundary() as within:
        findings = _findings(question, shelf)
    if within.problem is not None:
        return Answer(problem=in_words(within.problem))
    rest: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.outcome in _REST:
            rest.setdefault(finding.outcome.value, {})[finding.rule] = None
    since, until = question.case.holds
    return Answer(
        tuple(finding for finding in findings if finding.outcome not in _REST),
        {outcome: tuple(found) for outcome, found in rest.items()},
        Counter(finding.outcome.value for finding in findings),
        since,
        until,
    )


def _findings(question: Question, shelf: _Shelf) -> list[Finding]:
    """What every rule answers; on a duty without a report only the rules of absence are asked."""
    if question.stands is None:
        if question.awaited:
            return _not_absent("尚未到期。")
        return list(evaluate(question.case, only=codes("absence")).findings)
    case = _read(question, shelf)
    found = evaluate(case, only=codes("report")).findings
    return [*found, *_answers_on_changes(case), *_not_absent("年报已发布。")]


def _read(question: Question, shelf: _Shelf) -> Case:
    """The case with what was read; the question stays as it was, for its mark is made of it afterwards."""
    assert question.stands is not None
    reading, publication = shelf.reading(question.stands), question.case.publication
    if publication is not None and question.history:
        changed = changes(question.history, lambda version_id: figures_as_printed(shelf.reading(version_id)))
        publication = replace(publication, changes=changed)
    compared = reading.compared if reading else ()
    return replace(
        question.case,
        report=shelf.report(question.stands),
        previous=shelf.report(question.previous),
        agreements=tuple(Agreement(found.name, found.cells, tuple(found.differences)) for found in compared),
        publication=publication,
    )


def _answers_on_changes(case: Case) -> Iterable[Finding]:
    """The rules of changes asked about each change by itself: what people said of one says nothing of the next."""
    publication = case.publication
    if publication is None or not publication.changes:
        return evaluate(case, only=codes("change")).findings
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
