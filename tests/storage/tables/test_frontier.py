"""The frontier: addresses from queue to answer."""

import pytest

from storage.tables import frontier, portals
from storage.tables.portals import PortalRow

PAGE = "http://127.88.0.9/nb/1.html"


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
