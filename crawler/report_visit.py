"""The visit of one row of a list: its page, its files, and what they are in the log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.answers import Ask, Place
from crawler.attachments import Attachment, fetch_files
from crawler.attribution import COLUMN, attribute
from crawler.dates import candidates, vote
from crawler.fetching import GoneError, Page
from crawler.pages import content_hash, main_text, says_corrected
from crawler.pipelines import FoundReport, Listed
from crawler.portal_state import Column, Outcome, PortalState
from crawler.problems import UnansweredError
from crawler.titles import read_title
from storage.tables import reports
from storage.tables.reports import SeenFile


async def visit_report(
    state: PortalState, place: Place, column: Column, listed: Listed, page: Page | None = None
) -> Outcome:
    """Fetch what a row leads to, once a run, and note it. ``page`` is its page where it came already."""
    url = state.address_of_report(listed.row.url)
    if url not in state.outcomes:
        state.outcomes[url] = await _Visit(state, place, column, listed, url).run(page)
        state.keeper.counts["pages"] += 1
        state.keeper.announce("page", portal=place.portal, url=url, title=listed.row.title, outcome=state.outcomes[url])
    return state.outcomes[url]


@dataclass(frozen=True, slots=True)
class _Visit:
    """One row on its way into the log; ``url`` is the address under which its report is known."""

    state: PortalState
    place: Place
    column: Column
    listed: Listed
    url: str

    async def run(self, page: Page | None) -> Outcome:
        try:
            ask = Ask(self.listed.row.url, "page", self.place, referer=self.column.url)
            page = page or await self.state.asker.page(ask)
        except UnansweredError as problem:
            self.state.failures[self.url] = problem
            return "failed"
        except GoneError as gone:
            return gone.reason
        return await self._note(page)

    async def _note(self, page: Page) -> Outcome:
        kind = page.verdict.kind
        if kind == "broken":
            self.state.failures[self.url] = problem = _broken(page)
            self.state.keeper.fail(page.answer.ask, problem)
            return "failed"
        if kind == "list" and not self._is_sure():
            self.state.below.append(self.column.below(page.answer.ask.url, self.listed.row.title, page))
            return "column"
        if kind == "file":
            return self._note_file(page)
        if kind == "report" or (kind != "stranger" and self.listed.verdict == "report"):
            return await self._note_report(page)
        return self._note_other(page)

    def _is_sure(self) -> bool:
        """Whether the title names one report: a page that lists files or related pages is still that report."""
        reading = read_title(self.listed.row.title, column=COLUMN)
        return self.listed.verdict == "report" and reading.year is not None

    def _note_file(self, page: Page) -> Outcome:
        keeper = self.state.keeper
        keeper.save(page.answer)
        with keeper.log.atomic():
            capture_id = keeper.keep(page.answer, "file", page.verdict.media_type)
            if self.listed.verdict != "report":
                self._relist("unclear", "是文件，题名不能断定")
                return "unclear"
            keeper.see(self._found(page, SeenFile(capture_id, "file", self.listed.row.title), []), self.place)
        return "report"

    async def _note_report(self, page: Page) -> Outcome:
        keeper = self.state.keeper
        files = await fetch_files(self.state, self.place, page)
        keeper.save(page.answer, same_content=page.same_content)
        with keeper.log.atomic():
            capture_id = keeper.keep(page.answer, "report", page.verdict.media_type, same_content=page.same_content)
            if page.answer.unchanged and self._stands([capture_id, *(file.capture_id for file in files)]):
                keeper.see_again(self.url)
            else:
                keeper.see(self._found(page, SeenFile(capture_id, "page"), files), self.place)
            if self.listed.verdict != "report":
                self._relist("report", "页面内容是年报")
        return "report"

    def _stands(self, captures: Sequence[int]) -> bool:
        """Whether the log knows all of the report, and just these captures as its current version."""
        known = reports.get(self.state.keeper.log, self.url)
        if known is None or None in (known["body_id"], known["year"], known["published_on"]):
            return False
        return self._held(known["id"])[1] == list(captures)

    def _held(self, report_id: int) -> tuple[str, list[int]]:
        """The content hash of a report's current version and its captures."""
        version = reports.versions_of(self.state.keeper.log, report_id)[-1]
        files = reports.files_of(self.state.keeper.log, version["version_id"])
        return version["content_hash"], [file["capture_id"] for file in files]

    def _note_other(self, page: Page) -> Outcome:
        verdict = page.verdict
        self.state.keeper.keep(page.answer, verdict.kind, verdict.media_type, same_content=page.same_content)
        if verdict.kind == "stranger":
            self._relist("stranger", verdict.detail or "页面内容不是政府信息公开年报")
            return "stranger"
        self._relist("unclear", verdict.detail or "页面上没有看到年报")
        return "unclear"

    def _relist(self, verdict: reports.TitleVerdict, reason: str) -> None:
        assert self.place.column_id is not None
        self.state.keeper.list_row(self.place.column_id, Listed(self.listed.row, verdict, reason))

    def _found(self, page: Page, first: SeenFile, files: Sequence[Attachment]) -> FoundReport:
        html = "" if first.role == "file" else page.text
        text = main_text(html)
        whose = attribute(
            html,
            text,
            titles=[self.listed.row.title, page.verdict.title],
            column=self.column.unit,
            roster=self.state.declared.bodies,
            portal=self.state.declared.name,
        )
        seen = [first, *(SeenFile(file.capture_id, "file", file.name) for file in files)]
        content, late = self._content(text, page, seen, files)
        return FoundReport(
            url=self.url,
            title=whose.title,
            body=whose.body,
            kind=whose.kind,
            year=whose.year,
            vote=vote(candidates(html, page.url, self.listed.row.listed_on)),
            content_hash=content,
            files=seen,
            noted=says_corrected(text),
            late=late,
        )

    def _content(
        self, text: str, page: Page, seen: Sequence[SeenFile], files: Sequence[Attachment]
    ) -> tuple[str, bool]:
        """The hash of a report's content, and whether its known version only lacked files that failed until now.

        A version of the same captures keeps the hash it has, whatever hashing made of them then.
        """
        body = content_hash(text) if text else page.answer.sha256
        fresh = hashlib.sha256("\n".join([body, *(file.sha256 for file in files)]).encode()).hexdigest()
        known = reports.get(self.state.keeper.log, self.url)
        if known is None:
            return fresh, False
        content, held = self._held(known["id"])
        now = [file.capture_id for file in seen]
        if now == held:
            return content, False
        late = {file.capture_id for file in files if file.late}
        return fresh, set(held) < set(now) and set(now) - set(held) <= late


def _broken(page: Page) -> UnansweredError:
    detail = f"{page.verdict.detail or '来的内容读不出'}，没有采用。请人工查看，必要时请对方重新发布。"
    return UnansweredError("broken_file", detail, status=page.answer.status)
