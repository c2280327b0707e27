"""Which hosts may be asked: a portal's own and its government's, never inner ones unless they are allowed."""

import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Names that resolve inside a machine or an office only (RFC 6761, RFC 6762, RFC 8375, RFC 9476).
_INNER_NAME: Final = re.compile(
    r"(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa|corp|home|test|invalid|alt)$"
)


def host_of(url: str) -> str:
    """The host of an address in lower case without port; empty where the address has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def site_of(host: str) -> str:
    """What stays the same between ``www.x.gov.cn`` and ``x.gov.cn``: portals redirect from one to the other."""
    return host.removeprefix("www.")


def address_of(host: str) -> Address | None:
    """The IP address that a host is written as, in any form a resolver takes (``127.1``, ``0x7f000001``), or None."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_public_address(address: Address) -> bool:
    """Whether an address stands in the open internet; multicast does not count."""
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def is_inner(host: str) -> bool:
    """Whether a host is loopback or private by its name or number alone; nothing is resolved."""
    address = address_of(host)
    if address is not None:
        return not is_public_address(address)
    return "." not in host or bool(_INNER_NAME.search(host))


def resolves_inside(host: str) -> bool:
    """Whether any address of a host is loopback or private. Asks the resolver; an unknown name is not inside."""
    try:
        return any(is_inside(number) for number in numbers_of(host))
    except OSError:
        return False


def numbers_of(host: str) -> list[str]:
    """The IP addresses of a host in the resolver's order; OSError where it has none."""
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no name of a host") from error
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


def is_inside(number: str) -> bool:
    """Whether an IP address, as the resolver writes it, is loopback or private."""
    address = address_of(number)
    return address is not None and not is_public_address(address)


def government_of(host: str) -> str:
    """The name under which all hosts of one government stand: ``suzhou.gov.cn`` for ``xxgk.suzhou.gov.cn``.

    Below ``gov.cn`` and its like that is one label more than below ``cn``. An
    IP address is its own; so is a name without dots.
    """
    if address_of(host) is not None:
        return host
    labels = host.split(".")
    shared = len(labels) > _SECOND and labels[-1] == "cn" and labels[-_SECOND] in _SECOND_LEVELS
    return ".".join(labels[-_SECOND - shared :])


_SECOND: Final = 2
_SECOND_LEVELS: Final = frozenset({"gov", "org", "edu", "com", "net", "ac", "mil"})

# xxgk.suzhou.gov.cn, hdzfxxgk.hd.gov.cn, zwgk.x.gov.cn, gk.ziyang.gov.cn: hosts made for disclosure.
_DISCLOSURE: Final = re.compile(r"\w*(?:xxgk|zwgk|gkml|zfxxgk|zwxx|xxgs|gkpt)\w*|z?f?gk|zyk")


_USUAL_PORTS: Final = frozenset({80, 443})

Place = tuple[str, int]
"""A site and a port of it."""


def port_of(url: str) -> int | None:
    """The port of an address, that of its scheme where none is written; None where the address has no lawful one."""
    try:
        parts = urlsplit(url)
        return parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class HostRule:
    """The hosts of one portal: its home's, those of its declared columns and further ones, and their government's.

    What a list or a report leads to may stand on any host of the home's
    government (``www.x.gov.cn`` leads to ``files.x.gov.cn``). Where a column is
    looked for is narrower: see :meth:`is_own`. Mirrors under names of their own
    are never any of these. ``places`` are the ports that people named: behind
    another port of a host may stand what is nobody's business. ``named`` are
    further hosts that people named without a port, and trust as a whole.
    """

    sites: frozenset[str]
    government: str = ""
    places: frozenset[Place] = frozenset()
    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, urls: Iterable[str], hosts: Iterable[str] = ()) -> Self:
        """The rule for a home, which stands first, its columns and further hosts by name."""
        urls = list(urls)
        named = [host_of(url) for url in urls]
        places = frozenset(place for url in urls for place in _place(url))
        further = frozenset(map(site_of, hosts))
        return cls(further | frozenset(map(site_of, named)), government_of(named[0]) if named else "", places, further)

    def allows(self, url: str) -> bool:
        """Whether an address may be asked: it stands on one of these hosts or on another of the home's government.

        On a host that was named with a port it must be that port (80 and 443
        are one); elsewhere a usual one, or one that the portal has anywhere.
        """
        return self.allows_host(url) and self._allows_port(url)

    def allows_host(self, url: str) -> bool:
        """Whether the host of an address is one of the portal's or of its government's, whatever the port."""
        host = host_of(url)
        return site_of(host) in self.sites or (bool(host) and government_of(host) == self.government)

    def _allows_port(self, url: str) -> bool:
        site, port = site_of(host_of(url)), port_of(url)
        own = {named for place, named in self.places if place == site}
        if not own and site in self.named:
            return port is not None
        ports = own or {named for _, named in self.places} | _USUAL_PORTS
        return port in (ports | _USUAL_PORTS if ports & _USUAL_PORTS else ports)

    def is_own(self, url: str) -> bool:
        """Whether an address stands on one of the portal's own hosts, or on one made for disclosure below them.

        ``xxgk.x.gov.cn`` belongs to ``www.x.gov.cn``; ``jyj.x.gov.cn`` is another
        body of the same government, and ``xxgk.x.gov.cn`` is not ``jyj``'s.
        """
        site = site_of(host_of(url))
        name, _, above = site.partition(".")
        return site in self.sites or (above in self.sites and bool(_DISCLOSURE.fullmatch(name)))

    def with_host(self, url: str) -> Self:
        """The rule with the host of an address among the portal's own."""
        return replace(self, sites=self.sites | {site_of(host_of(url))}, places=self.places | frozenset(_place(url)))


def _place(url: str) -> Iterator[Place]:
    if (port := port_of(url)) is not None:
        yield site_of(host_of(url)), port
