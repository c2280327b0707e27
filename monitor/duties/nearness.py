"""Names like a roster's: 林业局 and 林业和草原局 may be one body, or two, which only people can say.

A roster is written by hand and ages with every reform of the offices. A name of
it that a portal never shows, while it shows one like it, proves nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.text import fold
from monitor.duties.likeness import is_near
from monitor.duties.names import belongs
from monitor.duties.rows import Row
from storage.tables.portals import Body, Portal
from storage.tables.versions import Version


@dataclass(slots=True)
class _Shown:
    """A name that a portal shows, and the report years for which it does."""

    name: str
    years: set[int] = field(default_factory=set)


def near_names(
    portal: Portal, bodies: Iterable[Body], rows: Iterable[Row], current: Sequence[Version]
) -> dict[int, tuple[str, ...]]:
    """For each body of a roster that a portal does not show, the names like its own that it does, by body id.

    ``rows`` stand in its lists, ``current`` are its reports. A body that both
    names have reported for the same year is two; what people said is another's is.
    """
    active = [body for body in bodies if body.active]
    roster = {body.id: body for body in active if body.on_roster}
    shown = _names_shown(rows, current, roster)
    strange = [one for key, one in shown.items() if key not in roster and belongs(one.name, portal.name)]
    found = {}
    for body in roster.values():
        names = [one.name for one in strange if _may_be(body, one, shown.get(body.id), portal)]
        if names:
            found[body.id] = tuple(sorted(set(names)))
    return found


def question(body: Body, names: Sequence[str]) -> str:
    """What is to be asked about a body of the roster with names like its own, in one Chinese sentence."""
    return (
        f"名册写作“{body.name}”，门户上没有见过这个名称，只见过相近的{'、'.join(f'“{name}”' for name in names)}，"
        "请先确认是不是同一机关，确认前不认定没有发布。"
    )


def _names_shown(
    rows: Iterable[Row], current: Sequence[Version], roster: Mapping[int, Body]
) -> dict[int | str, _Shown]:
    """Every name shown on a portal, by the id of its body, or by itself where nobody known bears it."""
    shown: dict[int | str, _Shown] = {}
    for version in current:
        if version.body_id is not None and version.body is not None:
            known = shown.setdefault(version.body_id, _Shown(version.body))
            known.years |= {version.year} if version.year else set()
    for row in rows:
        name = row.body.name if row.body else row.said.body
        if name and row.listing.verdict != "stranger" and (row.body is None or row.body.id in roster):
            known = shown.setdefault(row.body.id if row.body else name, _Shown(name))
            known.years |= {row.said.year} if row.said.year else set()
    return shown


def _may_be(body: Body, other: _Shown, known: _Shown | None, portal: Portal) -> bool:
    if known is not None and known.years and not (other.years and min(other.years) > max(known.years)):
        return False
    return fold(other.name) not in map(fold, body.others) and is_near(body.name, other.name, portal.name)
