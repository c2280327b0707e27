"""What rests on nothing new is not judged again, and what rests on anything new is."""

import ast
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import monitor.rules
from monitor.alerts.ledger import save
from monitor.alerts.life import acknowledge, mute, reopen
from monitor.judging import answering, inputs
from monitor.judging.inputs import OF_THE_DAY, READ, hash_of
from monitor.judging.session import Tally
from monitor.rules.model import Absence, Case, Outcome, Publication
from storage.clock import Clock
from storage.tables import alerts, marks, readings, reports, versions
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, WATER, Run, World, changed, draft

DAY = date(2026, 4, 8)
ELSEWHERE = COLUMN + "2024.html"


def judged(world: World, day: date = DAY, *, healthy: bool = True, visited: bool = True) -> Tally:
    run = Run(world.log, day, world.portal_id)
    if visited:
        run.visit(healthy=healthy)
    return run.judge()


@pytest.fixture
def settled(plant: Callable[..., World]) -> World:
    """Two years of one body are kept, the later one changed once; another body has published nothing; all is judged."""
    world = plant(BodyRow(WATER, "department", since=2024), BodyRow(FARMS, "department"))
    for number, made in enumerate((draft(WATER, 2025, "B05"), draft(WATER, 2025, "B05", "C03"))):
        run = Run(world.log, DAY - timedelta(days=2 - number), world.portal_id).visit()
        run.post(draft(WATER, 2024), url=ELSEWHERE)
        run.post(made)
        run.judge()
    judged(world)
    return world


