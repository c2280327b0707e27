"""The findings of the log for other programs: every ``fail`` with whose it is and where it stands."""

from collections.abc import Iterator
from typing import Any, Final

from monitor.telling.wording import rule_name
from storage.database import Log
from storage.tables import judgements

KEYS: Final = (
    *(
        "portal",
        "body",
        "body_kind",
        "year",
        "rule",
        "name_zh",
        "severity",
        "message",
        "basis",
        "cells",
        "page",
        "quote",
    ),
    *("url", "title", "published_on", "published_from", "due_on"),
)
"""What is told of a finding, in this order."""


def all_findings(log: Log) -> Iterator[dict[str, Any]]:
    """Every finding by portal, body, year and rule, one by one; a key of :data:`KEYS` that does not apply is None."""
    for found in judgements.findings(log):
        known = found | {"name_zh": rule_name(found["rule"])}
        yield {key: known[key] for key in KEYS}
