"""How the duties of the year now due stand, portal by portal: the figures with which a message begins."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.duties.obligations import year_now_due
from storage.database import Log
from storage.tables import obligations
from storage.tables.alerts import Alert
from storage.tables.obligations import State


@dataclass(frozen=True, slots=True)
class PortalDuties:
    """The bodies of one portal that owe a report on ``year``, each counted once, and what waits there.

    ``doubtful`` are those of whom nothing can be said yet although the portal was seen, ``unseen`` those whose portal
    could not be, ``ahead`` those whose day is still to come. ``open`` are problems of all years that wait to be
    mended, ``waiting`` the names of the bodies that have such.
    """

    portal: str
    year: int
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    doubtful: int = 0
    unseen: int = 0
    ahead: int = 0
    open: int = 0
    waiting: tuple[str, ...] = ()

    @property
    def owed(self) -> int:
        """How many owe a report."""
        return self.on_time + self.late + self.overdue + self.doubtful + self.unseen + self.ahead


def duties_on(log: Log, on: date, waiting: Iterable[Alert], healthy: Mapping[str, bool]) -> list[PortalDuties]:
    """The duties of the year that is due in the year of ``on``.

    ``waiting`` are the alerts that wait to be mended, ``healthy`` says of every portal by name, in order, whether it
    can be seen.
    """
    year = year_now_due(on)
    counts: dict[str, Counter[str]] = {portal: Counter() for portal in healthy}
    for (portal, state), number in obligations.stands(log, year).items():
        counts.setdefault(portal, Counter())[_place(state, can_be_seen=healthy.get(portal, False))] += number
    open_at: dict[str, list[str]] = {}
    for alert in waiting:
        open_at.setdefault(alert.portal or "", []).append(alert.body or "")
    return [
        PortalDuties(
            portal,
            year,
            **count,
            open=len(open_at.get(portal, ())),
            waiting=tuple(dict.fromkeys(open_at.get(portal, ()))),
        )
        for portal, count in counts.items()
    ]


def _place(state: State, *, can_be_seen: bool) -> str:
    """The field of :class:`PortalDuties` that counts a duty in that state."""
    match state:
        case "met":
            return "on_time"
        case "met_late":
            return "late"
        case "overdue":
            return "overdue"
        case "upcoming" | "due":
            return "ahead"
        case "unknown":
            return "doubtful" if can_be_seen else "unseen"
