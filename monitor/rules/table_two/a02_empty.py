"""A02: cells of 表二 are blank or hold no number."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.reports.model import CellState, Figure
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, judge_cells
from monitor.rules.model import Case, Severity, Verdict, rule

_FREE_TEXT: Final = "proactive.procurement.amount"
"""采购总金额 of the 2019 form is text with a unit (FORMAT §5)."""


@rule(
    "A02",
    name="Table 2 blank or symbol",
    name_zh="表二空白或以符号代替",
    severity=Severity.WARNING,
    basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
    basis_kind="practice",
    needs=("report",),
    tables=("proactive",),
    current_form=True,
)
def check_empty(case: Case) -> Iterable[Verdict]:
    """A02: value cells that are blank, hold a sign or text; in the 2019 form a hint."""
    report = case.the_report
    figures = [figure for figure in cells_of(report, "proactive") if figure.name != _FREE_TEXT]

    def found(bad: list[Figure]) -> Verdict:
        empty = [figure for figure in bad if is_empty(figure)]
        texts = len(bad) - len(empty)
        what = "、".join([*([empties(empty)] if empty else []), *([f"{texts}格不是数字"] if texts else [])])
        message = f"表二{len(figures)}格中有{what}，没有的应填0，请核对。"
        return cell_verdict(report, bad, message, severity=Severity.INFO if report.form == "2019" else None)

    return judge_cells(figures, lambda figure: is_empty(figure) or figure.state is CellState.TEXT, found)
