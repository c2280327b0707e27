"""The news of a digest sorted by what people do about it: whom to contact, what is only counted, what is settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from monitor.duties.obligations import year_now_due
from monitor.rules.catalogue import codes
from monitor.rules.timeliness.lateness import CODES as LATENESS
from monitor.telling.digest import Digest
from monitor.telling.entries import Entry

Key = TypeVar("Key")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Sorted:
    """The news of compliance. Every entry stands in one place.

    ``fresh`` are problems about which to contact somebody, ``older`` those that the first visit of a portal found in
    earlier years, ``settled`` those that were mended, ``late`` reports that came after all, ``dropped`` problems that
    are none any more without anybody having mended them.
    """

    fresh: tuple[Entry, ...]
    older: tuple[Entry, ...]
    settled: tuple[Entry, ...]
    late: tuple[Entry, ...]
    dropped: tuple[Entry, ...]


def sort_news(digest: Digest) -> Sorted:
    """The news of a digest, each kept in its order."""
    news = digest.news
    gone, year = news["resolved"], year_now_due(digest.day)
    was_absent = {unit_year(entry) for entry in gone if entry.rule in codes("absence")}
    came = [entry for entry in news["new"] if entry.rule in LATENESS and unit_year(entry) in was_absent]
    told_late = {unit_year(entry) for entry in came}
    waiting = [entry for kind in ("new", "reopened", "worse") for entry in news[kind] if entry not in came]
    ended = [entry for entry in gone if not (entry.rule in codes("absence") and unit_year(entry) in told_late)]
    return Sorted(
        fresh=tuple(entry for entry in waiting if not is_older(entry, year)),
        older=tuple(entry for entry in waiting if is_older(entry, year)),
        settled=tuple(entry for entry in ended if not entry.change),
        late=tuple(came),
        dropped=tuple(entry for entry in ended if entry.change),
    )


def is_older(entry: Entry, year: int) -> bool:
    """Whether the first visit of a portal found it in a year before the one now due: counted, not told one by one."""
    return entry.first and entry.year is not None and entry.year < year


def unit(entry: Entry) -> tuple[str, str]:
    """Whose problem it is: portal and body."""
    return entry.portal, entry.body


def unit_year(entry: Entry) -> tuple[str, str, int | None]:
    """Whose problem of which year it is."""
    return entry.portal, entry.body, entry.year


def group(items: Iterable[tuple[Key, Item]]) -> Mapping[Key, list[Item]]:
    """Items by their keys, both in the order in which they come."""
    groups: dict[Key, list[Item]] = {}
    for key, item in items:
        groups.setdefault(key, []).append(item)
    return groups


def units_of(entries: Iterable[Entry]) -> int:
    """How many units these are about."""
    return len({unit(entry) for entry in entries})
