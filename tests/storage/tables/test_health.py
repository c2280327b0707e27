"""Events of crawl health, and which crawl was the latest."""

from datetime import date

from storage.tables import health, runs

PAGE = "http://127.88.0.9/nb/1.html"


def trouble(scene, kind, url=PAGE, *, detail="说明。", run=None, column=None):
    health.note(
        scene.log,
        run_id=run or scene.run,
        portal_id=scene.portal,
        column_id=column,
        url=url,
        kind=kind,
        detail=detail,
        clock=scene.clock,
    )


def test_a_health_event_is_noted_once_in_a_run(scene):
    for detail in ("412", "412 再试"):
        trouble(scene, "wall", detail=detail)
    [event] = health.of_run(scene.log, scene.run)
    assert (event.kind, event.detail, event.portal_id) == ("wall", "412 再试", scene.portal)
    assert health.of_run(scene.log, scene.run + 1) == []


def test_the_latest_crawl_is_one_that_visited_or_met_trouble_and_no_judging(scene):
    assert health.latest_crawls(scene.log) == {}
    scene.visit("2026-04-08", run=scene.run)
    judged = runs.start(scene.log, "judge", scene.clock)
    trouble(scene, "unreadable", run=judged)
    assert health.latest_crawls(scene.log) == {scene.portal: scene.run}
    later = runs.start(scene.log, "run", scene.clock)
    trouble(scene, "wall", run=later)
    assert health.latest_crawls(scene.log) == {scene.portal: later}


def test_events_of_the_crawl_and_of_judging_are_told_apart(scene):
    scene.see("http://127.88.0.9/nb/report.html")
    for kind, url in (("wall", PAGE), ("unreadable", "http://127.88.0.9/nb/report.html"), ("crashed", PAGE)):
        trouble(scene, kind, url)
    judged = runs.start(scene.log, "judge", scene.clock)
    trouble(scene, "unreadable", "http://127.88.0.9/nb/other.html", run=judged)
    assert [event.kind for event in health.of_crawl(scene.log, scene.run, scene.portal)] == ["wall"]
    events = health.of_judging(scene.log, judged, scene.run, scene.portal)
    assert [(event.kind, event.run_id) for event in events] == [("crashed", scene.run), ("unreadable", judged)]
    assert [event.kind for event in health.of_day(scene.log, scene.clock.today)] == ["wall", "crashed", "unreadable"]
    assert health.of_day(scene.log, date(2026, 4, 9)) == []


def test_events_are_counted_with_those_that_hid_something_first(scene):
    trouble(scene, "certificate", "http://127.88.0.9/a", column=scene.column)
    trouble(scene, "certificate", "http://127.88.0.9/b", column=scene.column)
    trouble(scene, "wall")
    day = scene.clock.today
    assert list(health.counts_of_portal(scene.log, scene.portal, day).items()) == [("wall", 1), ("certificate", 2)]
    assert health.counts_of_column(scene.log, scene.column, day) == {"certificate": 2}
    assert health.counts_of_portal(scene.log, scene.portal, date(2026, 4, 9)) == {}


def test_what_a_day_s_latest_crawl_saw_of_each_portal(scene):
    day = scene.clock.today
    assert [(seen.columns, seen.healthy) for seen in health.seen_on(scene.log, day)] == [(0, 0)]
    scene.visit("2026-04-08", healthy=False)
    scene.visit("2026-04-08")
    [seen] = health.seen_on(scene.log, day)
    assert (seen.id, seen.name, seen.columns, seen.healthy) == (scene.portal, "青河市人民政府门户网站", 1, 1)
    assert [(seen.columns, seen.healthy) for seen in health.seen_on(scene.log, date(2026, 4, 7))] == [(0, 0)]
