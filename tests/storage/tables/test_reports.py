from dataclasses import replace
from datetime import date
from itertools import count, groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.clock import Clock
from storage.tables import portals, readings, reports, versions
from storage.tables.readings import Reading
from storage.tables.versions import SeenFile

PAGE = "http://127.88.0.9/nb/1.html"
LATER = Clock(date(2026, 4, 9))


def test_a_report_seen_first(scene):
    page, file = scene.keep(PAGE), scene.keep("http://127.88.0.9/nb/1.pdf", b"%PDF", media_type="application/pdf")
    seen = scene.see(PAGE, files=[SeenFile(page, "page"), SeenFile(file, "file", "年报.pdf")])
    assert seen.is_new_version
    [version] = versions.current(scene.log)
    assert version.version_id == seen.version_id
    assert (version.report_id, version.number, version.body, version.body_kind, version.year) == (
        seen.report_id,
        1,
        "青河市财政局",
        "department",
        2025,
    )
    assert (version.published_on, version.published_from, version.dates) == (
        date(2026, 1, 20),
        "label",
        (("2026-01-20", "label", "2026年1月20日"),),
    )
    files = versions.files_of(scene.log, seen.version_id)
    assert [(row.role, row.name, row.capture_id, row.media_type) for row in files] == [
        ("page", "", page, "text/html"),
        ("file", "年报.pdf", file, "application/pdf"),
    ]


def test_the_same_content_moves_only_the_time_it_was_seen(scene):
    first = scene.see(PAGE)
    before = reports.get(scene.log, PAGE)
    again = scene.see(
        PAGE, clock=LATER, title="别的标题", body="青河市水务局", year=2024, published_on=date(2026, 2, 2)
    )
    after = reports.get(scene.log, PAGE)
    assert again == (first.report_id, first.version_id, False)
    assert after.last_seen_at > before.last_seen_at
    assert replace(after, last_seen_at=before.last_seen_at) == before
    assert scene.body("青河市水务局") is None


def test_the_same_content_may_fill_what_was_not_known(scene):
    unknown = {"body": None, "body_kind": None, "year": None, "published_on": None, "published_from": None, "dates": ()}
    scene.see(PAGE, **unknown)
    row = reports.get(scene.log, PAGE)
    assert (row.body_id, row.year, row.published_on) == (None, None, None)
    assert not scene.see(PAGE).is_new_version
    row = reports.get(scene.log, PAGE)
    assert row.body_id == scene.body("青河市财政局")
    assert (row.year, row.published_on, row.published_from) == (2025, date(2026, 1, 20), "label")
    scene.see(PAGE, **unknown)
    assert reports.get(scene.log, PAGE).published_on == date(2026, 1, 20)


def test_other_content_is_a_new_version_and_the_old_one_stays(scene):
    first = scene.see(PAGE, "one")
    second = scene.see(PAGE, "two", noted=True, title="（更正）", published_on=date(2026, 3, 1))
    third = scene.see(PAGE, "one")
    assert [seen.is_new_version for seen in (first, second, third)] == [True] * 3
    history = versions.of_report(scene.log, first.report_id)
    assert [(row.number, row.content_hash, row.noted) for row in history] == [
        (1, "one", False),
        (2, "two", True),
        (3, "one", False),
    ]
    assert [row.version_id for row in versions.current(scene.log)] == [third.version_id]
    assert versions.get(scene.log, second.version_id).content_hash == "two"
    assert versions.get(scene.log, 99) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(contents=st.lists(st.sampled_from("abc"), min_size=1, max_size=12))
def test_versions_are_the_contents_that_differ_from_the_one_before(scene, contents):
    address = f"{PAGE}?{next(ADDRESSES)}"
    seen = [scene.see(address, content) for content in contents]
    history = versions.of_report(scene.log, seen[0].report_id)
    assert [row.content_hash for row in history] == [content for content, _ in groupby(contents)]
    assert [row.number for row in history] == list(range(1, len(history) + 1))
    assert sum(one.is_new_version for one in seen) == len(history)


ADDRESSES = count()


def test_a_version_completed_later_is_the_same_version_and_is_read_again(scene):
    page = scene.keep(PAGE)
    seen = scene.see(PAGE, "page only", files=[SeenFile(page, "page")])
    readings.store(scene.log, Reading(seen.version_id, 1, "read", "", page), scene.clock)
    file = scene.keep("http://127.88.0.9/nb/1.pdf", b"%PDF")
    files = [SeenFile(page, "page"), SeenFile(file, "file", "年报.pdf")]
    versions.complete(scene.log, seen.version_id, content_hash="page and file", files=files)
    assert [row.capture_id for row in versions.files_of(scene.log, seen.version_id)] == [page, file]
    assert versions.unread(scene.log, 1) == [seen.version_id]
    assert scene.see(PAGE, "page and file") == (seen.report_id, seen.version_id, False)


