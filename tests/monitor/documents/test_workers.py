import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.documents import limits, worker
from monitor.documents.worker import Bounds, End
from monitor.documents.workers import Outcome, crew_size, run
from tests.monitor.documents.breakers import Job, answer

TIGHT = Bounds(seconds=1.0, memory=400 * limits.MIB)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["fork", "server"])
def quick(request: pytest.FixtureRequest) -> bool:
    return request.param == "fork"


def outcomes(jobs: list[Job], **options: object) -> list[Outcome[object]]:
    return list(run(answer, jobs, **{"bounds": TIGHT, "processes": 2, **options}))


def between_good_ones(job: Job, *, quick: bool, count: int = 1) -> list[Outcome[object]]:
    """The outcomes of bad jobs; those before and after them must be right."""
    good = [("echo", number) for number in range(6)]
    every = outcomes([*good[:3], *[job] * count, *good[3:]], quick=quick)
    assert [one.value for one in every[:3] + every[3 + count :]] == list(range(6))
    return every[3 : 3 + count]


def test_outcomes_come_in_the_order_of_the_jobs(*, quick: bool) -> None:
    every = outcomes([("echo", number) for number in range(50)], quick=quick)
    assert [one.value for one in every] == list(range(50))
    assert {one.end for one in every} == {End.DONE}
    assert all(one.trouble == "" and one.peak > 0 for one in every)


def test_a_slow_job_holds_up_its_turn_and_not_the_work(*, quick: bool) -> None:
    every = outcomes([("work long", 2), *[("pid", None)] * 5], quick=quick)
    assert every[0].value == 2
    assert len({one.value for one in every[1:]}) == 1  # the other worker did all of them


def test_no_jobs_start_no_process(*, quick: bool) -> None:
    assert outcomes([], quick=quick) == []


def test_jobs_are_taken_only_as_they_can_be_done() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job]:
        for number in range(1000):
            taken.append(number)
            yield ("echo", number)

    with closing(run(answer, jobs(), bounds=TIGHT, processes=2, quick=True)) as results:
        assert next(results).value == 0
        assert len(taken) < 40


def test_what_a_worker_has_loaded_is_not_searched_for_garbage(*, quick: bool) -> None:
    (one,) = outcomes([("frozen", None)], quick=quick)
    assert one.value > 1000


def test_what_the_reader_refuses_is_its_own_line(*, quick: bool) -> None:
    (one,) = between_good_ones(("refuse", "文件是空的，\n请重新下载。"), quick=quick)
    assert (one.end, one.value) == (End.UNREADABLE, None)
    assert one.trouble == "文件是空的， 请重新下载。"


def test_a_defect_of_a_reader_is_said_in_one_line(*, quick: bool) -> None:
    (one,) = between_good_ones(("fail", "bad\nnumber" * 100), quick=quick)
    assert one.end is End.ERROR
    assert one.trouble.startswith("读取程序出错（ValueError：bad number")
    assert "\n" not in one.trouble
    assert len(one.trouble) < 300


@pytest.mark.parametrize("way", ["spin", "hang in c"])
def test_a_reader_that_hangs_is_ended(way: str, *, quick: bool) -> None:
    (one,) = between_good_ones((way, None), quick=quick)
    assert one.end is End.TIME
    assert one.trouble.startswith("读了 1 秒还没有读完")


def test_a_reader_that_eats_memory_is_ended(*, quick: bool) -> None:
    (one,) = between_good_ones(("eat", None), quick=quick)
    assert one.end is End.MEMORY
    assert "400 MiB" in one.trouble


@pytest.mark.parametrize(
    ("job", "how"),
    [
        (("die", signal.SIGSEGV), "SIGSEGV"),
        (("die", signal.SIGABRT), "SIGABRT"),
        (("eat in c", None), "SIGABRT"),
        (("exit", 3), "退出码 3"),
        (("exit", 0), "退出码 0"),
    ],
)
def test_a_reader_that_dies_is_a_crash(job: Job, how: str, *, quick: bool) -> None:
    (one,) = between_good_ones(job, quick=quick)
    assert one.end is End.CRASH
    assert one.trouble.startswith(f"读取程序中途崩溃（{how}）")


