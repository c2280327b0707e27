"""The process that reads: confined by the system in time and memory, it answers one job after another.

It needs no watchman: the kernel ends it when its time is over, even inside a
library that hangs, and refuses it memory beyond its share. See
:mod:`monitor.documents.workers` for the other side.
"""

import contextlib
import faulthandler
import gc
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any, Final

from monitor.documents import limits
from monitor.documents.model import UnreadableDocumentError
from storage.boundary import Boundary

OUT_OF_MEMORY: Final = 71
"""Exit status of a worker that was refused memory: what it holds then cannot be trusted, so it does not go on."""
JOBS: Final = 200
"""Jobs after which a worker makes room for a fresh one, since libraries lose memory bit by bit."""
_ERROR_LENGTH: Final = 200


class End(StrEnum):
    """How a job ended."""

    DONE = "done"
    UNREADABLE = "unreadable"
    ERROR = "error"
    """The reader raised what it should not: a defect of ours."""
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one job may cost, in seconds of the clock and bytes of memory; ``threads`` as in :func:`threads`."""

    seconds: float = limits.SECONDS
    memory: int = limits.MEMORY
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker sends back for a job. ``peak`` are the bytes it ever held, ``last``: it takes no further job."""

    end: End
    value: Any
    trouble: str
    seconds: float
    peak: int
    last: bool


def serve(
    pipe: Connection,
    function: Callable[[Any], Any],
    bounds: Bounds,
    scratch: str,
    strangers: Iterable[Connection],
) -> None:
    """Do jobs until the pipe is closed.

    ``scratch`` is the directory for what is to be thrown away, which the asker
    sees to. ``strangers`` are ends of pipes that the fork copied and that others use.
    """
    for stranger in strangers:
        stranger.close()
    _confine(bounds)
    gc.freeze()  # what was loaded before is never garbage: not to be searched again with every file
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    _here.threads = bounds.threads
    # BrokenPipeError: the asker is gone, for Ctrl-C or because it was killed. Nobody is left to be told.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        for number in range(1, JOBS + 1):
            pipe.poll(None)
            _begin(bounds.seconds)
            packed = _answered(function, pipe.recv(), last=number == JOBS)
            # What follows waits for the asker, who may be slow.
            _begin(0)
            pipe.send_bytes(packed)


def more_time(seconds: float = limits.SCAN_SECONDS) -> None:
    """Let the reading that runs in this process go on for so many seconds from now at least.

    For work that is long by its nature and bounded in number, as recognising
    one page. Outside of a worker there is no clock and nothing happens.
    """
    if _here.timed:
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, max(left, seconds))


def threads() -> int:
    """How many threads a library may use in this process, 0 for as many as it likes.

    Where all cores have a worker, more threads than one would only be in each other's way.
    """
    return _here.threads


class _Here:
    """Of this process: whether its timer is ours, how many threads it may use."""

    timed = False
    threads = 0


_here: Final = _Here()


def _begin(seconds: float) -> None:
    """Start the clock, or with 0 stop it."""
    _here.timed = seconds > 0
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _confine(bounds: Bounds) -> None:
    # A group of its own: programs that a reader starts end with it, and Ctrl-C is the asker's to handle.
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(ending, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    _allow(resource.RLIMIT_DATA, bounds.memory)
    _allow(resource.RLIMIT_FSIZE, limits.WRITTEN)
    _allow(resource.RLIMIT_CORE, 0)
    _be_silent()


def _allow(what: int, most: int) -> None:
    """Lower a limit for good; one that is lower already stays."""
    _, present = resource.getrlimit(what)
    allowed = most if present == resource.RLIM_INFINITY else min(most, present)
    resource.setrlimit(what, (allowed, allowed))


def _be_silent() -> None:
    """Nothing that libraries print about a damaged file is shown: the one line is the answer."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = open(nowhere, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process


def _answered(function: Callable[[Any], Any], job: Any, *, last: bool) -> bytes:
    start = time.perf_counter()
    value, end, trouble = None, End.DONE, ""
    with Boundary() as within:
        try:
            value = function(job)
        except UnreadableDocumentError as problem:
            end, trouble = End.UNREADABLE, str(problem)
        except RecursionError:
            end, trouble = End.UNREADABLE, limits.NESTED
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
    if within.problem is not None:
        what = f"{type(within.problem).__name__}：{within.problem}"[:_ERROR_LENGTH]
        end, trouble = End.ERROR, f"读取程序出错（{what}）；请把文件交给开发者。"
    return _packed(Answer(end, value, _line(trouble), time.perf_counter() - start, _peak(), last))


def _packed(answer: Answer) -> bytes:
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _line(text: str) -> str:
    return " ".join(text.split())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
