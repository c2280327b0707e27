"""The search for a portal's annual-report columns: the most promising page first, bounded in pages and depth."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final

from crawler.addresses import identity
from crawler.answers import Ask
from crawler.columns import ColumnLink, subcolumns
from crawler.discovery.evidence import COLUMN, FIT, SURE, Shown, look_at, site_name, weigh
from crawler.discovery.leads import Lead, leads_of, onward_lead
from crawler.labels import column_name
from crawler.network.fetching import GoneError, Page
from crawler.portal_state import PortalState
from crawler.problems import UnansweredError

if TYPE_CHECKING:
    from crawler.hosts import HostRule
    from storage.tables.frontier import Kind

MOST_PAGES: Final = 25
"""Pages that are looked at for one portal."""

DEEPEST: Final = 4
"""Clicks from the home page."""

_MOST_DIRECTORIES: Final = 4
"""Pages of units that are tried: those of departments, of townships, of districts."""

_CLASSES_AND_UNITS: Final = 2
"""Levels of a directory: classes of units, and units."""

_A_CLICK: Final = 6
"""What a click more takes off a lead's rank."""

_KINDS: "Final[dict[str, Kind]]" = {"column": "column", "menu": "file"}
"""What the log calls what is asked for, by the kind of the lead; everything else is on the way from the home page."""

_LOWEST: Final = 30
"""What scores less is not even worth a person's look."""

_WEIGHTY: Final = 40
"""A lead of this rank that gave no answer may have been the way: without it nobody may say that there is no column."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page taken for an annual-report column: how surely (0–100) and why (Chinese).

    ``page`` is its answer where its address needs no second look.
    """

    url: str
    title: str
    score: int
    reasons: tuple[str, ...]
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a search came to.

    ``looked`` counts pages. ``failures`` are those that gave no answer and may
    have been the way; ``elsewhere`` are columns on hosts that are not the
    portal's. ``site`` is what the home page calls the portal.
    """

    columns: tuple[Found, ...]
    looked: int
    failures: tuple[UnansweredError, ...]
    elsewhere: tuple[str, ...]
    site: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A lead to follow. ``entry``: it stands on the home page or a part of it; ``depth`` counts clicks from there."""

    lead: Lead
    depth: int
    entry: bool
    via: str = ""
    """The address that was linked, where a page without content sent on from it."""


@dataclass(slots=True)
class _Place:
    """A page that was looked at."""

    step: _Step
    lead: Lead
    page: Page
    shown: Shown


