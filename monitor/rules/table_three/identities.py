"""The sums of 表三: what must agree, and which one cell would explain why it does not."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from monitor.reports.model import CellState, Figure, Report
from monitor.rules.arithmetic import Identity, Weighing, weigh, weigh_all
from monitor.rules.cells import is_empty, is_no_count
from monitor.rules.citing import number_text
from monitor.rules.labels import APPLICATION_ROWS, COLUMNS, cell_label
from storage.figures import APPLICANTS, OTHER_2021, OUTCOMES, Form


def cell(row: str, column: str) -> str:
    """The full name of a figure of 表三."""
    return f"applications.{row}.{column}"


def outcome_rows(report: Report) -> tuple[str, ...]:
    """The rows that add up to （七）: the form's, with （六） as the report has it, in one row or in three."""
    form: Form = "2019" if report.form == "2019" else "2021"
    three = any(report.figure(cell(row, "total")).state is not CellState.ABSENT for row in OTHER_2021)
    single = report.figure(cell("other", "total")).state is not CellState.ABSENT
    if three:
        form = "2021"
    elif single:
        form = "2019"
    return OUTCOMES[form]


def rows_of(report: Report) -> tuple[str, ...]:
    """The rows of 表三 that bear numbers, as the report has them."""
    return ("new", "carried_in", *outcome_rows(report), "total", "carried_out")


def balances(report: Report) -> list[Weighing]:
    """The balance of each column: 一 + 二 = （七） + 四; without those whose total was left blank (B18)."""
    return _weighed(report, (_balance(column) for column in APPLICANTS))


def details(report: Report) -> list[Weighing]:
    """The outcome rows of each column against its （七）总计; without those whose total was left blank (B18)."""
    rows = outcome_rows(report)
    return _weighed(report, (_detail(column, rows) for column in APPLICANTS))


def row_sums(report: Report) -> list[Weighing]:
    """The six kinds of applicant of each row against its 总计; without those whose total was left blank (B18)."""
    return _weighed(report, (_row_sum(row) for row in rows_of(report)))


def blank_totals(report: Report) -> tuple[str, ...]:
    """The empty cells of the row （七）总计 and of the column 总计, where the whole line was left blank.

    A line was where every total of parts that are not 0 is empty, and no other one holds more than 0 or is unsure.
    """
    outcomes = outcome_rows(report)
    columns = {cell("total", column): _detail(column, outcomes).left for column in APPLICANTS}
    rows = {cell(row, "total"): _row_sum(row).left for row in rows_of(report)}
    return tuple(dict.fromkeys(name for line in (columns, rows) for name in _blank(report, line)))


def _blank(report: Report, line: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The empty totals of one line, by the cells that each adds up; [] where the line was filled in."""
    totals = {name: report.figure(name) for name in line}
    if not any(is_empty(figure) for figure in totals.values()):
        return []
    filled = [name for name, parts in line.items() if any(report.figure(part).number for part in parts)]
    if not filled or not all(is_empty(totals[name]) for name in filled):
        return []
    return [name for name, figure in totals.items() if is_empty(figure)] if _holds_nothing(totals.values()) else []


def _holds_nothing(figures: Iterable[Figure]) -> bool:
    return all(is_empty(figure) or figure.value == 0 or figure.state is CellState.ABSENT for figure in figures)


def _weighed(report: Report, identities: Iterable[Identity]) -> list[Weighing]:
    blank = set(blank_totals(report))
    return weigh_all(report, (identity for identity in identities if blank.isdisjoint(identity.cells)))


@cache
def _balance(column: str) -> Identity:
    left = (cell("new", column), cell("carried_in", column))
    return Identity(COLUMNS[column], left, (cell("total", column), cell("carried_out", column)))


@cache
def _detail(column: str, rows: tuple[str, ...]) -> Identity:
    return Identity(COLUMNS[column], tuple(cell(row, column) for row in rows), (cell("total", column),))


@cache
def _row_sum(row: str) -> Identity:
    left = tuple(cell(row, column) for column in APPLICANTS[:-1])
    return Identity(APPLICATION_ROWS[row], left, (cell(row, "total"),), by_column=True)


def single_cell_hint(report: Report) -> str:
    """B08: where one row and one column fail and one cell's other value repairs both, that cell and value."""
    rows = [w for w in row_sums(report) if w.broken]
    columns = {w.identity.place for w in (*balances(report), *details(report)) if w.broken}
    if len(rows) != 1 or len(columns) != 1:
        return ""
    column = next(name for name in APPLICANTS if COLUMNS[name] in columns)
    row = next(row for row in rows_of(report) if cell(row, "total") in rows[0].identity.right)
    name, number = cell(row, column), report.figure(cell(row, column)).number
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
    identities = (_balance(column), _detail(column, outcome_rows(report)))
    return not any(weigh(trial, identity).broken for identity in identities)


def twice_hint(report: Report, surplus: list[tuple[Weighing, Decimal]]) -> str:
    """B12: where every broken column counts exactly （二） too much, that it may be counted twice."""
    broken = [(weighing, difference) for weighing, difference in surplus if weighing.broken]
    columns = {COLUMNS[column]: column for column in APPLICANTS}
    for weighing, difference in broken:
        partly = report.figure(cell("partly_granted", columns[weighing.identity.place])).number
        if not partly or partly != difference:
            return ""
    return "差额恰等于“（二）部分公开”的件数，疑似将区分处理的申请重复计数。" if broken else ""
