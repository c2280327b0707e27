"""The visit of one column: its list page by page, its rows, and the columns below it."""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from crawler.addresses import route_of
from crawler.answers import Ask
from crawler.articles.content import has_report_headings, main_text
from crawler.bodies.attribution import COLUMN
from crawler.columns import subcolumns
from crawler.hosts import host_of, site_of
from crawler.keeper import Listed
from crawler.listings import ListRow
from crawler.network.fetching import GoneError, Page
from crawler.owed import may_be_owed
from crawler.portal_state import Column, Hollow, PortalState
from crawler.problems import UnansweredError
from crawler.text import fold, squash
from crawler.title_causes import in_words
from crawler.titles import TitleReading, read_title
from crawler.visits.list_walk import ListPage, ListWalk
from crawler.visits.report import visit_report
from storage.tables import frontier, obligations, portals, reports

DEEPEST: Final = 3
"""Columns below columns below columns: year, class of units, unit."""
_SHORTEST_CUT: Final = 6
"""Characters of a name that was cut which still say whose it is; 某县人民 might be anybody's."""


class ColumnVisit:
    """One column on its way into the log."""

    def __init__(self, state: PortalState, column: Column) -> None:
        self._state = state
        self._keeper = state.keeper
        self._column = column
        self._id = self._keeper.add_column(state.place.portal_id, column.url, column.title, column.found_by)
        self._place = replace(state.place, column_id=self._id, column=column.title)
        self._had = {row.url: row for row in reports.listings(self._keeper.log, self._id)}
        self._owed = _years_owed(state)
        self._roster = tuple(fold(body.name) for body in state.declared.bodies)
        needed = bool(route_of(column.url)) or portals.needs_browser(self._keeper.log, self._id)
        self._walk = ListWalk(state, column, self._place, rendered=state.browser and needed, fresh=self._fresh)
        self._rows: dict[str, Listed] = {}
        self._below: dict[str, Column] = {}
        self._report: Page | None = None
        self._problem: UnansweredError | None = None

    async def run(self) -> None:
        """Visit the column and everything that its rows lead to; the columns below are left in the state."""
        try:
            await self._read()
        except UnansweredError as problem:
            self._problem = problem
        except GoneError as gone:
            if not self._is_dead_end():
                self._problem = self._say(_gone_problem(gone.status))
        found = await self._visit_rows()
        self._state.below.extend(self._below.values())
        self._close(found)

    def _is_dead_end(self) -> bool:
        """Whether nothing is lost with a column that is gone; else it may have moved.

        It was taken away where nothing leads to it any more; a link that never
        led to anything was dead from the first.
        """
        never = self._column.found_by == "parent column" and not self._had
        return never or (self._column.orphan and self._state.healthy)

    async def _read(self) -> None:
        """Note every page of the list; where the column's page is itself a report, nothing else."""
        taken = False
        async with aclosing(self._walk.pages()) as pages:
            async for listed in pages:
                if not taken and self._is_report(listed):
                    return
                await self._take(listed)
                taken = True
        shows = any(entry.verdict != "stranger" for entry in self._rows.values())
        rendered = portals.needs_browser(self._keeper.log, self._id)
        portals.set_needs_browser(self._keeper.log, self._id, needed=self._walk.rendered and shows)
        # A list that showed its rows without a browser before lacks rows now, not a browser.
        if self._walk.lacks_browser and (rendered or not self._had):
            self._problem = self._say(_NO_BROWSER)

    def _is_report(self, listed: ListPage) -> bool:
        """Note the first page's name; one that is itself a report counts as the only row of its list."""
        page = listed.page
        title = self._column.title or page.verdict.title
        self._keeper.add_column(self._place.portal_id, self._column.url, title, self._column.found_by)
        if page.verdict.kind != "report" or listed.rows or not has_report_headings(main_text(page.text)):
            return False
        self._report = page
        entry = Listed(ListRow(self._column.url, title, None, "anchor"), "report", "栏目页就是年报")
        self._keeper.list_row(self._id, entry)
        self._rows[entry.row.url] = entry
        return True

    async def _take(self, listed: ListPage) -> None:
        """Note one page of the list with the rows that no page before it had."""
        page = listed.page
        self._below |= self._columns_below(page)
        fresh = [self._listing(row) for row in self._fresh(listed.rows)]
        asks = [Ask(entry.row.url, "page", self._place, referer=page.url) for entry in fresh if self._is_open(entry)]
        await self._keeper.save(page.answer)
        self._keeper.keep_list(page.answer, fresh, asks)
        self._rows |= {entry.row.url: entry for entry in fresh}
        self._keeper.announce("list", portal=self._place.portal, url=page.url, rows=len(fresh))

    def _columns_below(self, page: Page) -> dict[str, Column]:
        if self._column.depth >= DEEPEST:
            return {}
        own = site_of(host_of(self._column.url))
        return {
            link.url: self._column.below(link.url, link.title, opener=page)
            for link in subcolumns(page.text, page.url, self._column.title)
            if site_of(host_of(link.url)) == own
        }

    def _fresh(self, found: Iterable[ListRow]) -> list[ListRow]:
        """The rows that no page before had and that are no columns."""
        passed = {*self._rows, *self._below, self._column.url}
        return [row for row in found if row.url not in passed]

    def _listing(self, row: ListRow) -> Listed:
        reading = read_title(row.title, column=COLUMN)
        suspected = self._is_suspect(row, reading)
        if (reading.verdict == "stranger" and not suspected) or self._state.asker.rule.allows(row.url):
            same = squash(row.title) == squash(self._column.title)
            doubted = suspected or (same and reading.verdict == "report")
            return Listed(row, "unclear" if doubted else reading.verdict, in_words(reading.cause))
        if reading.verdict == "report":
            self._keeper.health(self._place, row.url, _foreign(row))
        return Listed(row, "unclear", f"在站外主机 {host_of(row.url)}，没有抓取")

    def _is_suspect(self, row: ListRow, reading: TitleReading) -> bool:
        """Whether a stranger may be a report that is owed, and its page has not shown yet that it is none.

        What stands on another's host and names no body is the notice of somebody else.
        """
        if reading.verdict != "stranger" or not (reading.suspected or self._is_cut_name(row.title)):
            return False
        if reading.kind is None and not self._state.asker.rule.allows(row.url):
            return False
        return may_be_owed(self._owed, reading.year, row.listed_on) and not self._is_proven(row)

    def _is_cut_name(self, title: str) -> bool:
        """Whether a title is the beginning of the name of a body that the roster knows."""
        text = fold(title)
        return len(text) >= _SHORTEST_CUT and any(name.startswith(text) for name in self._roster)

    def _is_proven(self, row: ListRow) -> bool:
        """Whether the page behind a row was opened before and was a stranger's, under the title that it bears now."""
        known = self._had.get(row.url)
        if known is None or known.verdict != "stranger" or known.title != row.title:
            return False
        asked = frontier.get(self._keeper.log, row.url)
        return asked is not None and asked.state == "done"

    def _is_open(self, entry: Listed) -> bool:
        """Whether a row's page is to be fetched: no clear stranger, and on the portal's own hosts."""
        return entry.verdict != "stranger" and self._state.asker.rule.allows(entry.row.url)

    async def _visit_rows(self) -> int:
        """Visit the page of every row but strangers; how many are reports."""
        found = 0
        # Those that waited longest come first: a visit may end before all had their turn.
        for entry in sorted(self._one_each(), key=lambda entry: self._keeper.day_asked(entry.row.url)):
            outcome = await visit_report(self._state, self._place, self._column, entry, self._report)
            found += outcome == "report"
            if outcome == "stranger":
                self._note_stranger(entry)
            if outcome == "failed" and self._problem is None and self._is_due(entry):
                self._problem = self._due_problem(entry)
        return found

    def _note_stranger(self, entry: Listed) -> None:
        """Note that a row's page was a stranger's, also where another column had led to it before in this run."""
        if self._state.told_by.get(self._state.address_of_report(entry.row.url)) != self._id:
            self._keeper.list_row(self._id, replace(entry, verdict="stranger", reason="打开看过，不是年报"))
        if read_title(entry.row.title, column=COLUMN).suspected:
            self._rows[entry.row.url] = replace(entry, verdict="stranger")

    def _one_each(self) -> Iterable[Listed]:
        """One row of every page to be fetched, under the address by which its report is known where that is listed."""
        pages: dict[str, Listed] = {}
        for entry in filter(self._is_open, self._rows.values()):
            address = self._state.address_of_report(entry.row.url)
            if address not in pages or entry.row.url == address:
                pages[address] = entry
        return pages.values()

    def _due_problem(self, entry: Listed) -> UnansweredError | None:
        """The problem of a column whose report now due is listed but was not to be had; None where it is kept already.

        A report that was kept in an earlier visit and had to wait in this one is there.
        """
        url = self._state.address_of_report(entry.row.url)
        why = self._state.failures[url]
        if why.kind == "budget" and reports.get(self._keeper.log, url) is not None:
            return None
        return UnansweredError(why.kind, f"《{entry.row.title}》已列出，但网页没有取到，不能据此说没有发布。")

    def _is_due(self, entry: Listed) -> bool:
        """Whether a row that failed may be the report now due, so that nobody may say it was not published."""
        year = read_title(entry.row.title, column=COLUMN).year
        return entry.verdict == "report" and (year is None or year >= self._keeper.clock.today.year - 1)

    def _close(self, found: int) -> None:
        if self._problem is None and (silence := self._silence()):
            self._problem = self._say(silence)
        if self._problem is None and self._walk.unread is not None:
            self._problem = self._say(self._walk.unread)
        # A pager may name a page that is not there; where every known row showed all the same, the list was whole.
        if self._problem is None and (not self._walk.lost or self._had.keys() <= self._rows.keys()):
            self._state.whole.add(self._id)
        self._state.healthy &= self._problem is None
        self._state.lists |= any(entry.verdict != "stranger" for entry in self._rows.values())
        self._keeper.note_visit(self._id, self._problem, rows=len(self._rows), found=found, detail=self._walk.lost)

    def _silence(self) -> UnansweredError | None:
        """The problem of a column that shows less than it must; None where it shows enough, or never had to."""
        if any(entry.verdict != "stranger" for entry in self._rows.values()):
            return None
        if self._column.orphan and self._state.healthy:
            return None
        had, shown = len(self._had), len(self._rows)
        if any(row.verdict == "report" for row in self._had.values()) or (had and not shown):
            problem = _empty(f"栏目原有 {had} 条，现在{f'列出的 {shown} 条都不是年报' if shown else '一条也没有'}")
            if not self._below:
                return problem
            self._state.hollow[self._id] = Hollow(self._place, self._column.url, shown, problem)
        if self._below:
            return None
        # A year's or a unit's column may wait for its first report; one that people named must show some.
        if self._column.found_by == "parent column":
            return None
        return _empty(f"栏目里列出的 {shown} 条都不是年报" if shown else "栏目里一条也没有看到")

    def _say(self, problem: UnansweredError) -> UnansweredError:
        self._keeper.health(self._place, self._column.url, problem)
        return problem


