"""The findings of the log for other programs: every ``fail`` with whose it is and where it stands."""

from collections.abc import Iterator
from typing import Any, Final

from monitor.digest import rule_name
from storage.database import Log, Row
from storage.tables import judgements, obligations, reports

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


def all_findings(log: Log) -> list[dict[str, Any]]:
    """Every finding by portal, body, year and rule; a key of :data:`KEYS` that does not apply is None."""
    subjects = dict(_subjects(log))
    rows = [
        _finding(judgement, subjects[judgement["subject"]])
        for judgement in judgements.failing(log)
        if judgement["subject"] in subjects
    ]
    return sorted(rows, key=lambda row: (row["portal"], row["body"] or "", row["year"] or 0, row["rule"]))


def _subjects(log: Log) -> Iterator[tuple[str, Row]]:
    for row in reports.current_versions(log):
        yield f"version:{row['version_id']}", row
    for row in obligations.all(log):
        yield f"obligation:{row['id']}", row


def _finding(judgement: Row, about: Row) -> dict[str, Any]:
    known = judgement | about
    own = {key: judgement[key] for key in ("rule", "severity", "message", "basis", "cells", "page", "quote")}
    return {key: known.get(key) for key in KEYS} | own | {"name_zh": rule_name(judgement["rule"])}
