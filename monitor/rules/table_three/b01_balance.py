"""B01: what came in is not what was settled and carried out."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import FORM
from monitor.rules.arithmetic import balance_verdict
from monitor.rules.model import Case, Severity, Verdict, rule
from monitor.rules.table_three.identities import balances, single_cell_hint, twice_hint

_CORNER: Final = f"{FORM}表三“第一项加第二项之和，等于第三项加第四项之和”"


@rule(
    "B01",
    name="Balance identity broken",
    name_zh="表三勾稽关系不成立",
    severity=Severity.ERROR,
    basis=_CORNER,
    basis_kind="form",
    needs=("report",),
    tables=("applications",),
)
def check_balance(case: Case) -> Iterable[Verdict]:
    """B01: 一 + 二 ≠ （七） + 四 in a column."""
    report = case.the_report
    weighings = balances(report)
    return balance_verdict(
        report,
        weighings,
        what="表三勾稽关系（第一项加第二项等于第三项加第四项）",
        sides=("新收与上年结转合计", "办理结果总计与结转下年合计"),
        hint_on=lambda report: single_cell_hint(report) + twice_hint(report, [(w, -w.difference) for w in weighings]),
    )
