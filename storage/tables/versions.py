"""Versions of reports: every different content that stood at a report's address, and the captures it consists of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.portals import BodyKind
from storage.tables.records import maybe, records

Role = Literal["page", "file", "picture"]
State = Literal["present", "unseen", "withdrawn"]


class SeenFile(NamedTuple):
    """One capture a version consists of; ``name`` is the file's name for people."""

    capture_id: int
    role: Role
    name: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a report, with its report, body and portal.

    ``number`` counts them from 1; ``seen_at`` is when this one was first seen,
    ``first_seen_at`` and ``last_seen_at`` when the report was.
    """

    version_id: int
    number: int
    content_hash: str
    seen_at: str
    noted: bool
    run_id: int
    report_id: int
    url: str
    title: str
    year: int | None
    published_on: date | None
    published_from: str | None
    uncertain: bool
    dates: tuple[tuple[str, str, str], ...]
    state: State
    first_seen_at: str
    last_seen_at: str
    column_id: int | None
    body_id: int | None
    body: str | None
    body_kind: BodyKind | None
    portal_id: int
    portal: str


@dataclass(frozen=True, slots=True)
class VersionFile:
    """One capture that a version consists of; ``name`` is the file's name for people."""

    position: int
    role: Role
    name: str
    capture_id: int
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    media_type: str
    sha256: str
    size: int
    fetched_at: str


def add(
    log: Log,
    report_id: int,
    number: int,
    *,
    content_hash: str,
    files: Sequence[SeenFile],
    noted: bool,
    run_id: int,
    clock: Clock,
) -> int:
    """Note a version of a report with its files, the page first, and give its id; within the caller's transaction."""
    version_id = log.insert(
        "INSERT INTO versions (report_id, number, content_hash, run_id, seen_at, noted) VALUES (?, ?, ?, ?, ?, ?)",
        (report_id, number, content_hash, run_id, clock.stamp(), int(noted)),
    )
    _add_files(log, version_id, files)
    return version_id


def complete(log: Log, version_id: int, *, content_hash: str, files: Sequence[SeenFile]) -> None:
    """Give a version the files that could not be fetched when it was first seen.

    The report did not change, we saw all of it only now: the version stays the
    same one, and its reading falls away so that it is read again.
    """
    with log.atomic():
        log.execute("UPDATE versions SET content_hash = ? WHERE id = ?", (content_hash, version_id))
        for table in ("version_files", "readings", "figures"):
            log.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))  # noqa: S608 - names of our own
        _add_files(log, version_id, files)


def current(log: Log, portal_id: int | None = None) -> list[Version]:
    """The newest version of every report, or of those found on one portal, by report."""
    where = _NEWEST if portal_id is None else f"reports.portal_id = ? AND {_NEWEST}"
    parameters = () if portal_id is None else (portal_id,)
    return records(Version, log.rows(f"{_VERSIONS} WHERE {where} ORDER BY reports.id", parameters))


def current_among(log: Log, version_ids: Iterable[int]) -> list[Version]:
    """Those of these versions that are the newest of their reports, by report."""
    sql = f"{_VERSIONS} WHERE {_NEWEST} AND versions.id IN (SELECT value FROM json_each(?)) ORDER BY reports.id"  # noqa: S608 - ours
    return records(Version, log.rows(sql, (pack(sorted(version_ids)),)))


def of_report(log: Log, report_id: int) -> list[Version]:
    """All versions of a report, the oldest first."""
    return records(Version, log.rows(f"{_VERSIONS} WHERE reports.id = ? ORDER BY versions.number", (report_id,)))


def get(log: Log, version_id: int) -> Version | None:
    """One version."""
    row = log.row(f"{_VERSIONS} WHERE versions.id = ?", (version_id,))
    return maybe(Version, row)


def unread(log: Log, reader: int) -> list[int]:
    """The ids of versions, the oldest first, that these readers have not read."""
    unread_by = "NOT EXISTS (SELECT 1 FROM readings WHERE version_id = versions.id AND reader = ?)"
    found = log.execute(f"SELECT id FROM versions WHERE {unread_by} ORDER BY id", (reader,))  # noqa: S608 - ours
    return [version_id for (version_id,) in found]


def files_of(log: Log, version_id: int) -> list[VersionFile]:
    """The captures a version consists of, in order."""
    rows = log.rows(
        "SELECT position, role, name, capture_id, url, final_url, status, headers, media_type, sha256, size,"
        " fetched_at FROM version_files JOIN captures ON captures.id = capture_id WHERE version_id = ?"
        " ORDER BY position",
        (version_id,),
    )
    return records(VersionFile, rows)


def kept_of_portal(log: Log, portal_id: int) -> dict[int, list[tuple[str, int]]]:
    """The files in the archive, by hash and length, that the versions of a portal's reports consist of, by version."""
    found: dict[int, list[tuple[str, int]]] = {}
    rows = log.execute(
        "SELECT version_id, sha256, size FROM reports JOIN versions ON versions.report_id = reports.id"
        " JOIN version_files ON version_id = versions.id JOIN captures ON captures.id = capture_id"
        " WHERE reports.portal_id = ? ORDER BY version_id, position",
        (portal_id,),
    )
    for version_id, sha256, size in rows:
        found.setdefault(version_id, []).append((sha256, size))
    return found


def _add_files(log: Log, version_id: int, files: Sequence[SeenFile]) -> None:
    log.execute_many(
        "INSERT INTO version_files (version_id, position, capture_id, role, name) VALUES (?, ?, ?, ?, ?)",
        [(version_id, position, *file) for position, file in enumerate(files)],
    )


_NEWEST: Final = "versions.number = (SELECT max(number) FROM versions AS others WHERE others.report_id = reports.id)"
_VERSIONS: Final = (
    "SELECT versions.id AS version_id, versions.number, versions.content_hash, versions.seen_at, versions.noted,"
    " versions.run_id, reports.id AS report_id, reports.url, reports.title, reports.year, reports.published_on,"
    " reports.published_from, reports.uncertain, reports.dates, reports.state, reports.first_seen_at,"
    " reports.last_seen_at, reports.column_id, bodies.id AS body_id, bodies.name AS body, bodies.kind AS body_kind,"
    " portals.id AS portal_id, portals.name AS portal"
    " FROM versions JOIN reports ON reports.id = versions.report_id JOIN portals ON portals.id = reports.portal_id"
    " LEFT JOIN bodies ON bodies.id = reports.body_id"
)
