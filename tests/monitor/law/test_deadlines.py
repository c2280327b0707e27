from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.law.deadlines import days_late, due_date, is_late

KINDS = ("government", "office", "department", "township", "subdistrict")


@pytest.mark.parametrize(
    ("kind", "year", "on"),
    [
        ("department", 2023, date(2024, 1, 31)),
        ("office", 2023, date(2024, 1, 31)),
        ("government", 2023, date(2024, 3, 31)),
        ("township", 2023, date(2024, 1, 31)),
        ("subdistrict", 2023, date(2024, 1, 31)),
        ("department", 2018, date(2019, 3, 31)),
        ("government", 2018, date(2019, 3, 31)),
        ("township", 2017, date(2018, 3, 31)),
        ("department", 2019, date(2020, 1, 31)),
    ],
)
def test_the_day_by_law(kind, year, on):
    assert due_date(kind, year).on == on


def test_institutions_owe_no_report():
    assert due_date("institution", 2023) is None
    assert due_date("institution", 2016) is None
    assert due_date("institution", 2023, (1, 31)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_boundary_days(kind):
    due = due_date(kind, 2023)
    assert not is_late(due.on - timedelta(days=1), due)
    assert not is_late(due.on, due)
    assert days_late(due.on, due) == 0
    assert is_late(due.on + timedelta(days=1), due)
    assert days_late(due.on + timedelta(days=1), due) == 1


def test_a_due_day_on_a_weekend_does_not_move():
    assert due_date("department", 2025).on == date(2026, 1, 31)
    assert due_date("department", 2025).on.isoweekday() == 6


def test_a_local_day_replaces_the_legal_one_and_says_so():
    due = due_date("township", 2023, (1, 20))
    assert due.on == date(2024, 1, 20)
    assert "名册" in due.how
    assert "地方" in due.basis


def test_a_local_day_that_the_month_lacks_is_its_last():
    assert due_date("department", 2022, (2, 29)).on == date(2023, 2, 28)
    assert due_date("department", 2023, (2, 29)).on == date(2024, 2, 29)


def test_a_local_day_has_no_hold_on_years_of_the_old_law():
    assert due_date("department", 2018, (1, 20)).on == date(2019, 3, 31)


def test_every_due_day_names_its_article():
    assert "第四十九条第一款" in due_date("department", 2023).basis
    assert "第四十九条第二款" in due_date("government", 2023).basis
    assert "实践口径" in due_date("township", 2023).basis
    assert "第三十一条" in due_date("department", 2017).basis


@given(st.sampled_from(KINDS), st.integers(2008, 2090), st.integers(-400, 400))
def test_late_and_days_late_agree(kind, year, offset):
    due = due_date(kind, year)
    published = due.on + timedelta(days=offset)
    assert is_late(published, due) == (offset > 0)
    assert days_late(published, due) == max(offset, 0)


@pytest.mark.parametrize("kind", ["government", "department"])
def test_where_the_paragraph_is_open_the_later_day_holds(kind):
    due = due_date(kind, 2023, is_open=True)
    assert due.on == date(2024, 3, 31)
    assert "实践口径" in due.basis
    assert due_date(kind, 2023, (2, 15), is_open=True).on == date(2024, 2, 15)
