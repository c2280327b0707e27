"""Pictures of findings: the page of each with its cells outlined in red.

A PDF file, a scan and an OFD page are drawn as they are. Web pages are made
into a PDF file by the browser, office files by LibreOffice; that file is read
again to know where the figures stand on it, and only a cell that bears the
same text there is outlined. What has no pages, such as plain text and
workbooks, is set on pages as it was read, and so is every file whose printed
pages cannot be had or do not show where a finding's cells stand. An archive
goes the way of the file in it that was read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from crawler.text import squash
from monitor.documents import kinds
from monitor.documents.kinds import Kind, Pages
from monitor.documents.model import Box, Document, UnreadableDocumentError
from monitor.evidence.pages import Paper, PdfPaper, PicturePaper
from monitor.reports.model import CellState, Report
from monitor.rules.model import Finding

_LONGEST_SEARCH: Final = 24
"""Characters of a quote that are looked for: short enough to stand on one line or two."""
_PIECES_MOST: Final = 8
_PIECE: Final = re.compile(r"[；…*\n]+")
"""Where a quote is cut for the search: between clauses, which hardly run over lines, where it left something out or
masked it."""
_TELLING: Final = re.compile(r"\d{6}|(?=.{4})\D|\d+\D.{2}")
"""A piece of a quote that is found where it is meant: six digits of a number, else four characters."""
_FAILED: Final = "{name}：没有生成证据图片：{why}"
_INSTEAD: Final = "{name}：证据图片按读出的内容排成，版面与原件不同：{why}"


class NoPicturesError(Exception):
    """Nothing can be drawn of a file; the message is one Chinese line that says why and what to do."""


@dataclass
class Evidence:
    """A report's pages with the places of its figures on them.

    ``note`` is one Chinese line where the pages are not the file's own but set as it was read.
    """

    data: bytes
    name: str
    report: Report
    paper: Paper
    places: Mapping[str, Box]
    note: str = ""
    original: bool = True
    """Whether there may be a better paper: the document set as it was read."""

    def pictures(self, finding: Finding) -> Iterator[bytes]:
        """The pages of a finding as PNG, cells outlined; nothing for one that stands nowhere on a page."""
        there = [name for name in finding.cells if self.report.figure(name).state is not CellState.ABSENT]
        if self.original and any(name not in self.places for name in there):
            yield from self._as_read.pictures(finding)
            return
        boxes = [self.places[name] for name in there if name in self.places] or self._quoted(finding)
        for page in sorted({box.page for box in boxes}):
            yield self.paper.png(page, [box for box in boxes if box.page == page])
        if not boxes and finding.page:
            yield self.paper.png(finding.page, [])

    def _quoted(self, finding: Finding) -> list[Box]:
        """Where the words stand that a finding quotes, or the headings of the sections it is about."""
        pieces = [piece.strip() for quote in finding.quotes for piece in _PIECE.split(quote)][:_PIECES_MOST]
        about = {finding.subject, *(name.partition(".")[0] for name in finding.cells)}
        headings = [section.heading for section in self.report.sections if section.key in about]
        for words in (pieces, headings):
            found = [
                box
                for piece in words
                if _TELLING.match(piece)
                for box in self.paper.search(piece[:_LONGEST_SEARCH], finding.page)
            ]
            if found:
                return found
        return []

    @cached_property
    def _as_read(self) -> "Evidence":
        """The document set as it was read; these pages once more where it cannot be read again."""
        try:
            return _set_as_read(self.data, self.name, self.report)
        except UnreadableDocumentError:
            return replace(self, original=False)


def evidence_of(data: bytes, name: str, report: Report) -> Evidence:
    """What findings on the report in these bytes can be shown on.

    :raises NoPicturesError: nothing can be drawn.
    """
    try:
        return _evidence(data, name, report)
    except UnreadableDocumentError as problem:
        raise NoPicturesError(_FAILED.format(name=name, why=problem)) from problem


def _evidence(data: bytes, name: str, report: Report) -> Evidence:
    kind = kinds.kind_of(data, name)
    if kind.group == "archive":
        return _unpacked(data, kind.media_type, name, report)
    own = _own_pages(data, kind.pages)
    if own is not None:
        return Evidence(data, name, report, own, _places(report))
    if kind.pages is Pages.NONE:
        return _set_as_read(data, name, report)
    try:
        return _printed(data, kind, name, report)
    except UnreadableDocumentError as problem:
        return _set_as_read(data, name, report, note=_INSTEAD.format(name=name, why=problem))


def _own_pages(data: bytes, pages: Pages) -> Paper | None:
    """The pages that a file has itself; None for one that has none."""
    if pages is Pages.OWN:
        return PdfPaper(data)
    if pages is Pages.DRAWN:
        from monitor.evidence.drawn import ofd_pages  # noqa: PLC0415 - only for OFD

        return PdfPaper(ofd_pages(data))
    return PicturePaper([data]) if pages is Pages.PICTURE else None


def _printed(data: bytes, kind: Kind, name: str, report: Report) -> Evidence:
    """The pages that the browser or LibreOffice prints."""
    from monitor.documents.pdf import read_pdf  # noqa: PLC0415 - only here

    pdf = _as_pdf(data, kind)
    return Evidence(data, name, report, PdfPaper(pdf), _same_places(read_pdf(pdf), report))


def _as_pdf(data: bytes, kind: Kind) -> bytes:
    if kind.pages is Pages.OFFICE:
        from monitor.documents import office  # noqa: PLC0415 - only for office files

        assert kind.office is not None
        return office.convert(data, kind.office, to="pdf")
    from monitor.documents.mhtml import page_in  # noqa: PLC0415 - only for web pages
    from monitor.evidence.browser import print_page  # noqa: PLC0415 - Playwright takes a tenth of a second

    page, media_type = page_in(data) if kind.media_type == kinds.MHTML else (data, "")
    return print_page(page, media_type)


def _set_as_read(data: bytes, name: str, report: Report, *, note: str = "") -> Evidence:
    """The document set on pages of our own."""
    from monitor.documents.reading import read_document  # noqa: PLC0415 - only here
    from monitor.evidence.layout import laid_out  # noqa: PLC0415 - as above

    pdf, placed = laid_out(read_document(data, name=name))
    return Evidence(data, name, report, PdfPaper(pdf), _same_places(placed, report), note, original=False)


def _unpacked(data: bytes, kind: str, name: str, report: Report) -> Evidence:
    """The evidence of the file in an archive that the report was read from."""
    from monitor.documents.packages import read_package  # noqa: PLC0415 - only for archives
    from monitor.documents.reading import read_document  # noqa: PLC0415 - as above

    read: dict[int, tuple[bytes, str, Document]] = {}

    def reading(member: bytes, called: str) -> Document:
        what = kinds.sniff(member, called)
        if what != report.media_type:
            raise UnreadableDocumentError(_FAILED.format(name=called, why=what))
        document = Document(what) if kinds.KINDS[what].group == "picture" else read_document(member, name=called)
        read[id(document)] = member, called, document
        return document

    chosen = read_package(data, kind, reading)
    if id(chosen) in read:
        member, called, _ = read[id(chosen)]
        return _evidence(member, called, report)
    pages = PicturePaper([member for member, _, _ in read.values()])
    return Evidence(data, name, report, pages, _places(report), original=False)


def _same_places(document: Document, report: Report) -> dict[str, Box]:
    """Where figures stand in another rendering of the same report, as far as they bear the same text there."""
    from monitor.reports.reading import read_report  # noqa: PLC0415 - only here

    again = read_report(document, source=report.source, body=report.body, year=report.year)
    return {
        name: box
        for name, box in _places(again).items()
        if squash(again.figure(name).printed) == squash(report.figure(name).printed)
    }


def _places(report: Report) -> dict[str, Box]:
    return {
        name: figure.box
        for name, figure in report.figures.items()
        if figure.box is not None and figure.state is not CellState.ABSENT
    }
