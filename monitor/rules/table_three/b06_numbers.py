"""B06: cells of 表三 hold what counts nothing."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from monitor.law.basis import ACCURACY, FORM
from monitor.reports.model import CellState, Figure
from monitor.rules.cells import cell_verdict, cells_of, is_no_count, judge_cells
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Severity, Verdict, rule

HIGHEST: Final = Decimal(10) ** 6
"""More applications than this no body receives in a year (RULES B06)."""

_COUNTED: Final = re.compile(r"\d+\s*[件条宗]")


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

    return judge_cells(cells_of(report, "applications"), _unlawful, found)


def _unlawful(figure: Figure) -> bool:
    if figure.state is CellState.TEXT:
        return _COUNTED.fullmatch(figure.printed.strip()) is None
    return figure.value is not None and (is_no_count(figure.value) or figure.value > HIGHEST)
