"""Asking the questions of one portal's visit, and judging what came back."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Final, Literal

from crawler.addresses import route_of
from crawler.answers import Answer, Ask
from crawler.articles.files import is_file_address
from crawler.articles.moving import only_counters_moved
from crawler.articles.pages import fingerprint
from crawler.hosts import HostRule, host_of
from crawler.keeper import Keeper
from crawler.network.allowance import Allowance
from crawler.network.canary import canary_for, in_doubt, is_same_page, leads_home
from crawler.network.fetcher import Fetcher
from crawler.pages import PageVerdict, decode_html, examine, main_text
from crawler.problems import UnansweredError, from_status

SHELLS: Final = 3
"""How many pages that only send their readers on are followed from one address."""

_LASTING: Final = frozenset({"report", "list", "file"})
"""Verdicts that the bytes alone bear out; a shell's target and a wall's wording are looked at each time."""

_NAMED: Final = frozenset({"home", "column"})
"""Kinds of addresses at which a page must stand: an apology for maintenance there is no empty column."""

_MOST_TAGS: Final = 600_000
"""The longest lists have a third of it. One small answer of millions of tags would take all the memory of a crawl."""

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
        body, status = self.answer.body, self.answer.status
        return examine(body, url=self.url, status=status, headers=self._headers, read=lambda: self.text)

    @cached_property
    def same_content(self) -> bool:
        """Whether it differs from the page kept before in chrome only (counters, dates of generation)."""
        kept = self.answer.kept
        if kept is None or self.answer.unchanged:
            return kept is not None
        old = decode_html(kept.body, _lower(kept.headers).get("content-type", ""))
        if fingerprint(old, kept.final_url) == fingerprint(self.text, self.url):
            return True
        return kept.verdict == "report" and only_counters_moved(main_text(old), main_text(self.text))

    @cached_property
    def _headers(self) -> dict[str, str]:
        return _lower(self.answer.headers)


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
        self._shown_only: set[str] = set()
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
            await self._keeper.save(page.answer)
            self._keeper.keep(page.answer, "shell", page.verdict.media_type)
            page = await self._one(page.answer.ask.towards(target))
        if page.verdict.kind == "shell":
            raise self._fail(page.answer.ask, _endless())
        return page

    async def file(self, ask: Ask, above: Page | None = None) -> Page:
        """The file behind an address; UnansweredError (noted already) where it is missing or no file.

        ``above`` is the page that leads to it. Where that came as unchanged, the
        server may not have begun the session without which it gives no file.
        """
        try:
            page = await self._one(ask)
            if page.verdict.kind != "file" and above is not None and above.answer.unchanged:
                self._spend(above.answer.ask)
                await self._fetch(replace(above.answer.ask, fresh=True))
                page = await self._one(ask)
        except GoneError as gone:
            raise self._fail(ask, _not_there(gone.status)) from gone
        if page.verdict.kind != "file":
            raise self._fail(ask, _no_file(page))
        return page

    async def _one(self, ask: Ask) -> Page:
        if route_of(ask.url):
            if not self._browser:
                raise self._fail(ask, _no_browser())
            ask = replace(ask, rendered=True)
        self._spend(ask)
        self._keeper.queue([ask])
        page = await self._past_walls(await self._fetch(ask))
        status = page.answer.status
        if refusal := from_status(status):
            raise self._fail(ask, refusal)
        if page.verdict.kind == "soft_404" or status in _GONE or await self._is_stand_in(page):
            self._keeper.note_gone(ask, status)
            raise GoneError("gone" if status in _GONE else "soft_404", status)
        if page.verdict.kind == "broken" and ask.kind in _NAMED:
            raise self._fail(ask, _out_of_order(page))
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
            page = Page(await self._fetcher.fetch(ask, self.rule))
        except UnansweredError as problem:
            raise self._fail(ask, problem) from None
        if (tags := page.answer.body.count(b"<")) > _MOST_TAGS:
            raise self._fail(ask, _overcrowded(tags))
        return page

    async def _past_walls(self, page: Page) -> Page:
        """The page, or the one behind the wall it is; UnansweredError (noted already) where the wall stays."""
        if page.verdict.kind != "wall":
            return page
        await self._keeper.save(page.answer)
        self._keeper.keep_wall(page.answer)
        ask = page.answer.ask
        through = await self._behind(ask) if self._browser and not ask.rendered and ask.method == "GET" else None
        if through is None:
            raise self._fail(ask, UnansweredError("wall", _wall(page.verdict.detail), status=page.answer.status))
        return through

    async def _behind(self, ask: Ask) -> Page | None:
        """The page behind a wall, as the browser shows it or, better, as it comes with the cookies the wall set.

        A wall that stood once is not tried again in this visit. Where cookies do
        not help, a file cannot be had: the browser shows pages.
        """
        host = host_of(ask.url)
        if host in self._firm or (host in self._shown_only and (ask.kind == "file" or is_file_address(ask.url))):
            return None
        self._spend(ask)
        shown = await self._show(ask)
        if host not in self._shown_only:
            with contextlib.suppress(UnansweredError):
                plain = Page(await self._fetcher.fetch(ask, self.rule))
                if plain.verdict.kind != "wall":
                    return plain
        (self._shown_only if shown else self._firm).add(host)
        return shown

    async def _show(self, ask: Ask) -> Page | None:
        """The page as the browser shows it, once the wall has let it through; None where it does not."""
        try:
            page = Page(await self._fetcher.pass_wall(ask, self.rule))
        except UnansweredError:
            return None
        return None if page.verdict.kind in ("wall", "broken") else page

    async def _is_stand_in(self, page: Page) -> bool:
        """Whether a page is what the portal answers to any address it does not know."""
        ask = page.answer.ask
        if ask.kind not in ("page", "column", "file") or ask.method != "GET" or page.verdict.kind == "file":
            return False
        if leads_home(page.answer, self._home):
            return True
        if page.answer.unchanged or not in_doubt(page.verdict, page.text):
            return False
        url, key = canary_for(page.url, beside=ask.kind != "column")
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

    def _fail(self, ask: Ask, problem: UnansweredError) -> UnansweredError:
        self._keeper.fail(ask, problem)
        return problem


def _lower(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def _wall(detail: str) -> str:
    return f"{detail or '来的是验证页，不是网页'}。不能据此说没有发布；请用浏览器核对，必要时联系对方。"


def _overcrowded(tags: int) -> UnansweredError:
    detail = f"网页有 {tags // 10_000} 万个标记，远多于任何年报或栏目，没有细看，也没有保存。请用浏览器打开核对。"
    return UnansweredError("unreadable", detail)


def _endless() -> UnansweredError:
    return UnansweredError("unreachable", f"网页连转 {SHELLS} 次还没有内容，没有跟下去。请用浏览器打开核对。")


def _no_browser() -> UnansweredError:
    detail = "网页要用浏览器才显示，本机没有找到浏览器。请安装 chromium，或用环境变量 NIANBAO_BROWSER 指明它的路径。"
    return UnansweredError("needs_browser", detail)


def _out_of_order(page: Page) -> UnansweredError:
    detail = f"{page.verdict.detail}。下次巡查会再试；若一直如此，请用浏览器打开核对。"
    return UnansweredError("server_error", detail, status=page.answer.status)


def _not_there(status: int) -> UnansweredError:
    return UnansweredError("broken_file", f"附件打不开（{status}）。请人工核对链接，必要时请对方补传。", status=status)


def _no_file(page: Page) -> UnansweredError:
    what = "是空的" if not page.answer.body else "来的是网页而不是文件"
    return UnansweredError("broken_file", f"附件{what}，没有采用。请人工下载核对，必要时请对方重新上传。")
