"""Whom a digest is for: what of it they asked to be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol, TypeVar

from monitor.rules.model import Severity
from monitor.telling.digest import Digest
from monitor.telling.entries import NEWS, Entry, NewsKind
from storage.database import Log
from storage.tables import alerts
from storage.tables.alerts import Alert


class _OfPortal(Protocol):
    @property
    def portal(self) -> str: ...


Shown = TypeVar("Shown", bound=_OfPortal)


@dataclass(frozen=True, slots=True)
class Audience:
    """What people want to be told: from which severity on, of which portals (empty for all), crawl health or not."""

    severity: Severity = Severity.INFO
    portals: tuple[str, ...] = ()
    health: bool = True

    def wants(self, alert: Alert | Entry) -> bool:
        """Whether an alert is theirs to hear."""
        return self.watches(alert.portal or "") and Severity(alert.severity) >= self.severity

    def watches(self, portal: str) -> bool:
        """Whether a portal is theirs."""
        return not self.portals or portal in self.portals


EVERYONE: Final = Audience()
"""Who wants to be told everything."""


def narrow(digest: Digest, audience: Audience) -> Digest:
    """What of a digest an audience is told; the figures are of the portals that are left."""
    if audience == EVERYONE:
        return digest
    narrowed = replace(
        digest,
        news=_news(digest.news, audience),
        held=[entry for entry in digest.held if audience.wants(entry)],
        due_soon=_of_portals(digest.due_soon, audience),
        questions=_of_portals(digest.questions, audience),
        waiting=_of_portals(digest.waiting, audience),
        exempt=_of_portals(digest.exempt, audience),
        duties=_of_portals(digest.duties, audience),
        unread=_of_portals(digest.unread, audience),
        reminders=[one for one in digest.reminders if audience.wants(one.entry)],
        portals=[portal for portal in digest.portals if audience.watches(portal.name)],
        # Trouble in seeing is told whatever its severity: it says what is not known.
        health_news=_news(digest.health_news, replace(audience, severity=Severity.INFO)),
    )
    return narrowed if audience.health else replace(narrowed, portals=[], health_news={kind: [] for kind in NEWS})


def narrow_counts(log: Log, digest: Digest, audience: Audience) -> Digest:
    """A digest whose counts are those of an audience's alerts as they are now."""
    if audience == EVERYONE:
        return digest
    open_, acknowledged, muted = _counts(log, digest.day, audience)
    waiting: dict[str, list[str]] = {}
    for alert in waiting_alerts(log, digest.day, audience):
        waiting.setdefault(alert.portal or "", []).append(alert.body or "")
    duties = [
        replace(one, open=len(names), waiting=tuple(dict.fromkeys(names)))
        for one in digest.duties
        for names in (waiting.get(one.portal, []),)
    ]
    return replace(digest, open=open_, acknowledged=acknowledged, muted=muted, duties=duties)


def waiting_alerts(log: Log, on: date, audience: Audience) -> list[Alert]:
    """The problems of an audience that nobody has taken up: open, neither held back nor silenced."""
    known = alerts.listing(log, list="compliance", state=("open", "reopened"), held=False)
    return [alert for alert in known if audience.wants(alert) and not alert.is_silenced(on)]


def _news(news: Mapping[NewsKind, list[Entry]], audience: Audience) -> dict[NewsKind, list[Entry]]:
    return {kind: [entry for entry in news.get(kind, ()) if audience.wants(entry)] for kind in NEWS}


def _of_portals(shown: Iterable[Shown], audience: Audience) -> list[Shown]:
    return [one for one in shown if audience.watches(one.portal)]


def _counts(log: Log, on: date, audience: Audience) -> tuple[int, int, int]:
    known = [one for one in alerts.listing(log, list="compliance", held=False) if audience.wants(one)]
    silenced = sum(alert.state == "muted" or (alert.state == "resolved" and alert.is_silenced(on)) for alert in known)
    return (
        sum(alert.state in ("open", "reopened") for alert in known),
        sum(alert.state == "acknowledged" for alert in known),
        silenced,
    )
