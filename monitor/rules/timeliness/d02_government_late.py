"""D02: the report of a government is late."""

from collections.abc import Iterable

from monitor.law.basis import REGULATION
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.timeliness.lateness import ON_TIME, judge_publication


@rule(
    "D02",
    name="Government report late",
    name_zh="政府年报逾期发布",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第四十九条第二款；{ON_TIME}",
    basis_kind="law",
    needs=("history",),
    years=(None, None),
    kinds=frozenset({"government"}),
)
def check_government(case: Case) -> Iterable[Verdict]:
    """D02: published after the due day of a government."""
    return judge_publication(case)
