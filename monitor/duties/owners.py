"""Whose report is it, and who owes one: bodies, reports and visits of the log brought together."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from crawler.bodies.signatures import body_of_site
from crawler.titles import BodyKind, kind_of_body, read_title
from monitor.duties.names import Relation, belongs, names_of, relation
from monitor.duties.obligations import Arrival, ColumnVisits, Owner, Watch, owed_years, standing_of, watch_of
from monitor.duties.postings import first_posted, is_proof, standing, withdrawn_on
from monitor.law.deadlines import Due, due_date
from monitor.telling.wording import VISIT_VERDICTS
from storage.clock import Clock, day_of
from storage.database import Log
from storage.tables import obligations, portals, readings, reports, visits
from storage.tables.obligations import Duty, Obligation
from storage.tables.portals import Body, Column, Portal
from storage.tables.versions import Version

_Item = TypeVar("_Item")
Postings = Mapping[tuple[int, int], Sequence[Version]]
"""Current versions by (body id, report year)."""


class BodyIndex:
    """The bodies of a portal by every name they go by."""

    def __init__(self, log: Log, portal: Portal, bodies: Iterable[Body]) -> None:
        self._log, self._portal = log, portal
        self._by_form: dict[str, Body] = {}
        self.by_id: dict[int, Body] = {}
        for body in bodies:
            self._note(body)

    def find(self, name: str, kind: BodyKind | None) -> Body | None:
        """The body of that name, None where the portal knows none."""
        known = [self._by_form[form] for form in self._forms(name, kind) if form in self._by_form]
        return max(known, key=_authority) if known else None

    def find_or_learn(self, name: str, kind: BodyKind | None) -> Body:
        """The body of that name, noted now where the portal knows none."""
        known = self.find(name, kind)
        if known is None:
            known = portals.learn_body(self._log, self._portal.id, name, kind)
            self._note(known)
        return known

    def own_government(self) -> Body | None:
        """The government whose portal this is, by the roster or the portal's name; None where that is no government."""
        site = body_of_site(self._portal.name)
        if kind_of_body(site) != "government":
            return None
        return self.find_or_learn(site, "government")

    def _note(self, body: Body) -> None:
        self.by_id[body.id] = body
        for form in self._forms(body.name, body.kind):
            self._by_form[form] = max(self._by_form.get(form, body), body, key=_authority)

    def _forms(self, name: str, kind: BodyKind | None) -> frozenset[str]:
        return names_of(name, kind or kind_of_body(name), self._portal.name)


def _authority(body: Body) -> tuple[bool, int, int]:
    """Of several bodies with one name the roster's speaks, then the one with the fullest name."""
    return body.on_roster, len(body.name), -body.id


def assign_owners(log: Log, known: Sequence[Portal], current: Sequence[Version]) -> list[Version]:
    """Give every report its body and year as far as title or reading tell, one body under all its names.

    ``known`` are all portals, ``current`` the current versions; gives these as they are then.
    """
    indexes = {portal.id: BodyIndex(log, portal, portals.bodies_of(log, portal.id)) for portal in known}
    assigned = [_owned(log, version, indexes[version.portal_id]) for version in current]
    # A body's kind may have been learnt from a later report than its first.
    bodies = {body.id: body for index in indexes.values() for body in index.by_id.values()}
    assigned = [_of_body(version, bodies.get(version.body_id or 0)) for version in assigned]
    sites: dict[int, Body] = {}
    for version in _the_site_s_own(assigned, _unit_columns(log, known)):
        own = indexes[version.portal_id].own_government()
        if own is not None:
            reports.assign(log, version.report_id, own.id, version.year)
            sites[version.version_id] = own
    return [_of_body(version, sites.get(version.version_id)) for version in assigned]


def _owned(log: Log, version: Version, index: BodyIndex) -> Version:
    """The version as body and year are told, which the log keeps with its report."""
    name, kind, year = _owner_read(log, version)
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


def _unit_columns(log: Log, known: Sequence[Portal]) -> set[int | None]:
    """The columns that are a unit's, so that what stands in them is not the government's."""
    return {
        column.id
        for portal in known
        for column in portals.columns_of(log, portal.id, active=False)
        if any(kind_of_body(part) for part in column.title.split("/"))
    }


def note_withdrawals(log: Log, current: Sequence[Version]) -> list[Version]:
    """Mark as withdrawn every report whose absence two healthy visits on two days have proven.

    Gives the current versions as they are then.
    """
    return [_withdrawn(log, version) if version.state == "unseen" else version for version in current]


def _withdrawn(log: Log, version: Version) -> Version:
    if withdrawn_on(reports.absences_of(log, version.report_id)) is None:
        return version
    reports.withdraw(log, version.report_id)
    return replace(version, state="withdrawn")


def refresh_obligations(
    log: Log, known: Sequence[Portal], bodies: Sequence[Body], postings: Postings, clock: Clock
) -> dict[int, Watch]:
    """Work out anew what every body owes and whether it came; gives what is proven of each portal by its id."""
    watches: dict[int, Watch] = {}
    earlier = _grouped(obligations.all(log), lambda obligation: obligation.body_id)
    own = _grouped(bodies, lambda body: body.portal_id)
    arrived: dict[int, list[Version]] = {}
    for (body_id, _year), found in postings.items():
        arrived.setdefault(body_id, []).extend(found)
    kept = {version.url for version in chain.from_iterable(postings.values())}
    for portal in known:
        watch = watches[portal.id] = portal_watch(log, portal.id)
        owing = own.get(portal.id, [])
        listed = _listed_only(log, portal, owing, kept) if portal.active else {}
        with log.atomic():
            for body in owing:
                debtor = _Debtor(log, clock.today, body, portal, watch, arrived.get(body.id, ()), listed)
                debtor.refresh(earlier.get(body.id, ()))
    return watches


