"""OFD pages that are pictures, and type that was made into curves: recognised, or said to be unread."""

import io
from dataclasses import replace

import pypdfium2
import pytest

from crawler.text import squash
from monitor.documents.model import CERTAIN, Picture, UnreadableDocumentError
from monitor.documents.ofd import read_ofd
from monitor.documents.scans import NOT_INSTALLED
from tests.monitor.documents.forms import proactive
from tests.monitor.documents.ofds import COLUMN, LEFT, NAMESPACE, ROW, SHEET, TOP, ofd, table, text
from tests.monitor.documents.outlines import traced
from tests.monitor.documents.pdfs import paragraphs, pdf

HEADING = text(LEFT, 20, "二、主动公开政府信息情况", size=5)
POINT = 25.4 / 72


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as problem:
        read_ofd(data)
    return str(problem.value)


def scan_of(words: str) -> bytes:
    """A page with those words as a picture at 150 dpi."""
    printed = pypdfium2.PdfDocument(pdf(paragraphs(words, top=100)))
    buffer = io.BytesIO()
    printed[0].render(scale=150 / 72, grayscale=True).to_pil().save(buffer, "PNG")
    printed.close()
    return buffer.getvalue()


def test_a_page_that_is_a_picture_is_recognised():
    pytest.importorskip("rapidocr", reason="recognition (nianbao[ocr]) is not installed")
    media = '<ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    scan = f'<ofd:ImageObject ID="3" Boundary="{SHEET}" CTM="210 0 0 297 0 0" ResourceID="4"/>'
    prose = text(17, 30, "本年度报告由以下六个部分组成，依次说明如下，请一并阅读后面的扫描页。")
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    more = {"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/scan.png": scan_of("全年收到政府信息公开申请")}
    document = read_ofd(ofd(prose, scan, common=common, more=more))
    assert document.doubtful
    assert "第 2 页由图片识别得到" in document.notes[0]
    recognised = [paragraph for paragraph in document.paragraphs() if paragraph.page == 2]
    assert "全年收到政府信息公开申请" in "".join(paragraph.text for paragraph in recognised)
    assert recognised[0].box is not None
    assert recognised[0].box.x1 < 210 / POINT


def test_a_picture_that_cannot_be_opened_is_said():
    pytest.importorskip("cv2", reason="recognition (nianbao[ocr]) is not installed")
    assert "没有认出文字" in refusal(ofd(f'<ofd:ImageObject ID="3" Boundary="{SHEET}" ResourceID="4"/>'))


def test_type_that_was_made_into_curves_is_drawn_and_recognised():
    pytest.importorskip("rapidocr", reason="recognition (nianbao[ocr]) is not installed")
    words = "全年收到政府信息公开申请十二件，均在期限内答复，没有被提起行政复议。"
    document = read_ofd(ofd(*traced(pdf(paragraphs(words, top=100)))))
    assert document.doubtful
    assert "第 1 页由图片识别得到" in document.notes[0]
    assert "全年收到政府信息公开申请" in squash(document.text())


def test_curves_without_recognition_are_refused_in_one_line(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("cv2", reason="recognition (nianbao[ocr]) is not installed")

    def missing() -> None:
        raise UnreadableDocumentError(NOT_INSTALLED)

    monkeypatch.setattr("monitor.documents.scans.recognition._engine", missing)
    words = "全年收到政府信息公开申请十二件，均在期限内答复，没有被提起行政复议。"
    assert refusal(ofd(*traced(pdf(paragraphs(words, top=100))))) == NOT_INSTALLED


DIGIT = "M 0 0 Q 0.5 0 1 0.5 L 1 2 L 0 2 C M 0.3 0.5 Q 0.4 0.5 0.6 0.6 L 0.6 1.5 L 0.3 1.5 C"


def test_figures_made_into_curves_amid_type_are_unsure_and_not_blank():
    spots = proactive()
    value = next(spot for spot in spots if spot.text.isdigit())
    kept = [replace(spot, text="") if spot is value else spot for spot in spots]
    x, y = LEFT + value.column * COLUMN + 2, TOP + value.row * ROW + 2
    curves = "".join(
        f'<ofd:PathObject ID="9" Boundary="{x + 2 * n} {y} 1 2" Fill="true" Stroke="false">'
        f"<ofd:AbbreviatedData>{DIGIT}</ofd:AbbreviatedData></ofd:PathObject>"
        for n in range(20)
    )
    document = read_ofd(ofd(table(kept) + curves + HEADING))
    (found,) = document.tables()
    doubtful = [cell for cell in found.cells if cell.confidence < CERTAIN]
    assert [(cell.row, cell.column) for cell in doubtful] == [(value.row, value.column)]
    assert any("画成曲线" in note for note in document.notes)
    assert any(isinstance(block, Picture) for block in document.blocks)


def test_an_ornament_of_curves_is_no_type():
    ornament = (
        f'<ofd:PathObject ID="9" Boundary="20 20 9 9" Fill="true"><ofd:AbbreviatedData>{DIGIT}</ofd:AbbreviatedData>'
    )
    document = read_ofd(ofd(ornament + "</ofd:PathObject>" + table(proactive()) + HEADING))
    assert not any(isinstance(block, Picture) for block in document.blocks)
    (found,) = document.tables()
    assert sorted(cell.text for cell in found.cells) == sorted(spot.text for spot in proactive())


def pictured(name: str, content: bytes) -> bytes:
    media = f'<ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    scan = f'<ofd:ImageObject ID="3" Boundary="{SHEET}" CTM="210 0 0 297 0 0" ResourceID="4"/>'
    more = {"Doc_0/DocumentRes.xml": resources, f"Doc_0/Res/{name}": content}
    return ofd(text(20, 30, "前言" * 20), scan, common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>", more=more)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("scan.jb2", b"\x97JB2\r\n\x1a\n\x01", "JBIG2"), ("scan.png", b"nothing", "不能识别的格式")],
)
def test_a_page_whose_picture_cannot_be_decoded_is_a_picture_and_not_missing(name: str, content: bytes, says: str):
    pytest.importorskip("cv2", reason="recognition (nianbao[ocr]) is not installed")
    document = read_ofd(pictured(name, content))
    assert [block.page for block in document.blocks if isinstance(block, Picture)] == [2]
    assert any(says in note for note in document.notes)
