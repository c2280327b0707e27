"""Every form of the corpus by its name, as a function that makes its samples."""

from collections.abc import Callable, Iterator, Mapping

from tests.corpus import html_pages, ofd_files, pdf_files
from tests.corpus.samples import Sample, samples

FORMS: Mapping[str, Callable[[], Iterator[Sample]]] = {
    "HTML": lambda: samples("HTML", "html", html_pages.LAYOUTS),
    "PDF": lambda: samples("PDF", "pdf", pdf_files.LAYOUTS),
    "OFD": lambda: samples("OFD", "ofd", ofd_files.LAYOUTS),
}
