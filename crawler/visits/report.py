"""The visit of one row of a list: its page, its files, and what they are in the log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from crawler.answers import Ask, Place
from crawler.articles.disposition import name_in_disposition
from crawler.articles.files import files_of, name_in_address
from crawler.articles.showing import shows_report, shows_something_else
from crawler.bodies.attribution import COLUMN, Attribution, attribute
from crawler.dates import Candidate, Vote, candidates, vote
from crawler.keeper import Listed
from crawler.labels import is_column_title
from crawler.network.fetching import GoneError, Page
from crawler.pages import content_hash, main_text, says_corrected
from crawler.portal_state import Attachment, Column, PageOutcome, PortalState
from crawler.problems import UnansweredError
from crawler.text import fold, squash
from crawler.titles import normal_title, read_title
from crawler.visits.attachments import fetch_article, fetch_files
from storage.tables import reports, versions
from storage.tables.reports import FoundReport
from storage.tables.versions import SeenFile

_SEVERAL: Final = 2
_SEVERAL_FOR_SURE: Final = 4
"""Reports that a page of one report may seem to lead to: PDF and Word may bear other names, last year's may hang on."""
_QUOTED: Final = 30
"""Characters that are quoted of a page with nothing of a report."""
_PRINTED: Final = frozenset({"label", "publishtime"})


async def visit_report(
    state: PortalState, place: Place, column: Column, listed: Listed, page: Page | None = None
) -> PageOutcome:
    """Fetch what a row leads to, once a run, and note it. ``page`` is its page where it came already."""
    url = state.address_of_report(listed.row.url)
    if url not in state.outcomes:
        state.told_by[url] = place.column_id
        state.outcomes[url] = await _Visit(state, place, column, listed, url).run(page)
        state.keeper.counts["pages"] += 1
        state.keeper.announce("page", portal=place.portal, url=url, title=listed.row.title, outcome=state.outcomes[url])
    return state.outcomes[url]


@dataclass(frozen=True, slots=True)
class _Read:
    """What pages say of the report that they hold; ``content`` is the hash of their text, empty without one."""

    content: str
    whose: Attribution
    published: Vote
    corrected: bool


