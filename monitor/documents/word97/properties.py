"""Single property modifiers (sprm): what a paragraph, a run or a table row of a binary Word file differs in.

Source: [MS-DOC], sections 2.2.5 and 2.6.
"""

import struct
from collections.abc import Iterator
from typing import Final

IN_TABLE: Final = 0x2416
ROW_END: Final = 0x2417
DEPTH: Final = 0x6649
INNER_CELL_END: Final = 0x244B
INNER_ROW_END: Final = 0x244C
ELSEWHERE: Final = frozenset({0x6645, 0x6646, 0x646B})
"""The properties, or those of the table, stand in the data stream at that place."""
ROW_SHAPE: Final = 0xD608
ROW_MERGE_DOWN: Final = 0xD62B
ROW_MERGE_ACROSS: Final = 0x5624
DELETED: Final = 0x0800
INSERTED: Final = 0x0801
HIDDEN: Final = 0x083C
SYMBOL: Final = 0x6A09
"""Font and character that stand in place of a sign."""

_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABS: Final = 0xC615
_LONG: Final = 255


def modifiers(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Every modifier with its operand; a list that breaks off ends there."""
    at = 0
    while at + 2 <= len(properties):
        (code,) = struct.unpack_from("<H", properties, at)
        begin, length = _operand(code, properties, at + 2)
        operand = properties[begin : begin + length]
        if len(operand) < length:
            return
        yield code, operand
        at = begin + length


def is_on(properties: dict[int, bytes], code: int) -> bool:
    """Whether a switch is set, for the paragraph or run itself."""
    return properties.get(code) == b"\x01"


def is_deleted(properties: dict[int, bytes]) -> bool:
    """Whether a run is deleted in tracked changes: set, or the opposite of its style, which never is."""
    return properties.get(DELETED) in {b"\x01", b"\x81"}


def _operand(code: int, properties: bytes, at: int) -> tuple[int, int]:
    """Where the operand begins and how long it is."""
    if code >> 13 != 6:  # noqa: PLR2004 - six: the length is written before the operand
        return at, _SIZES[code >> 13]
    if code == ROW_SHAPE:
        length = int.from_bytes(properties[at : at + 2], "little")
        return at + 2, max(length - 1, 0)
    length = int.from_bytes(properties[at : at + 1], "little")
    if code == _TABS and length == _LONG:
        deleted = int.from_bytes(properties[at + 1 : at + 2], "little")
        added = int.from_bytes(properties[at + 2 + 4 * deleted : at + 3 + 4 * deleted], "little")
        return at + 1, 2 + 4 * deleted + 3 * added
    return at + 1, length
