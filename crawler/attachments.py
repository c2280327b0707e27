"""The files a report's page leads to, fetched with the page as Referer."""

from dataclasses import dataclass
from typing import Final

from crawler.answers import Ask, Place
from crawler.fetching import Page
from crawler.hosts import host_of
from crawler.pages import FileLink, files_of
from crawler.portal_state import PortalState
from crawler.problems import UnansweredError
from storage.tables import frontier

MOST_FILES: Final = 20
"""Files of one page that are fetched; a page that leads to more is a download centre."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the archive. ``late``: it was asked for in an earlier run and could not be had until now."""

    capture_id: int
    name: str
    sha256: str
    late: bool = False


async def fetch_files(state: PortalState, place: Place, page: Page) -> list[Attachment]:
    """The files of a page in its order; one that fails now stands as it was kept before, or is missing."""
    found = []
    for link in files_of(page.text, page.url)[:MOST_FILES]:
        if link.url not in state.files:
            state.files[link.url] = await _fetch(state, place, page, link)
        file = state.files[link.url]
        if file is not None:
            found.append(file)
    return found


async def _fetch(state: PortalState, place: Place, page: Page, link: FileLink) -> Attachment | None:
    keeper = state.keeper
    if not state.asker.rule.allows(link.url):
        keeper.health(place, link.url, _foreign(link))
        return None
    ask = Ask(link.url, "file", place, referer=page.url)
    before = frontier.get(keeper.log, ask.key)
    late = before is not None and before["sha256"] is None
    try:
        file = await state.asker.file(ask)
    except UnansweredError:
        kept = keeper.kept(ask.key)
        return Attachment(kept.capture_id, link.name, kept.sha256) if kept else None
    capture_id = keeper.keep(file.answer, "file", file.verdict.media_type)
    keeper.counts["files"] += 1
    keeper.announce("file", portal=place.portal, url=link.url)
    return Attachment(capture_id, link.name, file.answer.sha256, late)


def _foreign(link: FileLink) -> UnansweredError:
    detail = (
        f"附件《{link.name}》在站外主机 {host_of(link.url)}，没有抓取。"
        "若是本单位的主机，请把该主机的一个栏目地址写入 portals.toml 的 columns。"
    )
    return UnansweredError("unreadable", detail)
