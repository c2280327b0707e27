"""One line or cell of a table's text in tokens: words, values, numbers of labels, ends of sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from crawler.text import fold

Kind = Literal["word", "value", "number", "text", "stop"]
"""``number`` is a digit that numbers the label behind it; ``text`` a number that belongs to a text (2023年)."""

_SIGNS: Final = r"/\\—–\-−―‐‑‒"
_UNIT: Final = r"(?:亿元|万元|元|件次|人次|件|宗|条|项|份|次|个|部|起|人|户|家|笔)"
_REMARK: Final = r"(?: *（(?![一二三四五六七八九十]{1,2}）|本列|区分)[^（）]{1,40}）)"
_TOKEN: Final = re.compile(
    rf"(?P<space>[ |]+)|(?P<change>增 */ *减)|(?P<remark>(?:备?注|(?:填[表报])?说明)：[^。]{{0,120}}(?:。|$))"
    rf"|(?P<inner>（(?!区分|本列|[^（）]{{0,60}}[一二三四五六七八九十]）)[^（）\d]{{0,60}}\d[^（）]{{0,60}}）)"
    rf"|(?P<number>[\d.+{_SIGNS}]*\d[\d.+{_SIGNS}]*)|(?P<sign>[{_SIGNS}]+)"
    r"|(?P<word>(?:(?!增 */ *减)[\u3400-\u9fff〇○◯A-Za-z])+)|(?P<stop>[。！？])|(?P<comma>，)|(?P<mark>.)"
)
_TAIL: Final = re.compile(rf" ?{_UNIT}?{_REMARK}?")
_OF_UNIT: Final = re.compile(_UNIT)
_WHOLE_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_THREE: Final = re.compile(r"\d{3}(?!\d)")
_POINT_APART: Final = re.compile(r" +[.、] *(?=[\u3400-\u9fff])")
_SPACES: Final = re.compile(" *")
_LEAD: Final = re.compile(r"[*•●·> |]*")
_LABEL: Final = re.compile(r"(?!暂?无|没有)[\u3400-\u9fff]{2}")
_NONES: Final = re.compile(r"暂?无(?!正当|法)|没有(?!现成)")
ZEROS: Final = frozenset({"O", "o", "〇", "○", "◯", "零"})
"""Letters and characters that stand for 0 where they stand alone."""
_CIRCLED: Final = {chr(0x245F + n): f"{n}." for n in range(1, 21)}
_LONGEST_NUMBERING: Final = 2
_RULE: Final = 3
_NEAR: Final = 60
"""Characters behind a dash among which the label of an item begins."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line with its place in it.

    ``touched`` and ``touching`` say that a word stands right before and right
    behind it; ``comma`` that a comma parts it from what stands before, and
    ``thousands`` that it may be the end of a number that the comma is in.
    ``numbering`` is its last digit where that may number the label behind it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    touched: bool = False
    touching: bool = False
    comma: bool = False
    thousands: bool = False
    numbering: str = ""


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """One character folded, white space as one space, circled numbers as numbering."""
    return " " if char.isspace() else _CIRCLED.get(char) or fold(char)


