"""The watch over a crawl's process: it ends where it takes longer, or more memory, than it may."""

import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from crawler.registry.reading import DEFAULT_DEADLINE

if TYPE_CHECKING:
    import subprocess

GRACE_SECONDS: Final = 20
"""What a crawl that is told to stop may take to finish what it is writing."""

MOST_MEMORY: Final = 2 << 30
"""Bytes that a crawl may hold. One over hostile portals holds 1 GiB, one over five hundred ordinary ones a fifth."""

_LATE: Final = (
    "巡查超过总时限 {hours:g} 小时，已停止；已取到的照常判定，其余下次接着做。时限写在登记表的 deadline_hours。"
)
_LARGE: Final = "抓取进程占用内存超过 {limit} MiB，已停止；已取到的照常判定，其余下次接着做。请看运行日志并报告。"
_EVERY: Final = 0.5
"""Seconds between two looks."""
_OVERRUN: Final = 1.25
"""How many times the memory limit leaves no time to stop in order."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a crawl may take: hours from its start, and bytes of memory."""

    hours: float = DEFAULT_DEADLINE
    memory: int = MOST_MEMORY


class Watch:
    """Looks at a crawl's process from a thread of its own and ends it in order, else by force.

    ``limits`` may be set anew while it looks. ``reason`` is one Chinese line on why it ended the crawl, else empty.
    """

    def __init__(self, process: "subprocess.Popen[str]", limits: Limits) -> None:
        self.limits = limits
        self.reason = ""
        self._process = process
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            if self._process.poll() is not None:
                return
            self.reason = self._excess()
            if self.reason:
                self._end()
                return

    def _excess(self) -> str:
        if time.monotonic() - self._began > self.limits.hours * 3600:
            return _LATE.format(hours=self.limits.hours)
        if memory_of(self._process.pid) > self.limits.memory:
            return _LARGE.format(limit=self.limits.memory >> 20)
        return ""

    def _end(self) -> None:
        """Tell the crawl to stop; kill it and all it started where it does not, or goes on to grow."""
        self._process.send_signal(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while self._process.poll() is None and time.monotonic() < until:
            if memory_of(self._process.pid) > self.limits.memory * _OVERRUN or self._over.wait(_EVERY):
                break
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def memory_of(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
