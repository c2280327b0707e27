"""A document as one tape: its words without a gap, and its numbers beside them at the places where they stand.

People copy tables in many ways: labels broken by line ends or by their own
numbers, strokes, blank lines and feet of pages between cells. On the tape none
of that is left: a label is one word again, and what differs is only which
numbers stand behind it and on which lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from monitor.documents.model import CERTAIN, Box, Cell, Picture
from monitor.documents.tables import is_foot, is_furniture
from monitor.reports.cells import is_value, meaning
from monitor.reports.headings import is_heading_line
from monitor.reports.line_tokens import ZEROS, Token, folded_line, tokens_of
from monitor.reports.loose import Value
from monitor.reports.model import CellState
from monitor.reports.parts import Item, Line, TablePart, distinct

UNKNOWN: Final = "#"
"""Stands among the words for a number that belongs to a text (2个系统, 2023年)."""
_NONES: Final = {"无": "正法", "暂无": "", "没有": "现"}
"""Words for none, each with the characters by which the rest of a label goes on behind it."""
_NONE: Final = re.compile("|".join(sorted(_NONES, key=len, reverse=True)))
_ALL_NONES: Final = re.compile(f"(?:{_NONE.pattern})+")
_DIGIT: Final = re.compile(r"\d")
_BRACKETED: Final = re.compile(r"（(?![一二三四五六七八九十]{1,2}）)[^（）]*(?:\d|其中|含|包括)[^（）]*）")
"""A remark on the number above it, on a line of its own."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place on a tape: how many characters of words and how many values stand before it."""

    at: int
    order: int


@dataclass(slots=True)
class Tape:
    """The words of a document in one string, and beside it what else stands there, by the place in the string."""

    words: str = ""
    values: list[Value] = field(default_factory=list)
    breaks: list[Mark] = field(default_factory=list)
    """Headings, pictures and tables already read, over which no table reaches."""
    stops: list[Mark] = field(default_factory=list)
    """Ends of sentences."""
    numbered: dict[int, str] = field(default_factory=dict)
    """The digit that numbers the word which begins there (``3.其他``)."""
    starts: set[int] = field(default_factory=set)
    """Places where a line or a cell begins."""
    items: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """For every character of the words its item, its place in the item's text, and its line or row."""


def tape_of(items: Sequence[Item], *, read: frozenset[int] = frozenset()) -> Tape:
    """The items on one tape; those whose indices are in ``read`` are not on it and part what is around them."""
    writer = _Writer()
    for at, item in enumerate(items):
        if at in read or isinstance(item, Picture):
            writer.part()
        elif isinstance(item, Line):
            writer.line(at, item)
        else:
            for row in _rows_once(item):
                writer.row(at, row)
    return writer.finish()


def _rows_once(part: TablePart) -> Iterator[list[Cell]]:
    """The rows of a part, a cell that reaches over several rows only in the first."""
    seen: set[int] = set()
    for row in part.rows:
        cells = [cell for cell in distinct(row) if id(cell) not in seen]
        seen.update(id(cell) for cell in cells)
        yield cells


