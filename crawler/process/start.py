"""The start of a crawl from another program: a process of its own, its events as they come."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from crawler.network.schedule import ALL_IN_TURN, Wanted
from crawler.process.watch import GRACE_SECONDS, Limits, Watch
from storage.scratch import scratch_folder

CrawlEvent = Mapping[str, Any]
"""One event as a dict; ``event`` is its name.

``start`` (portals: how many; pid; hours that it may take), ``skipped`` (portal, why, next_on),
``portal`` (portal, home),
``column`` (one that discovery found: portal, site, url, title, score, reasons), ``list`` (portal, url, rows),
``page`` (portal, url, title, outcome), ``file`` (portal, url), ``health`` (portal, url, kind, detail),
``portal_done`` (portal, reports, pages, healthy), ``done`` (outcome, message, counts).
"""

PROJECT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """How a crawl ended.

    ``completed``; ``partial``: it was stopped, by people or by its limits, or one portal's visit broke;
    ``failed``: the log could not be written or the registry not be read;
    ``killed``: the process ended without a word. ``message`` is one Chinese line
    where it did not complete; ``counts`` are its numbers (portals, skipped, columns,
    healthy_columns, lists, pages, files, captures, reports, new_versions,
    missed, health).
    """

    outcome: Literal["completed", "partial", "failed", "killed"]
    message: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def crawl(
    data: Path,
    portals: Path,
    run_id: int | None,
    today: date | None,
    on_event: Callable[[CrawlEvent], None],
    *,
    lock: int | None = None,
    only: Literal["discovery", "page"] | None = None,
    wanted: Wanted = ALL_IN_TURN,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> CrawlOutcome:
    """Crawl in a process of its own and wait for its end; ``on_event`` gets every event as it comes.

    With ``run_id`` the caller holds the data directory's run lock, opened the
    run and closes it; ``lock`` is the lock's descriptor, so that the directory
    stays held while the crawl lives. With None the crawl does all that itself.
    ``only="discovery"`` looks for the portals' columns and visits none,
    ``only="page"`` fetches what stands at the portals' own addresses;
    ``wanted`` are the portals to visit, ``limits`` what it may take (the
    registry's hours go before these). The crawl ends when this process does, however it does. KeyboardInterrupt
    (or whatever ``on_event`` raises) passes on after the crawl was told to stop
    and has stopped.
    """
    last: CrawlEvent = {}
    command = [*_command(data, portals, run_id, today, only), *_choice(wanted)]
    with scratch_folder() as scratch, _process(command, lock, scratch) as process, Watch(process, limits) as watch:
        assert process.stdout is not None
        for event in _events(process.stdout):
            last = event
            if event["event"] == "start":
                watch.limits = replace(limits, hours=event["hours"])
            on_event(event)
        process.wait()
    outcome = outcome_of(last, process.returncode)
    return replace(outcome, outcome="partial", message=watch.reason) if watch.reason else outcome


def _command(data: Path, portals: Path, run_id: int | None, today: date | None, only: str | None) -> list[str]:
    options = ["--data", str(data), "--portals", str(portals), "--stop-at-end-of-input"]
    if run_id is not None:
        options += ["--run", str(run_id)]
    if today is not None:
        options += ["--today", today.isoformat()]
    if only is not None:
        options += ["--only", only]
    return [sys.executable, "-m", "crawler", *options]


def _choice(wanted: Wanted) -> list[str]:
    homes = [f"--portal={home}" for home in sorted(wanted.homes)]
    return ["--all", *homes] if wanted.everything else homes


@contextmanager
def _process(command: list[str], lock: int | None, scratch: Path) -> Iterator[subprocess.Popen[str]]:
    """The running crawl. Its input stays open as long as we live: its end is how the crawl knows that we are gone."""
    path = os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ
        # What the crawl and its browser leave behind goes with the folder.
        | {"TMPDIR": str(scratch), "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
        | {"SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        pass_fds=() if lock is None else (lock,),
        # Ctrl-C reaches the parent, which stops the crawl in order; it must not hit both at once.
        process_group=0,
    )
    with process, ExitStack() as unless_it_ended:
        unless_it_ended.callback(_stop, process)
        yield process
        unless_it_ended.pop_all()


def _stop(process: subprocess.Popen[str]) -> None:
    """Tell a crawl to stop, and end it where it does not."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _events(lines: Iterator[str]) -> Iterator[CrawlEvent]:
    """The events on a crawl's output; what a library prints between them is none and passes."""
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and "event" in event:
            yield event


def outcome_of(last: CrawlEvent, status: int) -> CrawlOutcome:
    """How a crawl ended, by its last event and the exit status of its process."""
    if last.get("event") == "done":
        return CrawlOutcome(last["outcome"], last["message"], last["counts"])
    how = f"信号 {-status}" if status < 0 else f"退出码 {status}"
    return CrawlOutcome("killed", f"抓取进程没有说完就结束了（{how}）。已存的没有损失，下次巡查会接着做。")
