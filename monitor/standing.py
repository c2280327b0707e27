"""Which of several postings of one body's report stands, and what is known of its publication.

A report may be posted twice: again after a move of the site, in two columns, as
a correction at a new address. People publish one report a year, so the alerts
speak of one: the newest that is there. When it came is told by the earliest of
them, for who was on time once is not late by posting again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from monitor.bodies import belongs
from monitor.rules.model import Change, Publication
from storage.database import Row

PROOF_OF_WITHDRAWAL: Final = 2
"""Healthy visits on so many days without the report prove that it was withdrawn."""

_STATES: Final = {"present": 2, "unseen": 1, "withdrawn": 0}
_WEAK_SOURCES: Final = frozenset({"url", "first_seen"})

Figures = Mapping[str, str]
"""Figures as printed, by full name."""


def by_owner(versions: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    """Current versions by (body id, report year); those whose body or year is not known are left out."""
    groups: dict[tuple[int, int], list[Row]] = {}
    for row in versions:
        if row["body_id"] is not None and row["year"] is not None:
            groups.setdefault((row["body_id"], row["year"]), []).append(row)
    return groups


def standing(postings: Sequence[Row]) -> Row:
    """The posting that stands for the body and year: there before gone, on the own portal, the newest."""
    return max(
        postings,
        key=lambda row: (
            _STATES[row["state"]],
            belongs(row["body"] or "", row["portal"]),
            row["published_on"] or "",
            row["first_seen_at"],
            row["report_id"],
        ),
    )


def first_posted(postings: Sequence[Row]) -> Row:
    """The posting with the earliest date that may be relied on, else with the earliest of any."""
    dated = [row for row in postings if row["published_on"]]
    reliable = [row for row in dated if not row["uncertain"] and row["published_from"] not in _WEAK_SOURCES]
    return min(reliable or dated or postings, key=lambda row: (row["published_on"] or "", row["first_seen_at"]))


def is_proof(row: Row) -> bool:
    """Whether the posting's date may prove lateness: a certain one, and not read from the address alone."""
    return bool(row["published_on"]) and not row["uncertain"] and row["published_from"] not in _WEAK_SOURCES


def publication(
    postings: Sequence[Row], changes: tuple[Change, ...] = (), withdrawn_on: date | None = None
) -> Publication:
    """What is known of the publication of the standing posting among ``postings``."""
    stands, first = standing(postings), first_posted(postings)
    return Publication(
        published_on=date.fromisoformat(first["published_on"]) if first["published_on"] else None,
        published_from=first["published_from"],
        uncertain=bool(first["uncertain"]),
        url=stands["url"],
        changes=changes,
        withdrawn_on=withdrawn_on,
        last_seen_at=stands["last_seen_at"],
    )


def withdrawn_on(absences: Sequence[Row]) -> date | None:
    """The day on which the absence of a posting was proven, None where it was not.

    ``absences`` are the days, in order, of healthy visits that did not find it.
    """
    days = [date.fromisoformat(row["day"]) for row in absences]
    return days[PROOF_OF_WITHDRAWAL - 1] if len(days) >= PROOF_OF_WITHDRAWAL else None


def changes(versions: Sequence[Row], figures_of: Callable[[int], Figures | None]) -> tuple[Change, ...]:
    """What changed from version to version, the oldest first.

    ``figures_of`` gives a version's figures as printed, None where it could not
    be read: the change is told then, but no figure of it.
    """
    return tuple(
        Change(after["seen_at"], _differences(figures_of, before, after), noted=bool(after["noted"]))
        for before, after in pairwise(versions)
    )


def _differences(
    figures_of: Callable[[int], Figures | None], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    old, new = figures_of(before["version_id"]), figures_of(after["version_id"])
    if old is None or new is None:
        return ()
    names = dict.fromkeys((*old, *new))
    return tuple(
        (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
    )
