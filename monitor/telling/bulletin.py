"""周报, 月报 and 季度通报: how duties and problems stood at the end of a period, and what became of them within it.

All of it comes from what the digests of the days said, so that a bulletin of a past period says what it would have said
then. Counties are compared by their portals; one that could not be seen is named and not put in order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from monitor.rules.catalogue import codes
from monitor.telling.audience import EVERYONE, Audience, narrow
from monitor.telling.digest import Digest
from monitor.telling.duties import PortalDuties
from monitor.telling.entries import Clerk, Entry, by_alert, is_silenced
from monitor.telling.keeping import from_text
from monitor.telling.parts import troubles_of
from monitor.telling.phrases import ZH
from monitor.telling.sorting import group, units_of
from storage.database import Log
from storage.errors import LogError
from storage.tables import alerts, tellings

Period = Literal["week", "month", "quarter"]
Cell = str | int
PERIODS: Final[Mapping[str, str]] = {"week": "周报", "month": "月报", "quarter": "季度通报"}

_LEAGUE: Final = (
    *("名次", "门户", "应报", "按时", "按时率", "逾期发布", "逾期未发布", "待复核或看不到"),
    *("待处理", "本期新增", "本期改好"),
)
_MOST: Final = 10
"""Kinds of problems that are named."""
_WEEK: Final = 7
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a bulletin; ``chart`` says that its numbers are a course over time."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin, before it is written in any form."""

    title: str
    span: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]


