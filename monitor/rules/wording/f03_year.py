"""F03: the title names another year than the figures."""

from collections.abc import Iterable

from monitor.law.basis import ACCURACY
from monitor.rules.citing import excerpt
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule


@rule(
    "F03",
    name="Title year differs",
    name_zh="标题年份与统计期限不符",
    severity=Severity.ERROR,
    basis=ACCURACY,
    basis_kind="law",
    needs=("report",),
    years=(None, None),
)
def check_year(case: Case) -> Iterable[Verdict]:
    """F03: the year in the title is not the year the figures cover."""
    report = case.the_report
    period = report.period
    if report.title_year is None or period is None or period.start is None or period.end is None:
        return [Verdict(Outcome.NOT_EVALUATED, "标题未写年度，或正文未说明统计期限。")]
    if period.start.year != period.end.year:
        return [Verdict(Outcome.NOT_EVALUATED, "统计期限本身跨年（见 Y07），不再与标题核对。")]
    year = period.start.year
    if report.title_year == year:
        return []
    facts = f"标题写{report.title_year}年度，统计期限为{year}年"
    return [
        Verdict(
            Outcome.FAIL,
            f"{facts}，两者不一致。",
            page=period.page,
            quotes=(excerpt(report.title), excerpt(period.quote)),
            softer=f"{facts}，疑似有一处写错，请核对。",
        )
    ]
