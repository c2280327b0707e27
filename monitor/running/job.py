"""The main job: crawl, read, judge, alert, digest; and its two halves. Everything may be killed and run again."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from crawler.network.schedule import ALL_IN_TURN, Wanted
from crawler.process.start import GRACE_SECONDS, CrawlEvent, CrawlOutcome, crawl
from monitor.judging.session import OnProgress, Tally, judge
from monitor.telling.digest import Digest, build
from monitor.telling.digest_page import write_page
from storage.clock import Clock
from storage.database import ARCHIVE, DATABASE, LOCK, Log, RunLock, open_log, run_lock
from storage.errors import LogError
from storage.tables import runs

_BETWEEN_TRIES: Final = 0.2
"""Seconds."""

_NOTHING: Final = "{data} 里还没有巡查过的内容，没有可判定的。请先运行 nianbao run，或用 --data 指定数据目录。"

OnCrawl = Callable[[CrawlEvent], None]

_RUN_OUTCOMES: Final[Mapping[str, runs.Outcome]] = {
    "completed": "completed",
    "partial": "partial",
    "killed": "partial",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did: the crawl's outcome, the judging's numbers, the digest of the run and the day's page."""

    run_id: int
    crawl: CrawlOutcome | None = None
    tally: Tally | None = None
    digest: Digest | None = None
    page: Path | None = None


def run_all(
    data: Path,
    registry: Path,
    today: date | None,
    on_crawl: OnCrawl,
    on_progress: OnProgress,
    *,
    wanted: Wanted = ALL_IN_TURN,
) -> Done:
    """Crawl the portals of a registry, judge what came and make the digest.

    ``today`` is the day to run as, None for the machine's; ``wanted`` are the portals to visit.
    What was crawled is judged even where the crawl broke off, for half a look is
    still a look. LogError where another run is under way or the log fails.
    """
    clock = Clock(today)
    with hold_lock(data) as lock, open_log(data) as log:
        run_id = runs.start(log, "run", clock)
        crawled = crawl(data, registry, run_id, today, on_crawl, lock=lock.descriptor, wanted=wanted)
        tally = judge(log, run_id, clock, on_progress)
        detail = {"crawl": _crawl_detail(crawled), "judge": tally.as_detail()}
        runs.finish(log, run_id, _RUN_OUTCOMES[crawled.outcome], detail, clock)
        return _tell(log, data, Done(run_id, crawled, tally), clock)


def run_crawl(
    data: Path, registry: Path, today: date | None, on_crawl: OnCrawl, *, wanted: Wanted = ALL_IN_TURN
) -> Done:
    """Crawl only; what came waits for a judging."""
    clock = Clock(today)
    with hold_lock(data) as lock, open_log(data) as log:
        run_id = runs.start(log, "crawl", clock)
        crawled = crawl(data, registry, run_id, today, on_crawl, lock=lock.descriptor, wanted=wanted)
        runs.finish(log, run_id, _RUN_OUTCOMES[crawled.outcome], {"crawl": _crawl_detail(crawled)}, clock)
        return Done(run_id, crawled)


def run_judge(data: Path, today: date | None, on_progress: OnProgress) -> Done:
    """Judge only what is kept already; LogError where nothing is."""
    if not (data / DATABASE).is_file() and not (data / ARCHIVE).is_dir():
        raise LogError(_NOTHING.format(data=data))
    clock = Clock(today)
    with hold_lock(data), open_log(data) as log:
        if runs.latest(log) is None:
            raise LogError(_NOTHING.format(data=data))
        run_id = runs.start(log, "judge", clock)
        tally = judge(log, run_id, clock, on_progress)
        runs.finish(log, run_id, "completed", {"judge": tally.as_detail()}, clock)
        return _tell(log, data, Done(run_id, tally=tally), clock)


@contextmanager
def hold_lock(data: Path) -> Iterator[RunLock]:
    """The run lock of a data directory; LogError where another run is under way.

    A crawl outlives a killed parent for as long as it takes to finish what it
    is writing, and holds the lock so long: that end is waited for.
    """
    until = time.monotonic() + GRACE_SECONDS
    with ExitStack() as stack:
        while (lock := _try(stack, data, last=time.monotonic() > until)) is None:
            time.sleep(_BETWEEN_TRIES)
        yield lock


def _try(stack: ExitStack, data: Path, *, last: bool) -> RunLock | None:
    try:
        return stack.enter_context(run_lock(data))
    except LogError:
        if last or not _is_orphaned(data):
            raise
        return None


def _is_orphaned(data: Path) -> bool:
    """Whether the process that took the lock is no more, so that only its crawl can be holding it."""
    try:
        os.kill(int((data / LOCK).read_text(encoding="ascii")), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _tell(log: Log, data: Path, done: Done, clock: Clock) -> Done:
    """The digest of the run, and the page of the whole day."""
    page = write_page(build(log, clock), data)
    return Done(done.run_id, done.crawl, done.tally, build(log, clock, run_id=done.run_id), page)


def _crawl_detail(outcome: CrawlOutcome) -> dict[str, Any]:
    return {"outcome": outcome.outcome, "message": outcome.message, "counts": dict(outcome.counts)}
