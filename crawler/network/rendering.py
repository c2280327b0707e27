"""Lists rendered by a browser, kept to the portal's own hosts, and turned page by page as a reader would.

The browser renders and evades nothing: it says who it is, obeys robots.txt and
solves no puzzle. What it saw is kept as evidence: the page after each click,
and what the page's scripts were answered.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Response, Route
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.answers import Heard, Seen
from crawler.encoding import reread
from crawler.listings import rows
from crawler.middlewares import HOSTS, ROBOT_NAME, ROBOTS
from crawler.text import squash

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.http import Response as Answered

    from crawler.hosts import HostRule

ROWS_TIMEOUT: Final = 10_000
"""Milliseconds to wait for rows to appear in a rendered list."""

MOMENT: Final = 1_500
"""Milliseconds in which a page that has all it asked for shows its rows."""

TURN_TIMEOUT: Final = 8_000
"""Milliseconds to wait for a click to show other rows."""

SCROLL_TIMEOUT: Final = 1_500
"""Milliseconds to wait for a list to grow at its end."""

MOST_CLICKS: Final = 99
"""Pages that are turned to by clicks; a list that goes on is read in part."""

PAUSE: Final = "nianbao_pause"
"""Request meta: seconds between two clicks, the host's delay."""

_MOST_HEARD: Final = 60
_LARGEST_HEARD: Final = 4 * 1024 * 1024
_SETTLE: Final = 3_000
_USELESS: Final = frozenset({"image", "media", "font", "stylesheet"})
_DATA: Final = frozenset({"xhr", "fetch"})

# A row of an annual-report list names a year and a report; menus name the column without a year. A report has headings.
_ROWS_SHOW: Final = """() => [...document.querySelectorAll('a,li,tr')].some(
  e => /(?:19|20)\\d\\d/.test(e.title + e.textContent) && /报/.test(e.title + e.textContent)
    && (e.tagName === 'A' || e.hasAttribute('onclick') || e.querySelector('[onclick],a')))
  || /总体情况[^]*主动公开[^]*行政复议/.test(document.body ? document.body.innerText : '')"""

_TEXT: Final = "() => document.body ? document.body.innerText : ''"

_TO_THE_END: Final = "() => window.scrollTo(0, document.body ? document.body.scrollHeight : 0)"

_TEXT_CHANGED: Final = "before => document.body && document.body.innerText !== before"

# Finds what leads to the page of that number where no address does: 下一页, a sign among numbers, the number itself,
# or a button for more rows; clicks it where that is wanted.
_NEXT: Final = """([number, click]) => {
  const words = e => (e.innerText || e.value || e.title || '').replace(/\\s/g, '');
  const isOff = e => !!e && (e.disabled || e.getAttribute('aria-disabled') === 'true'
    || /(^|[\\s_-])(disabled?|unable|off|p_next_d|no-?more)($|[\\s_-])/.test(e.className || ''));
  const leads = e => {
    const href = e.closest('a') && e.closest('a').getAttribute('href');
    return !!href && !/^(#|javascript:)/i.test(href.trim());
  };
  const all = [...document.querySelectorAll('a,button,input[type=button],input[type=submit],span,li,em,i,b,div')]
    .filter(e => e.getClientRects().length && e.children.length <= 2)
    .filter(e => !isOff(e) && !isOff(e.parentElement) && !leads(e));
  const among = e => {
    const near = e.parentElement && e.parentElement.matches('li,span,td') ? e.parentElement : e;
    return !!near.parentElement && [...near.parentElement.querySelectorAll('a,span,li,em,b,strong,button')]
      .some(x => /^\\d+$/.test(words(x)));
  };
  const marked = /(^|[\\s_-])(next|p_next|page-?next|nextpage|next-page)($|[\\s_-])/;
  const next = all.find(e => /^(下一?页|后一?页|next(page)?)[>»›→]*$/i.test(words(e)))
    || all.find(e => /^[>›→]$/.test(words(e)) && among(e))
    || all.find(e => marked.test(e.className || '') && !words(e) && among(e))
    || all.find(e => words(e) === String(number) && e.matches('a,button,span,li') && among(e))
    || all.find(e => /^(点击)?加载更多|^(点击)?查看更多(信息|内容)?$/.test(words(e)) && !e.closest('nav'));
  let inner = next;
  while (inner && inner.children.length === 1 && words(inner.children[0]) === words(next)) inner = inner.children[0];
  if (next && click) (next.querySelector('a,button') || inner).click();
  return !!next;
}"""


def render_meta(user_agent: str, seen: Seen) -> dict[str, Any]:
    """The request meta that has a list rendered, its rows waited for and its pages turned, all noted in ``seen``."""
    watch = _Watch(seen)
    return {
        "playwright": True,
        "playwright_context_kwargs": {
            "user_agent": user_agent,
            "ignore_https_errors": True,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "service_workers": "block",
        },
        "playwright_page_init_callback": watch.begin,
        "playwright_page_methods": [PageMethod(wait_for_rows), PageMethod(watch.turn)],
    }


async def wait_for_rows(page: Page) -> None:
    """Wait until the page shows a report list's row or a report, at most :data:`ROWS_TIMEOUT`; it is taken as it is.

    A page that shows something else and asks for nothing any more, a menu say, is waited for a moment only.
    """
    if await _rows_show(page, MOMENT):
        return
    with suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=ROWS_TIMEOUT)
    with suppress(PlaywrightError):
        shows_text = await page.evaluate(_TEXT)
        await _rows_show(page, MOMENT if shows_text.strip() else ROWS_TIMEOUT)


