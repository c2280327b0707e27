"""The table groups but reports and readings, each over a real file."""

import sqlite3
from datetime import date

import pytest

from storage.clock import Clock
from storage.tables import alerts, captures, frontier, judgements, obligations, portals, runs, visits
from storage.tables.judgements import JudgementRow
from storage.tables.portals import BodyRow, PortalRow

PAGE = "http://127.88.0.9/nb/1.html"


def test_a_run_from_start_to_finish(log, clock):
    run = runs.start(log, "run", clock)
    assert runs.get(log, run)["outcome"] == "running"
    runs.finish(log, run, "partial", {"新版本": 3}, clock)
    row = runs.latest(log)
    assert (row["kind"], row["day"], row["outcome"], row["detail"]) == ("run", "2026-04-08", "partial", {"新版本": 3})
    assert row["finished_at"].startswith("2026-04-0")


def test_a_run_that_was_left_running_was_killed(log, clock):
    left = runs.start(log, "run", clock)
    (log.archive.root / ".incoming").mkdir(parents=True)
    (log.archive.root / ".incoming" / "half.part").write_bytes(b"half")
    runs.start(log, "judge", clock)
    assert runs.get(log, left)["outcome"] == "killed"
    assert not list(log.archive.root.rglob("*.part"))


def test_the_latest_run_of_a_kind(log, clock):
    first = runs.start(log, "run", clock)
    runs.finish(log, first, "completed", {}, clock)
    second = runs.start(log, "judge", clock)
    assert runs.latest(log)["id"] == second
    assert runs.latest(log, "run")["id"] == first
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
    learnt = portals.learn_body(log, scene.portal, "青河市档案馆", "institution")
    found = portals.add_column(log, scene.portal, "http://127.88.0.9/nb/2024/", "2024年", "parent column")
    changed = PortalRow("青河市人民政府门户网站", "http://127.88.0.9/", bodies=(BodyRow("青河市财政局", "department"),))
    portals.sync(log, [changed])
    assert [row["id"] for row in portals.columns_of(log, scene.portal)] == [found]
    assert len(portals.columns_of(log, scene.portal, active=False)) == 2
    assert [row["name"] for row in portals.bodies_of(log, scene.portal)] == ["青河市财政局", "青河市档案馆"]
    assert portals.find_body(log, "青河市人民政府", scene.portal) is not None
    portals.sync(log, [])
    assert portals.all_portals(log) == []
    assert [row["id"] for row in portals.all_portals(log, active=False)] == [scene.portal]
    assert portals.find_body(log, "青河市档案馆", scene.portal) == learnt


def test_a_portal_that_moved_keeps_its_history(scene):
    moved = PortalRow("青河市人民政府门户网站", "https://127.88.0.9/", bodies=(BodyRow("青河市财政局", "department"),))
    assert portals.sync(scene.log, [moved]) == {"https://127.88.0.9/": scene.portal}
    assert portals.all_portals(scene.log)[0]["home"] == "https://127.88.0.9/"


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
    assert (row["title"], row["found_by"], row["needs_browser"]) == ("年报", "registry", 0)
    assert not portals.needs_browser(log, scene.column)
    portals.set_needs_browser(log, scene.column, needed=True)
    assert portals.needs_browser(log, scene.column)
    assert not portals.needs_browser(log, 99)
    portals.add_column(log, scene.portal, "http://127.88.0.9/nb/", "别的", "discovery")
    [row] = portals.columns_of(log, scene.portal)
    assert (row["title"], row["needs_browser"]) == ("年报", 1)


def test_a_body_is_learnt_once(scene):
    log = scene.log
    body = portals.learn_body(log, scene.portal, "青河市水务局", None)
    assert portals.learn_body(log, scene.portal, "青河市水务局", "department") == body
    assert portals.learn_body(log, scene.portal, "青河市水务局", "office") == body
    row = next(row for row in portals.bodies_of(log, scene.portal) if row["id"] == body)
    assert (row["kind"], row["source"], row["active"]) == ("department", "learnt", 1)
    assert portals.find_body(log, "青河市水务", scene.portal) is None


def test_a_roster_body_is_known_by_its_reports_too(scene):
    body = portals.learn_body(scene.log, scene.portal, "青河市人民政府", "office")
    row = portals.bodies_of(scene.log, scene.portal)[0]
    assert (row["id"], row["kind"], row["due"], row["source"]) == (body, "government", "03-20", "roster")


