"""The columns that a portal's visit starts from: declared, found by an earlier run, or found now.

A column found once is visited again without a new search as long as it stands;
when it is gone or empty the search runs anew, so that the watch mends itself
after a redesign, and people are told what changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from crawler.addresses import identity
from crawler.answers import Ask
from crawler.discovery.evidence import FIT, SURE
from crawler.discovery.leads import Lead, leads_of
from crawler.discovery.search import Discovery, Found, Search
from crawler.hosts import host_of
from crawler.network.fetching import GoneError
from crawler.portal_state import Column, PortalState
from crawler.problems import UnansweredError
from storage.tables import frontier, health, obligations, portals, reports, visits

_LATELY: Final = timedelta(days=14)
"""For so long a page of the home page's that turned out to be no column is not looked at again."""

_MOST_HUBS: Final = 3
"""Pages of disclosure that are looked at again for a newer column."""

_PATIENCE: Final = 3
"""Visits in a row in which a column's address did not answer, before another place is looked for."""


def declared_columns(state: PortalState) -> list[Column]:
    """The columns of the registry, with the titles that earlier visits found."""
    known = portals.columns_of(state.keeper.log, state.place.portal_id, active=False)
    titles = {row.url: row.title for row in known}
    return [Column(url, titles.get(url, "")) for url in state.declared.columns]


def standing_columns(state: PortalState) -> list[Column]:
    """The columns that discovery found in earlier runs."""
    return [Column(row.url, row.title, found_by="discovery") for row in _known_columns(state)]


async def discover(state: PortalState) -> list[Column]:
    """Search for the portal's columns and note those found; where there is none, people are told why."""
    discovery = await Search(state).run()
    columns = _note(state, discovery.columns, discovery.site)
    if not columns:
        state.healthy = False
        if not discovery.failures:
            state.keeper.health(state.place, state.declared.home, _no_column(discovery))
    return columns


async def find_anew(state: PortalState) -> list[Column]:
    """The columns to visit beside those known, where one of these stands no more, or more may stand elsewhere.

    That may be where one is but one year's report, and where the search that
    found them could not see all. To be asked when the known columns were visited. A column that is gone, or
    empty while the search is sure of another, is taken out of the watch.
    """
    known = _known_columns(state)
    lost = {row.url: row for row in known if _is_lost(state, row)}
    hindered = frontier.was_hindered(state.keeper.log, state.place.portal_id, state.keeper.run_id)
    if not lost and not hindered and not any(_is_one_report(state, row) for row in known):
        return []
    discovery = await Search(state).run()
    places = {identity(row.url) for row in known}
    fresh = [found for found in discovery.columns if identity(found.url) not in places and found.score >= FIT]
    refound = {identity(found.url) for found in discovery.columns if found.score >= FIT}
    columns = _note(state, fresh, discovery.site)
    replaced = [row for url, row in lost.items() if identity(url) not in refound and _may_replace(state, row, fresh)]
    for row in replaced:
        portals.retire_column(state.keeper.log, row.id)
        _say_moved(state, row, fresh[0])
    if replaced:
        state.healthy = all(_is_healthy(state, row) for row in known if row not in replaced)
    return columns


async def find_newer(state: PortalState) -> list[Column]:
    """The columns that the home page leads to now, where a report is awaited and none of them is watched yet.

    A column that stands may have been left behind: reports go to a new one, and
    the old one keeps its rows. To be asked when all known columns were visited,
    and before anybody is said to be silent.
    """
    log, place = state.keeper.log, state.place
    if not obligations.awaits(log, place.portal_id, state.keeper.clock.today):
        return []
    leads = [lead for lead in await _leads_of_home(state) if _is_new(state, lead)]
    if not leads:
        return []
    discovery = await Search(state).run()
    known = {identity(row.url) for row in portals.columns_of(log, place.portal_id, active=False)}
    fresh = [one for one in discovery.columns if one.score >= FIT and identity(one.url) not in known | state.visited]
    columns = _note(state, fresh, discovery.site)
    if columns:
        detail = f"首页现在另有年报栏目 {columns[0].url}，已一并巡查。请打开核对，原栏目若已不用请改登记表。"
        state.keeper.note(place, state.declared.home, "newer_column", detail)
    return columns


async def _leads_of_home(state: PortalState) -> list[Lead]:
    """What the home page, and the pages of disclosure that it leads to, call a column of annual reports."""
    found = await _leads_of(state, state.declared.home)
    hubs = [lead for lead in found if lead.kind == "hub" and state.asker.rule.is_own(lead.url)]
    for hub in hubs[:_MOST_HUBS]:
        found += await _leads_of(state, hub.url)
    return [lead for lead in found if lead.kind == "column"]


