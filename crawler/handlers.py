"""Scrapy's download handler, with a browser behind it that is started only when a list needs one."""

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from crawler.rendering import Renderer


class BrowserLastHandler(HTTP11DownloadHandler):
    """Plain HTTP for everything but requests that ask for rendering.

    Most crawls never need a browser; loading Playwright and starting it costs
    them half a second and a process each.
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._house = crawler
        self._renderer: Renderer | None = None
        self._starting = asyncio.Lock()

    async def download_request(self, request: "Request") -> "Response":
        """The answer to a request, from the browser where the request asks for it."""
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        renderer = await self._start()
        response: Response = await renderer.download_request(request)
        return response

    async def close(self) -> None:
        """Close connections, and the browser where one was started."""
        await super().close()
        if self._renderer is not None:
            await self._renderer.close()

    async def _start(self) -> "Renderer":
        from crawler.rendering import Renderer  # noqa: PLC0415 - loads Playwright

        async with self._starting:
            if self._renderer is None:
                renderer = Renderer(self._house)
                await renderer.launch()
                self._renderer = renderer
        return self._renderer
