"""Pictures of findings: red where the cells are, nowhere else, and a line where nothing can be drawn."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from crawler.browser import find_browser
from monitor.cli import main
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.render_text import report_text
from monitor.documents.reading import read_document
from monitor.evidence import NoPicturesError, evidence_of
from monitor.evidence_pages import _DPI
from monitor.reports.model import Report
from monitor.reports.reading import read_report
from monitor.rules.model import Finding, Outcome, Severity
from tests.corpus.samples import draft_for

CELLS = ("applications.granted.natural_person", "applications.granted.total")


def report_of(data: bytes, name: str) -> Report:
    return read_report(read_document(data, name=name), source=name)


def finding(cells: tuple[str, ...] = CELLS, quote: str = "", page: int | None = None) -> Finding:
    return Finding("B03", "行合计", Severity.ERROR, Outcome.FAIL, "", "", cells, page, quote)


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


def test_a_quote_is_looked_for_where_there_are_no_cells():
    data = report_pdf(draft_for("evidence"))
    report = report_of(data, "a.pdf")
    (png,) = evidence_of(data, "a.pdf", report).pictures(finding((), "六、其他需要报告的事项"))
    assert red(png).any()
    assert not list(evidence_of(data, "a.pdf", report).pictures(finding((), "没有这句话")))
    assert not list(evidence_of(data, "a.pdf", report).pictures(finding(())))


@pytest.mark.browser
def test_a_web_page_is_drawn_by_the_browser():
    if find_browser() is None:
        pytest.skip("Chromium is not installed")
    data = report_page(draft_for("evidence"), pasted=True).encode()
    (png,) = evidence_of(data, "a.html", report_of(data, "a.html")).pictures(finding())
    assert red(png).any()


def test_without_a_browser_a_line_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NIANBAO_BROWSER", "/nowhere")
    data = report_page(draft_for("evidence")).encode()
    with pytest.raises(NoPicturesError, match="需要 Chromium"):
        evidence_of(data, "a.html", report_of(data, "a.html"))


def test_without_libreoffice_a_line_says_so(monkeypatch: pytest.MonkeyPatch):
    from monitor.demo.render_docx import report_docx  # noqa: PLC0415

    monkeypatch.setenv("NIANBAO_SOFFICE", "/nowhere")
    data = report_docx(draft_for("evidence"))
    with pytest.raises(NoPicturesError, match="LibreOffice"):
        evidence_of(data, "a.docx", report_of(data, "a.docx"))


def test_plain_text_has_no_pages():
    data = report_text(draft_for("evidence")).encode()
    with pytest.raises(NoPicturesError, match="没有页面可画"):
        evidence_of(data, "a.txt", report_of(data, "a.txt"))


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


def test_check_goes_on_where_nothing_can_be_drawn(tmp_path: Path):
    draft = draft_for("evidence")
    file = tmp_path / "年报.txt"
    file.write_text(report_text(replace(draft, figures={**draft.figures, "remedies.review.total": "998877"})))
    result = CliRunner().invoke(main, ["check", str(file), "--picture", str(tmp_path / "out"), "--today", "2025-04-01"])
    assert result.exit_code == 1
    assert "没有页面可画" in result.stderr
    assert "C01" in result.stdout