def folded_line(text: str) -> str:
    """The line folded with its spaces kept, to compare it with what pages show."""
    return "".join(map(_folded, text)).strip(" |")


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a line, left to right; spaces, strokes and marks that mean nothing are left out."""
    return _Line(text).tokens()


def is_word(char: str) -> bool:
    """Whether a character is one of a word."""
    return bool(char) and ("\u3400" <= char <= "\u9fff" or char.isalpha())


class _Line:
    """A line on its way into tokens."""

    def __init__(self, text: str) -> None:
        pairs = [(char, at) for at, shown in enumerate(text) for char in _folded(shown)]
        self.original = text
        self.text = "".join(char for char, _ in pairs)
        self.places = [at for _, at in pairs]
        self.first = _end_of(_LEAD, self.text, 0)
        """Where the text begins behind what marks an item of a list."""

    def tokens(self) -> Iterator[Token]:
        """All tokens."""
        at = 0
        touched = comma = thousands = False
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            assert found is not None
            made, at = self._made(found)
            for kind, start, end, numbering in made:
                if kind == "value" and start >= end:
                    continue
                yield self._token(kind, start, end, numbering, touched=touched, comma=comma, thousands=thousands)
                touched, comma, thousands = kind in {"word", "text"}, False, False
            if not made:
                touched = False
                comma = found.lastgroup == "comma"
                thousands = comma and self._parts_thousands(found.start())

    def _token(
        self, kind: Kind, start: int, end: int, numbering: str, *, touched: bool, comma: bool, thousands: bool
    ) -> Token:
        first, last = self.places[start], self.places[end - 1] + 1
        words = {"word": self.text[start:end].replace("/", "").replace(" ", ""), "number": numbering}
        return Token(
            kind,
            words.get(kind) or self.original[first:last].strip(),
            first,
            last,
            touched=touched,
            touching=is_word(self.text[end : end + 1]),
            comma=comma,
            thousands=thousands,
            numbering=numbering,
        )

    def _made(self, found: re.Match[str]) -> tuple[list[tuple[Kind, int, int, str]], int]:
        """The tokens that a match makes, and where the line goes on."""
        kind, (start, end) = found.lastgroup, found.span()
        if kind == "number":
            return self._number(start, end)
        if kind == "word":
            zero = found[0] in ZEROS and self._is_parted(start - 1) and self._is_parted(end)
            return [("value" if zero else "word", start, end, "")], end
        if kind == "sign":
            shown = not self._is_bullet(found) and not self._is_rule(found)
            return [("value", start, end, "")] if shown else [], end
        kinds: dict[str | None, Kind] = {"change": "word", "inner": "text", "stop": "stop"}
        return [(kinds[kind], start, end, "")] if kind in kinds else [], end

    def _number(self, start: int, end: int) -> tuple[list[tuple[Kind, int, int, str]], int]:
        """A run of digits with its unit and remark, apart from a digit that numbers what stands behind it."""
        run = self.text[start:end]
        while self.text[start] in ".+":
            start += 1
        if run.endswith("."):
            if self._leads(end):
                return self._numbered(start, end)
            run, end = run.rstrip("."), start + len(run.rstrip(".").lstrip(".+"))
        short = run.isdecimal() and len(run) <= _LONGEST_NUMBERING
        apart = _POINT_APART.match(self.text, end)
        if short and apart:
            return [("number", start, end, run[-1])], apart.end()
        behind = self.text[end : end + 1]
        if behind == "年" and _WHOLE_YEAR.search(run):
            return [("value", start, end - 4, ""), ("text", end - 4, end, "")], end
        if short and self._begins(start) and (behind == "、" or self._runs_into_label(end)):
            return [("number", start, end, run[-1])], end
        tail = _TAIL.match(self.text, end)
        stop = tail.end() if tail is not None and tail[0].strip() else end
        return [("value", start, stop, run[-1] if behind == "、" or apart else "")], stop

    def _numbered(self, start: int, end: int) -> tuple[list[tuple[Kind, int, int, str]], int]:
        """What stands before the number of a label (``0000000`` + ``2.``), and that number."""
        digits = self.text[start : end - 1]
        whole = len(digits) == 1 or (len(digits) == _LONGEST_NUMBERING and self._begins(start))
        number: tuple[Kind, int, int, str] = ("number", start if whole else end - 2, end, digits[-1])
        return [number] if whole else [("value", start, end - 2, ""), number], end

    def _leads(self, end: int) -> bool:
        """Whether a digit, a point and a label stand there."""
        at = _end_of(_SPACES, self.text, end)
        return self.text[end - 2].isdigit() and is_word(self.text[at : at + 1])

    def _runs_into_label(self, end: int) -> bool:
        behind = self.text[end : end + 1]
        return is_word(behind) and not _NONES.match(self.text, end) and not _OF_UNIT.match(self.text, end)

    def _parts_thousands(self, at: int) -> bool:
        return bool(at and self.text[at - 1].isdigit() and _THREE.match(self.text, at + 1))

    def _is_parted(self, at: int) -> bool:
        return not 0 <= at < len(self.text) or self.text[at] in " |，、；。："

    def _is_rule(self, found: re.Match[str]) -> bool:
        """Whether dashes rule off the head of a table of Markdown."""
        parted = self._is_parted(found.start() - 1) and self._is_parted(found.end())
        return parted and len(found[0]) >= _RULE and set(found[0]) == {"-"}

    def _is_bullet(self, found: re.Match[str]) -> bool:
        """A dash before the words of a line is no sign for none."""
        return found.start() <= self.first and _LABEL.search(self.text, found.end(), found.end() + _NEAR) is not None

    def _begins(self, start: int) -> bool:
        """Whether nothing but what marks an item stands before a place."""
        return start <= self.first or not self.text[self.first : start].strip("-+—– ")


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
