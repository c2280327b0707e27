"""Reports that people must look at themselves, for we could not read them, or read too little of them to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.clock import day_of
from storage.database import Log
from storage.tables import judgements, readings, versions
from storage.tables.versions import Version

ENOUGH: Final = 3
"""Checks that could not be made from which on people are asked to look; fewer come with single cells that are odd."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A report to look at.

    ``why`` says in Chinese why it could not be read at all, empty where ``unchecked`` checks could not be made.
    ``fresh``: nobody was told before.
    """

    portal: str
    body: str
    year: int | None
    url: str
    why: str
    unchecked: int
    fresh: bool


def unread_reports(log: Log, before: date | None) -> list[Unread]:
    """The reports to look at, by report; those seen since the day ``before``, on which people were told last, fresh."""
    lines, counts = readings.unreadable(log), judgements.unreadable_versions(log, ENOUGH)
    return [
        _unread(version, lines, counts, before)
        for version in versions.current_among(log, lines.keys() | counts.keys())
        if version.state != "withdrawn"
    ]


def _unread(version: Version, lines: Mapping[int, str], counts: Mapping[int, int], before: date | None) -> Unread:
    return Unread(
        portal=version.portal,
        body=version.body or version.title,
        year=version.year,
        url=version.url,
        why=lines.get(version.version_id, ""),
        unchecked=counts.get(version.version_id, 0),
        fresh=before is None or day_of(version.seen_at) > before,
    )
