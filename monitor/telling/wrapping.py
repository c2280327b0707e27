"""Lines of Chinese and English set to a width in columns of a terminal: a Chinese character takes two.

Knows the standard library alone; no library at hand breaks lines between Chinese characters and keeps numbers whole.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

_PIECE: Final = re.compile(r"[\w.,:/%+\-=≠@#?&～~]*[\w/%+\-=≠@#]|.", re.ASCII)
"""What is not broken: a number, a word or an address, else one character."""
_CLOSING: Final = "，。；：、！？）】》”’…％,;:.!?)]}"
"""What never begins a line; it stays with what it follows."""
_OPENING: Final = "（【《“‘([{"
"""What never ends one."""


def width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str, columns: int, *, indent: str = "", hanging: str = "") -> list[str]:
    """The text in lines of at most so many columns, the first behind ``indent``, the others behind ``hanging``.

    All of the text is there, but for blanks where a line is broken. What has no place in a whole line is cut through.
    """
    lines, line, lead = [], indent, len(indent)
    for piece in _pieces(text, columns - max(width(indent), width(hanging))):
        if width(line) + width(piece.rstrip()) > columns and line[lead:].strip():
            lines.append(line.rstrip())
            line, lead = hanging, len(hanging)
            piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with the blank at which the last one was broken
        line += piece
    return [*lines, line.rstrip()]


def wrap_clauses(text: str, joint: str, columns: int) -> list[str]:
    """The text in lines broken behind a joint of clauses; a clause with no place in a whole line is wrapped."""
    *firsts, last = text.split(joint)
    lines: list[str] = []
    for clause in (*(f"{first}{joint}" for first in firsts), last):
        if lines and width(lines[-1]) + width(clause.rstrip()) <= columns:
            lines[-1] += clause
        else:
            lines.append(clause)
    return [piece for line in lines for piece in wrap(line.rstrip(), columns)]


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of as many cells each, one a line, their columns below each other."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (text + " " * (wide - width(text)) for text, wide in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _pieces(text: str, longest: int) -> Iterator[str]:
    """What stays together in a line, none of it wider than ``longest``."""
    held = ""
    for piece in (found[0] for found in _PIECE.finditer(text)):
        if held and not (piece[0] in _CLOSING or held[-1] in _OPENING):
            yield from _cut(held, longest)
            held = ""
        held += piece
    yield from _cut(held, longest)


def _cut(piece: str, longest: int) -> Iterator[str]:
    part = ""
    for character in piece:
        if part and width(part) + width(character) > longest:
            yield part
            part = ""
        part += character
    yield part
