"""The way through one list, page by page: by requests where they do, in a browser where the list shows only there."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

from crawler.answers import Answer, Ask, Place
from crawler.bodies.attribution import COLUMN
from crawler.columns import subcolumns
from crawler.listings import ListRow, needs_browser, rows, says_empty
from crawler.lists.carriers import json_of
from crawler.lists.counting import with_number
from crawler.lists.told_length import LengthSeen, turns_by_script
from crawler.network.fetching import GoneError, Page
from crawler.paging import PageRequest, blind_pager, next_pages, states_more
from crawler.portal_state import Column, PortalState
from crawler.problems import UnansweredError, from_status
from crawler.text import squash
from crawler.titles import read_title

MOST_PAGES: Final = 100
"""Pages of one list; a longer one is no list of annual reports, and is said to be read in part."""

MOST_GUESSES: Final = 8
"""Requests of one list that nothing says for certain to be there."""

MOST_STEPS: Final = 2
"""Answers without new rows that are passed on the way to the next page: a frame, a tree, a page of pinned rows."""

_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEAD: Final = 2000
_HOME: Final = re.compile(r"/?(?:(?:index|default|home)\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list with the rows it shows; ``number`` is its place, from 1."""

    page: Page
    rows: list[ListRow]
    request: PageRequest
    number: int = 1


def may_be_report(row: ListRow) -> bool:
    """Whether a row's title is none of something else."""
    return read_title(row.title, column=COLUMN).verdict != "stranger"


def is_report(row: ListRow) -> bool:
    """Whether a row's title names an annual report."""
    return read_title(row.title, column=COLUMN).verdict == "report"


