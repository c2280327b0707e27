"""The visit of one portal: its columns, the columns below them, what an earlier run left, and what is missing now."""

from dataclasses import replace
from datetime import date
from typing import Final

from crawler.answers import Ask
from crawler.column_visit import DEEPEST, ColumnVisit
from crawler.columns import column_links
from crawler.fetching import GoneError, Page
from crawler.hosts import host_of
from crawler.listings import Row as ListRow
from crawler.markup import base_of, link_of, parse, text_of
from crawler.pipelines import Listed
from crawler.portal_state import Column, PortalState, identity
from crawler.problems import UnansweredError
from crawler.report_visit import visit_report
from crawler.text import squash
from storage.database import Row
from storage.tables import frontier, portals, reports

_HUB: Final = frozenset({"政府信息公开", "信息公开", "政务公开"})
"""What the way to the column is called on a home page that does not name it."""

_MOST_HUBS: Final = 2


async def visit_portal(state: PortalState) -> None:
    """Visit everything a portal shows of its annual reports, and note what it shows no more."""
    state.recall()
    await _visit_columns(state, _declared(state) or await _discover(state))
    await _visit_columns(state, _orphans(state))
    await _take_up(state)
    await _look_for_missing(state)


async def _visit_columns(state: PortalState, columns: list[Column]) -> None:
    """Visit columns and all below them, each once a run, the first column's own before the second."""
    waiting = columns[::-1]
    while waiting:
        column = waiting.pop()
        if identity(column.url) in state.visited or column.depth > DEEPEST:
            continue
        state.visited.add(identity(column.url))
        await ColumnVisit(state, column).run()
        waiting.extend(reversed(state.below))
        state.below.clear()


def _declared(state: PortalState) -> list[Column]:
    """The columns of the registry, with the titles that earlier visits found."""
    titles = {row["url"]: row["title"] for row in _columns_by_id(state).values()}
    return [Column(url, titles.get(url, "")) for url in state.declared.columns]


def _orphans(state: PortalState) -> list[Column]:
    """Columns that earlier runs found below others and that nothing led to in this one."""
    known = portals.columns_of(state.keeper.log, state.place.portal_id)
    return [
        Column(row["url"], row["title"], DEEPEST, row["found_by"], orphan=True)
        for row in known
        if row["found_by"] != "registry" and identity(row["url"]) not in state.visited
    ]


async def _discover(state: PortalState) -> list[Column]:
    """The annual-report columns that the home page, or a disclosure page it leads to, names."""
    home = await _look(state, state.declared.home)
    if home is None:
        return []
    found = column_links(home.text, home.url)
    for url in [] if found else _ways_to_hubs(home)[:_MOST_HUBS]:
        hub = await _look(state, url) if state.asker.rule.allows(url) else None
        found += column_links(hub.text, hub.url) if hub else []
    columns = [
        Column(link.url, link.title, found_by="discovery") for link in found if state.asker.rule.allows(link.url)
    ]
    if not columns:
        state.healthy = False
        state.keeper.health(state.place, state.declared.home, _no_column([link.url for link in found]))
    return columns


async def _look(state: PortalState, url: str) -> Page | None:
    """A page that may lead to columns; None where it was not to be had."""
    ask = Ask(url, "home", state.place)
    try:
        page = await state.asker.page(ask)
    except UnansweredError:
        state.healthy = False
        return None
    except GoneError as gone:
        state.healthy = False
        detail = f"网页说已不存在（{gone.status}）。请核对 portals.toml 的 home，或直接写 columns。"
        state.keeper.health(state.place, url, UnansweredError("unreachable", detail, status=gone.status))
        return None
    state.keeper.keep(page.answer, page.verdict.kind, page.verdict.media_type, same_content=page.same_content)
    return page


def _ways_to_hubs(page: Page) -> list[str]:
    """Where a home page's links to its disclosure pages lead, each address once."""
    root = parse(page.text)
    base = base_of(root, page.url)
    links = [link_of(anchor, base) for anchor in root.iter("a") if squash(text_of(anchor)) in _HUB]
    return list(dict.fromkeys(filter(None, links)))


async def _take_up(state: PortalState) -> None:
    """Visit the pages that an earlier, unfinished run had put down and no list led to in this one."""
    columns = _columns_by_id(state)
    for row in frontier.queued(state.keeper.log, state.place.portal_id):
        column = columns.get(row["column_id"])
        listed = _listing(state, row["column_id"], row["url"]) if row["kind"] == "page" and column else None
        if listed is not None and column is not None:
            place = replace(state.place, column_id=column["id"], column=column["title"])
            await visit_report(state, place, Column(column["url"], column["title"]), listed)


def _listing(state: PortalState, column_id: int, url: str) -> Listed | None:
    """A row as the log knows it from a list."""
    for row in reports.listings(state.keeper.log, column_id):
        if row["url"] == url:
            listed_on = date.fromisoformat(row["listed_on"]) if row["listed_on"] else None
            return Listed(ListRow(url, row["title"], listed_on, "anchor"), row["verdict"], row["reason"])
    return None


async def _look_for_missing(state: PortalState) -> None:
    """Note the reports that columns read in health do not show any more."""
    columns = _columns_by_id(state)
    for report in reports.reports_of_portal(state.keeper.log, state.place.portal_id):
        column = columns.get(report["column_id"])
        if column is None or column["id"] not in state.whole or report["state"] == "withdrawn":
            continue
        reason = await _absence(state, report["url"], column)
        if reason is not None:
            state.keeper.miss(report["id"], reason)


async def _absence(state: PortalState, url: str, column: Row) -> reports.Reason | None:
    """Why a report is missing; None where it is there, or where that cannot be told."""
    outcome = state.outcomes.get(url)
    if outcome is not None:
        return outcome if outcome in ("gone", "soft_404") else None
    place = replace(state.place, column_id=column["id"], column=column["title"])
    try:
        page = await state.asker.page(Ask(url, "page", place, referer=column["url"]))
    except UnansweredError:
        return None
    except GoneError as gone:
        return gone.reason
    same = page.same_content
    state.keeper.keep(page.answer, page.verdict.kind, page.verdict.media_type, same_content=same)
    return "not_listed"


def _columns_by_id(state: PortalState) -> dict[int, Row]:
    rows = portals.columns_of(state.keeper.log, state.place.portal_id, active=False)
    return {row["id"]: row for row in rows}


def _no_column(elsewhere: list[str]) -> UnansweredError:
    if elsewhere:
        what = f"年报栏目在别的主机 {host_of(elsewhere[0])}"
        return UnansweredError("empty_column", f"{what}，没有抓取。请把它的地址写入 portals.toml 的 columns。")
    return UnansweredError("empty_column", "首页上没有找到年报栏目。请人工找到它，写入 portals.toml 的 columns。")
