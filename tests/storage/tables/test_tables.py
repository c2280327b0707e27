"""The table groups but reports and readings, each over a real file."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from storage.clock import Clock
from storage.tables import alerts, captures, frontier, health, judgements, obligations, portals, runs, turns, visits
from storage.tables.alerts import Alert, Identity
from storage.tables.judgements import Judgement
from storage.tables.obligations import Duty
from storage.tables.portals import BodyRow, PortalRow

PAGE = "http://127.88.0.9/nb/1.html"


def test_a_run_from_start_to_finish(log, clock):
    run = runs.start(log, "run", clock)
    assert runs.get(log, run).outcome == "running"
    runs.finish(log, run, "partial", {"新版本": 3}, clock)
    row = runs.latest(log)
    assert (row.kind, row.day, row.outcome, row.detail) == ("run", date(2026, 4, 8), "partial", {"新版本": 3})
    assert row.finished_at.startswith("2026-04-0")


def test_a_run_that_was_left_running_was_killed(log, clock):
    left = runs.start(log, "run", clock)
    (log.archive.root / ".incoming").mkdir(parents=True)
    (log.archive.root / ".incoming" / "half.part").write_bytes(b"half")
    runs.start(log, "judge", clock)
    assert runs.get(log, left).outcome == "killed"
    assert not list(log.archive.root.rglob("*.part"))


def test_the_latest_run_of_a_kind(log, clock):
    first = runs.start(log, "run", clock)
    runs.finish(log, first, "completed", {}, clock)
    second = runs.start(log, "judge", clock)
    assert runs.latest(log).id == second
    assert runs.latest(log, "run").id == first
    assert runs.latest(log, "crawl") is None
    assert runs.get(log, 99) is None


def test_syncing_twice_changes_nothing(scene):
    before = dump(scene.log, "portals", "columns", "bodies")
    declared = [
        PortalRow(
            "青河市人民政府门户网站",
            "http://127.88.0.9/",
            ("http://127.88.0.9/nb/",),
            "990100",
            "city",
            (BodyRow("青河市人民政府", "government", "03-20", 2021), BodyRow("青河市财政局", "department")),
        )
    ]
    assert portals.sync(scene.log, declared) == {"http://127.88.0.9/": scene.portal}
    assert dump(scene.log, "portals", "columns", "bodies") == before


def test_what_the_registry_no_longer_names_is_inactive_and_kept(scene):
    log = scene.log
    learnt = portals.learn_body(log, scene.portal, "青河市档案馆", "institution").id
    found = portals.add_column(log, scene.portal, "http://127.88.0.9/nb/2024/", "2024年", "parent column")
    changed = PortalRow("青河市人民政府门户网站", "http://127.88.0.9/", bodies=(BodyRow("青河市财政局", "department"),))
    portals.sync(log, [changed])
    assert [row.id for row in portals.columns_of(log, scene.portal)] == [found]
    assert len(portals.columns_of(log, scene.portal, active=False)) == 2
    assert [row.name for row in portals.bodies_of(log, scene.portal)] == ["青河市财政局", "青河市档案馆"]
    assert scene.body("青河市人民政府") is not None
    portals.sync(log, [])
    assert portals.all_portals(log) == []
    assert [row.id for row in portals.all_portals(log, active=False)] == [scene.portal]
    assert scene.body("青河市档案馆") == learnt


def test_a_portal_that_moved_keeps_its_history(scene):
    moved = PortalRow("青河市人民政府门户网站", "https://127.88.0.9/", bodies=(BodyRow("青河市财政局", "department"),))
    assert portals.sync(scene.log, [moved]) == {"https://127.88.0.9/": scene.portal}
    assert portals.all_portals(scene.log)[0].home == "https://127.88.0.9/"


def test_a_namesake_at_another_home_is_another_portal(scene):
    here = PortalRow("青河市人民政府门户网站", "http://127.88.0.9/")
    there = PortalRow("青河市人民政府门户网站", "http://127.88.0.10/")
    ids = portals.sync(scene.log, [here, there])
    assert ids["http://127.88.0.9/"] == scene.portal != ids["http://127.88.0.10/"]


def test_a_half_wrong_registry_changes_nothing(scene):
    before = dump(scene.log, "portals", "columns", "bodies")
    with pytest.raises(sqlite3.IntegrityError):
        portals.sync(scene.log, [PortalRow("新", "http://127.88.0.11/"), PortalRow(None, "http://127.88.0.12/")])
    assert dump(scene.log, "portals", "columns", "bodies") == before


def test_a_column_found_again_keeps_its_finder_and_gains_a_title(scene):
    log = scene.log
    assert portals.add_column(log, scene.portal, "http://127.88.0.9/nb/", "年报", "discovery") == scene.column
    [row] = portals.columns_of(log, scene.portal)
    assert (row.title, row.found_by, row.needs_browser) == ("年报", "registry", False)
    assert not portals.needs_browser(log, scene.column)
    portals.set_needs_browser(log, scene.column, needed=True)
    assert portals.needs_browser(log, scene.column)
    assert not portals.needs_browser(log, 99)
    portals.add_column(log, scene.portal, "http://127.88.0.9/nb/", "别的", "discovery")
    [row] = portals.columns_of(log, scene.portal)
    assert (row.title, row.needs_browser) == ("年报", True)


def test_a_body_is_learnt_once(scene):
    log = scene.log
    body = portals.learn_body(log, scene.portal, "青河市水务局", None)
    known = portals.learn_body(log, scene.portal, "青河市水务局", "department")
    assert known == replace(body, kind="department")
    assert portals.learn_body(log, scene.portal, "青河市水务局", "office") == known
    assert [row for row in portals.bodies_of(log, scene.portal) if row.name == "青河市水务局"] == [known]
    assert (known.kind, known.source, known.active) == ("department", "learnt", True)


def test_a_roster_body_is_known_by_its_reports_too(scene):
    body = portals.learn_body(scene.log, scene.portal, "青河市人民政府", "office").id
    row = portals.bodies_of(scene.log, scene.portal)[0]
    assert (row.id, row.kind, row.due, row.source) == (body, "government", "03-20", "roster")


def test_a_body_that_left_the_roster_and_still_reports_is_learnt(scene):
    log = scene.log
    portals.sync(log, [PortalRow("青河市人民政府门户网站", "http://127.88.0.9/")])
    assert portals.bodies_of(log, scene.portal) == []
    portals.learn_body(log, scene.portal, "青河市人民政府", "government")
    [row] = portals.bodies_of(log, scene.portal)
    assert (row.source, row.due, row.since) == ("learnt", None, None)


def queue(scene, url=PAGE, **changes):
    given = {"portal_id": scene.portal, "column_id": scene.column, "kind": "page", "run_id": scene.run, **changes}
    frontier.queue(scene.log, url, **given)


def done(scene, status=200, etag='"a"', last_modified=None, sha256="ab"):
    frontier.mark_done(
        scene.log,
        PAGE,
        etag=etag,
        last_modified=last_modified,
        sha256=sha256,
        status=status,
        run_id=scene.run,
        clock=scene.clock,
    )


def test_an_address_from_queue_to_done(scene):
    assert frontier.get(scene.log, PAGE) is None
    assert frontier.validators(scene.log, PAGE) is None
    queue(scene, context={"title": "年报"})
    [row] = frontier.queue_of(scene.log, scene.portal)
    assert (row.url, row.state, row.context) == (PAGE, "queued", {"title": "年报"})
    done(scene)
    assert frontier.queue_of(scene.log, scene.portal) == []
    row = frontier.get(scene.log, PAGE)
    assert (row.state, row.status, row.sha256, row.checked_at[:9]) == ("done", 200, "ab", "2026-04-0")
    assert frontier.validators(scene.log, PAGE) == ('"a"', None)


def test_queueing_again_keeps_what_the_last_answer_gave(scene):
    queue(scene)
    done(scene)
    queue(scene, kind="file")
    row = frontier.get(scene.log, PAGE)
    assert (row.state, row.kind, row.etag, row.sha256) == ("queued", "file", '"a"', "ab")


def test_not_modified_keeps_validators_and_a_new_answer_replaces_them(scene):
    queue(scene)
    done(scene, etag='"a"', last_modified="Mon")
    done(scene, status=304, etag=None, sha256=None)
    row = frontier.get(scene.log, PAGE)
    assert (row.etag, row.last_modified, row.sha256, row.status) == ('"a"', "Mon", "ab", 304)
    done(scene, etag=None, sha256="cd")
    assert frontier.validators(scene.log, PAGE) is None


def test_failures_are_counted_until_an_answer_comes(scene):
    queue(scene)
    for _ in range(2):
        frontier.mark_failed(scene.log, PAGE, error="超时", status=None, run_id=scene.run, clock=scene.clock)
    row = frontier.get(scene.log, PAGE)
    assert (row.state, row.tries, row.error) == ("failed", 2, "超时")
    done(scene)
    row = frontier.get(scene.log, PAGE)
    assert (row.tries, row.error) == (0, None)


def test_an_address_that_is_gone_is_asked_without_validators_next_time(scene):
    queue(scene)
    done(scene)
    frontier.mark_gone(scene.log, PAGE, status=404, run_id=scene.run, clock=scene.clock)
    row = frontier.get(scene.log, PAGE)
    assert (row.state, row.status, row.sha256) == ("gone", 404, "ab")
    assert frontier.validators(scene.log, PAGE) is None


def test_an_address_that_was_never_queued_cannot_be_settled(scene):
    with pytest.raises(LookupError, match="never queued"):
        done(scene)


def test_what_is_queued_comes_in_order_and_by_portal(scene):
    other = portals.sync(scene.log, [PortalRow("白石县", "http://127.88.0.10/")])["http://127.88.0.10/"]
    for name in "bca":
        queue(scene, f"http://127.88.0.9/{name}")
    queue(scene, "http://127.88.0.10/d", portal_id=other, column_id=None)
    assert [row.url[-1] for row in frontier.queue_of(scene.log, scene.portal)] == ["b", "c", "a"]


def test_a_capture_keeps_bytes_and_headers_as_they_came(scene):
    headers = [("Set-Cookie", "a"), ("Set-Cookie", "b"), ("X-Name", "名")]
    capture = scene.keep(PAGE, b"\x00\xff bytes", headers=headers, status=412, verdict="wall")
    row = captures.get(scene.log, capture)
    assert row.headers == tuple(headers)
    assert (row.status, row.size, row.verdict) == (412, 8, "wall")
    assert captures.body(scene.log, capture) == b"\x00\xff bytes"


def test_the_last_capture_of_an_address(scene):
    assert captures.last(scene.log, PAGE) is None
    scene.keep(PAGE, b"one")
    second = scene.keep(PAGE, b"two")
    scene.keep("http://127.88.0.9/other", b"three")
    assert captures.last(scene.log, PAGE).id == second
    first = captures.get(scene.log, second - 1)
    assert captures.last(scene.log, PAGE, first.sha256) == first
    assert captures.last(scene.log, PAGE, "0" * 64) is None


def test_a_header_that_is_no_utf8_is_kept(scene):
    headers = (("Content-Disposition", b"\xc4\xea\xb1\xa8".decode("utf-8", "surrogateescape")),)
    assert captures.get(scene.log, scene.keep(PAGE, headers=headers)).headers == headers


def test_a_capture_that_does_not_exist(scene):
    assert captures.get(scene.log, 99) is None
    with pytest.raises(LookupError, match="no capture 99"):
        captures.body(scene.log, 99)


def visit(scene, day, *, healthy=True, run=None, **changes):
    clock = Clock(date.fromisoformat(day))
    run = run or runs.start(scene.log, "run", clock)
    given = {"healthy": healthy, "verdict": "ok" if healthy else "wall", "clock": clock, **changes}
    visits.record(scene.log, run_id=run, column_id=scene.column, **given)
    return run


def test_healthy_days_are_days_with_a_healthy_visit(scene):
    visit(scene, "2026-04-01")
    visit(scene, "2026-04-02", healthy=False)
    visit(scene, "2026-04-03", healthy=False)
    visit(scene, "2026-04-03")
    visit(scene, "2026-04-03")
    visit(scene, "2026-04-05")
    days = visits.healthy_days(scene.log, scene.column, date(2026, 4, 2))
    assert days == [date(2026, 4, 3), date(2026, 4, 5)]


def test_the_later_word_on_a_visit_holds(scene):
    assert visits.last_visit(scene.log, scene.column) is None
    run = visit(scene, "2026-04-08", rows=12, reports=9)
    visit(scene, "2026-04-08", run=run, healthy=False, rows=3, detail="第二页没有应答")
    row = visits.last_visit(scene.log, scene.column)
    assert (row.healthy, row.verdict, row.rows, row.reports) == (False, "wall", 3, 0)
    assert (row.run_id, row.day, row.detail) == (run, date(2026, 4, 8), "第二页没有应答")


def test_what_the_visits_of_a_column_tell_together(scene):
    assert visits.last_healthy(scene.log, scene.column) is None
    assert visits.last_day(scene.log, scene.portal) is None
    for day, healthy in (("01", True), ("02", False), ("03", True), ("04", False), ("05", False)):
        run = visit(scene, f"2026-04-{day}", healthy=healthy)
    good = visits.last_healthy(scene.log, scene.column)
    assert good.day == date(2026, 4, 3)
    assert visits.last_healthy(scene.log, scene.column, before=good).day == date(2026, 4, 1)
    assert visits.bad_since_healthy(scene.log, scene.column) == 2
    assert visits.last_day(scene.log, scene.portal) == date(2026, 4, 5)
    assert not visits.were_healthy(scene.log, run, scene.portal)
    assert visits.were_healthy(scene.log, good.run_id, scene.portal)
    assert not visits.were_healthy(scene.log, scene.run, scene.portal)


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
    visit(scene, "2026-04-08", run=scene.run)
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
    visit(scene, "2026-04-08", healthy=False)
    visit(scene, "2026-04-08")
    [seen] = health.seen_on(scene.log, day)
    assert (seen.id, seen.name, seen.columns, seen.healthy) == (scene.portal, "青河市人民政府门户网站", 1, 1)
    assert [(seen.columns, seen.healthy) for seen in health.seen_on(scene.log, date(2026, 4, 7))] == [(0, 0)]


def test_portals_that_were_left_out(scene):
    turns.skip(scene.log, run_id=scene.run, portal_id=scene.portal, why="没有变化", next_on=date(2026, 6, 1))
    later = runs.start(scene.log, "run", scene.clock)
    assert turns.skipped_last(scene.log) == {}
    turns.skip(scene.log, run_id=later, portal_id=scene.portal, why="没有点名巡查", next_on=None)
    runs.start(scene.log, "judge", scene.clock)
    told = turns.Skip(later, scene.portal, "没有点名巡查", None)
    assert turns.skipped_last(scene.log) == turns.skipped_on(scene.log, scene.clock.today) == {scene.portal: told}
    assert turns.skipped_on(scene.log, date(2026, 4, 9)) == {}


def test_runs_by_their_day(scene):
    runs.finish(scene.log, scene.run, "completed", {}, scene.clock)
    runs.start(scene.log, "judge", Clock(date(2026, 4, 9)))
    assert [run.id for run in runs.of_day(scene.log, date(2026, 4, 8))] == [scene.run]
    assert runs.days_done(scene.log) == {date(2026, 4, 8)}


FAIL = Judgement("A02", "fail", "error", "1 ≠ 2", "办法第五十条", ("a.b.c", "a.b.d"), 3, "引文", "表二")
PASS = Judgement("A03", "pass", "error")


def test_judgements_are_replaced_as_a_whole(scene):
    assert judgements.replace(scene.log, "version:1", [FAIL, PASS], scene.run)
    assert judgements.replace(scene.log, "version:2", [PASS], scene.run)
    rows = judgements.of(scene.log, "version:1")
    assert rows == [FAIL, PASS]
    assert judgements.failing(scene.log) == [("version:1", FAIL)]
    assert judgements.replace(scene.log, "version:1", [], scene.run)
    assert judgements.of(scene.log, "version:1") == []
    assert judgements.failing(scene.log) == []


def test_the_same_judgements_again_stay_with_the_run_that_gave_them(scene):
    judgements.replace(scene.log, "version:1", [FAIL, PASS], scene.run)
    before = judgements.of(scene.log, "version:1")
    later = runs.start(scene.log, "judge", scene.clock)
    assert not judgements.replace(scene.log, "version:1", iter([FAIL, PASS]), later)
    assert judgements.of(scene.log, "version:1") == before
    assert scene.log.rows("SELECT DISTINCT run_id FROM judgements") == [{"run_id": scene.run}]
    assert judgements.replace(scene.log, "version:1", [PASS, FAIL], later)
    assert judgements.of(scene.log, "version:1") == [PASS, FAIL]
    assert scene.log.rows("SELECT DISTINCT run_id FROM judgements") == [{"run_id": later}]


def test_judgements_on_what_is_no_more_are_forgotten(scene):
    for subject in ("version:1", "version:2", "obligation:1"):
        judgements.replace(scene.log, subject, [FAIL], scene.run)
    judgements.keep_only(scene.log, {"version:2", "version:3"})
    assert judgements.failing(scene.log) == [("version:2", FAIL)]
    judgements.keep_only(scene.log, [])
    assert judgements.failing(scene.log) == []


def test_judgements_that_cannot_be_stored_leave_the_old_ones(scene):
    judgements.replace(scene.log, "version:1", [FAIL], scene.run)
    with pytest.raises(sqlite3.IntegrityError):
        judgements.replace(scene.log, "version:1", [PASS, Judgement("A04", None, "error")], scene.run)
    assert [row.rule for row in judgements.of(scene.log, "version:1")] == ["A02"]


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


def test_an_obligation_goes_with_its_judgements(scene):
    obligation = owe(scene)
    judgements.replace(scene.log, f"obligation:{obligation}", [FAIL], scene.run)
    obligations.remove(scene.log, obligation)
    assert obligations.all(scene.log) == judgements.failing(scene.log) == []


def raise_alert(scene, owner="body:2", **changes):
    given = {
        "owner": owner,
        "year": 2025,
        "rule": "A02",
        "severity": "error",
        "portal_id": scene.portal,
        "body_id": scene.body("青河市财政局"),
        "message": "1 ≠ 2",
        "cells": ("a.b.c",),
        "first_seen_at": scene.clock.stamp(),
        "last_seen_at": scene.clock.stamp(),
        **changes,
    }
    return alerts.put(scene.log, Alert(**given))


def test_an_alert_is_found_by_its_key(scene):
    made = raise_alert(scene)
    alert = alerts.by_key(scene.log, '["body:2", 2025, "A02", ""]')
    assert alert == replace(made, portal="青河市人民政府门户网站", body="青河市财政局", body_kind="department")
    assert alerts.get(scene.log, made.id) == alert
    assert alerts.by_key(scene.log, "other") is None
    with pytest.raises(sqlite3.IntegrityError):
        raise_alert(scene)


def test_every_field_of_an_alert_comes_back(scene):
    made = raise_alert(scene)
    seen = scene.see(PAGE)
    changed = replace(
        made,
        list="health",
        subject="表三",
        severity="info",
        message="2 ≠ 3",
        basis="条例",
        cells=("x", "y"),
        page=3,
        quote="原文",
        url=PAGE,
        version_id=seen.version_id,
        state="muted",
        held=True,
        reason="已知悉",
        muted_until=date(2026, 5, 1),
        resolved_at=scene.clock.stamp(),
    )
    assert alerts.put(scene.log, changed) == changed
    kept = alerts.get(scene.log, made.id)
    assert replace(kept, portal=None, body=None, body_kind=None) == changed
    assert kept.identity == Identity("body:2", 2025, "A02", "表三") == Identity.of(kept.key)
    assert alerts.by_key(scene.log, made.key) is None


def test_the_state_on_a_day_is_told_by_the_events_until_then(scene):
    alert = raise_alert(scene)
    for day, kind in ((6, "new"), (7, "worse"), (8, "acknowledged"), (9, "resolved")):
        alerts.add_event(scene.log, alert.id, kind, Clock(date(2026, 4, day)))
    states = [alerts.states_on(scene.log, date(2026, 4, day)) for day in (5, 6, 7, 8, 9)]
    assert states == [{}, *({alert.id: state} for state in ("open", "open", "acknowledged", "resolved"))]


def test_what_is_not_resolved_is_named_by_its_identity(scene):
    raise_alert(scene, "body:2")
    raise_alert(scene, "report:3", state="resolved")
    raise_alert(scene, "portal:1", year=None, rule="wall", state="muted")
    assert alerts.unresolved_identities(scene.log) == [
        Identity("body:2", 2025, "A02"),
        Identity("portal:1", None, "wall"),
    ]


def test_the_events_of_a_day_come_with_their_alerts(scene):
    alert = raise_alert(scene)
    alerts.add_event(scene.log, alert.id, "new", Clock(date(2026, 4, 7)), run_id=scene.run)
    alerts.add_event(scene.log, alert.id, "resolved", scene.clock, detail="已更正")
    [event] = alerts.events_of_day(scene.log, date(2026, 4, 8))
    assert (event.kind, event.detail, event.run_id) == ("resolved", "已更正", None)
    assert event.alert == alerts.get(scene.log, alert.id)


def test_alerts_by_what_they_are(scene):
    raise_alert(scene, "a")
    raise_alert(scene, "b", list="health", rule="wall", body_id=None, year=None, state="acknowledged")
    raise_alert(scene, "c", state="resolved", held=True, year=2024)

    def keys(**wanted):
        return "".join(alert.owner for alert in alerts.listing(scene.log, **wanted))

    assert keys() == "abc"
    assert keys(list="health") == "b"
    assert keys(state="open") == "a"
    assert keys(state=("open", "resolved")) == "ac"
    assert keys(state=()) == ""
    assert keys(rule="A02", year=2025) == "a"
    assert keys(held=True) == "c"
    assert keys(held=False) == "ab"
    assert keys(portal_id=scene.portal, list="compliance") == "ac"
    assert keys(body_id=99) == ""


def dump(log, *tables):
    return [log.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]
