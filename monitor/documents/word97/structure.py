"""Where a binary Word file keeps its text and the properties of paragraphs and runs.

Source: [MS-DOC], sections 2.4.1 (text), 2.4.6 (properties), 2.5 (file information block), 2.9 (formatted pages).
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from monitor.documents.model import Traces
from monitor.documents.word97.doubts import Doubt
from monitor.documents.word97.ole import CompoundFile
from monitor.documents.word97.properties import (
    DELETED,
    ELSEWHERE,
    FORMATTED,
    HIDDEN,
    INSERTED,
    KNOWN,
    LIST,
    RIGHT_TO_LEFT,
    ROW_END,
    STYLE_OF_RUN,
    SYMBOL,
    Properties,
    is_on,
    modifiers,
)
from monitor.documents.word97.styles import StyleSheet
from monitor.documents.word97.summary import properties_of

_MAGIC: Final = 0xA5EC
_MAGICS: Final = frozenset({_MAGIC, 0xA5DC})
"""The second one is that of Word 6 and 95."""
_FIRST_VERSION: Final = 0xC1
"""Word 97; files of older programs are laid out otherwise."""
_LOCKED: Final = 0x0100
_TABLE_ONE: Final = 0x0200
_TEXT_LENGTH: Final = 0x4C
_BOX_TEXT_LENGTH: Final = 0x64
_STYLES: Final = 0xA2
_RUN_PAGES: Final = 0xFA
_PARAGRAPH_PAGES: Final = 0x102
_COMMENTS: Final = 0xBA
_COMMENT_SIZE: Final = 34
_PIECES: Final = 0x1A2
_PAGE: Final = 512
_STANDS_FOR_SYMBOL: Final = "("
_STYLE: Final = 2
"""Bytes that name the style, before a paragraph's own properties."""
_LISTS_MOST: Final = 0x07FE
"""Numbers of lists; those above say that a number is not shown."""
_TEXT_MOST: Final = 5_000_000
_COMPRESSED: Final = 0x40000000
_PLACE: Final = 0x3FFFFFFF
_WIDE: Final = 2
"""Bytes a character, where it is not one."""


class OldFormatError(ValueError):
    """The file was made by a program older than Word 97."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Properties that hold from one place of the file to the next."""

    start: int
    end: int
    properties: bytes
    style: int = 0


@dataclass(frozen=True, slots=True)
class _Odd:
    """A run that is not seen as it is written: what is seen instead, nothing where it is deleted or hidden."""

    start: int
    end: int
    instead: str


