"""Running text out of PDF: paragraphs made whole, the page's furniture left out, everything in reading order."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from monitor.documents.model import Paragraph, Picture, Table
from monitor.documents.reading import read_document
from tests.monitor.documents.forms import proactive
from tests.monitor.documents.pdfs import HEIGHT, WIDTH, Draw, broken, paragraphs, pdf, picture, table, together, write

LONG = (
    "某某市人民政府办公室认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开各项工作，"
    "全年主动公开政府信息1234条，收到政府信息公开申请56件，均在法定期限内答复。"
)
SECOND = (
    "进一步加强政务公开平台建设，及时回应社会关切，规范办理程序，健全工作制度，"
    "公开质量和实效都有明显提高，群众满意度持续上升。"
)


def read(*pages: Draw) -> list[str]:
    return [paragraph.text for paragraph in read_document(pdf(*pages)).paragraphs()]


def footer(text: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        write(canvas, 280, HEIGHT - 50, text, 9)

    return draw


def test_lines_become_paragraphs_and_headings_stay_apart():
    assert read(paragraphs("一、总体情况", LONG, "（一）主动公开", SECOND)) == [
        "一、总体情况",
        LONG,
        "（一）主动公开",
        SECOND,
    ]


def test_a_paragraph_broken_by_the_page_is_whole():
    *first, last = broken(LONG * 2, 34 * 12, 12)

    def above(canvas: Canvas) -> None:
        for i, line in enumerate(first):
            write(canvas, 90 + 12 * line.count("\u3000"), 80 + i * 21, line.lstrip("\u3000"))

    (paragraph,) = read_document(pdf(above, lambda canvas: write(canvas, 90, 80, last))).paragraphs()
    assert paragraph.text == LONG * 2
    assert paragraph.page == 1
    assert paragraph.box is not None
    assert paragraph.box.top < 90


def test_a_sentence_that_ends_with_the_page_is_not_joined():
    assert read(paragraphs("甲" * 31 + "。"), paragraphs(SECOND)) == ["甲" * 31 + "。", SECOND]


def test_page_numbers_and_running_heads_are_left_out():
    for numbers in (
        ("- 1 -", "- 2 -", "- 3 -"),
        ("第1页共3页", "第2页共3页", "第3页共3页"),
        ("1/3", "2/3", "3/3"),
        ("一 1 一",) * 3,
    ):
        pages = [
            together(
                footer(number if "一" not in number else number.replace("一", "—")),
                lambda canvas: write(canvas, 200, 30, "某某市2024年年报（内部编号 7）", 9),
                paragraphs(LONG),
            )
            for number in numbers
        ]
        assert read(*pages) == [LONG, LONG, LONG]


def test_a_number_in_the_text_area_is_no_page_number():
    assert read(paragraphs(LONG, "12", SECOND)) == [LONG, "12", SECOND]


def test_text_tables_and_pictures_come_in_reading_order():
    page = together(
        paragraphs("二、主动公开政府信息情况", top=60),
        table(proactive(), top=100, height=18),
        lambda canvas: picture(canvas, (100, 380, 300, 500)),
        paragraphs("三、收到和处理政府信息公开申请情况", top=520),
    )
    blocks = read_document(pdf(page)).blocks
    assert [type(block) for block in blocks] == [Paragraph, Table, Picture, Paragraph]
    assert isinstance(blocks[2], Picture)
    assert blocks[2].box is not None


def test_an_icon_and_a_background_are_no_pictures():
    page = together(
        lambda canvas: picture(canvas, (0, 0, WIDTH, HEIGHT)),
        lambda canvas: picture(canvas, (100, 700, 120, 720)),
        paragraphs(LONG),
    )
    assert [type(block) for block in read_document(pdf(page)).blocks] == [Paragraph]


def test_a_frame_around_text_is_no_table():
    def frame(canvas: Canvas) -> None:
        canvas.rect(80, HEIGHT - 300, 440, 240)
        canvas.line(80, HEIGHT - 250, 520, HEIGHT - 250)

    document = read_document(pdf(together(frame, paragraphs(LONG, top=90))))
    assert not list(document.tables())
    assert document.text() == LONG


def test_shading_behind_lines_of_text_is_no_table():
    def shaded(canvas: Canvas) -> None:
        canvas.setFillGray(0.95)
        for i in range(12):
            canvas.rect(80, HEIGHT - 100 - 21 * i, 440, 21, stroke=0, fill=1)
        canvas.setFillGray(0)

    page = together(shaded, paragraphs(LONG, top=90), table(proactive(), top=352))
    document = read_document(pdf(page))
    assert document.text() == LONG
    assert [len(found.cells) for found in document.tables()] == [len(proactive())]


def test_a_frame_that_touches_the_table_is_peeled_off():
    def frame(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 352, WIDTH - 120, 290)

    document = read_document(pdf(together(frame, paragraphs(LONG, top=90), table(proactive(), top=352))))
    assert document.text() == LONG
    assert [len(found.rows()) for found in document.tables()] == [14]


def test_a_slanting_watermark_is_not_read():
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(40)
        canvas.setFont("STSong-Light", 60)
        canvas.drawString(0, 0, "仅供内部传阅")
        canvas.restoreState()

    assert read(together(watermark, paragraphs(LONG))) == [LONG]


@pytest.mark.parametrize(("grey", "opacity", "size"), [(0, 0.2, 40), (0.8, 1, 40), (0.8, 1, 11)])
def test_a_pale_watermark_is_not_read(grey: float, opacity: float, size: float):
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(grey, opacity)
        write(canvas, 100, 92, "供内部传阅2024", size)
        canvas.restoreState()

    assert read(together(watermark, paragraphs(LONG))) == [LONG]


def test_pale_numbers_and_white_words_are_read():
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.7)
        write(canvas, 100, 92, "0", 12)
        canvas.setFillGray(1)
        write(canvas, 100, 192, "一、总体情况", 12)

    assert read(draw) == ["0", "一、总体情况"]


def test_bold_type_made_by_printing_twice_is_read_once():
    twice = together(paragraphs(LONG), lambda canvas: canvas.translate(0.3, 0), paragraphs(LONG))
    assert read(twice) == [LONG]


def test_latin_words_keep_their_spaces():
    assert read(paragraphs("电子邮箱 gk 163.com 与 Open Government 2024 同用")) == [
        "电子邮箱gk 163.com与Open Government 2024同用"
    ]


def test_the_file_says_who_it_is():
    document = read_document(pdf(paragraphs(LONG)))
    assert document.meta["Title"] == "测试报告"
    assert document.pages == 1
    assert document.media_type == "application/pdf"


def test_a_property_spelt_wrongly_is_left_out():
    plain = pdf(paragraphs("年度报告。"))
    title = plain[plain.index(b"/Title") : plain.index(b"/Trapped")]
    document = read_document(plain.replace(title, rb"/Title (\376\377\330\000N)".ljust(len(title))))
    assert "Title" not in document.meta
    assert document.meta["Producer"].startswith("ReportLab")
