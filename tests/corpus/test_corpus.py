"""The golden corpus in a test run: every born-digital layout once, and of the pictures a few.

All of it is read by ``python -m tests.corpus``.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import pytest

from crawler.browser import find_browser
from tests.corpus import conversions, html_pages, ofd_files, pdf_files, scan_files, text_files, word_files, workbooks
from tests.corpus.fonts import has_chinese_font
from tests.corpus.measure import Score, score
from tests.corpus.samples import Printer, Sample, draft_for

# A scan of several pages takes a minute on a busy machine.
pytestmark = pytest.mark.timeout(900)

BORN_DIGITAL: Mapping[str, tuple[str, Mapping[str, Printer]]] = {
    "HTML": ("html", html_pages.LAYOUTS),
    "PDF": ("pdf", pdf_files.LAYOUTS),
    "DOCX": ("docx", word_files.LAYOUTS),
    "XLSX": ("xlsx", workbooks.LAYOUTS),
    "OFD": ("ofd", ofd_files.LAYOUTS),
    "TXT": ("txt", text_files.LAYOUTS),
}
LOST = ("TXT", "cells run together")
"""The one layout that does not hold all it was made from: where cells end is lost, and it is said so."""


@pytest.mark.parametrize(
    ("form", "layout"), [(form, layout) for form, (_, layouts) in BORN_DIGITAL.items() for layout in layouts]
)
def test_every_cell_of_a_born_digital_report_is_right(form: str, layout: str):
    ending, layouts = BORN_DIGITAL[form]
    draft = draft_for(f"{form}/{layout}")
    found = score(Sample(form, layout, draft, layouts[layout](draft), f"年报.{ending}"))
    if (form, layout) == LOST:
        assert (found.cells, found.wrong) == (200, 0)
        assert found.right > 150
    else:
        assert (found.right, found.amiss) == (200, ())


def all_right(samples: Iterator[Sample]) -> None:
    scores = [score(sample) for sample in samples]
    assert scores
    assert [(one.layout, one.right, one.amiss) for one in scores] == [(one.layout, 200, ()) for one in scores]


@pytest.mark.office
def test_every_cell_of_a_doc_is_right():
    if conversions.soffice() is None:
        pytest.skip("LibreOffice is not installed")
    all_right(conversions.doc_samples(most=2))


@pytest.mark.office
def test_every_cell_of_an_export_of_libreoffice_is_right():
    if conversions.soffice() is None:
        pytest.skip("LibreOffice is not installed")
    all_right(conversions.office_exports())


@pytest.mark.browser
def test_every_cell_that_chromium_prints_is_right():
    if find_browser() is None:
        pytest.skip("Chromium is not installed")
    all_right(conversions.browser_prints())


@pytest.mark.parametrize(
    "make",
    [
        partial(scan_files.scan_samples, 150, ("skew 1.5°, noise",)),
        partial(scan_files.scan_samples, 200, ("page ends through labels",)),
        partial(scan_files.picture_samples, ("HTML, tables as PNG",)),
    ],
    ids=["150 dpi", "200 dpi", "picture"],
)
def test_a_scan_is_read_and_nothing_in_it_is_silently_wrong(make: partial[Iterator[Sample]]):
    pytest.importorskip("rapidocr")
    if not has_chinese_font():
        pytest.skip("no Chinese font to draw the pages with")
    scores: list[Score] = [score(sample) for sample in make()]
    assert sum(one.wrong for one in scores) == 0
    assert sum(one.right for one in scores) >= 0.995 * sum(one.cells for one in scores)


def test_a_scan_without_rulings_is_unsure_where_no_sum_bears_it_out():
    pytest.importorskip("rapidocr")
    if not has_chinese_font():
        pytest.skip("no Chinese font to draw the pages with")
    (found,) = map(score, scan_files.open_samples(("no rulings, 150 dpi",)))
    assert (found.cells, found.wrong) == (200, 0)
    assert found.right > 150
