"""When our own reading of a binary Word file is sure: an office program reads the same, and nothing was passed over."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.documents import office
from monitor.documents.kinds import DOC
from monitor.documents.model import Document, Table
from monitor.documents.reading import read_document
from monitor.documents.word import read_word
from monitor.documents.word97 import Doubt, read_word97
from monitor.documents.word97.fields import Fields
from monitor.documents.word97.summary import properties_of
from tests.corpus.conversions import converted, doc_samples
from tests.corpus.samples import draft_for
from tests.corpus.word_files import LAYOUTS
from tests.monitor.documents.binary_word import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    Made,
    Par,
    Run,
    Style,
    row_shape,
    sprm,
    summary,
)

HEAD = [("信息内容", "本年制发件数"), ("规章", "12")]


def table(*rows: tuple[str, ...], end: bytes | None = None) -> list[Par]:
    """Rows of cells of an inch, each with its end."""
    made: list[Par] = []
    for row in rows:
        made += [Par(f"{text}\x07", IN_TABLE) for text in row]
        made.append(Par("\x07", row_shape(*[1440] * len(row)) if end is None else end))
    return made


def made(*paragraphs: Par, **odd: object) -> bytes:
    return Made([Par("一、总体情况\r"), *paragraphs, Par("\r")], **odd).file()  # type: ignore[arg-type]


def doubts(*paragraphs: Par, **odd: object) -> set[Doubt]:
    return set(read_word97(made(*paragraphs, **odd)).doubts)


def texts(document: Document) -> list[list[str]]:
    (found,) = document.tables()
    return [[cell.text for cell in row] for row in found.rows()]


# --- sure -------------------------------------------------------------------------------------------------


def test_text_and_tables_in_pieces_are_sure():
    data = made(*table(*HEAD), Par("完。\r"), pieces=5)
    reading = read_word97(data)
    assert not reading.doubts
    assert texts(reading.document) == [list(row) for row in HEAD]
    assert reading.document.text().splitlines() == ["一、总体情况", "完。"]


def test_text_of_one_byte_a_character_is_sure():
    reading = read_word97(Made([Par("Report 2024\r")], narrow=True).file())
    assert (reading.document.text(), reading.doubts) == ("Report 2024", frozenset())


def test_what_is_sure_needs_no_office_program(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(office, "convert", lambda *_: pytest.fail("asked LibreOffice"))
    for name in ("年报.doc", "年报.wps"):
        document = read_document(made(*table(*HEAD)), name=name)
        assert (document.media_type, document.notes, document.doubtful) == (DOC, [], False)
        assert texts(document) == [list(row) for row in HEAD]


def test_looks_leave_no_doubt():
    bold, size, language = sprm(0x0835, 1), sprm(0x4A43, b"\x20\x00"), sprm(0x486D, b"\x04\x08")
    indent, spacing = sprm(0x840F, b"\x00\x02"), sprm(0x6412, bytes(4))
    widths = sprm(0x7621, b"\x00\x02\x68\x01") + sprm(0x7623, b"\x00\x01\x68\x01")
    rows = table(*HEAD, end=widths + row_shape(1440, 1440))
    assert doubts(Par([Run("甲", bold + size), Run("乙\r", language)], indent + spacing), *rows) == set()


def test_cells_merged_by_flags_and_by_later_changes_are_one():
    down = sprm(0xD62B, b"\x00\x03") + sprm(0xD62B, b"\x01\x03")
    goes_on = sprm(0xD62B, b"\x00\x01") + sprm(0xD62B, b"\x01\x01")
    rows = [
        *(Par(f"{text}\x07", IN_TABLE) for text in ("信息内容", "合计", "1")),
        Par("\x07", row_shape(1440, 1440, 1440) + down),
        *(Par(f"{text}\x07", IN_TABLE) for text in ("", "", "2")),
        Par("\x07", row_shape(1440, 1440, 1440) + goes_on),
    ]
    reading = read_word97(made(*rows))
    (found,) = reading.document.tables()
    assert not reading.doubts
    assert [(cell.text, cell.row, cell.rowspan) for cell in found.cells] == [
        *(("信息内容", 0, 2), ("合计", 0, 2), ("1", 0, 1), ("2", 1, 1))
    ]


def test_deleted_and_hidden_words_are_no_doubt():
    words = [
        Run("本年"),
        Run("九", DELETED),
        Run("收到", sprm(0x0801, 1)),
        Run("八", HIDDEN),
        Run("七", sprm(0x083C, 0x81)),
    ]
    reading = read_word97(made(Par([*words, Run("12件\r")])))
    assert reading.document.text().splitlines()[1] == "本年收到12件"
    assert not reading.doubts
    assert (reading.document.traces.deleted, reading.document.traces.hidden) == (1, 2)


def test_the_end_of_a_row_takes_the_looks_of_its_last_cell():
    rows = table(*HEAD)
    rows[-1] = Par([Run("\x07", DELETED)], rows[-1].properties)
    assert doubts(*rows) == set()


def test_changes_of_formats_are_counted():
    changed = sprm(0xCA57, b"\x01" + bytes(6))
    assert read_word97(made(Par([Run("甲", changed), Run("乙\r")]))).document.traces.formatted == 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("共\x13 REF a \x1412\x15件。\r", "共12件。"),
        ("共\x13 IF \x13 PAGE \x143\x15 = 1 \x14甲\x15件。\r", "共甲件。"),
        ("共\x13 REF a \x141\x13 REF b \x142\x153\x15件。\r", "共123件。"),
        ("共\x13 XE 公开 \x1512件。\r", "共12件。"),
    ],
)
def test_fields_show_their_results(text: str, seen: str):
    reading = read_word97(made(Par(text)))
    assert reading.document.text().splitlines()[1] == seen
    assert not reading.doubts


def test_a_field_may_show_many_paragraphs():
    reading = read_word97(made(Par("\x13 TOC \x14目录\r"), Par("一、总体情况1\r"), Par("\x15正文\r")))
    assert reading.document.text().splitlines()[1:] == ["目录", "一、总体情况1", "正文"]
    assert not reading.doubts


def test_what_the_file_says_of_itself():
    made_of = summary({2: "某县2024年年度报告".encode(), 4: "办公室".encode(), 8: b"\xff"}, page=65001)
    assert read_word97(made(summary=made_of)).document.meta == {
        "title": "某县2024年年度报告",
        "creator": "办公室",
        "lastModifiedBy": "\ufffd",
    }
    assert properties_of(summary({2: "年报".encode("gbk")}, page=936)) == {"title": "年报"}
    assert properties_of(summary({2: b"x"}, page=54321)) == {}


@given(st.binary(max_size=200))
def test_any_bytes_say_something_or_nothing(data: bytes):
    assert isinstance(properties_of(data), dict)


# --- not sure ---------------------------------------------------------------------------------------------

LIST = sprm(0x460B, b"\x01\x00")


@pytest.mark.parametrize(
    ("paragraphs", "odd", "doubt"),
    [
        ([Par("总体情况\r", LIST)], {}, Doubt.NUMBERS),
        ([Par("总体情况\r", style=1)], {"styles": [Style(), Style(base=2), Style(paragraph=LIST)]}, Doubt.NUMBERS),
        ([], {"boxes": 12}, Doubt.BOXES),
        ([Par("见图\x01\r")], {}, Doubt.PICTURES),
        ([Par("见图\x08\r")], {}, Doubt.PICTURES),
        ([Par("共\x13 =SUM(ABOVE) \x15件\r")], {}, Doubt.FIELDS),
        ([Par("共\x13 REF a \x141\r")], {}, Doubt.FIELDS),
        ([Par("共\x13 REF a\r"), Par("\x141\x15件\r")], {}, Doubt.FIELDS),
        ([Par("共1\x15件\r")], {}, Doubt.FIELDS),
        ([Par("共\x141件\r")], {}, Doubt.FIELDS),
        ([Par("甲\r", style=1)], {"styles": [Style(), Style(characters=HIDDEN)]}, Doubt.STYLES),
        (
            [Par([Run("甲", sprm(0x4A30, b"\x01\x00")), Run("\r")])],
            {"styles": [Style(), Style(2, characters=HIDDEN)]},
            Doubt.STYLES,
        ),
        ([Par([Run("甲"), Run("\r", DELETED)])], {}, Doubt.REVISIONS),
        ([Par([Run("甲"), Run("\r", HIDDEN)])], {}, Doubt.REVISIONS),
        ([Par([Run("甲\x07", DELETED)], IN_TABLE), Par("\x07", row_shape(1440))], {}, Doubt.REVISIONS),
        ([Par("甲\x07", IN_TABLE), Par("\x07", ROW_END)], {}, Doubt.TABLES),
        ([Par("甲\x07", IN_TABLE), Par("\x07", row_shape(1440, 1440))], {}, Doubt.TABLES),
        ([Par("甲\x07", IN_TABLE)], {}, Doubt.TABLES),
        ([Par("甲\r", IN_TABLE)], {}, Doubt.TABLES),
        (table(*HEAD, end=row_shape(1440, 1440) + sprm(0x7621, b"\x00\x01\x68\x01")), {}, Doubt.TABLES),
        (table(*HEAD, end=row_shape(1440, 1440) + sprm(0x560B, b"\x01\x00")), {}, Doubt.TABLES),
        ([Par("甲\r", sprm(0x6646, b"\x10\x00\x00\x00"))], {}, Doubt.TABLES),
        ([], {"changed": 0x1234}, Doubt.PIECES),
        ([], {"stated": 500}, Doubt.PIECES),
        ([Par("甲\r", sprm(0x2499, 1))], {}, Doubt.PROPERTIES),
        ([Par([Run("甲", sprm(0x2A99, 1)), Run("\r")])], {}, Doubt.PROPERTIES),
        ([Par("甲\r", sprm(0x664A, b"\x01\x00\x00\x00"))], {}, Doubt.PROPERTIES),
    ],
)
def test_whatever_was_passed_over_is_told(paragraphs: list[Par], odd: dict[str, object], doubt: Doubt):
    assert doubt in doubts(*paragraphs, **odd)


def test_lists_that_show_no_number_leave_no_doubt():
    assert doubts(Par("甲\r", sprm(0x460B, b"\x00\x00")), Par("乙\r", sprm(0x460B, b"\x02\xf8"))) == set()
    shown = [Style(), Style(paragraph=LIST)]
    assert doubts(Par("甲\r", sprm(0x460B, b"\x00\x00"), style=1), styles=shown) == set()


def test_properties_that_stand_elsewhere_are_read_there():
    own = row_shape(1440, 1440)
    there = sprm(0x6646, bytes(4))
    reading = read_word97(made(*table(*HEAD, end=IN_TABLE + there), data=len(own).to_bytes(2, "little") + own))
    assert not reading.doubts
    assert texts(reading.document) == [list(row) for row in HEAD]


def test_without_libreoffice_what_is_not_sure_is_said_and_doubted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(office.SOFFICE, "no-such-program")
    lacking = read_document(made(Par("总体情况\r", LIST), Par("\x01\r")), name="年报.doc")
    assert not lacking.doubtful
    assert "自动编号、图片或图形没有读出或未能确定" in lacking.notes[0]
    assert read_document(made(changed=0x1234), name="年报.doc").doubtful


@given(st.lists(st.sampled_from("甲1\x13\x14\x15 "), max_size=30).map("".join))
def test_fields_never_show_their_signs(text: str):
    fields = Fields()
    shown = fields.shown(text)
    assert not set(shown) & set("\x13\x14\x15")
    if "\x13" not in text:
        assert shown == text.replace("\x14", "").replace("\x15", "")


# --- beside LibreOffice -----------------------------------------------------------------------------------

NOT_SURE = {
    "headings in text boxes": {Doubt.BOXES, Doubt.PICTURES},
    "automatic numbering": {Doubt.NUMBERS},
    "content controls": {Doubt.PROPERTIES},
}
TAKEN_APART = {"everything in one table"}
"""LibreOffice takes a table in a frame apart while writing."""


@pytest.mark.office
@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
class TestBesideLibreOffice:
    def test_every_layout_of_the_corpus_is_read_alike_where_we_are_sure(self):
        files = {sample.layout: sample.data for sample in doc_samples()}
        theirs = converted(files, "doc", "docx:MS Word 2007 XML")
        for layout, data in files.items():
            reading = read_word97(data)
            assert reading.doubts == NOT_SURE.get(layout, set()), layout
            if not reading.doubts:
                source = read_word(LAYOUTS[layout](draft_for(f"DOC/{layout}")))
                assert shapes(reading.document) == shapes(source), layout
            if not reading.doubts and layout not in TAKEN_APART:
                other = read_word(theirs[layout])
                assert rows(reading.document) == rows(other), layout
                assert (reading.document.text(), reading.document.traces) == (other.text(), other.traces), layout
                assert reading.document.meta.items() <= other.meta.items(), layout


def rows(document: Document) -> list[list[list[str]]]:
    """The tables by the texts of their rows; LibreOffice puts columns of no width between those of two rows."""
    return [[[cell.text for cell in row] for row in found.rows()] for found in document.tables()]


def shapes(document: Document) -> list[object]:
    """Every block with all that is known of it; columns that no cell begins at are none."""
    return [_shape(block) if isinstance(block, Table) else block for block in document.blocks]


def _shape(found: Table) -> list[object]:
    starts = sorted({cell.column for cell in found.cells})
    columns = [
        (bisect_left(starts, cell.column), bisect_left(starts, cell.column + cell.colspan)) for cell in found.cells
    ]
    return [(cell.row, cell.rowspan, *place, cell.text) for cell, place in zip(found.cells, columns, strict=True)]
