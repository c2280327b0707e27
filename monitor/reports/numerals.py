"""Quantities in prose: a number in digits or in Chinese numerals with the unit it is counted in.

What cannot be told for certain (几件, 三五件, 10至15件, 百余件) is a quantity without a value. Time limits,
years, ordinals, percentages and numbers of articles have no unit of things and are no quantities at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

UNITS: Final = "件次|人次|件|条|宗|份|封|次|项|起|例|个|部"
"""Units in which applications and documents are counted; people are not."""

_CHINESE: Final = "零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_RANGE: Final = r"[-—–~～―至到]"
_QUANTITY: Final = re.compile(
    r"(?P<about>(?:大约|将近|接近|(?<![最附相临靠就])近|(?<![预节公合条制])约|逾|超过?|不足|不到|至少|[上数好](?=[几十百千万]))?)"
    rf"(?P<number>\d+(?:[,，]\d{{3}})*(?:\.\d+)?[十百千万亿]?|[{_CHINESE}几]+)"
    r"(?P<more>[余多来几]?)"
    rf"(?P<range>(?:{_RANGE}(?:\d+|[{_CHINESE}几]+))?)"
    rf"(?P<unit>{UNITS})"
)
_NUMERALS: Final = re.compile(rf"[{_CHINESE}]+")
_NOT_BEFORE: Final = re.compile(rf"[\d第.．／/〔｛]$|\d{_RANGE}$|[{_CHINESE}几]$")
_TWO_DIGITS: Final = re.compile(r"[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]{2}|^[^十百千万亿廿卅拾佰仟]{3,}$")
"""三五 is some, and three and more digits without a ten among them are a year."""
_SCALES: Final = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS: Final = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>[十百千万亿]?)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of things in a text.

    ``value`` is None where it cannot be told, ``about`` says that it is rounded (余, 近, 1.2万).
    ``start`` and ``end`` are its place in the text with all that belongs to it, ``number`` where the number begins.
    """

    start: int
    end: int
    number: int
    value: Decimal | None
    unit: str
    about: bool = False


def quantities(text: str, commas: frozenset[int] = frozenset()) -> Iterator[Quantity]:
    """The quantities in a text, left to right.

    ``commas`` are places of commas that were printed half-width: only those may part thousands.
    """
    position = 0
    while found := _QUANTITY.search(text, position):
        position = found.end()
        if not _NOT_BEFORE.search(text[max(found.start() - 2, 0) : found.start()]):
            yield _quantity(found, commas)


def _quantity(found: re.Match[str], commas: frozenset[int]) -> Quantity:
    number = found["number"]
    if "，" in number and {found.start("number") + at for at, char in enumerate(number) if char == "，"} <= commas:
        number = number.replace("，", ",")
    told = found["about"] in {"上", "数", "好"} or found["more"] == "几" or bool(found["range"])
    value = None if told else value_of(number)
    scaled = number[-1] in _SCALES and number[0].isdecimal()
    about = bool(found["about"] or found["more"]) or scaled
    return Quantity(found.start(), found.end(), found.start("number"), value, found["unit"], about)


def value_of(number: str) -> Decimal | None:
    """The value of a number in digits (1,541; 1.2万) or in Chinese numerals; None where it cannot be told."""
    text = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number.replace("○", "〇")
    if digits := _DIGITS.fullmatch(text):
        return Decimal(digits["digits"]) * _SCALES[digits["scale"]]
    if not _NUMERALS.fullmatch(text) or _TWO_DIGITS.search(text):
        return None
    from cn2an import cn2an  # noqa: PLC0415 - takes a tenth of a second to load, and few reports need it

    try:
        return Decimal(cn2an(text, "normal"))
    except ValueError:
        return None
