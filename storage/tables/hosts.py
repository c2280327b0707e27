"""What hosts taught the crawl, kept from run to run: how they can be reached, and until when they want to rest.

A host is named as in an address, with the port where one is given.
"""

from datetime import date
from typing import Literal

from storage.database import Log, Row

Scheme = Literal["http", "https"]


def get(log: Log, host: str) -> Row | None:
    """What is known of a host, or None.

    ``scheme`` and ``tls`` (``legacy``) as they were found on the day ``reached_on``,
    ``rest_until`` (a stamp) and ``rest_reason``.
    """
    return log.row("SELECT * FROM hosts WHERE host = ?", (host,))


def reached(log: Log, host: str, scheme: Scheme | None, *, legacy_tls: bool, on: date) -> None:
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
