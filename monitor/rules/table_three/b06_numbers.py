"""B06: cells of 表三 hold what counts nothing."""

from collections.abc import Iterable

from monitor.law.basis import ACCURACY, FORM
from monitor.reports.model import Figure
from monitor.rules.cells import cell_verdict, cells_of, is_unlawful, judge_cells
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Severity, Verdict, rule


@rule(
    "B06",
    name="Invalid number",
    name_zh="表三数值非法",
    severity=Severity.ERROR,
    basis=f"{FORM}表三（单位：件）；{ACCURACY}",
    basis_kind="form",
    needs=("report",),
    tables=("applications",),
)
def check_numbers(case: Case) -> Iterable[Verdict]:
    """B06: a cell of 表三 that is negative, not whole, no number at all, or beyond all measure."""
    report = case.the_report

    def found(bad: list[Figure]) -> Verdict:
        listed = "、".join(f"{cell_label(figure.name)}“{figure.printed}”" for figure in bad)
        message = f"表三有{len(bad)}格不是合法的件数（应为非负整数）：{listed}。"
        return cell_verdict(report, bad, message, softer=f"表三疑似有{len(bad)}格填写有误：{listed}，请核对。")

    return judge_cells(cells_of(report, "applications"), is_unlawful, found)
