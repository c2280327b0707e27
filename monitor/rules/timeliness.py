"""D: published on time, still there, and unchanged.

Source: 《条例》第四十九条 (days in :mod:`monitor.deadlines`), 第六条, 第四十七条, 第五十三条;
国办公开办函〔2021〕30号 "不按时发布".
Lateness is asserted only with proof: a date in an address proves nothing, and the day of our first
sight proves lateness only where we had looked before and could see.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from crawler.titles import BodyKind
from monitor.deadlines import Due, days_late, due_date, is_late
from monitor.reports.model import Report
from monitor.rules.labels import cell_label
from monitor.rules.law import ACCURACY, FORM_2021, PRACTICE, REGULATION
from monitor.rules.model import Absence, Case, Outcome, Publication, Rule, Severity, Verdict

HEALTHY_DAYS: Final = 2
"""Days on which a place must have been seen healthy and without the report (law 3 of the house)."""

SETTLING: Final = timedelta(days=7)
"""For so long a withdrawn report may turn up at another address of a moved site (RULES D11)."""

SOURCES: Final = {
    "label": "页面标注的发布时间",
    "publishtime": "页面标注的发布时间",
    "list": "栏目列表所示日期",
    "pubdate": "网页标签 PubDate",
    "user": "用户给出的发布日期",
    "url": "网址中的日期",
    "first_seen": "首次巡查到的日期",
}

_TOWNSHIPS: Final[frozenset[BodyKind]] = frozenset({"township", "subdistrict"})
_SHOWN: Final = 6


def check_published(case: Case) -> Iterable[Verdict]:
    """D01, D02: the day of publication against the due day of the body's kind.

    The year is never concluded from the day of publication here: it would decide its own case.
    """
    kind, publication = case.owner_kind, case.publication
    year = case.year or (case.report.year if case.report is not None else None)
    if kind is None or year is None or publication is None or publication.published_on is None:
        return [Verdict(Outcome.NOT_EVALUATED, "未能确定年报年度或发布日期。")]
    due = due_date(kind, year, case.due_override)
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
    legal = due_date(kind, year) or due
    source = SOURCES.get(publication.published_from or "", "来源未注明")
    return [_late(f"{year}年度年报发布于{on:%Y-%m-%d}（依据：{source}）", on, due, legal)]


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


def _late(fact: str, on: date, due: Due, legal: Due) -> Verdict:
    """The finding; a local day passed while the legal one is not is a hint (RULES D05)."""
    facts = f"{fact}，最迟应于{due.on:%Y-%m-%d}发布（{due.how}）"
    local_only = not is_late(on, legal)
    return Verdict(
        Outcome.FAIL,
        f"{facts}，逾期{days_late(on, due)}天。",
        quote=on.isoformat(),
        severity=Severity.INFO if local_only else None,
        basis=due.basis,
        softer=f"{facts}，晚{days_late(on, due)}天，请核对。" + ("法定期限未过，仅为地方要求。" if local_only else ""),
    )


def check_absent(case: Case) -> Iterable[Verdict]:
    """D04: past its due day and on two healthy days not there."""
    absence = case.absence
    if absence is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有未发布的巡查记录。")]
    if absence.body_kind == "institution":
        return [Verdict(Outcome.NOT_APPLICABLE, "公共企事业单位不适用年报发布期限。")]
    if case.today <= absence.due:
        return []
    if not absence.portal_healthy:
        return [Verdict(Outcome.NOT_EVALUATED, "门户当前无法正常访问，是否发布未知。")]
    days = sorted({day for day in absence.healthy_days if day > absence.due})
    if len(days) < HEALTHY_DAYS:
        return [Verdict(Outcome.NOT_EVALUATED, f"期限已过，尚需{HEALTHY_DAYS}个不同日期的正常巡查才能认定未发布。")]
    return [_absent(case, absence, f"{days[0]:%Y-%m-%d}、{days[-1]:%Y-%m-%d}")]


def _absent(case: Case, absence: Absence, days: str) -> Verdict:
    due = due_date(absence.body_kind, absence.year, case.due_override)
    facts = f"{absence.body}{absence.year}年度年报最迟应于{absence.due:%Y-%m-%d}发布，在{days}等日正常巡查均未见"
    return Verdict(
        Outcome.FAIL,
        f"{facts}，逾期未发布。",
        quote="；".join(absence.column_urls),
        severity=Severity.WARNING if absence.body_kind in _TOWNSHIPS else None,
        basis=due.basis if due is not None else "",
        softer=f"{facts}，疑似尚未发布，请核对。",
    )


def check_changed(case: Case) -> Iterable[Verdict]:
    """D10: the content changed after publication and the page does not say so."""
    publication = case.publication
    if publication is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有该年报的巡查记录。")]
    silent = [change for change in publication.changes if not change.noted]
    if not silent:
        return []
    figures = {name: (before, after) for change in silent for name, before, after in change.changed_figures}
    what = "表格数据" if figures else "正文"
    message = f"年报发布后{what}有变动，页面未见更正说明，请核对。{_changed(figures)}"
    return [
        Verdict(
            Outcome.FAIL,
            message,
            cells=tuple(figures),
            quote="；".join(f"{name}：{before}→{after}" for name, (before, after) in figures.items()),
            severity=Severity.WARNING if figures else None,
        )
    ]


def _changed(figures: dict[str, tuple[str, str]]) -> str:
    shown = [f"{cell_label(name)}由“{before}”改为“{after}”" for name, (before, after) in list(figures.items())[:_SHOWN]]
    more = f"等{len(figures)}处" if len(figures) > _SHOWN else ""
    return "；".join(shown) + more + "。" if shown else ""


def check_withdrawn(case: Case) -> Iterable[Verdict]:
    """D11: a published report is gone and not found elsewhere; for seven days it may be a move of the site."""
    publication = case.publication
    if publication is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有该年报的巡查记录。")]
    if publication.withdrawn_on is None:
        return []
    facts = f"已发布的年报自{publication.withdrawn_on:%Y-%m-%d}起在原网址和栏目中均已不见，也未见新网址"
    return [
        Verdict(
            Outcome.FAIL,
            f"{facts}，年报已撤下。",
            quote=publication.url or "",
            severity=Severity.WARNING if case.today - publication.withdrawn_on < SETTLING else None,
            softer=f"{facts}，疑似撤下（也可能是网站迁移），请核对。",
        )
    ]


_ON_TIME: Final = f"{FORM_2021}“不按时发布”"

RULES: Final = (
    Rule(
        code="D01",
        name="Department report late",
        name_zh="部门年报逾期发布",
        severity=Severity.ERROR,
        basis=f"{REGULATION}第四十九条第一款；{_ON_TIME}",
        needs=("history",),
        check=check_published,
        years=(None, None),
        kinds=frozenset({"department", "office"}),
    ),
    Rule(
        code="D02",
        name="Government report late",
        name_zh="政府年报逾期发布",
        severity=Severity.ERROR,
        basis=f"{REGULATION}第四十九条第二款；{_ON_TIME}",
        needs=("history",),
        check=check_published,
        years=(None, None),
        kinds=frozenset({"government"}),
    ),
    Rule(
        code="D04",
        name="Not published after deadline",
        name_zh="逾期未发布",
        severity=Severity.ERROR,
        basis=f"{REGULATION}第四十九条；{_ON_TIME}",
        needs=("clock", "history"),
        check=check_absent,
        years=(None, None),
    ),
    Rule(
        code="D10",
        name="Changed after publication",
        name_zh="发布后内容有变动",
        severity=Severity.INFO,
        basis=f"{ACCURACY}；发布后变动为第三方评估所查事项（{PRACTICE}）",
        needs=("history",),
        check=check_changed,
        years=(None, None),
    ),
    Rule(
        code="D11",
        name="Withdrawn",
        name_zh="已发布后撤下",
        severity=Severity.ERROR,
        basis=f"{REGULATION}第四十七条、第五十三条",
        needs=("history",),
        check=check_withdrawn,
        years=(None, None),
    ),
)
