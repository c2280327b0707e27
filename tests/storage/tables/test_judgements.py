"""Judgements on versions and obligations."""

import sqlite3
from dataclasses import replace

import pytest

from storage.tables import judgements, marks, runs
from storage.tables.judgements import Judgement

FAIL = Judgement("A02", "fail", "error", "1 ≠ 2", "办法第五十条", ("a.b.c", "a.b.d"), 3, ("引文",), "引文", "表二")
UNKNOWN = Judgement("A03", "unreadable", "error", "表三未能读取。", "办法第五十条")


def test_judgements_are_replaced_as_a_whole(scene):
    assert judgements.replace(scene.log, "version:1", [FAIL, UNKNOWN], scene.run)
    assert judgements.replace(scene.log, "version:2", [UNKNOWN], scene.run)
    rows = judgements.of(scene.log, "version:1")
    assert rows == [FAIL, UNKNOWN]
    assert judgements.replace(scene.log, "version:1", [], scene.run)
    assert judgements.of(scene.log, "version:1") == []


def test_the_same_judgements_again_stay_with_the_run_that_gave_them(scene):
    judgements.replace(scene.log, "version:1", [FAIL, UNKNOWN], scene.run)
    before = judgements.of(scene.log, "version:1")
    later = runs.start(scene.log, "judge", scene.clock)
    assert not judgements.replace(scene.log, "version:1", iter([FAIL, UNKNOWN]), later)
    assert judgements.of(scene.log, "version:1") == before
    assert scene.log.rows("SELECT DISTINCT run_id FROM judgements") == [{"run_id": scene.run}]
    assert judgements.replace(scene.log, "version:1", [UNKNOWN, FAIL], later)
    assert judgements.of(scene.log, "version:1") == [UNKNOWN, FAIL]
    assert scene.log.rows("SELECT DISTINCT run_id FROM judgements") == [{"run_id": later}]


def test_judgements_on_what_is_no_more_are_forgotten(scene):
    for subject in ("version:1", "version:2", "obligation:1"):
        judgements.replace(scene.log, subject, [FAIL], scene.run)
    marks.forget(scene.log, {"version:1", "version:3", "obligation:1"})
    assert [len(judgements.of(scene.log, subject)) for subject in ("version:1", "version:2", "obligation:1")] == [
        0,
        1,
        0,
    ]


def test_judgements_that_cannot_be_stored_leave_the_old_ones(scene):
    judgements.replace(scene.log, "version:1", [FAIL], scene.run)
    with pytest.raises(sqlite3.IntegrityError):
        judgements.replace(scene.log, "version:1", [UNKNOWN, Judgement("A04", None, "error")], scene.run)
    assert [row.rule for row in judgements.of(scene.log, "version:1")] == ["A02"]


def test_what_is_said_of_many_reports_alike_is_kept_once(scene):
    for number in range(5):
        judgements.replace(scene.log, f"version:{number}", [FAIL, UNKNOWN], scene.run)
    assert scene.log.rows("SELECT text FROM texts ORDER BY text") == [
        {"text": "办法第五十条"},
        {"text": "表三未能读取。"},
    ]
    for number in range(5):
        judgements.replace(scene.log, f"version:{number}", [], scene.run)
    marks.sweep(scene.log)
    assert scene.log.rows("SELECT text FROM texts") == []


def test_versions_are_told_of_which_much_could_not_be_read(scene):
    for version, rules in ((1, ("A03", "A04")), (2, ("A03",)), (3, ("A03", "A03"))):
        judgements.replace(scene.log, f"version:{version}", [FAIL, *(replace(UNKNOWN, rule=one) for one in rules)], 1)
    judgements.replace(scene.log, "obligation:1", [UNKNOWN, replace(UNKNOWN, rule="A04")], scene.run)
    assert judgements.unreadable_versions(scene.log, 1) == {1: 2, 2: 1, 3: 1}
    assert judgements.unreadable_versions(scene.log, 2) == {1: 2}
