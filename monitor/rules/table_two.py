"""A: 表二, what was disclosed proactively. Source: 国办公开办函〔2021〕30号 and, until 2020, 〔2019〕60号."""

from collections.abc import Iterable
from typing import Final

from monitor.reports.model import CellState, Figure, Report
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, is_no_count, judge_cells
from monitor.rules.labels import cell_label
from monitor.rules.law import ACCURACY, FORM, PRACTICE
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict
from monitor.rules.powers import Power, rule_making

_AMOUNTS: Final = ("proactive.fees.amount", "proactive.procurement.amount")
_FREE_TEXT: Final = "proactive.procurement.amount"
"""采购总金额 of the 2019 form is text with a unit (FORMAT §5)."""

_RULES_MADE: Final = ("proactive.rules.issued", "proactive.rules.in_force", "proactive.rules.made")
_POWER_BASIS: Final = "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条"


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


def check_power(case: Case) -> Iterable[Verdict]:
    """A05: 规章 made or in force at a body that may make none."""
    report = case.the_report
    figures = [report.figure(name) for name in _RULES_MADE]
    filled = [figure for figure in figures if figure.number is not None and figure.number > 0]
    if not filled:
        unsure = any(figure.state is CellState.UNSURE for figure in figures)
        return [Verdict(Outcome.UNREADABLE, "规章件数未能读取。")] if unsure else []
    name, kind = case.owner, case.owner_kind
    if name is None or kind is None:
        return [Verdict(Outcome.NOT_EVALUATED, "未能确定发布机关，无法判断其规章制定权。")]
    power = rule_making(name, kind, case.division, case.level)
    if power is Power.UNKNOWN:
        return [Verdict(Outcome.NOT_EVALUATED, f"仅凭名称无法判断“{name}”是否有规章制定权。")]
    return [] if power is Power.YES else [_without_power(report, filled, name, power)]


def _without_power(report: Report, filled: list[Figure], name: str, power: Power) -> Verdict:
    listed = "、".join(f"{cell_label(figure.name)}{figure.printed}" for figure in filled)
    department = power is Power.DEPARTMENT
    why = "部门无地方政府规章制定权，可能误填所执行的规章" if department else "可能误填"
    return cell_verdict(
        report,
        filled,
        f"“{name}”没有规章制定权，表二却填报{listed}，与法定权限不一致。",
        softer=f"“{name}”疑似没有规章制定权而填报{listed}（{why}），请核对。",
        severity=Severity.WARNING if department else None,
    )


RULES: Final = (
    Rule(
        code="A02",
        name="Table 2 blank or symbol",
        name_zh="表二空白或以符号代替",
        severity=Severity.WARNING,
        basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
        needs=("report",),
        check=check_empty,
        tables=("proactive",),
        current_form=True,
    ),
    Rule(
        code="A03",
        name="Table 2 value invalid",
        name_zh="表二数值非法",
        severity=Severity.ERROR,
        basis=f"{FORM}表二；{ACCURACY}",
        needs=("report",),
        check=check_numbers,
        tables=("proactive",),
        current_form=True,
    ),
    Rule(
        code="A05",
        name="Regulations without rule-making power",
        name_zh="无规章制定权却填报规章",
        severity=Severity.ERROR,
        basis=_POWER_BASIS,
        needs=("report",),
        check=check_power,
        tables=("proactive",),
        current_form=True,
    ),
)
