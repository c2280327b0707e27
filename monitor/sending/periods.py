"""Which bulletins are due on a day: of the week, month or quarter that is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.settings.model import Schedule
from monitor.telling.bulletin import Period, last_whole
from storage.tables.outbox import MessageKind

_QUARTER: Final = 3
_MONTHS: Final = 12
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class DueBulletin:
    """A bulletin that may be sent: of the period in which ``day`` lies, due on ``due``."""

    kind: MessageKind
    period: Period
    day: date
    due: date


GRACE: Final[dict[Period, timedelta]] = {
    "week": timedelta(days=3),
    "month": timedelta(days=10),
    "quarter": timedelta(days=20),
}
"""How long after its day a bulletin that could not be sent then is still sent."""


def due_bulletins(schedule: Schedule, today: date) -> Iterator[DueBulletin]:
    """Every bulletin that may be sent today."""
    for kind, period, due in _latest(schedule, today):
        if timedelta() <= today - due <= GRACE[period]:
            yield DueBulletin(kind, period, last_whole(period, due), due)


def _latest(schedule: Schedule, today: date) -> Iterator[tuple[MessageKind, Period, date]]:
    if schedule.weekly is not None:
        yield "weekly", "week", today - timedelta(days=(today.weekday() - schedule.weekly) % _WEEK)
    if schedule.monthly is not None:
        due = today.replace(day=schedule.monthly)
        yield "monthly", "month", due if due <= today else _month_before(due)
    if schedule.quarterly:
        yield "quarterly", "quarter", date(today.year, (today.month - 1) // _QUARTER * _QUARTER + 1, 1)


def _month_before(day: date) -> date:
    count = day.year * _MONTHS + day.month - 2
    return date(count // _MONTHS, count % _MONTHS + 1, day.day)
