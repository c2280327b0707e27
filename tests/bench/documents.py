"""Reports read per second, beside plain pdfplumber on the same PDF files in the same run."""

import io
import time
from collections.abc import Callable, Iterator
from datetime import date

import pdfplumber

from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.scenario import build
from monitor.documents.reading import read_document
from monitor.reports.reading import read_report

REPORTS = 40
ROUNDS = 3


def measure() -> Iterator[tuple[str, str]]:
    drafts = [posting.draft for posting in build(date(2026, 11, 21)).postings][:REPORTS]
    pdfs = [report_pdf(draft) for draft in drafts]
    kinds = {
        "HTML": ([report_page(draft).encode() for draft in drafts], "report.html"),
        "DOCX": ([report_docx(draft) for draft in drafts], "report.docx"),
        "PDF": (pdfs, "report.pdf"),
    }
    for kind, (files, name) in kinds.items():
        yield f"{kind}: read_document + read_report", rate(files, lambda data, name=name: read(data, name))
    yield "PDF: read_document alone", rate(pdfs, lambda data: read_document(data, name="report.pdf"))
    yield "PDF: plain pdfplumber, extract_tables of every page", rate(pdfs, plain)


def read(data: bytes, name: str) -> None:
    read_report(read_document(data, name=name), source=name)


def plain(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def rate(files: list[bytes], work: Callable[[bytes], object]) -> str:
    """The best of some rounds, for a machine that others use too; the first file warms up."""
    work(files[0])
    best = min(timed(files, work) for _ in range(ROUNDS))
    return f"{len(files) / best:8.1f} documents/s"


def timed(files: list[bytes], work: Callable[[bytes], object]) -> float:
    start = time.perf_counter()
    for data in files:
        work(data)
    return time.perf_counter() - start
