"""A03: cells of 表二 hold numbers that cannot be."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import ACCURACY, FORM
from monitor.reports.model import Figure
from monitor.rules.cells import cell_verdict, cells_of, is_no_count, judge_cells
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Severity, Verdict, rule

_AMOUNTS: Final = ("proactive.fees.amount", "proactive.procurement.amount")


@rule(
    "A03",
    name="Table 2 value invalid",
    name_zh="表二数值非法",
    severity=Severity.ERROR,
    basis=f"{FORM}表二；{ACCURACY}",
    basis_kind="form",
    needs=("report",),
    tables=("proactive",),
    current_form=True,
)
def check_numbers(case: Case) -> Iterable[Verdict]:
    """A03: a count that is negative or not whole, a negative amount; 本年增/减 of the 2019 form may be negative."""
    report = case.the_report

    def found(bad: list[Figure]) -> Verdict:
        listed = "、".join(f"{cell_label(figure.name)}“{figure.printed}”" for figure in bad)
        message = f"表二有{len(bad)}格数值不合法（件数应为非负整数，金额不应为负）：{listed}。"
        return cell_verdict(report, bad, message, softer=f"表二疑似有{len(bad)}格填写有误：{listed}，请核对。")

    return judge_cells(cells_of(report, "proactive"), _unlawful, found)


def _unlawful(figure: Figure) -> bool:
    if figure.value is None:
        return False
    if figure.name in _AMOUNTS:
        return figure.value < 0
    if figure.name.endswith(".change"):
        return figure.value != figure.value.to_integral_value()
    return is_no_count(figure.value)
