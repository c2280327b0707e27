"""Which hosts may be asked: a portal's own, and never loopback or private ones unless they are allowed."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
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
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    found = (address_of(str(sockaddr[0])) for *_, sockaddr in answers)
    return any(address is not None and not is_public_address(address) for address in found)


@dataclass(frozen=True, slots=True)
class HostRule:
    """The hosts of one portal: its home's and those of its declared columns."""

    sites: frozenset[str]

    @classmethod
    def of(cls, urls: Iterable[str]) -> Self:
        """The rule that lets through the hosts of these addresses."""
        return cls(frozenset(site_of(host_of(url)) for url in urls))

    def allows(self, url: str) -> bool:
        """Whether an address stands on one of these hosts."""
        return site_of(host_of(url)) in self.sites
