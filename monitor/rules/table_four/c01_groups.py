"""C01: the results of a group do not add up to their total."""

from collections.abc import Iterable

from monitor.law.basis import FORM
from monitor.rules.arithmetic import Identity, balance_verdict, weigh_all
from monitor.rules.labels import REMEDY_BLOCKS as BLOCK_LABELS
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
    """C01: the four results of a group do not add up to its 总计."""
    weighings = weigh_all(case.the_report, (_identity(block) for block in REMEDY_BLOCKS))
    return balance_verdict(case.the_report, weighings, what="表四各分项合计与总计", sides=("分项合计", "总计"))


def _identity(block: str) -> Identity:
    cells = tuple(f"remedies.{block}.{column}" for column in REMEDY_COLUMNS)
    return Identity(BLOCK_LABELS[block], cells[:-1], cells[-1:], by_column=True)
