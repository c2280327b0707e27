"""S10: the superseded form is used."""

from collections.abc import Iterable

from monitor.law.basis import FIRST_YEAR_OF_2021_FORM, FORM_2021
from monitor.rules.citing import excerpt
from monitor.rules.gates import superseded_markers
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule


@rule(
    "S10",
    name="Superseded form used",
    name_zh="使用旧版格式",
    severity=Severity.ERROR,
    basis=f"{FORM_2021}（已取代国办公开办函〔2019〕60号）",
    basis_kind="form",
    needs=("report",),
    years=(FIRST_YEAR_OF_2021_FORM, None),
    tables=("proactive",),
)
def check_superseded(case: Case) -> Iterable[Verdict]:
    """S10: from report year 2021, 表二 with two or more labels of the 2019 form."""
    report = case.the_report
    reading = report.tables["proactive"]
    markers = superseded_markers(report)
    if not markers:
        return []
    listed = "、".join(f"“{marker}”" for marker in markers)
    return [
        Verdict(
            Outcome.FAIL,
            f"{case.covered_year}年度年报的表二沿用旧版格式项目{listed}，与现行格式不一致。",
            page=reading.page,
            quotes=(excerpt(reading.header_quote) or "、".join(markers),),
            softer=f"{case.covered_year}年度年报的表二疑似沿用旧版格式（{listed}），请核对。",
        )
    ]