class WordFile:
    """The main text of the file, one paragraph after another; ValueError or struct.error where it is damaged.

    ``doubts`` tells, once the paragraphs are read, what may have been missed.
    """

    def __init__(self, data: bytes) -> None:
        container = CompoundFile(data)
        self._main = container.stream("WordDocument") or b""
        magic, version = struct.unpack_from("<HH", self._main, 0)
        if magic not in _MAGICS:
            raise ValueError("not a binary Word file")
        if version < _FIRST_VERSION:
            raise OldFormatError("older than Word 97")
        (flags,) = struct.unpack_from("<H", self._main, 10)
        self._table = container.stream("1Table" if flags & _TABLE_ONE else "0Table") or b""
        self._data = container.stream("Data") or b""
        self.meta = properties_of(container.stream("\x05SummaryInformation") or b"")
        (self._length,) = struct.unpack_from("<I", self._main, _TEXT_LENGTH)
        self.doubts: set[Doubt] = set()
        self._note(Doubt.BOXES, any(self._main[_BOX_TEXT_LENGTH : _BOX_TEXT_LENGTH + 4]))
        self._styles = self._style_sheet()
        self._paragraphs = sorted(self._pages(_PARAGRAPH_PAGES, _paragraph_spans), key=_start)
        runs = [(run, dict(modifiers(run.properties))) for run in self._pages(_RUN_PAGES, _run_spans)]
        self._odd = sorted((odd for run, found in runs for odd in _oddity(run, found)), key=_start)
        self.traces = self._traces([found for _, found in runs])

    def _note(self, doubt: Doubt, holds: bool) -> None:
        if holds:
            self.doubts.add(doubt)

    def _style_sheet(self) -> StyleSheet:
        try:
            return StyleSheet(self._block(_STYLES))
        except (struct.error, IndexError):
            self.doubts.add(Doubt.STYLES)
            return StyleSheet(b"")

    def _traces(self, runs: list[dict[int, bytes]]) -> Traces:
        """What is left of editing, in the properties of runs and paragraphs."""
        for found in runs:
            self._note(Doubt.PROPERTIES, not KNOWN.issuperset(found))
            style = int.from_bytes(found.get(STYLE_OF_RUN, b""), "little")
            self._note(Doubt.STYLES, bool(style) and self._styles.hides(style))
        paragraphs = [dict(modifiers(paragraph.properties)) for paragraph in self._paragraphs]
        deleted = [is_on(found, DELETED) for found in runs]
        return Traces(
            inserted=sum(is_on(found, INSERTED) for found in runs),
            deleted=sum(deleted),
            formatted=sum(
                found[code][:1] == b"\x01" for found in (*runs, *paragraphs) for code in FORMATTED & found.keys()
            ),
            comments=self._comments(),
            hidden=sum(is_on(found, HIDDEN) and not gone for found, gone in zip(runs, deleted, strict=True)),
        )

    def _comments(self) -> int:
        """How many comments there are ([MS-DOC] 2.8.7: 4 bytes for each place and one more, 30 for each comment)."""
        size = int.from_bytes(self._main[_COMMENTS + 4 : _COMMENTS + 8], "little")
        return max(size - 4, 0) // _COMMENT_SIZE

    def paragraphs(self) -> Iterator[tuple[str, Properties]]:
        """Every paragraph with its end sign, and its properties.

        The end of a row is an end whatever is said of it: it takes the looks of the last cell.
        """
        text: list[str] = []
        for sign, place in self._characters():
            shown = self._shown(sign, place)
            text.append(sign if sign in "\r\x07" else shown)
            if sign in "\r\x07\x0c":
                found = self._properties(place)
                self._note(Doubt.REVISIONS, not shown and not is_on(dict(found), ROW_END))
                yield _joined(text), found
                text = []
        if text:
            self.doubts.add(Doubt.PIECES)
            yield _joined(text), []

    def _shown(self, sign: str, place: int) -> str:
        """What people see of a sign: nothing where it is deleted or hidden, another one where it stands for that."""
        at = bisect_right(self._odd, place, key=_start) - 1
        if at < 0 or place >= self._odd[at].end:
            return sign
        instead = self._odd[at].instead
        return instead if not instead or sign == _STANDS_FOR_SYMBOL else sign

    def _characters(self) -> Iterator[tuple[str, int]]:
        """The characters of the main text with their places in the file."""
        left = min(self._length, _TEXT_MOST)
        self._note(Doubt.PIECES, self._length > _TEXT_MOST)
        for count, place, width in self._pieces():
            raw = self._main[place : place + min(count, left) * width]
            self._note(Doubt.PIECES, len(raw) < min(count, left) * width)
            for at, sign in enumerate(_units(raw) if width == _WIDE else raw.decode("cp1252", "replace")):
                yield sign, place + at * width
            left -= count
            if left <= 0:
                return
        self.doubts.add(Doubt.PIECES)

    def _pieces(self) -> Iterator[tuple[int, int, int]]:
        """The pieces of text in order: count of characters, place in the file, bytes a character."""
        block = self._block(_PIECES)
        at = 0
        while at < len(block) and block[at] == 1:
            self.doubts.add(Doubt.PIECES)
            at += 3 + int.from_bytes(block[at + 1 : at + 3], "little")
        (size,) = struct.unpack_from("<I", block, at + 1)
        count = (size - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", block, at + 5)
        for number in range(count):
            place, changed = struct.unpack_from("<IH", block, at + 5 + 4 * (count + 1) + 8 * number + 2)
            self._note(Doubt.PIECES, bool(changed))
            if place & _COMPRESSED:
                yield bounds[number + 1] - bounds[number], (place & _PLACE) // 2, 1
            else:
                yield bounds[number + 1] - bounds[number], place & _PLACE, _WIDE

    def _block(self, where: int) -> bytes:
        """A part of the table stream by the place of its place in the heading."""
        start, length = struct.unpack_from("<II", self._main, where)
        return self._table[start : start + length]

    def _pages(self, where: int, read: Callable[[bytes], list[_Span] | None]) -> Iterator[_Span]:
        """The spans of all formatted pages of one kind."""
        block = self._block(where)
        count = (len(block) - 4) // 8
        for number in struct.unpack_from(f"<{max(count, 0)}I", block, 4 * (count + 1)):
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            spans = read(page) if len(page) == _PAGE else None
            self._note(Doubt.TABLES, spans is None)
            yield from spans or ()

    def _properties(self, place: int) -> Properties:
        """The properties of the paragraph that ends at a place."""
        at = bisect_right(self._paragraphs, place, key=_start) - 1
        if at < 0 or place >= self._paragraphs[at].end:
            self.doubts.add(Doubt.TABLES)
            return []
        found = list(self._modifiers(self._paragraphs[at].properties))
        self._judge(self._paragraphs[at].style, dict(found))
        return found

    def _judge(self, style: int, found: dict[int, bytes]) -> None:
        """Notes what a paragraph's properties leave in doubt."""
        self._note(Doubt.PROPERTIES, not KNOWN.issuperset(found))
        self._note(Doubt.TABLES, any(any(found[code]) for code in RIGHT_TO_LEFT & found.keys()))
        self._note(Doubt.STYLES, self._styles.hides(style))
        in_list = int.from_bytes(found[LIST], "little") if LIST in found else self._styles.list_of(style)
        self._note(Doubt.NUMBERS, 0 < in_list <= _LISTS_MOST)

    def _modifiers(self, properties: bytes) -> Iterator[tuple[int, bytes]]:
        for code, operand in modifiers(properties):
            yield code, operand
            if code in ELSEWHERE:
                place = int.from_bytes(operand, "little")
                length = int.from_bytes(self._data[place : place + 2], "little")
                elsewhere = self._data[place + 2 : place + 2 + length]
                self._note(Doubt.TABLES, not length or len(elsewhere) < length)
                yield from modifiers(elsewhere)


def is_locked(data: bytes) -> bool:
    """Whether the file is locked with a password; False where it is no binary Word file."""
    _, flags = _heading(data)
    return bool(flags & _LOCKED)


def is_older(data: bytes) -> bool:
    """Whether the file was made by a program older than Word 97; False where it is no binary Word file."""
    version, _ = _heading(data)
    return 0 < version < _FIRST_VERSION


def _heading(data: bytes) -> tuple[int, int]:
    """Version and flags of the file, both 0 where it is no binary Word file."""
    try:
        magic, version, flags = struct.unpack_from("<HH6xH", CompoundFile(data).stream("WordDocument") or b"", 0)
    except (ValueError, struct.error):
        return 0, 0
    return (version, flags) if magic in _MAGICS else (0, 0)


def _start(span: _Span | _Odd) -> int:
    return span.start


def _oddity(run: _Span, found: dict[int, bytes]) -> Iterator[_Odd]:
    if is_on(found, DELETED) or is_on(found, HIDDEN):
        yield _Odd(run.start, run.end, "")
    elif len(symbol := found.get(SYMBOL, b"")) == 4:  # noqa: PLR2004 - font, then the character in it
        yield _Odd(run.start, run.end, chr(int.from_bytes(symbol[2:], "little")))


def _units(raw: bytes) -> list[str]:
    """The characters of a wide piece by units of two bytes, so that each keeps its place."""
    return [chr(unit) for unit in struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])]


