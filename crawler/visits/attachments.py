"""What a report is beside its first page: further pages, files and pictures, fetched with the page as Referer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crawler.answers import Ask, Place
from crawler.articles.content import main_text
from crawler.articles.disposition import name_in_disposition
from crawler.articles.files import FileLink, files_of, name_in_address, pictures_of
from crawler.articles.pages import following_pages, framed_pages, is_hollow
from crawler.hosts import host_of
from crawler.network.fetching import GoneError, Page
from crawler.portal_state import Attachment, PortalState
from crawler.problems import UnansweredError
from storage.tables import frontier

MOST_FILES: Final = 20
"""Files of one page that are fetched; a page that leads to more is a download centre."""

MOST_PICTURES: Final = 60
"""Pictures of one report that are fetched; a scan of a long report has some forty pages."""

MOST_PAGES: Final = 30
"""Pages of one article that are followed."""

_PARTS: Final = frozenset({"report", "other", "list"})
"""What a further page of an article may look like by itself."""


async def fetch_article(state: PortalState, place: Place, first: Page) -> list[Page]:
    """All pages of the article that begins on ``first``, in order, then what it shows in frames or by script.

    UnansweredError (noted already) where one of them was not to be had: half a
    report must not be taken for the report.
    """
    pages = [first]
    while len(pages) < MOST_PAGES and (following := await _following(state, place, pages)):
        pages.append(following)
    for target in framed_pages(first.text, first.url):
        framed = await _page(state, place, target, first)
        if framed is not None and framed.verdict.kind in {*_PARTS, "file"}:
            pages.append(framed)
    if len(pages) == 1 and state.browser and not first.answer.ask.rendered and is_hollow(first.text, first.url):
        shown = await state.asker.page(Ask(first.url, "page", place, referer=first.answer.ask.referer, rendered=True))
        pages += [] if is_hollow(shown.text, shown.url) else [shown]
    return pages


async def fetch_files(state: PortalState, place: Place, pages: Sequence[Page]) -> list[Attachment]:
    """The files of a report's pages, then the pictures in them, each in its order.

    One that fails now stands as it was kept before, or is missing.
    """
    found: dict[str, Attachment | None] = {}
    for page in pages:
        for link in files_of(page.text, page.url)[:MOST_FILES]:
            found[link.url] = await _once(state, place, page, link)
    for page in pages:
        for link in pictures_of(page.text, page.url)[: MOST_PICTURES - len(found)]:
            picture = None if link.url in found else await _once(state, place, page, link)
            if picture is not None:
                pictures = sum(file is not None and file.role == "picture" for file in found.values())
                found[link.url] = replace(picture, role="picture", name=f"图{pictures + 1}")
    return [file for file in found.values() if file is not None]


async def _following(state: PortalState, place: Place, pages: Sequence[Page]) -> Page | None:
    """The page of an article behind the last one; None at its end."""
    last = pages[-1]
    known = {page.answer.ask.url for page in pages} | {page.url for page in pages}
    for target in following_pages(last.text, last.url, len(pages), first=pages[0].url):
        page = None if target in known else await _page(state, place, target, last)
        if page is None or page.verdict.kind not in _PARTS:
            continue
        if all(main_text(page.text) != main_text(earlier.text) for earlier in pages):
            return page
    return None


async def _page(state: PortalState, place: Place, url: str, above: Page) -> Page | None:
    """A page that belongs to the one above it; None where there is no such page."""
    if not state.asker.rule.allows(url):
        return None
    ask = Ask(url, "page", place, referer=above.url)
    try:
        page = await state.asker.page(ask)
    except GoneError:
        return None
    if page.verdict.kind == "broken":
        problem = UnansweredError("broken_file", f"{page.verdict.detail or '来的内容读不出'}，年报的这一页没有采用。")
        state.keeper.fail(page.answer.ask, problem)
        raise problem
    return page


async def _once(state: PortalState, place: Place, page: Page, link: FileLink) -> Attachment | None:
    if link.url not in state.files:
        state.files[link.url] = await _fetch(state, place, page, link)
    return state.files[link.url]


async def _fetch(state: PortalState, place: Place, page: Page, link: FileLink) -> Attachment | None:
    keeper = state.keeper
    if not state.asker.rule.allows(link.url):
        keeper.health(place, link.url, _foreign(link))
        return None
    ask = Ask(link.url, "file", place, referer=page.url)
    before = frontier.get(keeper.log, ask.key)
    late = before is not None and before.sha256 is None
    try:
        file = await state.asker.file(ask, page)
    except UnansweredError:
        kept = keeper.last_answer(ask.key)
        return Attachment(kept.capture_id, link.name, kept.sha256) if kept else None
    await keeper.save(file.answer)
    capture_id = keeper.keep(file.answer, "file", file.verdict.media_type)
    keeper.counts["files"] += 1
    keeper.announce("file", portal=place.portal, url=link.url)
    return Attachment(capture_id, name_of(link, file), file.answer.sha256, late)


def name_of(link: FileLink, file: Page) -> str:
    """The name of a file: what the link says, else what the server says, else what the address says."""
    if link.name and link.name != name_in_address(link.url):
        return link.name
    return name_in_disposition(file.answer.header("Content-Disposition") or "") or link.name


def _foreign(link: FileLink) -> UnansweredError:
    detail = (
        f"附件《{link.name}》在站外主机 {host_of(link.url)}，没有抓取。"
        "若是本单位存放附件的主机，请把主机名写入 portals.toml 的 hosts。"
    )
    return UnansweredError("unreadable", detail)