def span_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the week (from Monday), month or quarter in which a day lies."""
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=_WEEK - 1)
    month = day.month if period == "month" else (day.month - 1) // _MONTHS * _MONTHS + 1
    first, length = day.replace(month=month, day=1), 1 if period == "month" else _MONTHS
    years, month = divmod(first.month - 1 + length, 12)
    return first, date(first.year + years, month + 1, 1) - timedelta(days=1)


def last_whole(period: Period, today: date) -> date:
    """A day of the last period that is over today."""
    return span_of(period, today)[0] - timedelta(days=1)


def bulletin_of(log: Log, period: Period, day: date, audience: Audience = EVERYONE) -> Bulletin:
    """The bulletin of the period in which a day lies, as its audience wants it.

    LogError where no digest of it, or of a day before, was kept.
    """
    first, last = span_of(period, day)
    told = {
        one.day: narrow(from_text(one.digest), audience)
        for one in tellings.kept_between(log, date.min, last)
        if one.digest
    }
    if not told:
        raise LogError(f"{ZH.short_day(last)}以前还没有日报，写不出{PERIODS[period]}。请先运行 nianbao run。")
    course = {on: digest for on, digest in told.items() if on >= first}
    before = [digest for on, digest in told.items() if on < first]
    now = told[max(told)]
    news = _news(log, first, last, audience)
    return Bulletin(
        title=f"政府信息公开工作年度报告监测{PERIODS[period]}",
        span=f"{ZH.day(first).partition(' ')[0]}至{ZH.day(last).partition(' ')[0]}",
        paragraphs=tuple(_paragraphs(now, before[-1] if before else None, news, len(course))),
        tables=tuple(
            table
            for table in (
                _league(now, news),
                _overdue(log, now.day, audience),
                _kinds(news.new),
                _course(period, course),
                _unseen(now),
            )
            if table.rows
        ),
    )


@dataclass(frozen=True, slots=True)
class _News:
    """What became of problems within the period: which came, which were mended."""

    new: Sequence[Entry]
    settled: Sequence[Entry]


def _news(log: Log, first: date, last: date, audience: Audience) -> _News:
    """What came and was mended within the period counts as both; what people silenced, and corrections, as neither."""
    clerk, states = Clerk(log, last), alerts.states_on(log, last)
    new, settled = [], []
    for alert, details in by_alert(alerts.events_between(log, first, last), "compliance"):
        state = states[alert.id]
        if not audience.wants(alert) or "acknowledged" in details or is_silenced(alert, state, last):
            continue
        if {"new", "reopened"} & details.keys():
            new.append(clerk.entry(alert))
        if state == "resolved" and details.get("resolved") == "":
            settled.append(clerk.entry(alert))
    return _News(new, settled)


def _sums(duties: Iterable[PortalDuties]) -> Counter[str]:
    names = (*ZH.figures, "open")
    return Counter({name: sum(getattr(one, name) for one in duties) for name in names})


def _paragraphs(now: Digest, before: Digest | None, news: _News, days: int) -> Iterator[str]:
    sums = _sums(now.duties)
    year = max((one.year for one in now.duties), default=0)
    shown = "，".join(f"{name} {sums[key]} 家" for key, name in ZH.figures.items() if sums[key] or key != "ahead")
    yield f"截至{ZH.short_day(now.day)}，{year}年度年报：{shown}。"
    yield (
        f"本期新发现问题 {units_of(news.new)} 家 {len(news.new)} 条，已改好 {units_of(news.settled)} 家"
        f" {len(news.settled)} 条，待处理 {sums['open']} 条。"
    )
    if before is not None:
        then = _sums(before.duties)
        compared = [("按时", "on_time"), ("逾期未发布", "overdue"), ("待处理问题", "open")]
        yield "与上期末相比：" + "，".join(f"{name} {sums[key] - then[key]:+d}" for name, key in compared) + "。"
    yield f"本期有 {days} 天巡查。" if days else "本期没有巡查过，以上是此前最后一次的情况。"


def _league(now: Digest, news: _News) -> Table:
    """Portals by the share of reports that came on time, then by how few problems wait; equal ones share a place.

    Bodies of whom nothing can be said count neither way; a portal that has no others takes no place.
    """
    new, settled = (Counter(entry.portal for entry in entries) for entries in (news.new, news.settled))
    owing = [one for one in now.duties if one.owed]
    known = sorted((one for one in owing if _known(one)), key=_merit)
    places = {one.portal: str(1 + sum(_merit(other) < _merit(one) for other in known)) for one in known}
    ordered = [*known, *(one for one in owing if not _known(one))]
    rows = tuple(
        (
            places.get(one.portal, "不排"),
            one.portal,
            one.owed,
            one.on_time,
            f"{100 * one.on_time // _known(one)}%" if _known(one) else "",
            one.late,
            one.overdue,
            one.doubtful + one.unseen,
            one.open,
            new[one.portal],
            settled[one.portal],
        )
        for one in ordered
    )
    return Table("各县区排名（按时率高者在前，相同的比每家待处理的问题）", _LEAGUE, rows)


def _known(one: PortalDuties) -> int:
    """Of how many bodies it is known whether they reported on time."""
    return one.on_time + one.late + one.overdue


def _merit(one: PortalDuties) -> tuple[float, float]:
    """What is put in order: the less, the better."""
    return -one.on_time / _known(one), one.open / one.owed


def _overdue(log: Log, on: date, audience: Audience) -> Table:
    clerk, states = Clerk(log, on), alerts.states_on(log, on)
    entries = [
        clerk.entry(alert)
        for alert in alerts.each(log, list="compliance")
        if audience.wants(alert)
        and alert.rule in codes("absence")
        and states.get(alert.id) in ("open", "reopened", "acknowledged")
    ]
    rows = tuple(
        (entry.body, entry.portal, str(entry.year or ""), entry.days_late, f"{entry.contact} {entry.phone}".strip())
        for entry in sorted(entries, key=lambda entry: -entry.days_late)
    )
    return Table("逾期未发布的单位", ("单位", "门户", "年度", "逾期天数", "联系人"), rows)


def _kinds(new: Sequence[Entry]) -> Table:
    found = group((entry.rule, entry) for entry in new)
    most = sorted(found.values(), key=lambda entries: (-units_of(entries), entries[0].rule))[:_MOST]
    rows = tuple(
        (one[0].rule_name, ZH.severities[max(entry.severity for entry in one)], units_of(one), len(one)) for one in most
    )
    return Table("本期新问题最多的种类", ("问题", "程度", "家数", "条数"), rows)


def _course(period: Period, course: Mapping[date, Digest]) -> Table:
    """How the figures went: day by day in a week, else at the end of each week."""
    if period != "week":
        course = {digest.day: digest for digest in {span_of("week", on)[0]: course[on] for on in course}.values()}
    names = {"on_time": "按时", "late": "逾期发布", "overdue": "逾期未发布", "open": "待处理"}
    sums = {on: _sums(digest.duties) for on, digest in course.items()}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (ZH.short_day(on), *(found[name] for name in names)) for on, found in sums.items()
    )
    return Table("走势", ("日期", *names.values()), rows, chart=True)


def _unseen(now: Digest) -> Table:
    rows = tuple(
        (
            portal.name,
            "、".join(troubles_of(portal, ZH)) or (ZH.not_whole if portal.visited else "没有巡查到"),
            ZH.short_day(portal.blind_since) if portal.blind_since else "",
        )
        for portal in now.portals
        if not portal.healthy and not portal.left_out
    )
    return Table("看不到的门户（不是单位的问题）", ("门户", "原因", "从何时起"), rows)
