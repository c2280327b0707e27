"""Reports 年报 as published: rows of lists, reports by address, their versions and their absences."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from storage.clock import Clock
from storage.database import Log, Row
from storage.tables.packing import pack, unpack
from storage.tables.portals import learn_body

TitleVerdict = Literal["report", "stranger", "unclear"]
Role = Literal["page", "file", "picture"]
Reason = Literal["not_listed", "gone", "soft_404"]

VERSIONS = (
    "SELECT versions.id AS version_id, versions.number, versions.content_hash, versions.seen_at, versions.noted,"
    " versions.run_id, reports.id AS report_id, reports.url, reports.title, reports.year, reports.published_on,"
    " reports.published_from, reports.uncertain, reports.dates, reports.state, reports.first_seen_at,"
    " reports.last_seen_at, reports.column_id, bodies.id AS body_id, bodies.name AS body, bodies.kind AS body_kind,"
    " bodies.due, portals.id AS portal_id, portals.name AS portal, portals.division, portals.level"
    " FROM versions JOIN reports ON reports.id = versions.report_id JOIN portals ON portals.id = reports.portal_id"
    " LEFT JOIN bodies ON bodies.id = reports.body_id"
)


class SeenFile(NamedTuple):
    """One capture a version consists of; ``name`` is the file's name for people."""

    capture_id: int
    role: Role
    name: str = ""


class Seen(NamedTuple):
    """What :func:`see` made of a report."""

    report_id: int
    version_id: int
    is_new_version: bool


def see_listing(
    log: Log,
    *,
    column_id: int,
    url: str,
    title: str,
    listed_on: date | None,
    verdict: TitleVerdict,
    reason: str,
    run_id: int,
    clock: Clock,
) -> None:
    """Note one row of a column's list, new or seen again. ``reason`` says why the title was taken so."""
    now = clock.stamp()
    log.execute(
        "INSERT INTO listings (column_id, url, title, listed_on, verdict, reason, first_seen_at, last_seen_at,"
        " last_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (column_id, url) DO UPDATE SET"
        " title = excluded.title, listed_on = excluded.listed_on, verdict = excluded.verdict,"
        " reason = excluded.reason, last_seen_at = excluded.last_seen_at, last_run_id = excluded.last_run_id",
        (column_id, url, title, _day(listed_on), verdict, reason, now, now, run_id),
    )


def listings(log: Log, column_id: int) -> list[Row]:
    """Every row ever seen in a column's list; ``last_run_id`` tells which still stood there in a run."""
    return log.rows("SELECT * FROM listings WHERE column_id = ? ORDER BY first_seen_at, url", (column_id,))


def get(log: Log, url: str) -> Row | None:
    """The report at an address, ``dates`` decoded."""
    row = log.row("SELECT * FROM reports WHERE url = ?", (url,))
    return row and unpack(row, "dates")


def reports_of_column(log: Log, column_id: int) -> list[Row]:
    """The reports found through a column, ``dates`` decoded."""
    return [
        unpack(row, "dates") for row in log.rows("SELECT * FROM reports WHERE column_id = ? ORDER BY id", (column_id,))
    ]


def reports_of_portal(log: Log, portal_id: int) -> list[Row]:
    """The reports found on a portal, ``dates`` decoded."""
    rows = log.rows("SELECT * FROM reports WHERE portal_id = ? ORDER BY id", (portal_id,))
    return [unpack(row, "dates") for row in rows]


