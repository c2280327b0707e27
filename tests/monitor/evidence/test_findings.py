"""Pictures of findings: red where the cells are, nowhere else, and a line where nothing can be drawn."""

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image

from crawler.browser import find_browser
from crawler.text import squash
from monitor.cli import main
from monitor.demo.flaws import FLAWS
from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.render_text import report_text
from monitor.documents import limits
from monitor.documents.model import Box, Cell, Document, Paragraph, Picture, Table, UnreadableDocumentError
from monitor.documents.office import find_soffice
from monitor.documents.reading import read_document
from monitor.evidence.findings import Evidence, evidence_of
from monitor.evidence.layout import laid_out
from monitor.evidence.pages import _DPI, PdfPaper
from monitor.reports.model import CellState, Figure, Report
from monitor.reports.reading import read_report
from monitor.rules.model import Finding, Outcome, Severity
from tests.corpus import ofd_files, text_files, workbooks
from tests.corpus.samples import draft_for

CELLS = ("applications.granted.natural_person", "applications.granted.total")


def report_of(data: bytes, name: str) -> Report:
    return read_report(read_document(data, name=name), source=name)


def finding(cells: tuple[str, ...] = CELLS, quotes: tuple[str, ...] = (), page: int | None = None) -> Finding:
    return Finding("B03", "行合计", Severity.ERROR, Outcome.FAIL, "", "", cells, page, quotes)


def red(png: bytes) -> np.ndarray:
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return (pixels[..., 0] > 180) & (pixels[..., 1] < 90) & (pixels[..., 2] < 90)


def test_the_cells_are_outlined_where_they_stand():
    data = report_pdf(draft_for("evidence"))
    report = report_of(data, "a.pdf")
    (png,) = evidence_of(data, "a.pdf", report).pictures(finding())
    marked = red(png)
    inside = np.zeros_like(marked)
    for name in CELLS:
        box = report.figure(name).box
        assert box is not None
        x0, top, x1, bottom = (round(side * _DPI / 72) for side in (box.x0, box.top, box.x1, box.bottom))
        assert marked[top - 1 : top + 3, x0:x1].any(axis=0).all()
        inside[top - 5 : bottom + 5, x0 - 5 : x1 + 5] = True
    assert not marked[~inside].any()


def lying(data: bytes) -> bytes:
    """The file with its pages turned on their side."""
    document = pdfium.PdfDocument(data)
    for at in range(len(document)):
        document[at].set_rotation(270)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_page_on_its_side_is_shown_upright():
    data = report_pdf(draft_for("evidence"))
    upright, turned = (
        evidence_of(one, "a.pdf", report_of(one, "a.pdf")).pictures(finding()) for one in (data, lying(data))
    )
    (one,), (other,) = (list(map(red, pictures)) for pictures in (upright, turned))
    assert one.shape == other.shape
    assert (one == other).mean() > 0.999


def test_a_quote_is_looked_for_where_there_are_no_cells():
    data = report_pdf(draft_for("evidence"))
    report = report_of(data, "a.pdf")
    (png,) = evidence_of(data, "a.pdf", report).pictures(finding((), ("六、其他需要报告的事项",)))
    assert red(png).any()
    assert not list(evidence_of(data, "a.pdf", report).pictures(finding((), ("没有这句话",))))
    assert not list(evidence_of(data, "a.pdf", report).pictures(finding(())))


def mhtml(page: bytes) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b"
    kind = "Content-Type: text/html; charset=utf-8"
    return f"{head}\n\n--b\n{kind}\nContent-Transfer-Encoding: base64\n\n{b64encode(page).decode()}\n--b--\n".encode()


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"附件/{name}", data)
    return buffer.getvalue()


def under(paper: PdfPaper, box: Box) -> str:
    """The text of a page's text layer inside a box."""
    document = pdfium.PdfDocument(paper._data)
    page = document[box.page - 1]
    height = page.get_height()
    found = page.get_textpage().get_text_bounded(box.x0, height - box.bottom, box.x1, height - box.top)
    return squash(found)


