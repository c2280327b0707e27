"""When a portal is visited again: daily while reports are due, more rarely the longer it shows nothing new.

A visit left out is said, and proves nothing: that a report is not there is only
ever told by healthy visits, so a rarer one makes no assertion weaker or false.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from crawler.window import Window
from storage.tables.turns import Past

STEPS: Final = (1, 2, 4, 7, 14, 30)
"""Days between two visits, from daily to the rarest."""

LONGEST_WAIT_FOR_OVERDUE: Final = 7
"""Days between two visits of a portal on which a report is overdue: its coming must not stay unseen for weeks."""

_SEASON: Final = range(1, 5)
"""January to April: reports of institutions come by 31 January, of governments by 31 March (条例 §49, §50)."""

_PART: Final = 3
"""A portal is visited three times in as long as it has shown nothing new."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which portals of a registry people want visited: those whose turn it is, or all, or those of these homes."""

    everything: bool = False
    homes: frozenset[str] = frozenset()

    def includes(self, home: str) -> bool:
        """Whether a portal is to be visited at all."""
        return not self.homes or home in self.homes

    @property
    def forced(self) -> bool:
        """Whether a portal is visited whether or not it is its turn."""
        return self.everything or bool(self.homes)


ALL_IN_TURN: Final = Wanted()


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether a portal is visited now; else ``why`` not, and the day of its next turn where that is known."""

    now: bool
    why: str = ""
    next_on: date | None = None


def turn_of(past: Past, today: date, *, forced: bool, window: Window | None, moment: datetime) -> Turn:
    """Whether it is a portal's turn; ``forced`` says that people want it now, which only the window forbids.

    A second visit on the day of the first is people's own wish.
    """
    if window is not None and not window.holds(moment):
        return Turn(now=False, why=f"不在约定的巡查时段（{window}）")
    next_on = next_visit(past)
    if forced or next_on is None or today >= next_on or (past.last_on is not None and today <= past.last_on):
        return Turn(now=True)
    if today.month in _SEASON:
        return Turn(now=True)
    assert past.last_on is not None
    return Turn(now=False, why=f"{past.last_on:%m-%d} 看过，许久没有变化", next_on=next_on)


def next_visit(past: Past) -> date | None:
    """The day on which a portal's next turn comes; None where it was never visited."""
    if past.last_on is None:
        return None
    days = _pause(past, past.last_on)
    season = date(past.last_on.year + 1, _SEASON.start, 1)
    return min(past.last_on + timedelta(days=days), season)


def _pause(past: Past, last_on: date) -> int:
    if not past.seen_whole or past.open_question or past.changed_on is None or last_on.month in _SEASON:
        return 1
    quiet = (last_on - past.changed_on).days // _PART
    pause = max(step for step in STEPS if step <= max(quiet, 1))
    return min(pause, LONGEST_WAIT_FOR_OVERDUE) if past.overdue else pause
