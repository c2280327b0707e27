"""The alerts of crawl health: what stood in the way of seeing, portal by portal."""

from collections.abc import Iterable

from monitor.alerts.ledger import Ledger
from storage.database import Log
from storage.tables import health, visits
from storage.tables.portals import Portal


def update_health(log: Log, ledger: Ledger, run_id: int, known: Iterable[Portal]) -> None:
    """Bring every known portal's health alerts in line with its latest visits and with what this run could not read."""
    latest = health.latest_crawls(log)
    for portal in known:
        crawled = latest.get(portal.id)
        if not portal.active:
            ledger.settle_health(portal.id, [], judged=False, visited_healthy=True)
        elif crawled is not None:
            events = health.of_crawl(log, crawled, portal.id)
            healthy = visits.were_healthy(log, crawled, portal.id)
            ledger.settle_health(portal.id, events, judged=False, visited_healthy=healthy)
        unread = health.of_judging(log, run_id, crawled, portal.id)
        ledger.settle_health(portal.id, unread, judged=True, visited_healthy=True)
