"""The pieces of a number format: sections, placeholders, literals, days, conditions, and what is none of these.

What is not known for certain to mean the same in every office program is odd, and so is the section that holds it.
Source: ECMA-376 part 1, 18.8.31.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Final


class Kind(Enum):
    """What a piece of a format stands for."""

    LITERAL = auto()
    CURRENCY = auto()
    """The sign of a currency in brackets, or without quotation marks."""
    SPACE = auto()
    """As wide as a character."""
    FILL = auto()
    """A character that fills the cell, of which nobody reads how often it stands there."""
    DIGIT = auto()
    COMMA = auto()
    POINT = auto()
    PERCENT = auto()
    GENERAL = auto()
    TEXT = auto()
    DAY = auto()
    """Letters of a date or a time, in lower case."""
    ELAPSED = auto()
    """All the hours, minutes or seconds, beyond a day too."""
    HALVES = auto()
    """The halves of the day, before and after a slash."""
    SLASH = auto()
    CONDITION = auto()
    COLOUR = auto()
    REGION = auto()
    """The language of a region whose numbers look like ours."""
    ODD = auto()


WORDS: Final = frozenset({Kind.LITERAL, Kind.CURRENCY})
"""What is shown as it stands in the format."""
_HEAD: Final = frozenset({Kind.COLOUR, Kind.REGION})
"""What has its place before all others; behind them LibreOffice takes it for a mistake or for words."""
_ONCE: Final = (Kind.COLOUR, Kind.REGION, Kind.FILL)
UNREAD: Final = _HEAD | {Kind.SPACE, Kind.FILL}
"""What nobody reads in the cell."""
_MONEY: Final = "¥￥$"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece with what it says."""

    kind: Kind
    text: str


_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """For which numbers a section is meant."""

    sign: str
    limit: Decimal

    def holds(self, number: Decimal) -> bool:
        """Whether the number is one of these."""
        return _COMPARE[self.sign](number, self.limit)

    @property
    def is_of_negatives(self) -> bool:
        """Whether it holds for negative numbers only, and zero is not even its limit."""
        return self.limit < 0 and self.sign in {"<", "<=", "="}

    @property
    def holds_on_both_sides(self) -> bool:
        """Whether it holds for some negative and some positive numbers."""
        if self.sign == "<>":
            return True
        return self.limit > 0 if self.sign in {"<", "<="} else self.limit < 0 and self.sign != "="


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a format."""

    pieces: tuple[Piece, ...]
    condition: Condition | None = None

    def has(self, *kinds: Kind) -> bool:
        """Whether there is a piece of one of these kinds."""
        return any(piece.kind in kinds for piece in self.pieces)

    @property
    def is_day(self) -> bool:
        """Whether it shows a day or a time."""
        return self.has(Kind.DAY, Kind.ELAPSED, Kind.HALVES)

    @property
    def is_odd(self) -> bool:
        """Whether something in it is not understood."""
        first = next((at for at, piece in enumerate(self.pieces) if piece.kind not in _HEAD), len(self.pieces))
        late = any(piece.kind in _HEAD for piece in self.pieces[first:])
        kinds = [piece.kind for piece in self.pieces]
        price_of_nothing = Kind.CURRENCY in kinds and self.is_bare
        return late or price_of_nothing or Kind.ODD in kinds or any(kinds.count(kind) > 1 for kind in _ONCE)

    @property
    def names_money(self) -> bool:
        """Whether the sign of a currency stands in it."""
        return self.has(Kind.CURRENCY) or any(sign in self.words for sign in _MONEY)

    @property
    def is_text(self) -> bool:
        """Whether it shows a text, with literals around it."""
        return self.has(Kind.TEXT)

    @property
    def is_plain(self) -> bool:
        """Whether it shows the number as it is and nothing beside it."""
        return [piece.kind for piece in self.pieces if piece.kind not in UNREAD] == [Kind.GENERAL]

    @property
    def words(self) -> str:
        """What it shows whatever stands in the cell."""
        return "".join(piece.text for piece in self.pieces if piece.kind in WORDS)

    @property
    def is_bare(self) -> bool:
        """Whether nothing in it depends on what stands in the cell."""
        return all(piece.kind in WORDS | UNREAD for piece in self.pieces)


_CODE_MOST: Final = 500
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<halves>AM/PM|A/P|上午/下午)"
    r"|(?P<day>y+|m+|d+|h+|s+)|(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_OTHERS: Final = {",": Kind.COMMA, ".": Kind.POINT, "%": Kind.PERCENT, "@": Kind.TEXT, "/": Kind.SLASH}
_ITSELF: Final = frozenset("-+(): ")
"""Signs that stand for themselves without quotation marks in every program."""
_DAYS: Final = frozenset("y yy yyy yyyy m mm d dd h hh s ss".split())  # noqa: SIM905 - words read best as words
"""Names of months and weekdays are left out: their language is the machine's."""
_COLOUR: Final = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})", re.IGNORECASE)
_COMPARISON: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_REGION: Final = re.compile(r"\$([^-]*)(?:-([0-9A-Za-z-]*))?")
_OURS: Final = frozenset(
    {"", "404", "804", "c04", "1004", "1404", "411", "409", "809", "zh-cn", "zh-hk", "zh-tw", "en-us"}
)
"""Languages that write numbers and days with the digits, points and calendar of China, by number or name."""


