"""The head of a report: its title, whose it is, its year and the period its figures cover."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from crawler.text import fold, squash, tidy
from crawler.titles import BodyKind, read_title, report_phrase
from monitor.reports.model import Period
from monitor.reports.parts import Line

_TITLE_WITHIN: Final = 60
"""Lines from the start of a document among which its title stands."""
_LONGEST_TITLE: Final = 80
_MOST_LINES: Final = 3
_SENTENCE: Final = re.compile(r"[。；？！，,;]|(?<!标题)(?<!题名)(?<!名称)[：:](?!//)")
_LABEL: Final = re.compile(r"^(?:标题|题名|名称)\s*[：:]\s*")
_META_TITLES: Final = ("ArticleTitle", "articletitle", "title", "Title", "标题")
_LEADING_TITLE: Final = re.compile(
    r"^(?P<title>[^。；，：]{3,70}?(?:报告|年报))(?=\s*(?:根据|按照|依据|本报告|本年度报告|为[了全贯进]|现将|一、|\d{4}年))"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title with its lines joined; ``first`` and ``last`` are the lines it takes, None where it is none."""

    text: str
    body: str | None
    kind: BodyKind | None
    year: int | None
    first: int | None = None
    last: int | None = None
    leading: int = 0
    """Characters of the line that the title takes where the line goes on behind it; 0: all."""


def find_title(lines: Sequence[Line], meta: Mapping[str, str]) -> Title | None:
    """The report's own title: one to three lines that together name it, else what the carrier says.

    The title of a covering letter (关于报送…的函) is none; a title with body and
    year beats one without.
    """
    best: Title | None = None
    for found in _titles(lines[:_TITLE_WITHIN]):
        if best is None or _worth(found) > _worth(best):
            best = found
    stated = next((t for key in _META_TITLES if (t := _as_title(meta.get(key, ""))) is not None), None)
    if best is None or (stated is not None and _worth(stated) > _worth(best) + 1):
        return stated or best
    return best


def _titles(lines: Sequence[Line]) -> Iterator[Title]:
    for start in range(len(lines)):
        for count in range(1, min(_MOST_LINES, len(lines) - start) + 1):
            window = [line.text for line in lines[start : start + count]]
            found = _as_title("".join(window), start, start + count - 1)
            if found is not None:
                yield found
        leading = _LEADING_TITLE.match(lines[start].text)
        found = _as_title(leading["title"], start, start) if leading else None
        if leading is not None and found is not None:
            yield replace(found, leading=leading.end())


def _as_title(text: str, first: int | None = None, last: int | None = None) -> Title | None:
    shown = _LABEL.sub("", text.strip().strip("#").strip())
    if len(squash(shown)) > _LONGEST_TITLE or _SENTENCE.search(shown) or report_phrase(fold(shown)) is None:
        return None
    reading = read_title(shown)
    if reading.year is None and reading.body is None and "报告" not in shown:
        return None
    if reading.verdict != "report" or re.search(r"^现将|^现公布|.《", shown):
        return None
    return Title(tidy(shown), reading.body, reading.kind, reading.year, first, last)


def _worth(title: Title) -> float:
    lines = 0 if title.first is None or title.last is None else title.last - title.first
    return 2 * (title.kind is not None) + 2 * (title.year is not None) - 0.5 * lines


_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十?[一二三四五六七八九]|[一二]?十|\d{1,2})"
_YEAR: Final = r"(?:20\d\d|二[〇○O零]{1}[〇○O零一二三四五六七八九]{2})"
_MONTH: Final = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_BETWEEN: Final = r"(?:零时|0时)?(?:起|开始)?，?(?:到|至|—|–|-|~|―)+"
_RANGES: Final = (
    re.compile(
        rf"(?P<y1>{_YEAR})年(?P<m1>{_MONTH})月(?:(?P<d1>{_DAY})[日号]?)?{_BETWEEN}"
        rf"(?:(?P<y2>{_YEAR})年|当年|本年|同年)?(?P<m2>{_MONTH})月(?:(?P<d2>{_DAY})[日号]?)?"
    ),
    re.compile(
        rf"(?P<y1>20\d\d)[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}}){_BETWEEN}"
        r"(?:(?P<y2>20\d\d)[-./])?(?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})"
    ),
)
_LONGEST_QUOTE: Final = 80
_STATISTICAL: Final = re.compile(
    r"(?:统计|数据|报告|时间)(?:数据|的|起止)*(?:期限|时限|期间|时间|时段|日期|区间|周期|范围|口径|年度)|时间段|报告期|报告.*?(?:反映|涵盖|覆盖|汇总)|起止(?:时间|日期)"
    r"|[期时]限[为是：:自从]|(?:统计|数据|指标|情况)(?:统计|均|都|的|起止|采集|来源|涵盖|包括|信息)*(?:自|从|截[止至]|为|是|[：:（(])"
)
"""That the sentence states which time the figures cover."""
_EARLIER: Final = re.compile(r"上一?年|去年|[前往历]年")


def find_period(lines: Sequence[Line], *, preamble: int) -> Period | None:
    """The statistical period: a range before 一 in a sentence that states it, else one whole year, there or behind.

    ``preamble`` is how many of the lines stand before the first section. What else runs from one day to
    another, such as a training or a survey, says nothing of the figures.
    """
    whole: list[Period] = []
    for number, line in enumerate(lines):
        for sentence in re.split(r"[。；]", fold(line.text)):
            states = _STATISTICAL.search(sentence)
            found = _range(sentence, line.page, states.start() if states else 0) or _range(sentence, line.page)
            if found is None:
                continue
            if states and number < preamble:
                return found
            if is_whole_year(found) and (number < preamble or (states and not _EARLIER.search(sentence))):
                whole.append(found)
    return whole[0] if whole else None


def is_whole_year(period: Period) -> bool:
    """Whether the period is one calendar year from its first day to its last."""
    start, end = period.start, period.end
    return start is not None and (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))


def _range(sentence: str, page: int | None, at: int = 0) -> Period | None:
    """The first range in the sentence from that place on."""
    for pattern in _RANGES:
        found = pattern.search(sentence, at)
        if found is not None:
            start = _date(found["y1"], found["m1"], found["d1"], first=True)
            end = _date(found["y2"] or found["y1"], found["m2"], found["d2"], first=False)
            quote = sentence[: found.end() + 1].lstrip("，") if len(sentence) <= _LONGEST_QUOTE else found[0]
            return Period(start, end, quote, page)
    return None


def _date(year: str, month: str, day: str | None, *, first: bool) -> date | None:
    """The date, or None where it does not exist; a month without a day begins or ends the range."""
    y, m = _number(year), _number(month)
    if not 1 <= m <= 12:  # noqa: PLR2004
        return None
    last = calendar.monthrange(y, m)[1]
    d = _number(day) if day else (1 if first else last)
    return date(y, m, d) if 1 <= d <= last else None


_DIGITS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "O": 0, "零": 0}


def _number(text: str) -> int:
    """A number in digits, in Chinese digits (二〇二二) or in Chinese tens (十二, 三十一)."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[char]) for char in text))


def year_of(period: Period | None, title_year: int | None, hint: int | None) -> int | None:
    """The report year: the period's (of two, the one the title names), else the title's, else the hint."""
    years = [day.year for day in (period.start, period.end) if day is not None] if period else []
    if not years:
        return title_year or hint
    return next((year for year in (title_year, hint) if year in years), years[0])