class ListWalk:
    """One list. ``unread`` says why it was read in part, ``lost`` what page that it names was not to be had.

    ``rendered`` says that the list, or some of it, shows in a browser only;
    ``lacks_browser`` that it would show there, and there is none.
    """

    def __init__(
        self,
        state: PortalState,
        column: Column,
        place: Place,
        *,
        rendered: bool,
        fresh: Callable[[Iterable[ListRow]], list[ListRow]],
    ) -> None:
        self._state = state
        self._column = column
        self._place = place
        self._fresh = fresh
        self._asked: set[str] = set()
        self._row_sets: set[frozenset[str]] = set()
        self._title = ""
        self._base = column.url
        self._text = ""
        self._branches: list[PageRequest] = []
        self._guesses = 0
        self._blind = self._more = self._answered = self._turned = False
        self._length = LengthSeen()
        self.rendered = rendered
        self.unread: UnansweredError | None = None
        self.lost = ""
        self.lacks_browser = False

    async def pages(self) -> AsyncGenerator[ListPage, None]:
        """Every page of the list; its taker notes the rows of one before the next is sought.

        UnansweredError and GoneError where the first page is not to be had,
        UnansweredError where a further one is not.
        """
        first = self._page_at_hand() or await self._open(PageRequest(self._column.url), 1, "column")
        first = self._answered_click(first) or first
        self._title = _title_of(self._text)
        found = False
        async for listed in self._all(first):
            found |= any(may_be_report(row) for row in listed.rows if row.carrier != "comment")
            yield listed
        if not self.rendered and self._shows_by_script(first, found=found):
            async for listed in self._in_browser(first, found=found):
                yield listed
        if self.unread is None and (more := self._lacking()):
            self.unread = _in_part(more)

    def _count(self, listed: ListPage) -> None:
        """Note what came with a page of the list, and what the page says of the list's length."""
        self._length.take(listed.number, listed.page.text, (r.url for r in listed.rows if r.carrier != "comment"))
        seen = listed.page.answer.seen
        for heard in seen.heard if seen and listed.number == 1 else ():
            text = heard.body.decode("utf-8", "replace")
            if self._length.has_any(row.url for row in rows(text, self._base, page=self._text)):
                self._length.hear(text)

    def _lacking(self) -> str:
        """What the list says it has beyond what came, in Chinese; empty where it says nothing such."""
        unclear = self._more and not self.rendered and not self._answered
        return self._length.lacking() or ("列表后面像是还有页，怎么翻没有看懂" if unclear else "")

    async def _all(self, first: ListPage) -> AsyncIterator[ListPage]:
        """A page, what the browser saw behind clicks on it, and the pages that follow."""
        shown = [first, *self._clicks(first)]
        for listed in shown:
            self._count(listed)
            self._row_sets.add(frozenset(row.url for row in listed.rows))
            yield listed
        if not any(is_report(row) for listed in shown for row in listed.rows):
            for heard in self._script_answers(first):
                shown.append(heard)
                self._count(heard)
                yield heard
            self._look_for_refusals(shown)
        beyond = False
        async for listed in self._behind(shown[-1]):
            beyond = True
            yield listed
        seen = first.page.answer.seen
        if seen is not None and seen.stuck and not beyond and states_more(shown[-1].page.text, len(seen.pages)):
            self.unread = _in_part(f"列表还有后面的页，翻到第 {len(seen.pages)} 页以后点了没有新的行")

    def _look_for_refusals(self, shown: list[ListPage]) -> None:
        """Raise UnansweredError (noted already) where a rendered page shows no row and its scripts were refused."""
        first = shown[0].page.answer
        if first.seen is None or any(listed.rows for listed in shown):
            return
        refused = (problem for heard in first.seen.heard if (problem := from_status(heard.status)))
        if problem := next(refused, None):
            self._state.keeper.fail(first.ask, problem)
            raise problem

    async def _behind(self, listed: ListPage) -> AsyncIterator[ListPage]:
        while listed.number < MOST_PAGES:
            following = await self._next(listed) or await self._branch(listed.number + 1)
            if following is None:
                text = listed.page.text
                # A script's way that led on from page to page was made out, and so was its end.
                scripted = not self._turned and turns_by_script(text, listed.number)
                self._blind = blind_pager(text, listed.number) or scripted
                self._more = states_more(text, listed.number) or scripted
                return
            listed = following
            self._count(listed)
            self._row_sets.add(frozenset(row.url for row in listed.rows))
            yield listed
        self.unread = _in_part(f"列表超过 {MOST_PAGES} 页")

    async def _next(self, listed: ListPage, steps: int = 0) -> ListPage | None:
        """The page behind one, by the first way that leads to new rows; None at the end of the list."""
        number, lost = listed.number + 1, False
        ways = self._ways(listed)
        self._branches += [request for request in ways if request.branch]
        for request in ways:
            try:
                following = await self._try(request, number)
            except GoneError:
                lost |= not request.guess
                continue
            if following is None:
                continue
            lost = False
            goes_on = self._goes_on(following)
            self._answered |= not request.guess and (goes_on or says_empty(following.page.text))
            if goes_on:
                self._guesses, self._turned = 0, True
                return following
            # What was only guessed and is no page of the list must not be missed the next time.
            verdict = following.page.verdict
            kind = "other" if request.guess and verdict.kind == "list" else verdict.kind
            await self._state.keeper.save(following.page.answer)
            self._state.keeper.keep(following.page.answer, kind, verdict.media_type)
            if steps < MOST_STEPS and not self._repeats(following):
                beyond = await self._next(following, steps + 1)
                if beyond is not None:
                    return beyond
        if lost:
            self.lost = f"第 {number} 页打不开"
        return None

    def _ways(self, listed: ListPage) -> list[PageRequest]:
        """Ways on from a page; a script that the list's own page loads is read as a part of that page."""
        text, url = listed.page.text, listed.page.url
        if urlsplit(url).path.endswith(".js"):
            text, url = f"{self._text}<script>{text}</script>", self._base
        barren = not any(may_be_report(row) for row in listed.rows if row.carrier != "comment")
        count = len(listed.rows)
        ways = next_pages(text, url, listed.number, request=listed.request, rows=count, barren=barren)
        if not ways and listed.request.guess and with_number(listed.request) is None and not _is_whole(text):
            # A fragment with its number in its name: the script that fetched it stands in the list's own page.
            ways = next_pages(self._text, self._base, listed.number, rows=count, barren=barren)
        return ways

    async def _branch(self, number: int) -> ListPage | None:
        """The first page of another list that a page passed led to; None where all were walked."""
        while self._branches:
            with suppress(GoneError):
                following = await self._try(self._branches.pop(0), number)
                if following is not None and self._goes_on(following):
                    return following
        return None

    async def _try(self, request: PageRequest, number: int) -> ListPage | None:
        """The answer to a request, None where it was asked before, may not be, or was guessed wrong.

        What was guessed right in an earlier visit is no guess any more: its failure hides rows.
        """
        number = 1 if request.first else number
        ask = self._ask(request, "list", number)
        if ask.key in self._asked or not self._state.asker.rule.allows(request.url):
            return None
        kept = self._state.keeper.last_answer(ask.key) if request.guess else None
        if kept is not None and kept.verdict == "list":
            request = replace(request, guess=False)
        if request.guess:
            self._guesses += 1
            if self._guesses > MOST_GUESSES:
                return None
        try:
            return await self._open(request, number, "list")
        except UnansweredError:
            if request.guess:
                return None
            raise

    def _goes_on(self, following: ListPage) -> bool:
        """Whether an answer is the next page of the list and not its end, an earlier page, or the portal's home."""
        fresh = self._fresh(following.rows)
        if not fresh or following.page.verdict.kind == "shell" or self._is_home(following.page):
            return False
        reports = sum(is_report(row) for row in fresh)
        if following.request.guess and not reports:
            return False
        # A page with another name is none of this list, unless it lists reports and little else.
        title = _title_of(following.page.text)
        return not title or not self._title or title == self._title or 2 * reports >= len(fresh)

    def _is_home(self, page: Page) -> bool:
        there, here = urlsplit(page.url), urlsplit(self._base)
        return bool(_HOME.fullmatch(there.path)) and not there.query and not _HOME.fullmatch(here.path)

    def _repeats(self, following: ListPage) -> bool:
        """Whether a page without new rows shows just what an earlier one did, or is the portal's home."""
        shown = frozenset(row.url for row in following.rows)
        return (bool(shown) and shown in self._row_sets) or self._is_home(following.page)

    def _answered_click(self, first: ListPage) -> ListPage | None:
        """The first page as the script reads it that asked for it by a click; None where it is a page itself."""
        opener, page = self._column.opener, first.page
        if opener is None or json_of(page.text) is None:
            self._base, self._text = page.url, page.text
            return None
        self._base, self._text = opener.url, opener.text
        shown = rows(page.text, opener.url, page=opener.text)
        return ListPage(page, shown, PageRequest(page.url, xhr=True))

    def _page_at_hand(self) -> ListPage | None:
        """The first page where a row of another column led to it; it is this column's from now on."""
        came = self._column.page
        if came is None:
            return None
        self._asked.add(came.answer.ask.key)
        page = Page(replace(came.answer, ask=replace(came.answer.ask, place=self._place, kind="column")))
        return ListPage(page, rows(page.text, page.url), PageRequest(page.url))

    async def _open(self, request: PageRequest, number: int, kind: Literal["column", "list"]) -> ListPage:
        ask = self._ask(request, kind, number)
        self._asked.add(ask.key)
        page = await self._state.asker.page(ask, follow=kind == "column")
        # What a script fetches it puts into the list's own page, where links start from.
        base = self._base if request.xhr else page.url
        asked = request if kind == "list" else PageRequest(page.url)
        shown = rows(page.text, base, page=self._text if request.xhr else "")
        return ListPage(page, shown, asked, number)

    def _ask(self, request: PageRequest, kind: Literal["column", "list"], number: int) -> Ask:
        return Ask(
            request.url,
            kind,
            self._place,
            request.method,
            request.form,
            referer=None if kind == "column" else self._base,
            rendered=self.rendered and request.method == "GET" and not request.xhr,
            json=request.json,
            xhr=request.xhr,
            guess=request.guess,
            number=number if request.form else 1,
        )

    def _shows_by_script(self, first: ListPage, *, found: bool) -> bool:
        """Whether a browser may show what no request brought: the list itself, or what is behind its pager.

        A list that was answered, be it with nothing, is no better in a browser.
        """
        if found or self._answered:
            return self._blind or bool(self._lacking())
        html, url = first.page.text, first.page.url
        hidden = [row for row in first.rows if row.carrier == "comment"]
        return needs_browser(html, hidden) and not subcolumns(html, url, self._column.title)

    async def _in_browser(self, first: ListPage, *, found: bool) -> AsyncIterator[ListPage]:
        if not self._state.browser:
            self.lacks_browser = needs_browser(first.page.text, first.rows)
            if found:
                # A dead link of a list that says nothing of further pages may lead nowhere.
                self.unread = _NO_BROWSER if self._more else None
                self.lost = "后面若还有页，要用浏览器才能翻到，本机没有找到浏览器，只读了前面的"
            return
        self.rendered, gained = True, False
        async for listed in self._all(await self._open(PageRequest(self._column.url), 1, "column")):
            gained |= bool(self._fresh(listed.rows))
            yield listed
        self.rendered = gained

    def _clicks(self, listed: ListPage) -> Iterator[ListPage]:
        """What the browser showed after each click on a page's pager."""
        seen = listed.page.answer.seen
        for number, html in enumerate(seen.pages[1:] if seen else (), start=2):
            ask = replace(listed.page.answer.ask, kind="list", number=number)
            self._state.keeper.queue([ask])
            kept = self._state.keeper.last_answer(ask.key)
            page = Page(replace(listed.page.answer, ask=ask, kept=kept).showing(html))
            yield ListPage(page, rows(page.text, page.url), listed.request, number)
        if seen is not None and seen.cut:
            self.unread = _in_part(f"列表超过 {len(seen.pages)} 页")

    def _script_answers(self, listed: ListPage) -> Iterator[ListPage]:
        """The answers to a rendered page's scripts in which reports stand that the page does not show as links."""
        seen = listed.page.answer.seen
        for heard in seen.heard if seen else ():
            is_json = heard.form.lstrip().startswith("{")
            form = () if is_json else tuple(parse_qsl(heard.form, keep_blank_values=True))
            method: Literal["GET", "POST"] = "POST" if heard.method == "POST" else "GET"
            request = PageRequest(heard.url, method, form, heard.form if is_json else "", xhr=True)
            ask = self._ask(request, "list", 1)
            kept = self._state.keeper.last_answer(ask.key)
            page = Page(Answer(ask, heard.url, heard.status, (("Content-Type", heard.media_type),), heard.body, kept))
            found = rows(page.text, self._base, page=self._text)
            if any(is_report(row) for row in self._fresh(found)) and self._state.asker.rule.allows(heard.url):
                self._asked.add(ask.key)
                self._state.keeper.queue([ask])
                yield ListPage(page, found, request)


_NO_BROWSER: Final = UnansweredError(
    "needs_browser",
    "列表后面的页要用浏览器才能翻到，本机没有找到浏览器，只读了前面的。"
    "请安装 chromium，或用环境变量 NIANBAO_BROWSER 指明它的路径。",
)


def _in_part(why: str) -> UnansweredError:
    return UnansweredError("unreadable", f"{why}，只读了前面的，不能据此说没有发布。请用浏览器打开栏目核对。")


def _is_whole(html: str) -> bool:
    return "<html" in html[:_HEAD].lower()


def _title_of(html: str) -> str:
    """A page's own name without the number of the page."""
    found = _TITLE.search(html)
    return re.sub(r"\d+|第.?页", "", squash(found.group(1))) if found else ""