def see(
    log: Log,
    *,
    portal_id: int,
    column_id: int | None,
    url: str,
    title: str,
    body: str | None,
    body_kind: str | None,
    year: int | None,
    published_on: date | None,
    published_from: str | None,
    uncertain: bool,
    dates: Sequence[Sequence[str | None]],
    content_hash: str,
    files: Sequence[tuple[int, Role, str]],
    noted: bool,
    run_id: int,
    clock: Clock,
) -> Seen:
    """Note a report that stands at an address, all or nothing.

    The content hash of the current version again: only ``last_seen_at`` moves,
    and a publication date, body or year that was not known is filled. Another:
    a new version with its ``files``, the page first. Either way the report is
    present and its absences are taken back. ``dates`` are all candidates as
    [date, source, raw]. A body or year that is not given leaves the one known.
    """
    publication = (_day(published_on), published_from, int(uncertain), pack([list(entry) for entry in dates]))
    with log.atomic():
        known = _current(log, url)
        if known and known["content_hash"] == content_hash:
            if known["body_id"] is None and body is not None:
                owner = learn_body(log, portal_id, body, body_kind)
                log.execute("UPDATE reports SET body_id = ? WHERE id = ?", (owner, known["report_id"]))
            _fill(log, known["report_id"], year, publication)
            _present(log, known["report_id"], clock)
            return Seen(known["report_id"], known["version_id"], is_new_version=False)
        body_id = None if body is None else learn_body(log, portal_id, body, body_kind)
        report_id = _put_report(log, (portal_id, column_id, url, title, body_id, year, *publication), clock)
        number = known["number"] + 1 if known else 1
        version_id = log.insert(
            "INSERT INTO versions (report_id, number, content_hash, run_id, seen_at, noted) VALUES (?, ?, ?, ?, ?, ?)",
            (report_id, number, content_hash, run_id, clock.stamp(), int(noted)),
        )
        _add_files(log, version_id, files)
        return Seen(report_id, version_id, is_new_version=True)


def complete(log: Log, version_id: int, *, content_hash: str, files: Sequence[tuple[int, Role, str]]) -> None:
    """Give a version the files that could not be fetched when it was first seen.

    The report did not change, we saw all of it only now: the version stays the
    same one, and its reading falls away so that it is read again.
    """
    with log.atomic():
        log.execute("UPDATE versions SET content_hash = ? WHERE id = ?", (content_hash, version_id))
        for table in ("version_files", "readings", "figures"):
            log.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))  # noqa: S608 - names of our own
        _add_files(log, version_id, files)


def touch(log: Log, url: str, clock: Clock) -> int | None:
    """The address answered that nothing changed: the report there was seen. Gives its id, None where none is known."""
    row = log.row("SELECT id FROM reports WHERE url = ?", (url,))
    if row is None:
        return None
    with log.atomic():
        _present(log, row["id"], clock)
    return int(row["id"])


def miss(log: Log, report_id: int, day: date, run_id: int, reason: Reason) -> None:
    """Note that a healthy visit did not find the report on that day; once a day is enough."""
    with log.atomic():
        log.execute(
            "INSERT INTO absences (report_id, day, run_id, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (report_id, day.isoformat(), run_id, reason),
        )
        log.execute("UPDATE reports SET state = 'unseen' WHERE id = ? AND state = 'present'", (report_id,))


def absences_of(log: Log, report_id: int) -> list[Row]:
    """The days in order on which the report was proven not to be found, since it was last seen."""
    return log.rows("SELECT day, reason, run_id FROM absences WHERE report_id = ? ORDER BY day", (report_id,))


def withdraw(log: Log, report_id: int) -> None:
    """The absence of the report is proven: it counts as withdrawn until it is seen again."""
    log.execute("UPDATE reports SET state = 'withdrawn' WHERE id = ?", (report_id,))


def assign(log: Log, report_id: int, body_id: int | None, year: int | None) -> None:
    """Say whose report it is and of which year, as its reading showed."""
    log.execute("UPDATE reports SET body_id = ?, year = ? WHERE id = ?", (body_id, year, report_id))


def current_versions(log: Log) -> list[Row]:
    """The newest version of every report with its report, body and portal; ``dates`` decoded.

    Keys: those of :data:`VERSIONS`; ``version_id`` and ``report_id`` are the ids.
    """
    newest = "versions.number = (SELECT max(number) FROM versions AS others WHERE others.report_id = reports.id)"
    return [unpack(row, "dates") for row in log.rows(f"{VERSIONS} WHERE {newest} ORDER BY reports.id")]


def versions_of(log: Log, report_id: int) -> list[Row]:
    """All versions of a report, the oldest first; keys as in :func:`current_versions`."""
    rows = log.rows(f"{VERSIONS} WHERE reports.id = ? ORDER BY versions.number", (report_id,))
    return [unpack(row, "dates") for row in rows]


def version(log: Log, version_id: int) -> Row | None:
    """One version; keys as in :func:`current_versions`."""
    row = log.row(f"{VERSIONS} WHERE versions.id = ?", (version_id,))
    return row and unpack(row, "dates")


