"""B04: rows or columns of the form are missing."""

import re
from collections.abc import Iterable
from typing import Final

from monitor.law.basis import FORM
from monitor.reports.model import CellState, Report
from monitor.rules.forms import has_single_other_row
from monitor.rules.labels import APPLICATION_ROWS, COLUMNS
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.table_three.identities import cell, rows_of
from storage.figures import APPLICANTS, OTHER_2021, Form
from storage.figures import APPLICATION_ROWS as ROWS_OF_FORM

_ROW_OF_NUMBERS: Final = re.compile(r"(?:(?<![\d.])\d[\d,，]*\s+){6}\d")


@rule(
    "B04",
    name="Rows or columns missing",
    name_zh="表三行列缺失",
    severity=Severity.ERROR,
    basis=f"{FORM}表三",
    basis_kind="form",
    needs=("report",),
    tables=("applications",),
    current_form=True,
)
def check_missing(case: Case) -> Iterable[Verdict]:
    """B04: rows or columns of the form that the table lacks; three rows merged into （六） are S11's matter."""
    report = case.the_report
    reading = report.tables["applications"]
    rows = _missing_rows(report)
    columns = [column for column in APPLICANTS if column in reading.missing_columns or _lacks_column(report, column)]
    if not rows and not columns:
        return []
    if rows and (reading.extra_rows or _rows_in_prose(report)):
        return [Verdict(Outcome.UNREADABLE, "表三有的行未能按表格读取，是否缺行无法判断。")]
    named = [f"行“{APPLICATION_ROWS[row]}”" for row in rows] + [f"列“{COLUMNS[column]}”" for column in columns]
    listed = "、".join(named)
    return [
        Verdict(
            Outcome.FAIL,
            f"表三行列缺失：{listed}。",
            page=reading.page,
            quotes=(reading.header_quote,),
            softer=f"表三疑似没有{listed}，请核对。",
            firm=True,
        )
    ]


def _missing_rows(report: Report) -> list[str]:
    form: Form = "2019" if report.form == "2019" else "2021"
    reading = report.tables["applications"]
    # The other form's way to fill in （六） is no missing row.
    single = OTHER_2021 if form == "2021" and has_single_other_row(report) else ()
    three = ("other",) if form == "2019" and reading.form == "2021" else ()
    return [
        row
        for row in ROWS_OF_FORM[form]
        if (row in reading.missing_rows or _lacks_row(report, row)) and row not in (*single, *three)
    ]


def _rows_in_prose(report: Report) -> bool:
    """Whether the text bears rows of numbers, which can only be rows of a table that was not read as one."""
    return any(_ROW_OF_NUMBERS.search(section.text) for section in report.sections)


def _lacks_row(report: Report, row: str) -> bool:
    return all(report.figure(cell(row, column)).state is CellState.ABSENT for column in APPLICANTS)


def _lacks_column(report: Report, column: str) -> bool:
    return all(report.figure(cell(row, column)).state is CellState.ABSENT for row in rows_of(report))
