"""A schedule that is played: the clock is moved by hand, and jobs are done at once, or last as long as a test says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from monitor.schedule.jobs import Job
from monitor.schedule.keeper import Keeper
from storage.clock import SHANGHAI, Clock
from storage.database import open_log
from storage.tables import runs

JOBS = (Job("run", time(6)), Job("digest", time(8)))
FIRST = datetime(2026, 4, 8, 0, 0, tzinfo=SHANGHAI)


@dataclass
class PlayedChild:
    """A job that ends when its test says so."""

    name: str
    ended: int | None = None
    was_stopped: bool = False

    def status(self) -> int | None:
        return self.ended

    def stop(self) -> None:
        self.was_stopped = True
        if self.ended is None:
            self.ended = 130


@dataclass
class Play:
    """A keeper over a data directory whose jobs are ``work``: its status, or None for a job that goes on."""

    data: Path
    now: datetime = FIRST
    work: Callable[[str, datetime], int | None] | None = None
    deadline: timedelta = timedelta(hours=12)
    started: list[tuple[str, datetime]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    children: list[PlayedChild] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keeper = self._new_keeper()

    def _new_keeper(self) -> Keeper:
        arguments = {"run": ["run"], "digest": ["notify"]}
        return Keeper(
            self.data, JOBS, arguments=arguments, start=self._start, say=self.said.append, deadline=self.deadline
        )

    def restart(self) -> None:
        """The scheduler is killed, its jobs with it, and another one begins."""
        self.keeper = self._new_keeper()

    def until(self, end: datetime, every: timedelta = timedelta(hours=1)) -> "Play":
        """The clock goes on, and the keeper looks every few minutes."""
        while self.now < end:
            self.now = min(self.now + every, end)
            self.keeper.step(self.now)
        return self

    def sleep(self, end: datetime) -> "Play":
        """The machine sleeps: the clock goes on, and nobody looks."""
        self.now = end
        return self

    def of(self, name: str) -> list[str]:
        """When a job was started, as day and time."""
        return [f"{at.astimezone(SHANGHAI):%d %H:%M}" for job, at in self.started if job == name]

    def _start(self, name: str, arguments: list[str]) -> PlayedChild:
        self.started.append((name, self.now))
        work = self.work or self.do
        child = PlayedChild(name, work(name, self.now))
        self.children.append(child)
        return child

    def do(self, name: str, now: datetime) -> int:
        """A job that is done at once: a run stands in the log."""
        if name == "run":
            clock = Clock(now.astimezone(SHANGHAI).date())
            with open_log(self.data) as log:
                runs.finish(log, runs.start(log, "run", clock), "completed", {}, clock)
        return 0


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of April 2026 in Beijing."""
    return datetime(2026, 4, day, hour, minute, tzinfo=SHANGHAI)
