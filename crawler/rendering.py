"""Lists rendered by a browser, kept to the portal's own hosts.

The browser renders and evades nothing: it says who it is, obeys robots.txt and
solves no puzzle.
"""

from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.middlewares import HOSTS, ROBOT_NAME, ROBOTS

if TYPE_CHECKING:
    from scrapy.http import Request

    from crawler.hosts import HostRule

ROWS_TIMEOUT: Final = 10_000
"""Milliseconds to wait for rows to appear in a rendered list."""

_USELESS: Final = frozenset({"image", "media", "font", "stylesheet"})

# A row of an annual-report list names a year and a report; menus name the column without a year.
_ROWS_SHOW: Final = """() => [...document.querySelectorAll('a')].some(
  a => /(?:19|20)\\d\\d/.test(a.title + a.textContent) && /报/.test(a.title + a.textContent))"""


def render_meta(user_agent: str) -> dict[str, Any]:
    """The request meta that has a list rendered and its rows waited for."""
    return {
        "playwright": True,
        "playwright_context_kwargs": {
            "user_agent": user_agent,
            "ignore_https_errors": True,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "service_workers": "block",
        },
        "playwright_page_init_callback": keep_to_host,
        "playwright_page_methods": [PageMethod(wait_for_rows)],
    }


async def wait_for_rows(page: Page) -> None:
    """Wait until the page shows a row of a report list, at most :data:`ROWS_TIMEOUT`; then it is taken as it is."""
    try:
        await page.wait_for_function(_ROWS_SHOW, timeout=ROWS_TIMEOUT)
    except PlaywrightError:
        return


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
        try:
            await (route.fallback() if allowed else route.abort())
        except PlaywrightError:
            return

    await page.route("**/*", decide)


class Renderer(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the package carries no types
    """scrapy-playwright's handler, to be made while a crawl is under way and to be started by :meth:`launch`."""

    async def launch(self) -> None:
        """Start Playwright; the browser starts with the first page."""
        await self._launch()
