"""Every way of printing a report prints every figure, in its place, and the same bytes each time.

Read back with other tools than nianbao's own readers, so that a mistake made
twice does not pass.
"""

import io
import itertools
import zipfile
from dataclasses import replace

import lxml.html
import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from monitor.demo.bodies import body_named
from monitor.demo.figures import as_2019, figures_by_year
from monitor.demo.grids import Grid
from monitor.demo.prose import published_day, write_report
from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_fragment, report_page
from monitor.demo.render_pdf import FONT, report_pdf, wrapped
from monitor.demo.render_text import report_text
from monitor.demo.reports import Prose


def draft_of(name, year=2024):
    body = body_named(name)
    figures = figures_by_year(name, body.work, range(2021, year + 1))[year]
    return write_report(body, year, figures, published_day(body, year))


@pytest.fixture(scope="module")
def draft():
    return draft_of("乌有市人民政府")


@pytest.fixture(scope="module")
def old(draft):
    return replace(draft, form="2019", applications_form="2019", figures={**draft.figures, **as_2019(draft.figures)})


def values_in_order(draft):
    """The values of every table as printed, row by row, from left to right."""
    grids = [part for part in draft.parts() if isinstance(part, Grid)]
    return [[cell.text for row in grid.rows() for cell in row if cell.value] for grid in grids]


def test_the_grids_hold_the_figures_of_the_form_in_printed_order(draft):
    assert list(itertools.chain(*values_in_order(draft))) == list(draft.printed().values())
    assert len(draft.printed()) == 200


def test_the_old_forms_grids_hold_its_figures(old):
    ours = {name: text for name, text in old.printed().items() if not name.startswith("remedies.")}
    proactive, applications, _ = values_in_order(old)
    assert proactive == [text for name, text in ours.items() if name.startswith("proactive.")]
    assert applications == [text for name, text in ours.items() if name.startswith("applications.")]
    assert len(applications) == 23 * 7


@pytest.mark.parametrize("without", [frozenset(), frozenset({"not_processed.publications"}), frozenset({"granted"})])
def test_every_grid_is_covered_once_without_a_hole(draft, without):
    for part in replace(draft, without_rows=without).parts():
        if isinstance(part, Grid):
            covered = [
                (row, column)
                for cell in part.cells
                for row in range(cell.row, cell.row + cell.rowspan)
                for column in range(cell.column, cell.column + cell.colspan)
            ]
            assert len(covered) == len(set(covered)) == part.height * len(part.widths)
            assert sum(part.widths) == pytest.approx(1)


@pytest.mark.parametrize("pasted", [False, True])
def test_html_holds_the_tables_with_their_spans(draft, pasted):
    page = lxml.html.fromstring(report_page(draft, pasted=pasted))
    tables = page.findall(".//table")
    assert [len(table.findall(".//tr")) for table in tables] == [14, 28, 4]
    for table, values in zip(tables, values_in_order(draft), strict=True):
        texts = [cell.text_content().strip() for cell in table.iter("td")]
        assert [text for text in texts if text.replace(".", "").isdigit()] == values
    assert page.findtext(".//h1") == draft.title


def test_html_escapes_what_looks_like_markup(draft):
    nasty = replace(draft, sections={**draft.sections, "other": ("<b>&无",)})
    assert "&lt;b&gt;&amp;无" in report_fragment(nasty)


def test_an_empty_cell_of_a_pasted_table_keeps_its_paragraph(draft):
    blank = replace(draft, figures={**draft.figures, "remedies.review.upheld": ""})
    assert "<td><p><span>&nbsp;</span></p></td>" in report_fragment(blank, pasted=True)
    assert "<td></td>" in report_fragment(blank)


def test_docx_merges_cells_and_holds_the_figures(draft):
    document = Document(io.BytesIO(report_docx(draft)))
    assert document.paragraphs[0].text == draft.title
    assert [(len(table.rows), len(table.columns)) for table in document.tables] == [(14, 4), (28, 10), (4, 15)]
    applications = document.tables[1]
    for place, row in enumerate(applications.rows[3:]):
        assert [cell.text for cell in row.cells[3:]] == values_in_order(draft)[1][place * 7 : place * 7 + 7]
    assert applications.cell(5, 0).text == applications.cell(26, 0).text == "三、本年度办理结果"


def test_docx_bytes_repeat_and_tell_no_time_of_making(draft):
    packed = report_docx(draft)
    assert packed == report_docx(draft)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert f"{draft.signed_on:%Y-%m-%d}T09:00:00Z" in core
    assert "python-docx" not in core


@pytest.mark.parametrize("name", ["乌有市人民政府", "乌有市教育局", "镜花区民政局", "水月县蜃楼镇人民政府"])
def test_pdf_holds_every_row_of_every_table(name):
    draft = draft_of(name)
    pdf = report_pdf(draft)
    assert pdf == report_pdf(draft)
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) >= 3
    text = "".join("".join(pages).split())
    _, applications, remedies = values_in_order(draft)
    for start in range(0, len(applications), 7):
        assert "".join(applications[start : start + 7]) in text
    assert "".join(remedies) in text


def test_pdf_breaks_a_table_inside_a_merged_label():
    """On some body's page the label 三、本年度办理结果 must be cut, or the readers' hardest case is not there."""
    names = ("乌有市人民政府", "乌有市公安局", "乌有市财政局", "水月县人民政府")
    cut = 0
    for name in names:
        document = pypdfium2.PdfDocument(report_pdf(draft_of(name)))
        pages = [page.get_textpage().get_text_range() for page in document]
        document.close()
        cut += not any("予以公开" in page and "结转下年度继续办理" in page.rpartition("予以公开")[2] for page in pages)
    assert cut


def test_text_keeps_a_row_a_line(draft):
    lines = report_text(draft).splitlines()
    assert lines[0] == draft.title
    granted = [draft.figures[f"applications.granted.{c}"] for c in ("natural_person", "enterprise", "research")]
    assert any(line.startswith("三、本年度办理结果\t（一）予以公开\t" + "\t".join(granted)) for line in lines)


@given(text=st.text(alphabet="年报公开（）《》，。；“”0123456789a", max_size=80), width=st.floats(60, 400))
def test_wrapping_loses_nothing(text, width):
    assert "".join(wrapped(text, 12, width)) == text


@given(width=st.floats(80, 400))
def test_lines_fit_and_none_begins_with_a_closing_sign_or_ends_with_an_opening_one(draft, width):
    for part in draft.parts():
        if isinstance(part, Prose):
            lines = wrapped(part.text, 12, width)
            assert not any(line[0] in "，。；：、）》”" for line in lines[1:])
            assert not any(line[-1] in "（《“" for line in lines)
            assert all(pdfmetrics.stringWidth(line, FONT, 12) <= width + 0.01 for line in lines)
