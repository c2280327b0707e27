"""W09: page and attachment, or two attachments, differ."""

from collections.abc import Iterable, Sequence
from typing import Final

from monitor.law.basis import ACCURACY
from monitor.reports.model import Report
from monitor.rules.citing import column_label, page_of_cells, row_label
from monitor.rules.model import Agreement, Case, Outcome, Severity, Verdict, rule

SHOWN: Final = 5
"""Cells of one comparison that a message quotes."""


@rule(
    "W09",
    name="Page and attachment differ",
    name_zh="网页与附件数据不一致",
    severity=Severity.WARNING,
    basis=ACCURACY,
    basis_kind="law",
    needs=("report",),
)
def check_agreement(case: Case) -> Iterable[Verdict]:
    """W09: page and attachment, or two attachments, print different figures in one cell.

    Only cells that were read for certain in both were compared; a recognised
    picture or scan never is (its misreadings would be held against the body).
    """
    if not case.agreements:
        return [Verdict(Outcome.NOT_APPLICABLE, "年报只有一种能够逐格核对的版本。")]
    differing = [agreement for agreement in case.agreements if agreement.differences]
    return [_verdict(case, differing)] if differing else []


def _verdict(case: Case, differing: Sequence[Agreement]) -> Verdict:
    report = case.the_report
    names = tuple(dict.fromkeys(name for agreement in differing for name, _, _ in agreement.differences))
    facts = "；".join(
        f"{agreement.between}核对{agreement.cells}格，有{len(agreement.differences)}格不同" for agreement in differing
    )
    return Verdict(
        Outcome.FAIL,
        f"{facts}，请核对原始数据后统一。",
        cells=names,
        page=page_of_cells(report, names),
        quotes=tuple(quote for agreement in differing for quote in _quotes(report, agreement)),
        quote="；".join(_line(report, agreement) for agreement in differing),
    )


def _quotes(report: Report, agreement: Agreement) -> tuple[str, ...]:
    return tuple(
        f"{row_label(report, name)}·{column_label(report, name)}：{here or '（空白）'}／{there or '（空白）'}"
        for name, here, there in agreement.differences[:SHOWN]
    )


def _line(report: Report, agreement: Agreement) -> str:
    number = len(agreement.differences)
    return "；".join(_quotes(report, agreement)) + (f"……共{number}格" if number > SHOWN else "")