async def _leads_of(state: PortalState, url: str) -> list[Lead]:
    """What a page leads to; nothing where it is not to be had."""
    try:
        page = await state.asker.page(Ask(url, "home", state.place))
    except (UnansweredError, GoneError):
        return []
    await state.keeper.save(page.answer, same_content=page.same_content)
    state.keeper.keep(page.answer, page.verdict.kind, page.verdict.media_type, same_content=page.same_content)
    return list(leads_of(page.text, page.url).found)


def _is_new(state: PortalState, lead: Lead) -> bool:
    """Whether a lead goes where no visit of this run has been, and none has looked lately."""
    asked = state.keeper.day_asked(lead.url)
    lately = bool(asked) and state.keeper.clock.today - date.fromisoformat(asked) < _LATELY
    return identity(lead.url) not in state.visited and not lately and state.asker.rule.allows(lead.url)


def _known_columns(state: PortalState) -> list[portals.Column]:
    rows = portals.columns_of(state.keeper.log, state.place.portal_id)
    return [row for row in rows if row.found_by == "discovery"]


def _note(state: PortalState, found: Sequence[Found], site: str) -> list[Column]:
    """Write columns down all at once, so that a killed run leaves all of them or none."""
    log, place = state.keeper.log, state.place
    columns = []
    with log.atomic():
        for one in found:
            owner = portals.column_at(log, one.url)
            if owner is not None and owner.portal_id != place.portal_id:
                continue  # another portal's column: its reports are kept there
            column_id = state.keeper.add_column(place.portal_id, one.url, one.title, "discovery")
            portals.found_how(log, column_id, one.score, one.reasons)
            columns.append(Column(one.url, one.title, found_by="discovery", page=one.page))
    for one in found:
        state.keeper.announce(
            "column",
            portal=place.portal,
            site=site,
            url=one.url,
            title=one.title,
            score=one.score,
            reasons=list(one.reasons),
        )
    return columns


def _is_lost(state: PortalState, column: portals.Column) -> bool:
    return bool(_loss(state, column))


def _loss(state: PortalState, column: portals.Column) -> str:
    """What became of a column that stands no more, in Chinese; empty where it may stand."""
    if _is_gone(state, column):
        return "已不存在"
    verdict = _verdict(state, column)
    if verdict == "empty":
        return "已经空了"
    asked = frontier.get(state.keeper.log, column.url)
    tries = asked.tries if asked else 0
    return f"一连 {tries} 次打不开" if verdict in ("unreachable", "error") and tries >= _PATIENCE else ""


def _is_gone(state: PortalState, column: portals.Column) -> bool:
    asked = frontier.get(state.keeper.log, column.url)
    return asked is not None and asked.state == "gone"


def _is_healthy(state: PortalState, column: portals.Column) -> bool:
    return _verdict(state, column) == "ok"


def _verdict(state: PortalState, column: portals.Column) -> str:
    """How the visit of a column went in this run; empty where there was none."""
    last = visits.last_visit(state.keeper.log, column.id)
    return last.verdict if last and last.run_id == state.keeper.run_id else ""


def _is_one_report(state: PortalState, column: portals.Column) -> bool:
    """Whether a column is no list but a report itself: next year's will stand elsewhere."""
    return [row.url for row in reports.listings(state.keeper.log, column.id)] == [column.url]


def _may_replace(state: PortalState, column: portals.Column, fresh: Sequence[Found]) -> bool:
    """Whether what was found instead is sure enough: an empty list may fill again, what is gone is gone."""
    return bool(fresh) and fresh[0].score >= (FIT if _is_gone(state, column) else SURE)


def _say_moved(state: PortalState, column: portals.Column, found: Found) -> None:
    """Put what changed in the place of what the visit of the lost column said."""
    why = "；".join(found.reasons)
    detail = (
        f"栏目原址{_loss(state, column)}，重新发现的栏目在 {found.url}（{found.score} 分：{why}），已改用。"
        "请打开核对，确认后可写入 portals.toml 的 columns。"
    )
    place = replace(state.place, column_id=column.id, column=column.title)
    for event in health.of_run(state.keeper.log, state.keeper.run_id):
        if event.column_id == column.id and event.url == column.url:
            state.keeper.health(place, column.url, UnansweredError(event.kind, detail))


def _no_column(discovery: Discovery) -> UnansweredError:
    if discovery.elsewhere:
        what = f"年报栏目在别的主机 {host_of(discovery.elsewhere[0])}"
        return UnansweredError("empty_column", f"{what}，没有抓取。{_MEND_HOST}")
    what = f"从首页起看了 {discovery.looked} 个网页，没有找到年报栏目"
    return UnansweredError("empty_column", f"{what}。请人工找到它，写入 portals.toml 的 columns。")


_MEND_HOST: Final = "若是本单位的主机，请写入 portals.toml 的 hosts，或把栏目地址写入 columns。"
