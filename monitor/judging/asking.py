"""Has questions answered: in this process where they are few, by all cores where they are many.

Either way the answers are the same and come in the order of the questions. This
process alone touches the log: it hands readings on as they are kept there.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, Generic, TypeVar

from monitor.documents.workers import crew_size, run
from monitor.judging.answering import Answer, Question, Sheet, answer_all
from storage.database import Log
from storage.tables import readings

About = TypeVar("About")

_SHEET: Final = 16
"""Questions that are answered at one go: a body's years stand side by side and share their readings."""
_FEW: Final = 16
"""Sheets up to which starting processes would cost more than it saves."""

_MODULES: Final = ("monitor.judging.answering",)
"""What the server of workers imports once for all of them."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[About]):
    """A question, and what it is about for who asks."""

    about: About
    question: Question


def ask(log: Log, asked: Iterable[Asked[About]]) -> Iterator[tuple[Asked[About], Answer]]:
    """Every question with its answer, in order; questions are taken only as they can be answered."""
    sheets = _sheets(asked)
    first = list(islice(sheets, _FEW))
    if len(first) < _FEW or crew_size() == 1:
        return _answered_here(log, chain(first, sheets))
    return _answered_by_crew(log, chain(first, sheets))


def _sheets(asked: Iterable[Asked[About]]) -> Iterator[Sequence[Asked[About]]]:
    taken = iter(asked)
    while sheet := list(islice(taken, _SHEET)):
        yield sheet


def _answered_here(log: Log, sheets: Iterable[Sequence[Asked[About]]]) -> Iterator[tuple[Asked[About], Answer]]:
    for sheet in sheets:
        yield from zip(sheet, answer_all(_with_readings(log, sheet)), strict=True)


def _answered_by_crew(log: Log, sheets: Iterable[Sequence[Asked[About]]]) -> Iterator[tuple[Asked[About], Answer]]:
    out: deque[Sequence[Asked[About]]] = deque()

    def handed_out() -> Iterator[Sheet]:
        for sheet in sheets:
            out.append(sheet)
            yield _with_readings(log, sheet)

    with closing(run(answer_all, handed_out(), preload=_MODULES)) as outcomes:
        for outcome in outcomes:
            sheet = out.popleft()
            # Whatever took a worker down is told of each that it was asked about; each is asked again the next time.
            answers = outcome.value or [Answer(problem=outcome.trouble)] * len(sheet)
            yield from zip(sheet, answers, strict=True)


def _with_readings(log: Log, sheet: Sequence[Asked[About]]) -> Sheet:
    questions = [asked.question for asked in sheet]
    needed = sorted(set().union(*(question.versions for question in questions)))
    packed = {version_id: found for version_id in needed if (found := readings.load_packed(log, version_id))}
    return Sheet(questions, packed)
