"""Binary Word files without an office program: the same document as from the DOCX they were made of."""

import io
import struct
from contextlib import suppress
from functools import cache

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.documents import office
from monitor.documents.kinds import DOC
from monitor.documents.model import Block, Document, Paragraph, Table, UnreadableDocumentError
from monitor.documents.word import read_word
from monitor.documents.word97 import is_locked, is_older, read_word97
from monitor.documents.word97.ole import CompoundFile
from monitor.documents.word97.properties import modifiers
from tests.corpus.samples import draft_for
from tests.corpus.word_files import LAYOUTS
from tests.monitor.documents.compound import compound
from tests.monitor.documents.forms import applications, proactive
from tests.monitor.documents.words import add_table, add_xml, word

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed"),
]
DOCX = office.Format("DOCX", "docx", "MS Word 2007 XML")


def as_doc(data: bytes) -> bytes:
    return office.convert(data, DOCX, to="doc")


@cache
def report() -> bytes:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("二、主动公开政府信息情况")
        add_table(document, proactive())
        document.add_paragraph("三、收到和处理政府信息公开申请情况")
        add_table(document, applications())

    return word(build)


@cache
def report_doc() -> bytes:
    return as_doc(report())


def shape(block: Block) -> object:
    if isinstance(block, Table):
        return sorted((cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in block.cells)
    return block.text if isinstance(block, Paragraph) else ""


def shapes(document: Document) -> list[object]:
    return [shape(block) for block in document.blocks]


class TestAgainstDocx:
    pytestmark = needs_office

    def test_tables_and_paragraphs_are_those_of_the_docx(self):
        document = read_word97(report_doc()).document
        assert document.media_type == DOC
        assert shapes(document) == shapes(read_word(report()))

    @pytest.mark.parametrize(
        "layout",
        ["merged cells", "tables in tables", "tracked changes", "soft breaks and hidden text", "a run a character"],
    )
    def test_odd_layouts_too(self, layout: str):
        made = LAYOUTS[layout](draft_for("test_word97"))
        ours, theirs = read_word97(as_doc(made)).document, read_word(made)
        assert [shape(table) for table in ours.tables()] == [shape(table) for table in theirs.tables()]
        assert ours.text() == theirs.text()

    def test_only_the_result_of_a_field_is_seen(self):
        markup = (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> AUTHOR </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>办公室</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>编制。</w:t></w:r></w:p>'
        )
        text = read_word97(as_doc(word(lambda document: add_xml(document, markup)))).document.text()
        assert "AUTHOR" not in text
        assert text.endswith("编制。")

    def test_characters_beyond_the_basic_plane_keep_their_place(self):
        data = as_doc(word(lambda document: (document.add_paragraph("𠮷𠮷村"), add_table(document, proactive()))))
        assert shapes(read_word97(data).document)[0] == "𠮷𠮷村"
        assert len(list(read_word97(data).document.tables())) == 1

    def test_a_file_without_text_is_refused(self):
        with pytest.raises(UnreadableDocumentError, match="没有文字"):
            read_word97(as_doc(word(lambda _document: None)))

    @pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
    def test_half_a_file_is_called_so_or_read(self, share: float):
        with suppress(UnreadableDocumentError):
            assert read_word97(report_doc()[: int(len(report_doc()) * share)]).document.blocks

    @given(st.binary(min_size=1, max_size=60), st.integers(0, 1_000_000))
    @settings(max_examples=200)
    def test_damaged_files_give_a_document_or_one_line(self, noise: bytes, at: int):
        data = report_doc()
        at %= len(data)
        with suppress(UnreadableDocumentError):
            assert read_word97(data[:at] + noise + data[at + len(noise) :]).document.blocks


# --- the container ----------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(["WordDocument", "1Table", "Data", "甲"]), st.binary(max_size=9000)))
def test_streams_come_out_as_they_went_in(streams: dict[str, bytes]):
    file = CompoundFile(compound(streams))
    for name, data in streams.items():
        assert file.stream(name) == data
        assert file.stream(name.upper()) == data
    assert file.stream("none") is None


@given(st.binary(max_size=50), st.integers(0, 100_000))
@settings(max_examples=300)
def test_no_container_runs_in_circles(noise: bytes, at: int):
    data = compound({"WordDocument": bytes(5000), "1Table": bytes(100)})
    at %= len(data)
    with suppress(ValueError, struct.error):
        CompoundFile(data[:at] + noise + data[at + len(noise) :]).stream("WordDocument")


def heading(magic: int, version: int, flags: int) -> bytes:
    return compound({"WordDocument": struct.pack("<HH6xH", magic, version, flags) + bytes(5000)})


@pytest.mark.parametrize(
    ("data", "locked", "older"),
    [
        (heading(0xA5EC, 0xC1, 0), False, False),
        (heading(0xA5EC, 0xC1, 0x100), True, False),
        (heading(0xA5EC, 0x68, 0), False, True),
        (heading(0xA5DC, 0x65, 0), False, True),
        (heading(0x1234, 0x65, 0x100), False, False),
        (b"", False, False),
        (compound({}), False, False),
    ],
)
def test_what_the_heading_says(data: bytes, locked: bool, older: bool):
    assert (is_locked(data), is_older(data)) == (locked, older)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (heading(0xA5EC, 0xC1, 0x100), "加了密码"),
        (heading(0xA5EC, 0x68, 0), "Word 97 以前的格式"),
        (heading(0xA5EC, 0xC1, 0), "不完整或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不完整或已损坏"),
    ],
)
def test_one_line_for_what_cannot_be_read(data: bytes, says: str):
    with pytest.raises(UnreadableDocumentError, match=says):
        read_word97(data)


# --- properties -------------------------------------------------------------------------------------------


def test_modifiers_and_their_operands():
    shape_of_row = struct.pack("<HH", 0xD608, 4) + b"\x01\x02\x03"
    tabs = struct.pack("<HB", 0xC615, 2) + b"\x00\x00"
    packed = b"\x16\x24\x01" + shape_of_row + tabs + struct.pack("<HI", 0x6649, 2) + b"\x17\x24"
    assert list(modifiers(packed)) == [
        (0x2416, b"\x01"),
        (0xD608, b"\x01\x02\x03"),
        (0xC615, b"\x00\x00"),
        (0x6649, b"\x02\x00\x00\x00"),
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_modifiers_or_their_end(data: bytes):
    assert sum(2 + len(operand) for _, operand in modifiers(data)) <= len(data)


def test_the_made_container_is_one_for_other_programs_too():
    """Ours is no reader for our own writer alone: xlrd opens what the tests make."""
    from xlrd.compdoc import CompDoc  # noqa: PLC0415 - for this comparison

    data = compound({"WordDocument": b"a" * 5000, "1Table": b"b" * 70})
    other = CompDoc(data, logfile=io.StringIO())
    assert other.get_named_stream("WordDocument")[:5000] == b"a" * 5000
    assert other.get_named_stream("1Table")[:70] == b"b" * 70