_NO_BROWSER: Final = UnansweredError(
    "needs_browser",
    "列表要用浏览器才显示，本机没有找到浏览器。请安装 chromium，或用环境变量 NIANBAO_BROWSER 指明它的路径。",
)


def _years_owed(state: PortalState) -> set[int]:
    """The report years that somebody on the portal may owe still: the one now due, and those open before it."""
    now = state.keeper.today.year - 1
    since = {year for body in state.declared.bodies if body.since for year in range(body.since, now)}
    known = obligations.all(state.keeper.log, portal_id=state.place.portal_id)
    return {now, *since, *(duty.year for duty in known if duty.report_id is None)}


def _gone_problem(status: int) -> UnansweredError:
    detail = f"栏目页说已不存在（{status}），可能改版了。请打开门户找到新的年报栏目，改 portals.toml 的 columns。"
    return UnansweredError("unreachable", detail, status=status)


def _empty(what: str) -> UnansweredError:
    return UnansweredError("empty_column", f"{what}。请用浏览器打开栏目核对；若已改版，请改 portals.toml 的 columns。")


def _foreign(row: ListRow) -> UnansweredError:
    detail = (
        f"年报《{row.title}》在站外主机 {host_of(row.url)}，没有抓取。"
        "若是本单位的主机，请把该主机的一个栏目地址写入 portals.toml 的 columns。"
    )
    return UnansweredError("unreadable", detail)
