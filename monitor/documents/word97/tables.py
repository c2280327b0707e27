"""The tables of a binary Word file: cells end with a sign, rows with a paragraph that says how wide they are.

Source: [MS-DOC], sections 2.4.3 (tables) and 2.9.318-2.9.320 (shape of a row).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from monitor.documents.model import Block, Cell, Table
from monitor.documents.tables import grown, holds_table, is_data, text_of
from monitor.documents.word97.properties import RESHAPED, ROW_MERGE_ACROSS, ROW_MERGE_DOWN, ROW_SHAPE, Properties

_NEAR: Final = 40
"""Twips (twentieths of a point) within which two cells begin at the same column."""
_CELL_FORM: Final = 20
"""Bytes that describe a cell of a row."""
_ACROSS, _DOWN, _DOWN_FIRST = 0x02, 0x20, 0x40


@dataclass(frozen=True, slots=True)
class CellShape:
    """Left and right side of a cell in twips; whether it goes on a cell above, or the one before it."""

    left: int
    right: int
    goes_on_above: bool = False
    goes_on_before: bool = False


@dataclass(slots=True)
class Row:
    """A row being read: the blocks of its cells, and their shapes, none where the file does not tell."""

    cells: list[list[Block]] = field(default_factory=list)
    shapes: list[CellShape] = field(default_factory=list)


def shapes_of(properties: Properties) -> list[CellShape]:
    """The shapes of the cells of a row by the properties of its end."""
    sides: tuple[int, ...] = ()
    forms: list[int] = []
    for code, operand in properties:
        if code == ROW_SHAPE:
            sides, forms = _shape(operand)
        elif code == ROW_MERGE_DOWN:
            _merge_down(forms, operand)
        elif code == ROW_MERGE_ACROSS:
            _merge_across(forms, operand)
    return [
        CellShape(sides[at], sides[at + 1], bool(form & _DOWN and not form & _DOWN_FIRST), bool(form & _ACROSS))
        for at, form in enumerate(forms)
    ]


def is_reshaped(properties: Properties) -> bool:
    """Whether the cells of a row were changed after the row was given its shape."""
    codes = [code for code, _ in properties]
    shaped = max((at for at, code in enumerate(codes) if code == ROW_SHAPE), default=-1)
    return not RESHAPED.isdisjoint(codes[shaped + 1 :])


def _shape(shape: bytes) -> tuple[tuple[int, ...], list[int]]:
    """The sides of the cells, and what each is merged with; none where the shape is cut off."""
    count = shape[0] if shape else 0
    if not count or len(shape) < 1 + 2 * (count + 1):
        return (), []
    sides = struct.unpack_from(f"<{count + 1}h", shape, 1)
    return sides, [_flags(shape, 1 + 2 * (count + 1) + _CELL_FORM * number) for number in range(count)]


def _flags(shape: bytes, at: int) -> int:
    return int.from_bytes(shape[at : at + 2], "little")


def _merge_down(forms: list[int], operand: bytes) -> None:
    """A merge downward that was made after the row was given its shape."""
    if len(operand) >= 2 and operand[0] < len(forms):  # noqa: PLR2004 - cell and kind of merge
        forms[operand[0]] = forms[operand[0]] & ~(_DOWN | _DOWN_FIRST) | (operand[1] & 3) * _DOWN


def _merge_across(forms: list[int], operand: bytes) -> None:
    """The same with the cells beside one another."""
    if len(operand) >= 2:  # noqa: PLR2004 - first cell, and the cell behind the last
        for at in range(operand[0] + 1, min(operand[1], len(forms))):
            forms[at] |= _ACROSS


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """A table of data as a table, a frame as what stands in it."""
    texts = [[text_of(cell) for cell in row.cells] for row in rows]
    if not is_data(texts, holds_table=holds_table(row.cells for row in rows)):
        yield from (block for row in rows for cell in row.cells for block in cell)
    elif all(len(row.shapes) == len(row.cells) for row in rows):
        yield Table(tuple(_grid(rows, texts)))
    else:
        cells = [Cell(text, row, at) for row, listed in enumerate(texts) for at, text in enumerate(listed)]
        yield Table(tuple(cells), ragged=True)


def _grid(rows: Sequence[Row], texts: Sequence[Sequence[str]]) -> list[Cell]:
    """The cells with their spans; a cell merged downward grows with every row that continues it."""
    columns = _columns([side for row in rows for shape in row.shapes for side in (shape.left, shape.right)])
    done: list[Cell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        open_here: dict[int, int] = {}
        for shape, text in zip(row.shapes, texts[number], strict=True):
            first, after = columns[shape.left], columns[shape.right]
            if shape.goes_on_before and open_here:
                last = max(open_here.values())
                done[last] = grown(done[last], text, across=after - first)
            elif shape.goes_on_above and first in above:
                done[above[first]] = grown(done[above[first]], text, down=1)
                open_here[first] = above[first]
            else:
                open_here[first] = len(done)
                done.append(Cell(text, number, first, 1, max(after - first, 1)))
        above = open_here
    return done


def _columns(sides: Sequence[int]) -> dict[int, int]:
    """The column that begins at every side; sides close together are one."""
    columns: dict[int, int] = {}
    last: int | None = None
    number = -1
    for side in sorted(set(sides)):
        if last is None or side - last > _NEAR:
            number += 1
            last = side
        columns[side] = number
    return columns
