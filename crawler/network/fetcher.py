"""One question through Scrapy's downloader, by whatever way and with whatever patience its host needs."""

import asyncio
import contextlib
import zlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from scrapy.http import Request, Response

from crawler.answers import Answer, Ask, Kept, Seen
from crawler.hosts import HostRule, host_of
from crawler.keeper import Keeper
from crawler.middlewares import HOSTS, KEPT, LEGACY, SEEN
from crawler.network.host_ways import PATIENCE, USUAL_REST, HostWays
from crawler.problems import UnansweredError, failures_as_problems
from storage.clock import day_of
from storage.tables import captures, obligations

if TYPE_CHECKING:
    from scrapy.http.request import VerboseCookie

Download = Callable[[Request], Awaitable[Response]]

_NAMED: Final = frozenset({"home", "column"})
"""Kinds of addresses that people name in the registry."""

_LISTS: Final = frozenset({"home", "column", "list"})
_WHOLE_EVERY: Final = 30
"""Days after which an answer is old; from then on its address is asked once in so many days without conditions."""

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
        self._awaiting: dict[int, bool] = {}
        self.host_ways = HostWays(keeper.log, keeper.clock)

    async def fetch(self, ask: Ask, rule: HostRule) -> Answer:
        """What came for a question; after a 304 what was kept. UnansweredError where nothing usable came."""
        self.host_ways.check(ask.url)
        kept, seen = None if ask.fresh else self._keeper.last_answer(ask.key), Seen()
        try:
            known = None if kept is None or self._wants_whole(ask, kept) else kept
            meta = {HOSTS: rule, KEPT: known, LEGACY: self.host_ways.legacy, SEEN: seen}
            response = await self._patiently(ask, meta)
        except UnansweredError as problem:
            if problem.silent:
                self.host_ways.note_silence(ask.url)
            raise self._with_rest(ask, problem) from problem.__cause__
        self.host_ways.note_answer(ask.url)
        for kind, detail in self.host_ways.notes(ask.url, response.certificate, named=ask.kind in _NAMED):
            self._keeper.note(ask.place, ask.url, kind, detail)
        headers = tuple((name, value) for name, value in _pairs(response))
        answer = Answer(ask, response.url, response.status, headers, response.body, kept, seen)
        return answer.showing(seen.pages[0]) if seen.pages else answer

    def _wants_whole(self, ask: Ask, kept: Kept) -> bool:
        """Whether a question is put without conditions: a server may say for ever that nothing changed.

        Lists are asked so whenever a report is awaited of their portal, for nobody
        is accused on a 304; every other address now and then once its answer is old.
        """
        if ask.kind in _LISTS and self._awaits(ask.place.portal_id):
            return True
        path = ask.key.partition("://")[2].partition("/")[2]
        today = self._keeper.clock.today
        if (today.toordinal() + zlib.crc32(path.encode())) % _WHOLE_EVERY:
            return False
        capture = captures.get(self._keeper.log, kept.capture_id)
        return capture is not None and (today - day_of(capture.fetched_at)).days >= _WHOLE_EVERY

    def _awaits(self, portal_id: int) -> bool:
        if portal_id not in self._awaiting:
            self._awaiting[portal_id] = obligations.awaits(self._keeper.log, portal_id, self._keeper.clock.today)
        return self._awaiting[portal_id]

    def _with_rest(self, ask: Ask, problem: UnansweredError) -> UnansweredError:
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
        except UnansweredError as problem:
            if ask.rendered or not problem.silent:
                raise
            response = await self._other_way(ask, meta, problem)
            if response is None:
                raise
            return response

    async def _other_way(self, ask: Ask, meta: dict[str, Any], problem: UnansweredError) -> Response | None:
        """The answer on another way, which is taken from then on; None where none leads there."""
        usual = self.host_ways.way(ask.url)
        for way in self.host_ways.other_ways(ask.url, problem):
            self.host_ways.take(ask.url, way)
            with contextlib.suppress(UnansweredError):  # the first failure is the one to tell of
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
            with failures_as_problems():
                async with asyncio.timeout(RENDER_SECONDS):
                    meta = {HOSTS: rule, LEGACY: self.host_ways.legacy} | passing.meta(self._user_agent)
                    response = await self._download(self._request(ask, meta))
        finally:
            self._cookies[host_of(ask.url)] = passing.cookies
        encoding = getattr(response, "encoding", "utf-8")
        headers = (("Content-Type", f"text/html; charset={encoding}"),)
        return Answer(ask, response.url, passing.status, headers, response.body, self._keeper.last_answer(ask.key))

    async def _ask(self, ask: Ask, meta: dict[str, Any]) -> Response:
        """What the downloader brings; UnansweredError where it brings nothing."""
        with failures_as_problems(rendered=ask.rendered):
            return await (self._render(ask, meta) if ask.rendered else self._download(self._request(ask, meta)))

    async def _render(self, ask: Ask, meta: dict[str, Any]) -> Response:
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


def _pairs(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
