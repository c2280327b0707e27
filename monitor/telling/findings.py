"""The findings of the log for other programs: every ``fail`` with whose it is and where it stands."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from monitor.telling.wording import rule_name
from storage.database import Log
from storage.tables import judgements, obligations, versions
from storage.tables.judgements import Judgement
from storage.tables.obligations import Obligation
from storage.tables.versions import Version

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
    found = [
        _finding(judgement, subjects[subject]) for subject, judgement in judgements.failing(log) if subject in subjects
    ]
    return sorted(found, key=lambda told: (told["portal"], told["body"] or "", told["year"] or 0, told["rule"]))


def _subjects(log: Log) -> Iterator[tuple[str, Version | Obligation]]:
    for version in versions.current(log):
        yield f"version:{version.version_id}", version
    for obligation in obligations.all(log):
        yield f"obligation:{obligation.id}", obligation


def _finding(judgement: Judgement, about: Version | Obligation) -> dict[str, Any]:
    known = asdict(about) | asdict(judgement) | {"name_zh": rule_name(judgement.rule)}
    return {key: known.get(key) for key in KEYS}
