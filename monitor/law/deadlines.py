"""Which day a report is due, and how that day was found. Pure date arithmetic.

Source: 《中华人民共和国政府信息公开条例》（国务院令第711号，2019-05-15 施行）第四十九条. Its first
paragraph gives departments from county level up 31 January, its second gives the
government-level report 31 March. 乡镇 and 街道 are named by neither paragraph: they owe a
report by article 4 and their day comes from local notice. Until report year 2018 article
31 of the first Regulation (国令第492号) gave everyone 31 March.

"前" includes the day itself: the surveys of the 中国社会科学院法学研究所 counted a report
on time until 24:00 of the day. Nothing rolls forward for weekends or holidays.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.titles import BodyKind

DEPARTMENTS: Final = (1, 31)
"""Month and day by 条例第四十九条第一款."""

GOVERNMENTS: Final = (3, 31)
"""Month and day by 条例第四十九条第二款."""

LATER: Final = max(DEPARTMENTS, GOVERNMENTS)
"""Month and day where it is open which of the two paragraphs a body is under."""

TOWNSHIPS: Final = (1, 31)
"""Month and day customary for 乡镇 and 街道: practice, not law."""

LAST_YEAR_OF_OLD_LAW: Final = 2018
"""The last report year that fell due before the revised Regulation took effect (2019-05-15)."""

_LAW: Final = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
_OLD_LAW: Final = "《中华人民共和国政府信息公开条例》（国务院令第492号，2019年修订前）第三十一条"

_OPEN_BASIS: Final = f"{_LAW}第四十九条（适用第一款还是第二款未定，取较晚的期限，实践口径）"

_BASES: Final[dict[BodyKind, str]] = {
    "government": f"{_LAW}第四十九条第二款",
    "office": f"{_LAW}第四十九条第一款（政府办公厅（室）本机关年报，实践口径）",
    "department": f"{_LAW}第四十九条第一款",
    "township": f"{_LAW}第四条及地方通知（第四十九条未列乡镇，日期为实践口径）",
    "subdistrict": f"{_LAW}第四条及地方通知（第四十九条未列街道，日期为实践口径）",
}
_DAYS: Final[dict[BodyKind, tuple[int, int]]] = {
    "government": GOVERNMENTS,
    "office": DEPARTMENTS,
    "department": DEPARTMENTS,
    "township": TOWNSHIPS,
    "subdistrict": TOWNSHIPS,
}
_NAMES: Final[dict[BodyKind, str]] = {
    "government": "县级以上人民政府",
    "office": "政府办公厅（室）",
    "department": "政府部门",
    "township": "乡镇人民政府",
    "subdistrict": "街道办事处",
}


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which a report is on time (Asia/Shanghai, inclusive), its basis and how it was found."""

    on: date
    basis: str
    how: str


def due_date(
    kind: BodyKind, year: int, override: tuple[int, int] | None = None, *, is_open: bool = False
) -> Due | None:
    """The day on which the report on ``year`` of a body of that kind is due.

    ``is_open`` where the kind is only what the name suggests (:func:`crawler.body_kinds.stands_open`): the later
    day holds then. ``override`` is a local month and day from the roster; a day that the month
    does not have becomes the month's last. None for an ``institution``, which
    owes no such report (条例第五十五条).
    """
    if kind == "institution":
        return None
    if year <= LAST_YEAR_OF_OLD_LAW:
        return Due(date(year + 1, *GOVERNMENTS), _OLD_LAW, f"{year}年度报告适用修订前的条例：次年3月31日前")
    if override is not None:
        on = _day(year + 1, *override)
        how = f"名册为该机关登记的地方日期：次年{on.month}月{on.day}日前"
        return Due(on, f"地方规定（名册登记）；{_OPEN_BASIS if is_open else _BASES[kind]}", how)
    if is_open:
        month, day = LATER
        return Due(
            date(year + 1, month, day), _OPEN_BASIS, f"机关类别未定，取较晚的期限：次年{month}月{day}日前（含当日）"
        )
    month, day = _DAYS[kind]
    return Due(date(year + 1, month, day), _BASES[kind], f"{_NAMES[kind]}：次年{month}月{day}日前（含当日）")


def is_late(published: date, due: Due) -> bool:
    """Whether a report published on that day came after its due day; the due day itself is on time."""
    return published > due.on


def days_late(published: date, due: Due) -> int:
    """How many days after its due day the report came; 0 where it was on time."""
    return max((published - due.on).days, 0)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
