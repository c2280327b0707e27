from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.clock import SHANGHAI, Clock, day_of, from_stamp, to_stamp


@given(st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(SHANGHAI)))  # noqa: DTZ001 - the strategy adds the zone
def test_a_stamp_keeps_moment_and_day(moment):
    stamp = to_stamp(moment)
    assert from_stamp(stamp) == moment.replace(microsecond=0)
    assert day_of(stamp) == moment.date()


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-03-31T15:59:59Z", date(2026, 3, 31)),
        ("2026-03-31T16:00:00Z", date(2026, 4, 1)),
        ("2025-12-31T16:00:00Z", date(2026, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_shanghai(stamp, day):
    assert day_of(stamp) == day


def test_a_stamp_is_utc_to_the_second():
    assert to_stamp(datetime(2026, 4, 8, 8, 0, 0, 999, tzinfo=SHANGHAI)) == "2026-04-08T00:00:00Z"


def test_a_text_that_is_no_stamp_is_refused():
    with pytest.raises(ValueError, match="does not match"):
        from_stamp("2026-04-08")


def test_a_fixed_clock_stays_on_its_day_and_goes_with_the_time():
    clock = Clock(today=date(2024, 2, 29))
    before = datetime.now(UTC)
    now = clock.now()
    assert clock.today == date(2024, 2, 29)
    assert day_of(clock.stamp()) == date(2024, 2, 29)
    assert now.utcoffset() == timedelta(0)
    turned = datetime.now(SHANGHAI).date() != before.astimezone(SHANGHAI).date()
    assert (
        turned or now.time() >= before.time() or now.astimezone(SHANGHAI).time() >= before.astimezone(SHANGHAI).time()
    )


def test_a_free_clock_follows_the_machine():
    before = datetime.now(UTC)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert Clock().today in {before.astimezone(SHANGHAI).date(), datetime.now(SHANGHAI).date()}
