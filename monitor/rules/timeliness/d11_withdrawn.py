"""D11: a published report is gone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from monitor.law.basis import REGULATION
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

SETTLING: Final = timedelta(days=7)
"""For so long a withdrawn report may turn up at another address of a moved site (RULES D11)."""


@rule(
    "D11",
    name="Withdrawn",
    name_zh="已发布后撤下",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第四十七条、第五十三条",
    basis_kind="law",
    needs=("history",),
    years=(None, None),
)
def check_withdrawn(case: Case) -> Iterable[Verdict]:
    """D11: a published report is gone and not found elsewhere; for seven days it may be a move of the site."""
    publication = case.publication
    if publication is None:
        return [Verdict(Outcome.NOT_EVALUATED, "没有该年报的巡查记录。")]
    if publication.withdrawn_on is None:
        return []
    facts = f"已发布的年报自{publication.withdrawn_on:%Y-%m-%d}起在原网址和栏目中均已不见，也未见新网址"
    return [
        Verdict(
            Outcome.FAIL,
            f"{facts}，年报已撤下。",
            quotes=(publication.url or "",),
            severity=None if case.has_come(publication.withdrawn_on + SETTLING) else Severity.WARNING,
            softer=f"{facts}，疑似撤下（也可能是网站迁移），请核对。",
        )
    ]
