"""The keeper under a clock of the tests' own: on time, made up once, tried again, ended when late, and noted."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.schedule.keeper import MOST_BREAKS, MOST_TRIES
from monitor.schedule.standing import standing_of
from monitor.sending.notes import notes_for
from storage.database import open_log
from storage.tables import runs, slots
from tests.monitor.schedule.playing import FIRST, Play, at


@pytest.fixture
def play(tmp_path: Path) -> Play:
    play = Play(tmp_path / "data")
    play.keeper.step(FIRST)
    return play


def states(play: Play, job: str = "run") -> list[tuple[str, str]]:
    with open_log(play.data) as log:
        found = [slot for slot in slots.since(log, "") if slot.job == job]
    return [(slot.due_at, slot.state) for slot in found]


def notes(play: Play) -> list[str]:
    with open_log(play.data) as log:
        return notes_for(log, play.now.date(), None)


def test_every_job_is_done_at_its_time_every_day(play: Play) -> None:
    play.until(at(11, 0))
    assert play.of("run") == ["08 06:00", "09 06:00", "10 06:00"]
    assert play.of("digest") == ["08 08:00", "09 08:00", "10 08:00"]
    assert notes(play) == ["今天还没有完成过巡查，下面是以前巡查的情况。"]


def test_what_was_due_before_anybody_kept_the_schedule_is_not_made_up(tmp_path: Path) -> None:
    play = Play(tmp_path / "data", at(8, 9))
    play.keeper.step(play.now)
    play.until(at(9, 5))
    assert play.started == []


def test_days_asleep_are_made_up_once_and_the_message_waits_for_the_run(play: Play) -> None:
    play.until(at(8, 12))
    results: list[int | None] = [None]

    def work(name: str, now: datetime) -> int | None:
        return results[0] if name == "run" else 0

    play.work = work
    play.sleep(at(12, 11)).until(at(12, 12))
    assert play.of("run")[1:] == ["12 12:00"]
    assert play.of("digest")[1:] == []
    play.do("run", play.now)
    play.children[-1].ended = 0
    play.until(at(12, 13))
    assert play.of("digest")[1:] == ["12 13:00"]
    play.work = None
    play.until(at(13, 12))
    assert play.of("run")[1:] == ["12 12:00", "13 06:00"]
    (note,) = notes(play)
    assert note.startswith("4月12日 06:00 的巡查（此前还错过 3 次）当时没有进行：")
    assert note.endswith("已在 4月12日 12:00 补做一次。")


def test_a_message_noticed_too_late_waits_for_the_next(play: Play) -> None:
    play.until(at(8, 12))
    play.sleep(at(10, 5)).until(at(10, 12))
    assert play.of("digest")[1:] == ["10 08:00"]
    assert play.of("run")[1:] == ["10 06:00"]
    assert states(play, "digest")[1][1] == "passed"


def test_a_message_on_time_does_not_wait_for_a_long_run(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(8, 10))
    assert play.of("digest") == ["08 08:00"]


def test_one_run_at_a_time(play: Play) -> None:
    play.deadline = timedelta(hours=100)
    play.restart()
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(10, 12))
    assert len(play.of("run")) == 1


def test_a_run_that_takes_too_long_is_ended_and_tried_again(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(9, 2))
    assert [child.was_stopped for child in play.children if child.name == "run"] == [True, False]
    assert play.of("run") == ["08 06:00", "09 02:00"]
    assert any("超过时限" in line for line in play.said)


def test_a_failure_is_tried_again_and_given_up_at_last(play: Play) -> None:
    play.work = lambda name, _now: 2 if name == "run" else 0
    play.until(at(9, 5))
    assert len(play.of("run")) == MOST_TRIES
    assert states(play)[0][1] == "failed"
    assert "没有做成：退出码 2" in notes(play)[0]
    play.work = None
    play.until(at(9, 7))
    assert states(play)[1][1] == "done"


@pytest.mark.parametrize(
    ("job", "status", "state"), [("run", 1, "done"), ("digest", 1, "failed"), ("run", -9, "failed")]
)
def test_a_partial_run_is_done_and_an_unsent_message_is_not(play: Play, job: str, status: int, state: str) -> None:
    play.work = lambda name, _now: status if name == job else 0
    play.until(at(9, 5))
    assert states(play, job)[0][1] == state


def test_a_run_under_which_the_scheduler_ended_is_done_again(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(8, 7))
    play.restart()
    play.work = None
    play.until(at(9, 5))
    assert play.of("run") == ["08 06:00", "08 08:00"]
    assert "中途被打断，已重新做" in notes(play)[0]


def test_a_run_that_ended_while_the_scheduler_was_gone_is_not_done_again(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(8, 7))
    play.do("run", play.now)
    play.restart()
    play.work = None
    play.until(at(9, 5))
    assert play.of("run") == ["08 06:00"]
    assert states(play)[0][1] == "done"


def test_a_run_that_takes_the_scheduler_down_every_time_ends(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    for _ in range(MOST_BREAKS + 3):
        play.until(play.now + timedelta(hours=1))
        play.until(max(play.now, at(8, 6)))
        play.restart()
    assert len(play.of("run")) == MOST_BREAKS
    assert states(play)[0][1] == "failed"


def test_a_clock_that_ran_ahead_holds_nothing_up(play: Play) -> None:
    play.until(at(8, 12))
    play.sleep(at(8, 12) + timedelta(days=400))
    play.keeper.step(play.now)
    play.now = at(8, 13)
    play.restart()
    play.until(at(10, 5))
    assert play.of("run")[-1] == "09 06:00"


def test_closing_ends_what_is_under_way_and_says_so(play: Play) -> None:
    play.work = lambda name, _now: None if name == "run" else 0
    play.until(at(8, 7))
    play.keeper.close(play.now)
    assert play.children[0].was_stopped
    with open_log(play.data) as log:
        beat = slots.last_beat(log)
        assert beat is not None
        assert beat.stopped
        assert runs.latest(log) is None


def test_the_watch_is_ok_only_while_runs_end_and_somebody_keeps_the_schedule(play: Play) -> None:
    def status(now: datetime) -> str:
        with open_log(play.data) as log:
            return standing_of(log, now).status

    assert status(FIRST) == "never"
    play.until(at(8, 7))
    ended = play.now.astimezone()
    with open_log(play.data) as log:
        log.execute("UPDATE runs SET finished_at = '2026-04-07T22:00:00Z'")
        standing = standing_of(log, ended)
    assert (standing.status, standing.next_run) == ("ok", "2026-04-09T06:00:00+08:00")
    assert standing.last_good_run == "2026-04-08T06:00:00+08:00"
    assert status(ended + timedelta(minutes=11)) == "stale"
    play.work = lambda _name, _now: 2
    play.until(at(10, 7))
    assert status(play.now) == "stale"
    play.keeper.close(play.now)
    with open_log(play.data) as log:
        assert standing_of(log, play.now).next_run is None
