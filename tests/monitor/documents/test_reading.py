"""The one door: kinds told by their bytes, and one line for whatever cannot be read."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from monitor.documents import kinds, limits
from monitor.documents.model import Document, UnreadableDocumentError
from monitor.documents.reading import read_document
from monitor.documents.scans import recognition
from tests.monitor.documents.forms import proactive
from tests.monitor.documents.pdfs import HEIGHT, WIDTH, paragraphs, pdf, picture, table, together
from tests.monitor.documents.words import add_table, with_part, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<html><body><p>您访问的页面出错了，请稍后再试。</p></body></html>".encode()
PROSE = "全年主动公开政府信息1234条，收到政府信息公开申请56件，均在法定期限内答复。"


def report_pdf(**options: object) -> bytes:
    return pdf(together(paragraphs("二、主动公开政府信息情况", top=60), table(proactive())), **options)


def report_docx() -> bytes:
    return word(lambda document: (document.add_paragraph("二、主动公开政府信息情况"), add_table(document, proactive())))


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def refusal(data: bytes, name: str = "", media_type: str | None = None) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_document(data, name=name, media_type=media_type)
    message = str(problem.value)
    assert "\n" not in message
    assert message.endswith("。")
    return message


# --- kinds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "a.pdf", kinds.EMPTY),
        (b" \r\n\t", "a.html", kinds.EMPTY),
        (b"%PDF-1.7 x", "", kinds.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", "report.doc", kinds.PDF),
        (b"<!DOCTYPE html><html>", "", kinds.HTML),
        ("<p>甲</p>".encode(), "", kinds.HTML),
        ("见 <p> 一节".encode(), "a.txt", kinds.TEXT),
        ("一、总体情况".encode("gbk"), "", kinds.TEXT),
        ("一、总体情况".encode("utf-16"), "", kinds.TEXT),
        ("<html><body>甲".encode("utf-16"), "", kinds.HTML),
        (b"\x00\x01\x02\x03" * 50, "a.pdf", kinds.BINARY),
        (OLE + "WordDocument".encode("utf-16-le"), "", kinds.DOC),
        (OLE + b"\x00" * 100, "a.wps", kinds.DOC),
        (OLE + "Workbook".encode("utf-16-le"), "", kinds.XLS),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", kinds.LOCKED_OFFICE),
        (OLE + b"\x00" * 100, "", kinds.OLE),
        (zipped("word/document.xml"), "a.zip", kinds.DOCX),
        (zipped("xl/workbook.xml"), "", kinds.XLSX),
        (zipped("OFD.xml"), "", kinds.OFD),
        (zipped("ppt/presentation.xml"), "", kinds.PPTX),
        (zipped("a.txt"), "", kinds.ZIP),
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"{\\rtf1", "a.doc", kinds.RTF),
        (b"Rar!\x1a\x07\x00", "", "application/vnd.rar"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;", "a.doc", kinds.MHTML),
        (b"<?xml version='1.0'?><?mso-application?><w:wordDocument>", "a.doc", kinds.WORD_XML),
    ],
)
def test_kinds_by_first_bytes(data: bytes, name: str, kind: str):
    assert kinds.sniff(data, name) == kind


@pytest.mark.parametrize(
    ("name", "ending"), [("年报.PDF", ".pdf"), ("http://a.gov.cn/x/P02.docx?a=1.2", ".docx"), ("index", ""), ("", "")]
)
def test_the_ending_of_a_name(name: str, ending: str):
    assert kinds.extension(name) == ending


@pytest.mark.parametrize("make", [report_pdf, report_docx])
@pytest.mark.parametrize("name", ["", "年报.pdf", "年报.docx", "http://a.gov.cn/download.jsp?id=1"])
def test_bytes_count_and_not_names(make: object, name: str):
    document = read_document(make(), name=name, media_type="text/html")
    assert document.text() == "二、主动公开政府信息情况"
    assert [len(found.rows()) for found in document.tables()] == [14]


# --- what cannot be read ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "年报.pdf", "文件是空的"),
        (PAGE, "年报.pdf", "文件名是 PDF，内容却是网页"),
        (PAGE, "年报.docx", "文件名是 DOCX，内容却是网页"),
        (b"Not Found", "http://a.gov.cn/P0202.pdf", "文件名是 PDF，内容却是纯文本"),
        (b"\x00\x01\x02" * 99, "年报.pdf", "不是任何可识别的文档格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "年报.docx", "加了密码"),
        (OLE + "Workbook".encode("utf-16-le"), "统计表.xls", "Excel"),
        (b"Founder CEB 2.0", "年报.ceb", "CEB"),
        (zipped("年报.pdf"), "年报.zip", "压缩包"),
        (b"%PDF-1.4\n%%EOF", "年报.pdf", "PDF 文件不完整或已损坏"),
        (zipped("word/document.xml"), "年报.docx", "DOCX 文件不完整或已损坏"),
    ],
)
def test_the_line_says_what_it_is_and_what_to_do(data: bytes, name: str, says: str):
    assert says in refusal(data, name)


def test_html_that_word_saved_as_doc_is_read():
    page = f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><p class=MsoNormal>{PROSE}</p></body></html>"
    assert read_document(page.encode("gb18030"), name="年报.doc").text() == PROSE


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_called_so(share: float):
    for make in (report_pdf, report_docx):
        data = make()
        assert "不完整或已损坏" in refusal(data[: int(len(data) * share)])


def test_a_locked_pdf_is_called_so():
    data = report_pdf(encrypt=StandardEncryption("secret"))
    assert "打开密码" in refusal(data)


def test_a_pdf_that_may_only_not_be_printed_is_read():
    data = report_pdf(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0, canCopy=0))
    assert [len(found.rows()) for found in read_document(data).tables()] == [14]


def test_a_scan_is_called_so():
    def scan(canvas: Canvas) -> None:
        picture(canvas, (0, 0, WIDTH, HEIGHT))

    assert "没有文字层" in refusal(pdf(scan, scan))
    assert "没有文字" in refusal(pdf(lambda canvas: canvas.rect(0, 0, 9, 9)))


def test_a_scanned_page_among_others_is_told():
    document = read_document(pdf(paragraphs(PROSE), lambda canvas: picture(canvas, (0, 0, WIDTH, HEIGHT))))
    assert document.notes == ["第 2 页的图片里没有认出文字。"]
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Picture"]


def test_text_put_under_a_scan_by_recognition_is_doubtful():
    def recognised(canvas: Canvas) -> None:
        picture(canvas, (0, 0, WIDTH, HEIGHT))
        line = canvas.beginText(90, 700)
        line.setFont("STSong-Light", 12)
        line.setTextRenderMode(3)
        line.textOut(PROSE)
        canvas.drawText(line)

    document = read_document(pdf(recognised))
    assert document.doubtful
    assert document.text() == PROSE


def test_a_docx_of_pictures_or_of_nothing_is_called_so():
    assert "没有正文" in refusal(word(lambda document: document.add_paragraph(" ")))


def test_a_bomb_is_not_unpacked():
    bomb = b"<a>" + b"0" * (limits.PART_BYTES + 10)
    assert "大得反常" in refusal(with_part(report_docx(), "word/document.xml", bomb))


def test_entities_are_not_expanded():
    lol = (
        b"<!DOCTYPE x [<!ENTITY a '0123456789'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        b"<w:p><w:r><w:t>&b;&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert "没有正文" in refusal(with_part(report_docx(), "word/document.xml", lol))


def test_many_threads_may_read_at_once():
    data = report_pdf()

    def rows(_number: int) -> int:
        return sum(len(found.rows()) for found in read_document(data).tables())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(rows, range(16))) == [14] * 16


@given(st.binary(max_size=400), st.sampled_from(["", "a.pdf", "a.docx", "a.html", "a.txt"]))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes, name: str):
    _read_or_refused(data, name)


@pytest.mark.parametrize("sound", [report_pdf(), report_docx()], ids=["report_pdf", "report_docx"])
@given(place=st.integers(0, 10_000), damage=st.binary(min_size=1, max_size=40))
@settings(max_examples=25)
def test_any_damage_is_read_or_refused_in_one_line(sound: bytes, place: int, damage: bytes):
    data = bytearray(sound)
    data[place % len(data) : place % len(data) + len(damage)] = damage
    # A page that lost its text would be recognised for ten seconds; the campaigns of tests.fuzz do that.
    with patch.object(recognition, "_engine", side_effect=UnreadableDocumentError(recognition.NOT_INSTALLED)):
        _read_or_refused(bytes(data), "")


def _read_or_refused(data: bytes, name: str) -> None:
    try:
        document = read_document(data, name=name)
    except UnreadableDocumentError as problem:
        assert "\n" not in str(problem)  # noqa: PT017
    else:
        assert isinstance(document, Document)