def _joined(units: list[str]) -> str:
    return "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _paragraph_spans(page: bytes) -> list[_Span] | None:
    """The paragraphs of one formatted page ([MS-DOC] 2.9.175), None where it is damaged."""
    count = page[-1]
    if 4 * (count + 1) + 13 * count >= len(page):
        return None
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    return [_paragraph(page, bounds[at], bounds[at + 1], 4 * (count + 1) + 13 * at) for at in range(count)]


def _paragraph(page: bytes, start: int, end: int, where: int) -> _Span:
    at = 2 * page[where]
    if not at:
        return _Span(start, end, b"")
    # The first byte counts words, one byte less; zero says that the next byte counts them in full.
    begin, length = (at + 1, 2 * page[at] - 1) if page[at] else (at + 2, 2 * page[min(at + 1, _PAGE - 1)])
    style = int.from_bytes(page[begin : begin + _STYLE], "little")
    return _Span(start, end, page[begin + _STYLE : begin + length], style)


def _run_spans(page: bytes) -> list[_Span] | None:
    """The runs of one formatted page that differ from their style ([MS-DOC] 2.9.33), None where it is damaged."""
    count = page[-1]
    if 4 * (count + 1) + count >= len(page):
        return None
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    places = [2 * page[4 * (count + 1) + number] for number in range(count)]
    return [
        _Span(bounds[number], bounds[number + 1], page[at + 1 : at + 1 + page[at]])
        for number, at in enumerate(places)
        if at
    ]
