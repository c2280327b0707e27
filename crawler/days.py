"""Days as people and machines print them: Chinese numerals, dots, dashes, Unix time."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The one time zone of all portals; China has kept no summer time since 1991."""

_EARLIEST, _LATEST = 1990, 2099
_DIGITS: Final = {
    **{digit: str(value) for value, digit in enumerate("零一二三四五六七八九")},
    **dict.fromkeys("〇○OΟОo", "0"),
}
_C: Final = "零〇○OΟОo一二三四五六七八九"
_YEAR: Final = rf"(?:(?<!\d)(?:19|20)\d\d|[一二][九{_C[:7]}][{_C}]{{2}})"
_SMALL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY: Final = re.compile(
    rf"(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_SMALL})\s*月\s*(?P<d1>{_SMALL})(?!\d)\s*[日号]?"
    r"|(?<![\d.])(?P<y2>(?:19|20)\d\d)\s*(?P<sep>[-./])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y3>(?:19|20)\d\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d)(?!\d)"
    r"|\b(?P<m4>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+(?P<d4>\d{1,2})\s[\d:\sA-Z+]*?(?P<y4>20\d\d)"
)
_FIRST_OF_DAY: Final = re.compile(r"[12一二JFMASOND]")
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
"""Every day has these, of any width, or the word for a year."""
_NARROW: Final = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFF01, 0xFF5F), 0x3000, *range(0x2F00, 0x2FD6))
}
"""Full-width forms, the wide space and Kangxi radicals, each to the one usual character."""
_WIDE: Final = re.compile(f"[{''.join(map(chr, _NARROW))}]")
_USUAL: Final = tuple((wide, _NARROW[ord(wide)]) for wide in "，：；（）")
"""The full-width forms of all Chinese text; where there are no others it is made narrow in a tenth of the time."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNIX: Final = re.compile(r"\d{10}(?:\d{3})?")
_WORLD_TIME: Final = re.compile(
    r"(?P<stamp>(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)"
)

_MAIL_TIME: Final = re.compile(
    r"\b\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s20\d\d(?:\s\d\d:\d\d(?::\d\d)?(?:\s(?:[+-]\d{4}|[A-Z]{1,4}))?)?"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One day found in a text: the day, how it was printed and where it starts and ends."""

    on: date
    raw: str
    start: int
    end: int


def parse_date(text: str) -> date | None:
    """The first day a text names, or None.

    Understands 2024年1月5日, 二〇二四年一月五日, 2024-01-05 10:00, 2024.1.5,
    2024/1/5, 20240105, full-width digits, brackets and broken lines around
    them, ISO times with a zone (moved to Asia/Shanghai), Java's Fri Jan 05
    10:00:00 CST 2024, a feed's Fri, 05 Jan 2024 10:00:00 GMT, and Unix time in
    seconds or milliseconds where it stands alone.
    """
    plain = _narrow(text).strip()
    if _UNIX.fullmatch(plain):
        moment = from_unix_moment(int(plain))
        return moment.date() if moment else None
    if world := _WORLD_TIME.search(plain):
        return _in_shanghai(world)
    if mailed := _MAIL_TIME.search(plain):
        return _mailed(mailed.group())
    return next((found.on for found in find_dates(plain)), None)


def find_dates(text: str) -> Iterator[Printed]:
    """Every day a text names, in printed order; what looks like a day but is none is passed over."""
    if "年" not in text and not _FOUR_DIGITS.search(text):
        return
    for match in _days_in(_narrow(text)):
        if (on := _day(match)) is not None:
            yield Printed(on, " ".join(text[match.start() : match.end()].split()), match.start(), match.end())


def _days_in(text: str) -> Iterator[re.Match[str]]:
    """What looks like a day, as ``finditer`` finds it, tried only at characters with which one may begin."""
    end = 0
    for start in _FIRST_OF_DAY.finditer(text):
        if start.start() >= end and (match := _DAY.match(text, start.start())):
            end = match.end()
            yield match


def _narrow(text: str) -> str:
    """A text with full-width forms made narrow, character by character, so that all places in it stay."""
    for wide, narrow in _USUAL:
        text = text.replace(wide, narrow)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def from_unix_moment(stamp: int) -> datetime | None:
    """The moment in Asia/Shanghai of a Unix time in seconds or milliseconds, None where it is out of all reason."""
    seconds = stamp / 1000 if stamp > 10**11 else stamp
    try:
        moment = datetime.fromtimestamp(seconds, SHANGHAI)
    except (OverflowError, OSError, ValueError):
        return None
    return moment if _EARLIEST <= moment.year <= _LATEST else None


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day or the year is out of all reason."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number(text: str) -> int:
    """The value of a year, month or day in digits or Chinese numerals (二〇二四, 十二, 三十一)."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_DIGITS.get(tens, "1") if tens else 1) * 10 + (int(_DIGITS[ones]) if ones in _DIGITS else 0)
    return int("".join(_DIGITS.get(char, char) for char in text))


def _in_shanghai(moment: re.Match[str]) -> date | None:
    try:
        stamp = datetime.fromisoformat(moment["stamp"] + moment["zone"].replace("Z", "+00:00"))
    except ValueError:
        return None
    return stamp.replace(tzinfo=stamp.tzinfo or UTC).astimezone(SHANGHAI).date()


def _mailed(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text.replace("CST", "+0800") if ":" in text else f"{text} 00:00")
    except ValueError:
        return None
    # A mail's time without a zone is the place's own.
    return (moment.astimezone(SHANGHAI) if moment.tzinfo else moment).date()


def _day(match: re.Match[str]) -> date | None:
    if match["y1"]:
        parts = (match["y1"], match["m1"], match["d1"])
    elif match["y2"]:
        parts = (match["y2"], match["m2"], match["d2"])
    elif match["y3"]:
        parts = (match["y3"], match["m3"], match["d3"])
    else:
        parts = (match["y4"], str(_MONTHS.index(match["m4"]) + 1), match["d4"])
    try:
        return make_day(*(number(part) for part in parts))
    except ValueError:
        return None
