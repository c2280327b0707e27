"""What tells a table of data from a layout table or a frame, in whatever carrier it stands."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from crawler.text import squash, tidy
from monitor.documents.model import Block, Cell, Paragraph, Table

_MARKERS: Final = re.compile(
    r"信息内容|本年制发件数|本年新制作数量|申请人情况|勾稽关系|予以公开|属于国家秘密|本机关不掌握|信访举报投诉|结转下年度"
    r"|尚未审结|复议后起诉|未经复议直接起诉|第二十条第.{3}项"
)
DOUBTFUL: Final = 0.5
"""Confidence of a cell that two readings spell differently."""

_LEAST_COLUMNS: Final = 2
_SHORT: Final = 60
_PROSE: Final = 300
_SHORT_SHARE: Final = 0.7


def has_marker(text: str) -> bool:
    """Whether the text holds words that stand in the tables of the forms of 2019 and 2021."""
    return bool(_MARKERS.search(squash(text)))


def is_data(rows: Sequence[Sequence[str]], *, holds_table: bool = False) -> bool:
    """Whether cells, row by row, are a table of data: the form's markers, or two columns and more of short cells.

    A grid of one column is a frame whatever it holds; one with prose or with a
    table inside is layout.
    """
    if max((len(row) for row in rows), default=0) < _LEAST_COLUMNS:
        return False
    texts = [text for row in rows for text in row]
    short = [text for text in texts if len(text) <= _SHORT]
    if has_marker("".join(short)):
        return True
    if holds_table or any(len(text) > _PROSE for text in texts):
        return False
    return len(short) >= _SHORT_SHARE * len(texts)


def text_of(blocks: Sequence[Block]) -> str:
    """The text of a cell that holds these blocks, tables in it cell by cell."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts.extend(cell.text for cell in block.cells)
    return tidy(" ".join(parts))


def holds_table(rows: Iterable[Iterable[Sequence[Block]]]) -> bool:
    """Whether a table stands in one of the cells, given row by row as blocks."""
    return any(isinstance(block, Table) for row in rows for cell in row for block in cell)


def grown(cell: Cell, more: str = "", *, down: int = 0, across: int = 0) -> Cell:
    """The cell with a cell merged into it: its text behind, so many rows and columns larger."""
    text = tidy(f"{cell.text} {more}")
    return Cell(text, cell.row, cell.column, cell.rowspan + down, cell.colspan + across)
