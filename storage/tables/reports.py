"""Reports 年报 as published: rows of lists, reports by address, and their absences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from storage.clock import Clock
from storage.database import Log, Row
from storage.tables import versions
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.portals import BodyKind, learn_body
from storage.tables.records import as_columns, each_record, maybe, records
from storage.tables.versions import Role, SeenFile, State

TitleVerdict = Literal["report", "stranger", "unclear"]
Reason = Literal["not_listed", "gone", "soft_404"]


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report as the crawl found it at an address.

    ``dates`` are all candidates for the day of publication as (day, source, raw
    text); ``files`` are what it consists of, the page first, and
    ``content_hash`` is of their content. ``noted``: the page says that it was
    corrected. A body or year that it does not tell is None. ``late``: of the
    version already known only files are new that could not be had then.
    """

    portal_id: int
    column_id: int | None
    url: str
    title: str
    body: str | None
    body_kind: str | None
    year: int | None
    published_on: date | None
    published_from: str | None
    uncertain: bool
    dates: tuple[tuple[str, str, str], ...]
    content_hash: str
    files: Sequence[SeenFile]
    noted: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a column's list. ``reason`` says why its title was taken so, ``last_run_id`` who saw it last."""

    column_id: int
    url: str
    title: str
    listed_on: date | None
    verdict: TitleVerdict
    reason: str
    first_seen_at: str
    last_seen_at: str
    last_run_id: int


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as the log knows it at an address: whose it is, when it was published, and whether it is there."""

    id: int
    portal_id: int
    column_id: int | None
    url: str
    title: str
    body_id: int | None
    year: int | None
    published_on: date | None
    published_from: str | None
    uncertain: bool
    dates: tuple[tuple[str, str, str], ...]
    state: State
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A healthy visit's day on which a report was not found, and why not."""

    day: date
    reason: Reason
    run_id: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A report that was missed and not yet proven to be withdrawn; ``day`` is the first on which it was missed.

    ``body`` is its title where nobody knows whose it is.
    """

    portal: str
    body: str
    year: int | None
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a report as people list it."""

    role: Role
    name: str
    url: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report as people list it: ``versions`` is their number, ``files`` are the current version's."""

    id: int
    body: str | None
    body_kind: BodyKind | None
    year: int | None
    url: str
    title: str
    published_on: date | None
    published_from: str | None
    uncertain: bool
    state: State
    first_seen_at: str
    last_seen_at: str
    portal: str
    versions: int
    files: tuple[ListedFile, ...]


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


def listings(log: Log, column_id: int) -> list[Listing]:
    """Every row ever seen in a column's list; ``last_run_id`` tells which still stood there in a run."""
    rows = log.rows("SELECT * FROM listings WHERE column_id = ? ORDER BY first_seen_at, url", (column_id,))
    return records(Listing, rows)


def get(log: Log, url: str) -> KeptReport | None:
    """The report at an address."""
    row = log.row("SELECT * FROM reports WHERE url = ?", (url,))
    return maybe(KeptReport, row)


def reports_of_portal(log: Log, portal_id: int) -> list[KeptReport]:
    """The reports found on a portal."""
    return records(KeptReport, log.rows("SELECT * FROM reports WHERE portal_id = ? ORDER BY id", (portal_id,)))


def number(log: Log) -> int:
    """How many reports there are."""
    [count] = log.execute("SELECT count(*) FROM reports").fetchone()
    return int(count)


def number_in(log: Log, column_id: int) -> int:
    """How many reports were found through a column."""
    row = log.row("SELECT count(*) AS number FROM reports WHERE column_id = ?", (column_id,))
    return int(row["number"]) if row else 0


def changes_in(log: Log, column_id: int, since: date) -> dict[str, int]:
    """What became of a column's reports: how many are ``new`` or ``changed`` since a day, and ``missing`` now."""
    row = log.row(_CHANGES, {"column": column_id, "since": since.isoformat()}) or {}
    return {kind: count for kind, count in row.items() if count}


