"""Visits of columns, and what they tell together."""

from datetime import date

from storage.tables import visits


def test_healthy_days_are_days_with_a_healthy_visit(scene):
    scene.visit("2026-04-01")
    scene.visit("2026-04-02", healthy=False)
    scene.visit("2026-04-03", healthy=False)
    scene.visit("2026-04-03")
    scene.visit("2026-04-03")
    scene.visit("2026-04-05")
    days = visits.healthy_days(scene.log, scene.column, date(2026, 4, 2))
    assert days == [date(2026, 4, 3), date(2026, 4, 5)]


def test_the_later_word_on_a_visit_holds(scene):
    assert visits.last_visit(scene.log, scene.column) is None
    run = scene.visit("2026-04-08", rows=12, reports=9)
    scene.visit("2026-04-08", run=run, healthy=False, rows=3, detail="第二页没有应答")
    row = visits.last_visit(scene.log, scene.column)
    assert (row.healthy, row.verdict, row.rows, row.reports) == (False, "wall", 3, 0)
    assert (row.run_id, row.day, row.detail) == (run, date(2026, 4, 8), "第二页没有应答")


def test_what_the_visits_of_a_column_tell_together(scene):
    assert visits.last_healthy(scene.log, scene.column) is None
    assert visits.last_day(scene.log, scene.portal) is None
    for day, healthy in (("01", True), ("02", False), ("03", True), ("04", False), ("05", False)):
        run = scene.visit(f"2026-04-{day}", healthy=healthy)
    good = visits.last_healthy(scene.log, scene.column)
    assert good.day == date(2026, 4, 3)
    assert visits.last_healthy(scene.log, scene.column, before=good).day == date(2026, 4, 1)
    assert visits.bad_since_healthy(scene.log, scene.column) == 2
    assert visits.last_day(scene.log, scene.portal) == date(2026, 4, 5)
    assert not visits.were_healthy(scene.log, run, scene.portal)
    assert visits.were_healthy(scene.log, good.run_id, scene.portal)
    assert not visits.were_healthy(scene.log, scene.run, scene.portal)
