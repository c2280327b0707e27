"""B18: the totals of 表三 were left blank."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import ACCURACY, FORM, PRACTICE
from monitor.reports.model import CellState, Report
from monitor.rules.cells import cell_verdict
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.table_three.identities import blank_totals, cell, rows_of
from storage.figures import APPLICANTS

_ROW: Final = "“（七）总计”一行"
_COLUMN: Final = "“总计”一列"


@rule(
    "B18",
    name="Totals left blank",
    name_zh="表三总计未填",
    severity=Severity.WARNING,
    basis=f"{ACCURACY}；{FORM}表三“（七）总计”和“总计”；总计应予填写（{PRACTICE}）",
    basis_kind="practice",
    needs=("report",),
    tables=("applications",),
)
def check_totals(case: Case) -> Iterable[Verdict]:
    """B18: the row （七）总计 or the column 总计 is blank while its parts are filled; in the 2019 form a hint.

    What follows from the one omission (B01, B02, B03 and B05 of these cells) is not told again.
    """
    report = case.the_report
    names = blank_totals(report)
    if names:
        figures = [report.figure(name) for name in names]
        message = f"表三{'、'.join(_lines(names))}未填，而各分项已填，总计不应空白，请核对补填。"
        return [cell_verdict(report, figures, message, severity=Severity.INFO if report.form == "2019" else None)]
    unsure = sum(report.figure(name).state is CellState.UNSURE for name in _totals(report))
    return [Verdict(Outcome.UNREADABLE, f"表三总计有{unsure}个单元格未能读取。")] if unsure else []


def _totals(report: Report) -> set[str]:
    return {cell("total", column) for column in APPLICANTS} | {cell(row, "total") for row in rows_of(report)}


def _lines(names: Iterable[str]) -> list[str]:
    """The lines that the cells are of; their common cell is of whichever the others are."""
    corner = cell("total", "total")
    own = [name for name in names if name != corner]
    row = any(name.startswith("applications.total.") for name in own)
    column = any(name.endswith(".total") for name in own)
    return [*([_ROW] if row else []), *([_COLUMN] if column else [])] or [_ROW]
