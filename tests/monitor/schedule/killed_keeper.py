"""Kill a scheduler with SIGKILL before each of its steps in turn, run and all; run by test_kill.py.

A step is one commit of the log. Another scheduler goes on where it was. Prints the number of steps when on every day
every run was made once, and made up once where its time had passed.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from storage.database import open_log
from storage.tables import slots
from tests.killing import killed_at
from tests.monitor.schedule.playing import FIRST, Play, at
from tests.monitor.sending.killed_sending import watched


def keep_killed(data: Path, step: Callable[[], None]) -> None:
    """A scheduler over two days, of which it sleeps through the second run."""
    sqlite3.connect = watched(step, sqlite3.connect)
    play = Play(data, at(8, 5, 55))
    play.until(at(8, 6, 20), timedelta(minutes=5))
    play.until(at(8, 8, 20), timedelta(minutes=20))
    play.sleep(at(9, 7))
    play.until(at(9, 9), timedelta(minutes=30))


def check(data: Path) -> None:
    """Every day that is over has one run that came to its end; nothing waits."""
    with open_log(data) as log:
        ended = [row["day"] for row in log.rows("SELECT day FROM runs WHERE outcome = 'completed' ORDER BY id")]
        found = [(slot.job, slot.state) for slot in slots.since(log, "")]
    assert ended == ["2026-04-08", "2026-04-09", "2026-04-10"], ended
    assert found.count(("run", "done")) == 3, found
    assert {state for _job, state in found} == {"done"}, found


def main(root: Path) -> None:
    base = root / "base"
    Play(base).keeper.step(FIRST)
    number = 0
    while True:
        number += 1
        data = root / "killed"
        shutil.copytree(base, data)
        killed = killed_at(number, partial(keep_killed, data))
        with open_log(data) as log:
            last = slots.last_beat(log)
            second = bool(log.row("SELECT 1 FROM slots WHERE due_at > '2026-04-08T12'"))
        assert last is not None
        play = Play(data, at(9, 9) if second or not killed else at(8, 9))
        play.restart()
        play.until(at(8, 12)) if play.now < at(8, 12) else None
        play.until(at(10, 12))
        check(data)
        shutil.rmtree(data)
        if not killed:
            break
    sys.stdout.write(f"{number - 1}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
