"""How far a job is, on stderr: bars where it is a terminal, plain lines where it is not."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from crawler.outgoing import line
from monitor.commands.frame import say

STEPS: Final = {"read": "读取年报", "judge": "判定", "copy": "核对存档"}


class Reporter(Protocol):
    """Whom a job tells how far it is."""

    def take_event(self, event: Mapping[str, Any]) -> None:
        """Take an event of a crawl."""

    def take_step(self, step: str, done: int, total: int) -> None:
        """Take the state of a step of judging."""


@contextmanager
def reporting() -> Iterator[Reporter]:
    """A reporter for as long as a job takes."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress)


def skipped_line(event: Mapping[str, Any]) -> str:
    """What a crawl says of a portal that it leaves out."""
    following = f"，下次 {event['next_on']}" if event["next_on"] else ""
    return f"{event['portal']}：这次不巡查（{event['why']}{following}）"


class Lines:
    """One line for every portal and every step that is done."""

    def take_event(self, event: Mapping[str, Any]) -> None:
        """Say that a portal is done."""
        if event["event"] == "portal_done":
            state = "完整看到" if event["healthy"] else "受阻"
            say(f"{event['portal']}：{state}，年报 {event['reports']} 份", err=True)
        elif event["event"] == "skipped":
            say(skipped_line(event), err=True)

    def take_step(self, step: str, done: int, total: int) -> None:
        """Say that a step is done."""
        if done == total:
            say(f"{STEPS[step]}：{total} 份", err=True)


class Bars:
    """A bar for the portals and one for each step."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def take_event(self, event: Mapping[str, Any]) -> None:
        """Move the portals' bar and show what is asked for."""
        match event["event"]:
            case "start":
                self._tasks["crawl"] = self._progress.add_task("巡查门户", total=event["portals"])
            case "page" | "list" if "crawl" in self._tasks:
                self._progress.update(self._tasks["crawl"], description=f"巡查 {escape(line(event['portal']))}")
            case "portal_done" | "skipped" if "crawl" in self._tasks:
                self._progress.advance(self._tasks["crawl"])

    def take_step(self, step: str, done: int, total: int) -> None:
        """Move the step's bar."""
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(STEPS[step], total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)
