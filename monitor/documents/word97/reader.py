"""A binary Word file from end to end."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.kinds import DOC
from monitor.documents.model import Block, Document, Paragraph, UnreadableDocumentError
from monitor.documents.word97.doubts import Doubt
from monitor.documents.word97.fields import Fields
from monitor.documents.word97.properties import (
    DEPTH,
    IN_TABLE,
    INNER_CELL_END,
    INNER_ROW_END,
    ROW_END,
    Properties,
    is_on,
)
from monitor.documents.word97.structure import OldFormatError, WordFile, is_locked
from monitor.documents.word97.tables import Row, blocks_of, is_reshaped, shapes_of

_BROKEN: Final = "DOC 文件不完整或已损坏（可能没有下载完），请重新下载。"
_LOCKED: Final = "DOC 文件加了密码，请向发布机关索取不加密的文件。"
_OLD: Final = "DOC 文件是 Word 97 以前的格式；请用办公软件另存为 DOCX 后再查。"
_EMPTY: Final = "DOC 文件里没有文字（或只有图片），请打开文件核对，或重新下载。"
_DEEPEST: Final = 10

_SIGNS: Final = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x07\x08\r")
)
_PICTURES: Final = frozenset("\x01\x08")
"""A picture in the line, a drawing beside it."""


class Word97(NamedTuple):
    """A document, and why it may lack something; without doubts it is what people see."""

    document: Document
    doubts: frozenset[Doubt]


def read_word97(data: bytes) -> Word97:
    """The document in a DOC or WPS file of Word 97 and later.

    Raises :class:`UnreadableDocumentError` where the file is broken, locked, older or empty.
    """
    if is_locked(data):
        raise UnreadableDocumentError(_LOCKED)
    try:
        file = WordFile(data)
        flow = _Flow()
        blocks = flow.read(file.paragraphs())
    except OldFormatError as problem:
        raise UnreadableDocumentError(_OLD) from problem
    except (ValueError, struct.error, IndexError, OverflowError) as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    if not blocks:
        raise UnreadableDocumentError(_EMPTY)
    notes = [note] if (note := file.traces.note()) else []
    document = Document(DOC, blocks, file.meta, notes=notes, traces=file.traces)
    return Word97(document, frozenset(file.doubts | flow.doubts))


@dataclass(slots=True)
class _Open:
    """A table being read: its rows, and the row and cell that are not at their end yet."""

    rows: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=Row)
    cell: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """The blocks in reading order, and the tables that are open, one inside another."""

    blocks: list[Block] = field(default_factory=list)
    tables: list[_Open] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    doubts: set[Doubt] = field(default_factory=set)

    def read(self, paragraphs: Iterable[tuple[str, Properties]]) -> list[Block]:
        for text, found in paragraphs:
            properties = dict(found)
            self._go_to(_depth(properties))
            if not self.tables:
                self.blocks.extend(self._paragraphs(text))
            elif is_on(properties, ROW_END) or is_on(properties, INNER_ROW_END):
                self._end_row(found)
            else:
                table = self.tables[-1]
                table.cell.extend(self._paragraphs(text))
                if text.endswith("\x07") or is_on(properties, INNER_CELL_END):
                    table.row.cells.append(table.cell)
                    table.cell = []
        self._go_to(0)
        if not self.fields.are_sound or self.fields.are_open:
            self.doubts.add(Doubt.FIELDS)
        return self.blocks

    def _paragraphs(self, text: str) -> list[Paragraph]:
        shown = self.fields.shown(text)
        if not _PICTURES.isdisjoint(shown):
            self.doubts.add(Doubt.PICTURES)
        return [Paragraph(part) for part in paragraphs_in(legible(shown.translate(_SIGNS)))]

    def _end_row(self, properties: Properties) -> None:
        table = self.tables[-1]
        table.row.shapes = shapes_of(properties)
        if len(table.row.shapes) != len(table.row.cells) or table.cell or is_reshaped(properties):
            self.doubts.add(Doubt.TABLES)
        table.rows.append(table.row)
        table.row = Row()

    def _go_to(self, depth: int) -> None:
        """Opens or closes tables until as many are open as the paragraph lies deep."""
        while len(self.tables) < depth:
            self.tables.append(_Open())
        while len(self.tables) > depth:
            table = self.tables.pop()
            if table.row.cells or table.cell:
                self.doubts.add(Doubt.TABLES)
                table.rows.append(Row([*table.row.cells, table.cell] if table.cell else table.row.cells))
            holder = self.tables[-1].cell if self.tables else self.blocks
            holder.extend(blocks_of(table.rows))


def _depth(properties: dict[int, bytes]) -> int:
    """How many tables a paragraph lies in."""
    if not is_on(properties, IN_TABLE):
        return 0
    stated = int.from_bytes(properties.get(DEPTH, b"\x01"), "little")
    return min(max(stated, 1), _DEEPEST)