class Search:
    """One search over one portal."""

    def __init__(self, state: PortalState) -> None:
        self._state = state
        self._rule: HostRule = state.asker.rule
        self._serial = count()
        self._waiting: list[tuple[int, int, _Step]] = []
        self._asked: set[str] = set()
        self._best: dict[str, Lead] = {}
        self._places: dict[str, _Place] = {}
        self._unseen: list[tuple[Lead, UnansweredError]] = []
        self._elsewhere: list[str] = []
        self._units: list[_Step] = []
        self._looked = 0

    async def run(self) -> Discovery:
        """Search from the home page on; with one look through the browser where plain pages show no way."""
        self._push(_Step(Lead(self._state.declared.home, "", "hub", 0, 100), 0, entry=True))
        await self._walk()
        if not self._fit(FIT) and (blind := self._blind()) is not None:
            await self._render(blind)
            await self._walk()
        await self._look_at_units()
        return self._outcome()

    async def _look_at_units(self) -> None:
        """Take in the pages that list units whose own pages have a 年报 each, where no column shows the units."""
        if any(found.score >= FIT and place.shown.units for found, place in self._weigh()):
            return
        hubs = [place.step for place in self._places.values() if place.shown.is_hub and place.shown.units]
        for step in [*self._units, *(hub for hub in hubs if hub not in self._units)][:_MOST_DIRECTORIES]:
            if self._looked < MOST_PAGES and identity(step.lead.url) not in self._asked:
                self._asked.add(identity(step.lead.url))
                await self._visit(step)
            place = self._places.get(identity(step.lead.url))
            if place is not None and place.shown.units and not place.shown.name:
                await self._try_unit(place)

    async def _try_unit(self, directory: _Place) -> None:
        """Look at the first unit of a directory: where its page has a 年报, the directory is a column."""
        unit = directory.shown.units[0]
        for _ in range(_CLASSES_AND_UNITS):
            page = await self._look(Lead(unit.url, unit.title, "units", 0, 0))
            self._looked += 1
            self._asked.add(identity(unit.url))
            if page is None or page.verdict.kind == "file":
                return
            below = subcolumns(page.text, page.url, unit.title)
            if what := _reports_of_unit(page, below):
                self._accept(directory, f"{unit.title}的网页{what}")
                return
            unit = next((link for link in below if link.kind == "unit"), unit)
            if identity(unit.url) in self._asked:
                return

    def _accept(self, directory: _Place, reason: str) -> None:
        names = tuple(link.title for link in directory.shown.units)
        reasons = (*directory.lead.reasons, reason)
        directory.lead = replace(directory.lead, kind="column", score=FIT, reasons=reasons)
        urls = frozenset(link.url for link in directory.shown.units)
        directory.shown = replace(directory.shown, below=names, below_urls=urls)

    async def _walk(self) -> None:
        while self._waiting and self._looked < MOST_PAGES:
            step = heapq.heappop(self._waiting)[-1]
            key = identity(step.lead.url)
            if step.lead.kind == "units":
                self._units.append(step)
            # Once a column is sure, what else is named so is still looked at, but no further way to one.
            if key in self._asked or (step.lead.kind != "column" and self._is_sure()):
                continue
            self._asked.add(key)
            if not self._rule.is_own(step.lead.url):
                self._rule = self._rule.with_host(step.lead.url)
            await self._visit(step)

    async def _visit(self, step: _Step) -> None:
        self._looked += 1
        page = await self._look(step.lead)
        if page is None:
            return
        if step.depth <= 1 and self._rule.allows(page.url):
            # Where the home page or its own entries redirect to is the portal's as well.
            self._rule = self._rule.with_host(page.url)
        target = page.verdict.target
        if page.verdict.kind == "shell" and step.lead.kind != "menu" and target:
            if identity(target) == identity(step.lead.url) and not step.via:
                # From / to /index.html, from http to https: what stands there was not looked at yet.
                self._asked.discard(identity(target))
            self._push(replace(step, lead=onward_lead(step.lead, target), via=step.via or step.lead.url))
        self._take(step, page)

    async def _look(self, lead: Lead, *, rendered: bool = False) -> Page | None:
        """The page behind a lead, kept as evidence; None where it was not to be had."""
        kind = _KINDS.get(lead.kind, "home")
        ask = Ask(lead.url, kind, self._state.place, rendered=rendered)
        try:
            page = await self._state.asker.page(ask, follow=False)
        except UnansweredError as problem:
            self._unseen.append((lead, problem))
            return None
        except GoneError as gone:
            if lead.url == self._state.declared.home:
                self._unseen.append((lead, self._home_problem(gone)))
            return None
        await self._state.keeper.save(page.answer, same_content=page.same_content)
        self._state.keeper.keep(page.answer, page.verdict.kind, page.verdict.media_type, same_content=page.same_content)
        return page

    def _home_problem(self, gone: GoneError) -> UnansweredError:
        detail = f"网页说已不存在（{gone.status}）。请核对 portals.toml 的 home，或直接写 columns。"
        problem = UnansweredError("unreachable", detail, status=gone.status)
        self._state.keeper.health(self._state.place, self._state.declared.home, problem)
        return problem

    def _take(self, step: _Step, page: Page) -> None:
        """Take in what a page shows and leads to."""
        if page.verdict.kind == "file":
            return
        key = identity(step.lead.url)
        leads = leads_of(page.text, page.url)
        if step.lead.kind != "menu" and page.verdict.kind != "shell":
            shown = look_at(page.text, page.url, page.verdict.kind, called=step.lead.kind == "column")
            self._places[key] = _Place(step, step.lead, page, shown)
            self._asked.add(identity(page.url))
        if leads.here is not None:
            self._name(key, replace(leads.here, url=step.lead.url))
        for lead in leads.found:
            part = lead.kind in ("menu", "frame")
            self._push(_Step(lead, step.depth + (not part), entry=step.entry and part), came_from=step)

    def _push(self, step: _Step, came_from: _Step | None = None) -> None:
        if step.depth > DEEPEST or not self._may_ask(step.lead, came_from or step):
            return
        if step.lead.kind == "column":
            self._name(identity(step.lead.url), step.lead)
        heapq.heappush(self._waiting, (_A_CLICK * step.depth - step.lead.rank, next(self._serial), step))

    def _may_ask(self, lead: Lead, came_from: _Step) -> bool:
        """Whether a lead stays with the portal: on its own hosts, or where its home page's own entry leads."""
        if self._rule.is_own(lead.url):
            return True
        named = came_from.entry and bool(lead.label)
        sent_on = came_from.depth <= 1 and bool(came_from.via)
        if self._rule.allows(lead.url) and lead.kind in ("column", "hub") and (named or sent_on):
            return True
        if lead.kind == "column":
            self._elsewhere.append(lead.url)
        return False

    def _name(self, key: str, lead: Lead) -> None:
        """Note that a page is called the column; the surest name counts, whichever came first."""
        if key not in self._best or lead.score > self._best[key].score:
            self._best[key] = lead

    def _fit(self, score: int) -> bool:
        """Whether a column of at least that score was seen."""
        return any(found.score >= score for found, _ in self._weigh())

    def _is_sure(self) -> bool:
        """Whether a column was seen that bears its whole name: one that is called 年报 alone may be a part of it."""
        return any(
            found.score >= SURE and (place.shown.tree or column_name(found.title) != "short")
            for found, place in self._weigh()
        )

    def _weigh(self) -> list[tuple[Found, _Place]]:
        found = []
        for key, place in self._places.items():
            lead = self._best.get(key, place.lead)
            score, reasons = weigh(lead, place.shown)
            if score >= _LOWEST:
                title = place.shown.name or lead.label or COLUMN
                url = self._address(place)
                # What only a browser shows, and what was reached through a shell, the column's visit asks anew.
                page = place.page if url == place.page.answer.ask.url and not place.shown.blind else None
                found.append((Found(url, title, score, tuple(reasons), page), place))
        return sorted(found, key=lambda pair: -pair[0].score)

    def _address(self, place: _Place) -> str:
        """The column's address: where a shell leads into one of its years, the shell's."""
        return place.step.via if place.step.via and not place.shown.is_own_name else place.step.lead.url

    def _blind(self) -> _Place | None:
        """The page whose menu a browser would show: the best hub that scripts fill, or the home page."""
        blind = [place for place in self._places.values() if place.shown.blind and place.lead.kind == "hub"]
        return max(blind, key=lambda place: place.lead.rank, default=None)

    async def _render(self, place: _Place) -> None:
        if not self._state.browser:
            self._unseen.append((place.lead, _NO_BROWSER))
            self._state.keeper.health(self._state.place, place.lead.url, _NO_BROWSER)
            return
        page = await self._look(place.lead, rendered=True)
        if page is not None:
            self._take(place.step, page)

    def _outcome(self) -> Discovery:
        weighed = _without_parts(self._weigh())
        columns = [found for found, place in weighed]
        columns += [_unseen_column(lead, problem) for lead, problem in self._unseen if lead.kind == "column"]
        if any(found.score >= FIT for found in columns):
            columns = [found for found in columns if found.score >= FIT]
        failures = tuple(problem for lead, problem in self._unseen if lead.rank >= _WEIGHTY)
        elsewhere = tuple(dict.fromkeys(self._elsewhere))
        return Discovery(_once(columns), self._looked, failures, elsewhere, self._site())

    def _site(self) -> str:
        home = self._places.get(identity(self._state.declared.home))
        return site_name(home.page.text) if home else ""


