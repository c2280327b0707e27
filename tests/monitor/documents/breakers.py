"""What files do to their readers at worst, as jobs for the workers: (what, argument)."""

import ctypes
import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from monitor.documents.model import UnreadableDocumentError
from monitor.documents.worker import more_time
from monitor.reports.inputs import Source
from monitor.reports.model import Report
from monitor.reports.sources import read_source

Job = tuple[str, Any]

BREAK: Final = b"%BREAK "


def answer(job: Job) -> Any:
    """Do the job."""
    what, argument = job
    return _DEEDS[what](argument)


def read_or_break(source: Source) -> Report:
    """The report in a file, unless its bytes say what befalls its reader."""
    content = source.content if isinstance(source.content, bytes) else source.content.read_bytes()
    if content.startswith(BREAK):
        answer((content.removeprefix(BREAK).decode(), signal.SIGSEGV))
    return read_source(source)


def _refuse(line: str) -> None:
    raise UnreadableDocumentError(line)


def _fail(text: str) -> None:
    raise ValueError(text)


def _eat(_argument: Any) -> int:
    eaten = [bytearray(64 * 1024 * 1024) for _ in range(1000)]
    return len(eaten)


def _eat_in_c(_argument: Any) -> None:
    """Memory refused to a library that does not ask twice."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while address := libc.malloc(ctypes.c_size_t(64 * 1024 * 1024)):
        ctypes.memset(address, 1, 64 * 1024 * 1024)
    os.abort()


def _hang_in_c(_argument: Any) -> None:
    """A library that never comes back to Python, so that no handler of a signal runs."""
    ctypes.PyDLL(None).sleep(3600)


def _spin(_argument: Any) -> None:
    while True:
        pass


def _nest(_argument: Any) -> None:
    _nest(_argument)


def _die(number: int) -> None:
    os.kill(os.getpid(), number)


def _print(text: str) -> str:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
    os.write(1, text.encode())
    return text


def _start_program(note: str) -> None:
    """Starts a program as some readers do, leaves its number, and hangs."""
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    Path(note).write_text(str(program.pid))
    _spin(None)


def _leave_behind(size: int) -> str:
    """Writes a file of its own where it may, and dies."""
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(bytes(size))
    os.abort()


def _write(size: int) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.truncate(size)
    return file.name


def _work_long(steps: int) -> int:
    """More work than the bound allows, of which every step asks for its time."""
    for _ in range(steps):
        more_time(2.0)
        time.sleep(0.3)
    return steps


_DEEDS: Final[dict[str, Callable[[Any], Any]]] = {
    "frozen": lambda _argument: gc.get_freeze_count(),
    "echo": lambda argument: argument,
    "size": len,
    "pid": lambda _: os.getpid(),
    "refuse": _refuse,
    "fail": _fail,
    "eat": _eat,
    "eat in c": _eat_in_c,
    "hang in c": _hang_in_c,
    "spin": _spin,
    "nest": _nest,
    "die": _die,
    "exit": os._exit,
    "print": _print,
    "start program": _start_program,
    "leave behind": _leave_behind,
    "write": _write,
    "work long": _work_long,
    "large": lambda count: b"x" * count,
    "large then die": lambda count: (signal.setitimer(signal.ITIMER_REAL, 0.0005), b"x" * count)[1],
}
