"""Obligations: one for a body and year."""

from datetime import date

from storage.tables import judgements, obligations
from storage.tables.judgements import Judgement
from storage.tables.obligations import Duty

PAGE = "http://127.88.0.9/nb/1.html"
FAIL = Judgement("A02", "fail", "error", "1 ≠ 2", "办法第五十条", ("a.b.c", "a.b.d"), 3, "引文", "表二")


def owe(scene, **changes):
    given = {
        "body_id": scene.body("青河市财政局"),
        "year": 2025,
        "due_on": date(2026, 1, 31),
        "basis": "条例第四十九条",
        "how": "roster",
        "state": "upcoming",
        "why": "",
        "report_id": None,
        "day": scene.clock.today,
        **changes,
    }
    return obligations.upsert(scene.log, Duty(**given))


def test_an_obligation_is_one_for_body_and_year(scene):
    report = scene.see(PAGE).report_id
    obligation = owe(scene)
    assert owe(scene, state="met", why="已于2026-01-20发布", report_id=report) == obligation
    assert owe(scene, year=2024) != obligation
    [row] = obligations.all(scene.log, year=2025)
    assert (row.state, row.due_on, row.body, row.report_url) == ("met", date(2026, 1, 31), "青河市财政局", PAGE)


def test_obligations_by_what_they_are(scene):
    owe(scene, state="overdue")
    owe(scene, year=2024, state="met")
    assert [row.year for row in obligations.all(scene.log)] == [2024, 2025]
    assert [row.year for row in obligations.all(scene.log, state="overdue")] == [2025]
    assert len(obligations.all(scene.log, portal_id=scene.portal)) == 2
    assert obligations.all(scene.log, portal_id=scene.portal + 1) == []
    assert obligations.all(scene.log, body_id=99) == []


def test_obligations_by_when_they_are_due_and_how_many_stand_so(scene):
    owe(scene, state="overdue")
    owe(scene, year=2024, due_on=date(2025, 1, 31))
    found = obligations.each(scene.log, due=(date(2025, 2, 1), date(2026, 1, 31)))
    assert [row.year for row in found] == [2025]
    body = scene.body("青河市财政局")
    assert obligations.get(scene.log, body, 2024).due_on == date(2025, 1, 31)
    assert obligations.get(scene.log, body, 2023) is None
    [((portal, state), number)] = obligations.stands(scene.log, 2025).items()
    assert (portal, state, number) == (obligations.all(scene.log)[0].portal, "overdue", 1)


def test_an_obligation_goes_with_its_judgements(scene):
    obligation = owe(scene)
    judgements.replace(scene.log, f"obligation:{obligation}", [FAIL], scene.run)
    obligations.remove(scene.log, obligation)
    assert obligations.all(scene.log) == judgements.of(scene.log, f"obligation:{obligation}") == []
