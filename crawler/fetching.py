"""Asking one question of a portal through Scrapy's downloader, and judging what came back."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final, Literal
from urllib.parse import urlencode

from scrapy.http import Request, Response

from crawler.allowance import Allowance
from crawler.answers import Answer, Ask, Seen
from crawler.articles import fingerprint
from crawler.canary import canary_for, in_doubt, is_same_page, leads_home
from crawler.hosts import HostRule, host_of
from crawler.middlewares import HOSTS, KEPT, LEGACY, SEEN
from crawler.pages import PageVerdict, decode_html, examine
from crawler.pipelines import Keeper
from crawler.problems import UnansweredError, from_exception, from_status
from crawler.weather import PATIENCE, USUAL_REST, Weather

Download = Callable[[Request], Awaitable[Response]]

WAITS: Final = 2
"""How often a short rest that a host wants is waited for before one address; then it gets a longer one."""

SHELLS: Final = 3
"""How many pages that only send their readers on are followed from one address."""

RENDER_SECONDS: Final = 90
"""A browser that has not given a page by then is given up."""

_LASTING: Final = frozenset({"report", "list", "file"})
"""Verdicts that the bytes alone bear out; a shell's target and a wall's wording are looked at each time."""

_GOOD: Final = range(200, 300)
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class GoneError(Exception):
    """An address says that its page is no more."""

    def __init__(self, reason: Literal["gone", "soft_404"], status: int) -> None:
        super().__init__(f"{status}")
        self.reason = reason
        self.status = status


@dataclass(frozen=True)
class Page:
    """An answer that is a page of some kind, or a file. ``url`` is where its links start from."""

    answer: Answer

    @property
    def url(self) -> str:
        """The address after redirects."""
        return self.answer.final_url

    @cached_property
    def text(self) -> str:
        """The bytes as text, as far as they are text."""
        return decode_html(self.answer.body, self._headers.get("content-type", ""))

    @cached_property
    def verdict(self) -> PageVerdict:
        """What it is. Bytes that were kept as a report, list or file are not looked at again."""
        kept = self.answer.kept
        if kept is not None and self.answer.unchanged and kept.verdict in _LASTING:
            return PageVerdict(kept.verdict, media_type=kept.media_type)
        # Without `text`: a file of many MB must not be decoded only to be told from a page.
        return examine(self.answer.body, url=self.url, status=self.answer.status, headers=self._headers)

    @cached_property
    def same_content(self) -> bool:
        """Whether it differs from the page kept before in chrome only (counters, dates of generation)."""
        kept = self.answer.kept
        if kept is None or self.answer.unchanged:
            return kept is not None
        old = decode_html(kept.body, _lower(kept.headers).get("content-type", ""))
        return fingerprint(old, kept.final_url) == fingerprint(self.text, self.url)

    @cached_property
    def _headers(self) -> dict[str, str]:
        return _lower(self.answer.headers)


class Fetcher:
    """Sends questions through the downloader; one for the whole crawl."""

    def __init__(self, download: Download, keeper: Keeper, user_agent: str) -> None:
        self._download = download
        self._keeper = keeper
        self._user_agent = user_agent
        self._cookies: dict[str, list[dict[str, str]]] = {}
        self.weather = Weather(keeper.log, keeper.clock)

    async def fetch(self, ask: Ask, rule: HostRule) -> Answer:
        """What came for a question; after a 304 what was kept. UnansweredError where nothing usable came."""
        self.weather.check(ask.url)
        kept, seen = self._keeper.kept(ask.key), Seen()
        try:
            meta = {HOSTS: rule, KEPT: kept, LEGACY: self.weather.legacy, SEEN: seen}
            response = await self._patiently(ask, meta)
        except Exception as error:
            # Whatever the network or the browser does is a problem of this address alone.
            problem = self._problem(ask, error)
            if problem.silent:
                self.weather.silent(ask.url)
            raise problem from error
        self.weather.answered(ask.url)
        for kind, detail in self.weather.notes(ask.url, response.certificate):
            self._keeper.note(ask.place, ask.url, kind, detail)
        headers = tuple((name, value) for name, value in _pairs(response))
        answer = Answer(ask, response.url, response.status, headers, response.body, kept, seen)
        return answer.showing(seen.pages[0]) if seen.pages else answer

    async def _patiently(self, ask: Ask, meta: dict[str, Any]) -> Response:
        """The answer, a short rest waited for where the host wants one; a longer one ends the host's visit."""
        for wait in range(WAITS + 1):
            response = await self._by_any_way(ask, meta)
            pause = self.weather.wanted_pause(response.status, _lower(_pairs(response)))
            if pause is None:
                return response
            if pause > PATIENCE or wait == WAITS:
                break
            await asyncio.sleep(pause.total_seconds())
        raise self.weather.rest(ask.url, pause if pause > PATIENCE else USUAL_REST, response.status)

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
        usual = self.weather.way(ask.url)
        for way in self.weather.other_ways(ask.url, error):
            self.weather.take(ask.url, way)
            with contextlib.suppress(Exception):  # whatever fails here, the first failure is the one to tell of
                response = await self._ask(ask, meta | {"dont_retry": True})
                if response.status < HTTPStatus.INTERNAL_SERVER_ERROR and response.status != HTTPStatus.BAD_REQUEST:
                    self.weather.keep(ask.url)
                    return response
        self.weather.take(ask.url, usual)
        return None

    async def pass_wall(self, ask: Ask, rule: HostRule) -> Answer:
        """What the browser brings from behind a wall; the wall's cookies serve plain requests from then on.

        UnansweredError where it brings nothing. The answer's headers are not the
        page's own, for the browser shows those of the wall.
        """
        from crawler.challenges import Passing  # noqa: PLC0415 - loads Playwright

        passing = Passing()
        try:
            async with asyncio.timeout(RENDER_SECONDS):
                meta = {HOSTS: rule, LEGACY: self.weather.legacy} | passing.meta(self._user_agent)
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
        from crawler.rendering import render_meta  # noqa: PLC0415 - loads Playwright

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
            self.weather.address(ask.url),
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


