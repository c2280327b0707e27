"""Runs reading in processes apart: what one file does to its reader, the others are read.

Each worker has a pipe of its own, so one that dies half-way through an answer
takes nothing along. (Pools that share a pipe, Pebble's among them, wait for ever
where that happens.) There are no threads: the workers' time and memory are kept
by the kernel, and the asker looks after them whenever it is asked for the next
outcome.
"""

import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from monitor.documents import limits
from monitor.documents.worker import OUT_OF_MEMORY, Answer, Bounds, End, serve
from storage.scratch import scratch_prefix

J = TypeVar("J")
V = TypeVar("V")

_AHEAD: Final = 8
"""Jobs a worker that may be done or under way beyond the one that is waited for, so that memory stays bounded."""
_GRACE: Final = 5.0
"""Seconds after which a process that should have ended by itself is ended from outside."""
_OWN_MEMORY: Final = Path("/sys/fs/cgroup/memory.max")

USUAL: Final = Bounds()

_HONEST: Final = "请向发布机关核实文件，或人工打开查看。"
_TROUBLES: Final = {
    End.TIME: "读了 {seconds:.0f} 秒还没有读完，已停止；文件多半已损坏或大得反常，" + _HONEST,
    End.MEMORY: "读取所需的内存超过上限（{mebibytes} MiB），已停止；文件多半已损坏或大得反常，" + _HONEST,
    End.CRASH: "读取程序中途崩溃（{how}），已跳过这个文件；请人工打开查看，并把文件交给开发者。",
}


@dataclass(frozen=True, slots=True)
class Outcome(Generic[V]):
    """What came of one job: a value, or one Chinese line on why there is none.

    ``peak`` are the bytes that the worker ever held, 0 where it cannot be asked any more.
    """

    value: V | None
    end: End
    trouble: str = ""
    seconds: float = 0.0
    peak: int = 0


