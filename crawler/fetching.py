"""Asking one question of a portal through Scrapy's downloader, and judging what came back."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final, Literal
from urllib.parse import urlencode

from scrapy.http import Request, Response

from crawler.answers import Answer, Ask
from crawler.articles import fingerprint
from crawler.hosts import HostRule, host_of
from crawler.middlewares import HOSTS, KEPT
from crawler.pages import PageVerdict, decode_html, examine
from crawler.pipelines import Keeper
from crawler.problems import UnansweredError, from_exception, from_status

Download = Callable[[Request], Awaitable[Response]]

SILENCES: Final = 3
"""A host that did not answer this many times in a row is left alone for the rest of the run."""

SHELLS: Final = 3
"""How many pages that only send their readers on are followed from one address."""

RENDER_SECONDS: Final = 90
"""A browser that has not given a page by then is given up."""

_LASTING: Final = frozenset({"report", "list", "file"})
"""Verdicts that the bytes alone bear out; a shell's target and a wall's wording are looked at each time."""

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
        self._silences: Counter[str] = Counter()

    async def fetch(self, ask: Ask, rule: HostRule) -> Answer:
        """What came for a question; after a 304 what was kept. UnansweredError where nothing usable came."""
        host = host_of(ask.url)
        if self._silences[host] >= SILENCES:
            detail = f"{host} 连续 {SILENCES} 次没有应答，本次巡查不再询问。"
            raise UnansweredError("unreachable", detail, repeated=True)
        kept = self._keeper.kept(ask.key)
        try:
            response = await self._ask(ask, {HOSTS: rule, KEPT: kept})
        except Exception as error:
            # Whatever the network or the browser does is a problem of this address alone.
            problem = self._problem(ask, error)
            self._silences[host] += problem.silent
            raise problem from error
        self._silences[host] = 0
        headers = tuple((name, value) for name, value in _pairs(response))
        return Answer(ask, response.url, response.status, headers, response.body, kept)

    async def _ask(self, ask: Ask, meta: dict[str, Any]) -> Response:
        if not ask.rendered:
            return await self._download(self._request(ask, meta))
        from crawler.rendering import render_meta  # noqa: PLC0415 - loads Playwright

        del meta[KEPT]
        async with asyncio.timeout(RENDER_SECONDS):
            return await self._download(self._request(ask, meta | render_meta(self._user_agent)))

    def _request(self, ask: Ask, meta: Mapping[str, Any]) -> Request:
        headers = {"Referer": ask.referer} if ask.referer else {}
        if ask.form:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        body = urlencode(ask.form) if ask.form else ""
        return Request(ask.url, method=ask.method, headers=headers, body=body, meta=dict(meta), dont_filter=True)

    def _problem(self, ask: Ask, error: Exception) -> UnansweredError:
        if ask.rendered and not isinstance(error, UnansweredError):
            detail = f"浏览器没有打开这个页面（{type(error).__name__}）。请检查浏览器能否运行，或人工查看。"
            return UnansweredError("needs_browser", detail)
        return from_exception(error)


class Asker:
    """Asks for the pages and files of one portal, and notes what gave no answer."""

    def __init__(self, fetcher: Fetcher, keeper: Keeper, rule: HostRule) -> None:
        self._fetcher = fetcher
        self._keeper = keeper
        self.rule = rule

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
        self._keeper.queue([ask])
        try:
            page = Page(await self._fetcher.fetch(ask, self.rule))
        except UnansweredError as problem:
            raise self._failed(ask, problem) from None
        status = page.answer.status
        if page.verdict.kind == "wall":
            self._keeper.keep_wall(page.answer)
            raise self._failed(ask, UnansweredError("wall", _wall(page.verdict.detail), status=status))
        if refusal := from_status(status):
            raise self._failed(ask, refusal)
        if page.verdict.kind == "soft_404" or status in _GONE:
            self._keeper.gone(ask, status)
            raise GoneError("gone" if status in _GONE else "soft_404", status)
        return page

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
