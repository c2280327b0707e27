"""C01: the results of a group do not add up to their total."""

from collections.abc import Iterable
from dataclasses import replace

from monitor.law.basis import FORM
from monitor.reports.model import Figure, Report
from monitor.rules.arithmetic import Identity, balance_verdict, weigh_all
from monitor.rules.cells import cell_verdict, cells_of, is_unlawful
from monitor.rules.labels import REMEDY_BLOCKS as BLOCK_LABELS
from monitor.rules.labels import cell_label
from monitor.rules.model import Case, Severity, Verdict, rule
from storage.figures import REMEDY_BLOCKS, REMEDY_COLUMNS


@rule(
    "C01",
    name="Table 4 group does not add up",
    name_zh="表四分项之和不等于总计",
    severity=Severity.ERROR,
    basis=f"{FORM}表四结构（各结果与“总计”）",
    basis_kind="form",
    needs=("report",),
    tables=("remedies",),
)
def check_groups(case: Case) -> Iterable[Verdict]:
    """C01: the four results of a group do not add up to its 总计, or a cell holds what counts no case."""
    report = case.the_report
    unlawful = [figure for figure in cells_of(report, "remedies") if is_unlawful(figure)]
    named = {figure.name for figure in unlawful}
    groups = [identity for identity in map(_identity, REMEDY_BLOCKS) if named.isdisjoint(identity.cells)]
    weighings = weigh_all(report, groups)
    sums = balance_verdict(report, weighings, what="表四各分项合计与总计", sides=("分项合计", "总计"))
    return [*sums, *([_unlawful_verdict(report, unlawful)] if unlawful else [])]


def _unlawful_verdict(report: Report, figures: list[Figure]) -> Verdict:
    listed = "、".join(f"{cell_label(figure.name)}“{figure.printed}”" for figure in figures)
    message = f"表四有{len(figures)}格不是合法的件数（应为非负整数）：{listed}。"
    softer = f"表四疑似有{len(figures)}格填写有误：{listed}，请核对。"
    return replace(cell_verdict(report, figures, message, softer=softer), subject="numbers")


def _identity(block: str) -> Identity:
    cells = tuple(f"remedies.{block}.{column}" for column in REMEDY_COLUMNS)
    return Identity(BLOCK_LABELS[block], cells[:-1], cells[-1:], by_column=True)
