"""Reports through other programs: LibreOffice writes DOC, DOCX, ODS and PDF, Chromium prints PDF."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from crawler.browser import find_browser, launch_options
from monitor.demo.reports import ReportDraft
from tests.corpus import html_pages, word_files, workbooks
from tests.corpus.samples import Sample, draft_for

_SECONDS = 240


@cache
def soffice() -> str | None:
    """The program of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files: Mapping[str, bytes], ending: str, made: str) -> dict[str, bytes]:
    """The files in another format, by name; one start of LibreOffice for all of them."""
    program = soffice()
    assert program is not None
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        for number, data in enumerate(files.values()):
            (base / f"{number}.{ending}").write_bytes(data)
        sources = [str(path) for path in sorted(base.glob(f"*.{ending}"))]
        profile = f"-env:UserInstallation=file://{place}/profile"
        options = ["--headless", "--norestore", "--convert-to", made, "--outdir", f"{place}/out"]
        subprocess.run([program, profile, *options, *sources], check=True, capture_output=True, timeout=_SECONDS)
        target = made.partition(":")[0]
        return {name: (base / "out" / f"{number}.{target}").read_bytes() for number, name in enumerate(files)}


def doc_samples(most: int | None = None) -> Iterator[Sample]:
    """The layouts of DOCX saved as DOC; nothing where LibreOffice is not installed."""
    if soffice() is None:
        return
    # LibreOffice computes references anew; those of the corpus lead nowhere.
    names = [name for name in word_files.LAYOUTS if name != "fields, links and bookmarks"][:most]
    drafts = {name: draft_for(f"DOC/{name}") for name in names}
    sources = {name: word_files.LAYOUTS[name](draft) for name, draft in drafts.items()}
    for number, (name, data) in enumerate(converted(sources, "docx", "doc:MS Word 97").items()):
        yield Sample("DOC", name, drafts[name], data, f"年报.{'wps' if number % 2 else 'doc'}")


def ods_samples() -> Iterator[Sample]:
    """The layouts of XLSX saved as ODS; nothing where LibreOffice is not installed."""
    if soffice() is None:
        return
    drafts = {name: draft_for(f"ODS/{name}") for name in workbooks.LAYOUTS}
    sources = {name: workbooks.LAYOUTS[name](draft) for name, draft in drafts.items()}
    for name, data in converted(sources, "xlsx", "ods:calc8").items():
        yield Sample("ODS", name, drafts[name], data, "年报.ods")


def exported_samples() -> Iterator[Sample]:
    """What LibreOffice and Chromium make of a report, as far as they are installed."""
    if soffice() is not None:
        yield from office_exports()
    if find_browser() is not None:
        yield from browser_prints()


def office_exports() -> Iterator[Sample]:
    """PDF as LibreOffice exports it, and DOCX as LibreOffice writes it."""
    draft = draft_for("LibreOffice")
    word = {"x": word_files.LAYOUTS["merged cells"](draft)}
    page = {"x": html_pages.LAYOUTS["plain"](draft)}
    rewritten = converted(word, "docx", "docx:MS Word 2007 XML")["x"]
    yield Sample("PDF", "LibreOffice, from DOCX", draft, converted(word, "docx", "pdf")["x"], "年报.pdf")
    yield Sample("DOCX", "LibreOffice, from DOCX", draft, rewritten, "年报.docx")
    printed = converted(page, "html", "pdf:writer_web_pdf_Export")["x"]
    yield Sample("PDF", "LibreOffice, from HTML", draft, printed, "年报.pdf")


def browser_prints() -> Iterator[Sample]:
    """PDF as Chromium prints web pages."""
    draft = draft_for("Chromium")
    yield Sample("PDF", "Chromium print", draft, print_page(draft, "plain"), "年报.pdf")
    yield Sample("PDF", "Chromium print, WPS markup", draft, print_page(draft, "WPS"), "年报.pdf")


def print_page(draft: ReportDraft, layout: str) -> bytes:
    """The page as a browser prints it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tenth of a second, for one form

    executable = find_browser()
    assert executable is not None
    with sync_playwright() as play:
        browser = play.chromium.launch(**launch_options(executable))
        page = browser.new_page()
        page.set_content(html_pages.LAYOUTS[layout](draft).decode())
        data = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm"))
        browser.close()
    return data
