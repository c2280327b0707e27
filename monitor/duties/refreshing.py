"""Works out anew whose reports came, which were withdrawn, and what every body owes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from crawler.body_kinds import stands_open
from monitor.duties.doubts import Doubt, doubts_of
from monitor.duties.names import belongs
from monitor.duties.nearness import near_names, question
from monitor.duties.obligations import Arrival, Owner, owed_years, standing_of
from monitor.duties.owners import is_kind_told, kind_of, local_due
from monitor.duties.postings import first_posted, is_proof, standing, withdrawn_on
from monitor.duties.rows import rows_now
from monitor.health.watch import Watch, has_leapt, portal_watch
from monitor.law.deadlines import Due, due_date
from storage.clock import Clock, day_of
from storage.database import Log
from storage.tables import obligations, reports, runs
from storage.tables.obligations import Duty, Obligation
from storage.tables.portals import Body, Portal
from storage.tables.versions import Version

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")


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
    log: Log, known: Sequence[Portal], bodies: Sequence[Body], current: Sequence[Version], clock: Clock
) -> dict[int, Watch]:
    """Work out anew what every body owes and whether it came; gives what is proven of each portal by its id."""
    watches: dict[int, Watch] = {}
    sure = (runs.day_before(log, clock.today) or clock.today) if has_leapt(log, clock.today) else clock.today
    earlier = _group(obligations.all(log), lambda obligation: obligation.body_id)
    own = _group(bodies, lambda body: body.portal_id)
    posted = _group(current, lambda version: version.portal_id)
    arrived = _group((version for version in current if version.year is not None), lambda version: version.body_id)
    for portal in known:
        watch = watches[portal.id] = portal_watch(log, portal.id, clock.today)
        owing = own.get(portal.id, [])
        hope = _hope_on(log, portal, owing, posted.get(portal.id, [])) if portal.active else _Hope()
        with log.atomic():
            for body in owing:
                debtor = _Debtor(log, clock.today, sure, body, portal, watch, arrived.get(body.id, ()), hope)
                debtor.refresh(earlier.get(body.id, ()))
    return watches


@dataclass(frozen=True, slots=True)
class _Hope:
    """Why a report that was not found may be there all the same: rows in doubt, and names like a body's, by its id."""

    doubts: Sequence[Doubt] = ()
    questions: Mapping[int, str] = field(default_factory=dict)

    def of(self, body_id: int, year: int) -> str | None:
        """Why that of a body and year may; None where nothing says so."""
        doubt = next((doubt.why for doubt in self.doubts if doubt.concerns(body_id, year)), None)
        return doubt or self.questions.get(body_id)


def _hope_on(log: Log, portal: Portal, bodies: Sequence[Body], current: Sequence[Version]) -> _Hope:
    rows, names = rows_now(log, portal, bodies), {body.id: body for body in bodies}
    near = near_names(portal, bodies, rows, current)
    return _Hope(doubts_of(rows, current), {key: question(names[key], found) for key, found in near.items()})


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
    hope: _Hope

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
        found = standing_of(due, self.today, arrival, self.watch, self.hope.of(self.body.id, year))
        stands = (found.state, found.why, found.report_id)
        obligations.upsert(self.log, Duty(self.body.id, year, due.on, due.basis, how, *stands, self.today))
        return True

    def _due(self, year: int) -> Due | None:
        kind = kind_of(self.body)
        if kind is None:
            return None
        is_open = stands_open(self.body.name) and not is_kind_told(self.body)
        return due_date(kind, year, local_due(self.body.due), is_open=is_open)


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


def _group(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
