"""What a crawl says of itself while it runs: one JSON line an event, for progress bars."""

import json
import logging
import os
import sys
from typing import Literal, Protocol

from crawler.outgoing import cleaned

EventName = Literal["start", "skipped", "portal", "column", "list", "page", "file", "health", "portal_done", "done"]

logger = logging.getLogger(__name__)


class Announce(Protocol):
    """Says that something happened; the fields depend on the event."""

    def __call__(self, event: EventName, **fields: object) -> None:
        """Announce one event."""


def announce_on_stdout(event: EventName, **fields: object) -> None:
    """Write the event as one JSON line; where nobody reads any more it is lost, and the crawl goes on."""
    try:
        sys.stdout.write(json.dumps({"event": event, **cleaned(fields)}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def announce_in_log(event: EventName, **fields: object) -> None:
    """Write the event into the program's log, for a crawl started with Scrapy's own command."""
    logger.info("%s %s", event, json.dumps(fields, ensure_ascii=False))
