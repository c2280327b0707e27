"""A document as one tape: its words without a gap, and its numbers beside them at the places where they stand.

People copy tables in many ways: labels broken by line ends or by their own
numbers, strokes, blank lines and feet of pages between cells. On the tape none
of that is left: a label is one word again, and what differs is only which
numbers stand behind it and on which lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from crawler.text import fold
from monitor.documents.model import CERTAIN, Box, Cell, Picture
from monitor.reports.cells import is_value, meaning
from monitor.reports.headings import is_heading_line
from monitor.reports.loose import Value
from monitor.reports.model import CellState
from monitor.reports.parts import Item, Line, Row, TablePart, distinct

UNKNOWN: Final = "#"
"""Stands among the words for a number that belongs to a text (2个系统, 2023年)."""


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


_SIGNS: Final = r"/\\—–\-−―‐‑‒"
_UNIT: Final = r"(?:亿元|万元|元|件次|人次|件|宗|条|项|份|次|个|部|起|人|户|家|笔)"
_NOTE: Final = r"(?: *（(?![一二三四五六七八九十]{1,2}）)[^（）]{1,40}）)"
_TOKEN: Final = re.compile(
    rf"(?P<space>[ |]+)|(?P<change>增 */ *减)|(?P<remark>(?:备?注|(?:填[表报])?说明)：[^。]{{0,120}}(?:。|$))"
    rf"|(?P<inner>（(?!区分|本列|[^（）]{{0,60}}[一二三四五六七八九十]）)[^（）\d]{{0,60}}\d[^（）]{{0,60}}）)"
    rf"|(?P<number>[\d.+{_SIGNS}]*\d[\d.+{_SIGNS}]*)|(?P<sign>[{_SIGNS}]+)"
    r"|(?P<word>[\u3400-\u9fff〇○◯A-Za-z]+)|(?P<stop>[。！？])|(?P<comma>，)|(?P<mark>.)"
)
_TAIL: Final = re.compile(rf" ?{_UNIT}?(?P<bare>){_NOTE}?")
_WHOLE_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_ZEROS: Final = frozenset({"O", "o", "〇", "○", "◯", "零"})
_FOOT: Final = re.compile(
    rf"(?P<dashed>[{_SIGNS}·~]+ ?\d{{1,3}} ?[{_SIGNS}·~]+)|第 ?\d{{1,3}} ?页(?:[ ，/]*共 ?\d{{1,3}} ?页)?"
    r"|\d{1,3} ?/ ?\d{1,3}(?: ?页)?|(?:Page|page|PAGE) ?\d{1,3}(?: ?of ?\d{1,3})?"
)
_RUNNING: Final = re.compile(r".{0,45}政府信息公开(?:工作)?(?:年度)?(?:报告|年报)(?:（.{0,12}）)?")
_STRAY: Final = re.compile(
    r"（?(?:续[上前]?[表页]?|接上[表页]|[转接]下[表页]|返回顶部|打印|关闭|附[表件]\d{0,2}|序号|项目|(?:计量)?单位：?(?:件|万元)?(?:、(?:件|万元))?"
    r"|填报单位：?.{0,20})）?"
)
_BRACKETED: Final = re.compile(r"（(?![一二三四五六七八九十]{1,2}）)[^（）]*(?:\d|其中|含|包括)[^（）]*）")
_CIRCLED: Final = {chr(0x245F + n): f"{n}." for n in range(1, 21)}
_LEAD: Final = re.compile(r"[-*+•●·> |]*")
_SPACES: Final = re.compile(" *")
_THREE: Final = re.compile(r"\d{3}(?!\d)")
_OF_UNIT: Final = re.compile(_UNIT)


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """One character folded, white space as one space, circled numbers as numbering."""
    return " " if char.isspace() else _CIRCLED.get(char) or fold(char)


@dataclass(slots=True)
class _Writer:
    """Writes a tape line by line."""

    tape: Tape = field(default_factory=Tape)
    words: list[str] = field(default_factory=list)
    number: int = 0
    item: int = 0
    page: int | None = None
    box: Box | None = None
    touched: bool = False
    """Whether the last thing written was a word that nothing parts from what comes."""
    comma: bool = False
    thousands: bool = False
    """Whether the last thing written was a comma, and whether it stands amid digits as in 1,234."""

    def part(self) -> None:
        """Marks that no table reaches over this place."""
        self.tape.breaks.append(self.mark())

    def mark(self) -> Mark:
        """The place that is written next."""
        return Mark(len(self.words), len(self.tape.values))

    def line(self, item: int, line: Line) -> None:
        """Writes a line of text."""
        self.number += 1
        self.item, self.page, self.box = item, line.page, line.box
        if is_heading_line(line.text):
            self.part()
        else:
            first = len(self.tape.values)
            words = len(self.words)
            self._text(line.text)
            self._settle(first, words)

    def row(self, item: int, cells: Sequence[Cell]) -> None:
        """Writes a row of a table cell by cell."""
        self.number += 1
        first, words = len(self.tape.values), len(self.words)
        for cell in cells:
            self.item, self.page, self.box = item, cell.page, cell.box
            if len(cells) > 1 and _is_one(cell.text):
                self._value(cell.text.strip(), 0, 0, confidence=cell.confidence, cell=True)
            else:
                self._text(cell.text, confidence=cell.confidence)
        self._settle(first, words)

    def finish(self) -> Tape:
        """The tape as written."""
        self.tape.words = "".join(self.words)
        return self.tape

    def _settle(self, first: int, words: int) -> None:
        """Marks a value that is all that stands on its line."""
        values = self.tape.values
        if len(values) == first + 1 and len(self.words) == words:
            values[first] = replace(values[first], alone=True)

    def _text(self, text: str, *, confidence: float = CERTAIN) -> None:
        pairs = [(char, at) for at, shown in enumerate(text) for char in _folded(shown)]
        folded = "".join(char for char, _ in pairs)
        bare = folded.strip(" |")
        if _is_furniture(bare):
            return
        self.touched = self.comma = self.thousands = False
        self.tape.starts.add(len(self.words))
        unit = _Unit(self, folded, [at for _, at in pairs], text, confidence, foot=bool(_FOOT.fullmatch(bare)))
        unit.write()
        self.touched = self.comma = self.thousands = False

    def _value(
        self,
        text: str,
        start: int,
        end: int,
        *,
        confidence: float,
        cell: bool = False,
        foot: bool = False,
        numbering: str = "",
    ) -> None:
        self.tape.values.append(
            Value(
                text,
                len(self.words),
                len(self.tape.values),
                self.item,
                self.number,
                start,
                end,
                self.page,
                self.box,
                confidence,
                cell=cell,
                foot=foot,
                after_comma=self.comma and not cell,
                thousands=self.thousands and not cell,
                word_before=self.touched and not cell,
                numbering=numbering,
            )
        )

    def _word(self, text: str, start: int) -> None:
        self.words.extend(text)
        self.tape.items.extend([self.item] * len(text))
        self.tape.places.extend(range(start, start + len(text)))
        self.tape.lines.extend([self.number] * len(text))


def _is_one(text: str) -> bool:
    """Whether a cell holds one value and not those of a whole row."""
    state = meaning(text)[0]
    several = state is CellState.SYMBOL and len(text.strip()) > len("——") and not _ZEROS & {*text}
    return is_value(text) and state is not CellState.UNSURE and not several


def _is_furniture(text: str) -> bool:
    """Whether a line is what pages show around a table: heads that run, feet, remarks on where the table goes on."""
    foot = _FOOT.fullmatch(text)
    if foot is not None:
        return not foot["dashed"]
    return any(shape.fullmatch(text) for shape in (_RUNNING, _STRAY, _BRACKETED))


@dataclass(slots=True)
class _Unit:
    """The text of one line or cell, read token by token."""

    writer: _Writer
    text: str
    places: Sequence[int]
    original: str
    confidence: float
    foot: bool
    first: int = 0
    """Where the text begins behind what marks an item of a list."""

    def write(self) -> None:
        """Writes all tokens."""
        self.first = _behind(_LEAD, self.text, 0)
        at = 0
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            assert found is not None
            kind = found.lastgroup or "mark"
            at = self._number(found) if kind == "number" else found.end()
            if kind not in {"number", "comma"}:
                self._other(kind, found)
                self.writer.comma = self.writer.thousands = False
            elif kind == "comma":
                self.writer.comma, self.writer.touched = True, False
                self.writer.thousands = self._is_comma_of_thousands(found.start())

    def _is_comma_of_thousands(self, at: int) -> bool:
        return bool(at and self.text[at - 1].isdigit() and _THREE.match(self.text, at + 1))

    def _other(self, kind: str, found: re.Match[str]) -> None:
        writer, start = self.writer, found.start()
        if kind == "word":
            if found[0] in _ZEROS and self._is_parted(start - 1) and self._is_parted(found.end()):
                self._emit(start, found.end())
                return
            writer._word(found[0], self.places[start])
        elif kind == "change":
            writer._word("增减", self.places[start])
        elif kind == "inner":
            writer._word(UNKNOWN, self.places[start])
        elif kind == "sign" and not self._is_bullet(found):
            self._emit(start, found.end())
            return
        elif kind == "stop":
            writer.tape.stops.append(writer.mark())
        writer.touched = kind in {"word", "change", "inner"}

    def _is_parted(self, at: int) -> bool:
        return not 0 <= at < len(self.text) or self.text[at] in " |，、；。"

    def _is_bullet(self, found: re.Match[str]) -> bool:
        """A dash before the words of a line is no sign for none."""
        at = _behind(_SPACES, self.text, found.end())
        behind = self.text[at : at + 1]
        if found.start() <= self.first and behind and not behind.isdigit():
            return behind not in "—–-−/\\" and behind not in _ZEROS | {"无"}
        return False

    def _number(self, found: re.Match[str]) -> int:
        """Writes a run of digits; where the text goes on behind it."""
        start, end = found.span()
        run = found[0]
        if run.endswith(".") and not self._is_numbering(start, end - 1):
            run, end = run.rstrip("."), start + len(run.rstrip("."))
        if run.endswith("."):
            return self._numbered(start, end)
        behind = self.text[end : end + 1]
        if behind == "年" and _WHOLE_YEAR.search(run):
            self._emit(start, end - 4)
            self.writer._word(UNKNOWN, self.places[end - 4])
            self.writer.touched = True
            self.writer.comma = self.writer.thousands = False
            return end
        numbering = ""
        if behind == "、" and run[-1:].isdigit():
            if self._begins(start) and len(run) <= 2:  # noqa: PLR2004  # a line begins with the number of its label
                self.writer.tape.numbered[len(self.writer.words)] = run[-1]
                return end + 1
            numbering = run[-1]
        if self._begins(start) and _is_word(behind) and len(run) <= 2 and not _OF_UNIT.match(self.text, end):  # noqa: PLR2004
            self.writer.tape.numbered[len(self.writer.words)] = run[-1]
            return end
        tail = _TAIL.match(self.text, end)
        stop = tail.end() if tail is not None and tail[0].strip() else end
        self._emit(start, stop, numbering=numbering)
        return stop

    def _is_numbering(self, start: int, dot: int) -> bool:
        at = _behind(_SPACES, self.text, dot + 1)
        return self.text[dot - 1].isdigit() and _is_word(self.text[at : at + 1])

    def _numbered(self, start: int, end: int) -> int:
        """Writes what stands before the number of a label, and that number as such."""
        digits = self.text[start : end - 1]
        whole = len(digits) == 1 or (len(digits) == 2 and self._begins(start))  # noqa: PLR2004
        if not whole:
            self._emit(start, end - 2)
        self.writer.tape.numbered[len(self.writer.words)] = digits[-1]
        self.writer.touched = False
        return end

    def _begins(self, start: int) -> bool:
        return start <= self.first

    def _emit(self, start: int, end: int, *, numbering: str = "") -> None:
        """Writes a value from the text between two places."""
        while start < end and self.text[start] in ".+":
            start += 1
        if start >= end:
            return
        first, last = self.places[start], self.places[end - 1] + 1
        self.writer._value(
            self.original[first:last].strip(),
            first,
            last,
            confidence=self.confidence,
            foot=self.foot,
            numbering=numbering,
        )
        values = self.writer.tape.values
        if _is_word(self.text[end : end + 1]):
            values[-1] = replace(values[-1], word_behind=True)
        self.writer.touched = self.writer.comma = self.writer.thousands = False


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_word(char: str) -> bool:
    return bool(char) and ("\u3400" <= char <= "\u9fff" or char.isalpha())
