"""Crawl health: events that stood in the way of seeing, and which crawl saw a portal last."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import records

HealthKind = Literal[
    "wall",
    "unreachable",
    "server_error",
    "throttled",
    "budget",
    "broken_file",
    "empty_column",
    "needs_browser",
    "robots",
    "unreadable",
    "truncated",
    "crashed",
    "certificate",
    "legacy_tls",
    "other_scheme",
    "newer_column",
]
"""What can stand in the way of seeing a portal; the last four only say how it could be seen all the same."""

JUDGED_KINDS: Final[frozenset[HealthKind]] = frozenset({"unreadable", "crashed"})
"""Events that judging notes itself in every run, whether or not a portal was visited."""

NOTES: Final[frozenset[HealthKind]] = frozenset({"certificate", "legacy_tls", "other_scheme", "newer_column"})
"""Events that say how a portal could be seen all the same."""

MILD: Final[frozenset[HealthKind]] = frozenset({"broken_file", "truncated", "unreadable", "crashed"})
"""Events that touch single documents, not what can be seen of a portal."""

CRAWLS: Final = """
    SELECT columns.portal_id, visits.run_id FROM visits JOIN columns ON columns.id = column_id
    UNION ALL
    SELECT portal_id, run_id FROM health_events WHERE kind NOT IN ('unreadable', 'crashed')
"""
"""Which runs visited a portal or met trouble there, as ``portal_id`` and ``run_id``; judging alone is no visit."""


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """One event of crawl health. ``detail`` is one Chinese line: what, and what to do. ``at`` is a stamp."""

    id: int
    run_id: int
    portal_id: int
    column_id: int | None
    url: str
    kind: HealthKind
    detail: str
    at: str


@dataclass(frozen=True, slots=True)
class SeenPortal:
    """A portal with the columns that its latest crawl of a day visited, and how many of them it saw whole."""

    id: int
    name: str
    columns: int
    healthy: int


def note(
    log: Log,
    *,
    run_id: int,
    portal_id: int,
    column_id: int | None,
    url: str,
    kind: HealthKind,
    detail: str,
    clock: Clock,
) -> None:
    """Note an event of crawl health, once for an address and kind in a run. ``detail``: one Chinese line."""
    log.execute(
        "INSERT INTO health_events (run_id, portal_id, column_id, url, kind, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (run_id, url, kind) DO UPDATE SET detail = excluded.detail, at = excluded.at",
        (run_id, portal_id, column_id, url, kind, detail, clock.stamp()),
    )


def of_run(log: Log, run_id: int) -> list[HealthEvent]:
    """The health events of a run in the order they came."""
    return records(HealthEvent, log.rows("SELECT * FROM health_events WHERE run_id = ? ORDER BY id", (run_id,)))


def latest_crawls(log: Log) -> dict[int, int]:
    """The latest run that visited each portal or met trouble there, by portal id."""
    rows = log.rows(f"SELECT portal_id, max(run_id) AS run_id FROM ({CRAWLS}) GROUP BY portal_id")  # noqa: S608 - ours
    return {row["portal_id"]: row["run_id"] for row in rows}


def of_crawl(log: Log, run_id: int, portal_id: int) -> list[HealthEvent]:
    """What a crawl met on a portal, in order; what could not be read or judged is not among it."""
    rows = log.rows(
        "SELECT * FROM health_events WHERE run_id = ? AND portal_id = ?"
        " AND kind NOT IN (SELECT value FROM json_each(?)) ORDER BY id",
        (run_id, portal_id, pack(sorted(JUDGED_KINDS))),
    )
    return records(HealthEvent, rows)


def of_judging(log: Log, run_id: int, crawled: int | None, portal_id: int) -> list[HealthEvent]:
    """What could not be read: of the reports this run says so, of everything else the portal's latest crawl."""
    rows = log.rows(
        "SELECT * FROM health_events WHERE portal_id = ? AND kind IN (SELECT value FROM json_each(?)) AND (run_id = ?"
        " OR (run_id = ? AND url NOT IN (SELECT url FROM reports))) ORDER BY id",
        (portal_id, pack(sorted(JUDGED_KINDS)), run_id, crawled),
    )
    return records(HealthEvent, rows)


