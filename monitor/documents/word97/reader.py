"""A binary Word file from end to end."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from monitor.documents.characters import legible, paragraphs_in
from monitor.documents.kinds import DOC
from monitor.documents.model import Block, Document, Paragraph, UnreadableDocumentError
from monitor.documents.word97.properties import DEPTH, IN_TABLE, INNER_CELL_END, INNER_ROW_END, ROW_END, is_on
from monitor.documents.word97.structure import OldFormatError, WordFile, is_locked
from monitor.documents.word97.tables import Row, blocks_of, shapes_of

_BROKEN: Final = "DOC 文件不完整或已损坏（可能没有下载完），请重新下载。"
_LOCKED: Final = "DOC 文件加了密码，请向发布机关索取不加密的文件。"
_OLD: Final = "DOC 文件是 Word 97 以前的格式；请用办公软件另存为 DOCX 后再查。"
_EMPTY: Final = "DOC 文件里没有文字（或只有图片），请打开文件核对，或重新下载。"
_DEEPEST: Final = 10

_INSTRUCTION: Final = re.compile(r"\x13[^\x13\x14\x15]*\x14?")
_SIGNS: Final = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\x15": None, "\x14": None}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x07\x08\r\x13")
)


def read_word97(data: bytes) -> Document:
    """The document in a DOC or WPS file of Word 97 and later.

    Raises :class:`UnreadableDocumentError` where the file is broken, locked, older or empty.
    """
    if is_locked(data):
        raise UnreadableDocumentError(_LOCKED)
    try:
        file = WordFile(data)
        paragraphs = list(file.paragraphs())
    except OldFormatError as problem:
        raise UnreadableDocumentError(_OLD) from problem
    except (ValueError, struct.error, IndexError, OverflowError) as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    blocks = _Flow().read(paragraphs)
    if not blocks:
        raise UnreadableDocumentError(_EMPTY)
    notes = [note] if (note := file.traces.note()) else []
    return Document(DOC, blocks, notes=notes, traces=file.traces)


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

    def read(self, paragraphs: list[tuple[str, dict[int, bytes]]]) -> list[Block]:
        for text, properties in paragraphs:
            self._go_to(_depth(properties))
            if not self.tables:
                self.blocks.extend(_paragraphs(text))
            elif is_on(properties, ROW_END) or is_on(properties, INNER_ROW_END):
                self._end_row(properties)
            else:
                table = self.tables[-1]
                table.cell.extend(_paragraphs(text))
                if text.endswith("\x07") or is_on(properties, INNER_CELL_END):
                    table.row.cells.append(table.cell)
                    table.cell = []
        self._go_to(0)
        return self.blocks

    def _end_row(self, properties: dict[int, bytes]) -> None:
        table = self.tables[-1]
        table.row.shapes = shapes_of(properties)
        table.rows.append(table.row)
        table.row = Row()

    def _go_to(self, depth: int) -> None:
        """Opens or closes tables until as many are open as the paragraph lies deep."""
        while len(self.tables) < depth:
            self.tables.append(_Open())
        while len(self.tables) > depth:
            table = self.tables.pop()
            if table.row.cells or table.cell:
                table.rows.append(Row([*table.row.cells, table.cell] if table.cell else table.row.cells))
            holder = self.tables[-1].cell if self.tables else self.blocks
            holder.extend(blocks_of(table.rows))


def _depth(properties: dict[int, bytes]) -> int:
    """How many tables a paragraph lies in."""
    if not is_on(properties, IN_TABLE):
        return 0
    stated = int.from_bytes(properties.get(DEPTH, b"\x01"), "little")
    return min(max(stated, 1), _DEEPEST)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    shown = text
    while shown != (without := _INSTRUCTION.sub("", shown)):
        shown = without
    return (Paragraph(part) for part in paragraphs_in(legible(shown.translate(_SIGNS))))
