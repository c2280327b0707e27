"""A clock that was wrong for one run: what was seen on such a day proves nothing, and opens no year."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.portals.kinds.site import Site
from tests.portals.server import free_port, serve
from tests.portals.watching import YEAR, Seen, Watch

TODAY = date(2026, 4, 8)
DAYS: Mapping[str, tuple[date, ...]] = {
    "clock: years ahead": (TODAY, date(2033, 4, 8), date(2026, 4, 8)),
    "clock: the next year": (TODAY, date(2027, 4, 9), date(2026, 4, 8)),
    "clock: a month ahead": (TODAY, date(2026, 5, 20), date(2026, 4, 8)),
    "clock: ahead from the first": (date(2030, 1, 1), TODAY),
}
"""The days of runs; those behind the last of them were never."""


def faults(folder: Path, days: Sequence[date]) -> list[str]:
    """In what the log is wrong after the last day, on which one true day proves no absence yet."""
    port = free_port("127.77.8.1")
    site = Site("clock", "127.77.8.1", port, "郁坪县")
    site.listing([site.publish("财政局", "beside it"), site.earlier()])
    site.silent("民政局")
    portal = site.watched()
    with serve(portal.hosts, port, folder / "tls"):
        watch = Watch(folder / "data", [portal])
        for day in days:
            watch.run(day)
        seen = watch.look()
    return _wrong(seen, days, seen.accused(portal))


def _wrong(seen: Seen, days: Sequence[date], accused: frozenset[str]) -> list[str]:
    false = [day for day in days if day > days[-1]]
    found = [f"{body} accused on one true day" for body in sorted(accused)]
    found += [f"owes {row['year']}" for row in seen.obligations if row["year"] > YEAR]
    proofs = [row["why"] for row in seen.obligations if any(day.isoformat() in row["why"] for day in false)]
    return found + [f"a false day proves: {why}" for why in proofs]