def kind_of(body: Body) -> BodyKind | None:
    """The kind of a body: as the registry or a title said, else as its name says."""
    return body.kind or kind_of_body(body.name)


def relation_of(body: Body, portal: Portal) -> Relation:
    """How a body stands to the portal it is known on; who is on the portal's roster is its own."""
    return "own" if body.on_roster else relation(body.name, portal.name)


def local_due(text: str | None) -> tuple[int, int] | None:
    """Month and day of a roster's local date ``MM-DD``."""
    if not text:
        return None
    month, day = text.split("-")
    return int(month), int(day)


@dataclass(frozen=True, slots=True)
class _Debtor:
    """One body, and all that is needed to say how its obligations stand."""

    log: Log
    today: date
    body: Body
    portal: Portal
    watch: Watch
    postings: Sequence[Version]
    listed: Mapping[tuple[int, int], str]

    def refresh(self, earlier: Sequence[Obligation]) -> None:
        """Write every obligation of the body as it stands today, and forget those that are not owed after all."""
        owed = owed_years(self._owner(), self.today, [past.year for past in earlier]) if self._is_active() else {}
        written = {year for year, how in owed.items() if self._write(year, how)}
        for past in earlier:
            if past.year not in written:
                obligations.remove(self.log, past.id)

    def _is_active(self) -> bool:
        return self.body.active and self.portal.active

    def _owner(self) -> Owner:
        own = belongs(self.body.name, self.portal.name)
        standing_years = {posting.year for posting in self.postings if own and posting.state != "withdrawn"}
        return Owner(self.body.on_roster, self.body.since, frozenset(year for year in standing_years if year))

    def _write(self, year: int, how: obligations.How) -> bool:
        due = self._due(year)
        if due is None:
            return False
        arrival = arrival_of([posting for posting in self.postings if posting.year == year])
        found = standing_of(due, self.today, arrival, self.watch, self.listed.get((self.body.id, year)))
        stands = (found.state, found.why, found.report_id)
        obligations.upsert(self.log, Duty(self.body.id, year, due.on, due.basis, how, *stands, self.today))
        return True

    def _due(self, year: int) -> Due | None:
        kind = kind_of(self.body)
        return None if kind is None else due_date(kind, year, local_due(self.body.due))


def arrival_of(postings: Sequence[Version]) -> Arrival | None:
    """What is known of the coming of a report from its postings; None where there is none."""
    if not postings:
        return None
    stands, first = standing(postings), first_posted(postings)
    return Arrival(
        report_id=stands.report_id,
        published_on=first.published_on,
        certain=is_proof(first),
        first_seen=min(day_of(posting.first_seen_at) for posting in postings),
        withdrawn=stands.state == "withdrawn",
    )


def _owner_read(log: Log, version: Version) -> tuple[str | None, BodyKind | None, int | None]:
    """Body, kind and year of a report: the title's where it names them, else the reading's.

    Where the title names nobody, the column or the site may have; what the
    report says of itself goes before that.
    """
    titled = read_title(version.title).body is not None
    if version.body is not None and version.year is not None and titled:
        return version.body, version.body_kind, version.year
    said = readings.report_of(log, version.version_id)
    year = version.year or said.get("year")
    if version.body is not None and (titled or said.get("body_kind") is None):
        return version.body, version.body_kind, year
    return said.get("body"), said.get("body_kind"), year


def portal_watch(log: Log, portal_id: int) -> Watch:
    """What the visits of a portal prove until now."""
    return watch_of(_column_visits(log, column) for column in portals.columns_of(log, portal_id))


def _column_visits(log: Log, column: Column) -> ColumnVisits:
    last = visits.last_visit(log, column.id)
    days = tuple(visits.healthy_days(log, column.id, date.min))
    if last is None:
        return ColumnVisits(column.url, days, f"栏目 {column.url} 还没有巡查过。")
    if last.healthy:
        return ColumnVisits(column.url, days)
    said = last.detail or VISIT_VERDICTS[last.verdict]
    return ColumnVisits(column.url, days, f"{last.day} 巡查 {column.url}：{said}")


def _listed_only(log: Log, portal: Portal, bodies: Iterable[Body], kept: Container[str]) -> dict[tuple[int, int], str]:
    """Reports that a column now names but of which no content is kept, by body and year: their address."""
    index = BodyIndex(log, portal, [body for body in bodies if body.active])
    found: dict[tuple[int, int], str] = {}
    for column in portals.columns_of(log, portal.id):
        for row in _rows_now(log, column.id):
            if row.verdict != "report" or row.url in kept:
                continue
            said = read_title(row.title, column=column.title)
            body = index.find(said.body, said.kind) if said.body else None
            if body is not None and said.year is not None:
                found[(body.id, said.year)] = row.url
    return found


def _rows_now(log: Log, column_id: int) -> list[reports.Listing]:
    """The rows that stood in the column's list at its latest visit."""
    last = visits.last_visit(log, column_id)
    return [row for row in reports.listings(log, column_id) if last and row.last_run_id >= last.run_id]


def _grouped(items: Iterable[_Item], key: Callable[[_Item], int]) -> dict[int, list[_Item]]:
    groups: dict[int, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
