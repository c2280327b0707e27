"""The day of publication against the due day, for every kind of body."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from crawler.body_kinds import BodyKind
from monitor.law.basis import FORM_2021
from monitor.law.deadlines import LAST_YEAR_OF_OLD_LAW, LATER, Due, days_late, due_date, is_late
from monitor.reports.model import Report
from monitor.rules.model import Absence, Case, Outcome, Publication, Severity, Verdict

ON_TIME: Final = f"{FORM_2021}“不按时发布”"
CODES: Final = frozenset({"D01", "D02"})
"""The rules that say of a report that it came late."""
SOURCES: Final = {
    "label": "页面标注的发布时间",
    "publishtime": "页面标注的发布时间",
    "list": "栏目列表所示日期",
    "pubdate": "网页标签 PubDate",
    "user": "用户给出的发布日期",
    "url": "网址中的日期",
    "first_seen": "首次巡查到的日期",
}


def judge_publication(case: Case) -> Iterable[Verdict]:
    """The day of publication against the due day of the body's kind.

    The year is never concluded from the day of publication here: it would decide its own case.
    """
    kind, publication = case.owner_kind, case.publication
    year = case.year or (case.report.year if case.report is not None else None)
    if kind is None or year is None or publication is None or publication.published_on is None:
        return [Verdict(Outcome.NOT_EVALUATED, "未能确定年报年度或发布日期。")]
    due = due_date(kind, year, case.due_override, is_open=case.kind_is_open)
    if due is None:
        return [Verdict(Outcome.NOT_APPLICABLE, "公共企事业单位不适用年报发布期限。")]
    if case.report is not None and _years_differ(case.report):
        return [Verdict(Outcome.NOT_EVALUATED, "标题与统计期限的年度不同（见 F03），年度未定，不判断是否逾期。")]
    on = publication.published_on
    doubt = _doubt(publication, on, due, case.absence)
    if doubt:
        return [Verdict(Outcome.NOT_EVALUATED, doubt)]
    if not is_late(on, due):
        return []
    legal = due_date(kind, year, is_open=case.kind_is_open) or due
    source = SOURCES.get(publication.published_from or "", "来源未注明")
    if is_late(on, legal):
        # What the law makes certain is told by the law's day; a local one that is later may excuse.
        due = max(due, legal, key=lambda one: one.on)
    fact = f"{year}年度年报发布于{on:%Y-%m-%d}（依据：{source}）"
    return [_late_verdict(fact, on, due, legal, gravest(case, kind, year, lambda day: day <= on))]


def gravest(case: Case, kind: BodyKind, year: int, has_come: Callable[[date], bool]) -> Severity | None:
    """How grave it is at most that a report was not there before a day; None where the law itself sets the day.

    ``has_come`` says of any day whether it had come by then.

    That a government's 办公室 reports like a department is practice: before a government's day it is a hint.
    """
    if year <= LAST_YEAR_OF_OLD_LAW:
        return None
    if kind == "office":
        return Severity.WARNING if has_come(date(year + 1, *LATER) + timedelta(days=1)) else Severity.INFO
    return Severity.WARNING if case.kind_is_open else None


def _years_differ(report: Report) -> bool:
    """Whether title and period name different years: whose duty the report meets is open then."""
    days = (report.period.start, report.period.end) if report.period is not None else ()
    years = {day.year for day in days if day is not None}
    return report.title_year is not None and bool(years) and report.title_year not in years


def _doubt(publication: Publication, on: date, due: Due, absence: Absence | None) -> str:
    """Why the date of publication proves nothing, "" where it does."""
    if publication.uncertain:
        return "各处所示发布日期相差超过31天，无法确定发布日期。"
    if publication.published_from == "url":
        return "发布日期仅见于网址，不能作为是否按时发布的依据。"
    looked_before = absence is not None and any(due.on < day < on for day in absence.healthy_days)
    if publication.published_from == "first_seen" and is_late(on, due) and not looked_before:
        return "页面未标注发布日期，首次巡查时已过期限，无法确定是否按时发布。"
    return ""


def _late_verdict(fact: str, on: date, due: Due, legal: Due, gravest: Severity | None) -> Verdict:
    """The finding; a local day passed while the legal one is not is a hint (RULES D05)."""
    facts = f"{fact}，最迟应于{due.on:%Y-%m-%d}发布（{due.how}）"
    local_only = not is_late(on, legal)
    return Verdict(
        Outcome.FAIL,
        f"{facts}，逾期{days_late(on, due)}天。",
        quotes=(on.isoformat(),),
        severity=Severity.INFO if local_only else gravest,
        basis=due.basis,
        softer=f"{facts}，晚{days_late(on, due)}天，请核对。" + ("法定期限未过，仅为地方要求。" if local_only else ""),
    )
