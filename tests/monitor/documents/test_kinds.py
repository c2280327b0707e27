"""The table of kinds: every row is whole, and every kind that can be read has a report that is read to the cell."""

import gzip
import inspect
import io
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageFont

from crawler.articles.files import media_type
from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.reports import ReportDraft
from monitor.documents import kinds, office
from monitor.documents.kinds import KINDS, Kind
from monitor.documents.model import Table, UnreadableDocumentError
from monitor.documents.reading import read_document
from tests.corpus import ofd_files, text_files, workbooks
from tests.corpus.measure import score
from tests.corpus.samples import Printer, Sample, draft_for, short
from tests.monitor.documents.archives import rar, zipped
from tests.monitor.documents.pdfs import VERA
from tests.monitor.documents.single_files import flat_docx, mhtml

# LibreOffice is started some ten times; on a busy machine each start may take a minute.
pytestmark = pytest.mark.timeout(900)

DRAFT = short(draft_for("test_kinds"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NUMBERS = [[str(row * 137 + column * 11) for column in range(4)] for row in range(3)]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is what comes out, not how soon."""
    monkeypatch.setattr(office, "SECONDS", 240)


def written_by_office(make: Printer, source: str, to: str) -> Printer:
    """A report that LibreOffice saves in another format."""

    def write(draft: ReportDraft) -> bytes:
        form = KINDS[source].office or kinds.Format("XLSX", "xlsx", "Calc MS Excel 2007 XML")
        return office.convert(make(draft), form, to=to)

    return write


def first_of(layouts: Mapping[str, Printer]) -> Printer:
    return next(iter(layouts.values()))


def seven_zip(draft: ReportDraft) -> bytes:
    packed = subprocess.run(
        ["bsdtar", "--format=7zip", "-cf", "-", "@-"],
        check=True,
        input=zipped({"年报.docx": report_docx(draft)}),
        capture_output=True,
    )
    return packed.stdout


REPORTS: Mapping[str, Printer] = {
    kinds.DOCX: report_docx,
    kinds.DOC: written_by_office(report_docx, kinds.DOCX, "doc:MS Word 97"),
    kinds.RTF: written_by_office(report_docx, kinds.DOCX, "rtf"),
    kinds.ODT: written_by_office(report_docx, kinds.DOCX, "odt"),
    kinds.PDF: report_pdf,
    kinds.OFD: first_of(ofd_files.LAYOUTS),
    kinds.HTML: lambda draft: report_page(draft).encode(),
    kinds.MHTML: lambda draft: mhtml(report_page(draft), "utf-8", "base64"),
    kinds.WORD_XML: lambda draft: flat_docx(report_docx(draft)),
    kinds.TEXT: first_of(text_files.LAYOUTS),
    kinds.XLSX: first_of(workbooks.LAYOUTS),
    kinds.XLS: written_by_office(first_of(workbooks.LAYOUTS), kinds.XLSX, "xls:MS Excel 97"),
    kinds.ODS: written_by_office(first_of(workbooks.LAYOUTS), kinds.XLSX, "ods"),
    kinds.ZIP: lambda draft: zipped({"年报.docx": report_docx(draft)}),
    kinds.RAR: lambda draft: rar({"年报.docx": report_docx(draft)}),
    kinds.SEVEN_ZIP: seven_zip,
    kinds.GZIP: lambda draft: gzip.compress(report_docx(draft)),
}
"""Of every kind of document and archive that can be read one report, made anew."""
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF", "image/bmp": "BMP", "image/gif": "GIF"}
PICTURES |= {"image/webp": "WEBP"}
REFUSED = {
    kinds.EMPTY: b"\x00\n",
    kinds.BINARY: b"\x00\x01\x02" * 99,
    kinds.OLE: OLE + bytes(100),
    kinds.LOCKED_OFFICE: OLE + "EncryptedPackage".encode("utf-16-le"),
    kinds.PPTX: zipped({"ppt/presentation.xml": b"<p/>"}),
    kinds.CEB: b"Founder CEB 2.0",
}
"""Of every kind that is not read one file."""
NEEDS = {
    **dict.fromkeys((kinds.DOC, kinds.RTF, kinds.ODT, kinds.XLS, kinds.ODS), ("LibreOffice", office.find_soffice)),
    **dict.fromkeys((kinds.RAR, kinds.SEVEN_ZIP), ("bsdtar", lambda: shutil.which("bsdtar"))),
}


def of(group: str) -> list[str]:
    return [kind.media_type for kind in KINDS.values() if kind.reader and kind.group == group]


def picture(form: str) -> bytes:
    """A ruled table of numbers as a picture."""
    image = Image.new("L", (900, 420), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(VERA), 30)
    for row in range(4):
        pen.line((60, 60 + 90 * row, 820, 60 + 90 * row), 0, 3)
    for column in range(5):
        pen.line((60 + 190 * column, 60, 60 + 190 * column, 330), 0, 3)
    for row, numbers in enumerate(NUMBERS):
        for column, number in enumerate(numbers):
            pen.text((100 + 190 * column, 88 + 90 * row), number, 0, font)
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


@cache
def made(kind: str) -> bytes:
    """A file of that kind; the test is skipped where the program that writes such files is missing."""
    program, find = NEEDS.get(kind, ("", lambda: "none needed"))
    if find() is None:
        pytest.skip(f"{program} is not installed")
    if kind in REPORTS:
        return REPORTS[kind](DRAFT)
    return picture(PICTURES[kind]) if kind in PICTURES else REFUSED[kind]


@pytest.mark.parametrize("kind", [*of("document"), *of("archive")])
def test_every_kind_has_a_report_that_is_read_to_the_cell(kind: str):
    data = made(kind)
    names = [f"年报{ending}" for ending in KINDS[kind].endings]
    assert {kinds.sniff(data, name) for name in ["", *names]} == {kind}
    found = score(Sample(kind, "made anew", DRAFT, data, names[0]))
    assert (found.right, found.amiss) == (200, ())


@pytest.mark.parametrize("kind", of("picture"))
def test_every_kind_of_picture_has_a_table_that_is_read_to_the_cell(kind: str):
    pytest.importorskip("rapidocr", reason="recognition is an extra")
    data = made(kind)
    assert kinds.sniff(data) == kind
    document = read_document(data)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert (document.media_type, document.doubtful) == (kind, True)
    assert [[cell.text for cell in row] for row in table.rows()] == NUMBERS


@pytest.mark.parametrize("kind", [kind.media_type for kind in KINDS.values() if not kind.reader])
def test_every_kind_that_is_not_read_says_why(kind: str):
    assert kinds.sniff(made(kind)) == kind
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(made(kind))
    assert str(problem.value) == KINDS[kind].refusal
    assert KINDS[kind].refusal.endswith("。")


def test_no_case_is_of_a_kind_that_is_not_there():
    assert {*REPORTS, *PICTURES, *REFUSED} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_row_has_a_reader_that_takes_what_the_row_says_or_a_refusal(kind: Kind):
    assert bool(kind.reader) != bool(kind.refusal)
    if kind.group == "picture":
        pytest.importorskip("cv2", reason="recognition is an extra")
    if kind.reader:
        parameters = list(inspect.signature(kind.load()).parameters)
        assert parameters == ["data", *kind.wants]
    assert (kind.pages is kinds.Pages.OFFICE) <= (kind.office is not None)


def test_an_ending_belongs_to_one_kind():
    endings = [ending for kind in KINDS.values() for ending in (*kind.endings, *kind.templates)]
    assert len(endings) == len(set(endings))
    assert all(kinds.extension(f"年报{ending}") == ending for ending in endings)


KNOWN_LATER = {
    kinds.ODT,
    kinds.ODS,
    kinds.PPTX,
    kinds.MHTML,
    kinds.WORD_XML,
    kinds.EMPTY,
    kinds.LOCKED_OFFICE,
    kinds.OLE,
}
"""Kinds that a crawl need not tell from what holds them: it keeps the bytes, and only reading looks closer."""


@pytest.mark.parametrize("kind", sorted(set(KINDS) - KNOWN_LATER))
def test_the_crawl_calls_a_file_by_the_same_media_type(kind: str):
    assert media_type(made(kind), f"年报{(*KINDS[kind].endings, '')[0]}") == kind
