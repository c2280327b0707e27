"""The sound files that are damaged: made-up reports in every form, and the real ones where they are at hand."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.render_text import report_text
from monitor.demo.scenario import build
from tests.fuzz.packages import ofd, workbook, zipped

DAY: Final = date(2026, 11, 21)
REPORTS: Final = 3
"""Reports of every form; the damage makes the difference."""
SHARED: Final = Path(__file__).resolve().parents[3] / "shared"
_REAL: Final = {".html": "HTML", ".pdf": "PDF", ".docx": "DOCX", ".txt": "TXT"}
_OFFICE: Final = {
    "DOC": ("DOCX", "doc"),
    "XLS": ("XLSX", "xls"),
    "RTF": ("DOCX", "rtf"),
    "ODT": ("DOCX", "odt"),
}
"""Forms that an office program writes: from which other form, under which ending."""
_SCAN_DPI: Final = 60
"""Coarse, so that recognising takes seconds and not minutes."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One sound file."""

    form: str
    name: str
    data: bytes


def seeds(*, scans: bool = True, office: bool = True, real: bool = True) -> list[Seed]:
    """The sound files; ``scans`` are slow to read, ``office`` ones need LibreOffice, ``real`` ones a directory."""
    found = list(_made(scans=scans))
    if office and shutil.which("soffice"):
        found += _converted(found)
    if real and SHARED.is_dir():
        found += _real()
    return found


def _made(*, scans: bool) -> Iterator[Seed]:
    for number, draft in enumerate([posting.draft for posting in build(DAY).postings][:REPORTS]):
        page, pdf = report_page(draft, pasted=number % 2 == 1), report_pdf(draft)
        docx = report_docx(draft)
        yield Seed("HTML", f"{number}.html", page.encode())
        yield Seed("HTML", f"{number}-gbk.html", page.replace("utf-8", "gb2312").encode("gb18030"))
        yield Seed("MHTML", f"{number}.mht", _single_file(page))
        yield Seed("TXT", f"{number}.txt", report_text(draft).encode())
        yield Seed("PDF", f"{number}.pdf", pdf)
        yield Seed("DOCX", f"{number}.docx", docx)
        yield Seed("XLSX", f"{number}.xlsx", workbook(draft))
        yield Seed("OFD", f"{number}.ofd", ofd(pdf))
        yield Seed("ZIP", f"{number}.zip", zipped({"年报.pdf": pdf, "年报.docx": docx, "说明.txt": b"readme"}))
        if scans and number == 0:
            yield from _scanned(pdf)


def _single_file(page: str) -> bytes:
    """A page as browsers save it in one file."""
    whole = MIMEMultipart("related", boundary="----=_part")
    whole.attach(MIMEText(page, "html", "utf-8"))
    return whole.as_bytes()


def _scanned(pdf: bytes) -> Iterator[Seed]:
    document = pdfium.PdfDocument(pdf)
    try:
        picture = document[1].render(scale=_SCAN_DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    for form, options in {"PNG": {}, "JPEG": {"quality": 60}, "TIFF": {"compression": "tiff_lzw"}}.items():
        out = io.BytesIO()
        picture.save(out, form, **options)
        yield Seed("image", f"scan.{form.lower()}", out.getvalue())
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    yield Seed("scanned PDF", "scan.pdf", out.getvalue())


def _converted(made: Iterable[Seed]) -> Iterator[Seed]:
    """The forms that only an office program writes."""
    with tempfile.TemporaryDirectory() as folder:
        for form, (origin, ending) in _OFFICE.items():
            files = [seed for seed in made if seed.form == origin]
            for seed in files:
                Path(folder, seed.name).write_bytes(seed.data)
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                    *("--convert-to", ending, "--outdir", folder),
                    *(str(Path(folder, seed.name)) for seed in files),
                ],
                capture_output=True,
                check=False,
                timeout=300,
            )
            for path in sorted(Path(folder).glob(f"*.{ending}")):
                yield Seed(form, path.name, path.read_bytes())


def _real() -> list[Seed]:
    files = [*(SHARED / "real").rglob("*"), *(SHARED / "seeds").glob("*.txt")]
    return [
        Seed(f"{_REAL[path.suffix]} (real)", path.name, path.read_bytes())
        for path in sorted(files)
        if path.suffix in _REAL and path.is_file()
    ]
