"""Works out anew whose reports came, which were withdrawn, and what every body owes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

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
from storage.clock import day_of
from storage.database import Log
from storage.tables import obligations, reports, runs
from storage.tables.obligations import Duty, Obligation
from storage.tables.portals import Body, Portal
from storage.tables.records import names_of
from storage.tables.versions import Version

_TOLD: Final = tuple(name for name in names_of(Duty) if name != "day")
"""What a duty says besides the day since which it stands so."""

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


class Calendar:
    """The day of a judging, and the last day that no leap of the clock made: up to it duties begin."""

    def __init__(self, log: Log, today: date) -> None:
        self.today, self.leapt = today, has_leapt(log, today)
        self.sure = (runs.day_before(log, today) or today) if self.leapt else today


def refresh_obligations(
    log: Log, portal: Portal, bodies: Sequence[Body], current: Sequence[Version], days: Calendar
) -> tuple[Watch, list[Obligation]]:
    """Work out anew what a portal's bodies owe and whether it came; gives what its visits prove, and what is owed.

    ``bodies`` are all that are known there, ``current`` the current versions of its reports.
    """
    watch = portal_watch(log, portal.id, days.today, leapt=days.leapt)
    before = obligations.all(log, portal_id=portal.id)
    earlier = _group(before, lambda obligation: obligation.body_id)
    arrived = _group((version for version in current if version.year is not None), lambda version: version.body_id)
    hope = _Hope(log, portal, bodies, current)
    found = [
        _Debtor(days, body, portal, watch, arrived.get(body.id, ()), hope).change(earlier.get(body.id, ()))
        for body in bodies
    ]
    owing, gone = [duty for one in found for duty in one.owing], [past for one in found for past in one.gone]
    if not owing and not gone:
        return watch, before
    with log.atomic():
        for duty in owing:
            obligations.upsert(log, duty)
        for past in gone:
            obligations.remove(log, past.id)
    return watch, obligations.all(log, portal_id=portal.id)


class _Hope:
    """Why a report that was not found may be there all the same: rows in doubt, and names like a body's.

    The rows are looked at only where a report that is due was not found.
    """

    def __init__(self, log: Log, portal: Portal, bodies: Sequence[Body], current: Sequence[Version]) -> None:
        self._log, self._portal, self._bodies, self._current = log, portal, bodies, current

    def of(self, body_id: int, year: int) -> str | None:
        """Why that of a body and year may be there; None where nothing says so."""
        doubts, questions = self._found
        doubt = next((doubt.why for doubt in doubts if doubt.concerns(body_id, year)), None)
        return doubt or questions.get(body_id)

    @cached_property
    def _found(self) -> tuple[Sequence[Doubt], Mapping[int, str]]:
        if not self._portal.active:
            return (), {}
        names = {body.id: body for body in self._bodies}
        rows = rows_now(self._log, self._portal, self._bodies)
        near = near_names(self._portal, self._bodies, rows, self._current)
        asked = {key: question(names[key], found) for key, found in near.items()}
        return doubts_of(rows, self._current), asked


class _Change(NamedTuple):
    """What changed of a body's obligations: those that are new or stand otherwise, and those that are none."""

    owing: Sequence[Duty]
    gone: Sequence[Obligation]


@dataclass(frozen=True, slots=True)
class _Debtor:
    """One body, and all that is needed to say how its obligations stand."""

    days: Calendar
    body: Body
    portal: Portal
    watch: Watch
    postings: Sequence[Version]
    hope: _Hope

    def change(self, earlier: Sequence[Obligation]) -> _Change:
        """How the obligations of the body stand today, where that is otherwise than they stood."""
        owed = owed_years(self._owner(), self.days.sure, [past.year for past in earlier]) if self._is_active() else {}
        before = {past.year: past for past in earlier}
        duties = [duty for year, how in owed.items() if (duty := self._duty(year, how))]
        new = [duty for duty in duties if not (duty.year in before and _is_same(duty, before[duty.year]))]
        kept = {duty.year for duty in duties}
        return _Change(new, [past for past in earlier if past.year not in kept])

    def _is_active(self) -> bool:
        return self.body.active and self.portal.active

    def _owner(self) -> Owner:
        own = belongs(self.body.name, self.portal.name)
        standing_years = {posting.year for posting in self.postings if own and posting.state != "withdrawn"}
        return Owner(self.body.on_roster, self.body.since, frozenset(year for year in standing_years if year))

    def _duty(self, year: int, how: obligations.How) -> Duty | None:
        due = self._due(year)
        if due is None:
            return None
        arrival = arrival_of([posting for posting in self.postings if posting.year == year])
        found = standing_of(due, self.days.today, arrival, self.watch, lambda: self.hope.of(self.body.id, year))
        stands = (found.state, found.why, found.report_id)
        return Duty(self.body.id, year, due.on, due.basis, how, *stands, self.days.today)

    def _due(self, year: int) -> Due | None:
        kind = kind_of(self.body)
        if kind is None:
            return None
        is_open = stands_open(self.body.name) and not is_kind_told(self.body)
        return due_date(kind, year, local_due(self.body.due), is_open=is_open)


def _is_same(duty: Duty, before: Duty) -> bool:
    """Whether a duty stands as it stood, whatever the day."""
    return all(getattr(duty, name) == getattr(before, name) for name in _TOLD)


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
