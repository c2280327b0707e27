"""Which bulletins are due on a day: of the week, month or quarter that is over."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from monitor.settings.model import Schedule
from monitor.telling.period import Period, PeriodKind

GRACE: Final[dict[PeriodKind, timedelta]] = {
    "weekly": timedelta(days=3),
    "monthly": timedelta(days=10),
    "quarterly": timedelta(days=20),
}
"""How long after its day a bulletin that could not be sent then is still sent."""

_DAY: Final = timedelta(days=1)
_QUARTER: Final = 3
_MONTHS: Final = 12


def due_periods(schedule: Schedule, today: date) -> Iterator[tuple[Period, date]]:
    """Every bulletin that may be sent today, with the day on which it was due."""
    for period, due in _latest(schedule, today):
        if timedelta() <= today - due <= GRACE[period.kind]:
            yield period, due


def _latest(schedule: Schedule, today: date) -> Iterator[tuple[Period, date]]:
    if schedule.weekly is not None:
        due = today - timedelta(days=(today.weekday() - schedule.weekly) % 7)
        yield Period("weekly", due - 7 * _DAY, due - _DAY), due
    if schedule.monthly is not None:
        due = today.replace(day=schedule.monthly)
        due = due if due <= today else _months_before(due, 1)
        first = due.replace(day=1)
        yield Period("monthly", _months_before(first, 1), first - _DAY), due
    if schedule.quarterly:
        first = date(today.year, (today.month - 1) // _QUARTER * _QUARTER + 1, 1)
        yield Period("quarterly", _months_before(first, _QUARTER), first - _DAY), first


def _months_before(day: date, months: int) -> date:
    count = day.year * _MONTHS + day.month - 1 - months
    return date(count // _MONTHS, count % _MONTHS + 1, day.day)