def _reports_of_unit(page: Page, below: Iterable[ColumnLink]) -> str:
    """What a unit's page has of its annual reports, in Chinese; empty where it has nothing."""
    if own := next((link.title for link in below if link.kind == "column"), ""):
        return f"有“{own}”"
    shown = look_at(page.text, page.url, page.verdict.kind)
    return "列出年报" if shown.tree or shown.reports else ""


def _without_parts(weighed: list[tuple[Found, _Place]]) -> list[tuple[Found, _Place]]:
    """Without sub-columns and reports of other columns, and without hubs where a column was found."""
    named = any(found.score >= FIT and place.lead.kind == "column" for found, place in weighed)
    pairs = [pair for pair in weighed if not (named and _is_by_the_way(pair[1]))]
    places = [place for _, place in pairs]
    pairs = [pair for pair in pairs if not _only_leads_to_a_report(pair[1], places)]
    places = [place for _, place in pairs]
    return [pair for at, pair in enumerate(pairs) if not _is_part(pair[1], at, places)]


def _is_by_the_way(place: _Place) -> bool:
    """Whether a page is a hub or a report that nothing calls the column."""
    return place.lead.kind != "column" and not place.shown.tree


def _only_leads_to_a_report(place: _Place, places: list[_Place]) -> bool:
    """Whether a hub shows one report only, which was found itself."""
    single = _is_by_the_way(place) and not place.shown.name and place.shown.reports == 1
    return single and any(other.shown.alone and _holds(place.shown, other) for other in places)


def _is_part(place: _Place, at: int, places: list[_Place]) -> bool:
    """Whether another column shows this one; where each shows the other, the surer one stands."""
    return any(
        _holds(other.shown, place) and (number < at or not _holds(place.shown, other))
        for number, other in enumerate(places)
        if number != at
    )


def _holds(shown: Shown, place: _Place) -> bool:
    key, reports = identity(place.step.lead.url), place.shown.report_urls
    if reports and reports <= shown.report_urls:
        return True
    return any(key == identity(url) for url in (*shown.below_urls, *shown.row_urls))


def _unseen_column(lead: Lead, problem: UnansweredError) -> Found:
    """A column known by what leads to it alone."""
    reasons = (*lead.reasons, f"网页没有取到：{problem.detail}")
    return Found(lead.url, lead.label or COLUMN, min(lead.score, FIT + 5), reasons)


def _once(columns: Iterable[Found]) -> tuple[Found, ...]:
    best: dict[str, Found] = {}
    for found in sorted(columns, key=lambda found: -found.score):
        best.setdefault(identity(found.url), found)
    return tuple(best.values())


_NO_BROWSER: Final = UnansweredError(
    "needs_browser",
    "菜单要用浏览器才显示，本机没有找到浏览器。请安装 chromium，或用环境变量 NIANBAO_BROWSER 指明它的路径。",
)
