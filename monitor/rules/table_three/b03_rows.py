"""B03: the kinds of applicant do not add up to their total."""

from collections.abc import Iterable

from monitor.law.basis import FORM
from monitor.rules.arithmetic import balance_verdict
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.table_three.identities import row_sums, single_cell_hint


@rule(
    "B03",
    name="Row does not add up",
    name_zh="各类申请人之和不等于总计",
    severity=Severity.ERROR,
    basis=f"{FORM}表三结构（各类申请人与“总计”列）",
    basis_kind="form",
    needs=("report",),
    tables=("applications",),
)
def check_rows(case: Case) -> Iterable[Verdict]:
    """B03: the kinds of applicant of a row do not add up to its 总计."""
    report = case.the_report
    return balance_verdict(
        report,
        row_sums(report),
        what="表三各类申请人合计与总计",
        sides=("各类申请人合计", "总计"),
        hint_on=single_cell_hint,
    )
