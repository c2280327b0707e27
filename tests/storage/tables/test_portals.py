"""Portals, columns and bodies, held against the registry."""

import sqlite3
from dataclasses import replace

import pytest

from storage.tables import portals
from storage.tables.portals import BodyRow, PortalRow


def dump(log, *tables):
    return [log.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]


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


def test_whom_to_call_is_kept_with_the_body_until_it_leaves_the_roster(scene):
    log = scene.log
    body = BodyRow("青河市财政局", "department", contact="张三", phone="0931-1234567", more=(("备注", "新增"),))
    home = PortalRow("青河市人民政府门户网站", "http://127.88.0.9/", bodies=(body,))
    portals.sync(log, [home])
    [row] = portals.bodies_of(log, scene.portal)
    assert (row.contact, row.phone) == ("张三", "0931-1234567")
    portals.sync(log, [replace(home, bodies=(replace(body, contact="李四", phone=None),))])
    [row] = portals.bodies_of(log, scene.portal)
    assert (row.contact, row.phone) == ("李四", None)
    portals.sync(log, [replace(home, bodies=())])
    assert portals.learn_body(log, scene.portal, "青河市财政局", None).contact is None
