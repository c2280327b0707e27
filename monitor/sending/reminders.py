"""The ladder of reminders: what a channel heard and nobody took up is said again, ever more rarely."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from storage.tables.alerts import Alert
from storage.tables.outbox import Heard

LADDER: Final = (7, 14, 30)
"""Days from the news to the first reminder, from there to the second, and from one to the next after that."""


def due_reminders(waiting: Iterable[Alert], heard: Mapping[int, Heard], today: date) -> list[Alert]:
    """The alerts that a channel is reminded of today; one it never heard of is no reminder."""
    return [alert for alert in waiting if alert.id in heard and _is_due(heard[alert.id], today)]


def _is_due(last: Heard, today: date) -> bool:
    return (today - last.last_on).days >= LADDER[min(last.times, len(LADDER) - 1)]
