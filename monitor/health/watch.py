"""What the visits of a portal prove: on which days all of it was seen, and what stands in the way now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.health.kinds import VISIT_VERDICTS
from monitor.law.patience import LONGEST_LEAP
from storage.database import Log
from storage.tables import portals, runs, visits
from storage.tables.portals import Column


@dataclass(frozen=True, slots=True)
class Watch:
    """What the visits of a portal prove.

    ``healthy_days`` are the days on which every active column was seen healthy,
    ``healthy`` says so of the latest visit of each, ``trouble`` why not.
    """

    healthy_days: tuple[date, ...]
    healthy: bool
    trouble: str = ""
    columns: tuple[str, ...] = ()

    def proof_after(self, day: date) -> tuple[date, ...]:
        """The healthy days after that day."""
        return tuple(healthy for healthy in self.healthy_days if healthy > day)


@dataclass(frozen=True, slots=True)
class ColumnVisits:
    """The healthy days of one column, and what was wrong in its latest visit (empty: nothing)."""

    url: str
    healthy_days: tuple[date, ...]
    trouble: str = ""


def watch_of(visits: Iterable[ColumnVisits]) -> Watch:
    """What the visits of a portal's active columns prove together. A portal without columns proves nothing."""
    columns = list(visits)
    urls = tuple(column.url for column in columns)
    if not columns:
        return Watch((), healthy=False, trouble="没有已知的年报栏目，请在登记表中写明 columns。", columns=urls)
    days = set.intersection(*(set(column.healthy_days) for column in columns))
    trouble = next((column.trouble for column in columns if column.trouble), "")
    return Watch(tuple(sorted(days)), healthy=not trouble, trouble=trouble, columns=urls)


def portal_watch(log: Log, portal_id: int, today: date, *, leapt: bool | None = None) -> Watch:
    """What the visits of a portal prove until today.

    Days that lie after today prove nothing, and neither does a day that the
    clock leapt to: a clock that was wrong once must accuse nobody. ``leapt``
    is what :func:`has_leapt` says, where the caller has asked already.
    """
    leapt = has_leapt(log, today) if leapt is None else leapt
    return watch_of(_column_visits(log, column, today, leapt=leapt) for column in portals.columns_of(log, portal_id))


def has_leapt(log: Log, today: date) -> bool:
    """Whether today lies so long after the run before that its clock may be wrong."""
    before = runs.day_before(log, today)
    return before is not None and today - before > LONGEST_LEAP


def _column_visits(log: Log, column: Column, today: date, *, leapt: bool) -> ColumnVisits:
    last = visits.last_visit(log, column.id)
    seen = visits.healthy_days(log, column.id, date.min)
    days = tuple(day for day in seen if day < today or (day == today and not leapt))
    if last is None:
        return ColumnVisits(column.url, days, f"栏目 {column.url} 还没有巡查过。")
    if last.healthy:
        return ColumnVisits(column.url, days)
    said = last.detail or VISIT_VERDICTS[last.verdict]
    return ColumnVisits(column.url, days, f"{last.day} 巡查 {column.url}：{said}")
