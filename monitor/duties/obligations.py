"""Who owes which report by when, and whether it came.

Missing is derived from a calendar, never from a crawl: an obligation exists
whether or not a page does. That a report is not there is said only with proof
that we looked and could see (laws 2 and 3 of the house); otherwise the state is
``unknown`` and ``why`` says what stood in the way.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.health.watch import Watch
from monitor.law.deadlines import Due, days_late, is_late
from monitor.law.patience import HEALTHY_DAYS
from storage.tables.obligations import How, State

DUE_SOON: Final = timedelta(days=14)
"""How long before its day an obligation counts as ``due``."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A body as far as its duty goes.

    ``since`` is the first report year the roster says it owes. ``reported`` are
    the years of its reports that stand on a portal of its own government.
    """

    on_roster: bool
    since: int | None = None
    reported: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that came: its date (``certain`` where it may prove lateness) and the day of first sight."""

    report_id: int
    published_on: date | None
    certain: bool
    first_seen: date
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands, and why, in one Chinese sentence."""

    state: State
    why: str
    report_id: int | None = None


def year_now_due(today: date) -> int:
    """The report year that is due in the year of ``today``: the one before."""
    return today.year - 1


def owed_years(owner: Owner, today: date, earlier: Collection[int] = ()) -> dict[int, How]:
    """The report years a body owes by ``today``, and how that is known.

    A roster gives its body all years from ``since`` on, by default the year now
    due alone. A body in no roster owes the year now due when its report of the
    year before stands. ``earlier`` are years found to be owed before: a debt
    does not lapse by the turn of the year.
    """
    current = year_now_due(today)
    if owner.on_roster:
        first = current if owner.since is None else owner.since
        kept = [year for year in earlier if year < current and owner.since is None]
        return dict.fromkeys(sorted({*kept, *range(first, current + 1)}), "roster")
    found = {year for year in earlier if year <= current and owner.reported}
    if current - 1 in owner.reported:
        found.add(current)
    return dict.fromkeys(sorted(found), "last_year")


def standing_of(
    due: Due,
    today: date,
    arrival: Arrival | None,
    watch: Watch,
    doubt_of: Callable[[], str | None] = lambda: None,
) -> Standing:
    """How an obligation stands on ``today``.

    ``doubt_of`` says in one Chinese sentence why a report that was not found may
    be there all the same: a row that was not made out, a name like the body's.
    """
    if arrival is not None:
        return _after_arrival(due, arrival, watch)
    if today <= due.on:
        return _not_yet(due, today)
    doubt = doubt_of()
    if doubt is not None:
        return Standing("unknown", doubt)
    if not watch.healthy:
        return Standing("unknown", f"门户眼下无法完整查看，不能断定是否发布：{watch.trouble}")
    return _missing(due, watch)


def _after_arrival(due: Due, arrival: Arrival, watch: Watch) -> Standing:
    state, why = _punctuality(due, arrival, watch)
    return Standing(state, f"{why}后来撤下。" if arrival.withdrawn else why, arrival.report_id)


def _punctuality(due: Due, arrival: Arrival, watch: Watch) -> tuple[State, str]:
    published = arrival.published_on
    if published is not None and arrival.certain:
        if is_late(published, due):
            return "met_late", f"{published} 发布，逾期 {days_late(published, due)} 天。"
        return "met", f"{published} 发布。"
    missed = [day for day in watch.proof_after(due.on) if day < arrival.first_seen]
    if len(missed) >= HEALTHY_DAYS and (published is None or is_late(published, due)):
        return "met_late", f"{arrival.first_seen} 首次见到；{missed[0]} 和 {missed[-1]} 巡查时还没有。"
    return "met", "已发布，页面未注明发布日期。" if published is None else f"已发布，日期 {published} 不足以作证。"


def _not_yet(due: Due, today: date) -> Standing:
    left = (due.on - today).days
    if due.on - today > DUE_SOON:
        return Standing("upcoming", f"{due.on} 前发布。")
    return Standing("due", "今天是最后一天。" if left == 0 else f"还有 {left} 天（{due.on} 前）。")


def _missing(due: Due, watch: Watch) -> Standing:
    proof = watch.proof_after(due.on)
    if len(proof) >= HEALTHY_DAYS:
        return Standing("overdue", f"{due.on} 到期，{proof[0]} 至 {proof[-1]} 共 {len(proof)} 天完整巡查均未见到。")
    if proof:
        return Standing("unknown", f"{due.on} 到期，{proof[0]} 完整巡查未见到，须在另一天再次完整巡查才能认定。")
    return Standing("unknown", f"{due.on} 到期，到期后还没有完整巡查过，须在两天完整巡查后才能认定。")
