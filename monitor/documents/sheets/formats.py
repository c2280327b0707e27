"""Number formats: what a workbook shows for the number it stores.

A report's figure is what people see in the cell: a zero may be shown as a dash,
as nothing, or an amount rounded. What a format shows is certain only where it
is understood whole and office programs agree on it; else the cell is unsure.
Source: ECMA-376 part 1, 18.8.30 and 18.8.31; where it leaves open what is
shown, the programs decide, and where they differ nothing is certain.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from functools import cache
from typing import Final

from monitor.documents.sheets.format_days import day_of, is_known_day, plain_day
from monitor.documents.sheets.format_digits import digits_of, general, is_known_number
from monitor.documents.sheets.format_parts import UNREAD, WORDS, Condition, Kind, Section, sections_of

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
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: "yyyy年m月d日",
    32: "h时mm分",
    33: "h时mm分ss秒",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    **dict.fromkeys((34, 55), "上午/下午h时mm分"),
    **dict.fromkeys((35, 56), "上午/下午h时mm分ss秒"),
}
"""The formats that files name by number alone, in their Chinese forms where they differ."""

_SECTIONS_MOST: Final = 4
_FOR_ZERO: Final = 2
"""The place of the section for zero, where no section has a condition."""
_OF_TEXTS: Final = WORDS | UNREAD | {Kind.TEXT}


class _Manner(Enum):
    """What a section makes of what stands in the cell."""

    WORDS = auto()
    """Nothing: it shows its own words, or none."""
    NUMBER = auto()
    DAY = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows; where that is not ``sure``, the number without its format, for people to go by."""

    text: str
    sure: bool = True


def number_of(text: str) -> Decimal | None:
    """The stored number in the fifteen digits that a workbook computes with; None where the text is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Decimal(f"{float(number):.15g}") if number.is_finite() else None


def shown(value: float | Decimal, code: str, *, from_1904: bool = False) -> Shown:
    """What a cell of that format shows for a number; ``from_1904`` says where the workbook begins to count days."""
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return Shown("")
    sections = sections_of(code or "General")
    text = _number(number, sections, from_1904=from_1904) if _is_understood(sections) else None
    return Shown(text) if text is not None else Shown(_plain(number, sections, from_1904=from_1904), sure=False)


def shown_text(text: str, code: str) -> Shown:
    """What a cell of that format shows for a text: the section with ``@``, nothing where the fourth one is empty."""
    sections = sections_of(code or "General")
    if len(sections) < _SECTIONS_MOST and not sections[-1].is_text:
        return Shown(text)
    if not _is_understood(sections):
        return Shown(text, sure=False)
    parts = (text if piece.kind is Kind.TEXT else piece.text for piece in sections[-1].pieces)
    return Shown("".join(parts))


@cache
def _is_understood(sections: tuple[Section, ...]) -> bool:
    """Whether a format is understood whole; office programs drop one in which they find a mistake anywhere.

    The last section may be for texts, the fourth is for nothing else; conditions begin with the first section.
    """
    manners = [_manner(section) for section in sections]
    fourth = manners[_SECTIONS_MOST - 1 :]
    conditions = [section.condition for section in sections]
    return (
        None not in manners
        and _Manner.TEXT not in manners[:-1]
        and fourth in ([], [_Manner.WORDS], [_Manner.TEXT])
        and not any(conditions[2:])
        and not (any(conditions) and conditions[0] is None)
    )


@cache
def _manner(section: Section) -> _Manner | None:
    """What the section shows, None where not everything in it is understood."""
    if section.is_odd:
        return None
    if section.is_bare:
        return _Manner.WORDS
    if section.is_day:
        return _Manner.DAY if is_known_day(section) else None
    if section.is_text:
        known = all(piece.kind in _OF_TEXTS for piece in section.pieces) and section.condition is None
        return _Manner.TEXT if known else None
    return _Manner.NUMBER if is_known_number(section) else None


def _number(number: Decimal, sections: tuple[Section, ...], *, from_1904: bool) -> str | None:
    """What an understood format shows, None where programs differ."""
    chosen = _chosen(sections, number)
    if chosen is None:
        return None
    section, signed = chosen
    minus = "-" if signed and number < 0 else ""
    match _manner(section):
        case _Manner.DAY:
            return day_of(number, section, from_1904=from_1904)
        case _Manner.TEXT:
            return f"{number.normalize():f}" if len(section.pieces) == 1 else None
        case _Manner.NUMBER:
            text, is_left = digits_of(abs(number), section) or (None, False)
            return text if text is None or not is_left else f"{minus}{text}"
        case _:
            return None if minus else section.words


def _plain(number: Decimal, sections: tuple[Section, ...], *, from_1904: bool) -> str:
    """The number as people can go by it, a day as a day."""
    day = plain_day(number, from_1904=from_1904) if any(section.is_day for section in sections) else None
    return day or f"{'-' if number < 0 else ''}{general(abs(number))}"


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, bool] | None:
    """The section that shows the number, and whether it puts a minus before a negative one; None where it is not sure.

    The last of two or three sections is for texts where it holds an ``@``, and so is the fourth.
    """
    texts = len(sections) == _SECTIONS_MOST or (len(sections) > 1 and sections[-1].is_text)
    numeric = sections[:-1] if texts else sections
    stated = [section.condition for section in numeric if section.condition is not None]
    return _by_conditions(numeric, stated, number) if stated else _by_sign(numeric, number)


def _by_sign(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, bool] | None:
    if len(sections) == 1 or number > 0:
        return sections[0], len(sections) == 1
    if number == 0:
        return sections[_FOR_ZERO if len(sections) > _FOR_ZERO else 0], False
    cut_off = len(sections) == _FOR_ZERO and not sections[1].pieces
    return None if cut_off else (sections[1], False)


def _by_conditions(
    sections: tuple[Section, ...], stated: list[Condition], number: Decimal
) -> tuple[Section, bool] | None:
    """The section whose condition holds, else the one behind the conditions.

    Excel puts a minus before a negative number unless the condition is for negative ones alone, LibreOffice unless
    the section is not the first; zero is above zero for LibreOffice where that is the first condition of two.
    """
    at = next((at for at, condition in enumerate(stated) if condition.holds(number)), len(stated))
    if not len(sections) - 1 <= len(stated) or at == len(sections) or not all(section.pieces for section in sections):
        return None
    if number >= 0:
        is_first_limit = number == 0 and stated[0].sign == ">" and stated[0].limit == 0
        return None if is_first_limit else (sections[at], False)
    if at == 0 and stated[0].holds_on_both_sides:
        return sections[0], True
    return (sections[1], False) if at == 1 and len(stated) > 1 and stated[1].is_of_negatives else None
