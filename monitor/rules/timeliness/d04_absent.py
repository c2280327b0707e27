"""D04: the report is past its day and not there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from crawler.titles import BodyKind
from monitor.law.basis import REGULATION
from monitor.law.deadlines import Due, due_date
from monitor.law.patience import HEALTHY_DAYS
from monitor.rules.model import Absence, Case, Outcome, Severity, Verdict, rule
from monitor.rules.timeliness.lateness import ON_TIME, gravest

_TOWNSHIPS: Final[frozenset[BodyKind]] = frozenset({"township", "subdistrict"})


@rule(
    "D04",
    name="Not published after deadline",
    name_zh="逾期未发布",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第四十九条；{ON_TIME}",
    basis_kind="law",
    needs=("clock", "history"),
    years=(None, None),
    asked_on="absence",
)
def check_absent(case: Case) -> Iterable[Verdict]:
    """D04: past its due day and on two healthy days not there; past a local day alone it is a hint."""
    absence = case.absence
    if absence is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有未发布的巡查记录。")]
    if absence.body_kind == "institution":
        return [Verdict(Outcome.NOT_APPLICABLE, "公共企事业单位不适用年报发布期限。")]
    if not case.has_come(absence.due + timedelta(days=1)):
        return []
    if not absence.portal_healthy:
        return [Verdict(Outcome.NOT_EVALUATED, "门户当前无法正常访问，是否发布未知。")]
    if len(_days_after(absence, absence.due)) < HEALTHY_DAYS:
        return [Verdict(Outcome.NOT_EVALUATED, f"期限已过，尚需{HEALTHY_DAYS}个不同日期的正常巡查才能认定未发布。")]
    return [_proven(case, absence)]


def _proven(case: Case, absence: Absence) -> Verdict:
    """The finding by the law's day, where that is later than the roster's; until it is passed, too, a hint."""
    due = due_date(absence.body_kind, absence.year, case.due_override, is_open=case.kind_is_open)
    legal = due_date(absence.body_kind, absence.year, is_open=case.kind_is_open)
    if absence.body_kind in _TOWNSHIPS or legal is None or legal.on <= absence.due:
        return _verdict(case, absence, due)
    if len(_days_after(absence, legal.on)) >= HEALTHY_DAYS:
        return _verdict(case, replace(absence, due=legal.on), legal)
    found = _verdict(case, absence, due)
    return replace(found, severity=Severity.INFO, softer=f"{found.softer}所过仅为地方要求的日期，法定期限另计。")


def _days_after(absence: Absence, due: date) -> list[date]:
    """The days after that one on which all was healthy and the report not there."""
    return sorted({day for day in absence.healthy_days if day > due})


def _verdict(case: Case, absence: Absence, due: Due | None) -> Verdict:
    days = _days_after(absence, absence.due)
    seen = f"{days[0]:%Y-%m-%d}、{days[-1]:%Y-%m-%d}"
    facts = f"{absence.body}{absence.year}年度年报最迟应于{absence.due:%Y-%m-%d}发布，在{seen}等日正常巡查均未见"
    return Verdict(
        Outcome.FAIL,
        f"{facts}，逾期未发布。",
        quotes=absence.column_urls,
        severity=Severity.WARNING
        if absence.body_kind in _TOWNSHIPS
        else gravest(case, absence.body_kind, absence.year, case.has_come),
        basis=due.basis if due is not None else "",
        softer=f"{facts}，疑似尚未发布，请核对。",
    )
