"""Documents that stand in one file of text: Word XML of 2003, flat DOCX, MHTML."""

import pytest

from monitor.demo.render_docx import report_docx
from monitor.demo.render_html import report_page
from monitor.documents import office
from monitor.documents.kinds import MHTML, WORD_XML
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.reading import read_document
from tests.corpus.measure import score
from tests.corpus.samples import Sample, draft_for
from tests.monitor.documents.single_files import PACKAGE, flat_docx, mhtml

DRAFT = draft_for("test_single_files")
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HINTS = "http://schemas.microsoft.com/office/word/2003/auxHint"


def refusal(data: bytes, name: str = "年报.doc") -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name=name)
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


def old(body: str, prologue: str = "") -> bytes:
    """A document of Word 2003."""
    root = f'<w:wordDocument xmlns:w="{WORD_2003}" xmlns:wx="{HINTS}"><w:body>{body}</w:body></w:wordDocument>'
    return f'<?xml version="1.0"?>{prologue}<?mso-application progid="Word.Document"?>{root}'.encode()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_flat_docx():
    assert read_document(flat_docx(report_docx(DRAFT)), name="年报.doc").media_type == WORD_XML
    result = score(Sample("XML", "flat", DRAFT, flat_docx(report_docx(DRAFT)), "年报.xml"))
    assert (result.right, result.amiss) == (result.cells, ())


@pytest.mark.office
@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
def test_word_2003_as_programs_write_it():
    word = office.Format("DOCX", "docx", "MS Word 2007 XML")
    data = office.convert(report_docx(DRAFT), word, to="xml:MS Word 2003 XML")
    result = score(Sample("XML", "2003", DRAFT, data, "年报.doc"))
    assert (result.right, result.amiss) == (result.cells, ())


def test_sections_numbers_and_merged_cells_of_word_2003():
    number = '<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr>'
    cells = [
        '<w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>信息内容</w:t></w:r></w:p></w:tc>',
        "<w:tc><w:p><w:r><w:t>本年制发件数</w:t></w:r></w:p></w:tc>",
        "<w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc>",
        "<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc>",
    ]
    rows = f"<w:tr>{cells[0]}{cells[1]}</w:tr><w:tr>{cells[2]}{cells[3]}</w:tr>"
    body = f"<wx:sect><wx:sub-section>{paragraph('总体情况', number)}</wx:sub-section><w:tbl>{rows}</w:tbl></wx:sect>"
    document = read_document(old(body), name="年报.doc")
    assert document.text() == "一、总体情况"
    (table,) = document.tables()
    assert [(cell.text, cell.row, cell.rowspan) for cell in table.cells] == [
        *(("信息内容", 0, 2), ("本年制发件数", 0, 1)),
        ("3", 1, 1),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (old("<w:p>")[:-40], "不完整或已损坏"),
        (old(""), "没有正文"),
        (f'<?xml version="1.0"?><pkg:package xmlns:pkg="{PACKAGE}"/>'.encode(), "不完整或已损坏"),
    ],
)
def test_one_line_for_what_cannot_be_read(data: bytes, says: str):
    assert says in refusal(data)


def test_entities_stay_unresolved():
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    assert "不完整或已损坏" in refusal(old(paragraph("一、总体情况&b;"), bomb))


@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_a_page_saved_as_one_file(charset: str, transfer: str):
    data = mhtml(report_page(DRAFT, pasted=True), charset, transfer)
    assert read_document(data, name="年报.doc").media_type == MHTML
    result = score(Sample("MHTML", "", DRAFT, data, "年报.mht"))
    assert (result.right, result.amiss) == (result.cells, ())


def test_a_saved_page_without_a_page():
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    assert "没有网页" in refusal(head + b"--x\r\nContent-Type: image/png\r\n\r\n--x--", "年报.mht")
