"""Everything the crawl writes into the log; one method is one short transaction.

Not Scrapy's item pipeline, which stores behind the crawl's back and in no
certain order: what is asked next depends on what was stored, and a killed
process must leave a log from which the next run goes on.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from crawler.answers import Answer, Ask, Kept, Place
from crawler.events import Announce
from crawler.listings import ListRow
from crawler.outgoing import LONGEST
from crawler.pages import PageKind
from crawler.problems import UnansweredError
from crawler.titles import TitleVerdict
from storage.clock import Clock
from storage.database import Log
from storage.errors import ArchiveError
from storage.tables import captures, frontier, health, portals, reports, turns, visits
from storage.tables.health import HealthKind

REASONS: Final[dict[str, visits.Verdict]] = {
    "wall": "wall",
    "unreachable": "unreachable",
    "robots": "robots",
    "needs_browser": "needs_browser",
    "empty_column": "empty",
}
"""The verdict of a visit by the kind of the problem that spoiled it; every other kind is ``error``."""


MOST_QUEUED: Final = 20_000
"""Questions that a run remembers to have put down; the others are put down once more."""

SAVERS: Final = 8
"""Answers that are written to disk at a time."""

COUNTED: Final = (
    *("portals", "skipped", "columns", "healthy_columns", "lists", "pages", "files", "captures"),
    *("reports", "new_versions", "missed", "health"),
)
"""What a crawl counts: visits done, left out; answers kept; reports seen, versions new, reports missed; health."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list and what its title was taken for."""

    row: ListRow
    verdict: TitleVerdict
    reason: str = ""


