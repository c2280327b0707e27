"""Captures: bytes and headers as they came."""

import pytest

from storage.tables import captures

PAGE = "http://127.88.0.9/nb/1.html"


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
