"""What those to whom a digest is sent must know of how it came about: runs that were missed, made up, or failed."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from storage.clock import SHANGHAI, from_stamp
from storage.database import Log
from storage.tables import runs, slots
from storage.tables.slots import Slot

_JOBS: Final = {"run": "巡查", "digest": "日报"}


def notes_for(log: Log, today: date, since: str | None) -> list[str]:
    """One Chinese line on everything that did not go by the schedule after a time (a stamp), None for all of it."""
    return [*_of_schedule(log, since), *_of_day(log, today)]


def moment(stamp: str) -> str:
    """A stamp of the log as people say it, in Beijing time."""
    at = from_stamp(stamp).astimezone(SHANGHAI)
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def slot_line(slot: Slot) -> str:
    """What happened to a slot that did not go by the schedule; empty where it did."""
    what = f"{moment(slot.due_at)} 的{_JOBS.get(slot.job, slot.job)}"
    missed = f"（此前还错过 {slot.missed} 次）" if slot.missed else ""
    why = "当时没有进行：电脑关机、休眠，或程序没有运行"
    match slot.state:
        case "passed":
            return f"{what}{missed}{why}；发现得太晚，没有补做。"
        case "failed":
            return f"{what}{missed}没有做成：{slot.note}"
        case _ if slot.breaks:
            return f"{what}{missed}中途被打断，已重新做。"
        case _ if slot.late and slot.started_at:
            return f"{what}{missed}{why}；已在 {moment(slot.started_at)} 补做一次。"
        case _:
            return ""


def _of_schedule(log: Log, since: str | None) -> Iterator[str]:
    # A digest that is made up is this very message.
    found = [slot for slot in slots.since(log, since or "") if slot.job == "run"]
    yield from filter(None, map(slot_line, found))


def _of_day(log: Log, today: date) -> Iterator[str]:
    of_day = [run for run in runs.of_day(log, today) if run.kind == "run"]
    if any(run.outcome in ("completed", "partial") for run in of_day):
        return
    if of_day and of_day[-1].outcome == "running":
        yield "今天的巡查还没有完成，下面是到此刻为止的情况；新发现的见下一次日报。"
    else:
        yield "今天还没有完成过巡查，下面是以前巡查的情况。"
