"""Whose report is it: the names of bodies, and what title, column, reading and site say."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from crawler.bodies.places import places_on
from crawler.bodies.signatures import body_of_site
from crawler.body_kinds import stands_open
from crawler.text import fold
from crawler.titles import BodyKind, kind_of_body, read_title
from monitor.duties.likeness import is_near
from monitor.duties.names import Relation, belongs, names_of, relation
from storage.database import Log
from storage.tables import portals, reports
from storage.tables.portals import Body, Portal
from storage.tables.readings import Gist
from storage.tables.versions import Version

_UNITS: Final = frozenset({"department", "township", "subdistrict"})
"""Kinds of bodies that report for themselves alone."""

_UNREAD: Final = Gist(b"", "unreadable", "", None, None, None)
"""What a report says of itself that nobody has read."""


class BodyIndex:
    """The bodies of a portal by every name they go by."""

    def __init__(self, log: Log, portal: Portal, bodies: Iterable[Body]) -> None:
        self._log, self._portal = log, portal
        self._by_form: dict[str, Body] = {}
        self._whole_names: dict[str, Body] = {}
        self.by_id: dict[int, Body] = {}
        self.has_learnt = False
        for body in bodies:
            self._note(body)

    def find(self, name: str, kind: BodyKind | None) -> Body | None:
        """The body of that name, or of a name that is garbled around it; None where the portal knows none."""
        known = [self._by_form[form] for form in self._forms(name, kind) if form in self._by_form]
        return max(known, key=_authority) if known else self._find_within(fold(name))

    def _find_within(self, name: str) -> Body | None:
        """The body of the roster whose whole name a garbled one ends in: 推荐云溪县教育局."""
        found = [body for whole, body in self._whole_names.items() if name.endswith(whole)]
        return max(found, key=_authority, default=None)

    def find_or_learn(self, name: str, kind: BodyKind | None) -> Body:
        """The body of that name, noted now where the portal knows none."""
        known = self.find(name, kind)
        if known is None:
            known = portals.learn_body(self._log, self._portal.id, name, None if stands_open(name) else kind)
            self._note(known)
            self.has_learnt = True
        return known

    def own_government(self) -> Body | None:
        """The government whose portal this is, by the roster or the portal's name; None where that is no government."""
        site = body_of_site(self._portal.name)
        if kind_of_body(site) != "government":
            return None
        return self.find_or_learn(site, "government")

    def _note(self, body: Body) -> None:
        self.by_id[body.id] = body
        if body.on_roster and places_on(fold(body.name), fold(self._portal.name)):
            self._whole_names[fold(body.name)] = body
        for name in (body.name, *body.aliases):
            for form in self._forms(name, body.kind):
                self._by_form[form] = max(self._by_form.get(form, body), body, key=_authority)

    def _forms(self, name: str, kind: BodyKind | None) -> frozenset[str]:
        return names_of(name, kind or kind_of_body(name), self._portal.name)


def _authority(body: Body) -> tuple[bool, int, int]:
    """Of several bodies with one name the roster's speaks, then the one with the fullest name."""
    return body.on_roster, len(body.name), -body.id


def assign_owners(
    log: Log, portal: Portal, current: Sequence[Version], gists: Mapping[int, Gist]
) -> tuple[list[Version], list[Body]]:
    """Give every report of a portal its body and year as far as title or reading tell, one body under all its names.

    ``current`` are the current versions, ``gists`` what was read of them; gives the versions, and all bodies that
    are known on the portal, as they are then.
    """
    known = portals.bodies_of(log, portal.id, active=False)
    index = BodyIndex(log, portal, [body for body in known if body.active])
    assigned = [_assign(log, version, index, gists.get(version.version_id, _UNREAD)) for version in current]
    # A body's kind may have been learnt from a later report than its first.
    assigned = [_of_body(version, index.by_id.get(version.body_id or 0)) for version in assigned]
    nameless = _the_site_s_own(assigned, _unit_columns(log, portal))
    own = index.own_government() if nameless else None
    if own is not None:
        for version in nameless:
            reports.assign(log, version.report_id, own.id, version.year)
        sites = {version.version_id for version in nameless}
        assigned = [_of_body(version, own if version.version_id in sites else None) for version in assigned]
    return assigned, portals.bodies_of(log, portal.id, active=False) if index.has_learnt else known