def see(log: Log, found: FoundReport, *, run_id: int, clock: Clock) -> Seen:
    """Note a report that stands at an address, all or nothing.

    The content hash of the current version again: only ``last_seen_at`` moves,
    and a publication date, body or year that was not known is filled. Another:
    a new version with its ``files``, the page first. Either way the report is
    present and its absences are taken back. A body or year that is not given
    leaves the one known. A version that is late by files only is completed.
    """
    with log.atomic():
        known = _current(log, found.url)
        if known and found.late:
            versions.complete(log, known["version_id"], content_hash=found.content_hash, files=found.files)
        if known and (found.late or known["content_hash"] == found.content_hash):
            if known["body_id"] is None and found.body is not None:
                owner = learn_body(log, found.portal_id, found.body, found.body_kind)
                log.execute("UPDATE reports SET body_id = ? WHERE id = ?", (owner.id, known["report_id"]))
            _fill(log, known["report_id"], found)
            _set_present(log, known["report_id"], clock)
            return Seen(known["report_id"], known["version_id"], is_new_version=False)
        report_id = _put_report(log, found, clock)
        number = known["number"] + 1 if known else 1
        version_id = versions.add(
            log,
            report_id,
            number,
            content_hash=found.content_hash,
            files=found.files,
            noted=found.noted,
            run_id=run_id,
            clock=clock,
        )
        return Seen(report_id, version_id, is_new_version=True)


def touch(log: Log, url: str, clock: Clock) -> int | None:
    """The address answered that nothing changed: the report there was seen. Gives its id, None where none is known."""
    row = log.row("SELECT id FROM reports WHERE url = ?", (url,))
    if row is None:
        return None
    with log.atomic():
        _set_present(log, row["id"], clock)
    return int(row["id"])


def miss(log: Log, report_id: int, day: date, run_id: int, reason: Reason) -> None:
    """Note that a healthy visit did not find the report on that day; once a day is enough."""
    with log.atomic():
        log.execute(
            "INSERT INTO absences (report_id, day, run_id, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (report_id, day.isoformat(), run_id, reason),
        )
        log.execute("UPDATE reports SET state = 'unseen' WHERE id = ? AND state = 'present'", (report_id,))


def absences_of(log: Log, report_id: int) -> list[Absence]:
    """The days in order on which the report was proven not to be found, since it was last seen."""
    rows = log.rows("SELECT day, reason, run_id FROM absences WHERE report_id = ? ORDER BY day", (report_id,))
    return records(Absence, rows)


def missed_reports(log: Log) -> list[Missed]:
    """The reports that were missed and are not yet proven to be withdrawn."""
    rows = log.rows(
        "SELECT portals.name AS portal, coalesce(bodies.name, reports.title) AS body, year, url,"
        " min(absences.day) AS day FROM reports JOIN portals ON portals.id = reports.portal_id"
        " JOIN absences ON absences.report_id = reports.id LEFT JOIN bodies ON bodies.id = reports.body_id"
        " WHERE reports.state = 'unseen' GROUP BY reports.id ORDER BY reports.id"
    )
    return records(Missed, rows)


def withdraw(log: Log, report_id: int) -> None:
    """The absence of the report is proven: it counts as withdrawn until it is seen again."""
    log.execute("UPDATE reports SET state = 'withdrawn' WHERE id = ?", (report_id,))


def assign(log: Log, report_id: int, body_id: int | None, year: int | None) -> None:
    """Say whose report it is and of which year, as its reading showed."""
    log.execute("UPDATE reports SET body_id = ?, year = ? WHERE id = ?", (body_id, year, report_id))


