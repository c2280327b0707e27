"""What every request and response passes: the host rule, robots.txt, and conditional asking."""

import asyncio
import zlib
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Self

from protego import Protego
from scrapy.exceptions import NotConfigured, ResponseDataLossError
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.connecting import inner_host
from crawler.hosts import HostRule, host_of, is_inner, port_of, resolves_inside
from crawler.problems import FailedError, UnansweredError, failures_as_problems

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.answers import Kept

HOSTS: Final = "nianbao_hosts"
"""Request meta: the :class:`HostRule` of the portal that is visited."""

KEPT: Final = "nianbao_kept"
"""Request meta: the :class:`Kept` answer of an earlier visit, to ask whether it changed; it answers a 304."""

SEEN: Final = "nianbao_seen"
"""Request meta: the :class:`Seen` in which a browser notes what it showed."""

ROBOTS: Final = "nianbao_robots"
"""Request meta: the robots rules of the host, left there for the browser's own requests."""

LEGACY: Final = "nianbao_legacy_tls"
"""Request meta: the hosts, with their ports, that are asked over the TLS of old servers."""

IS_ROBOTS: Final = "nianbao_is_robots"
"""Request meta: this is the question for a robots.txt itself."""

ROBOT_NAME: Final = "nianbao"
"""The name under which robots.txt may speak of us."""

_WINDOWS: Final = {b"gzip": (31,), b"x-gzip": (31,), b"deflate": (15, -15)}
"""How zlib is told of a coding; deflate comes with zlib's frame or, from some servers, without."""

_PIECE: Final = 64 * 1024
_LARGEST_STREAM: Final = 64 * 1024 * 1024
"""Bytes unpacked up to which a stream is followed; Scrapy refuses what is larger."""

_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_ROBOTS_SIZE: Final = 512 * 1024  # RFC 9309 §2.5: at least 500 KiB are parsed
_LONGEST_CRAWL_DELAY: Final = 300
"""Seconds. A host that wants a longer pause would hold a run for days; it is left alone and said so."""


class HostGuardMiddleware:
    """Refuses every address off the portal's hosts, and inner hosts unless they are allowed.

    Redirects pass here too, as requests of their own, and names are resolved
    before they are asked.
    """

    def __init__(self, *, allow_private_hosts: bool) -> None:
        self._allow_private_hosts = allow_private_hosts
        self._inside: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Made by Scrapy."""
        return cls(allow_private_hosts=crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"))

    async def process_request(self, request: Request) -> None:
        """Raise UnansweredError where the address may not be asked."""
        rule: HostRule | None = request.meta.get(HOSTS)
        host = host_of(request.url)
        if rule is not None and not rule.allows(request.url):
            where = (
                f"同一主机的别的端口 {host}:{port_of(request.url)}"
                if rule.allows_host(request.url)
                else f"别的主机 {host}"
            )
            raise UnansweredError(
                "unreachable",
                f"地址转到了{where}，没有跟去。若门户已迁移，请改 portals.toml 的 home 或 columns。",
            )
        if is_inner(host):
            # A proxy named by the environment leads outside; what stands inside is asked directly.
            request.meta.setdefault("proxy", None)
        if not self._allow_private_hosts and await self._is_inside(host):
            raise inner_host(host)

    async def _is_inside(self, host: str) -> bool:
        if host not in self._inside:
            self._inside[host] = is_inner(host) or await asyncio.to_thread(resolves_inside, host)
        return self._inside[host]


class RobotsMiddleware:
    """Obeys robots.txt (RFC 9309), its Crawl-delay included.

    Written anew because that of Scrapy 2.19 lets most requests past that wait
    for the first robots.txt of a host: they share one deferred, and all but the
    first waiter receive None, which it takes for permission. Here a lock a
    host keeps them until the answer is there.
    """

    def __init__(self, crawler: "Crawler") -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._rules: dict[tuple[str, bool], Protego | UnansweredError] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise UnansweredError where robots.txt forbids the address, or could not be had."""
        if request.meta.get(IS_ROBOTS):
            return
        rules = await self._rules_for(request)
        if isinstance(rules, UnansweredError):
            raise rules.saying(rules.detail)
        if not rules.can_fetch(request.url, ROBOT_NAME):
            raise UnansweredError("robots", "robots.txt 不许抓取这个地址，没有抓取。请联系对方，或人工查看。")
        request.meta[ROBOTS] = rules

    async def _rules_for(self, request: Request) -> Protego | UnansweredError:
        parts = urlparse_cached(request)
        place = f"{parts.scheme}://{parts.netloc}"
        # Rules that one TLS could not bring another one may.
        key = (place, parts.netloc in request.meta.get(LEGACY, ()))
        async with self._locks[place]:
            if key not in self._rules:
                self._rules[key] = await self._ask(f"{place}/robots.txt", request)
        return self._rules[key]

    async def _ask(self, url: str, asker: Request) -> Protego | UnansweredError:
        meta = {IS_ROBOTS: True, HOSTS: asker.meta.get(HOSTS), LEGACY: asker.meta.get(LEGACY, ())}
        engine = self._crawler.engine
        assert engine is not None
        try:
            with failures_as_problems():
                response = await engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
        except FailedError as problem:
            return _unknown(problem)
        except UnansweredError:
            # The file lies behind a redirect that we may not follow: RFC 9309 §2.3.1.3 counts that as no rules.
            return Protego.parse("")
        come_again = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        if come_again and response.status in _BUSY:
            return _unknown(
                UnansweredError("throttled", f"应答 {response.status}", status=response.status, come_again=come_again)
            )
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # RFC 9309 §2.3.1.4: rules that a server error hides must be taken for a complete refusal.
            return _unknown(UnansweredError("server_error", f"应答 {response.status}", status=response.status))
        rules = Protego.parse(
            response.body[:_ROBOTS_SIZE].decode("utf-8-sig", "replace") if response.status == HTTPStatus.OK else ""
        )
        return self._slow_down(urlparse_cached(asker).hostname or "", rules)

    def _slow_down(self, host: str, rules: Protego) -> Protego | UnansweredError:
        """Give a host the pause its Crawl-delay asks for where that is longer than ours."""
        engine = self._crawler.engine
        assert engine is not None
        delay = rules.crawl_delay(ROBOT_NAME) or 0.0
        if delay > _LONGEST_CRAWL_DELAY:
            return UnansweredError(
                "robots", f"robots.txt 要求每次间隔 {delay:g} 秒，一次巡查做不完，没有抓取。请联系对方，或人工查看。"
            )
        if delay > self._crawler.settings.getfloat("DOWNLOAD_DELAY"):
            engine.downloader.per_slot_settings[host] = {"concurrency": 1, "delay": delay, "jitter": 0}
            if slot := engine.downloader.slots.get(host):
                slot.delay = delay
        return rules


