"""The ladder of reminders: never within seven days, and ever more rarely."""

from datetime import date, timedelta

from monitor.sending.reminders import LADDER, due_reminders
from storage.tables.alerts import Alert
from storage.tables.outbox import Heard

FIRST = date(2026, 4, 8)
ALERT = Alert("body:1", 2025, "D04", id=7, first_seen_at="", last_seen_at="")


def days_of_reminders(days: int) -> list[int]:
    """The days after the news on which a channel that is sent to daily is reminded."""
    heard, found = Heard(7, FIRST, 0), []
    for day in range(1, days):
        today = FIRST + timedelta(days=day)
        if due_reminders([ALERT], {7: heard}, today):
            found.append(day)
            heard = Heard(7, today, heard.times + 1)
    return found


def test_reminders_come_after_7_14_and_every_30_days() -> None:
    assert days_of_reminders(120) == [7, 21, 51, 81, 111]
    assert min(LADDER) >= 7


def test_what_was_never_heard_is_no_reminder() -> None:
    assert due_reminders([ALERT], {}, FIRST) == []
    assert due_reminders([ALERT], {8: Heard(8, FIRST, 0)}, date(2027, 1, 1)) == []
