"""How well the crawl could see: portals, troubles and runs of a day.

This is our side, or nobody's; it is never said of a publisher (law 2 of the house).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crawler.hosts import host_of
from monitor.health.kinds import HEALTH_KINDS, why_left_out
from storage.clock import SHANGHAI, from_stamp
from storage.database import Log, is_under_way
from storage.tables import health, obligations, runs, turns, visits
from storage.tables.runs import Run


@dataclass(frozen=True, slots=True)
class Trouble:
    """One event of crawl health: what, where, and what to do.

    ``documents`` counts the single pages and files that it touches; 0 where it is the portal's or a column's.
    """

    kind: str
    name: str
    url: str
    detail: str
    documents: int = 0


@dataclass(frozen=True, slots=True)
class PortalHealth:
    """How the latest visit of a portal on the day went; ``unknown`` counts obligations that cannot be told for it.

    ``left_out`` says why the day's runs left it out on purpose, empty where they did not. ``blind_since`` is the day
    since which it could not be seen whole, None where it can or was never visited.
    """

    name: str
    columns: int
    healthy_columns: int
    troubles: tuple[Trouble, ...]
    unknown: int = 0
    left_out: str = ""
    blind_since: date | None = None

    @property
    def documents(self) -> Mapping[str, int]:
        """By the kind of the trouble, how many single pages and files of the portal it touches."""
        counts: Counter[str] = Counter()
        for trouble in self.troubles:
            counts[trouble.kind] += trouble.documents
        return counts

    @property
    def visited(self) -> bool:
        """Whether any column was visited on the day."""
        return self.columns > 0

    @property
    def healthy(self) -> bool:
        """Whether every column visited was seen whole."""
        return self.visited and self.healthy_columns == self.columns


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the day and how it ended; times in Asia/Shanghai. ``note`` says why its crawl did not complete."""

    id: int
    kind: str
    started: str
    finished: str
    outcome: str
    note: str = ""


def portals_on(log: Log, on: date) -> list[PortalHealth]:
    """Every portal of the registry with its latest visits of the day and the troubles met there."""
    troubles: dict[int, list[Trouble]] = {}
    single = health.of_documents(log, on)
    for event in health.of_day(log, on):
        name = HEALTH_KINDS.get(event.kind, event.kind)
        trouble = Trouble(event.kind, name, event.url, event.detail, int(event.id in single))
        troubles.setdefault(event.portal_id, []).append(trouble)
    unknown = obligations.numbers(log, "unknown")
    left_out, blind = turns.skipped_on(log, on), visits.blind_since(log, on)
    return [
        PortalHealth(
            portal.name,
            portal.columns,
            portal.healthy,
            tuple(_one_for_each_host(troubles.get(portal.id, ()))),
            unknown.get(portal.id, 0),
            why_left_out(left_out.get(portal.id)),
            blind.get(portal.id),
        )
        for portal in health.seen_on(log, on)
    ]


def _one_for_each_host(troubles: Iterable[Trouble]) -> Iterator[Trouble]:
    """The troubles with those made one that say the same of several addresses of a host: it is the host's trouble."""
    groups: dict[tuple[str, str, str, int], list[Trouble]] = {}
    for trouble in troubles:
        groups.setdefault((trouble.kind, host_of(trouble.url), trouble.detail, trouble.documents), []).append(trouble)
    for (_kind, host, detail, documents), group in groups.items():
        many = replace(
            group[0], detail=f"{host} 上有 {len(group)} 处：{detail}", documents=len(group) if documents else 0
        )
        yield group[0] if len(group) == 1 else many


def runs_on(log: Log, on: date) -> list[RunLine]:
    """The runs of a day in order; one that broke off without a word counts as killed."""
    return [
        RunLine(run.id, run.kind, local_time(run.started_at), local_time(run.finished_at), outcome, _note_of(run))
        for run in runs.of_day(log, on)
        for outcome in ["killed" if run.outcome == "running" and not is_under_way(log.data) else run.outcome]
    ]


def _note_of(run: Run) -> str:
    return str(run.detail.get("crawl", {}).get("message", ""))


def local_time(stamp: str | None) -> str:
    """A stamp of the log as the time of day in Shanghai, empty for none."""
    return from_stamp(stamp).astimezone(SHANGHAI).strftime("%H:%M:%S") if stamp else ""
