"""One crawl: the portals of a registry visited side by side, each on its own, into one log."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from crawler.answers import Place
from crawler.hosts import HostRule
from crawler.keeper import Keeper
from crawler.network.allowance import USUAL_BUDGET, Allowance
from crawler.network.fetcher import Fetcher
from crawler.network.fetching import Asker
from crawler.network.schedule import ALL_IN_TURN, Wanted, turn_of
from crawler.portal_state import PortalState
from crawler.problems import UnansweredError
from crawler.visits.portal import visit_portal
from crawler.window import Window
from storage.boundary import Boundary
from storage.errors import LogError
from storage.tables import portals, turns
from storage.tables.portals import PortalRow

logger = logging.getLogger(__name__)

Ending = Literal["completed", "partial", "failed"]
Visit = Callable[[PortalState], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Result:
    """How a crawl ended: ``partial`` where it was stopped or a portal's visit broke, ``failed`` where the log did."""

    outcome: Ending
    message: str
    counts: dict[str, int]


class Crawl:
    """The visit of many portals, at most ``at_once`` at a time; ``visit`` is what is done to each."""

    def __init__(
        self,
        keeper: Keeper,
        fetcher: Fetcher,
        *,
        at_once: int,
        browser: bool,
        visit: Visit = visit_portal,
        wanted: Wanted = ALL_IN_TURN,
    ) -> None:
        self._keeper = keeper
        self._fetcher = fetcher
        self._turns = asyncio.Semaphore(at_once)
        self._browser = browser
        self._visit = visit
        self._wanted = wanted
        self._broken: list[str] = []

    async def run(self, declared: tuple[PortalRow, ...]) -> Result:
        """Visit every portal whose turn it is. LogError of any ends them all, for nothing could be kept any more."""
        failure = ""
        try:
            ids = portals.sync(self._keeper.log, declared)
            async with asyncio.TaskGroup() as group:
                for portal in declared:
                    if self._is_its_turn(portal, ids[portal.home]):
                        group.create_task(self._one(portal, ids[portal.home]))
        except* LogError as errors:
            failure = str(errors.exceptions[0])
        if failure:
            return self.result("failed", failure)
        if self._broken:
            return self.result("partial", f"{'、'.join(self._broken)} 的巡查因程序出错中断，请看运行日志并报告。")
        return self.result("completed", "")

    def result(self, outcome: Ending, message: str) -> Result:
        """How it ended, with the counts so far."""
        return Result(outcome, message, dict(self._keeper.counts))

    def _is_its_turn(self, portal: PortalRow, portal_id: int) -> bool:
        """Whether a portal is visited now; one whose turn it is not is said to be left out."""
        clock, place = self._keeper.clock, Place(portal_id, portal.name)
        if not self._wanted.includes(portal.home):
            self._keeper.leave_out(place, "没有点名巡查")
            return False
        turn = turn_of(
            turns.past_of(self._keeper.log, portal_id),
            clock.today,
            forced=self._wanted.forced,
            window=_window(portal),
            moment=clock.now(),
        )
        if not turn.now:
            self._keeper.skip(place, turn.why, turn.next_on)
        return turn.now

    async def _one(self, portal: PortalRow, portal_id: int) -> None:
        async with self._turns:
            state = self._state(portal, portal_id)
            self._keeper.announce("portal", portal=portal.name, home=portal.home)
            with Boundary() as within:
                await self._visit(state)
            if within.problem is not None:
                logger.error("the visit of %s broke", portal.home, exc_info=within.problem)
                self._broken.append(portal.name)
                self._keeper.health(state.place, portal.home, _BROKEN)
            self._keeper.announce("portal_done", portal=portal.name, **self._summary(state))
            self._keeper.counts["portals"] += 1

    def _state(self, portal: PortalRow, portal_id: int) -> PortalState:
        asker = Asker(
            self._fetcher,
            self._keeper,
            HostRule.of([portal.home, *portal.columns], portal.hosts),
            home=portal.home,
            allowance=Allowance(portal.budget or USUAL_BUDGET, _window(portal), self._keeper.clock.now),
            browser=self._browser,
        )
        if portal.tls == "legacy":
            self._fetcher.host_ways.declare_legacy([portal.home, *portal.columns])
        return PortalState(
            keeper=self._keeper,
            asker=asker,
            declared=portal,
            place=Place(portal_id, portal.name),
            browser=self._browser,
        )

    def _summary(self, state: PortalState) -> dict[str, Any]:
        outcomes = list(state.outcomes.values())
        return {"reports": outcomes.count("report"), "pages": len(outcomes), "healthy": state.healthy}


def _window(portal: PortalRow) -> Window | None:
    return Window.of(portal.window) if portal.window else None


_BROKEN = UnansweredError("unreadable", "巡查这个门户时程序出错，其余门户照常。请看运行日志并报告。")