@cache
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format, in order; a format longer than any that a program writes is odd."""
    found: list[list[Piece]] = [[]]
    if len(code) > _CODE_MOST:
        return (Section((Piece(Kind.ODD, code),)),)
    for piece in _pieces(code):
        if piece == _NEXT:
            found.append([])
        else:
            found[-1].append(piece)
    return tuple(map(_section, found))


_NEXT: Final = Piece(Kind.SPACE, ";")


def _pieces(code: str) -> Iterator[Piece]:
    for token in _TOKEN.finditer(code):
        name = token.lastgroup or ""
        text = token[name]
        match name:
            case "quoted" | "escaped":
                yield Piece(Kind.LITERAL, text)
            case "bracket":
                yield _bracketed(text)
            case "day":
                yield Piece(Kind.DAY if text.lower() in _DAYS else Kind.ODD, text.lower())
            case "other":
                yield _other(text)
            case _:
                yield Piece(Kind[name.upper()], "" if name in {"space", "fill"} else text)


def _other(sign: str) -> Piece:
    if sign == ";":
        return _NEXT
    if sign in _MONEY:
        return Piece(Kind.CURRENCY, sign)
    if sign in _OTHERS:
        return Piece(_OTHERS[sign], sign)
    plain = sign in _ITSELF or (not sign.isascii() and not unicodedata.normalize("NFKC", sign).isascii())
    return Piece(Kind.LITERAL if plain or sign in "（）" else Kind.ODD, sign)


def _bracketed(text: str) -> Piece:
    """What stands in brackets: a currency, an elapsed time, a condition, a colour or something unknown."""
    if text.lower() in {"h", "hh", "m", "mm", "s", "ss"}:
        return Piece(Kind.ELAPSED, text.lower())
    if _COMPARISON.fullmatch(text):
        return Piece(Kind.CONDITION, text)
    if (region := _REGION.fullmatch(text)) and (region[2] or "").lower().lstrip("0") in _OURS:
        return Piece(Kind.CURRENCY if region[1] else Kind.REGION, region[1])
    return Piece(Kind.COLOUR if _COLOUR.fullmatch(text) else Kind.ODD, text)


def _section(pieces: list[Piece]) -> Section:
    stated = [_COMPARISON.fullmatch(piece.text) for piece in pieces if piece.kind is Kind.CONDITION]
    kept = tuple(piece for piece in pieces if piece.kind is not Kind.CONDITION)
    if len(stated) > 1:
        return Section((*kept, Piece(Kind.ODD, "")))
    condition = next((Condition(one[1], Decimal(one[2])) for one in stated if one), None)
    return Section(kept, condition)