def unread(log: Log, reader: int) -> list[Row]:
    """Versions, the oldest first, that these readers have not read; keys as in :func:`current_versions`."""
    unread_by = "NOT EXISTS (SELECT 1 FROM readings WHERE version_id = versions.id AND reader = ?)"
    rows = log.rows(f"{VERSIONS} WHERE {unread_by} ORDER BY versions.id", (reader,))
    return [unpack(row, "dates") for row in rows]


def files_of(log: Log, version_id: int) -> list[Row]:
    """The captures a version consists of, in order: ``position``, ``role``, ``name`` and the capture's columns."""
    rows = log.rows(
        "SELECT position, role, name, capture_id, url, final_url, status, headers, media_type, sha256, size,"
        " fetched_at FROM version_files JOIN captures ON captures.id = capture_id WHERE version_id = ?"
        " ORDER BY position",
        (version_id,),
    )
    return [unpack(row, "headers") for row in rows]


def listing(log: Log) -> list[Row]:
    """Every report as people list them, by portal, body, year and address.

    ``versions`` is their number, ``files`` the current version's as dicts of
    ``role``, ``name``, ``url``, ``media_type``, ``size`` and ``sha256``.
    """
    rows = log.rows(
        "SELECT reports.id, bodies.name AS body, bodies.kind AS body_kind, year, url, title, published_on,"
        " published_from, uncertain, state, first_seen_at, last_seen_at, portals.name AS portal,"
        " (SELECT count(*) FROM versions WHERE report_id = reports.id) AS versions,"
        " (SELECT json_group_array(json_object('role', role, 'name', version_files.name, 'url', captures.url,"
        " 'media_type', media_type, 'size', size, 'sha256', sha256)) FROM version_files"
        " JOIN captures ON captures.id = capture_id WHERE version_id ="
        " (SELECT id FROM versions WHERE report_id = reports.id ORDER BY number DESC LIMIT 1)) AS files"
        " FROM reports JOIN portals ON portals.id = reports.portal_id LEFT JOIN bodies ON bodies.id = body_id"
        " ORDER BY portals.id, body, year, url"
    )
    return [row | {"files": json.loads(row["files"])} for row in rows]


def _current(log: Log, url: str) -> Row | None:
    return log.row(
        "SELECT report_id, versions.id AS version_id, content_hash, number, body_id FROM versions"
        " JOIN reports ON reports.id = report_id WHERE url = ? ORDER BY number DESC LIMIT 1",
        (url,),
    )


def _fill(log: Log, report_id: int, year: int | None, publication: tuple[object, ...]) -> None:
    """Give an unchanged report what was not known of it before."""
    log.execute("UPDATE reports SET year = ? WHERE id = ? AND year IS NULL", (year, report_id))
    log.execute(
        "UPDATE reports SET published_on = ?, published_from = ?, uncertain = ?, dates = ?"
        " WHERE id = ? AND published_on IS NULL",
        (*publication, report_id),
    )


def _present(log: Log, report_id: int, clock: Clock) -> None:
    log.execute("UPDATE reports SET state = 'present', last_seen_at = ? WHERE id = ?", (clock.stamp(), report_id))
    log.execute("DELETE FROM absences WHERE report_id = ?", (report_id,))


def _put_report(log: Log, values: tuple[object, ...], clock: Clock) -> int:
    now = clock.stamp()
    log.execute(
        "INSERT INTO reports (portal_id, column_id, url, title, body_id, year, published_on, published_from,"
        " uncertain, dates, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET portal_id = excluded.portal_id, column_id = excluded.column_id,"
        " title = excluded.title, body_id = coalesce(excluded.body_id, body_id), year = coalesce(excluded.year, year),"
        " published_on = excluded.published_on, published_from = excluded.published_from,"
        " uncertain = excluded.uncertain, dates = excluded.dates",
        (*values, now, now),
    )
    row = log.row("SELECT id FROM reports WHERE url = ?", (values[2],))
    assert row is not None
    _present(log, row["id"], clock)
    return int(row["id"])


def _add_files(log: Log, version_id: int, files: Sequence[tuple[int, Role, str]]) -> None:
    log.execute_many(
        "INSERT INTO version_files (version_id, position, capture_id, role, name) VALUES (?, ?, ?, ?, ?)",
        [(version_id, position, *file) for position, file in enumerate(files)],
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
