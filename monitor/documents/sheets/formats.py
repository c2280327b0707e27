"""Number formats: what a workbook shows for the number it stores.

A report's figure is what people see in the cell: a zero may be shown as a dash,
as nothing, or an amount rounded. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

BUILT_IN: Final = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;-"¥"#,##0',
    6: '"¥"#,##0;-"¥"#,##0',
    7: '"¥"#,##0.00;-"¥"#,##0.00',
    8: '"¥"#,##0.00;-"¥"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-m-d"),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 46, 47, 55, 56), "h:mm:ss"),
    22: "yyyy-m-d h:mm",
}
"""The formats that files name by number alone, in their Chinese forms where they differ."""

_TOKEN: Final = re.compile(
    r'"(?P<literal>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式|@)'
    r"|(?P<digits>[0#?][0#?,]*)|(?P<point>\.)|(?P<letter>.)",
    re.DOTALL,
)
_MEANT: Final = frozenset("yYmMdDhHsSeE/%")
"""Letters that stand for something; every other stands for itself."""
_LONG_NUMBER: Final = 11
"""Characters that the format General shows of a number with a fraction, the point among them."""
_CODE_MOST: Final = 500
_HUGE: Final = 10**15
_DECIMALS_MOST: Final = 10
_SERIAL_MOST: Final = 2_958_466
"""The day after 31 December 9999."""
_EPOCHS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - days of a calendar


def shown(value: float | Decimal, code: str, *, from_1904: bool = False) -> str:
    """What a cell of that format shows for a number."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return ""
    section, signed = _chosen(_sections(code), number)
    if section.is_date:
        return _day(number, section, from_1904=from_1904)
    text = section.render(abs(number))
    return f"-{text}" if signed and re.search(r"[1-9]", text) else text


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format, by its pieces: (kind, text)."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def is_date(self) -> bool:
        """Whether it shows a day or a time."""
        return any(kind == "letter" and text in "yYmMdDhHsS" for kind, text in self.pieces)

    @property
    def is_odd(self) -> bool:
        """Whether it asks for a fraction, a power of ten or a condition, which no report needs."""
        kinds = [kind for kind, _ in self.pieces]
        return "condition" in kinds or any(kind == "letter" and text in "/eE" for kind, text in self.pieces)

    def render(self, number: Decimal) -> str:
        """The number without its sign as this part shows it."""
        kinds = [kind for kind, _ in self.pieces]
        if "general" in kinds or self.is_odd or number >= _HUGE:
            return _general(number)
        if "digits" not in kinds:
            return "".join(text for kind, text in self.pieces if kind == "literal")
        scaled = number * 100 if any(piece == ("letter", "%") for piece in self.pieces) else number
        return "".join(self._pieces_of(scaled))

    def _pieces_of(self, number: Decimal) -> Iterator[str]:
        places = [at for at, (kind, _) in enumerate(self.pieces) if kind == "digits"]
        point = next((at for at, (kind, _) in enumerate(self.pieces) if kind == "point"), len(self.pieces))
        whole, rest = [at for at in places if at < point], [at for at in places if at > point]
        signs = "".join(self.pieces[at][1] for at in whole)
        integer, fraction = _digits(number, signs, "".join(self.pieces[at][1] for at in rest))
        for at, (kind, text) in enumerate(self.pieces):
            if kind == "literal" or text == "%":
                yield text
            elif whole and at == whole[0]:
                yield integer
            elif rest and at == rest[0]:
                yield f".{fraction}" if fraction else ""


def _digits(number: Decimal, whole: str, rest: str) -> tuple[str, str]:
    """The digits before and behind the point."""
    shifted = number.scaleb(-3 * (len(whole) - len(whole.rstrip(","))))
    rest = rest.replace(",", "")[:_DECIMALS_MOST]
    rounded = shifted.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    least = whole.count("0")
    integer = integer.lstrip("0").rjust(least, "0") if least != 1 else integer.lstrip("0") or "0"
    if "," in whole.rstrip(",") and integer:
        integer = f"{int(integer):,}".rjust(least, "0")
    kept = len(rest.rstrip("#?"))
    while len(fraction) > kept and fraction.endswith("0"):
        fraction = fraction[:-1]
    return integer, fraction


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for token in _TOKEN.finditer(code[:_CODE_MOST]):
        kind = token.lastgroup or ""
        text = token[kind]
        if kind == "letter" and text == ";":
            sections.append([])
        elif kind == "bracket":
            sections[-1].append(_bracketed(text))
        elif kind == "escaped" or (kind == "letter" and text not in _MEANT):
            sections[-1].append(("literal", text))
        elif kind != "space":
            sections[-1].append((kind, text))
    return tuple(map(_Section, map(tuple, sections)))


def _bracketed(text: str) -> tuple[str, str]:
    """A currency, an elapsed time or a condition; colours and languages say nothing that is read."""
    if text.startswith("$"):
        return "literal", text[1:].partition("-")[0]
    if text[:1] in "<>=":
        return "condition", text
    return ("letter", text[0]) if text.lower() in {"h", "hh", "m", "mm", "s", "ss"} else ("literal", "")


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The part that shows the number, and whether a minus is put before it."""
    if len(sections) == 1:
        return sections[0], number < 0
    if number < 0:
        return sections[1], False
    if number == 0 and len(sections) > 2:  # noqa: PLR2004 - the third part is for zero
        return sections[2], False
    return sections[0], False


def _general(number: Decimal) -> str:
    if number >= _HUGE or number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    room = max(_LONG_NUMBER - len(f"{abs(int(number))}.") - (number < 0), 0)
    text = f"{number.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(number: Decimal, section: _Section, *, from_1904: bool) -> str:
    if not 0 <= number < _SERIAL_MOST:
        return _general(number)
    moment = _EPOCHS[from_1904] + timedelta(seconds=round(float(number) * 86400))
    letters = {text.lower() for kind, text in section.pieces if kind == "letter"}
    parts = []
    if letters & {"y", "d"} or (letters & {"m"} and not letters & {"h", "s"}):
        chinese = any("年" in text for kind, text in section.pieces if kind in {"literal", "letter"})
        parts.append(_calendar_day(moment, letters, chinese=chinese))
    if letters & {"h", "s"}:
        parts.append(f"{moment:%H:%M:%S}" if "s" in letters else f"{moment:%H:%M}")
    return " ".join(parts)


def _calendar_day(moment: datetime, letters: set[str], *, chinese: bool) -> str:
    if chinese or "年" in letters:
        return f"{moment.year}年" + f"{moment.month}月" * ("m" in letters) + f"{moment.day}日" * ("d" in letters)
    day = f"{moment.year}-{moment.month:02}" if "y" in letters else f"{moment.month:02}"
    return f"{day}-{moment.day:02}" if "d" in letters else day
