"""D01: the report of a department or office is late."""

from collections.abc import Iterable

from monitor.law.basis import REGULATION
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.timeliness.lateness import ON_TIME, judge_publication


@rule(
    "D01",
    name="Department report late",
    name_zh="部门年报逾期发布",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第四十九条第一款；{ON_TIME}",
    basis_kind="law",
    needs=("history",),
    years=(None, None),
    kinds=frozenset({"department", "office"}),
)
def check_department(case: Case) -> Iterable[Verdict]:
    """D01: published after the due day of a department or office."""
    return judge_publication(case)