def _assign(log: Log, version: Version, index: BodyIndex, read: Gist) -> Version:
    """The version as body and year are told, which the log keeps; ``read`` is what the report says of itself."""
    name, kind, year = _owner_read(version, read)
    inside = read.body or None
    if name is not None and inside is not None and _is_another_s(inside, name, version.portal):
        name, kind = inside, kind_of_body(inside)
    body_id = version.body_id if name is None else index.find_or_learn(name, kind).id
    if (body_id, year) == (version.body_id, version.year):
        return version
    reports.assign(log, version.report_id, body_id, year)
    return replace(version, body_id=body_id, year=year)


def _of_body(version: Version, body: Body | None) -> Version:
    return version if body is None else replace(version, body_id=body.id, body=body.name, body_kind=body.kind)


def _the_site_s_own(current: Sequence[Version], units: Container[int | None]) -> list[Version]:
    """Reports that nobody is named for and that stand as the only one of their year among a government's own.

    Where several are nameless, or one of the government is there, none is known to be its.
    """
    nameless: dict[tuple[int, int], list[Version]] = {}
    taken = set()
    for version in current:
        if version.body_id is None and version.year is not None and version.column_id not in units:
            nameless.setdefault((version.portal_id, version.year), []).append(version)
        elif version.body_kind == "government" and belongs(version.body or "", version.portal):
            taken.add((version.portal_id, version.year))
    return [found[0] for key, found in nameless.items() if len(found) == 1 and key not in taken]


def _unit_columns(log: Log, portal: Portal) -> set[int | None]:
    """The columns that are a unit's, so that what stands in them is not the government's."""
    return {
        column.id
        for column in portals.columns_of(log, portal.id, active=False)
        if any(kind_of_body(part) for part in column.title.split("/"))
    }


def kind_of(body: Body) -> BodyKind | None:
    """The kind of a body: as the registry or a title said, else as its name says."""
    return body.kind or kind_of_body(body.name)


def is_kind_told(body: Body) -> bool:
    """Whether the registry says of what kind a body is; what its own name leaves open nothing else settles."""
    return body.on_roster and body.kind is not None


def relation_of(body: Body, portal: Portal) -> Relation:
    """How a body stands to the portal it is known on; who is on the portal's roster is its own."""
    return "own" if body.on_roster else relation(body.name, portal.name)


def local_due(text: str | None) -> tuple[int, int] | None:
    """Month and day of a roster's local date ``MM-DD``."""
    if not text:
        return None
    month, day = text.split("-")
    return int(month), int(day)


@lru_cache(maxsize=1 << 13)  # the same names stand in a body's report of every year
def _is_another_s(inside: str, name: str, portal: str) -> bool:
    """Whether a report names itself another unit's than the title that leads to it: what it says is what it is.

    A report may name the government, or itself in short; neither makes it another's.
    """
    kinds = kind_of_body(inside), kind_of_body(name)
    own = belongs(inside, portal) and belongs(name, portal)
    if not own or not all(kind in _UNITS for kind in kinds) or is_near(inside, name, portal):
        return False
    return not names_of(inside, kinds[0], portal) & names_of(name, kinds[1], portal)


def _owner_read(version: Version, read: Gist) -> tuple[str | None, BodyKind | None, int | None]:
    """Body, kind and year of a report: the title's where it names them, else the reading's.

    Where the title names nobody, the column or the site may have; what the
    report says of itself goes before that.
    """
    is_one = read.body_kind is None or (read.body, read.body_kind) == (version.body, version.body_kind)
    if version.body is not None and version.year is not None and is_one:
        return version.body, version.body_kind, version.year
    titled = read_title(version.title).body is not None
    year = version.year or read.year
    if version.body is not None and (titled or read.body_kind is None):
        return version.body, version.body_kind, year
    return read.body, read.body_kind, year
