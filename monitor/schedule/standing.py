"""How the watch stands: whether its runs come to their end, and whether somebody keeps the schedule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final, Literal

from storage.clock import SHANGHAI, from_stamp
from storage.database import Log
from storage.tables import runs, slots
from storage.tables.slots import Beat

Status = Literal["ok", "stale", "never"]

LONGEST_WITHOUT_RUN: Final = timedelta(hours=48)
"""Since the last good run; a daily one that takes its twelve hours, and one more day."""
LONGEST_WITHOUT_BEAT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """``stale``: the last good run is too long ago, or no scheduler shows life. Times are ISO 8601 with offset."""

    status: Status
    last_run: str | None
    last_good_run: str | None
    next_run: str | None
    version: str


def standing_of(log: Log, now: datetime) -> Standing:
    """How the watch over a log stands at a moment."""
    last, good, beat = runs.latest(log), runs.last_ended(log), slots.last_beat(log)
    ended = good.finished_at if good else None
    status: Status = "never" if ended is None else "ok"
    if ended is not None and (now - from_stamp(ended) > LONGEST_WITHOUT_RUN or not is_kept(beat, now)):
        status = "stale"
    upcoming = beat.next_run_at if beat and not beat.stopped else None
    return Standing(status, shown(last.started_at if last else None), shown(ended), shown(upcoming), version("nianbao"))


def is_kept(beat: Beat | None, now: datetime) -> bool:
    """Whether a scheduler showed life lately."""
    return beat is not None and not beat.stopped and abs(now - from_stamp(beat.at)) <= LONGEST_WITHOUT_BEAT


def shown(stamp: str | None) -> str | None:
    """A stamp in Beijing time."""
    return from_stamp(stamp).astimezone(SHANGHAI).isoformat() if stamp else None
