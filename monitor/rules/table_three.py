"""B: 表三, what became of the applications.

Source: 国办公开办函〔2021〕30号. The table's own corner says "第一项加第二项之和，等于第三项加第四项之和";
the sums of its rows and columns follow from its structure.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from monitor.reports.model import CellState, Figure, Report
from monitor.rules.arithmetic import Identity, Weighing, balance_verdict, weigh, weigh_all
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, is_no_count, judge_cells
from monitor.rules.evidence import number_text
from monitor.rules.forms import has_single_other_row
from monitor.rules.labels import APPLICATION_ROWS, COLUMNS, cell_label
from monitor.rules.law import ACCURACY, FORM, PRACTICE
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict
from storage.figures import APPLICANTS, OTHER_2021, OUTCOMES, Form
from storage.figures import APPLICATION_ROWS as ROWS_OF_FORM

HIGHEST: Final = Decimal(10) ** 6
"""More applications than this no body receives in a year (RULES B06)."""

UNFILLED: Final = Decimal("0.9")
"""From this share of empty cells on the table is called unfilled (RULES B05)."""

_ROW_OF_NUMBERS: Final = re.compile(r"(?:(?<![\d.])\d[\d,，]*\s+){6}\d")
_COUNTED: Final = re.compile(r"\d+\s*[件条宗]")
_CORNER: Final = f"{FORM}表三“第一项加第二项之和，等于第三项加第四项之和”"


def _cell(row: str, column: str) -> str:
    return f"applications.{row}.{column}"


def _outcome_rows(report: Report) -> tuple[str, ...]:
    """The rows that add up to （七）: the form's, with （六） as the report has it, in one row or in three."""
    form: Form = "2019" if report.form == "2019" else "2021"
    three = any(report.figure(_cell(row, "total")).state is not CellState.ABSENT for row in OTHER_2021)
    single = report.figure(_cell("other", "total")).state is not CellState.ABSENT
    if three:
        form = "2021"
    elif single:
        form = "2019"
    return OUTCOMES[form]


def _rows(report: Report) -> tuple[str, ...]:
    return ("new", "carried_in", *_outcome_rows(report), "total", "carried_out")


def balances(report: Report) -> list[Weighing]:
    """The balance of each column: 一 + 二 = （七） + 四."""
    return weigh_all(report, (_balance(column) for column in APPLICANTS))


def details(report: Report) -> list[Weighing]:
    """The outcome rows of each column against its （七）总计."""
    rows = _outcome_rows(report)
    return weigh_all(report, (_detail(column, rows) for column in APPLICANTS))


def row_sums(report: Report) -> list[Weighing]:
    """The six kinds of applicant of each row against its 总计."""
    return weigh_all(report, (_row_sum(row) for row in _rows(report)))


def _balance(column: str) -> Identity:
    left = (_cell("new", column), _cell("carried_in", column))
    return Identity(COLUMNS[column], left, (_cell("total", column), _cell("carried_out", column)))


def _detail(column: str, rows: Iterable[str]) -> Identity:
    return Identity(COLUMNS[column], tuple(_cell(row, column) for row in rows), (_cell("total", column),))


def _row_sum(row: str) -> Identity:
    left = tuple(_cell(row, column) for column in APPLICANTS[:-1])
    return Identity(APPLICATION_ROWS[row], left, (_cell(row, "total"),), by_column=True)


def check_balance(case: Case) -> Iterable[Verdict]:
    """B01: 一 + 二 ≠ （七） + 四 in a column."""
    report = case.the_report
    weighings = balances(report)
    hint = single_cell_hint(report) + _twice_hint(report, [(w, -w.difference) for w in weighings])
    sides = ("新收与上年结转合计", "办理结果总计与结转下年合计")
    return balance_verdict(
        report, weighings, what="表三勾稽关系（第一项加第二项等于第三项加第四项）", sides=sides, hint=hint
    )


def check_details(case: Case) -> Iterable[Verdict]:
    """B02: the outcome rows of a column do not add up to （七）总计."""
    report = case.the_report
    weighings = details(report)
    hint = single_cell_hint(report) + _twice_hint(report, [(w, w.difference) for w in weighings])
    sides = ("各分项合计", "（七）总计")
    return balance_verdict(report, weighings, what="表三办理结果分项合计与总计", sides=sides, hint=hint)


def check_rows(case: Case) -> Iterable[Verdict]:
    """B03: the kinds of applicant of a row do not add up to its 总计."""
    report = case.the_report
    hint = single_cell_hint(report)
    sides = ("各类申请人合计", "总计")
    return balance_verdict(report, row_sums(report), what="表三各类申请人合计与总计", sides=sides, hint=hint)


