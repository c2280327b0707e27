"""B05: cells of 表三 are blank or hold a sign."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from monitor.law.basis import ACCURACY, PRACTICE
from monitor.reports.model import Figure
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, judge_cells
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.table_three.identities import blank_totals

UNFILLED: Final = Decimal("0.9")
"""From this share of empty cells on the table is called unfilled (RULES B05)."""


@rule(
    "B05",
    name="Blank or symbol cells",
    name_zh="表三空白或以“/”代替",
    severity=Severity.WARNING,
    basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
    basis_kind="practice",
    needs=("report",),
    tables=("applications",),
)
def check_empty(case: Case) -> Iterable[Verdict]:
    """B05: cells of 表三 that are blank or hold a sign, but for totals left blank (B18); in the 2019 form a hint."""
    report = case.the_report
    told = blank_totals(report)
    figures = [figure for figure in cells_of(report, "applications") if figure.name not in told]

    def found(bad: list[Figure]) -> Verdict:
        unfilled = "，基本未填" if len(bad) >= UNFILLED * len(figures) else ""
        message = f"表三{len(figures)}格中有{empties(bad)}{unfilled}，没有的应填0，请核对。"
        return cell_verdict(report, bad, message, severity=Severity.INFO if report.form == "2019" else None)

    return judge_cells(figures, is_empty, found)
