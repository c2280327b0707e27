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

LIST: Final = 0x460B
"""The list that numbers the paragraph."""
STYLE_OF_RUN: Final = 0x4A30
FORMATTED: Final = frozenset({0xCA57, 0xCA89, 0xC63F, 0xC66F, 0xD667})
"""Tracked changes of formats."""
RESHAPED: Final = frozenset({0x7621, 0x5622, 0x7623, 0x5625, 0x9601})
"""Cells put in, taken out, split, moved: a shape of the row that follows them is the outcome."""
RIGHT_TO_LEFT: Final = frozenset({0x560B, 0x5664})
"""Whether the cells of a row stand from right to left."""


def _codes(listed: str) -> frozenset[int]:
    return frozenset(int(code, 16) for code in listed.split())


_LOOKS_OF_CHARACTERS: Final = _codes(
    "0802 4804 6805 6a03 0806 4807 080a 2a0c 0811 6815 6816 6817 4a30 2a34 0835 0836 0837 0838 0839 083a 083b 2a3e "
    "8840 2a42 4a43 4845 2a48 484b 484e 4a4f 4a50 4a51 4852 2a53 0854 0855 0856 0858 2859 085a 085c 085d 4a5e "
    "485f 4a60 4a61 4863 6864 6865 4866 4867 0868 486d 486e 286f 6870 ca71 ca72 4873 4874 0875 ca76 6877 ca78 "
    "2879 0882 2a83 ca85 2a86 6887 4888 4a3d 4a41"
)
"""Font, size, colour, language, author and time of a change: nothing of what the text says."""
_LOOKS_OF_PARAGRAPHS: Final = _codes(
    "2403 2404 2405 2406 2407 2408 2409 260a 240c c60d 840e 840f 4610 8411 6412 a413 a414 c615 8418 8419 841a "
    "261b 461c 461d 461e 461f 4620 4621 4622 2423 6424 6425 6426 6427 6428 6629 242a 442b 442c 442d 842e 842f "
    "2430 2431 2433 2434 2435 2436 2437 2438 4439 443a 243b 2640 2441 2444 2447 2448 c64d c64e c64f c650 c651 "
    "c652 c653 4455 4456 4457 4458 4459 245a 245b 245c 845d 845e 465f 8460 2461 2462 2664 6465 c666 6467 c66c "
    "246d 2470 2471"
)
"""Indents, spacing, borders, tabs, place on the page."""
_LOOKS_OF_TABLES: Final = _codes(
    "5400 9602 3403 3404 d605 9407 d609 740a d60c 740c 360d 940e 940f 9410 9411 d612 d613 f614 3615 d616 f617 "
    "f618 3619 d61a d61b d61c d61d 941e 941f d620 d626 7627 7628 7629 d62a d62c d62d d62e d62f d632 d633 d634 "
    "d635 f636 d639 563a d63e d642 d660 f661 d662 3465 3466 3668 7469 d66a d670 d671 d672 7479 347c 347d d47f "
    "d680 d681 d682 d683 d684 d685 d686 d687 3488 3489 548a"
)
"""Borders, shades, widths that are wished for, place on the page."""
_READ: Final = frozenset(
    {IN_TABLE, ROW_END, DEPTH, INNER_CELL_END, INNER_ROW_END, ROW_SHAPE, ROW_MERGE_DOWN, ROW_MERGE_ACROSS}
    | {DELETED, INSERTED, HIDDEN, SYMBOL, LIST}
)
KNOWN: Final = (
    _LOOKS_OF_CHARACTERS
    | _LOOKS_OF_PARAGRAPHS
    | _LOOKS_OF_TABLES
    | _READ
    | ELSEWHERE
    | FORMATTED
    | RIGHT_TO_LEFT
    | RESHAPED
)
"""Every modifier whose effect on the text is known; any other may change what people see."""

_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABS: Final = 0xC615
_LONG: Final = 255


Properties = list[tuple[int, bytes]]
"""Modifiers with their operands in order; a later one counts more."""


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
    """Whether a switch is set: for the paragraph or run itself, or as the opposite of its style, which has it off."""
    return properties.get(code) in {b"\x01", b"\x81"}


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