def single_cell_hint(report: Report) -> str:
    """B08: where one row and one column fail and one cell's other value repairs both, that cell and value."""
    rows = [w for w in row_sums(report) if w.broken]
    columns = {w.identity.place for w in (*balances(report), *details(report)) if w.broken}
    if len(rows) != 1 or len(columns) != 1:
        return ""
    column = next(name for name in APPLICANTS if COLUMNS[name] in columns)
    row = next(row for row in _rows(report) if _cell(row, "total") in rows[0].identity.right)
    name, number = _cell(row, column), report.figure(_cell(row, column)).number
    if number is None:
        return ""
    right = number + rows[0].difference if column == "total" else number - rows[0].difference
    if is_no_count(right) or not _repairs(report, name, right, column):
        return ""
    return f"若将“{cell_label(name)}”由{number_text(number)}改为{number_text(right)}，各式即同时成立，请先核对该格。"


def _repairs(report: Report, name: str, value: Decimal, column: str) -> bool:
    """Whether both identities of the column hold with ``value`` in that cell."""
    figures = report.figures | {name: Figure(name, CellState.NUMBER, number_text(value), value)}
    trial = Report(report.source, report.media_type, form=report.form, figures=figures)
    identities = (_balance(column), _detail(column, _outcome_rows(report)))
    return not any(weigh(trial, identity).broken for identity in identities)


def _twice_hint(report: Report, surplus: list[tuple[Weighing, Decimal]]) -> str:
    """B12: where every broken column counts exactly （二） too much, that it may be counted twice."""
    broken = [(weighing, difference) for weighing, difference in surplus if weighing.broken]
    columns = {COLUMNS[column]: column for column in APPLICANTS}
    for weighing, difference in broken:
        partly = report.figure(_cell("partly_granted", columns[weighing.identity.place])).number
        if not partly or partly != difference:
            return ""
    return "差额恰等于“（二）部分公开”的件数，疑似将区分处理的申请重复计数。" if broken else ""


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
            quote=reading.header_quote,
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
    return all(report.figure(_cell(row, column)).state is CellState.ABSENT for column in APPLICANTS)


def _lacks_column(report: Report, column: str) -> bool:
    return all(report.figure(_cell(row, column)).state is CellState.ABSENT for row in _rows(report))


def check_empty(case: Case) -> Iterable[Verdict]:
    """B05: cells of 表三 that are blank or hold a sign; in the 2019 form a hint."""
    report = case.the_report
    figures = cells_of(report, "applications")

    def found(bad: list[Figure]) -> Verdict:
        unfilled = "，基本未填" if len(bad) >= UNFILLED * len(figures) else ""
        message = f"表三{len(figures)}格中有{empties(bad)}{unfilled}，没有的应填0，请核对。"
        return cell_verdict(report, bad, message, severity=Severity.INFO if report.form == "2019" else None)

    return judge_cells(figures, is_empty, found)


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


RULES: Final = (
    Rule(
        code="B01",
        name="Balance identity broken",
        name_zh="表三勾稽关系不成立",
        severity=Severity.ERROR,
        basis=_CORNER,
        needs=("report",),
        check=check_balance,
        tables=("applications",),
    ),
    Rule(
        code="B02",
        name="Detail rows do not add to total",
        name_zh="办理结果分项合计不等于总计",
        severity=Severity.ERROR,
        basis=f"{FORM}表三结构（各分项与“（七）总计”）",
        needs=("report",),
        check=check_details,
        tables=("applications",),
    ),
    Rule(
        code="B03",
        name="Row does not add up",
        name_zh="各类申请人之和不等于总计",
        severity=Severity.ERROR,
        basis=f"{FORM}表三结构（各类申请人与“总计”列）",
        needs=("report",),
        check=check_rows,
        tables=("applications",),
    ),
    Rule(
        code="B04",
        name="Rows or columns missing",
        name_zh="表三行列缺失",
        severity=Severity.ERROR,
        basis=f"{FORM}表三",
        needs=("report",),
        check=check_missing,
        tables=("applications",),
        current_form=True,
    ),
    Rule(
        code="B05",
        name="Blank or symbol cells",
        name_zh="表三空白或以“/”代替",
        severity=Severity.WARNING,
        basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
        needs=("report",),
        check=check_empty,
        tables=("applications",),
    ),
    Rule(
        code="B06",
        name="Invalid number",
        name_zh="表三数值非法",
        severity=Severity.ERROR,
        basis=f"{FORM}表三（单位：件）；{ACCURACY}",
        needs=("report",),
        check=check_numbers,
        tables=("applications",),
    ),
)
