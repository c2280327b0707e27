"""Captures 抓取: every response kept, its bytes in the archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import each_record, maybe, records

Verdict = Literal["list", "report", "stranger", "shell", "wall", "soft_404", "file", "broken", "other"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One response kept, its bytes by ``sha256`` in the archive: ``headers`` as they came, ``size`` in bytes."""

    id: int
    run_id: int
    portal_id: int
    column_id: int | None
    url: str
    final_url: str
    verdict: Verdict
    status: int
    headers: tuple[tuple[str, str], ...]
    media_type: str
    sha256: str
    size: int
    fetched_at: str


def keep(
    log: Log,
    *,
    run_id: int,
    portal_id: int,
    column_id: int | None,
    url: str,
    final_url: str,
    verdict: Verdict,
    status: int,
    headers: Sequence[tuple[str, str]],
    media_type: str,
    body: bytes,
    clock: Clock,
) -> int:
    """Keep one response and give the capture's id. The bytes are safe before the row that names them exists."""
    sha256 = log.archive.put(body)
    return log.insert(
        "INSERT INTO captures (run_id, portal_id, column_id, url, final_url, verdict, status, headers, media_type,"
        " sha256, size, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(run_id, portal_id, column_id, url, final_url, verdict, status, pack([list(pair) for pair in headers])),
            *(media_type, sha256, len(body), clock.stamp()),
        ),
    )


def get(log: Log, capture_id: int) -> Capture | None:
    """The capture of that id."""
    return maybe(Capture, log.row("SELECT * FROM captures WHERE id = ?", (capture_id,)))


def each(log: Log) -> Iterator[Capture]:
    """Every response of the log, the oldest first, one after the other."""
    return each_record(Capture, log.each("SELECT * FROM captures ORDER BY id"))


def lists_of_portal(log: Log, portal_id: int) -> list[Capture]:
    """The latest response kept of every address at which a portal's columns listed what they hold."""
    latest = "SELECT max(id) FROM captures WHERE portal_id = ? AND verdict = 'list' GROUP BY url"
    return records(Capture, log.rows(f"SELECT * FROM captures WHERE id IN ({latest}) ORDER BY id", (portal_id,)))  # noqa: S608


def last(log: Log, url: str, sha256: str | None = None) -> Capture | None:
    """The latest capture of an address; with ``sha256`` the latest that holds those bytes."""
    row = log.row(
        "SELECT * FROM captures WHERE url = ? AND sha256 = coalesce(?, sha256) ORDER BY id DESC LIMIT 1",
        (url, sha256),
    )
    return maybe(Capture, row)


def body(log: Log, capture_id: int) -> bytes:
    """The bytes of a capture; ArchiveError where they are missing or damaged, LookupError where no such capture is."""
    row = log.row("SELECT sha256 FROM captures WHERE id = ?", (capture_id,))
    if row is None:
        raise LookupError(f"no capture {capture_id}")
    return log.archive.get(row["sha256"])


def kept_files(log: Log) -> list[tuple[str, int]]:
    """Every file that the log counts on, by hash, with its length in bytes."""
    rows = log.rows("SELECT sha256, max(size) AS size FROM captures GROUP BY sha256 ORDER BY sha256")
    return [(row["sha256"], row["size"]) for row in rows]