class Asker:
    """Asks for the pages and files of one portal, and notes what gave no answer.

    ``home`` is the portal's; ``allowance`` is what its visit may cost; with
    ``browser`` a walled address is tried once in it.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        keeper: Keeper,
        rule: HostRule,
        *,
        home: str = "",
        allowance: Allowance | None = None,
        browser: bool = False,
    ) -> None:
        self._fetcher = fetcher
        self._keeper = keeper
        self.rule = rule
        self._home = home
        self._allowance = allowance
        self._browser = browser
        self._firm: set[str] = set()
        self._canaries: dict[str, str] = {}

    async def page(self, ask: Ask, *, follow: bool = True) -> Page:
        """The page behind an address, through the shells that lead to it where ``follow`` allows.

        UnansweredError (noted already) where it was not to be had, GoneError
        where the portal says it is no more. Nothing is kept yet but shells and walls.
        """
        page = await self._one(ask)
        for _ in range(SHELLS):
            target = page.verdict.target
            if page.verdict.kind != "shell" or target is None or not follow:
                return page
            self._keeper.keep(page.answer, "shell", page.verdict.media_type)
            page = await self._one(page.answer.ask.towards(target))
        if page.verdict.kind == "shell":
            raise self._failed(page.answer.ask, _endless())
        return page

    async def file(self, ask: Ask) -> Page:
        """The file behind an address; UnansweredError (noted already) where it is missing or no file."""
        try:
            page = await self._one(ask)
        except GoneError as gone:
            raise self._failed(ask, _not_there(gone.status)) from gone
        if page.verdict.kind != "file":
            raise self._failed(ask, _no_file(page))
        return page

    async def _one(self, ask: Ask) -> Page:
        self._spend(ask)
        self._keeper.queue([ask])
        page = await self._past_walls(await self._fetch(ask))
        status = page.answer.status
        if refusal := from_status(status):
            raise self._failed(ask, refusal)
        if page.verdict.kind == "soft_404" or status in _GONE or await self._is_stand_in(page):
            self._keeper.gone(ask, status)
            raise GoneError("gone" if status in _GONE else "soft_404", status)
        return page

    def _spend(self, ask: Ask) -> None:
        """Count a request; one that is held back stays where it is in the frontier."""
        try:
            if self._allowance is not None:
                self._allowance.spend()
        except UnansweredError as problem:
            if not problem.repeated:
                self._keeper.health(ask.place, self._home or ask.url, problem)
            raise

    async def _fetch(self, ask: Ask) -> Page:
        try:
            return Page(await self._fetcher.fetch(ask, self.rule))
        except UnansweredError as problem:
            raise self._failed(ask, problem) from None

    async def _past_walls(self, page: Page) -> Page:
        """The page, or the one behind the wall it is; UnansweredError (noted already) where the wall stays."""
        if page.verdict.kind != "wall":
            return page
        self._keeper.keep_wall(page.answer)
        ask = page.answer.ask
        through = await self._behind(ask) if self._browser and not ask.rendered and ask.method == "GET" else None
        if through is None:
            raise self._failed(ask, UnansweredError("wall", _wall(page.verdict.detail), status=page.answer.status))
        return through

    async def _behind(self, ask: Ask) -> Page | None:
        """The page behind a wall, as the browser shows it or, better, as it comes with the cookies the wall set.

        A wall that stood once is not tried again in this visit.
        """
        host = host_of(ask.url)
        if host in self._firm:
            return None
        self._spend(ask)
        try:
            shown = Page(await self._fetcher.pass_wall(ask, self.rule))
        except UnansweredError:
            shown = None
        with contextlib.suppress(UnansweredError):
            plain = Page(await self._fetcher.fetch(ask, self.rule))
            if plain.verdict.kind != "wall":
                return plain
        if shown is not None and shown.verdict.kind not in ("wall", "broken"):
            return shown
        self._firm.add(host)
        return None

    async def _is_stand_in(self, page: Page) -> bool:
        """Whether a page is what the portal answers to any address it does not know."""
        ask = page.answer.ask
        if ask.kind not in ("page", "column", "file") or ask.method != "GET" or page.verdict.kind == "file":
            return False
        if leads_home(page.answer, self._home):
            return True
        if page.answer.unchanged or not in_doubt(page.verdict, page.text):
            return False
        url, key = canary_for(page.url)
        if key not in self._canaries:
            self._canaries[key] = await self._stand_in(ask, url)
        stand_in = self._canaries[key]
        return bool(stand_in) and is_same_page(page.text, stand_in)

    async def _stand_in(self, ask: Ask, url: str) -> str:
        """What the portal shows at an address that cannot exist; empty where it says that there is nothing."""
        try:
            self._spend(ask)
            answer = Page(await self._fetcher.fetch(replace(ask, url=url), self.rule))
        except UnansweredError:
            return ""
        return answer.text if answer.answer.status in _GOOD and answer.verdict.kind != "soft_404" else ""

    def _failed(self, ask: Ask, problem: UnansweredError) -> UnansweredError:
        self._keeper.fail(ask, problem)
        return problem


def _pairs(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def _lower(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _wall(detail: str) -> str:
    return f"{detail or '来的是验证页，不是网页'}。不能据此说没有发布；请用浏览器核对，必要时联系对方。"


def _endless() -> UnansweredError:
    return UnansweredError("unreachable", f"网页连转 {SHELLS} 次还没有内容，没有跟下去。请用浏览器打开核对。")


def _not_there(status: int) -> UnansweredError:
    return UnansweredError("broken_file", f"附件打不开（{status}）。请人工核对链接，必要时请对方补传。", status=status)


def _no_file(page: Page) -> UnansweredError:
    what = "是空的" if not page.answer.body else "来的是网页而不是文件"
    return UnansweredError("broken_file", f"附件{what}，没有采用。请人工下载核对，必要时请对方重新上传。")
