"""The characters of a page, read all at once, against asking pdfium for one after the other."""

import ctypes
import math
from collections import Counter

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from monitor.documents.pdf import glyphs as module
from monitor.documents.pdf.frame import Frame, applied
from monitor.documents.pdf.garbled import is_garbled
from monitor.documents.pdf.page import read_page
from monitor.documents.pdf.primitives import PDFIUM, Glyph, PageContent
from tests.monitor.documents.forms import applications
from tests.monitor.documents.pdfs import FONT, paragraphs, pdf, table, together

SPACES = frozenset("\t\n\r \xa0\u2002\u2003\u3000")


def content(data, page=0):
    with PDFIUM:
        document = pdfium.PdfDocument(data)
        try:
            return read_page(document, page)
        finally:
            document.close()


def one_by_one(data):
    """Text, box, baseline and whether it lies on its side, of every character that does not slant."""
    with PDFIUM:
        document = pdfium.PdfDocument(data)
        page = document[0]
        text = page.get_textpage()
        frame = Frame.of(page.raw, text.raw)
        found = [_asked(text.raw, frame, i) for i in range(raw.FPDFText_CountChars(text.raw))]
        text.close()
        page.close()
        document.close()
    return [one for one in found if one is not None]


def _asked(text, frame, index):
    sign = chr(raw.FPDFText_GetUnicode(text, index))
    quarter, slant = divmod(raw.FPDFText_GetCharAngle(text, index) + 0.1, math.pi / 2)
    if sign in SPACES or slant > 0.2:
        return None
    box = raw.FS_RECTF()
    assert raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
    sides = frame.box(box.left, box.bottom, box.right, box.top)
    _, baseline = applied(frame.matrix, x.value, y.value)
    return sign, tuple(sides), baseline, (int(quarter) - frame.turns) % 2 == 1


def mixed(canvas: Canvas) -> None:
    together(table(applications()), paragraphs("本年度共收到申请 39857 件，办结 39,850 件（含结转）。", top=640))(
        canvas
    )
    for angle, text in ((90, "侧卧的标签12"), (180, "倒置"), (40, "水印水印")):
        canvas.saveState()
        canvas.translate(300, 60)
        canvas.rotate(angle)
        canvas.setFont(FONT, 14)
        canvas.drawString(0, 0, text)
        canvas.restoreState()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_character_is_where_pdfium_says(turn):
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        mixed(canvas)

    data = pdf(page)
    read = [
        (glyph.text, (glyph.x0, glyph.top, glyph.x1, glyph.bottom), glyph.baseline, glyph.turned)
        for glyph in content(data).glyphs
    ]
    asked = one_by_one(data)
    assert [(text, turned) for text, _, _, turned in read] == [(text, turned) for text, _, _, turned in asked]
    for (_, box, baseline, _), (_, box_asked, baseline_asked, _) in zip(read, asked, strict=True):
        assert box == pytest.approx(box_asked, abs=0.001)
        assert baseline == pytest.approx(baseline_asked, abs=0.001)


def test_pdfium_is_asked_for_a_line_of_type_once(monkeypatch):
    asked = Counter()
    origin = module.ORIGIN

    def counted(*arguments):
        asked["origins"] += 1
        return origin(*arguments)

    monkeypatch.setattr(module, "ORIGIN", counted)
    page = content(pdf(paragraphs(*["本机关认真贯彻落实条例要求全面推进政务公开工作取得实效" for _ in range(20)])))
    assert len(page.glyphs) == 540
    assert asked["origins"] <= 2 * 20


def test_characters_in_two_halves_and_alone_are_told_apart():
    assert module._paired([0x31, 0xD842, 0xDFB7, 0xD842, 0x32, 0xDFB7, 0x33]) == [
        "1", "\0", "𠮷", "\0", "2", "\udfb7", "3",
    ]  # fmt: skip


def test_the_text_as_a_whole_is_the_text_of_its_characters(monkeypatch):
    data = pdf(mixed)
    whole = [glyph.text for glyph in content(data).glyphs]
    monkeypatch.setattr(module, "TEXT", lambda *_: 0)
    assert [glyph.text for glyph in content(data).glyphs] == whole


REPORT = "本机关认真贯彻政府信息公开条例，全年主动公开政府信息一千二百条，均在法定期限内答复申请人。"


def printed(text):
    """A page with nothing but those characters."""
    glyphs = [Glyph(char, 10.0 * at, 0.0, 10.0 * at + 10, 10.0, 9.0, at) for at, char in enumerate(text)]
    return PageContent(1, 600.0, 800.0, glyphs)


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (REPORT, False),
        ("".join(chr(ord(char) ^ 0x1A2B) for char in REPORT), True),
        ("\ue123" * 50, True),
        ("Annual report 2024, 1 234 applications. " * 3, False),
        ("⼀⼆⼈" + REPORT, False),
        ("㐀䶵", False),
    ],
)
def test_characters_that_are_numbers_of_glyphs_are_garbled(text, garbled):
    page = printed(text)
    page.unmapped = text.count("\ue123")
    assert is_garbled(page) is garbled
