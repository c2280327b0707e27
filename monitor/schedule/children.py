"""What the scheduler starts: a command of ours in a process of its own, which ends when the scheduler does."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from crawler.process.start import PROJECT
from crawler.process.watch import GRACE_SECONDS
from storage.database import PRIVATE_FOLDER

MODULE: Final = "monitor.schedule.child"
_MORE_SECONDS: Final = 10
"""What a job may take beyond its crawl to stop in order."""


class Child(Protocol):
    """A job under way."""

    def status(self) -> int | None:
        """Its exit status, None while it works."""

    def stop(self) -> None:
        """End it, in order where it can be."""


class Start(Protocol):
    """Starts a command of the command line, given without the program."""

    def __call__(self, name: str, arguments: list[str]) -> Child:
        """Start it; ``name`` is the job's."""


class Process:
    """A job as a process. What it prints goes to a file of the data directory, the last one of its job."""

    def __init__(self, data: Path, name: str, arguments: list[str]) -> None:
        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(output_of(data, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        path = os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
        with os.fdopen(descriptor, "wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE, *arguments],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                process_group=0,
            )

    def status(self) -> int | None:
        """Its exit status, None while it works."""
        found = self._process.poll()
        if found is not None and self._process.stdin is not None:
            self._process.stdin.close()
        return found

    def stop(self) -> None:
        """Interrupt it, and kill it with all it started where that does not help."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(GRACE_SECONDS + _MORE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self.status()


def starter(data: Path, today: date | None) -> Start:
    """Starts jobs as processes over a data directory; ``today`` is the day they run as, None for the machine's."""
    as_of = ["--today", today.isoformat()] if today else []
    return lambda name, arguments: Process(data, name, [*arguments, "--data", str(data), *as_of])


def output_of(data: Path, name: str) -> Path:
    """Where the output of the last process of a job stands."""
    return data / f"schedule-{name}.log"
