"""The engine of the schedule: APScheduler wakes the keeper, which knows from the log what is due.

APScheduler's own store would move a job's time on before the job was done, and
forget one under which the process was killed; the log remembers both.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.schedule.keeper import Keeper
from storage.boundary import Boundary
from storage.clock import SHANGHAI, Clock
from storage.errors import LogError
from storage.locks import hold_file

LOCK: Final = "serve.lock"
EVERY: Final = 10
"""Seconds from one look at the schedule to the next."""

_BUSY: Final = "数据目录 {data} 上另一个定时程序正在运行（进程 {{pid}}）。请先停掉它，或用 --data 指定别的目录。"


@contextmanager
def hold_schedule(data: Path) -> Iterator[None]:
    """Be the one scheduler of a data directory; LogError where another is. Two on one log would do everything twice."""
    with hold_file(data / LOCK, _BUSY.format(data=data)):
        yield


@contextmanager
def keeping(keeper: Keeper, clock: Clock, say: Callable[[str], None]) -> Iterator[None]:
    """Keep the schedule meanwhile; at the end the jobs under way are stopped. The caller holds the schedule."""
    logging.getLogger("apscheduler").addHandler(logging.NullHandler())
    scheduler = BackgroundScheduler(timezone=SHANGHAI)
    scheduler.add_job(
        _look,
        IntervalTrigger(seconds=EVERY, timezone=SHANGHAI),
        args=(keeper, clock, say),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    _look(keeper, clock, say)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
        keeper.close(clock.now())


def _look(keeper: Keeper, clock: Clock, say: Callable[[str], None]) -> None:
    """One look; what goes wrong is said, and the next look comes all the same."""
    try:
        with Boundary() as boundary:
            keeper.step(clock.now())
    except LogError as error:
        say(str(error))
        return
    if boundary.problem is not None:
        say(f"定时程序内部出错（{type(boundary.problem).__name__}：{boundary.problem}），稍后再试；请报告。")