async def _rows_show(page: Page, milliseconds: int) -> bool:
    try:
        await page.wait_for_function(_ROWS_SHOW, timeout=milliseconds)
    except PlaywrightError:
        return False
    return True


async def keep_to_host(page: Page, request: "Request") -> None:
    """Let the page load scripts and data of the portal's own hosts that robots.txt allows, nothing else."""
    rule: HostRule | None = request.meta.get(HOSTS)
    robots = request.meta.get(ROBOTS)

    async def decide(route: Route) -> None:
        asked = route.request
        allowed = (
            asked.resource_type not in _USELESS
            and (rule is None or rule.allows(asked.url))
            and (robots is None or robots.can_fetch(asked.url, ROBOT_NAME))
        )
        # A page that is closing has no routes to answer any more.
        with suppress(PlaywrightError):
            await (route.fallback() if allowed else route.abort())

    await page.route("**/*", decide)


class _Watch:
    """Sees one page through: what its scripts hear, and what shows after each click."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._pause = 0.0
        self._listening: set[asyncio.Task[None]] = set()

    async def begin(self, page: Page, request: "Request") -> None:
        """Keep the page to its hosts, and listen. A page asked for again is seen anew."""
        self._seen.pages.clear()
        self._seen.heard.clear()
        self._seen.cut = self._seen.stuck = False
        self._pause = request.meta.get(PAUSE, 0.0)
        page.on("response", self._hear)
        await keep_to_host(page, request)

    def _hear(self, response: Response) -> None:
        if response.request.resource_type in _DATA and len(self._listening) < _MOST_HEARD:
            self._listening.add(asyncio.ensure_future(self._note(response)))

    async def _note(self, response: Response) -> None:
        # A page that went on has no answers any more, and some answers have no body.
        with suppress(PlaywrightError):
            kind = (await response.all_headers()).get("content-type", "")
            form = response.request.post_data_buffer or b""
            body = b""
            with suppress(PlaywrightError):
                body = await response.body()
            if len(body) <= _LARGEST_HEARD:
                asked = (response.url, response.request.method, form.decode("utf-8", "replace"))
                self._seen.heard.append(Heard(*asked, response.status, kind, body))

    async def turn(self, page: Page) -> None:
        """Note the page as it shows, then turn it as long as a click shows rows that did not show so before."""
        html = await _content(page)
        self._seen.pages.append(html.encode())
        known = _visible_items(html, page.url)
        shown = [await _visible(page, known)]
        for number in range(2, MOST_CLICKS + 3):
            if not await self._click(page, number):
                break
            self._seen.more_time()
            html = await _content(page)
            fresh = _visible_items(html, page.url) - known
            now = await _visible(page, known | fresh)
            # A script that shows and hides what all stands in the page turns it all the same.
            if not fresh and now in shown:
                self._seen.stuck = now == shown[-1]
                break
            if number > MOST_CLICKS + 1:
                self._seen.cut = True
                break
            self._seen.pages.append(html.encode())
            known |= fresh
            shown.append(now)
        await asyncio.gather(*self._listening)

    async def _click(self, page: Page, number: int) -> bool:
        """Click for the page of that number and wait until it shows; whether there was anything to click."""
        before = await page.evaluate(_TEXT)
        if not await page.evaluate(_NEXT, [number, False]):
            return await self._scroll(page, before)
        await asyncio.sleep(self._pause)
        if not await page.evaluate(_NEXT, [number, True]):
            return False
        with suppress(PlaywrightError):
            await page.wait_for_function(_TEXT_CHANGED, arg=before, timeout=TURN_TIMEOUT)
            await page.wait_for_load_state("networkidle", timeout=_SETTLE)
        return True

    async def _scroll(self, page: Page, before: str) -> bool:
        """Go to the end of a page that may grow there; whether it grew."""
        await page.evaluate(_TO_THE_END)
        try:
            await page.wait_for_function(_TEXT_CHANGED, arg=before, timeout=SCROLL_TIMEOUT)
        except PlaywrightError:
            return False
        return True


def _visible_items(html: str, url: str) -> set[tuple[str, str]]:
    return {(row.url, row.title) for row in rows(html, url)}


async def _visible(page: Page, known: set[tuple[str, str]]) -> set[str]:
    """The titles of rows known that a reader sees now."""
    text = squash(await page.evaluate(_TEXT))
    return {title for _, title in known if squash(title) in text}


async def _content(page: Page) -> str:
    """The page as it shows; one that is just going on to another address is waited for."""
    try:
        html = await page.content()
    except PlaywrightError:
        await page.wait_for_load_state("domcontentloaded")
        html = await page.content()
    return reread(html, await page.evaluate("() => document.characterSet"))


class Renderer(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the package carries no types
    """scrapy-playwright's handler, to be made while a crawl is under way and to be started by :meth:`launch`."""

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._house = crawler

    def go_through(self, proxy: str) -> None:
        """Let the browser make all of its connections through that proxy; before :meth:`launch`."""
        self.config.launch_options = self.config.launch_options | {"proxy": {"server": proxy}}

    async def launch(self) -> None:
        """Start Playwright; the browser starts with the first page."""
        await self._launch()

    async def download_request(self, request: "Request") -> "Answered":
        """The rendered page, its clicks as far apart as the host's requests are."""
        engine = self._house.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        request.meta[PAUSE] = slot.delay if slot else self._house.settings.getfloat("DOWNLOAD_DELAY")
        answered: Answered = await super().download_request(request)
        return answered
