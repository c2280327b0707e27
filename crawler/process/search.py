"""The search for columns from another program: the crawl's own machinery over a log that is thrown away."""

import json
from dataclasses import dataclass

from crawler.process.start import CrawlEvent, CrawlOutcome, crawl
from crawler.registry.reading import Registry
from crawler.registry.text import with_portals
from storage.scratch import scratch_folder


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a search came to, as events of the crawl.

    ``columns`` are those found, the surest first, ``troubles`` what was in the
    way; ``skipped`` are portals that may not be visited now.
    """

    columns: tuple[CrawlEvent, ...]
    troubles: tuple[CrawlEvent, ...]
    skipped: tuple[CrawlEvent, ...]
    outcome: CrawlOutcome


def discover(registry: Registry) -> Discovered:
    """Search for the columns of the registry's portals, as politely as the registry says.

    Robots, pauses, hosts and the browser are the crawl's; nothing is kept.
    """
    events: list[CrawlEvent] = []
    with scratch_folder() as place:
        data, portals = place / "data", place / "portals.toml"
        portals.write_text(registry_text(registry), encoding="utf-8")
        outcome = crawl(data, portals, None, None, events.append, only="discovery")
    return Discovered(
        _events_of(events, "column"), _events_of(events, "health"), _events_of(events, "skipped"), outcome
    )


def _events_of(events: list[CrawlEvent], name: str) -> tuple[CrawlEvent, ...]:
    return tuple(event for event in events if event["event"] == name)


def registry_text(registry: Registry) -> str:
    """A registry as the TOML that a crawl of its own reads."""
    head = {
        "delay_seconds": registry.delay_seconds,
        "timeout_seconds": registry.timeout_seconds,
        "deadline_hours": registry.deadline_hours,
        "allow_private_hosts": registry.allow_private_hosts,
        "contact": registry.contact,
    }
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in head.items() if value is not None]
    return with_portals("".join(lines), registry.portals)
