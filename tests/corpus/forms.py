"""Every form of the corpus by its name, as a function that makes its samples."""

from collections.abc import Callable, Iterator, Mapping

from tests.corpus import conversions, html_pages, ofd_files, pdf_files, scan_files, text_files, word_files, workbooks
from tests.corpus.samples import Sample, samples

FORMS: Mapping[str, Callable[[], Iterator[Sample]]] = {
    "HTML": lambda: samples("HTML", "html", html_pages.LAYOUTS),
    "PDF": lambda: samples("PDF", "pdf", pdf_files.LAYOUTS),
    "DOCX": lambda: samples("DOCX", "docx", word_files.LAYOUTS),
    "XLSX": lambda: samples("XLSX", "xlsx", workbooks.LAYOUTS),
    "ODS": conversions.ods_samples,
    "OFD": lambda: samples("OFD", "ofd", ofd_files.LAYOUTS),
    "exports": conversions.exported_samples,
    "DOC": conversions.doc_samples,
    "TXT": lambda: samples("TXT", "txt", text_files.LAYOUTS),
    "scan 150 dpi": lambda: scan_files.scan_samples(150),
    "scan 200 dpi": lambda: scan_files.scan_samples(200),
    "scan, open": scan_files.open_samples,
    "picture": scan_files.picture_samples,
}