def check_outlines(evidence: Evidence) -> None:
    """Every figure's box holds what the figure says; a finding's are drawn in red and nothing else is."""
    report, paper = evidence.report, evidence.paper
    assert isinstance(paper, PdfPaper)
    read = [figure for figure in report.figures.values() if figure.state is CellState.NUMBER]
    assert len(read) > 150
    for figure in read:
        assert under(paper, evidence.places[figure.name]) == squash(figure.printed), figure.name
    (png,) = evidence.pictures(finding())
    marked = red(png)
    inside = np.zeros_like(marked)
    for name in CELLS:
        box = evidence.places[name]
        x0, top, x1, bottom = (round(side * _DPI / 72) for side in (box.x0, box.top, box.x1, box.bottom))
        assert marked[top - 1 : top + 3, x0:x1].any(axis=0).all()
        assert marked[top:bottom, x0 - 1 : x0 + 3].any(axis=1).all()
        inside[top - 5 : bottom + 5, x0 - 5 : x1 + 5] = True
    assert not marked[~inside].any()


PLAIN = {
    "txt": text_files.LAYOUTS["tabs"],
    "md": text_files.LAYOUTS["Markdown tables"],
    "xlsx": workbooks.LAYOUTS["one sheet, merged cells"],
    "sheets.xlsx": workbooks.LAYOUTS["a sheet a table"],
    "ofd": ofd_files.LAYOUTS["solid boxes"],
    "broken.ofd": ofd_files.LAYOUTS["page ends through labels"],
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_the_browser_does_not_print_is_drawn(name: str):
    data = PLAIN[name](draft_for("evidence"))
    check_outlines(evidence_of(data, f"年报.{name}", report_of(data, f"年报.{name}")))


@pytest.mark.parametrize("name", ["txt", "ofd"])
def test_an_archive_goes_the_way_of_what_was_read_from_it(name: str):
    data = zipped(f"年度报告.{name}", PLAIN[name](draft_for("evidence")))
    check_outlines(evidence_of(data, "a.zip", report_of(data, "a.zip")))


def test_an_archive_of_pictures_shows_the_picture():
    pictures = [Image.new("RGB", (827, 1170), gray) for gray in ("white", "silver")]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, picture in enumerate(pictures, 1):
            packed = io.BytesIO()
            picture.save(packed, "PNG")
            archive.writestr(f"{number}.png", packed.getvalue())
    box = Box(2, 100, 200, 150, 220)
    read = Figure(CELLS[0], CellState.NUMBER, "7", Decimal(7), 2, box)
    report = Report("a.zip", "image/png", figures={CELLS[0]: read})
    (png,) = evidence_of(buffer.getvalue(), "a.zip", report).pictures(finding(CELLS[:1]))
    assert Image.open(io.BytesIO(png)).convert("RGB").getpixel((5, 5)) == (192, 192, 192)
    rows, columns = np.where(red(png))
    assert abs(rows.min() - 200 * _DPI / 72) < 4
    assert abs(columns.max() - 150 * _DPI / 72) < 4


@pytest.mark.browser
@pytest.mark.parametrize("wrap", [lambda page: (page, "a.html"), lambda page: (mhtml(page), "a.mht")])
def test_a_web_page_is_drawn_by_the_browser(wrap: Callable[[bytes], tuple[bytes, str]]):
    if find_browser() is None:
        pytest.skip("Chromium is not installed")
    data, name = wrap(report_page(draft_for("evidence"), pasted=True).encode())
    check_outlines(evidence_of(data, name, report_of(data, name)))


@pytest.mark.browser
def test_a_wide_web_page_is_drawn_whole():
    if find_browser() is None:
        pytest.skip("Chromium is not installed")
    data = report_page(draft_for("evidence")).replace("<table", '<table width="1400"').encode()
    check_outlines(evidence_of(data, "a.html", report_of(data, "a.html")))


def test_a_word_file_is_drawn_by_libreoffice():
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    data = report_docx(draft_for("evidence"))
    evidence = evidence_of(data, "a.docx", report_of(data, "a.docx"))
    assert not evidence.note
    check_outlines(evidence)


@pytest.mark.parametrize(
    ("variable", "name", "missing"), [("BROWSER", "a.html", "Chromium"), ("SOFFICE", "a.docx", "LibreOffice")]
)
def test_without_its_printer_a_file_is_set_as_it_was_read(
    monkeypatch: pytest.MonkeyPatch, variable: str, name: str, missing: str
):
    monkeypatch.setenv(f"NIANBAO_{variable}", "/nowhere")
    draft = draft_for("evidence")
    data = report_page(draft).encode() if name == "a.html" else report_docx(draft)
    evidence = evidence_of(data, name, report_of(data, name))
    assert missing in evidence.note
    check_outlines(evidence)


def test_cells_that_the_printed_page_does_not_show_are_shown_as_they_were_read():
    data = report_pdf(draft_for("evidence"))
    report = report_of(data, "a.pdf")
    evidence = Evidence(data, "a.pdf", report, PdfPaper(report_pdf(draft_for("another"))), {})
    (png,) = evidence.pictures(finding())
    assert red(png).any()


def test_a_missing_section_is_shown_by_the_headings_that_are_there():
    draft = FLAWS["S01"].apply(draft_for("evidence"))
    data = text_files.LAYOUTS["tabs"](draft)
    report = report_of(data, "a.txt")
    quotes = tuple(section.heading for section in report.sections)
    pictures = list(evidence_of(data, "a.txt", report).pictures(finding((), quotes)))
    assert len(pictures) > 1
    assert all(red(png).any() for png in pictures)


def test_a_finding_on_cells_without_places_is_shown_by_its_section():
    data = text_files.LAYOUTS["cells run together"](draft_for("evidence"))
    report = report_of(data, "a.txt")
    (png,) = evidence_of(data, "a.txt", report).pictures(finding(("proactive.rules.issued",)))
    assert red(png).any()


@pytest.mark.parametrize("words", ["长" * 30_000, "1" * 30_000, "a b " * 9000])
def test_the_longest_cells_and_paragraphs_stay_on_their_sheets(words: str):
    cells = [Cell(words, 0, 0, rowspan=2), Cell("7", 0, 1), Cell("8", 1, 1), Cell("9", 2, 0, colspan=2)]
    document = Document("text/plain", [Paragraph(words), Table(tuple(cells)), Picture("x")])
    pdf, placed = laid_out(document)
    (table,) = placed.tables()
    pages = len(pdfium.PdfDocument(pdf))
    for cell in table.cells:
        assert cell.box is not None
        assert 1 <= cell.box.page <= pages
        assert 0 < cell.box.x0 < cell.box.x1 < 595
        assert 0 < cell.box.top < cell.box.bottom < 842


def test_many_columns_widen_the_sheet_and_many_rows_end_with_the_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "PAGES", 3)
    cells = tuple(Cell("12345", row, column) for row in range(200) for column in range(60))
    pdf, placed = laid_out(Document("text/plain", [Table(cells), Paragraph("末尾")]))
    document = pdfium.PdfDocument(pdf)
    assert len(document) == 3
    assert document[0].get_width() > 60 * 20
    (table,) = placed.tables()
    assert table.cells[59].box is not None
    assert table.cells[59].box.x1 <= document[0].get_width()
    assert table.cells[-1].box is None


