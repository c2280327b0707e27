"""Reports read per second in every form; PDF beside plain pdfplumber and beside pdfium's text, on the same files."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.scenario import build
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.pdf import read_pdf
from monitor.documents.reading import read_document
from monitor.reports.reading import read_report
from tests.bench import plain
from tests.bench.peak import of_processes
from tests.bench.rounds import Times, alternating, ratio
from tests.bench.stages import by_stage
from tests.corpus.forms import FORMS
from tests.corpus.measure import as_document, score
from tests.corpus.samples import Sample, draft_for, short
from tests.corpus.scan_files import WEAR, pages, scanned_pdf

REPORTS = 20
STAGE_ROUNDS = 3
OCR_ROUNDS = 3
OCR_DPI = 150
OCR_WEAR = "skew 0.4°"
REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "pdf"

Line = tuple[str, str]


def measure() -> Iterator[Line]:
    yield from _whole_reports()
    samples = [sample for form in ("PDF", "exports") for sample in FORMS[form]() if sample.form == "PDF"]
    files = {sample.layout: sample.data for sample in samples}
    yield f"PDF: {len(files)} layouts of the corpus, {sum(map(len, files.values())) / 2**20:.1f} MiB", ""
    yield from _speed(files)
    yield from _cells(samples)
    yield from _memory(files)
    yield from _stages(files)
    if real := {path.name: path.read_bytes() for path in sorted(REAL.glob("*.pdf"))}:
        yield f"PDF: {len(real)} real reports", ""
        yield from _speed(real)
    yield from _recognition()


def _whole_reports() -> Iterator[Line]:
    drafts = [posting.draft for posting in build(date(2026, 11, 21)).postings][:REPORTS]
    forms = {"HTML": lambda draft: report_page(draft).encode(), "DOCX": report_docx, "PDF": report_pdf}
    for form, printed in forms.items():
        files = {str(number): printed(draft) for number, draft in enumerate(drafts)}
        times = alternating(files, {"read": partial(_whole, f"report.{form.lower()}")})
        yield f"{form}: read_document and read_report", times["read"].rate()


def _whole(name: str, data: bytes) -> None:
    read_report(read_document(data, name=name), source=name)


def _speed(files: dict[str, bytes]) -> Iterator[Line]:
    ways = {
        "read_document": lambda data: read_document(data, name="report.pdf"),
        "plain pdfplumber, extract_tables of every page": plain.tables,
        "raw pypdfium2, text of every page (the limit)": plain.text,
    }
    times = alternating(files, ways)
    for name, one in times.items():
        yield f"  {name}", one.rate()
    ours, theirs, limit = times.values()
    yield "  times as fast as pdfplumber, over all files", f"{ratio(theirs.rounds(), ours.rounds()):7.1f}"
    yield from _by_layout(ours, theirs)
    yield "  times the limit", f"{ratio(ours.rounds(), limit.rounds()):7.1f}"


def _by_layout(ours: Times, theirs: Times) -> Iterator[Line]:
    """Between which ratios the layouts lie."""
    ratios = sorted((theirs.usual(name) / ours.usual(name), name) for name in ours.cpu)
    for place in sorted({0, 1, 2, len(ratios) // 2, len(ratios) - 1} & set(range(len(ratios)))):
        times, name = ratios[place]
        yield f"    of a single file, rank {place + 1} of {len(ratios)} from below", f"{times:7.1f}  ({name})"


def _cells(samples: list[Sample]) -> Iterator[Line]:
    yield "  right cells: read_document", _right(samples, as_document)
    yield "  right cells: pdfplumber's tables through the same read_report", _right(samples, plain.document)


def _right(samples: list[Sample], read: Callable[[Sample], Document]) -> str:
    scores = [score(sample, read) for sample in samples]
    cells, right = sum(one.cells for one in scores), sum(one.right for one in scores)
    unsure, wrong = sum(one.unsure for one in scores), sum(one.wrong for one in scores)
    return f"{right:7} of {cells} ({right / cells:.2%}), {unsure} unsure, {wrong} wrong or missing"


def _memory(files: dict[str, bytes]) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        for name, (before, most) in of_processes(files, Path(folder)).items():
            yield (
                f"  peak memory of a process of its own: {name}",
                f"{most / 1024:7.1f} MiB ({before / 1024:.1f} loaded)",
            )


def _stages(files: dict[str, bytes]) -> Iterator[Line]:
    spent = by_stage([*files.values()] * STAGE_ROUNDS)
    for name, seconds in spent.items():
        each = 1000 * seconds / (STAGE_ROUNDS * len(files))
        yield f"    {name}", f"{each:7.2f} ms of CPU a document  {seconds / spent.total():6.1%}"


def _recognition() -> Iterator[Line]:
    images = pages(short(draft_for("bench")), OCR_DPI, WEAR[OCR_WEAR], "bench")
    data = scanned_pdf(images, OCR_DPI, WEAR[OCR_WEAR].quality)
    try:
        times = alternating({"scan": data}, {"read": read_pdf}, OCR_ROUNDS)["read"]
    except UnreadableDocumentError as problem:
        yield "OCR", str(problem)
        return
    cpu, wall = times.usual("scan") / len(images), min(times.wall) / len(images)
    yield (
        f"OCR of a scan at {OCR_DPI} dpi, {len(images)} pages",
        f"{cpu:7.2f} s of CPU a page  {wall:6.2f} s by the clock",
    )
