"""Who owes what by when, and whether it came: pure functions with the day given."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.duties.obligations import Arrival, Owner, owed_years, standing_of, year_now_due
from monitor.health.watch import ColumnVisits, Watch, watch_of
from monitor.law.deadlines import Due, due_date

DUE = Due(date(2026, 1, 31), "条例第四十九条第一款", "")
AFTER = (date(2026, 2, 3), date(2026, 2, 4))
SEEN_TWICE = Watch((date(2026, 1, 30), *AFTER), healthy=True)
BLIND = Watch((), healthy=False, trouble="验证页")


def arrived(published: date | None, **changes: Any) -> Arrival:
    return replace(Arrival(5, published, certain=published is not None, first_seen=date(2026, 2, 10)), **changes)


def test_a_roster_owes_from_since_to_the_year_now_due() -> None:
    today = date(2026, 4, 8)
    assert year_now_due(today) == 2025
    assert owed_years(Owner(on_roster=True), today) == {2025: "roster"}
    assert list(owed_years(Owner(on_roster=True, since=2023), today)) == [2023, 2024, 2025]
    assert owed_years(Owner(on_roster=True, since=2026), today) == {}


def test_a_body_in_no_roster_owes_when_its_report_of_the_year_before_stands() -> None:
    today = date(2026, 4, 8)
    assert owed_years(Owner(on_roster=False, reported=frozenset({2024})), today) == {2025: "last_year"}
    assert owed_years(Owner(on_roster=False, reported=frozenset({2023})), today) == {}
    assert owed_years(Owner(on_roster=False), today, earlier=[2025]) == {}


def test_a_debt_does_not_lapse_by_the_turn_of_the_year() -> None:
    later = date(2027, 1, 2)
    assert list(owed_years(Owner(on_roster=True), later, earlier=[2025])) == [2025, 2026]
    learnt = Owner(on_roster=False, reported=frozenset({2024}))
    assert list(owed_years(learnt, later, earlier=[2025])) == [2025]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 1), "upcoming"),
        (date(2026, 1, 16), "upcoming"),
        (date(2026, 1, 17), "due"),
        (date(2026, 1, 31), "due"),
        (date(2026, 2, 1), "overdue"),
    ],
)
def test_states_without_a_report(today: date, state: str) -> None:
    assert standing_of(DUE, today, None, SEEN_TWICE).state == state


@pytest.mark.parametrize(
    ("watch", "words"),
    [
        (Watch((), healthy=True), "还没有完整巡查过"),
        (Watch(AFTER[:1], healthy=True), "另一天"),
        (Watch((date(2026, 1, 30), date(2026, 1, 31)), healthy=True), "还没有完整巡查过"),
        (replace(SEEN_TWICE, healthy=False, trouble="验证页"), "验证页"),
        (BLIND, "验证页"),
    ],
)
def test_without_proof_it_is_unknown_and_says_why(watch: Watch, words: str) -> None:
    found = standing_of(DUE, date(2026, 2, 20), None, watch)
    assert found.state == "unknown"
    assert words in found.why


def test_a_listed_report_that_could_not_be_fetched_is_not_missing() -> None:
    found = standing_of(DUE, date(2026, 2, 20), None, SEEN_TWICE, lambda: "栏目中列有这一条，但内容没有取到。")
    assert (found.state, found.why) == ("unknown", "栏目中列有这一条，但内容没有取到。")


@pytest.mark.parametrize(
    ("arrival", "state"),
    [
        (arrived(date(2026, 1, 31)), "met"),
        (arrived(date(2026, 2, 1)), "met_late"),
        (arrived(date(2026, 2, 1), certain=False, first_seen=date(2026, 2, 3)), "met"),
        (arrived(date(2026, 2, 9), certain=False), "met_late"),
        (arrived(date(2026, 1, 20), certain=False), "met"),
        (arrived(None), "met_late"),
        (arrived(None, first_seen=date(2026, 2, 4)), "met"),
    ],
)
def test_a_report_that_came(arrival: Arrival, state: str) -> None:
    found = standing_of(DUE, date(2026, 4, 8), arrival, SEEN_TWICE)
    assert (found.state, found.report_id) == (state, 5)
    assert found.why


def test_a_report_that_came_is_met_even_while_the_portal_is_blind() -> None:
    assert standing_of(DUE, date(2026, 4, 8), arrived(date(2026, 1, 5)), BLIND).state == "met"


def test_a_withdrawn_report_did_come() -> None:
    found = standing_of(DUE, date(2026, 4, 8), arrived(date(2026, 1, 5), withdrawn=True), SEEN_TWICE)
    assert (found.state, "撤下" in found.why) == ("met", True)


def test_proof_needs_every_column_on_the_same_days() -> None:
    first = ColumnVisits("https://a.example/1/", AFTER)
    second = ColumnVisits("https://a.example/2/", AFTER[:1])
    watch = watch_of([first, second])
    assert (watch.healthy_days, watch.healthy) == (AFTER[:1], True)
    troubled = watch_of([first, replace(second, trouble="应答 502")])
    assert (troubled.healthy, troubled.trouble) == (False, "应答 502")


def test_a_portal_without_columns_proves_nothing() -> None:
    watch = watch_of([])
    assert not watch.healthy
    assert standing_of(DUE, date(2026, 4, 8), None, watch).state == "unknown"


def test_townships_follow_their_local_day() -> None:
    due = due_date("township", 2025, (1, 20))
    assert due is not None
    assert standing_of(due, date(2026, 1, 25), arrived(date(2026, 1, 21)), SEEN_TWICE).state == "met_late"


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.sets(DAYS, max_size=6), DAYS, st.booleans())
def test_overdue_is_never_said_without_two_days_of_proof(days: set[date], today: date, healthy: bool) -> None:
    seen = tuple(sorted(day for day in days if day <= today))
    found = standing_of(DUE, today, None, Watch(seen, healthy))
    proven = healthy and len([day for day in seen if day > DUE.on]) >= 2
    assert (found.state == "overdue") == (proven and today > DUE.on)
    assert found.why


@given(DAYS, st.integers(min_value=0, max_value=400))
def test_a_met_obligation_never_becomes_a_missing_one(published: date, later: int) -> None:
    today = published + timedelta(days=later)
    for watch in (SEEN_TWICE, BLIND):
        assert standing_of(DUE, today, arrived(published), watch).state in {"met", "met_late"}
