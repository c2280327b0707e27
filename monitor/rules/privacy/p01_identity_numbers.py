"""P01: an identity number stands in the report."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from monitor.law.basis import REGULATION
from monitor.reports.model import Report
from monitor.rules.citing import page_of_text
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

_SPACED: Final = re.compile(r"(?<![0-9A-Za-z])(?=(?P<number>[1-9](?: ?\d){16} ?[0-9Xx])(?![0-9A-Za-z]))")
_GROUPS: Final = re.compile(r"(?:\d{2,} )*\d*[0-9Xx]")
"""An identity number in groups of digits; single digits in a row are the cells of a table."""
_BLANKS: Final = re.compile(r"[ \t\u2000-\u200b]+")
_BIRTHDAY: Final = slice(6, 14)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_CHECKS: Final = "10X98765432"
"""GB 11643—1999: the check character by the weighted sum modulo 11."""

_PROVINCES: Final = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)
"""The first two digits of the division codes in use (GB/T 2260)."""

_EARLIEST: Final = date(1900, 1, 1)


@rule(
    "P01",
    name="ID-card number disclosed",
    name_zh="身份证号泄露",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第十五条",
    basis_kind="law",
    needs=("report",),
    years=(None, None),
)
def check_identity_numbers(case: Case) -> Iterable[Verdict]:
    """P01: an unmasked identity number with a valid check character and a plausible day of birth.

    The finding shows it masked: a warning of a leak must not be a second one.
    """
    report = case.the_report
    found = list(dict.fromkeys(identity_numbers(_words(report), case.has_come)))
    if not found:
        return []
    numbers = tuple(mask(number) for number in found)
    masked = "、".join(numbers)
    return [
        Verdict(
            Outcome.FAIL,
            f"正文公开了{len(found)}个未遮盖的居民身份证号码（{masked}），应立即遮盖或删除。",
            page=page_of_text(report, found[0]),
            quotes=numbers,
            quote=masked,
            softer=f"正文疑似公开了{len(found)}个居民身份证号码（{masked}），请核对并遮盖。",
        )
    ]


def identity_numbers(text: str, has_come: Callable[[date], bool]) -> Iterator[str]:
    """The valid 18-digit identity numbers in ``text``, also in groups, whose day of birth ``has_come``."""
    for match in _SPACED.finditer(_BLANKS.sub(" ", unicodedata.normalize("NFKC", text))):
        number = match["number"].replace(" ", "").upper()
        if not _GROUPS.fullmatch(match["number"]) or int(number[:2]) not in _PROVINCES:
            continue
        if _has_check_character(number) and _is_birthday(number[_BIRTHDAY], has_come):
            yield number


def mask(number: str) -> str:
    """The number with the day of birth and the sequence hidden."""
    return f"{number[:6]}********{'*' * 3}{number[-1]}"


def _has_check_character(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[-1]


def _is_birthday(digits: str, has_come: Callable[[date], bool]) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born >= _EARLIEST and has_come(born)


def _words(report: Report) -> str:
    """All that the report says, in prose and in cells of tables."""
    cells = (" ".join(cell.split()) for cell in report.long_cells)
    return "\n".join(
        [report.title, report.preamble, report.text, *(section.text for section in report.sections), *cells]
    )
