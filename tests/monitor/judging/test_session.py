"""Judging over a real log: what is read, what is judged, what becomes of alerts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.alerts.ledger import Ledger, save
from monitor.alerts.life import acknowledge, mute
from monitor.demo.render_docx import report_docx
from monitor.judging import answering
from storage.clock import Clock
from storage.tables import alerts, health, judgements, marks, obligations, readings, reports, versions
from storage.tables.obligations import Obligation
from storage.tables.portals import BodyRow
from tests.monitor.planting import COLUMN, FARMS, WATER, Run, World, changed, draft

DAY = date(2026, 4, 8)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def obligation(world: World, year: int = 2025) -> Obligation:
    (row,) = obligations.all(world.log, year=year)
    return row


def test_a_flaw_becomes_an_alert_with_all_that_shows_it(world: World) -> None:
    with world.on(DAY) as run:
        seen = run.visit().post(draft(WATER, 2025, "B05"))
    alert = world.alert("B05")
    assert (alert.state, alert.list, alert.year) == ("open", "compliance", 2025)
    assert (alert.url, alert.version_id) == (COLUMN + "1.html", seen.version_id)
    assert alert.cells
    assert alert.basis
    assert world.events(DAY) == [("B05", "new")]
    assert world.rules() == {"B05"}
    reading = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert reading.outcome == "read"
    assert len(reading.figures) == 200


def test_a_repeated_run_says_nothing_and_changes_nothing(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    before = (alerts.listing(world.log), world.judgements())
    for _ in range(2):
        with world.on(DAY) as run:
            run.visit().post(draft(WATER, 2025, "B05"))
    after = (alerts.listing(world.log), world.judgements())
    assert world.events(DAY) == [("B05", "new")]
    assert [replace(alert, last_seen_at="") for alert in after[0]] == [
        replace(alert, last_seen_at="") for alert in before[0]
    ]
    assert after[1] == before[1]


def test_a_version_is_read_once(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post()
    with world.on(later(1)) as run:
        run.visit().post()
        assert run.judge().read == 0


def test_a_correction_resolves_the_finding_and_is_noted_with_it(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(later(1)) as run:
        run.visit().post(draft())
    assert world.alert("B05").state == "resolved"
    assert world.alert("D10").state == "acknowledged"
    assert set(world.events(later(1))) == {("B05", "resolved"), ("D10", "new"), ("D10", "acknowledged")}
    with world.on(later(2)) as run:
        run.visit().post(draft())
    assert world.alert("D10").state == "acknowledged"
    assert world.events(later(2)) == []


def test_every_silent_change_is_an_alert_of_its_own(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft())
    with world.on(later(1)) as run:
        run.visit().post(changed(draft(), proactive__licensing__decisions="97"))
    first = world.alert("D10")
    assert first.cells == ("proactive.licensing.decisions",)
    save(world.log, acknowledge(first, "已核对"), Clock(later(1)))
    with world.on(later(2)) as run:
        run.visit().post(changed(draft(), proactive__licensing__decisions="98"))
    assert world.events(later(2)) == [("D10", "new")]
    states = [row.state for row in alerts.listing(world.log, rule="D10")]
    assert states == ["acknowledged", "open"]


def test_a_change_that_the_page_owns_up_to_is_no_finding(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft())
    with world.on(later(1)) as run:
        run.visit().post(changed(draft(), proactive__licensing__decisions="97"), noted=True)
    assert world.rules() == set()


def test_a_finding_that_comes_back_is_reopened(world: World) -> None:
    flawed, sound = draft(WATER, 2025, "B05"), draft()
    for number, made in enumerate([flawed, sound, flawed]):
        with world.on(later(number)) as run:
            run.visit().post(made, noted=True)
    assert world.alert("B05").state == "reopened"
    assert ("B05", "reopened") in world.events(later(2))


def test_more_cells_are_worse(world: World) -> None:
    flawed = draft(WATER, 2025, "B05")
    with world.on(DAY) as run:
        run.visit().post(flawed)
    with world.on(later(1)) as run:
        run.visit().post(changed(flawed, applications__granted__other=""))
    assert ("B05", "worse") in world.events(later(1))


def test_decisions_survive_every_re_run(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    clock = Clock(DAY)
    taken = world.alert("B05")
    save(world.log, acknowledge(taken, "已通知"), clock)
    save(world.log, mute(world.alert("C03"), "不急", later(2), DAY), clock)
    for number in (1, 2):
        with world.on(later(number)) as run:
            run.visit().post(draft(WATER, 2025, "B05", "C03"))
        assert (world.alert("B05").state, world.alert("B05").reason) == ("acknowledged", "已通知")
        assert world.alert("C03").state == "muted"
    with world.on(later(3)) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    assert world.alert("C03").state == "reopened"
    assert world.alert("B05").state == "acknowledged"


def test_a_decision_taken_beside_a_run_is_not_overwritten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    settle = Ledger.settle

    def decide_first(self: Ledger, judged: Any) -> None:
        save(world.log, acknowledge(world.alert("B05"), "正在办"), Clock(DAY))
        settle(self, judged)

    monkeypatch.setattr(Ledger, "settle", decide_first)
    with world.on(later(1)) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    assert world.alert("B05").state == "acknowledged"


def test_what_cannot_be_read_resolves_nothing(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(later(1)) as run:
        run.visit().post(draft(), page=PICTURE)
    assert world.alert("B05").state == "open"
    trouble = world.alert("unreadable", None)
    assert trouble.list == "health"
    assert "图片" in trouble.message
    with world.on(later(2)) as run:
        run.visit().post(draft())
    assert world.alert("B05").state == "resolved"
    assert world.alert("unreadable", None).state == "resolved"


def test_an_unreadable_report_is_still_judged_to_the_day(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(), page=PICTURE, published_on=date(2026, 2, 3))
    assert world.rules() == {"D01"}
    assert obligation(world).state == "met_late"


def test_the_file_wins_where_the_page_only_leads_to_it(world: World) -> None:
    page = f"<html><body><h1>{draft().title}</h1><p>详见附件。</p></body></html>".encode()
    with world.on(DAY) as run:
        seen = run.visit().post(draft(), page=page, files=(("nb.docx", report_docx(draft(WATER, 2025, "B05"))),))
    reading = readings.load(world.log, seen.version_id) or pytest.fail("not read")
    assert reading.capture_id == versions.files_of(world.log, seen.version_id)[1].capture_id
    assert len(reading.figures) == 200
    assert "B05" in world.rules()


def test_a_broken_file_behind_an_empty_page_is_unreadable(world: World) -> None:
    page = f"<html><body><h1>{draft().title}</h1><p>详见附件。</p></body></html>".encode()
    with world.on(DAY) as run:
        run.visit().post(draft(), page=page, files=(("nb.docx", report_docx(draft())[:500]),))
    assert world.rules() == set()
    assert "读不出来" in world.alert("unreadable", None).message


def test_absence_is_said_after_two_healthy_days_and_never_before(world: World) -> None:
    with world.on(DAY) as run:
        run.visit()
    assert obligation(world).state == "unknown"
    assert world.rules() == set()
    with world.on(DAY) as run:
        run.visit()
    assert world.rules() == set()
    with world.on(later(1)) as run:
        run.visit()
    assert obligation(world).state == "overdue"
    assert world.events(later(1)) == [("D04", "new")]


def test_absence_is_held_back_while_the_portal_cannot_be_seen(world: World) -> None:
    for number in (0, 1):
        with world.on(later(number)) as run:
            run.visit()
    for number in (2, 3):
        with world.on(later(number)) as run:
            run.visit(healthy=False)
    held = world.alert("D04")
    assert (held.state, held.held) == ("open", True)
    assert obligation(world).state == "unknown"
    assert world.alert("wall", None).state == "open"
    assert set(world.events(later(2))) == {("D04", "held"), ("wall", "new")}
    assert world.events(later(3)) == []
    with world.on(later(4)) as run:
        run.visit()
    assert not world.alert("D04").held
    assert set(world.events(later(4))) == {("D04", "released"), ("wall", "resolved")}


def test_a_late_arrival_resolves_the_absence(world: World) -> None:
    for number in (0, 1):
        with world.on(later(number)) as run:
            run.visit()
    with world.on(later(2)) as run:
        run.visit().post(draft(), published_on=later(2))
    assert world.alert("D04").state == "resolved"
    assert world.alert("D01").state == "open"
    assert obligation(world).state == "met_late"


def test_a_walled_portal_accuses_nobody(world: World) -> None:
    for number in range(3):
        with world.on(later(number)) as run:
            run.visit(healthy=False)
    assert world.rules() == set()
    assert "动态验证页" in obligation(world).why


def test_a_portal_never_visited_accuses_nobody(world: World) -> None:
    for number in range(3):
        with world.on(later(number)):
            pass
    assert world.rules() == set()
    assert obligation(world).state == "unknown"


def test_a_listed_report_that_could_not_be_fetched_is_not_absent(world: World) -> None:
    for number in range(3):
        with world.on(later(number)) as run:
            run.visit().list_row(COLUMN + "9.html", f"{WATER}2025年政府信息公开工作年度报告")
    assert world.rules() == set()
    assert COLUMN + "9.html" in obligation(world).why
    for number in (3, 4):
        with world.on(later(number)) as run:
            run.visit()
    assert world.rules() == {"D04"}


def test_a_body_in_no_roster_owes_what_it_gave_last_year(world: World) -> None:
    for number in (0, 1):
        with world.on(later(number)) as run:
            run.visit().post(draft())
            run.post(draft(FARMS, 2024), url=COLUMN + "2.html")
    owed = {(row.body, row.year): row.how for row in obligations.all(world.log)}
    assert owed == {(WATER, 2025): "roster", (FARMS, 2025): "last_year"}
    assert world.alert("D04", FARMS).state == "open"


@pytest.mark.parametrize("name", ["县水利局", "水利局", "子虚省水月县水利局"])
def test_one_body_under_other_names_is_not_missing(world: World, name: str) -> None:
    for number in (0, 1):
        with world.on(later(number)) as run:
            run.visit().post(draft(), body=name)
    assert (obligation(world).state, obligation(world).body) == ("met", WATER)
    assert world.rules() == set()


def test_body_and_year_are_taken_from_the_reading_where_the_list_said_none(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(), body=None, body_kind=None, year=None)
    (row,) = reports.listing(world.log)
    assert (row.body, row.year) == (WATER, 2025)
    assert obligation(world).state == "met"


def test_a_withdrawn_report_is_said_after_two_days_and_taken_back_when_seen(world: World) -> None:
    with world.on(DAY) as run:
        seen = run.visit().post(draft())
    for number in (1, 2):
        with world.on(later(number)) as run:
            run.visit()
            reports.miss(world.log, seen.report_id, later(number), run.id, "not_listed")
        assert world.rules() == (set() if number == 1 else {"D11"})
    assert "D04" not in world.rules()
    with world.on(later(3)) as run:
        run.visit().post(draft())
    assert world.alert("D11").state == "resolved"


def test_a_report_posted_again_is_late_by_its_first_date_only(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft(), published_on=date(2026, 1, 20))
        run.post(draft(WATER, 2025, "B05"), url=COLUMN + "2.html", published_on=date(2026, 3, 20))
    assert world.rules() == {"B05"}
    assert world.alert("B05").url == COLUMN + "2.html"
    assert obligation(world).state == "met"


def test_a_report_whose_judging_crashes_takes_nothing_else_down(
    plant: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05"))
        run.post(draft(FARMS, 2025, "B05"), url=COLUMN + "2.html")
    evaluate = answering.evaluate

    def crash(case: Any, **more: Any) -> Any:
        if case.body == WATER:
            raise ZeroDivisionError("0/0")
        return evaluate(case, **more)

    monkeypatch.setattr(answering, "evaluate", crash)
    with world.on(later(1)) as run:
        run.visit().post(draft())
        run.post(draft(FARMS, 2025), url=COLUMN + "2.html")
    assert world.alert("B05", FARMS).state == "resolved"
    assert world.alert("B05", WATER).state == "open"
    assert "ZeroDivisionError" in world.alert("crashed", None).message


def test_a_run_killed_between_two_bodies_is_made_good_by_the_next(
    plant: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = plant(BodyRow(WATER, "department"), BodyRow(FARMS, "department"))
    settle, settled = Ledger.settle, []

    def killed(self: Ledger, judged: Any) -> None:
        if settled:
            raise KeyboardInterrupt
        settled.append(judged)
        settle(self, judged)

    first = Run(world.log, DAY, world.portal_id).visit()
    first.post(draft(WATER, 2025, "B05"))
    first.post(draft(FARMS, 2025, "B05"), url=COLUMN + "2.html")
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            first.judge()
    # Both stand in one transaction.
    assert alerts.listing(world.log) == []
    with world.on(DAY) as run:
        run.visit()
    assert world.events(DAY) == [("B05", "new"), ("B05", "new")]


def test_who_leaves_the_roster_owes_nothing_any_more(world: World) -> None:
    for number in (0, 1):
        with world.on(later(number)) as run:
            run.visit()
    world.enlist(BodyRow(FARMS, "department"))
    with world.on(later(2)) as run:
        run.visit()
    assert [row.body for row in obligations.all(world.log)] == [FARMS]
    assert world.alert("D04", WATER).state == "resolved"


def test_superseded_versions_keep_no_findings(world: World) -> None:
    with world.on(DAY) as run:
        first = run.visit().post(draft(WATER, 2025, "B05"))
    with world.on(later(1)) as run:
        second = run.visit().post(draft())
    assert judgements.of(world.log, f"version:{first.version_id}") == []
    assert marks.rest_of(world.log, f"version:{first.version_id}") == {}
    assert marks.rest_of(world.log, f"version:{second.version_id}").keys() == {"pass", "not_applicable"}


def test_last_years_report_is_held_against_this_years(world: World) -> None:
    made = draft()
    carried = int(made.figures["applications.carried_in.total"]) + 1
    made = replace(made, figures={**made.figures, "applications.carried_in.total": str(carried)})
    with world.on(DAY) as run:
        run.visit().post(draft(WATER, 2024), url=COLUMN + "2.html")
        run.post(made)
    assert "Y01" in world.rules(year=2025)


def test_health_is_counted_apart_and_ends_with_the_trouble(world: World) -> None:
    with world.on(DAY) as run:
        run.visit().post(draft())
        run.trouble("broken_file", COLUMN + "a.pdf", "文件只有 0 字节。")
        run.trouble("broken_file", COLUMN + "b.pdf", "文件只有 0 字节。")
    found = world.alert("broken_file", None)
    assert (found.list, len(found.cells), "共 2 处" in found.message) == ("health", 2, True)
    assert world.rules() == set()
    with world.on(later(1)) as run:
        run.visit(healthy=False)
    assert world.alert("broken_file", None).state == "open"
    with world.on(later(2)) as run:
        run.visit()
    assert world.alert("broken_file", None).state == "resolved"


def test_judging_alone_leaves_the_crawls_troubles_as_they_are(world: World) -> None:
    with world.on(DAY) as run:
        run.visit(healthy=False)
    with world.on(DAY):
        pass
    assert world.alert("wall", None).state == "open"
    assert health.of_run(world.log, 2) == []