def of_day(log: Log, day: date) -> list[HealthEvent]:
    """What the latest crawl of each portal on a day met, and what the day's last judging could not read."""
    return records(HealthEvent, log.rows(_OF_DAY, {"day": day.isoformat()}))


def of_documents(log: Log, day: date) -> set[int]:
    """The events of a day, by id, that touch single pages and files, not a portal or a column as a whole."""
    return {row["id"] for row in log.rows(_OF_DOCUMENTS, {"day": day.isoformat()})}


def seen_on(log: Log, day: date) -> list[SeenPortal]:
    """Every portal of the registry with what its latest crawl of a day visited of it."""
    return records(SeenPortal, log.rows(_SEEN_ON, {"day": day.isoformat()}))


def counts_of_portal(log: Log, portal_id: int, since: date) -> dict[HealthKind, int]:
    """Events on a portal by kind since a day, those that hid something first, then the most frequent."""
    return _counts(log, "portal_id", portal_id, since)


def counts_of_column(log: Log, column_id: int, since: date) -> dict[HealthKind, int]:
    """Events in a column by kind since a day; order as in :func:`counts_of_portal`."""
    return _counts(log, "column_id", column_id, since)


def _counts(log: Log, key: str, value: int, since: date) -> dict[HealthKind, int]:
    rows = log.rows(
        f"SELECT health_events.kind, count(*) AS number FROM health_events JOIN runs ON runs.id = run_id"  # noqa: S608
        f" WHERE health_events.{key} = ? AND day >= ? GROUP BY health_events.kind",
        (value, since.isoformat()),
    )
    ordered = sorted(rows, key=lambda row: (row["kind"] in NOTES, -row["number"], row["kind"]))
    return {row["kind"]: row["number"] for row in ordered}


_LATEST_OF_DAY: Final = f"""
    SELECT portal_id, max(run_id) AS run_id FROM ({CRAWLS})
    WHERE run_id IN (SELECT id FROM runs WHERE day = :day) GROUP BY portal_id
"""  # noqa: S608 - ours

_SEEN_ON: Final = f"""
    WITH latest AS ({_LATEST_OF_DAY})
    SELECT portals.id, portals.name, count(visits.id) AS columns, coalesce(sum(visits.healthy), 0) AS healthy
    FROM portals LEFT JOIN latest ON latest.portal_id = portals.id
    LEFT JOIN columns ON columns.portal_id = portals.id
    LEFT JOIN visits ON visits.column_id = columns.id AND visits.run_id = latest.run_id
    WHERE portals.active GROUP BY portals.id ORDER BY portals.id
"""  # noqa: S608 - ours

_OF_DAY: Final = f"""
    WITH crawled AS ({_LATEST_OF_DAY}),
    judged AS (SELECT max(id) AS run_id FROM runs WHERE day = :day AND kind <> 'crawl')
    SELECT health_events.* FROM health_events LEFT JOIN crawled USING (portal_id), judged
    WHERE iif(
        kind IN ('unreadable', 'crashed'),
        health_events.run_id = judged.run_id
        OR (health_events.run_id = crawled.run_id AND url NOT IN (SELECT url FROM reports)),
        health_events.run_id = crawled.run_id
    )
    ORDER BY health_events.id
"""  # noqa: S608 - ours

# A question that is more than its address stands in the frontier as the address and what comes behind a "#".
_OF_DOCUMENTS: Final = f"""
    SELECT id FROM health_events AS event WHERE run_id IN (SELECT id FROM runs WHERE day = :day) AND (
        kind IN ({", ".join(f"'{kind}'" for kind in sorted(MILD))})
        OR EXISTS (
            SELECT 1 FROM frontier WHERE frontier.kind IN ('page', 'file')
            AND (url = event.url OR (url >= event.url || '#' AND url < event.url || '$'))
        )
    )
"""  # noqa: S608 - ours