def test_a_worker_that_the_system_kills_ran_out_of_memory(*, quick: bool) -> None:
    (one,) = between_good_ones(("die", signal.SIGKILL), quick=quick)
    assert one.end is End.MEMORY


def test_endless_recursion_is_no_defect_of_ours(*, quick: bool) -> None:
    (one,) = between_good_ones(("nest", None), quick=quick)
    assert one.end is End.UNREADABLE
    assert "层层嵌套" in one.trouble


def test_bad_files_in_a_row_each_have_their_line(*, quick: bool) -> None:
    every = between_good_ones(("die", signal.SIGSEGV), quick=quick, count=12)
    assert [one.end for one in every] == [End.CRASH] * 12


def test_large_answers_and_large_jobs_pass(*, quick: bool) -> None:
    every = outcomes([("large", 20_000_000), ("size", b"y" * 20_000_000)], quick=quick)
    assert [len(every[0].value), every[1].value] == [20_000_000, 20_000_000]


def test_workers_that_die_while_they_answer_take_nothing_along() -> None:
    every = outcomes([("large then die" if n % 3 else "large", 3_000_000) for n in range(60)], quick=True)
    assert len(every) == 60
    assert all(one.end is End.DONE for one in every[::3])
    assert {one.end for one in every} <= {End.DONE, End.TIME}


def test_work_that_is_long_by_its_nature_gets_its_time(*, quick: bool) -> None:
    every = outcomes([("work long", 5)], quick=quick)
    assert every[0].value == 5


def test_more_time_is_nothing_outside_of_a_worker() -> None:
    before = signal.getitimer(signal.ITIMER_REAL)[0]
    worker.more_time(5000.0)
    assert signal.getitimer(signal.ITIMER_REAL)[0] <= before


def test_a_program_that_a_reader_started_ends_with_it(tmp_path: Path, *, quick: bool) -> None:
    note = tmp_path / "pid"
    every = outcomes([("start program", str(note)), ("echo", 1)], quick=quick)
    assert [one.end for one in every] == [End.TIME, End.DONE]
    wait_for_end(int(note.read_text()))


def test_what_readers_write_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, quick: bool) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    every = outcomes([("write", 100), ("leave behind", 100)], quick=quick)
    assert [one.end for one in every] == [End.DONE, End.CRASH]
    assert Path(str(every[0].value)).is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_readers_write_no_file_beyond_measure(*, quick: bool) -> None:
    (one,) = between_good_ones(("write", limits.WRITTEN + 1), quick=quick)
    assert "File too large" in one.trouble


def test_nothing_that_readers_print_is_seen(capfd: pytest.CaptureFixture[str], *, quick: bool) -> None:
    assert outcomes([("print", "CropBox missing")], quick=quick)[0].value == "CropBox missing"
    assert capfd.readouterr() == ("", "")


def test_workers_make_room_for_fresh_ones() -> None:
    pids = [one.value for one in outcomes([("pid", None)] * (worker.JOBS + 5), processes=1, quick=True)]
    assert len(set(pids)) == 2
    assert pids.count(pids[0]) == worker.JOBS


def test_who_stops_asking_leaves_no_worker() -> None:
    results = run(answer, [("pid", None), *[("hang in c", None)] * 3], bounds=Bounds(600), processes=2, quick=True)
    pid = next(results).value
    results.close()
    wait_for_end(pid)


def test_workers_end_when_their_asker_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "asker.py"
    script.write_text(
        "import os, signal\n"
        "from monitor.documents.workers import run\n"
        "from tests.monitor.documents.breakers import answer\n"
        "if __name__ == '__main__':\n"
        "    for one in run(answer, [('pid', None)] * 9, processes=2, quick=True):\n"
        "        print(one.value, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    asker = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=False)
    assert asker.returncode == -signal.SIGKILL
    for pid in {int(line) for line in asker.stdout.split()}:
        wait_for_end(pid)


def test_there_is_always_a_worker() -> None:
    assert 1 <= crew_size() <= (os.cpu_count() or 1)


def wait_for_end(pid: int) -> None:
    """Returns when the process is gone or only waits to be buried."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} lives on")
