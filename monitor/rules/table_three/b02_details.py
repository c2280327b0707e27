"""B02: the outcomes do not add up to their total."""

from collections.abc import Iterable

from monitor.law.basis import FORM
from monitor.rules.arithmetic import balance_verdict
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.table_three.identities import details, single_cell_hint, twice_hint


@rule(
    "B02",
    name="Detail rows do not add to total",
    name_zh="办理结果分项合计不等于总计",
    severity=Severity.ERROR,
    basis=f"{FORM}表三结构（各分项与“（七）总计”）",
    basis_kind="form",
    needs=("report",),
    tables=("applications",),
)
def check_details(case: Case) -> Iterable[Verdict]:
    """B02: the outcome rows of a column do not add up to （七）总计."""
    report = case.the_report
    weighings = details(report)
    return balance_verdict(
        report,
        weighings,
        what="表三办理结果分项合计与总计",
        sides=("各分项合计", "（七）总计"),
        hint_on=lambda report: single_cell_hint(report) + twice_hint(report, [(w, w.difference) for w in weighings]),
    )
