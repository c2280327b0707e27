"""Whoever answers, the answers are the same and in order."""

from collections.abc import Callable

import pytest

from monitor.judging import asking
from monitor.judging.answering import Answer, Question
from monitor.judging.asking import Asked, ask
from monitor.rules.model import Case
from storage.tables import versions
from storage.tables.portals import BodyRow
from tests.monitor.judging.test_marks import DAY
from tests.monitor.planting import COLUMN, FARMS, WATER, Run, World, draft


@pytest.fixture
def questions(plant: Callable[..., World]) -> tuple[World, list[Asked[int]]]:
    """Some reports, sound and not, each asked about beside the one of the year before."""
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))
    run = Run(world.log, DAY, world.portal_id).visit()
    made = [draft(body, year, *flaws) for body in (WATER, FARMS) for year, flaws in ((2024, ["B05"]), (2025, []))]
    for number, one in enumerate(made):
        run.post(one, url=f"{COLUMN}{number}.html")
    run.judge()
    known = versions.current(world.log)
    pairs = [(one, known[number - 1].version_id) for number, one in enumerate(known)]
    cases = [Question(Case(DAY, year=one.year, body=one.body), one.version_id, other) for one, other in pairs]
    return world, [Asked(number, question) for number, question in enumerate(cases)]


def test_one_process_and_several_answer_the_same_in_order(
    questions: tuple[World, list[Asked[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, asked = questions
    here = list(ask(world.log, asked))
    assert [one.about for one, _answer in here] == [0, 1, 2, 3]
    assert [bool([found for found in answer.findings if found.rule == "B05"]) for _, answer in here] == [
        True,
        False,
        True,
        False,
    ]
    monkeypatch.setattr(asking, "_SHEET", 1)
    monkeypatch.setattr(asking, "_FEW", 1)
    monkeypatch.setattr(asking, "crew_size", lambda: 2)
    assert list(ask(world.log, asked)) == here


def test_what_takes_a_worker_down_is_told_of_all_it_was_asked(
    questions: tuple[World, list[Asked[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, asked = questions
    monkeypatch.setattr(asking, "_SHEET", 2)
    monkeypatch.setattr(asking, "_FEW", 1)
    monkeypatch.setattr(asking, "crew_size", lambda: 2)
    monkeypatch.setattr(asking, "answer_all", fall_over)
    answers = [answer for _asked, answer in ask(world.log, asked)]
    assert [answer.crashed for answer in answers] == [True, True, False, False]
    assert "崩溃" in answers[0].problem


def fall_over(sheet: asking.Sheet) -> list[Answer]:
    """Stands for code that ends its process on the first reports."""
    import os  # noqa: PLC0415 - where it is asked for

    if sheet.questions[0].stands == 1:
        os._exit(9)
    return [Answer() for _question in sheet.questions]


def test_where_little_is_asked_no_process_is_started(
    questions: tuple[World, list[Asked[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, asked = questions
    monkeypatch.setattr(asking, "crew_size", lambda: 64)
    monkeypatch.setattr(asking, "run", None)
    assert len(list(ask(world.log, asked))) == len(asked)