@dataclass(frozen=True, slots=True)
class _Visit:
    """One row on its way into the log; ``url`` is the address under which its report is known."""

    state: PortalState
    place: Place
    column: Column
    listed: Listed
    url: str

    async def run(self, page: Page | None) -> PageOutcome:
        try:
            ask = Ask(self.listed.row.url, "page", self.place, referer=self.column.url)
            page = page or await self.state.asker.page(ask)
        except UnansweredError as problem:
            self.state.failures[self.url] = problem
            return "failed"
        except GoneError as gone:
            return gone.reason
        return await self._note(page)

    async def _note(self, page: Page) -> PageOutcome:
        kind = page.verdict.kind
        if kind == "broken":
            self.state.failures[self.url] = problem = _breakage(page)
            self.state.keeper.fail(page.answer.ask, problem)
            return "failed"
        if (kind == "list" and not self._is_sure()) or self._holds_several(page):
            self.state.below.append(self.column.below(page.answer.ask.url, self.listed.row.title, page))
            return "column"
        if kind == "file":
            return await self._note_file(page)
        is_report = kind == "report" or self._brings_report(page)
        if is_report or (kind != "stranger" and self.listed.verdict == "report"):
            return await self._note_report(page, sure=is_report)
        return await self._note_other(page)

    def _brings_report(self, page: Page) -> bool:
        """Whether a page whose title leaves it open brings a report as its file: by its name, or as a notice."""
        reading, files = page.verdict.reading, files_of(page.text, page.url)
        if reading is None or not files or reading.cause == "explanation":
            return False
        if reading.cause == "issued":
            return True
        named = [read_title(link.name, column=COLUMN) for link in files]
        bodies = [one for one in named if one.verdict == "report" and one.kind is not None]
        years = [one for one in named if one.verdict == "report" and one.year is not None]
        # What a notice has as its annex without a body's name is the form that others shall fill in.
        return bool(bodies) if reading.suspected else reading.verdict == "unclear" and bool(bodies or years)

    def _is_sure(self) -> bool:
        """Whether the title names one report: a page that lists files or related pages is still that report."""
        reading = read_title(self.listed.row.title, column=COLUMN)
        return self.listed.verdict == "report" and reading.year is not None

    def _holds_several(self, page: Page) -> bool:
        """Whether a page leads to files that by their names are reports of several bodies or years: it is a list."""
        if page.verdict.kind not in {"report", "other", "list"}:
            return False
        readings = [read_title(link.name, column=COLUMN) for link in files_of(page.text, page.url)]
        named = {(reading.body, reading.year) for reading in readings if reading.verdict == "report"}
        return len(named) >= (_SEVERAL_FOR_SURE if self._is_sure() else _SEVERAL)

    async def _note_file(self, page: Page) -> PageOutcome:
        keeper = self.state.keeper
        named = name_in_disposition(page.answer.header("Content-Disposition") or "") or name_in_address(page.url)
        read = self._read([page], named)
        await keeper.save(page.answer)
        with keeper.log.atomic():
            capture_id = keeper.keep(page.answer, "file", page.verdict.media_type)
            if self.listed.verdict != "report":
                if not self._may_be_report(named):
                    return self._leave_file()
                self._relist("report", "是文件，题名或文件名是年报的")
            keeper.see(self._report(read, [page], [SeenFile(capture_id, "file", self.listed.row.title)]))
        return "report"

    def _leave_file(self) -> PageOutcome:
        """Note that a file cannot be told by its title; what explains a report is none, as a file or as a page."""
        if read_title(self.listed.row.title, column=COLUMN).cause == "explanation":
            self._relist("stranger", "是年报的解读")
            return "stranger"
        self._relist("unclear", "是文件，题名不能断定")
        return "unclear"

    def _may_be_report(self, named: str) -> bool:
        """Whether a file is a report though its row does not say so.

        It is by its own name, in a row of bodies' names, and where the row is
        called as the column is, for a file is no column.
        """
        reading = read_title(named, column=COLUMN)
        if reading.verdict == "report":
            return True
        title = self.listed.row.title
        row = read_title(title, column=COLUMN)
        return not reading.names_another and (
            is_column_title(title) or (row.verdict == "unclear" and row.kind is not None)
        )

    async def _note_report(self, page: Page, *, sure: bool) -> PageOutcome:
        """Note a report; one that only its row calls so must show something of it (``sure``: its page does)."""
        keeper = self.state.keeper
        try:
            parts = await fetch_article(self.state, self.place, page)
        except UnansweredError as problem:
            self.state.failures[self.url] = problem
            return "failed"
        pages = [part for part in parts if part.verdict.kind != "file"]
        if not sure and len(pages) == len(parts) and not any(shows_report(one.text, one.url) for one in pages):
            self.state.failures[self.url] = emptiness = _emptiness(page)
            keeper.fail(page.answer.ask, emptiness)
            return "failed"
        unchanged = all(part.answer.unchanged for part in parts)
        # Read before others have their turn, while the pages are at hand.
        read = None if unchanged else self._read(pages)
        files = await fetch_files(self.state, self.place, pages)
        for part in parts:
            await keeper.save(part.answer, same_content=part.same_content)
        with keeper.log.atomic():
            seen = [self._keep_part(part) for part in parts]
            seen += [SeenFile(file.capture_id, file.role, file.name) for file in files]
            if unchanged and self._stands([file.capture_id for file in seen]):
                keeper.see_again(self.url)
            else:
                keeper.see(self._report(read or self._read(pages), pages, seen, files))
            if self.listed.verdict != "report":
                self._relist("report", "页面内容是年报")
        return "report"

    def _keep_part(self, part: Page) -> SeenFile:
        """Keep one page of the report, or a file that it shows in a frame."""
        kind: Literal["file", "report"] = "file" if part.verdict.kind == "file" else "report"
        capture = self.state.keeper.keep(part.answer, kind, part.verdict.media_type, same_content=part.same_content)
        return SeenFile(capture, "file" if kind == "file" else "page")

    def _stands(self, captures: Sequence[int]) -> bool:
        """Whether the log knows all of the report, and just these captures as its current version."""
        known = reports.get(self.state.keeper.log, self.url)
        if known is None or None in (known.body_id, known.year, known.published_on):
            return False
        return self._current_content(known.id)[1] == list(captures)

    def _current_content(self, report_id: int) -> tuple[str, list[int]]:
        """The content hash of a report's current version and its captures."""
        version = versions.of_report(self.state.keeper.log, report_id)[-1]
        files = versions.files_of(self.state.keeper.log, version.version_id)
        return version.content_hash, [file.capture_id for file in files]

    async def _note_other(self, page: Page) -> PageOutcome:
        verdict = page.verdict
        await self.state.keeper.save(page.answer, same_content=page.same_content)
        self.state.keeper.keep(page.answer, verdict.kind, verdict.media_type, same_content=page.same_content)
        if verdict.kind == "stranger" or (verdict.kind == "other" and self._is_read(page)):
            self._relist("stranger", verdict.detail or "页面内容不是政府信息公开年报")
            return "stranger"
        self._relist("unclear", verdict.detail or "页面上没有看到年报")
        return "unclear"

    def _is_read(self, page: Page) -> bool:
        """Whether a page is the one that its row speaks of, read whole, and no report: not an excuse of any length."""
        subject = normal_title(self.listed.row.title).rstrip(".…")
        return bool(subject) and subject in fold(main_text(page.text)) and shows_something_else(page.text, page.url)

    def _relist(self, verdict: reports.TitleVerdict, reason: str) -> None:
        assert self.place.column_id is not None
        self.state.keeper.list_row(self.place.column_id, Listed(self.listed.row, verdict, reason))

    def _read(self, pages: Sequence[Page], name: str = "") -> _Read:
        """What these pages, or the one file of that name, say of the report that they hold."""
        first = pages[0]
        texts = [] if first.verdict.kind == "file" else [main_text(page.text) for page in pages]
        html = first.text if texts else ""
        text = "\n".join(texts)
        whose = attribute(
            html,
            text,
            titles=[self.listed.row.title, name, *(page.verdict.title for page in pages)],
            column=self.column.unit,
            roster=self.state.declared.bodies,
            portal=self.state.declared.name,
        )
        published = vote(self._days(pages if texts else [], first.url))
        return _Read(content_hash(text) if text else "", whose, published, says_corrected(text))

    def _report(
        self, read: _Read, pages: Sequence[Page], seen: Sequence[SeenFile], files: Sequence[Attachment] = ()
    ) -> FoundReport:
        """The report that was read on these pages, with the captures that it consists of."""
        whose, published = read.whose, read.published
        content, late = self._content(read, pages, seen, files)
        return FoundReport(
            portal_id=self.place.portal_id,
            column_id=self.place.column_id,
            url=self.url,
            title=whose.title,
            body=whose.body,
            body_kind=whose.kind,
            year=whose.year,
            published_on=published.on,
            published_from=published.source,
            uncertain=published.uncertain,
            dates=tuple((day.on.isoformat(), day.source, day.raw) for day in published.candidates),
            content_hash=content,
            files=seen,
            noted=read.corrected,
            late=late,
        )

    def _days(self, pages: Sequence[Page], url: str) -> list[Candidate]:
        """The days of publication that the first page and the list name; where they print none, a further page's."""
        html = pages[0].text if pages else ""
        found = candidates(html, url, self.listed.row.listed_on)
        for page in pages[1:]:
            if any(candidate.source in _PRINTED for candidate in found):
                break
            found += [candidate for candidate in candidates(page.text, page.url) if candidate.source in _PRINTED]
        return found

    def _content(
        self, read: _Read, pages: Sequence[Page], seen: Sequence[SeenFile], files: Sequence[Attachment]
    ) -> tuple[str, bool]:
        """The hash of a report's content, and whether its known version only lacked files that failed until now.

        A version of the same captures keeps the hash it has, whatever hashing
        made of them then. Files that come to pages which did not change were
        there all the time, too.
        """
        body = read.content or pages[0].answer.sha256
        shown = [page.answer.sha256 for page in pages if page.verdict.kind == "file" and read.content]
        fresh = hashlib.sha256("\n".join([body, *shown, *(file.sha256 for file in files)]).encode()).hexdigest()
        known = reports.get(self.state.keeper.log, self.url)
        if known is None:
            return fresh, False
        content, held = self._current_content(known.id)
        now = [file.capture_id for file in seen]
        if now == held:
            return content, False
        late = set(now) if pages[0].same_content else {file.capture_id for file in files if file.late}
        return fresh, set(held) < set(now) and set(now) - set(held) <= late


def _emptiness(page: Page) -> UnansweredError:
    shown = squash(main_text(page.text))[:_QUOTED]
    said = f"只写着“{shown}”" if shown else "什么也没有写"
    detail = (
        f"页面上既没有年报的题名，也没有年报的内容，{said}，内容没有取到。下次巡查会再试；若一直如此，请人工打开核对。"
    )
    return UnansweredError("broken_file", detail, status=page.answer.status)


def _breakage(page: Page) -> UnansweredError:
    detail = f"{page.verdict.detail or '来的内容读不出'}，没有采用。请人工查看，必要时请对方重新发布。"
    return UnansweredError("broken_file", detail, status=page.answer.status)