def test_a_body_that_left_the_roster_and_still_reports_is_learnt(scene):
    log = scene.log
    portals.sync(log, [PortalRow("青河市人民政府门户网站", "http://127.88.0.9/")])
    assert portals.bodies_of(log, scene.portal) == []
    portals.learn_body(log, scene.portal, "青河市人民政府", "government")
    [row] = portals.bodies_of(log, scene.portal)
    assert (row["source"], row["due"], row["since"]) == ("learnt", None, None)


def queue(scene, url=PAGE, **changes):
    given = {"portal_id": scene.portal, "column_id": scene.column, "kind": "page", "run_id": scene.run, **changes}
    frontier.queue(scene.log, url, **given)


def done(scene, status=200, etag='"a"', last_modified=None, sha256="ab"):
    frontier.done(
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
    [row] = frontier.queued(scene.log, scene.portal)
    assert (row["url"], row["state"], row["context"]) == (PAGE, "queued", {"title": "年报"})
    done(scene)
    assert frontier.queued(scene.log, scene.portal) == []
    row = frontier.get(scene.log, PAGE)
    assert (row["state"], row["status"], row["sha256"], row["checked_at"][:9]) == ("done", 200, "ab", "2026-04-0")
    assert frontier.validators(scene.log, PAGE) == ('"a"', None)


def test_queueing_again_keeps_what_the_last_answer_gave(scene):
    queue(scene)
    done(scene)
    queue(scene, kind="file")
    row = frontier.get(scene.log, PAGE)
    assert (row["state"], row["kind"], row["etag"], row["sha256"]) == ("queued", "file", '"a"', "ab")


def test_not_modified_keeps_validators_and_a_new_answer_replaces_them(scene):
    queue(scene)
    done(scene, etag='"a"', last_modified="Mon")
    done(scene, status=304, etag=None, sha256=None)
    row = frontier.get(scene.log, PAGE)
    assert (row["etag"], row["last_modified"], row["sha256"], row["status"]) == ('"a"', "Mon", "ab", 304)
    done(scene, etag=None, sha256="cd")
    assert frontier.validators(scene.log, PAGE) is None


def test_failures_are_counted_until_an_answer_comes(scene):
    queue(scene)
    for _ in range(2):
        frontier.failed(scene.log, PAGE, error="超时", status=None, run_id=scene.run, clock=scene.clock)
    row = frontier.get(scene.log, PAGE)
    assert (row["state"], row["tries"], row["error"]) == ("failed", 2, "超时")
    done(scene)
    row = frontier.get(scene.log, PAGE)
    assert (row["tries"], row["error"]) == (0, None)


def test_an_address_that_is_gone_is_asked_without_validators_next_time(scene):
    queue(scene)
    done(scene)
    frontier.gone(scene.log, PAGE, status=404, run_id=scene.run, clock=scene.clock)
    row = frontier.get(scene.log, PAGE)
    assert (row["state"], row["status"], row["sha256"]) == ("gone", 404, "ab")
    assert frontier.validators(scene.log, PAGE) is None


def test_an_address_that_was_never_queued_cannot_be_settled(scene):
    with pytest.raises(LookupError, match="never queued"):
        done(scene)


def test_what_is_queued_comes_in_order_and_by_portal(scene):
    other = portals.sync(scene.log, [PortalRow("白石县", "http://127.88.0.10/")])["http://127.88.0.10/"]
    for name in "bca":
        queue(scene, f"http://127.88.0.9/{name}")
    queue(scene, "http://127.88.0.10/d", portal_id=other, column_id=None)
    assert [row["url"][-1] for row in frontier.queued(scene.log, scene.portal)] == ["b", "c", "a"]


def test_a_capture_keeps_bytes_and_headers_as_they_came(scene):
    headers = [("Set-Cookie", "a"), ("Set-Cookie", "b"), ("X-Name", "名")]
    capture = scene.keep(PAGE, b"\x00\xff bytes", headers=headers, status=412, verdict="wall")
    row = captures.get(scene.log, capture)
    assert row["headers"] == [list(pair) for pair in headers]
    assert (row["status"], row["size"], row["verdict"]) == (412, 8, "wall")
    assert captures.body(scene.log, capture) == b"\x00\xff bytes"
    captures.set_verdict(scene.log, capture, "report")
    assert captures.last(scene.log, PAGE)["verdict"] == "report"


def test_the_last_capture_of_an_address(scene):
    assert captures.last(scene.log, PAGE) is None
    scene.keep(PAGE, b"one")
    second = scene.keep(PAGE, b"two")
    scene.keep("http://127.88.0.9/other", b"three")
    assert captures.last(scene.log, PAGE)["id"] == second
    first = captures.get(scene.log, second - 1)
    assert captures.last(scene.log, PAGE, first["sha256"]) == first
    assert captures.last(scene.log, PAGE, "0" * 64) is None


def test_a_header_that_is_no_utf8_is_kept(scene):
    headers = [["Content-Disposition", b"\xc4\xea\xb1\xa8".decode("utf-8", "surrogateescape")]]
    assert captures.get(scene.log, scene.keep(PAGE, headers=headers))["headers"] == headers


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
    assert (row["healthy"], row["verdict"], row["rows"], row["reports"]) == (0, "wall", 3, 0)
    [row] = visits.visits_of_run(scene.log, run)
    assert (row["url"], row["portal"], row["detail"]) == (
        "http://127.88.0.9/nb/",
        "青河市人民政府门户网站",
        "第二页没有应答",
    )


def test_a_health_event_is_noted_once_in_a_run(scene):
    for detail in ("412", "412 再试"):
        visits.health(
            scene.log,
            run_id=scene.run,
            portal_id=scene.portal,
            column_id=None,
            url=PAGE,
            kind="wall",
            detail=detail,
            clock=scene.clock,
        )
    [row] = visits.health_of_run(scene.log, scene.run)
    assert (row["kind"], row["detail"], row["portal"]) == ("wall", "412 再试", "青河市人民政府门户网站")
    assert visits.health_of_run(scene.log, scene.run + 1) == []


FAIL = JudgementRow("A02", "fail", "error", "1 ≠ 2", "办法第五十条", ("a.b.c", "a.b.d"), 3, ("引文",), "引文", "表二")
PASS = JudgementRow("A03", "pass", "error")


def test_judgements_are_replaced_as_a_whole(scene):
    assert judgements.replace(scene.log, "version:1", [FAIL, PASS], scene.run)
    assert judgements.replace(scene.log, "version:2", [PASS], scene.run)
    rows = judgements.of(scene.log, "version:1")
    assert [(row["rule"], row["cells"], row["page"], row["part"]) for row in rows] == [
        ("A02", ["a.b.c", "a.b.d"], 3, "表二"),
        ("A03", [], None, ""),
    ]
    assert [(row["quotes"], row["quote"]) for row in rows] == [(["引文"], "引文"), ([], "")]
    assert [row["subject"] for row in judgements.failing(scene.log)] == ["version:1"]
    assert judgements.outcome_counts(scene.log) == {"fail": 1, "pass": 2}
    assert judgements.replace(scene.log, "version:1", [], scene.run)
    assert judgements.of(scene.log, "version:1") == []
    assert judgements.failing(scene.log) == []


def test_the_same_judgements_again_stay_with_the_run_that_gave_them(scene):
    judgements.replace(scene.log, "version:1", [FAIL, PASS], scene.run)
    before = judgements.of(scene.log, "version:1")
    later = runs.start(scene.log, "judge", scene.clock)
    assert not judgements.replace(scene.log, "version:1", iter([FAIL, PASS]), later)
    assert judgements.of(scene.log, "version:1") == before
    assert judgements.replace(scene.log, "version:1", [PASS, FAIL], later)
    assert {row["run_id"] for row in judgements.of(scene.log, "version:1")} == {later}


def test_judgements_on_what_is_no_more_are_forgotten(scene):
    for subject in ("version:1", "version:2", "obligation:1"):
        judgements.replace(scene.log, subject, [FAIL], scene.run)
    judgements.keep_only(scene.log, {"version:2", "version:3"})
    assert [row["subject"] for row in judgements.failing(scene.log)] == ["version:2"]
    judgements.keep_only(scene.log, [])
    assert judgements.failing(scene.log) == []


def test_judgements_that_cannot_be_stored_leave_the_old_ones(scene):
    judgements.replace(scene.log, "version:1", [FAIL], scene.run)
    with pytest.raises(sqlite3.IntegrityError):
        judgements.replace(scene.log, "version:1", [PASS, JudgementRow("A04", None, "error")], scene.run)
    assert [row["rule"] for row in judgements.of(scene.log, "version:1")] == ["A02"]


def owe(scene, **changes):
    body = portals.find_body(scene.log, "青河市财政局", scene.portal)
    given = {
        "body_id": body,
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
    return obligations.upsert(scene.log, **given)


def test_an_obligation_is_one_for_body_and_year(scene):
    report = scene.see(PAGE).report_id
    obligation = owe(scene)
    assert owe(scene, state="met", why="已于2026-01-20发布", report_id=report) == obligation
    assert owe(scene, year=2024) != obligation
    [row] = obligations.all(scene.log, year=2025)
    assert (row["state"], row["due_on"], row["body"], row["report_url"]) == ("met", "2026-01-31", "青河市财政局", PAGE)


def test_obligations_by_what_they_are(scene):
    owe(scene, state="overdue")
    owe(scene, year=2024, state="met")
    assert [row["year"] for row in obligations.all(scene.log)] == [2024, 2025]
    assert [row["year"] for row in obligations.all(scene.log, state="overdue")] == [2025]
    assert len(obligations.all(scene.log, portal_id=scene.portal)) == 2
    assert obligations.all(scene.log, portal_id=scene.portal + 1) == []
    assert obligations.all(scene.log, body_id=99) == []


def test_an_obligation_goes_with_its_judgements(scene):
    obligation = owe(scene)
    judgements.replace(scene.log, f"obligation:{obligation}", [FAIL], scene.run)
    obligations.remove(scene.log, obligation)
    assert obligations.all(scene.log) == judgements.failing(scene.log) == []


def raise_alert(scene, key="k", **changes):
    given = {
        "key": key,
        "list": "compliance",
        "rule": "A02",
        "severity": "error",
        "portal_id": scene.portal,
        "body_id": portals.find_body(scene.log, "青河市财政局", scene.portal),
        "year": 2025,
        "state": "open",
        "message": "1 ≠ 2",
        "cells": ("a.b.c",),
        "first_seen_at": scene.clock.stamp(),
        "last_seen_at": scene.clock.stamp(),
        **changes,
    }
    return alerts.insert(scene.log, **given)


def test_an_alert_is_found_by_its_key(scene):
    alert = raise_alert(scene)
    row = alerts.by_key(scene.log, "k")
    assert (row["id"], row["cells"], row["body"], row["portal"], row["held"]) == (
        alert,
        ["a.b.c"],
        "青河市财政局",
        "青河市人民政府门户网站",
        0,
    )
    assert alerts.get(scene.log, alert) == row
    assert alerts.by_key(scene.log, "other") is None
    with pytest.raises(sqlite3.IntegrityError):
        raise_alert(scene)


def test_an_update_touches_only_what_it_names(scene):
    alert = raise_alert(scene, state="muted", reason="已知悉", muted_until="2026-05-01")
    alerts.update(scene.log, alert, message="2 ≠ 3", cells=["x"], held=1)
    row = alerts.get(scene.log, alert)
    assert (row["message"], row["cells"], row["held"]) == ("2 ≠ 3", ["x"], 1)
    assert (row["state"], row["reason"], row["muted_until"]) == ("muted", "已知悉", "2026-05-01")


def test_a_field_that_no_alert_has_is_refused(scene):
    with pytest.raises(ValueError, match="no such fields"):
        alerts.update(scene.log, raise_alert(scene), **{"state = 'open' --": "x"})


def test_the_events_of_a_day_come_with_their_alerts(scene):
    alert = raise_alert(scene)
    alerts.add_event(scene.log, alert, "new", Clock(date(2026, 4, 7)), run_id=scene.run)
    alerts.add_event(scene.log, alert, "resolved", scene.clock, detail="已更正")
    [event] = alerts.events_of_day(scene.log, date(2026, 4, 8))
    assert (event["event"], event["event_detail"], event["id"], event["body"], event["cells"]) == (
        "resolved",
        "已更正",
        alert,
        "青河市财政局",
        ["a.b.c"],
    )
    assert [row["kind"] for row in alerts.events_of(scene.log, alert)] == ["new", "resolved"]


def test_alerts_by_what_they_are(scene):
    raise_alert(scene, "a")
    raise_alert(scene, "b", list="health", rule="wall", body_id=None, year=None, state="acknowledged")
    raise_alert(scene, "c", state="resolved", held=1, year=2024)

    def keys(**wanted):
        return "".join(row["key"] for row in alerts.listing(scene.log, **wanted))

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
