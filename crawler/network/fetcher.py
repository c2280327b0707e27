"""One question through Scrapy's downloader, by whatever way and with whatever patience its host needs."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from scrapy.http import Request, Response

from crawler.answers import Answer, Ask, Seen
from crawler.hosts import HostRule, host_of
from crawler.keeper import Keeper
from crawler.middlewares import HOSTS, KEPT, LEGACY, SEEN
from crawler.network.host_ways import PATIENCE, USUAL_REST, HostWays
from crawler.problems import UnansweredError, from_exception

if TYPE_CHECKING:
    from scrapy.http.request import VerboseCookie

Download = Callable[[Request], Awaitable[Response]]

_NAMED: Final = frozenset({"home", "column"})
"""Kinds of addresses that people name in the registry."""

WAITS: Final = 2
"""How often a short rest that a host wants is waited for before one address; then it gets a longer one."""

RENDER_SECONDS: Final = 90
"""A browser that has not given a page by then is given up."""


class Fetcher:
    """Sends questions through the downloader; one for the whole crawl."""

    def __init__(self, download: Download, keeper: Keeper, user_agent: str) -> None:
        self._download = download
        self._keeper = keeper
        self._user_agent = user_agent
        self._cookies: dict[str, list[VerboseCookie]] = {}
        self.host_ways = HostWays(keeper.log, keeper.clock)

    async def fetch(self, ask: Ask, rule: HostRule) -> Answer:
        """What came for a question; after a 304 what was kept. UnansweredError where nothing usable came."""
        self.host_ways.check(ask.url)
        kept, seen = None if ask.fresh else self._keeper.kept(ask.key), Seen()
        try:
            meta = {HOSTS: rule, KEPT: kept, LEGACY: self.host_ways.legacy, SEEN: seen}
            response = await self._patiently(ask, meta)
        except Exception as error:
            # Whatever the network or the browser does is a problem of this address alone.
            problem = self._problem(ask, error)
            if problem.silent:
                self.host_ways.silent(ask.url)
            raise self._rested(ask, problem) from error
        self.host_ways.answered(ask.url)
        for kind, detail in self.host_ways.notes(ask.url, response.certificate, named=ask.kind in _NAMED):
            self._keeper.note(ask.place, ask.url, kind, detail)
        headers = tuple((name, value) for name, value in _pairs(response))
        answer = Answer(ask, response.url, response.status, headers, response.body, kept, seen)
        return answer.showing(seen.pages[0]) if seen.pages else answer

    def _rested(self, ask: Ask, problem: UnansweredError) -> UnansweredError:
        """The problem, with the host left alone where even its robots.txt asks for that."""
        if not problem.come_again or problem.status is None:
            return problem
        pause = self.host_ways.wanted_pause(problem.status, {"retry-after": problem.come_again})
        return self.host_ways.rest(ask.url, pause or USUAL_REST, problem.status)

    async def _patiently(self, ask: Ask, meta: dict[str, Any]) -> Response:
        """The answer, a short rest waited for where the host wants one; a longer one ends the host's visit."""
        waits = 0
        while True:
            response = await self._by_any_way(ask, meta)
            headers = {name.lower(): value for name, value in _pairs(response)}
            pause = self.host_ways.wanted_pause(response.status, headers)
            if pause is None:
                return response
            if pause > PATIENCE or waits == WAITS:
                raise self.host_ways.rest(ask.url, pause if pause > PATIENCE else USUAL_REST, response.status)
            waits += 1
            await asyncio.sleep(pause.total_seconds())

    async def _by_any_way(self, ask: Ask, meta: dict[str, Any]) -> Response:
        """The answer on the way that is known, else on the first other way on which the host answers."""
        try:
            return await self._ask(ask, dict(meta))
        except Exception as error:
            if ask.rendered or not self._problem(ask, error).silent:
                raise
            response = await self._other_way(ask, meta, error)
            if response is None:
                raise
            return response

    async def _other_way(self, ask: Ask, meta: dict[str, Any], error: Exception) -> Response | None:
        """The answer on another way, which is taken from then on; None where none leads there."""
        usual = self.host_ways.way(ask.url)
        for way in self.host_ways.other_ways(ask.url, error):
            self.host_ways.take(ask.url, way)
            with contextlib.suppress(Exception):  # whatever fails here, the first failure is the one to tell of
                response = await self._ask(ask, meta | {"dont_retry": True})
                if response.status < HTTPStatus.INTERNAL_SERVER_ERROR and response.status != HTTPStatus.BAD_REQUEST:
                    self.host_ways.keep(ask.url)
                    return response
        self.host_ways.take(ask.url, usual)
        return None

    async def pass_wall(self, ask: Ask, rule: HostRule) -> Answer:
        """What the browser brings from behind a wall; the wall's cookies serve plain requests from then on.

        UnansweredError where it brings nothing. The answer's headers are not the
        page's own, for the browser shows those of the wall.
        """
        from crawler.network.challenges import Passing  # noqa: PLC0415 - loads Playwright

        passing = Passing()
        try:
            async with asyncio.timeout(RENDER_SECONDS):
                meta = {HOSTS: rule, LEGACY: self.host_ways.legacy} | passing.meta(self._user_agent)
                response = await self._download(self._request(ask, meta))
        except Exception as error:  # as above
            raise from_exception(error) from error
        finally:
            self._cookies[host_of(ask.url)] = passing.cookies
        encoding = getattr(response, "encoding", "utf-8")
        headers = (("Content-Type", f"text/html; charset={encoding}"),)
        return Answer(ask, response.url, passing.status, headers, response.body, self._keeper.kept(ask.key))

    async def _ask(self, ask: Ask, meta: dict[str, Any]) -> Response:
        if not ask.rendered:
            return await self._download(self._request(ask, meta))
        from crawler.network.rendering import render_meta  # noqa: PLC0415 - loads Playwright

        del meta[KEPT]
        seen: Seen = meta[SEEN]
        async with asyncio.timeout(RENDER_SECONDS) as limit:
            clock = asyncio.get_running_loop().time
            seen.more_time = lambda: limit.reschedule(clock() + RENDER_SECONDS)
            return await self._download(self._request(ask, meta | render_meta(self._user_agent, seen)))

    def _request(self, ask: Ask, meta: Mapping[str, Any]) -> Request:
        headers = {"Referer": ask.referer} if ask.referer else {}
        if ask.form:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        elif ask.json:
            headers["Content-Type"] = "application/json; charset=UTF-8"
        if ask.xhr:
            headers |= {"X-Requested-With": "XMLHttpRequest", "Accept": "*/*"}
        body = urlencode(ask.form) if ask.form else ask.json
        return Request(
            self.host_ways.address(ask.url),
            method=ask.method,
            headers=headers,
            body=body,
            cookies=self._cookies.pop(host_of(ask.url), None),
            meta=dict(meta),
            dont_filter=True,
        )

    def _problem(self, ask: Ask, error: Exception) -> UnansweredError:
        if ask.rendered and not isinstance(error, UnansweredError):
            detail = f"浏览器没有打开这个页面（{type(error).__name__}）。请检查浏览器能否运行，或人工查看。"
            return UnansweredError("needs_browser", detail)
        return from_exception(error)


def _pairs(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
