"""One honest try at a wall: the browser opens the address as anybody's would, and waits for the page behind it.

It says who it is and solves nothing for people only. What the wall's own
script lets through is taken; what stays walled is not asked again.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Response
from scrapy_playwright.page import PageMethod

from crawler.answers import Seen
from crawler.markup import visible_length
from crawler.network.rendering import keep_to_host, render_meta
from crawler.walls import wall_of

if TYPE_CHECKING:
    from scrapy.http import Request
    from scrapy.http.request import VerboseCookie

PASSING_SECONDS: Final = 15
"""A wall that has not given way by then stays."""

QUIET_SECONDS: Final = 4
"""A wall that neither loaded nor changed anything for so long has said its last; one without a script even sooner."""

_QUIET_WITHOUT_SCRIPT: Final = 1
_LOOK_EVERY: Final = 0.4
_OK: Final = 200
_SOMETHING: Final = 40
"""Visible characters of a page that came; a challenge's own page has next to none."""


class Passing:
    """One try, and what the browser brought: the status of the last page and the cookies the wall set."""

    def __init__(self) -> None:
        self.status = _OK
        self.cookies: list[VerboseCookie] = []
        self._stirred = 0.0
        self._html = ""

    def meta(self, user_agent: str) -> dict[str, Any]:
        """The request meta that makes this try."""
        return render_meta(user_agent, Seen()) | {
            "playwright_page_init_callback": self._watch,
            "playwright_page_methods": [PageMethod(self._wait)],
            "dont_retry": True,
        }

    async def _watch(self, page: Page, request: "Request") -> None:
        """Remember the status of every page the address leads to, for the first one is the wall's; note all stir."""

        def note(response: Response) -> None:
            self._stirred = time.monotonic()
            if response.request.is_navigation_request() and response.frame == page.main_frame:
                self.status = response.status

        page.on("response", note)
        await keep_to_host(page, request)

    async def _wait(self, page: Page) -> None:
        for _ in range(int(PASSING_SECONDS / _LOOK_EVERY)):
            if await self._is_through(page) or self._is_quiet():
                break
            await asyncio.sleep(_LOOK_EVERY)
        self.cookies = [
            {"name": cookie.get("name", ""), "value": cookie.get("value", ""), "path": cookie.get("path", "/")}
            for cookie in await page.context.cookies(page.url)
        ]

    async def _is_through(self, page: Page) -> bool:
        try:
            html = await page.content()
        except PlaywrightError:  # the page is just being replaced
            return False
        if html != self._html:
            self._html, self._stirred = html, time.monotonic()
        return not wall_of(html, self.status, {}) and visible_length(html) >= _SOMETHING

    def _is_quiet(self) -> bool:
        patience = QUIET_SECONDS if "<script" in self._html else _QUIET_WITHOUT_SCRIPT
        return time.monotonic() - self._stirred > patience
