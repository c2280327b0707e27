"""Marks of what answers rest on."""

from datetime import date

from storage.tables import marks
from storage.tables.marks import Mark

DAY = date(2026, 4, 8)


def test_a_mark_comes_back_as_it_was_with_what_came_of_the_rest(scene):
    mark = Mark("version:1", scene.portal, b"\x00\xff", None, DAY)
    marks.put(scene.log, mark, "1", {"pass": ["B01", "A02"], "not_applicable": ["W09"]})
    assert marks.of_portal(scene.log, scene.portal) == {"version:1": mark}
    assert marks.rest_of(scene.log, "version:1") == {"pass": ["B01", "A02"], "not_applicable": ["W09"]}
    assert marks.of_portal(scene.log, scene.portal + 1) == marks.rest_of(scene.log, "version:2") == {}


def test_the_same_rest_of_many_is_kept_once(scene):
    for number in range(5):
        marks.put(scene.log, Mark(f"version:{number}", scene.portal, b"1"), "1", {"pass": ["A02"]})
    assert len(scene.log.rows("SELECT * FROM rests")) == 1
    for number in range(5):
        marks.put(scene.log, Mark(f"version:{number}", scene.portal, b"1"), "2", {"pass": ["A02"]})
    marks.sweep(scene.log)
    assert scene.log.rows("SELECT rules FROM rests") == [{"rules": "2"}]


def test_a_mark_holds_for_its_inputs_and_its_days():
    mark = Mark("version:1", 1, b"1", date(2026, 4, 1), DAY)
    assert mark.holds(b"1", date(2026, 4, 1))
    assert not mark.holds(b"2", date(2026, 4, 1))
    assert not mark.holds(b"1", date(2026, 3, 31))
    assert not mark.holds(b"1", DAY)
    assert Mark("version:1", 1, b"1").holds(b"1", DAY)
    assert not Mark("version:1", 1, None).holds(b"1", DAY)


def test_what_is_distrusted_or_forgotten_holds_no_more(scene):
    for number in (1, 2):
        marks.put(scene.log, Mark(f"version:{number}", scene.portal, b"1"), "1", {})
    marks.distrust(scene.log, "version:1")
    marks.forget(scene.log, ["version:2"])
    [left] = marks.of_portal(scene.log, scene.portal).values()
    assert (left.subject, left.inputs) == ("version:1", None)
