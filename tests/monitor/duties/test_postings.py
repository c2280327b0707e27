"""Which posting stands, when it came, what changed."""

from dataclasses import replace
from datetime import date
from typing import Any

from monitor.duties.postings import by_owner, changes, first_posted, is_proof, publication, standing, withdrawn_on
from storage.tables.reports import Absence
from storage.tables.versions import Version


def posting(report_id: int = 1, **changes: Any) -> Version:
    first = Version(
        version_id=report_id * 10,
        number=1,
        content_hash="",
        seen_at="2026-01-21T01:00:00Z",
        noted=False,
        run_id=1,
        report_id=report_id,
        url=f"https://a.example/{report_id}.html",
        title="",
        year=2025,
        published_on=date(2026, 1, 20),
        published_from="label",
        uncertain=False,
        dates=(),
        state="present",
        first_seen_at="2026-01-21T01:00:00Z",
        last_seen_at="2026-04-08T01:00:00Z",
        column_id=1,
        body_id=7,
        body="水月县水利局",
        body_kind="department",
        portal_id=1,
        portal="子虚省水月县人民政府门户网站",
    )
    return replace(first, **changes)


def test_groups_leave_out_what_has_no_owner() -> None:
    groups = by_owner([posting(1), posting(2), posting(3, body_id=None), posting(4, year=None), posting(5, year=2024)])
    assert {key: [row.report_id for row in rows] for key, rows in groups.items()} == {
        (7, 2025): [1, 2],
        (7, 2024): [5],
    }


def test_the_newest_present_posting_stands() -> None:
    old, new = posting(1), posting(2, published_on=date(2026, 3, 1))
    assert standing([old, new]).report_id == 2
    assert standing([old, replace(new, state="withdrawn")]).report_id == 1
    assert standing([replace(old, state="unseen"), replace(new, state="withdrawn")]).report_id == 1


def test_lateness_is_told_by_the_earliest_certain_date() -> None:
    reposted = posting(2, published_on=date(2026, 3, 1))
    shaky = posting(3, published_on=date(2025, 12, 1), uncertain=True)
    by_address = posting(4, published_on=date(2025, 11, 1), published_from="url")
    undated = posting(5, published_on=None, published_from=None)
    postings = [reposted, posting(1), shaky, by_address, undated]
    assert first_posted(postings).report_id == 1
    assert first_posted([undated, by_address]).report_id == 4
    assert first_posted([undated]).report_id == 5
    assert [is_proof(row) for row in postings] == [True, True, False, False, False]
    told = publication(postings)
    assert (told.published_on, told.url) == (date(2026, 1, 20), "https://a.example/2.html")


def test_withdrawal_needs_two_days() -> None:
    days = [Absence(date(2026, 4, day), "not_listed", day) for day in (8, 9, 10)]
    assert [withdrawn_on(days[:count]) for count in range(4)] == [None, None, date(2026, 4, 9), date(2026, 4, 9)]


def test_changes_name_the_figures_that_differ() -> None:
    figures = {10: {"a": "1", "b": "2"}, 11: {"a": "1", "b": "3", "c": "0"}, 12: None}
    versions = [posting(version_id=10), posting(version_id=11, noted=True), posting(version_id=12)]
    first, second = changes(versions, figures.get)
    assert first.changed_figures == (("b", "2", "3"), ("c", "", "0"))
    assert first.noted
    assert second.changed_figures == ()
    assert changes(versions[:1], figures.get) == ()