def broken() -> bytes:
    draft = draft_for("evidence")
    return report_pdf(replace(draft, figures={**draft.figures, "remedies.review.total": "998877"}))


def test_check_writes_the_pictures_and_names_them(tmp_path: Path):
    file = tmp_path / "年报.pdf"
    file.write_bytes(broken())
    out = tmp_path / "out"
    args = ["check", str(file), "--picture", str(out), "--format", "json", "--today", "2025-04-01"]
    shown = json.loads(CliRunner().invoke(main, args).stdout)
    (found,) = (one for one in shown["reports"][0]["findings"] if one["rule"] == "C01")
    assert found["pictures"] == [str(out / "C01-1.png")]
    assert red((out / "C01-1.png").read_bytes()).any()


def test_check_says_which_findings_stand_nowhere(tmp_path: Path):
    file = tmp_path / "年报.txt"
    file.write_text(report_text(FLAWS["C01"].apply(draft_for("evidence"))))
    args = [
        "check",
        str(file),
        "--picture",
        str(tmp_path / "out"),
        "--today",
        "2025-06-01",
        "--published",
        "2025-05-20",
    ]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 1
    assert "D02 说的内容在页面上没有对应的位置" in result.stderr
    rules = {path.name.partition("-")[0] for path in (tmp_path / "out").iterdir()}
    assert "C01" in rules
    assert "D02" not in rules


def test_check_goes_on_where_nothing_can_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken_paper(_data: bytes) -> bytes:
        raise UnreadableDocumentError("坏了。")

    monkeypatch.setattr("monitor.evidence.drawn.ofd_pages", broken_paper)
    file = tmp_path / "年报.ofd"
    file.write_bytes(PLAIN["ofd"](FLAWS["C01"].apply(draft_for("evidence"))))
    result = CliRunner().invoke(main, ["check", str(file), "--picture", str(tmp_path / "out"), "--today", "2025-04-01"])
    assert result.exit_code == 1
    assert "没有生成证据图片：坏了" in result.stderr
    assert "C01" in result.stdout
