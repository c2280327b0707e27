"""The frontier: every address the crawl must ask or has asked, so that a killed run goes on where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import maybe, records

Kind = Literal["home", "column", "list", "page", "file"]

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address: where it stands, the validators of its last answer and the hash of its bytes.

    ``tries`` counts failures in a row, ``checked_at`` is a stamp, ``context``
    what must be known to go on from there in another process.
    """

    url: str
    portal_id: int
    column_id: int | None
    kind: Kind
    state: Literal["queued", "done", "failed", "gone"]
    etag: str | None
    last_modified: str | None
    sha256: str | None
    tries: int
    status: int | None
    error: str | None
    run_id: int | None
    checked_at: str | None
    context: Mapping[str, Any]


def get(log: Log, url: str) -> Address | None:
    """What is known of an address."""
    row = log.row("SELECT * FROM frontier WHERE url = ?", (url,))
    return maybe(Address, row)


def queue(
    log: Log,
    url: str,
    *,
    portal_id: int,
    column_id: int | None,
    kind: Kind,
    run_id: int,
    context: Mapping[str, Any] | None = None,
) -> None:
    """Put an address down to be asked in this run; validators and hash of the last answer stay.

    ``context`` is what must be known to go on from there in another process.
    """
    log.execute(
        "INSERT INTO frontier (url, portal_id, column_id, kind, state, run_id, context)"
        " VALUES (?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT (url) DO UPDATE SET portal_id = excluded.portal_id,"
        " column_id = excluded.column_id, kind = excluded.kind, state = 'queued', run_id = excluded.run_id,"
        " context = excluded.context",
        (url, portal_id, column_id, kind, run_id, pack(dict(context or {}))),
    )


def mark_done(
    log: Log,
    url: str,
    *,
    etag: str | None,
    last_modified: str | None,
    sha256: str | None,
    status: int,
    run_id: int,
    clock: Clock,
) -> None:
    """The address answered. After a 304 validators and hash that are not given stay as they were."""
    validators = (
        "etag = coalesce(:etag, etag), last_modified = coalesce(:modified, last_modified),"
        " sha256 = coalesce(:sha256, sha256)"
        if status == NOT_MODIFIED
        else "etag = :etag, last_modified = :modified, sha256 = :sha256"
    )
    values = {"etag": etag, "modified": last_modified, "sha256": sha256, "status": status}
    changes = f"state = 'done', tries = 0, error = NULL, status = :status, {validators}"
    _settle(log, url, changes, values, run_id=run_id, clock=clock)


def mark_failed(log: Log, url: str, *, error: str, status: int | None, run_id: int, clock: Clock) -> None:
    """The address gave no usable answer this time; failures in a row are counted in ``tries``."""
    values = {"error": error, "status": status}
    changes = "state = 'failed', tries = tries + 1, error = :error, status = :status"
    _settle(log, url, changes, values, run_id=run_id, clock=clock)


def mark_gone(log: Log, url: str, *, status: int | None, run_id: int, clock: Clock) -> None:
    """The address says that it is no more (404, 410, or a page that says so with another status)."""
    changes = "state = 'gone', tries = 0, error = NULL, status = :status, etag = NULL, last_modified = NULL"
    _settle(log, url, changes, {"status": status}, run_id=run_id, clock=clock)


def queue_of(log: Log, portal_id: int) -> list[Address]:
    """The addresses of a portal still to be asked, in the order they were first put down."""
    rows = log.rows("SELECT * FROM frontier WHERE portal_id = ? AND state = 'queued' ORDER BY rowid", (portal_id,))
    return records(Address, rows)


def was_hindered(log: Log, portal_id: int, run_id: int) -> bool:
    """Whether a page on the way to a portal's columns gave no answer in the last run, before this one, that saw any."""
    last = "SELECT max(run_id) FROM visits JOIN columns ON columns.id = column_id WHERE portal_id = ? AND run_id < ?"
    row = log.row(
        f"SELECT 1 FROM frontier WHERE portal_id = ? AND kind = 'home' AND state = 'failed' AND run_id = ({last})",  # noqa: S608 - ours
        (portal_id, portal_id, run_id),
    )
    return row is not None


def validators(log: Log, url: str) -> tuple[str | None, str | None] | None:
    """ETag and Last-Modified of the last kept answer, to ask conditionally; None where it had neither."""
    row = log.row("SELECT etag, last_modified FROM frontier WHERE url = ?", (url,))
    if row is None or not (row["etag"] or row["last_modified"]):
        return None
    return row["etag"], row["last_modified"]


def _settle(log: Log, url: str, changes: str, values: Mapping[str, Any], *, run_id: int, clock: Clock) -> None:
    cursor = log.execute(
        f"UPDATE frontier SET {changes}, run_id = :run_id, checked_at = :at WHERE url = :url",  # noqa: S608 - ours
        {**values, "run_id": run_id, "at": clock.stamp(), "url": url},
    )
    if cursor.rowcount != 1:
        raise LookupError(f"{url} was never queued")