def test_what_rests_on_nothing_new_is_not_judged_again(settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (alerts.listing(settled.log), settled.judgements(), settled.log.rows("SELECT * FROM marks"))

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a rule was asked")

    monkeypatch.setattr(answering, "evaluate", refuse)
    for day in (DAY, DAY + timedelta(days=1), DAY + timedelta(days=300)):
        tally = judged(settled, day, visited=False)
        assert (tally.judged, tally.unchanged, tally.crashed) == (0, 3, 0)
    after = (alerts.listing(settled.log), settled.judgements(), settled.log.rows("SELECT * FROM marks"))
    assert after == before


def update(statement: str, *parameters: Any) -> Callable[[World], None]:
    return lambda world: world.log.execute(statement, parameters) and None


def read_otherwise(url: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        (version,) = (one for one in versions.current(world.log) if one.url == url)
        reading = readings.load(world.log, version.version_id) or pytest.fail("not read")
        name = "applications.carried_out.total"
        figures = dict(reading.figures) | {name: reading.figures[name]._replace(printed="8")}
        readings.store(world.log, replace(reading, figures=figures), Clock(DAY))

    return change


def compare_otherwise(world: World) -> None:
    (version,) = (one for one in versions.current(world.log) if one.url == COLUMN + "1.html")
    reading = readings.load(world.log, version.version_id) or pytest.fail("not read")
    compared = [readings.Comparison(1, "网页与附件", 9, [("applications.new.total", "1", "2")])]
    readings.store(world.log, replace(reading, compared=compared), Clock(DAY))


def read_earlier_version_otherwise(world: World) -> None:
    (version,) = (one for one in versions.current(world.log) if one.number == 2)
    first, _second = versions.of_report(world.log, version.report_id)
    reading = readings.load(world.log, first.version_id) or pytest.fail("not read")
    readings.store(world.log, replace(reading, figures={}), Clock(DAY))


def post_again(world: World) -> None:
    run = Run(world.log, DAY, world.portal_id)
    run.post(changed(draft(WATER, 2025, "B05"), proactive__licensing__decisions="98"), url=COLUMN + "again.html")


def miss_for_good(world: World) -> None:
    (version,) = (one for one in versions.current(world.log) if one.number == 2)
    for number in (1, 2):
        reports.miss(world.log, version.report_id, DAY - timedelta(days=number), version.run_id, "not_listed")


def decide(take: Callable[[alerts.Alert], Any]) -> Callable[[World], None]:
    return lambda world: save(world.log, take(world.alert("B05")), Clock(DAY)) and None


CHANGES: dict[str, Callable[[World], None]] = {
    "name of the body": update("UPDATE bodies SET name = '水月县水务局' WHERE name = ?", WATER),
    "kind of the body": update("UPDATE bodies SET kind = 'office' WHERE name = ?", WATER),
    "no kind is told": update("UPDATE bodies SET kind = NULL WHERE name = ?", WATER),
    "local day": update("UPDATE bodies SET due = '01-10' WHERE name = ?", WATER),
    "division": update("UPDATE portals SET division = '990122'"),
    "level": update("UPDATE portals SET level = 'city'"),
    "day of publication": update("UPDATE reports SET published_on = '2026-02-20' WHERE year = 2025"),
    "what shows that day": update("UPDATE reports SET published_from = 'url' WHERE year = 2025"),
    "doubt of that day": update("UPDATE reports SET uncertain = 1 WHERE year = 2025"),
    "address": update("UPDATE reports SET url = 'https://shuiyue.example/nb/new.html' WHERE year = 2025"),
    "noted correction": update("UPDATE versions SET noted = 1 WHERE number = 2"),
    "when it was changed": update("UPDATE versions SET seen_at = '2026-04-07T23:00:00Z' WHERE number = 2"),
    "its own reading": read_otherwise(COLUMN + "1.html"),
    "last year's reading": read_otherwise(ELSEWHERE),
    "an earlier version's reading": read_earlier_version_otherwise,
    "its other files": compare_otherwise,
    "another posting": post_again,
    "withdrawal": miss_for_good,
    "acknowledged": decide(lambda alert: acknowledge(alert, "知道")),
    "muted": decide(lambda alert: mute(alert, "不急", DAY + timedelta(days=9), DAY)),
    "alert held": update("UPDATE alerts SET held = 1 WHERE rule = 'B05'"),
    "another year's": update("UPDATE reports SET year = 2023 WHERE year = 2025"),
    "a column": update("UPDATE columns SET url = 'https://shuiyue.example/gb/'"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_rests_on_anything_new_is_judged_again(settled: World, change: Callable[[World], None]) -> None:
    assert judged(settled, visited=False).judged == 0
    change(settled)
    assert judged(settled, visited=False).judged > 0
    assert judged(settled, visited=False).judged == 0


def test_the_same_read_once_more_is_nothing_new(settled: World) -> None:
    update("DELETE FROM readings")(settled)
    tally = judged(settled, visited=False)
    assert (tally.read, tally.judged) == (3, 0)


def test_other_code_judges_everything_again(settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "version_of_rules", lambda: "newer")
    assert judged(settled, visited=False).judged == 3
    assert judged(settled, visited=False).judged == 0


def test_every_day_of_proof_is_told_while_a_report_is_overdue(settled: World) -> None:
    tally = judged(settled, DAY + timedelta(days=1))
    assert (tally.judged, tally.unchanged) == (1, 2)
    assert "2026-04-09" in settled.alert("D04", FARMS).message


def test_a_portal_that_turns_sick_holds_its_alerts_and_gives_them_back(settled: World) -> None:
    assert judged(settled, healthy=False).judged == 1
    assert settled.alert("D04", FARMS).held
    assert judged(settled, healthy=False).judged == 0
    judged(settled)
    assert not settled.alert("D04", FARMS).held


def test_silence_that_ends_is_seen_on_its_day(settled: World) -> None:
    decide(lambda alert: mute(alert, "不急", DAY + timedelta(days=3), DAY))(settled)
    judged(settled, visited=False)
    assert judged(settled, DAY + timedelta(days=3), visited=False).judged == 0
    assert judged(settled, DAY + timedelta(days=4), visited=False).judged == 1
    assert settled.alert("B05").state == "reopened"


def test_who_doubts_that_a_finding_is_gone_is_answered(settled: World) -> None:
    run = Run(settled.log, DAY, settled.portal_id).visit()
    run.post(draft(WATER, 2025), noted=True)
    run.judge()
    assert settled.alert("B05").state == "resolved"
    save(settled.log, reopen(settled.alert("B05"), "还在"), Clock(DAY))
    assert judged(settled, visited=False).judged == 1
    assert settled.alert("B05").state == "resolved"


def test_a_report_that_is_gone_is_graver_after_seven_days_and_judged_on_that_day_alone(settled: World) -> None:
    miss_for_good(settled)
    judged(settled, visited=False)
    assert settled.alert("D11").severity == "warning"
    days = [DAY + timedelta(days=number) for number in range(1, 9)]
    assert [judged(settled, day, visited=False).judged for day in days] == [0, 0, 0, 0, 0, 1, 0, 0]
    assert settled.alert("D11").severity == "error"


def test_what_crashed_is_judged_again_until_it_does_not(settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = answering.evaluate

    def crash(case: Case, **more: Any) -> Any:
        if case.year == 2025 and case.report is not None:
            raise ZeroDivisionError
        return evaluate(case, **more)

    update("UPDATE portals SET level = 'city'")(settled)
    with monkeypatch.context() as patched:
        patched.setattr(answering, "evaluate", crash)
        assert [judged(settled, visited=False).crashed for _ in range(2)] == [1, 1]
    tally = judged(settled, visited=False)
    assert (tally.judged, tally.crashed) == (1, 0)
    assert judged(settled, visited=False).judged == 0


def test_a_crash_of_one_rule_leaves_no_mark(settled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = answering.evaluate

    def one_crashes(case: Case, **more: Any) -> Any:
        found = evaluate(case, **more)
        return replace(found, findings=tuple(replace(one, outcome=Outcome.CRASHED) for one in found.findings))

    update("UPDATE portals SET level = 'city'")(settled)
    with monkeypatch.context() as patched:
        patched.setattr(answering, "evaluate", one_crashes)
        judged(settled, visited=False)
    assert all(mark.inputs is None for mark in marks.of_portal(settled.log, settled.portal_id).values())
    assert judged(settled, visited=False).judged == 3


OTHERWISE: dict[str, Any] = {
    "publication": Publication(date(2026, 1, 20), "label"),
    "absence": Absence(WATER, "department", 2025, date(2026, 1, 31), (), portal_healthy=True),
    "body": WATER,
    "body_kind": "office",
    "kind_told": True,
    "year": 2025,
    "division": "990121",
    "level": "county",
    "due_override": (1, 20),
}
"""A value of every field that is held as it is, other than it has by itself."""


def test_every_field_of_a_case_is_held() -> None:
    held = {one.name for one in fields(Case)} - READ - OF_THE_DAY
    assert held == OTHERWISE.keys()
    assert {"report", "previous", "agreements"} == READ
    assert {"today", "asked"} == OF_THE_DAY
    hashes = {hash_of(replace(Case(DAY), **{name: value})) for name, value in OTHERWISE.items()}
    assert len(hashes | {hash_of(Case(DAY))}) == len(OTHERWISE) + 1
    assert hash_of(Case(DAY)) == hash_of(Case(DAY + timedelta(days=1)))


@pytest.mark.parametrize("name", ["publication", "absence"])
def test_every_field_within_is_held(name: str) -> None:
    part = OTHERWISE[name]
    assert is_dataclass(part)
    hashes = {
        hash_of(replace(Case(DAY), **{name: replace(part, **{one.name: "otherwise"})}))  # type: ignore[type-var]
        for one in fields(part)
    }
    assert len(hashes) == len(fields(part))


def test_no_rule_asks_for_the_day_but_by_what_has_come() -> None:
    for path in Path(monitor.rules.__path__[0]).rglob("*.py"):
        if path.name != "model.py":
            names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
            assert names.isdisjoint({"today", "asked", "now"}), path


def test_an_answer_holds_between_the_days_that_rules_asked_for() -> None:
    case = Case(DAY)
    assert case.holds == (None, None)
    asked = [DAY - timedelta(days=9), DAY, DAY + timedelta(days=1), DAY + timedelta(days=7)]
    assert [case.has_come(day) for day in asked] == [True, True, False, False]
    assert case.holds == (DAY, DAY + timedelta(days=1))
