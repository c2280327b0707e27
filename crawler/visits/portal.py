"""The visit of one portal: its columns, the columns below them, what an earlier run left, and what is missing now."""

from dataclasses import replace

from crawler.addresses import identity
from crawler.answers import Ask
from crawler.keeper import Listed
from crawler.listings import ListRow
from crawler.network.fetching import GoneError
from crawler.portal_state import Column, PortalState
from crawler.problems import UnansweredError
from crawler.visits.column import DEEPEST, ColumnVisit
from crawler.visits.portal_columns import declared_columns, discover, find_anew, find_newer, standing_columns
from crawler.visits.report import visit_report
from storage.tables import frontier, portals, reports


async def visit_portal(state: PortalState) -> None:
    """Visit everything a portal shows of its annual reports, and note what it shows no more."""
    state.recall()
    if state.declared.columns:
        await _visit_columns(state, declared_columns(state))
    elif standing := standing_columns(state):
        await _visit_columns(state, standing)
        await _visit_columns(state, await find_anew(state))
    else:
        await _visit_columns(state, await discover(state))
    await _visit_columns(state, _orphans(state))
    await _visit_columns(state, await find_newer(state))
    await _take_up(state)
    _say_hollow(state)
    _say_silent(state)
    await _look_for_missing(state)


async def _visit_columns(state: PortalState, columns: list[Column]) -> None:
    """Visit columns and all below them, each once a run, the first column's own before the second.

    A column that several lead to lies below the highest of them: units may be linked from every year.
    """
    waiting, highest = columns[::-1], {identity(column.url): column for column in columns[::-1]}
    while waiting:
        key = identity(waiting.pop().url)
        column = highest[key]
        if key in state.visited or column.depth > DEEPEST:
            continue
        state.visited.add(key)
        await ColumnVisit(state, column).run()
        for below in reversed(state.below):
            waiting.append(below)
            known = highest.setdefault(identity(below.url), below)
            if below.depth < known.depth:
                highest[identity(below.url)] = below
        state.below.clear()


def _orphans(state: PortalState) -> list[Column]:
    """Columns that earlier runs found below others and that nothing led to in this one."""
    known = portals.columns_of(state.keeper.log, state.place.portal_id)
    return [
        Column(row.url, row.title, DEEPEST, row.found_by, orphan=True)
        for row in known
        if row.found_by != "registry" and identity(row.url) not in state.visited
    ]


async def _take_up(state: PortalState) -> None:
    """Visit the pages that an earlier, unfinished run had put down and no list led to in this one."""
    columns = _columns_by_id(state)
    for row in frontier.queue_of(state.keeper.log, state.place.portal_id):
        column = columns.get(row.column_id)
        listed = _listing(state, column.id, row.url) if row.kind == "page" and column else None
        if listed is not None and column is not None:
            place = replace(state.place, column_id=column.id, column=column.title)
            await visit_report(state, place, Column(column.url, column.title), listed)


def _listing(state: PortalState, column_id: int, url: str) -> Listed | None:
    """A row as the log knows it from a list."""
    for row in reports.listings(state.keeper.log, column_id):
        if row.url == url:
            return Listed(ListRow(url, row.title, row.listed_on, "anchor"), row.verdict, row.reason)
    return None


def _say_hollow(state: PortalState) -> None:
    """Say which columns lost their reports and did not merely pass them on to the columns below."""
    known = reports.reports_of_portal(state.keeper.log, state.place.portal_id)
    for column_id, hollow in state.hollow.items():
        own = [report.url for report in known if report.column_id == column_id and report.state != "withdrawn"]
        if own and not any(state.outcomes.get(url) == "report" for url in own):
            state.healthy = False
            state.whole.discard(column_id)
            state.keeper.health(hollow.place, hollow.url, hollow.problem)
            state.keeper.spoil(column_id, hollow.problem, rows=hollow.rows)


def _say_silent(state: PortalState) -> None:
    """Say it where a column and all below it were seen, and nothing on the whole portal is or ever was a report."""
    if not state.healthy or state.lists or reports.reports_of_portal(state.keeper.log, state.place.portal_id):
        return
    detail = "各级栏目都看过了，一份年报也没有看到。请用浏览器打开栏目核对；若找错了，请在 portals.toml 写明 columns。"
    problem = UnansweredError("empty_column", detail)
    columns = _columns_by_id(state)
    for column_id in [number for number in sorted(state.whole) if columns[number].found_by != "parent column"]:
        column = columns[column_id]
        state.healthy = False
        state.whole.discard(column_id)
        place = replace(state.place, column_id=column_id, column=column.title)
        state.keeper.health(place, column.url, problem)
        state.keeper.spoil(column_id, problem, rows=0)


async def _look_for_missing(state: PortalState) -> None:
    """Note the reports that columns read in health do not show any more."""
    columns = _columns_by_id(state)
    for report in reports.reports_of_portal(state.keeper.log, state.place.portal_id):
        column = columns.get(report.column_id)
        if column is None or column.id not in state.whole or report.state == "withdrawn":
            continue
        reason = await _absence(state, report.url, column)
        if reason is not None:
            state.keeper.miss(report.id, reason)


async def _absence(state: PortalState, url: str, column: portals.Column) -> reports.Reason | None:
    """Why a report is missing; None where it is there, or where that cannot be told."""
    outcome = state.outcomes.get(url)
    if outcome is not None:
        return outcome if outcome in ("gone", "soft_404") else None
    place = replace(state.place, column_id=column.id, column=column.title)
    try:
        page = await state.asker.page(Ask(url, "page", place, referer=column.url))
    except UnansweredError:
        return None
    except GoneError as gone:
        return gone.reason
    same = page.same_content
    await state.keeper.save(page.answer, same_content=same)
    state.keeper.keep(page.answer, page.verdict.kind, page.verdict.media_type, same_content=same)
    return "not_listed"


def _columns_by_id(state: PortalState) -> dict[int | None, portals.Column]:
    rows = portals.columns_of(state.keeper.log, state.place.portal_id, active=False)
    return {row.id: row for row in rows}