class Keeper:
    """The log as one run writes it, in one thread."""

    def __init__(self, log: Log, run_id: int, clock: Clock, announce: Announce) -> None:
        self.log = log
        self.run_id = run_id
        self.clock = clock
        self.announce = announce
        self.counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        self._told: set[int] = set()
        self._savers = ThreadPoolExecutor(SAVERS, "archive")
        self._queued: dict[str, tuple[Place, str]] = {}

    def last_answer(self, key: str) -> Kept | None:
        """The last good answer to a question; None where there is none or its bytes are no longer whole."""
        known = frontier.get(self.log, key)
        capture = captures.last(self.log, key, known.sha256) if known and known.sha256 else None
        if known is None or capture is None:
            return None
        try:
            body = self.log.archive.get(capture.sha256)
        except ArchiveError:
            return None
        return Kept(
            capture_id=capture.id,
            verdict=capture.verdict,
            media_type=capture.media_type,
            etag=known.etag,
            last_modified=known.last_modified,
            sha256=capture.sha256,
            status=capture.status,
            final_url=capture.final_url,
            headers=capture.headers,
            body=body,
        )

    def day_asked(self, url: str) -> str:
        """The day on which an address was asked last, as stamps begin; empty where it never was."""
        known = frontier.get(self.log, url)
        return (known.checked_at or "")[:10] if known else ""

    def queue(self, asks: Iterable[Ask]) -> None:
        """Put questions down before they are asked, so that a killed run's are taken up by the next one.

        One that this run put down at the same place, and did not settle since, stands there already.
        """
        fresh = [ask for ask in asks if self._queued.get(ask.key) != (ask.place, ask.kind)]
        if not fresh:
            return
        with self.log.atomic():
            self._put_down(fresh)
        self._note_queued(fresh)

    def _put_down(self, asks: Iterable[Ask]) -> None:
        for ask in asks:
            frontier.queue(
                self.log,
                ask.key,
                portal_id=ask.place.portal_id,
                column_id=ask.place.column_id,
                kind=ask.kind,
                run_id=self.run_id,
            )

    def _note_queued(self, asks: Iterable[Ask]) -> None:
        """Remember what was put down, once it is committed."""
        if len(self._queued) > MOST_QUEUED:
            self._queued.clear()
        self._queued.update((ask.key, (ask.place, ask.kind)) for ask in asks)

    async def save(self, answer: Answer, *, same_content: bool = False) -> None:
        """Put the bytes of an answer into the archive, before and outside the transaction that speaks of them.

        Waiting for the disk takes as long as all the rest of a page: other visits
        have their turn meanwhile, and what several wait for the disk syncs at once.
        """
        if not answer.unchanged and not (same_content and answer.kept):
            await asyncio.get_running_loop().run_in_executor(self._savers, self.log.archive.put, answer.body)

    def keep(self, answer: Answer, verdict: PageKind, media_type: str, *, same_content: bool = False) -> int:
        """Keep an answer as evidence with its validators, and give the capture's id.

        Bytes that are kept already, or (``same_content``) differ from the kept
        ones only in chrome, are not kept twice. Those that :meth:`save` did not
        put into the archive before are put there now.
        """
        with self.log.atomic():
            self._queued.pop(answer.ask.key, None)
            held = self._holder(answer, same_content=same_content)
            capture_id, sha256 = held or (self._capture(answer, verdict, media_type), answer.sha256)
            frontier.mark_done(
                self.log,
                answer.ask.key,
                etag=answer.header("ETag"),
                last_modified=answer.header("Last-Modified"),
                sha256=sha256,
                status=answer.status,
                run_id=self.run_id,
                clock=self.clock,
            )
        return capture_id

    def keep_list(self, answer: Answer, listed: Sequence[Listed], asks: Sequence[Ask]) -> None:
        """Keep one page of a list with its rows, and put down the pages behind them."""
        column_id = answer.ask.place.column_id
        assert column_id is not None
        with self.log.atomic():
            self.keep(answer, "list", "text/html")
            for entry in listed:
                self.list_row(column_id, entry)
            self._put_down(asks)
        self._note_queued(asks)
        self.counts["lists"] += 1

    def list_row(self, column_id: int, entry: Listed) -> None:
        """Note a row of a column's list, new or seen again."""
        reports.see_listing(
            self.log,
            column_id=column_id,
            url=entry.row.url,
            title=entry.row.title[:LONGEST],
            listed_on=entry.row.listed_on,
            verdict=entry.verdict,
            reason=entry.reason,
            run_id=self.run_id,
            clock=self.clock,
        )

    def keep_wall(self, answer: Answer) -> None:
        """Keep an answer that hides the page, as evidence of the wall; it never answers for the page."""
        last = captures.last(self.log, answer.ask.key)
        if last is None or last.sha256 != answer.sha256:
            self._capture(answer, "wall", "text/html")

    def fail(self, ask: Ask, problem: UnansweredError) -> None:
        """Note that an address gave no usable answer, and tell people of it unless it was only guessed."""
        self._queued.pop(ask.key, None)
        with self.log.atomic():
            self._put_down([ask])
            frontier.mark_failed(
                self.log,
                ask.key,
                error=problem.detail,
                status=problem.status,
                run_id=self.run_id,
                clock=self.clock,
            )
            if not ask.guess and (not problem.repeated or ask.place.portal_id not in self._told):
                self.health(ask.place, ask.url, problem)

    def note_gone(self, ask: Ask, status: int) -> None:
        """Note that an address says it is no more."""
        self._queued.pop(ask.key, None)
        frontier.mark_gone(self.log, ask.key, status=status, run_id=self.run_id, clock=self.clock)

    def health(self, place: Place, url: str, problem: UnansweredError) -> None:
        """Note an event of crawl health and announce it."""
        url = url[:LONGEST]
        health.note(
            self.log,
            run_id=self.run_id,
            portal_id=place.portal_id,
            column_id=place.column_id,
            url=url,
            kind=problem.kind,
            detail=problem.detail,
            clock=self.clock,
        )
        self.counts["health"] += 1
        self._told.add(place.portal_id)
        self.announce("health", portal=place.portal, url=url, kind=problem.kind, detail=problem.detail)

    def skip(self, place: Place, why: str, next_on: date | None) -> None:
        """Note that it is not a portal's turn in this run, and say so."""
        self.leave_out(place, why, next_on)
        self.counts["skipped"] += 1
        self.announce("skipped", portal=place.portal, why=why, next_on=next_on and next_on.isoformat())

    def leave_out(self, place: Place, why: str, next_on: date | None = None) -> None:
        """Note that this run does not visit a portal, so that its silence is none."""
        turns.skip(self.log, run_id=self.run_id, portal_id=place.portal_id, why=why, next_on=next_on)

    def note(self, place: Place, url: str, kind: HealthKind, detail: str) -> None:
        """Note how something could be seen all the same; it is no trouble that hides anything."""
        health.note(
            self.log,
            run_id=self.run_id,
            portal_id=place.portal_id,
            column_id=None,
            url=url,
            kind=kind,
            detail=detail,
            clock=self.clock,
        )
        self.announce("health", portal=place.portal, url=url, kind=kind, detail=detail)

    def see(self, found: reports.FoundReport) -> reports.Seen:
        """Note a report that stands at an address: a first version, the same one again, or a new one."""
        found = replace(found, title=found.title[:LONGEST])
        seen = reports.see(self.log, found, run_id=self.run_id, clock=self.clock)
        self.counts["reports"] += 1
        self.counts["new_versions"] += seen.is_new_version
        return seen

    def see_again(self, url: str) -> None:
        """Note that a report stands at its address unchanged."""
        reports.touch(self.log, url, self.clock)
        self.counts["reports"] += 1

    def note_visit(
        self, column_id: int, problem: UnansweredError | None, *, rows: int, found: int, detail: str = ""
    ) -> None:
        """Note how the visit of a column went; it is healthy where no problem spoiled it."""
        visits.record(
            self.log,
            run_id=self.run_id,
            column_id=column_id,
            healthy=problem is None,
            verdict="ok" if problem is None else REASONS.get(problem.kind, "error"),
            rows=rows,
            reports=found,
            detail=detail if problem is None else problem.detail,
            clock=self.clock,
        )
        self.counts["columns"] += 1
        self.counts["healthy_columns"] += problem is None

    def spoil(self, column_id: int, problem: UnansweredError, *, rows: int) -> None:
        """Take back that the visit of a column was healthy: the columns below showed what was wrong with it."""
        self.note_visit(column_id, problem, rows=rows, found=0)
        self.counts["columns"] -= 1
        self.counts["healthy_columns"] -= 1

    def miss(self, report_id: int, reason: reports.Reason) -> None:
        """Note that a healthy visit did not find a report that had been there."""
        reports.miss(self.log, report_id, self.today, self.run_id, reason)
        self.counts["missed"] += 1

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self.clock.today

    def add_column(self, portal_id: int, url: str, title: str, found_by: portals.FoundBy) -> int:
        """Note a column and give its id."""
        return portals.add_column(self.log, portal_id, url, title[:LONGEST], found_by)

    def _holder(self, answer: Answer, *, same_content: bool) -> tuple[int, str] | None:
        """The capture that holds an answer already, and the hash of its bytes."""
        if same_content and answer.kept:
            return answer.kept.capture_id, answer.kept.sha256
        known = frontier.get(self.log, answer.ask.key)
        if known is None or known.sha256 != answer.sha256:
            return None
        capture = captures.last(self.log, answer.ask.key, answer.sha256)
        return (capture.id, answer.sha256) if capture else None

    def _capture(self, answer: Answer, verdict: PageKind, media_type: str) -> int:
        self.counts["captures"] += 1
        return captures.keep(
            self.log,
            run_id=self.run_id,
            portal_id=answer.ask.place.portal_id,
            column_id=answer.ask.place.column_id,
            url=answer.ask.key,
            final_url=answer.final_url,
            verdict=verdict,
            status=answer.status,
            headers=answer.headers,
            media_type=media_type,
            body=answer.body,
            clock=self.clock,
        )
