"""Works out anew whose reports came, which were withdrawn, and what every body owes."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from crawler.titles import read_title
from monitor.duties.names import belongs
from monitor.duties.obligations import Arrival, Owner, owed_years, standing_of
from monitor.duties.owners import BodyIndex, kind_of, local_due
from monitor.duties.postings import first_posted, is_proof, standing, withdrawn_on
from monitor.health.watch import Watch, has_leapt, portal_watch
from monitor.law.deadlines import Due, due_date
from storage.clock import Clock, day_of
from storage.database import Log
from storage.tables import obligations, portals, reports, runs, visits
from storage.tables.obligations import Duty, Obligation
from storage.tables.portals import Body, Portal
from storage.tables.versions import Version

_Item = TypeVar("_Item")
Postings = Mapping[tuple[int, int], Sequence[Version]]
"""Current versions by (body id, report year)."""


def note_withdrawals(log: Log, current: Sequence[Version]) -> list[Version]:
    """Mark as withdrawn every report whose absence two healthy visits on two days have proven.

    Gives the current versions as they are then.
    """
    return [_withdraw(log, version) if version.state == "unseen" else version for version in current]


def _withdraw(log: Log, version: Version) -> Version:
    if withdrawn_on(reports.absences_of(log, version.report_id)) is None:
        return version
    reports.withdraw(log, version.report_id)
    return replace(version, state="withdrawn")


def refresh_obligations(
    log: Log, known: Sequence[Portal], bodies: Sequence[Body], postings: Postings, clock: Clock
) -> dict[int, Watch]:
    """Work out anew what every body owes and whether it came; gives what is proven of each portal by its id."""
    watches: dict[int, Watch] = {}
    sure = (runs.day_before(log, clock.today) or clock.today) if has_leapt(log, clock.today) else clock.today
    earlier = _group(obligations.all(log), lambda obligation: obligation.body_id)
    own = _group(bodies, lambda body: body.portal_id)
    arrived: dict[int, list[Version]] = {}
    for (body_id, _year), found in postings.items():
        arrived.setdefault(body_id, []).extend(found)
    kept = {version.url for version in chain.from_iterable(postings.values())}
    for portal in known:
        watch = watches[portal.id] = portal_watch(log, portal.id, clock.today)
        owing = own.get(portal.id, [])
        listed = _listed_only(log, portal, owing, kept) if portal.active else {}
        with log.atomic():
            for body in owing:
                debtor = _Debtor(log, clock.today, sure, body, portal, watch, arrived.get(body.id, ()), listed)
                debtor.refresh(earlier.get(body.id, ()))
    return watches


@dataclass(frozen=True, slots=True)
class _Debtor:
    """One body, and all that is needed to say how its obligations stand."""

    log: Log
    today: date
    sure: date
    """The last day that no leap of the clock made: up to it duties begin."""
    body: Body
    portal: Portal
    watch: Watch
    postings: Sequence[Version]
    listed: Mapping[tuple[int, int], str]

    def refresh(self, earlier: Sequence[Obligation]) -> None:
        """Write every obligation of the body as it stands today, and forget those that are not owed after all."""
        owed = owed_years(self._owner(), self.sure, [past.year for past in earlier]) if self._is_active() else {}
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


def _group(items: Iterable[_Item], key: Callable[[_Item], int]) -> dict[int, list[_Item]]:
    groups: dict[int, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