def listing(log: Log, wanted: Wanted = EVERYTHING) -> Iterator[ListedReport]:
    """The reports that are wanted as people list them, by portal, body, year and address, one after the other."""
    where, parameters = wanted.where("reports")
    rows = log.each(
        "SELECT reports.id, bodies.name AS body, bodies.kind AS body_kind, year, url, title, published_on,"  # noqa: S608
        " published_from, uncertain, state, first_seen_at, last_seen_at, portals.name AS portal,"
        " (SELECT count(*) FROM versions WHERE report_id = reports.id) AS versions,"
        " (SELECT json_group_array(json_object('role', role, 'name', version_files.name, 'url', captures.url,"
        " 'media_type', media_type, 'size', size, 'sha256', sha256)) FROM version_files"
        " JOIN captures ON captures.id = capture_id WHERE version_id ="
        " (SELECT id FROM versions WHERE report_id = reports.id ORDER BY number DESC LIMIT 1)) AS files"
        " FROM reports JOIN portals ON portals.id = reports.portal_id LEFT JOIN bodies ON bodies.id = body_id"
        f"{where} ORDER BY portals.id, bodies.name, year, url",
        parameters,
    )
    return each_record(ListedReport, rows)


def _current(log: Log, url: str) -> Row | None:
    return log.row(
        "SELECT report_id, versions.id AS version_id, content_hash, number, body_id FROM versions"
        " JOIN reports ON reports.id = report_id WHERE url = ? ORDER BY number DESC LIMIT 1",
        (url,),
    )


def _fill(log: Log, report_id: int, found: FoundReport) -> None:
    """Give an unchanged report what was not known of it before."""
    log.execute("UPDATE reports SET year = ? WHERE id = ? AND year IS NULL", (found.year, report_id))
    log.execute(
        "UPDATE reports SET published_on = :published_on, published_from = :published_from, uncertain = :uncertain,"
        " dates = :dates WHERE id = :report_id AND published_on IS NULL",
        {"report_id": report_id, **_publication(found)},
    )


def _publication(found: FoundReport) -> Row:
    """What the log keeps of when a report was published, by the names of its columns."""
    names = ("published_on", "published_from", "uncertain", "dates")
    return as_columns({name: getattr(found, name) for name in names})


def _set_present(log: Log, report_id: int, clock: Clock) -> None:
    log.execute("UPDATE reports SET state = 'present', last_seen_at = ? WHERE id = ?", (clock.stamp(), report_id))
    log.execute("DELETE FROM absences WHERE report_id = ?", (report_id,))


def _put_report(log: Log, found: FoundReport, clock: Clock) -> int:
    body = None if found.body is None else learn_body(log, found.portal_id, found.body, found.body_kind)
    log.execute(
        "INSERT INTO reports (portal_id, column_id, url, title, body_id, year, published_on, published_from,"
        " uncertain, dates, first_seen_at, last_seen_at) VALUES (:portal_id, :column_id, :url, :title, :body_id, :year,"
        " :published_on, :published_from, :uncertain, :dates, :now, :now)"
        " ON CONFLICT (url) DO UPDATE SET portal_id = excluded.portal_id, column_id = excluded.column_id,"
        " title = excluded.title, body_id = coalesce(excluded.body_id, body_id), year = coalesce(excluded.year, year),"
        " published_on = excluded.published_on, published_from = excluded.published_from,"
        " uncertain = excluded.uncertain, dates = excluded.dates",
        {
            "portal_id": found.portal_id,
            "column_id": found.column_id,
            "url": found.url,
            "title": found.title,
            "body_id": body and body.id,
            "year": found.year,
            "now": clock.stamp(),
            **_publication(found),
        },
    )
    row = log.row("SELECT id FROM reports WHERE url = ?", (found.url,))
    assert row is not None
    _set_present(log, row["id"], clock)
    return int(row["id"])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_CHANGES: Final = """
    SELECT
        (SELECT count(*) FROM reports WHERE column_id = :column AND date(first_seen_at, '+8 hours') >= :since) AS new,
        (SELECT count(DISTINCT report_id) FROM versions JOIN reports ON reports.id = report_id
         WHERE column_id = :column AND number > 1 AND date(seen_at, '+8 hours') >= :since) AS changed,
        (SELECT count(*) FROM reports WHERE column_id = :column AND state <> 'present') AS missing
"""
