"""问题清单: every problem that stands, with all that a unit and its office need to mend it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from crawler.bodies.places import own_place, places_on, rank
from crawler.text import fold
from monitor.health.kinds import HEALTH_KINDS
from monitor.rules.catalogue import mend, rules
from monitor.telling.entries import contact_of
from monitor.telling.wording import cell_label, rule_name
from storage.clock import local_time
from storage.database import Log
from storage.tables import alerts, obligations, portals, readings, versions
from storage.tables.alerts import Alert
from storage.tables.narrowing import WAITING, Wanted
from storage.tables.portals import Body, Portal
from storage.tables.records import values_of
from storage.tables.versions import Version

KEYS: Final = (
    *("id", "portal", "body", "body_kind", "county", "year", "rule", "name_zh", "severity", "message", "place"),
    *("printed", "due", "mend", "basis", "cells", "page", "quote", "url", "title", "published_on", "published_from"),
    *("due_on", "first_seen_at", "state", "reason", "deadline", "contact", "phone"),
)
"""What is told of a problem, in this order."""

_COUNTY: Final = 3
"""The rank of a county or district among places."""
_OWN: Final = "本级"
_CELLS_SHOWN: Final = 4
"""Cells up to which each is told as printed; of more the finding's own quotation says what counts."""
_BLANK: Final = "空白"
_DUE: Final = re.compile(r"(?:相差|应为|应填|改为|改成)[^，；。（）]+")
"""How findings word the right number or the difference; where a finding words neither its column stays empty."""
_DUES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that stands, with whose it is, where, and by when it is to be mended.

    ``county`` is the county or district of the unit, 本级 for the portal's own
    units; ``place``, ``printed`` and ``due`` are what people read: where, what
    stands there, and the right number or the difference.
    """

    alert: Alert
    county: str
    place: str
    printed: str
    due: str
    mend: str
    version: Version | None
    due_on: date | None
    deadline: date | None
    contact: str
    phone: str

    @property
    def unit(self) -> str:
        """Whom it is for: the body, else the portal on which it stands."""
        return self.alert.body or self.alert.portal or "单位不明"

    def as_row(self) -> dict[str, Any]:
        """The problem by :data:`KEYS`, as programs read it: times with their offset."""
        known = values_of(self.alert) | {name: getattr(self, name) for name in _OWN_NAMES}
        version = self.version
        return {key: known.get(key) for key in KEYS} | {
            "name_zh": rule_name(self.alert.rule),
            "first_seen_at": local_time(self.alert.first_seen_at),
            "title": version and version.title,
            "published_on": version and version.published_on,
            "published_from": version and version.published_from,
        }


_OWN_NAMES: Final = ("county", "place", "printed", "due", "mend", "due_on", "deadline", "contact", "phone")


class Problems:
    """The problems of a log; ``deadline`` is the day until which those that nobody works on are to be mended."""

    def __init__(self, log: Log, deadline: date | None) -> None:
        self._log, self._deadline = log, deadline
        self._bodies = {body.id: body for body in portals.all_bodies(log)}
        self._portals = {portal.id: portal for portal in portals.all_portals(log, active=False)}
        # Problems come unit by unit, several of one report after the other.
        self._version = lru_cache(maxsize=1)(lambda version_id: versions.get(log, version_id))
        self._printed = lru_cache(maxsize=1)(lambda version_id: readings.printed(log, version_id))

    def each(self, wanted: Wanted) -> Iterator[Problem]:
        """The problems that are wanted, unit by unit, the latest year first, then so those that are muted.

        Held back and resolved ones are none.
        """
        return map(self._problem, alerts.matching(self._log, wanted, list="compliance", standing=True))

    def county_of(self, body: Body) -> str:
        """The county or district that a body belongs to."""
        return county_of(body.name, self._portals[body.portal_id])

    def _problem(self, alert: Alert) -> Problem:
        body = self._bodies.get(alert.body_id) if alert.body_id else None
        printed = self._printed(alert.version_id) if alert.version_id else {}
        contact, phone = contact_of(body)
        owed = obligations.get(self._log, alert.body_id or 0, alert.year or 0)
        return Problem(
            alert=alert,
            county=self.county_of(body) if body else "",
            place=_place(alert),
            printed=_as_printed(alert, printed),
            due=_due(alert.message),
            mend=mend(alert.rule) if alert.rule in rules() else "",
            version=self._version(alert.version_id) if alert.version_id else None,
            due_on=owed.due_on if owed else None,
            deadline=self._deadline if alert.state in WAITING and alert.severity != "info" else None,
            contact=contact,
            phone=phone,
        )


def county_of(name: str, portal: Portal) -> str:
    """The county or district that a body's name or its portal's says; 本级 where it is the city's or province's own."""
    own = fold(portal.name)
    places = places_on(fold(name), own)
    told = next((place for place in reversed(places) if rank(place) == _COUNTY), None)
    site = own_place(own)
    return told or (site if site and rank(site) == _COUNTY else _OWN)


def by_unit(problems: Iterator[Problem]) -> Iterator[tuple[str, Sequence[Problem]]]:
    """The problems of every unit together as they come; one unit's at a time are in memory."""
    gathered: list[Problem] = []
    for problem in problems:
        if gathered and _owner(gathered[0]) != _owner(problem):
            yield gathered[0].unit, gathered
            gathered = []
        gathered.append(problem)
    if gathered:
        yield gathered[0].unit, gathered


def _owner(problem: Problem) -> tuple[int | None, int | None]:
    return problem.alert.portal_id, problem.alert.body_id


def _place(alert: Alert) -> str:
    """Where a problem stands, by the names that the form prints."""
    page = f"第{alert.page}页" if alert.page else ""
    shown = "；".join(cell_label(name) for name in alert.cells[:_CELLS_SHOWN])
    more = f"等{len(alert.cells)}格" if len(alert.cells) > _CELLS_SHOWN else ""
    return " ".join(filter(None, (page, shown + more)))


def _as_printed(alert: Alert, figures: Mapping[str, str]) -> str:
    if alert.version_id is None:
        return ""
    known = [name for name in alert.cells if name in figures]
    if not known or len(alert.cells) > _CELLS_SHOWN:
        return alert.quote
    return "；".join(f"{cell_label(name)}：{figures[name] or _BLANK}" for name in known)


def _due(message: str) -> str:
    return "；".join(dict.fromkeys(_DUE.findall(message)[:_DUES_SHOWN]))


def kind_of_trouble(alert: Alert) -> str:
    """What a trouble of crawl health is called."""
    return HEALTH_KINDS.get(alert.rule, alert.rule)
