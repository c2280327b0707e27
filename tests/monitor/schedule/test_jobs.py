"""When jobs are due: every day in Beijing time, and of many times missed one."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule.jobs import Job, jobs_of, last_due
from monitor.settings.model import Schedule
from storage.clock import SHANGHAI

RUN = Job("run", time(6))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 4, day, hour, minute, second, tzinfo=SHANGHAI)


def test_the_next_time_is_in_beijing_time() -> None:
    assert RUN.next_after(datetime(2026, 4, 7, 22, 0, tzinfo=UTC)) == at(9, 6)
    assert RUN.next_after(datetime(2026, 4, 7, 21, 59, 59, tzinfo=UTC)) == at(8, 6)


def test_what_was_missed_is_one_to_make_up() -> None:
    assert last_due(RUN, at(8, 6), at(8, 23)) is None
    due = last_due(RUN, at(8, 6), at(9, 6))
    assert due is not None
    assert (due.at, due.missed) == (at(9, 6), 0)
    due = last_due(RUN, at(8, 6), at(12, 5))
    assert due is not None
    assert (due.at, due.missed) == (at(11, 6), 2)


@given(hours=st.integers(0, 24 * 40), late=st.integers(0, 24 * 40))
def test_all_times_are_done_or_missed(hours: int, late: int) -> None:
    after = at(1, 6) + timedelta(hours=hours)
    now = after + timedelta(hours=late)
    due = last_due(RUN, after, now)
    passed = [day for day in range(100) if after < at(1, 6) + timedelta(days=day) <= now]
    assert len(passed) == (due.missed + 1 if due else 0)
    assert due is None or due.at == at(1, 6) + timedelta(days=passed[-1])


def test_what_has_no_time_is_no_job() -> None:
    assert [job.name for job in jobs_of(Schedule())] == ["run", "digest"]
    assert jobs_of(Schedule(run=None, digest=None)) == ()