def _unknown(problem: UnansweredError) -> UnansweredError:
    return problem.saying(f"robots.txt 没有取到，按规定视为不许抓取：{problem.detail}")


class PatienceMiddleware:
    """Keeps an answer that says when to come again from being asked for again at once."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Tell the retry middleware, which comes after, to leave such an answer alone."""
        if response.headers.get(b"Retry-After"):
            request.meta["dont_retry"] = True
        return response


class WholeStreamMiddleware:
    """Refuses a compressed answer that breaks off: its length may be right where half of the page is missing."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Let everything pass but gzip and deflate streams without their end; ResponseDataLossError for those."""
        codings = response.headers.getlist(b"Content-Encoding")
        if request.method != "HEAD" and codings and _breaks_off(response.body, codings[-1].strip().lower()):
            raise ResponseDataLossError
        return response


def _breaks_off(body: bytes, coding: bytes) -> bool:
    """Whether a compressed body ends before its stream does; what is no such stream at all is others' matter."""
    for window in _WINDOWS.get(coding, ()):
        stream, rest, size = zlib.decompressobj(window), body, 0
        try:
            while rest and not stream.eof and size < _LARGEST_STREAM:
                size += len(stream.decompress(rest, _PIECE))
                rest = stream.unconsumed_tail
        except zlib.error:
            continue
        return bool(body) and not stream.eof and size < _LARGEST_STREAM
    return False


class ConditionalMiddleware:
    """Asks for a known address only whether it changed, and answers a 304 with the bytes kept then."""

    def process_request(self, request: Request) -> None:
        """Add the validators of the kept answer; a redirected request carries them already."""
        kept: Kept | None = request.meta.get(KEPT)
        if kept is None:
            return
        if kept.etag:
            request.headers.setdefault(b"If-None-Match", kept.etag.encode())
        if kept.last_modified:
            request.headers.setdefault(b"If-Modified-Since", kept.last_modified.encode())

    def process_response(self, request: Request, response: Response) -> Response:
        """Put the kept bytes in the place of a 304's empty body; every other response passes as it is."""
        kept: Kept | None = request.meta.get(KEPT)
        if response.status != HTTPStatus.NOT_MODIFIED or kept is None:
            return response
        # The validators may be younger than the kept headers: a page can change in its chrome alone.
        validators = {"ETag": kept.etag, "Last-Modified": kept.last_modified}
        headers = dict(kept.headers) | {name: value for name, value in validators.items() if value}
        certificate = response.certificate
        # Links start from where the answer came from now: the host may be asked by another scheme than then.
        return Response(response.url, kept.status, headers, kept.body, request=request, certificate=certificate)
