"""Which machine a connection goes to: the address that is connected to counts, not what a name said before.

A name can answer with a public address when it is asked about and with an inner
one when it is connected to. So the addresses are looked at where they are used:
by Scrapy's connections, by those of old TLS, and by the browser's, which all
go through a gate of ours (:mod:`crawler.network.gate`).
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies

from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from twisted.internet.threads import deferToThreadPool
from zope.interface import implementer

from crawler.hosts import is_inside, numbers_of
from crawler.problems import UnansweredError

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

_IPV4: Final = "."


class InnerHostError(OSError):
    """A name leads to a loopback or private address that may not be connected to."""


def inner_host(host: str) -> UnansweredError:
    """What is said of a host that may not be asked because it is this machine or stands inside."""
    return UnansweredError(
        "unreachable",
        f"{host} 是本机或内网主机，没有抓取。确需抓取时在 portals.toml 写 allow_private_hosts = true。",
    )


class ConnectionGuard:
    """Resolves names for connections that are about to be made, and lets none lead inside that may not.

    ``allow_inner`` lets all pass. Proxies that the environment names are
    people's own choice and may stand inside; what lies behind them they resolve.
    """

    def __init__(self, *, allow_inner: bool, proxies: Collection[str] | None = None) -> None:
        self._allow_inner = allow_inner
        self._proxies = frozenset(proxy_hosts() if proxies is None else proxies)
        self.refused: set[str] = set()
        """The hosts that led inside."""

    def numbers(self, host: str) -> list[str]:
        """The addresses of a host to connect to; InnerHostError where one of them is inner, OSError without any."""
        found = numbers_of(host)
        if not self._allow_inner and host not in self._proxies and any(map(is_inside, found)):
            self.refused.add(host)
            raise InnerHostError(host)
        return found


def proxy_hosts() -> set[str]:
    """The hosts of the proxies that the environment names."""
    return {host for url in getproxies().values() if (host := urlsplit(url).hostname)}


@implementer(IResolverSimple)
class GuardedResolver:
    """Twisted's names by a guard: what it gives is what is connected to."""

    def __init__(self, reactor: Any, guard: ConnectionGuard, seconds: float) -> None:
        self._reactor = reactor
        self._guard = guard
        self._seconds = seconds

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: ARG002, N802 - Twisted's names
        """The first IPv4 address of a host; DNSLookupError where it has none, may not be asked, or takes too long.

        Names are asked anew for every connection; the system keeps the answers as long as it should.
        """
        answer = deferToThreadPool(self._reactor, self._reactor.getThreadPool(), self._number, name)
        answer.addTimeout(self._seconds, self._reactor, onTimeoutCancel=_took_too_long)
        return answer

    def _number(self, name: str) -> str:
        try:
            found = next((number for number in self._guard.numbers(name) if _IPV4 in number), None)
        except OSError as error:
            raise DNSLookupError(str(error)) from error
        if found is None:
            raise DNSLookupError(f"{name} has no IPv4 address")
        return found


def _took_too_long(_: object, seconds: float) -> NoReturn:
    raise DNSLookupError(f"no answer within {seconds:g} seconds")
