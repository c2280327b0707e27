"""The one place that asks what time it is. Days are Asia/Shanghai, times are kept in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

# China keeps one time without summer time since 1992; a fixed offset needs no time-zone files on the machine.
SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")

_STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"


def to_stamp(moment: datetime) -> str:
    """An aware moment as the log writes it: UTC to the second, ``2026-04-08T00:00:00Z``."""
    return moment.astimezone(UTC).strftime(_STAMP)


def from_stamp(stamp: str) -> datetime:
    """The aware UTC moment of a stamp of the log; ValueError where the text is none."""
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def day_of(stamp: str) -> date:
    """The day in Asia/Shanghai on which a stamp of the log falls."""
    return from_stamp(stamp).astimezone(SHANGHAI).date()


@lru_cache(maxsize=1024)  # what one run writes bears few stamps, and listings have many rows
def local_time(stamp: str) -> str:
    """A stamp of the log as people and programs are given it: Asia/Shanghai with its offset, to the second."""
    return from_stamp(stamp).astimezone(SHANGHAI).isoformat()


class Clock:
    """The time of a run: the machine's, or that of another day when ``--today`` was given.

    ``today`` is that day in Asia/Shanghai; None follows the machine.
    """

    def __init__(self, today: date | None = None) -> None:
        self._fixed = today

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self._fixed or datetime.now(SHANGHAI).date()

    def now(self) -> datetime:
        """The moment as aware UTC; on a fixed day, that day at the machine's time of day in Shanghai."""
        local = datetime.now(SHANGHAI)
        if self._fixed is not None:
            local = datetime.combine(self._fixed, local.timetz())
        return local.astimezone(UTC)

    def stamp(self) -> str:
        """:meth:`now` as the log writes it."""
        return to_stamp(self.now())
