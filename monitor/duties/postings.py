"""Which of several postings of one body's report stands, and what is known of its publication.

A report may be posted twice: again after a move of the site, in two columns, as
a correction at a new address. People publish one report a year, so the alerts
speak of one: the newest that is there. When it came is told by the earliest of
them, for who was on time once is not late by posting again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from monitor.duties.names import belongs
from monitor.law.patience import HEALTHY_DAYS
from monitor.rules.model import Change, Publication
from storage.tables.reports import Absence
from storage.tables.versions import Version

_STATES: Final = {"present": 2, "unseen": 1, "withdrawn": 0}
_WEAK_SOURCES: Final = frozenset({"url", "first_seen"})

Figures = Mapping[str, str]
"""Figures as printed, by full name."""


def by_owner(versions: Iterable[Version]) -> dict[tuple[int, int], list[Version]]:
    """Current versions by (body id, report year); those whose body or year is not known are left out."""
    groups: dict[tuple[int, int], list[Version]] = {}
    for version in versions:
        if version.body_id is not None and version.year is not None:
            groups.setdefault((version.body_id, version.year), []).append(version)
    return groups


def standing(postings: Sequence[Version]) -> Version:
    """The posting that stands for the body and year: there before gone, on the own portal, the newest."""
    if len(postings) == 1:
        return postings[0]
    newest = max(
        postings,
        key=lambda posting: (
            _STATES[posting.state],
            belongs(posting.body or "", posting.portal),
            posting.published_on or date.min,
            posting.first_seen_at,
            posting.report_id,
        ),
    )
    same = [posting for posting in postings if _facts(posting) == _facts(newest)]
    return min(same, key=lambda posting: posting.report_id)


def _facts(posting: Version) -> tuple[object, ...]:
    """What two addresses of one page have in common; the row that led there first is the body's own."""
    return posting.content_hash, posting.state, posting.published_on, posting.portal_id


def first_posted(postings: Sequence[Version]) -> Version:
    """The posting with the earliest date that may be relied on, else with the earliest of any."""
    dated = [posting for posting in postings if posting.published_on]
    candidates = list(filter(is_proof, dated)) or dated or postings
    return min(candidates, key=lambda posting: (posting.published_on or date.min, posting.first_seen_at))


def is_proof(posting: Version) -> bool:
    """Whether the posting's date may prove lateness: a certain one, and not read from the address alone."""
    return posting.published_on is not None and not posting.uncertain and posting.published_from not in _WEAK_SOURCES


def publication(
    postings: Sequence[Version], changes: tuple[Change, ...] = (), withdrawn_on: date | None = None
) -> Publication:
    """What is known of the publication of the standing posting among ``postings``."""
    stands, first = standing(postings), first_posted(postings)
    return Publication(
        published_on=first.published_on,
        published_from=first.published_from,
        uncertain=first.uncertain,
        url=stands.url,
        changes=changes,
        withdrawn_on=withdrawn_on,
    )


def withdrawn_on(absences: Sequence[Absence]) -> date | None:
    """The day on which the absence of a posting was proven, None where it was not.

    ``absences`` are the days, in order, of healthy visits that did not find it.
    """
    return absences[HEALTHY_DAYS - 1].day if len(absences) >= HEALTHY_DAYS else None


def changes(versions: Sequence[Version], figures_of: Callable[[int], Figures | None]) -> tuple[Change, ...]:
    """What changed from version to version, the oldest first.

    ``figures_of`` gives a version's figures as printed, None where it could not
    be read: the change is told then, but no figure of it.
    """
    return tuple(
        Change(after.seen_at, _differences(figures_of, before, after), noted=after.noted)
        for before, after in pairwise(versions)
    )


def _differences(
    figures_of: Callable[[int], Figures | None], before: Version, after: Version
) -> tuple[tuple[str, str, str], ...]:
    old, new = figures_of(before.version_id), figures_of(after.version_id)
    if old is None or new is None:
        return ()
    names = dict.fromkeys((*old, *new))
    return tuple(
        (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name, "") != new.get(name, "")
    )
