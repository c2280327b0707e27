"""A05: 规章 at a body without the power to make them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from monitor.reports.model import CellState, Figure, Report
from monitor.rules.cells import cell_verdict
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.powers import Power, rule_making

_RULES_MADE: Final = tuple(f"proactive.rules.{column}" for column in ("issued", "repealed", "in_force", "made"))
_POWER_BASIS: Final = "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条"
_OLDER_BASIS: Final = "《中华人民共和国立法法》（2015年修正）第八十条、第八十二条"
_REVISED: Final = 2023
"""The report year in which the revision of 2023 took effect (2023-03-15)."""


@rule(
    "A05",
    name="Regulations without rule-making power",
    name_zh="无规章制定权却填报规章",
    severity=Severity.ERROR,
    basis=_POWER_BASIS,
    basis_kind="law",
    needs=("report",),
    tables=("proactive",),
    current_form=True,
)
def check_power(case: Case) -> Iterable[Verdict]:
    """A05: 规章 made, repealed or in force at a body that may make none."""
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
    if power is Power.YES:
        return []
    older = case.covered_year is not None and case.covered_year < _REVISED
    return [replace(_without_power(report, filled, name, power), basis=_OLDER_BASIS if older else _POWER_BASIS)]


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