def test_what_a_reading_assigned_stays_until_the_page_says_something_new(scene):
    seen = scene.see(PAGE, body=None, year=None)
    owner = portals.learn_body(scene.log, scene.portal, "青河市教育局", "department").id
    reports.assign(scene.log, seen.report_id, owner, 2024)
    scene.see(PAGE)
    assert current(scene).body == "青河市教育局"
    scene.see(PAGE, "two", body=None, year=None)
    assert (current(scene).body, current(scene).year) == ("青河市教育局", 2024)
    scene.see(PAGE, "three")
    assert (current(scene).body, current(scene).year) == ("青河市财政局", 2025)


def current(scene):
    [row] = versions.current(scene.log)
    return row


@pytest.mark.parametrize("again", ["see", "new version", "touch"])
def test_an_absence_lasts_until_the_report_is_seen(scene, again):
    report = scene.see(PAGE).report_id
    for day, reason in ((8, "not_listed"), (8, "gone"), (9, "soft_404")):
        reports.miss(scene.log, report, date(2026, 4, day), scene.run, reason)
    absences = reports.absences_of(scene.log, report)
    assert [(row.day, row.reason) for row in absences] == [
        (date(2026, 4, 8), "not_listed"),
        (date(2026, 4, 9), "soft_404"),
    ]
    assert reports.get(scene.log, PAGE).state == "unseen"
    reports.withdraw(scene.log, report)
    reports.miss(scene.log, report, date(2026, 4, 10), scene.run, "gone")
    assert reports.get(scene.log, PAGE).state == "withdrawn"
    if again == "touch":
        assert reports.touch(scene.log, PAGE, LATER) == report
    else:
        scene.see(PAGE, "two" if again == "new version" else "one", clock=LATER)
    row = reports.get(scene.log, PAGE)
    assert (row.state, row.last_seen_at[:9]) == ("present", "2026-04-0")
    assert reports.absences_of(scene.log, report) == []


def test_touching_what_is_not_known(scene):
    assert reports.touch(scene.log, PAGE, scene.clock) is None
    assert reports.get(scene.log, PAGE) is None


def test_a_report_is_seen_whole_or_not_at_all(scene):
    with pytest.raises(Exception, match="FOREIGN KEY"):
        scene.see(PAGE, body="青河市水务局", files=[SeenFile(99, "page")])
    assert reports.get(scene.log, PAGE) is None
    assert scene.body("青河市水务局") is None


def test_unread_versions_are_those_of_every_age_that_these_readers_did_not_read(scene):
    first = scene.see(PAGE, "one").version_id
    second = scene.see(PAGE, "two").version_id
    other = scene.see("http://127.88.0.9/nb/2.html").version_id
    assert versions.unread(scene.log, 1) == [first, second, other]
    readings.store(scene.log, Reading(first, 1, "read"), scene.clock)
    readings.store(scene.log, Reading(other, 1, "unreadable"), scene.clock)
    assert versions.unread(scene.log, 1) == [second]
    assert versions.unread(scene.log, 2) == [first, second, other]


def test_of_some_versions_those_are_told_that_stand_now(scene):
    old = scene.see(PAGE, "one").version_id
    new = scene.see(PAGE, "two").version_id
    other = scene.see("http://127.88.0.9/nb/2.html").version_id
    assert [row.version_id for row in versions.current_among(scene.log, {old, new})] == [new]
    assert [row.version_id for row in versions.current_among(scene.log, {old, other, 99})] == [other]
    assert versions.current_among(scene.log, ()) == []


def test_a_row_of_a_list_is_one_however_often_it_is_seen(scene):
    def see(title, run, clock):
        reports.see_listing(
            scene.log,
            column_id=scene.column,
            url=PAGE,
            title=title,
            listed_on=date(2026, 1, 20),
            verdict="unclear",
            reason="题名不全",
            run_id=run,
            clock=clock,
        )

    see("年报…", scene.run, scene.clock)
    see("2025年年报", scene.run, LATER)
    [row] = reports.listings(scene.log, scene.column)
    assert (row.title, row.listed_on, row.verdict) == ("2025年年报", date(2026, 1, 20), "unclear")
    assert row.first_seen_at < row.last_seen_at


def test_the_list_for_people(scene):
    page = scene.keep(PAGE)
    scene.see(PAGE, "one", files=[SeenFile(page, "page")])
    file = scene.keep("http://127.88.0.9/nb/1.docx", b"PK")
    scene.see(PAGE, "two", files=[SeenFile(page, "page"), SeenFile(file, "file", '年报"甲".docx')])
    scene.see("http://127.88.0.9/nb/0.html", body=None, year=None)
    nameless, row = reports.listing(scene.log)
    assert (nameless.body, nameless.files, nameless.versions) == (None, (), 1)
    assert (row.body, row.year, row.versions, row.state) == ("青河市财政局", 2025, 2, "present")
    assert [(entry.role, entry.name) for entry in row.files] == [("page", ""), ("file", '年报"甲".docx')]
