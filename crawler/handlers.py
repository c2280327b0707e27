"""Scrapy's download handler, with a browser and the TLS of old servers behind it for what needs them."""

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached

from crawler.connecting import ConnectionGuard, GuardedResolver, inner_host, proxy_hosts
from crawler.hosts import host_of
from crawler.middlewares import HOSTS, LEGACY
from crawler.network.gate import Gate
from crawler.network.legacy_tls import LegacyTlsHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from crawler.hosts import HostRule
    from crawler.network.rendering import Renderer


class BrowserLastHandler(HTTP11DownloadHandler):
    """Plain HTTP for everything but requests that ask for rendering, and https to hosts that know old TLS only.

    Most crawls never need a browser; loading Playwright and starting it costs
    them half a second and a process each. On all three ways the address that is
    connected to is looked at.
    """

    # Made with the first request: when the reactor starts Scrapy puts its own resolver in.
    lazy = True

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

        self._house = crawler
        self._guard = ConnectionGuard(allow_inner=crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"))
        reactor.installResolver(GuardedResolver(reactor, self._guard, crawler.settings.getfloat("DNS_TIMEOUT")))
        self._renderer: Renderer | None = None
        self._gate = Gate(self._guard, lambda url: any(rule.allows(url) for rule in self._rules))
        self._rules: set[HostRule] = set()
        self._starting = asyncio.Lock()
        self._legacy: LegacyTlsHandler | None = None

    async def download_request(self, request: "Request") -> "Response":
        """The answer to a request, from the browser where the request asks for it."""
        if request.meta.get("playwright"):
            return await self._render(request)
        try:
            if _needs_old_tls(request):
                self._legacy = self._legacy or LegacyTlsHandler(self._house.settings, self._guard)
                return await self._legacy.download_request(request)
            return await super().download_request(request)
        except CannotResolveHostError:
            host = host_of(request.url)
            raise inner_host(host) if host in self._guard.refused else CannotResolveHostError(host) from None

    async def _render(self, request: "Request") -> "Response":
        if (rule := request.meta.get(HOSTS)) is not None:
            self._rules.add(rule)
        renderer = await self._start()
        response: Response = await renderer.download_request(request)
        return response

    async def close(self) -> None:
        """Close connections, and the browser where one was started."""
        await super().close()
        if self._renderer is not None:
            await self._renderer.close()
            await self._gate.close()

    async def _start(self) -> "Renderer":
        from crawler.network.rendering import Renderer  # noqa: PLC0415 - loads Playwright

        async with self._starting:
            if self._renderer is None:
                renderer = Renderer(self._house)
                if not proxy_hosts():  # who goes out through a proxy has its names resolved there
                    await self._gate.open()
                    renderer.go_through(self._gate.address)
                await renderer.launch()
                self._renderer = renderer
        return self._renderer


def _needs_old_tls(request: "Request") -> bool:
    parts = urlparse_cached(request)
    return parts.scheme == "https" and parts.netloc in request.meta.get(LEGACY, ())
