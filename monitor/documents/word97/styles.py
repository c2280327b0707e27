"""What the styles of a binary Word file bring along: automatic numbers and hidden text.

Source: [MS-DOC], sections 2.9.271 (style sheet), 2.9.260 (style), 2.9.337-2.9.339 (its properties).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.documents.word97.properties import HIDDEN, LIST, is_on, modifiers

NO_STYLE: Final = 0x0FFF
_PARAGRAPH, _CHARACTER = 1, 2
_STYLES_MOST: Final = 4095
_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style: the one it rests on, and its properties of paragraphs and of characters."""

    base: int
    paragraph: dict[int, bytes]
    characters: dict[int, bytes]


class StyleSheet:
    """The styles by their numbers; struct.error where the sheet is damaged."""

    def __init__(self, sheet: bytes) -> None:
        self._styles = dict(_styles(sheet)) if sheet else {}

    def list_of(self, number: int) -> int:
        """The list that paragraphs of a style stand in, 0 where they stand in none."""
        stated = next((style.paragraph[LIST] for style in self._chain(number) if LIST in style.paragraph), b"")
        return int.from_bytes(stated, "little")

    def hides(self, number: int) -> bool:
        """Whether a style, or one it rests on, has hidden text."""
        return any(is_on(style.characters, HIDDEN) for style in self._chain(number))

    def _chain(self, number: int) -> Iterator[Style]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(number)
            if style is None:
                return
            yield style
            number = style.base


def _styles(sheet: bytes) -> Iterator[tuple[int, Style]]:
    head, count, base = struct.unpack_from("<HHH", sheet, 0)
    at = 2 + head
    for number in range(min(count, _STYLES_MOST)):
        (length,) = struct.unpack_from("<H", sheet, at)
        if length:
            yield number, _style(sheet[at + 2 : at + 2 + length], base)
        at += 2 + length + length % 2


def _style(data: bytes, fixed: int) -> Style:
    """A style out of its bytes: a fixed part, its name, and one list of properties after another."""
    kind, (_, above, lists) = data[2] & 0xF, struct.unpack_from("<HHH", data, 0)
    at = fixed + 4 + 2 * struct.unpack_from("<H", data, fixed)[0]
    parts = list(_parts(data, at, lists & 0xF))
    empty = parts + [b""] * 2
    paragraph = empty[0][2:] if kind == _PARAGRAPH else b""
    characters = empty[1] if kind == _PARAGRAPH else empty[0] if kind == _CHARACTER else b""
    return Style(above >> 4, dict(modifiers(paragraph)), dict(modifiers(characters)))


def _parts(data: bytes, at: int, count: int) -> Iterator[bytes]:
    for _ in range(count):
        if at + 2 > len(data):
            return
        (length,) = struct.unpack_from("<H", data, at)
        yield data[at + 2 : at + 2 + length]
        at += 2 + length + length % 2
