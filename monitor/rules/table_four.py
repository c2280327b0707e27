"""C: 表四, reviews and suits. Source: 国办公开办函〔2021〕30号; the same table in both forms."""

from collections.abc import Iterable
from typing import Final

from monitor.reports.model import Figure
from monitor.rules.arithmetic import Identity, balance_verdict, weigh_all
from monitor.rules.cells import cell_verdict, cells_of, empties, is_empty, judge_cells
from monitor.rules.labels import REMEDY_BLOCKS as BLOCK_LABELS
from monitor.rules.law import ACCURACY, FORM, PRACTICE
from monitor.rules.model import Case, Rule, Severity, Verdict
from storage.figures import REMEDY_BLOCKS, REMEDY_COLUMNS


def _identity(block: str) -> Identity:
    cells = tuple(f"remedies.{block}.{column}" for column in REMEDY_COLUMNS)
    return Identity(BLOCK_LABELS[block], cells[:-1], cells[-1:], by_column=True)


def check_groups(case: Case) -> Iterable[Verdict]:
    """C01: the four results of a group do not add up to its 总计."""
    weighings = weigh_all(case.the_report, (_identity(block) for block in REMEDY_BLOCKS))
    return balance_verdict(case.the_report, weighings, what="表四各分项合计与总计", sides=("分项合计", "总计"))


def check_empty(case: Case) -> Iterable[Verdict]:
    """C03: cells of 表四 that are blank or hold a sign, by group; the text's "none" does not fill them."""
    report = case.the_report

    def found(bad: list[Figure]) -> Verdict:
        groups = {block: [f for f in bad if f.name.startswith(f"remedies.{block}.")] for block in REMEDY_BLOCKS}
        listed = "；".join(f"{BLOCK_LABELS[block]}{empties(figures)}" for block, figures in groups.items() if figures)
        return cell_verdict(report, bad, f"表四有{len(bad)}格未填数字：{listed}，没有的应填0，请核对。")

    return judge_cells(cells_of(report, "remedies"), is_empty, found)


RULES: Final = (
    Rule(
        code="C01",
        name="Table 4 group does not add up",
        name_zh="表四分项之和不等于总计",
        severity=Severity.ERROR,
        basis=f"{FORM}表四结构（各结果与“总计”）",
        needs=("report",),
        check=check_groups,
        tables=("remedies",),
    ),
    Rule(
        code="C03",
        name="Table 4 blank or symbol",
        name_zh="表四空白或以符号代替",
        severity=Severity.WARNING,
        basis=f"{ACCURACY}；空白、“/”与0应予区分（{PRACTICE}）",
        needs=("report",),
        check=check_empty,
        tables=("remedies",),
    ),
)
