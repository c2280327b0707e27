"""Pictures of findings: the page of each with its cells outlined in red.

A PDF file and a scan are drawn as they are. Everything else is made into a PDF
file first, HTML by the browser, office files by LibreOffice; that file is read
again to know where the figures stand on it, and only a cell that bears the
same text there is outlined.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crawler.text import squash
from monitor.documents import kinds
from monitor.documents.model import Box, UnreadableDocumentError
from monitor.evidence_pages import Paper, PdfPaper, PicturePaper
from monitor.reports.model import CellState, Report
from monitor.rules.model import Finding

_LONGEST_SEARCH: Final = 24
"""Characters of a quote that are looked for: short enough to stand on one line or two."""
_NO_PAGES: Final = "{name}：这种格式没有页面可画，没有生成证据图片。"
_FAILED: Final = "{name}：没有生成证据图片：{why}"


class NoPicturesError(Exception):
    """Nothing can be drawn of a file; the message is one Chinese line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report's pages with the places of its figures on them."""

    paper: Paper
    places: Mapping[str, Box]

    def pictures(self, finding: Finding) -> Iterator[bytes]:
        """The pages of a finding as PNG, cells outlined; nothing for one that stands nowhere on a page."""
        boxes = [self.places[name] for name in finding.cells if name in self.places]
        if not boxes and finding.quote and not finding.cells:
            boxes = self.paper.search(_words(finding.quote), finding.page)
        for page in sorted({box.page for box in boxes}):
            yield self.paper.png(page, [box for box in boxes if box.page == page])


def evidence_of(data: bytes, name: str, report: Report) -> Evidence:
    """What findings on the report in these bytes can be shown on.

    :raises NoPicturesError: the format has no pages, or what draws it is missing.
    """
    kind = kinds.sniff(data, name)
    try:
        if kind == kinds.PDF:
            return Evidence(PdfPaper(data), _places(report))
        if kind.startswith("image/"):
            return Evidence(PicturePaper(data), _places(report))
        return _printed(_as_pdf(data, kind, name), report)
    except UnreadableDocumentError as problem:
        raise NoPicturesError(_FAILED.format(name=name, why=problem)) from problem


def _as_pdf(data: bytes, kind: str, name: str) -> bytes:
    if kind == kinds.HTML:
        from monitor.evidence_browser import print_page  # noqa: PLC0415 - Playwright takes a tenth of a second

        return print_page(data)
    from monitor.documents import office  # noqa: PLC0415 - only for office files

    source = _OFFICE.get(kind)
    if source is None:
        raise NoPicturesError(_NO_PAGES.format(name=name))
    return office.convert(data, office.Format(*source), to="pdf")


_OFFICE: Final = {
    kinds.DOCX: ("DOCX", "docx", "MS Word 2007 XML"),
    kinds.DOC: ("DOC", "doc", "MS Word 97"),
    kinds.RTF: ("RTF", "rtf", "Rich Text Format"),
    kinds.ODT: ("ODT", "odt", "writer8"),
    kinds.XLSX: ("XLSX", "xlsx", "Calc MS Excel 2007 XML"),
    kinds.XLS: ("XLS", "xls", "MS Excel 97"),
}
"""Name, ending and LibreOffice's filter of the formats that it prints."""


def _printed(pdf: bytes, report: Report) -> Evidence:
    from monitor.documents.pdf import read_pdf  # noqa: PLC0415 - only here
    from monitor.reports.reading import read_report  # noqa: PLC0415 - only here

    again = read_report(read_pdf(pdf), source=report.source)
    same = {
        name: box
        for name, box in _places(again).items()
        if squash(again.figure(name).printed) == squash(report.figure(name).printed)
    }
    return Evidence(PdfPaper(pdf), same)


def _places(report: Report) -> dict[str, Box]:
    return {
        name: figure.box
        for name, figure in report.figures.items()
        if figure.box is not None and figure.state is not CellState.ABSENT
    }


def _words(quote: str) -> str:
    return quote.strip("… \n")[:_LONGEST_SEARCH]