@dataclass(slots=True)
class _Writer:
    """Writes a tape line by line."""

    tape: Tape = field(default_factory=Tape)
    words: list[str] = field(default_factory=list)
    number: int = 0
    """The line or row that is being written, and where it stands:"""
    item: int = 0
    page: int | None = None
    box: Box | None = None
    none: Value | None = None
    """无 that stands by itself, as long as what comes behind it may make it the first character of a label."""

    def part(self) -> None:
        """Marks that no table reaches over this place."""
        self._tell_none()
        self.tape.breaks.append(self._mark())

    def line(self, item: int, line: Line) -> None:
        """Writes a line of text."""
        self.number += 1
        self.item, self.page, self.box = item, line.page, line.box
        if is_heading_line(line.text):
            self.part()
            return
        first, words = len(self.tape.values), len(self.words)
        self._text(line.text)
        self._settle(first, words)

    def row(self, item: int, cells: Sequence[Cell]) -> None:
        """Writes a row of a table cell by cell."""
        self.number += 1
        first, words = len(self.tape.values), len(self.words)
        for cell in cells:
            self.item, self.page, self.box = item, cell.page, cell.box
            if len(cells) > 1 and _is_one(cell.text):
                text = cell.text.strip()
                self._tell_none()
                self.tape.values.append(replace(self._value(Token("value", text, 0, 0), cell.confidence), cell=True))
            else:
                self._text(cell.text, cell.confidence, beside=len(cells) > 1)
        self._settle(first, words)

    def finish(self) -> Tape:
        """The tape as written."""
        self._tell_none()
        self.tape.words = "".join(self.words)
        return self.tape

    def _mark(self) -> Mark:
        return Mark(len(self.words), len(self.tape.values))

    def _settle(self, first: int, words: int) -> None:
        """Marks a value that is all that stands on its line."""
        values = self.tape.values
        if len(self.words) == words and self.none is not None and len(values) == first:
            self.none = replace(self.none, alone=True)
        elif len(self.words) == words and self.none is None and len(values) == first + 1:
            values[first] = replace(values[first], alone=True)

    def _text(self, text: str, confidence: float = CERTAIN, *, beside: bool = False) -> None:
        """Writes a text; ``beside`` other cells no numbers are the foot of a page."""
        bare = folded_line(text)
        if (is_furniture(bare) and not (beside and _DIGIT.search(bare))) or _BRACKETED.fullmatch(bare):
            return
        foot = is_foot(bare)
        self.tape.starts.add(len(self.words))
        for token in tokens_of(text):
            self._tell_none(token)
            if nones := _nones_of(token):
                for none in nones:
                    self._tell_none()
                    self.none = self._value(none, confidence)
            elif token.kind == "value":
                self.tape.values.append(replace(self._value(token, confidence), foot=foot))
            elif token.kind == "number":
                self.tape.numbered[len(self.words)] = token.text
            elif token.kind == "stop":
                self.tape.stops.append(self._mark())
            else:
                self._word(token.text if token.kind == "word" else UNKNOWN, token.start)

    def _tell_none(self, behind: Token | None = None) -> None:
        """Writes 无 that stood by itself: as a value, or as the word it is where the rest of a label is behind it."""
        none, self.none = self.none, None
        if none is None:
            return
        if behind is not None and behind.kind == "word" and behind.text[0] in _NONES[none.text]:
            self._word(none.text, none.start)
        else:
            self.tape.values.append(replace(none, at=len(self.words), order=len(self.tape.values)))

    def _value(self, token: Token, confidence: float) -> Value:
        return Value(
            token.text,
            len(self.words),
            len(self.tape.values),
            self.item,
            self.number,
            token.start,
            token.end,
            self.page,
            self.box,
            confidence,
            after_comma=token.comma,
            thousands=token.thousands,
            word_before=token.touched,
            word_behind=token.touching,
            numbering=token.numbering,
        )

    def _word(self, text: str, start: int) -> None:
        self.words.extend(text)
        self.tape.items.extend([self.item] * len(text))
        self.tape.places.extend(range(start, start + len(text)))
        self.tape.lines.extend([self.number] * len(text))


def _nones_of(token: Token) -> list[Token]:
    """The words for none that a token is, each by itself; empty where it is anything else or touches another word."""
    if token.kind != "word" or token.touched or token.touching or not _ALL_NONES.fullmatch(token.text):
        return []
    return [
        replace(token, text=found[0], start=token.start + found.start(), end=token.start + found.end())
        for found in _NONE.finditer(token.text)
    ]


def _is_one(text: str) -> bool:
    """Whether a cell holds one value and not those of a whole row."""
    state = meaning(text)[0]
    several = state is CellState.SYMBOL and len(text.strip()) > len("——") and not ZEROS & {*text}
    return is_value(text) and state is not CellState.UNSURE and not several
