"""Bulletins: due on their day, for some days after, and of whole weeks, months and quarters."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.sending.periods import GRACE, due_bulletins
from monitor.settings.model import Schedule
from monitor.telling.bulletin import Period, span_of

ALL = Schedule(weekly=0, monthly=1, quarterly=True)


PERIODS: dict[str, Period] = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}


def due(day: date, schedule: Schedule = ALL) -> list[tuple[str, date, date, date]]:
    found = list(due_bulletins(schedule, day))
    assert [one.period for one in found] == [PERIODS[one.kind] for one in found]
    return [(one.kind, *span_of(one.period, one.day), one.due) for one in found]


def test_the_first_of_a_quarter_that_is_a_monday_has_all_three() -> None:
    day = date(2024, 4, 1)
    assert due(day) == [
        ("weekly", date(2024, 3, 25), date(2024, 3, 31), day),
        ("monthly", date(2024, 3, 1), date(2024, 3, 31), day),
        ("quarterly", date(2024, 1, 1), date(2024, 3, 31), day),
    ]


def test_across_the_year() -> None:
    assert due(date(2026, 1, 1), Schedule(weekly=None)) == [
        ("monthly", date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 1)),
        ("quarterly", date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 1)),
    ]


def test_nothing_wanted_is_nothing_due() -> None:
    assert due(date(2024, 4, 1), Schedule(weekly=None, monthly=None, quarterly=False)) == []


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), weekly=st.integers(0, 6), monthly=st.integers(1, 28))
def test_what_is_due_is_over_and_not_long_ago(day: date, weekly: int, monthly: int) -> None:
    for kind, first, last, on in due(day, Schedule(weekly=weekly, monthly=monthly)):
        assert first <= last < on <= day
        assert day - on <= GRACE[PERIODS[kind]]
        if kind == "weekly":
            assert (on.weekday(), first.weekday(), last - first) == (weekly, 0, timedelta(days=6))
        else:
            assert (first.day, (last + timedelta(days=1)).day) == (1, 1)
