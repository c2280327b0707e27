"""How well the crawl could see: portals, troubles and runs of a day.

This is our side, or nobody's; it is never said of a publisher (law 2 of the house).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from monitor.wording import HEALTH_KINDS
from storage.clock import SHANGHAI, from_stamp
from storage.database import Log, Row
from storage.tables import obligations


@dataclass(frozen=True, slots=True)
class Trouble:
    """One event of crawl health: what, where, and what to do."""

    kind: str
    name: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class PortalHealth:
    """How the latest visit of a portal on the day went; ``unknown`` counts obligations that cannot be told for it.

    ``left_out`` says why the day's runs left it out on purpose, empty where they did not.
    """

    name: str
    columns: int
    healthy_columns: int
    troubles: tuple[Trouble, ...]
    unknown: int = 0
    left_out: str = ""

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
    """One run of the day and how it ended; times in Asia/Shanghai."""

    id: int
    kind: str
    started: str
    finished: str
    outcome: str


def portals_on(log: Log, on: date) -> list[PortalHealth]:
    """Every portal of the registry with its latest visits of the day and the troubles met there."""
    troubles: dict[int, list[Trouble]] = {}
    for event in log.rows(_TROUBLES, {"day": on.isoformat()}):
        kind = str(event["kind"])
        trouble = Trouble(kind, HEALTH_KINDS.get(kind, kind), event["url"], event["detail"])
        troubles.setdefault(event["portal_id"], []).append(trouble)
    unknown: dict[int, int] = {}
    for row in obligations.all(log, state="unknown"):
        unknown[row["portal_id"]] = unknown.get(row["portal_id"], 0) + 1
    left_out = {row["portal_id"]: _left_out(row) for row in log.rows(_LEFT_OUT, (on.isoformat(),))}
    return [
        PortalHealth(
            row["name"],
            row["columns"],
            row["healthy"],
            tuple(troubles.get(row["id"], ())),
            unknown.get(row["id"], 0),
            left_out.get(row["id"], ""),
        )
        for row in log.rows(_VISITED, {"day": on.isoformat()})
    ]


def _left_out(row: Row) -> str:
    following = f"，下次 {row['next_on']}" if row["next_on"] else ""
    return f"{row['why']}{following}"


def runs_on(log: Log, on: date) -> list[RunLine]:
    """The runs of a day in order."""
    rows = log.rows("SELECT * FROM runs WHERE day = ? ORDER BY id", (on.isoformat(),))
    return [
        RunLine(row["id"], row["kind"], local_time(row["started_at"]), local_time(row["finished_at"]), row["outcome"])
        for row in rows
    ]


def local_time(stamp: str | None) -> str:
    """A stamp of the log as the time of day in Shanghai, empty for none."""
    return from_stamp(stamp).astimezone(SHANGHAI).strftime("%H:%M:%S") if stamp else ""


_LEFT_OUT: Final = """
    SELECT portal_id, why, next_on FROM skips JOIN runs ON runs.id = run_id WHERE day = ? ORDER BY run_id
"""

_VISITED: Final = """
    WITH latest AS (
        SELECT portal_id, max(run_id) AS run_id FROM (
            SELECT columns.portal_id, run_id FROM visits JOIN columns ON columns.id = column_id
            UNION ALL
            SELECT portal_id, run_id FROM health_events WHERE kind NOT IN ('unreadable', 'crashed')
        ) WHERE run_id IN (SELECT id FROM runs WHERE day = :day) GROUP BY portal_id
    )
    SELECT portals.id, portals.name, count(visits.id) AS columns, coalesce(sum(visits.healthy), 0) AS healthy
    FROM portals LEFT JOIN latest ON latest.portal_id = portals.id
    LEFT JOIN columns ON columns.portal_id = portals.id
    LEFT JOIN visits ON visits.column_id = columns.id AND visits.run_id = latest.run_id
    WHERE portals.active GROUP BY portals.id ORDER BY portals.id
"""

_TROUBLES: Final = """
    WITH runs_of_day AS (SELECT id FROM runs WHERE day = :day),
    crawled AS (
        SELECT portal_id, max(run_id) AS run_id FROM (
            SELECT columns.portal_id, run_id FROM visits JOIN columns ON columns.id = column_id
            UNION ALL
            SELECT portal_id, run_id FROM health_events WHERE kind NOT IN ('unreadable', 'crashed')
        ) WHERE run_id IN runs_of_day GROUP BY portal_id
    ),
    judged AS (SELECT max(id) AS run_id FROM runs_of_day JOIN runs USING (id) WHERE kind <> 'crawl')
    SELECT health_events.* FROM health_events LEFT JOIN crawled USING (portal_id), judged
    WHERE iif(
        kind IN ('unreadable', 'crashed'),
        health_events.run_id = judged.run_id
        OR (health_events.run_id = crawled.run_id AND url NOT IN (SELECT url FROM reports)),
        health_events.run_id = crawled.run_id
    )
    ORDER BY health_events.id
"""
