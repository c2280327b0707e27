"""The keeper of the schedule: what is due is started once, watched, ended when it takes too long, and noted.

Everything it knows stands in the log, so one that was killed goes on where it
was: a job under which the scheduler ended is done again unless its run came to
an end, a time that passed while nobody was there is made up once. It is told
what time it is and never asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from monitor.schedule.children import Child, Start, output_of
from monitor.schedule.jobs import GRACE, ON_TIME, Due, Job, last_due
from storage.clock import from_stamp, to_stamp
from storage.database import Log, open_log
from storage.tables import runs, slots
from storage.tables.slots import Slot

AGAIN: Final = timedelta(minutes=15)
"""From a failure to the next try."""
MOST_TRIES: Final = 4
"""Failures of one slot; then the next one is waited for, and it is said."""
MOST_BREAKS: Final = 5
"""How often the scheduler may end under one slot: a job that takes the machine down must not do so for ever."""
FOR_JUDGING: Final = timedelta(hours=6)
"""What a run may take beyond its crawl."""
FOR_SENDING: Final = timedelta(hours=1)
BEAT: Final = timedelta(minutes=1)
"""From one sign of life to the next."""

_GOOD: Final[dict[str, tuple[int, ...]]] = {"run": (0, 1), "digest": (0,)}
"""Exit statuses of a job that came to its end; a run whose crawl broke off has judged what came."""


@dataclass(slots=True)
class _Working:
    child: Child
    slot: int
    started: datetime


class Keeper:
    """Keeps the schedule of a data directory; ``step`` is called often, by one thread at a time.

    ``arguments`` are the words of the command line for each job, ``say`` is told what happens in one Chinese line,
    ``deadline`` is how long a crawl may take.
    """

    def __init__(
        self,
        data: Path,
        jobs: Sequence[Job],
        *,
        arguments: dict[str, list[str]],
        start: Start,
        say: Callable[[str], None],
        deadline: timedelta,
    ) -> None:
        self._data, self._jobs, self._arguments = data, jobs, arguments
        self._start, self._say = start, say
        self._limits = {"run": deadline + FOR_JUDGING, "digest": FOR_SENDING}
        self._working: dict[str, _Working] = {}
        self._since: datetime | None = None
        self._beaten: datetime | None = None

    def step(self, now: datetime) -> None:
        """Do what is due at a moment, and give a sign of life; LogError where the log fails."""
        if not (self._is_silent(now) or any(self._is_over(name, now) for name in self._working)):
            return
        with open_log(self._data) as log:
            self._beat(log, now)
            for job in self._jobs:
                self._look_after(log, job, now)
                if job.name not in self._working:
                    self._begin(log, job, now)

    def is_working(self) -> bool:
        """Whether any job is under way."""
        return any(working.child.status() is None for working in self._working.values())

    def close(self, now: datetime) -> None:
        """End the jobs under way, which are done again by the next keeper, and say that no one keeps the schedule."""
        for working in self._working.values():
            working.child.stop()
        with open_log(self._data) as log:
            for job in self._jobs:
                self._look_after(log, job, now)
            self._beat(log, now, stopped=True)

    def _is_silent(self, now: datetime) -> bool:
        """Whether it is time for a sign of life, and for a look into the log."""
        return self._beaten is None or not timedelta() <= now - self._beaten < BEAT

    def _is_over(self, name: str, now: datetime) -> bool:
        """Whether a job ended or must."""
        working = self._working[name]
        return working.child.status() is not None or now - working.started > self._limits[name]

    def _beat(self, log: Log, now: datetime, *, stopped: bool = False) -> None:
        if not self._is_silent(now) and not stopped:
            return
        self._beaten = now
        run = next((job for job in self._jobs if job.name == "run"), None)
        upcoming = to_stamp(run.next_after(now)) if run else None
        slots.beat(log, to_stamp(now), upcoming, stopped=stopped)
        if self._since is None:
            beat = slots.last_beat(log)
            assert beat is not None
            # A clock that once ran ahead must not hold up everything until then.
            self._since = min(from_stamp(beat.since), now)

    def _look_after(self, log: Log, job: Job, now: datetime) -> None:
        """End a job that takes too long, and note one that ended."""
        working = self._working.get(job.name)
        if working is None:
            return
        late = now - working.started > self._limits[job.name]
        if late:
            working.child.stop()
        status = working.child.status()
        if status is None:
            return
        del self._working[job.name]
        self._note_end(log, job, working.slot, now, "超过时限，已停止" if late else _how(self._data, job, status))

    def _note_end(self, log: Log, job: Job, slot: int, now: datetime, trouble: str) -> None:
        kept = slots.open_of(log, job.name)
        if kept is None or kept.id != slot:
            return
        if not trouble or _has_run(log, job, kept):
            slots.end(log, slot, "done", to_stamp(now))
            self._say(f"{_NAMES[job.name]}：完成。")
        else:
            self._try_later(log, kept, now, trouble)

    def _try_later(self, log: Log, slot: Slot, now: datetime, trouble: str, *, broken: bool = False) -> None:
        over = slot.breaks + 1 >= MOST_BREAKS if broken else slot.tries + 1 >= MOST_TRIES
        name = _NAMES[slot.job]
        if over:
            slots.end(log, slot.id, "failed", to_stamp(now), trouble)
            self._say(f"{name}：没有做成，不再试。{trouble}")
        else:
            again = now if broken else now + AGAIN
            slots.wait(log, slot.id, to_stamp(again), trouble, broken=broken)
            self._say(f"{name}：{'被打断，重新做' if broken else '没有做成，稍后再试'}。{trouble}")

    def _begin(self, log: Log, job: Job, now: datetime) -> None:
        """Start a job where one of its times has come, or one that was begun is to be done again."""
        self._take_up(log, job, now)
        last = slots.last_of(log, job.name, to_stamp(now))
        assert self._since is not None
        due = last_due(job, from_stamp(last.due_at) if last else self._since, now)
        if due is not None:
            self._note_due(log, job, due, now)
        slot = slots.open_of(log, job.name)
        if slot is not None and self._may_start(log, slot, now):
            self._work(log, job, slot, now)

    def _take_up(self, log: Log, job: Job, now: datetime) -> None:
        """A job that is noted as under way, and is not ours, was a keeper's that is no more."""
        slot = slots.open_of(log, job.name)
        if slot is None or slot.state != "running":
            return
        if _has_run(log, job, slot):
            slots.end(log, slot.id, "done", to_stamp(now))
        else:
            self._try_later(log, slot, now, "定时程序中途停了。", broken=True)

    def _note_due(self, log: Log, job: Job, due: Due, now: datetime) -> None:
        """A new time takes the place of one that still waits: both are made up by doing it once."""
        with log.atomic():
            waiting = slots.open_of(log, job.name)
            if waiting is not None:
                slots.end(log, waiting.id, "failed", to_stamp(now), waiting.note or "下一次的时间已到。")
            late = now - due.at > ON_TIME
            passed = now - due.at > GRACE[job.name]
            state: slots.SlotState = "passed" if passed else "waiting"
            slots.add(log, job.name, to_stamp(due.at), missed=due.missed, state=state, late=late)
        if passed:
            self._say(f"{_NAMES[job.name]}：错过了 {due.at:%m-%d %H:%M} 那次，发现得太晚，不补做。")

    def _may_start(self, log: Log, slot: Slot, now: datetime) -> bool:
        if slot.next_at is not None and now < from_stamp(slot.next_at):
            return False
        # A message made up together with its run waits for what that finds.
        run = slots.open_of(log, "run") if slot.job == "digest" else None
        return run is None or not run.late or bool(run.tries)

    def _work(self, log: Log, job: Job, slot: Slot, now: datetime) -> None:
        late = slot.late or now - from_stamp(slot.due_at) > ON_TIME
        last = runs.latest(log)
        slots.start(log, slot.id, to_stamp(now), last.id if last else 0, late=late)
        missed = f"（共错过 {slot.missed + 1} 次）" if slot.missed else ""
        self._say(f"{_NAMES[job.name]}：{'补做错过的一次' if late else '开始'}{missed}。")
        self._working[job.name] = _Working(self._start(job.name, self._arguments[job.name]), slot.id, now)


_NAMES: Final = {"run": "巡查", "digest": "日报"}


def _has_run(log: Log, job: Job, slot: Slot) -> bool:
    """Whether a run that came to its end was begun since the slot was: who noted it may be gone."""
    return job.name == "run" and runs.ended_after(log, slot.after_run or 0)


def _how(data: Path, job: Job, status: int) -> str:
    """What is wrong with how a job ended; empty where nothing is."""
    if status in _GOOD[job.name]:
        return ""
    how = f"信号 {-status}" if status < 0 else f"退出码 {status}"
    return f"{how}；输出见 {output_of(data, job.name)}。"
