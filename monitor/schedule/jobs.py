"""What is done by the schedule, when, and how late it may still be made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from apscheduler.triggers.cron import CronTrigger

from monitor.settings.model import Schedule
from storage.clock import SHANGHAI

JobName = Literal["run", "digest"]

ON_TIME: Final = timedelta(minutes=5)
"""What starts within this of its time is no made-up one."""
GRACE: Final[dict[JobName, timedelta]] = {"run": timedelta(hours=23), "digest": timedelta(hours=12)}
"""How late each job is still made up. A later digest waits for the next one, which tells everything that is untold."""

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done every day at a time of Shanghai."""

    name: JobName
    at: time

    def times(self, after: datetime) -> Iterator[datetime]:
        """The times at which it is due after one, in order, without end."""
        trigger = CronTrigger(hour=self.at.hour, minute=self.at.minute, timezone=SHANGHAI)
        while True:
            after = trigger.get_next_fire_time(None, after + _SECOND)
            yield after

    def next_after(self, moment: datetime) -> datetime:
        """The next time at which it is due."""
        return next(self.times(moment.astimezone(SHANGHAI)))


@dataclass(frozen=True, slots=True)
class Due:
    """The last time at which a job was due, and how many of its times before that passed by."""

    at: datetime
    missed: int


def jobs_of(schedule: Schedule) -> tuple[Job, ...]:
    """The jobs of the settings, those first on which others wait."""
    times: tuple[tuple[JobName, time | None], ...] = (("run", schedule.run), ("digest", schedule.digest))
    return tuple(Job(name, at) for name, at in times if at is not None)


def last_due(job: Job, after: datetime, now: datetime) -> Due | None:
    """When a job was due last after a time; None where it was not. Many times missed are one to make up."""
    found, count = None, -1
    for at in job.times(after.astimezone(SHANGHAI)):
        if at > now:
            break
        found, count = at, count + 1
    return Due(found, count) if found is not None else None
