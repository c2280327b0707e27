"""The visit of one address that somebody says is a report: the page or file there, with all that belongs to it."""

from dataclasses import replace
from typing import Final

from crawler.keeper import Listed
from crawler.listings import ListRow
from crawler.portal_state import Column, PortalState
from crawler.visits.report import visit_report

_TOLD: Final = "有人点名要查"


async def visit_single_page(state: PortalState) -> None:
    """Fetch what stands at the portal's own address, as if a list had led there, and note it; no list is looked at."""
    url = state.declared.home
    column_id = state.keeper.add_column(state.place.portal_id, url, "", "registry")
    place = replace(state.place, column_id=column_id)
    await visit_report(state, place, Column(url, ""), Listed(ListRow(url, "", None, "anchor"), "report", _TOLD))
