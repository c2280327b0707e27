"""Whose turn it is: what the log knows of a portal's past visits, and which portals a run left out on purpose."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.database import Log
from storage.tables.health import CRAWLS
from storage.tables.records import record, records


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a portal's visits.

    ``last_on`` is the day of the latest one, ``seen_whole`` whether it saw every
    active column in health. ``changed_on`` is the day on which it last showed
    anything new, or something no more. ``open_question`` says that a proof is
    under way (a duty just due, a report just missed) or a visit was left
    unfinished, ``overdue`` that a report is awaited.
    """

    last_on: date | None = None
    seen_whole: bool = False
    changed_on: date | None = None
    open_question: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """A portal that a run left out: ``why`` in a few Chinese words, ``next_on`` the day of its next turn if known."""

    run_id: int
    portal_id: int
    why: str
    next_on: date | None


def past_of(log: Log, portal_id: int) -> Past:
    """The past of a portal as the log tells it; the run under way must not have visited it yet."""
    row = log.row(_PAST, {"portal": portal_id})
    assert row is not None
    return record(Past, row)


def skip(log: Log, *, run_id: int, portal_id: int, why: str, next_on: date | None) -> None:
    """Note that a run leaves a portal out. ``why``: a few Chinese words; ``next_on``: the day of its next turn."""
    log.execute(
        "INSERT INTO skips (run_id, portal_id, why, next_on) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (run_id, portal_id, why, next_on and next_on.isoformat()),
    )


def skipped_on(log: Log, day: date) -> dict[int, Skip]:
    """The portals that a run of that day left out, by id; where several did, the last one's word."""
    rows = log.rows(
        "SELECT skips.* FROM skips JOIN runs ON runs.id = run_id WHERE day = ? ORDER BY run_id", (day.isoformat(),)
    )
    return {skip.portal_id: skip for skip in records(Skip, rows)}


def skipped_last(log: Log) -> dict[int, Skip]:
    """The portals that the latest crawl left out, by id."""
    rows = log.rows("SELECT * FROM skips WHERE run_id = (SELECT max(id) FROM runs WHERE kind <> 'judge')")
    return {skip.portal_id: skip for skip in records(Skip, rows)}


_PAST: Final = f"""
    WITH own AS (SELECT id, active FROM columns WHERE portal_id = :portal),
    latest AS (SELECT max(run_id) AS run_id FROM ({CRAWLS}) WHERE portal_id = :portal),
    own_reports AS (SELECT id FROM reports WHERE portal_id = :portal)
    SELECT
        (SELECT day FROM runs JOIN latest ON runs.id = latest.run_id) AS last_on,
        EXISTS (SELECT 1 FROM own WHERE active) AND NOT EXISTS (
            SELECT 1 FROM own WHERE active AND NOT EXISTS (
                SELECT 1 FROM visits JOIN latest USING (run_id) WHERE column_id = own.id AND healthy
            )
        ) AS seen_whole,
        (SELECT max(day) FROM (
            SELECT max(runs.day) AS day FROM versions JOIN runs ON runs.id = versions.run_id
            WHERE report_id IN (SELECT id FROM own_reports)
            UNION ALL
            SELECT max(date(first_seen_at, '+8 hours')) FROM listings WHERE column_id IN (SELECT id FROM own)
            UNION ALL
            SELECT max(day) FROM absences WHERE report_id IN (SELECT id FROM own_reports)
        )) AS changed_on,
        EXISTS (SELECT 1 FROM reports WHERE portal_id = :portal AND state = 'unseen')
        OR EXISTS (SELECT 1 FROM frontier WHERE portal_id = :portal AND state = 'queued')
        OR EXISTS (
            SELECT 1 FROM obligations JOIN bodies ON bodies.id = body_id
            WHERE bodies.portal_id = :portal AND bodies.active AND state IN ('due', 'unknown')
        ) AS open_question,
        EXISTS (
            SELECT 1 FROM obligations JOIN bodies ON bodies.id = body_id
            WHERE bodies.portal_id = :portal AND bodies.active AND state = 'overdue'
        ) AS overdue
"""  # noqa: S608 - ours
