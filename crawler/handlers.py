"""Scrapy's download handler, with a browser and the TLS of old servers behind it for what needs them."""

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares import LEGACY
from crawler.network.legacy_tls import LegacyTlsHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from crawler.network.rendering import Renderer


class BrowserLastHandler(HTTP11DownloadHandler):
    """Plain HTTP for everything but requests that ask for rendering, and https to hosts that know old TLS only.

    Most crawls never need a browser; loading Playwright and starting it costs
    them half a second and a process each.
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._house = crawler
        self._renderer: Renderer | None = None
        self._starting = asyncio.Lock()
        self._legacy: LegacyTlsHandler | None = None

    async def download_request(self, request: "Request") -> "Response":
        """The answer to a request, from the browser where the request asks for it."""
        if not request.meta.get("playwright"):
            if _needs_old_tls(request):
                self._legacy = self._legacy or LegacyTlsHandler(self._house.settings)
                return await self._legacy.download_request(request)
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
        from crawler.network.rendering import Renderer  # noqa: PLC0415 - loads Playwright

        async with self._starting:
            if self._renderer is None:
                renderer = Renderer(self._house)
                await renderer.launch()
                self._renderer = renderer
        return self._renderer


def _needs_old_tls(request: "Request") -> bool:
    parts = urlparse_cached(request)
    return parts.scheme == "https" and parts.netloc in request.meta.get(LEGACY, ())
