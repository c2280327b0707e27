"""Alerts and their events."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from storage.clock import Clock
from storage.tables import alerts
from storage.tables.alerts import Alert, Identity, Stand

PAGE = "http://127.88.0.9/nb/1.html"


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


def test_it_is_told_how_every_alert_stands_that_is_not_resolved(scene):
    raise_alert(scene, "body:2")
    raise_alert(scene, "report:3", state="resolved")
    muted = raise_alert(scene, "portal:1", year=None, rule="wall", state="muted", muted_until=date(2026, 4, 9))
    found = alerts.unresolved(scene.log)
    assert [Identity.of(stand.key) for stand in found] == [
        Identity("body:2", 2025, "A02"),
        Identity("portal:1", None, "wall"),
    ]
    assert found[1] == Stand.of(muted)
    assert [found[1].is_quiet(date(2026, 4, day)) for day in (9, 10)] == [True, False]


def test_compliance_alerts_are_counted_by_how_they_stand_on_a_day(scene):
    for number, state in enumerate(("open", "open", "acknowledged", "muted", "resolved")):
        raise_alert(scene, f"body:{number}", state=state)
    raise_alert(scene, "body:7", held=True)
    raise_alert(scene, "body:8", state="resolved", muted_until=date(2026, 4, 9))
    raise_alert(scene, "portal:1", list="health")
    before, after = (alerts.counts(scene.log, date(2026, 4, day)) for day in (9, 10))
    assert before == {"open": 2, "acknowledged": 1, "muted": 2, "resolved": 1}
    assert after == {"open": 2, "acknowledged": 1, "muted": 1, "resolved": 2}


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