def run(
    function: Callable[[J], V],
    jobs: Iterable[J],
    *,
    bounds: Bounds = USUAL,
    processes: int | None = None,
    quick: bool = False,
    preload: Sequence[str] = (),
) -> Generator[Outcome[V], None, None]:
    """The outcomes of the jobs in their order, each as soon as those before it are known.

    ``function`` and the jobs are pickled; jobs are taken only as workers come
    free. An :class:`~monitor.documents.model.UnreadableDocumentError` that
    ``function`` raises, a crash and a broken bound all end that job alone.

    ``quick`` forks this process, which costs some milliseconds, if it has one
    thread; for callers that hold no database open. Otherwise the workers come
    from a server process, which costs some tenths of a second once and imports
    the modules ``preload`` for all of them.
    """
    size = processes or crew_size()
    bounds = replace(bounds, threads=bounds.threads or max(1, _cores() // size))
    crew = _Crew(function, bounds, size, _context(quick=quick, preload=preload))
    try:
        yield from crew.outcomes(jobs)
    finally:
        crew.dismiss()


def crew_size() -> int:
    """As many workers as there are cores, and as have room in memory."""
    return max(1, min(_cores(), _memory() // limits.MEMORY))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> int:
    """Bytes of the machine, or of the container if it has less."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):
        return min(whole, int(_OWN_MEMORY.read_text()))
    return whole


def _context(*, quick: bool, preload: Sequence[str]) -> Any:
    if quick and _is_single_threaded():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", *preload])
    return context


def _is_single_threaded() -> bool:
    """Whether the process has one thread, those of libraries counted; a fork copies no other."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir()) == 1
    except OSError:
        return False


class _Crew(Generic[J, V]):
    """The workers of one run, and the outcomes that wait for their turn."""

    def __init__(self, function: Callable[[J], V], bounds: Bounds, size: int, context: Any) -> None:
        self._function, self._bounds, self._size, self._context = function, bounds, size, context
        self._workers: list[_Worker] = []
        self._ready: dict[int, Outcome[V]] = {}
        self._next = 0

    def outcomes(self, jobs: Iterable[J]) -> Iterator[Outcome[V]]:
        """The outcomes in the order of the jobs."""
        waiting = enumerate(jobs)
        while True:
            self._hand_out(waiting)
            self._listen(wait=self._next not in self._ready)
            if self._next in self._ready:
                self._hand_out(waiting)
                outcome = self._ready.pop(self._next)
                self._next += 1
                yield outcome
            elif not self._busy():
                return

    def dismiss(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    def _busy(self) -> list["_Worker"]:
        return [worker for worker in self._workers if worker.number is not None]

    def _hand_out(self, waiting: Iterator[tuple[int, J]]) -> None:
        """Gives jobs to the workers that are free, and takes on workers while there is work for them."""
        while len(busy := self._busy()) < self._size:
            if len(self._ready) + len(busy) >= self._size * _AHEAD:
                return
            numbered = next(waiting, None)
            if numbered is None:
                return
            self._give(*numbered)

    def _give(self, number: int, job: J) -> None:
        worker = next((worker for worker in self._workers if worker.number is None), None)
        if worker is not None and worker.give(number, job):
            return
        if worker is not None:
            # It died while it had nothing to do, by no fault of this job.
            self._drop(worker)
        worker = _Worker(self._context, self._function, self._bounds, [other.pipe for other in self._workers])
        self._workers.append(worker)
        if not worker.give(number, job):
            self._ready[number] = worker.death()
            self._drop(worker)

    def _listen(self, *, wait: bool) -> None:
        """Takes what the workers have to say; with ``wait`` at least one of them, or ends one that is overdue."""
        busy = self._busy()
        if not busy:
            return
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic()) if wait else 0.0
        heard = connection.wait([worker.pipe for worker in busy], patience)
        for worker in busy:
            if worker.pipe in heard:
                self._take(worker)
            elif time.monotonic() >= worker.deadline:
                self._ready[worker.free()] = worker.death(overdue=True)
                self._drop(worker)

    def _take(self, worker: "_Worker") -> None:
        answer = worker.answer()
        self._ready[worker.free()] = worker.death() if answer is None else _outcome(answer)
        if answer is None or answer.last:
            self._drop(worker)

    def _drop(self, worker: "_Worker") -> None:
        worker.end()
        self._workers.remove(worker)


class _Worker:
    """One worker as its asker sees it. ``number`` is that of its job, None while it has none."""

    def __init__(
        self, context: Any, function: Callable[[Any], Any], bounds: Bounds, others: Sequence[Connection]
    ) -> None:
        self._bounds = bounds
        self.number: int | None = None
        self.deadline = 0.0
        self._given = 0.0
        self.pipe, far_end = context.Pipe()
        self._scratch = tempfile.TemporaryDirectory(prefix=scratch_prefix(), ignore_cleanup_errors=True)
        strangers = [*others, self.pipe] if context.get_start_method() == "fork" else []
        self._process = context.Process(
            target=serve, args=(far_end, function, bounds, self._scratch.name, strangers), daemon=True
        )
        self._process.start()
        far_end.close()

    def give(self, number: int, job: object) -> bool:
        """Give it a job; False where it is dead."""
        try:
            self.pipe.send(job)
        except (BrokenPipeError, ConnectionResetError):
            return False
        self.number = number
        self._given = time.monotonic()
        self.deadline = self._given + max(self._bounds.seconds, limits.LONGEST) + _GRACE
        return True

    def free(self) -> int:
        """The number of the job it had."""
        number, self.number = self.number, None
        assert number is not None
        return number

    def answer(self) -> Answer | None:
        """What it says, None where it died instead."""
        try:
            answer: Answer = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return answer

    def death(self, *, overdue: bool = False) -> Outcome[Any]:
        """How it died, or that it had to be ended because its time was long over."""
        seconds = time.monotonic() - self._given
        if overdue:
            end, how = End.TIME, ""
        else:
            self._process.join(_GRACE)
            end, how = _cause(self._process.exitcode)
        mebibytes = self._bounds.memory // limits.MIB
        trouble = _TROUBLES[end].format(seconds=self._bounds.seconds, mebibytes=mebibytes, how=how)
        return Outcome(None, end, trouble, seconds)

    def end(self) -> None:
        """End it and every program it started, and throw away what they left."""
        self.pipe.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._scratch.cleanup()


def _outcome(answer: Answer) -> Outcome[Any]:
    return Outcome(answer.value, answer.end, answer.trouble, answer.seconds, answer.peak)


def _cause(status: int | None) -> tuple[End, str]:
    """What the exit status of a dead worker says."""
    if status == -signal.SIGALRM:
        return End.TIME, ""
    # SIGKILL comes from the system when it runs out of memory.
    if status in {OUT_OF_MEMORY, -signal.SIGKILL}:
        return End.MEMORY, ""
    if status is not None and status < 0:
        return End.CRASH, signal.Signals(-status).name
    return End.CRASH, f"退出码 {status}"
