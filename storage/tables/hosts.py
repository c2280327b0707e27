"""What hosts taught the crawl, kept from run to run: how they can be reached, and until when they want to rest.

A host is named as in an address, with the port where one is given.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.database import Log
from storage.tables.records import maybe

Scheme = Literal["http", "https"]


@dataclass(frozen=True, slots=True)
class Host:
    """What is known of a host.

    ``scheme`` and ``tls`` as they were found on the day ``reached_on``; until
    ``rest_until`` (a stamp) it wants to be left alone, for ``rest_reason``.
    """

    host: str
    scheme: Scheme | None
    tls: Literal["legacy"] | None
    rest_until: str | None
    rest_reason: str
    reached_on: date | None


def get(log: Log, host: str) -> Host | None:
    """What is known of a host, or None."""
    row = log.row("SELECT * FROM hosts WHERE host = ?", (host,))
    return maybe(Host, row)


def note_reached(log: Log, host: str, scheme: Scheme | None, *, legacy_tls: bool, on: date) -> None:
    """Note by which scheme a host answers (None: the declared one), and whether it needs the TLS of old servers."""
    log.execute(
        "INSERT INTO hosts (host, scheme, tls, reached_on) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (host) DO UPDATE SET scheme = excluded.scheme, tls = excluded.tls,"
        " reached_on = excluded.reached_on",
        (host, scheme, "legacy" if legacy_tls else None, on.isoformat()),
    )


def rest(log: Log, host: str, until: str, reason: str) -> None:
    """Note that a host wants to be left alone until that time (a stamp)."""
    log.execute(
        "INSERT INTO hosts (host, rest_until, rest_reason) VALUES (?, ?, ?)"
        " ON CONFLICT (host) DO UPDATE SET rest_until = excluded.rest_until, rest_reason = excluded.rest_reason",
        (host, until, reason),
    )
