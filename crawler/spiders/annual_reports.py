"""The one spider: it visits the portals of a registry and keeps their annual reports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import scrapy
from scrapy.exceptions import UsageError

from crawler.browser import find_browser, launch_options
from crawler.events import announce_in_log
from crawler.keeper import Keeper
from crawler.network.fetcher import Fetcher
from crawler.network.schedule import Wanted
from crawler.registry.reading import STARTER, load_registry, user_agent
from crawler.registry.values import RegistryError
from crawler.visits.all_portals import Crawl, Result, Visit
from crawler.visits.portal import visit_portal
from crawler.visits.portal_columns import discover
from crawler.visits.single_page import visit_single_page
from storage.clock import Clock
from storage.database import Log, open_log, run_lock
from storage.errors import LogError
from storage.tables import runs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_VISITS: Final[dict[str | None, Visit]] = {"discovery": discover, "page": visit_single_page}


class AnnualReportsSpider(scrapy.Spider):
    """政府信息公开年报: every portal of ``portals``, into the log in ``data``.

    Without ``run`` it takes the data directory's lock and opens a run of its
    own; with it the caller did both. ``today`` is a day as YYYY-MM-DD. With
    ``only="discovery"`` it looks for the portals' columns and visits none, with
    ``only="page"`` it fetches the one report at each portal's own address. With
    ``everything`` portals are visited whether or not it is their turn;
    ``homes`` are home pages, one a line, of the only portals to visit.
    """

    name = "annual_reports"

    def __init__(
        self,
        data: str = "nianbao-data",
        portals: str = str(STARTER),
        *,
        run: str | None = None,
        today: str | None = None,
        only: str | None = None,
        everything: str | None = None,
        homes: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        try:
            self.registry = load_registry(Path(portals))
            self.clock = Clock(date.fromisoformat(today) if today else None)
        except (RegistryError, ValueError) as error:
            raise UsageError(str(error), print_help=False) from error
        self.visit: Visit = _VISITS.get(only, visit_portal)
        self.wanted = Wanted(bool(everything) or only in _VISITS, frozenset((homes or "").split()))
        self.data = Path(data)
        self.run_id = int(run) if run else None
        self.result = Result("partial", "巡查还没有开始就被中止了。", {})

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy; the registry's politeness becomes settings."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = {
            "DOWNLOAD_DELAY": spider.registry.delay_seconds,
            "DOWNLOAD_TIMEOUT": spider.registry.timeout_seconds,
            "ALLOW_PRIVATE_HOSTS": spider.registry.allow_private_hosts,
            "USER_AGENT": user_agent(spider.registry),
        }
        if browser := find_browser():
            settings["PLAYWRIGHT_LAUNCH_OPTIONS"] = launch_options(browser)
        crawler.settings.setdict(settings, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Visit the portals; the one item is how it ended."""
        with ExitStack() as held:
            try:
                log, run_id = self._open(held)
            except LogError as error:
                self.result = Result("failed", str(error), {})
            else:
                await self._crawl(log, run_id)
        yield asdict(self.result)

    def _open(self, held: ExitStack) -> tuple[Log, int]:
        if self.run_id is None:
            held.enter_context(run_lock(self.data))
        log = held.enter_context(open_log(self.data))
        return log, runs.start(log, "crawl", self.clock) if self.run_id is None else self.run_id

    async def _crawl(self, log: Log, run_id: int) -> None:
        engine = self.crawler.engine
        assert engine is not None
        settings = self.crawler.settings
        keeper = Keeper(log, run_id, self.clock, settings.get("ANNOUNCE") or announce_in_log)
        crawl = Crawl(
            keeper,
            Fetcher(engine.download_async, keeper, settings["USER_AGENT"]),
            at_once=settings.getint("CONCURRENT_PORTALS"),
            browser="PLAYWRIGHT_LAUNCH_OPTIONS" in settings,
            visit=self.visit,
            wanted=self.wanted,
        )
        try:
            self.result = await crawl.run(self.registry.portals)
        except asyncio.CancelledError:
            self.result = crawl.result("partial", "巡查被中止，下次会接着做。")
            raise
        finally:
            if self.run_id is None:
                runs.finish(log, run_id, self.result.outcome, self.result.counts, self.clock)
