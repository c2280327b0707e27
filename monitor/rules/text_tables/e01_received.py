"""E01: the text says another number of applications than 表三."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from crawler.text import fold
from crawler.titles import BodyKind
from monitor.reports.model import Report
from monitor.reports.narrative import Count
from monitor.reports.numerals import quantities
from monitor.rules.cells import is_empty
from monitor.rules.citing import cell_quotes, number_text, page_of_text
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.text_tables.statements import AGREEMENT, sentence, statements

_AREAS: Final[frozenset[BodyKind]] = frozenset({"government", "township"})
_NEW: Final = "applications.new.total"
_CARRIED_IN: Final = "applications.carried_in.total"


@rule(
    "E01",
    name="New applications: text vs table",
    name_zh="文表不一致：新收申请数",
    severity=Severity.WARNING,
    basis=AGREEMENT,
    basis_kind="practice",
    needs=("report",),
    tables=("applications",),
)
def check_received(case: Case) -> Iterable[Verdict]:
    """E01: applications received by the text, and neither 本年新收 nor that with 上年结转 by the table.

    That none were received is another rule's matter (E05).
    """
    report = case.the_report
    said = _received_counts(case)
    if not said:
        return [Verdict(Outcome.NOT_APPLICABLE, "正文未写全年收到申请的件数。")]
    if is_empty(report.figure(_NEW)):
        return [Verdict(Outcome.NOT_EVALUATED, "表三本年新收的总计未填（见 B05、B18），不再核对。")]
    new, carried = report.figure(_NEW).number, report.figure(_CARRIED_IN).number
    if new is None:
        return [Verdict(Outcome.UNREADABLE, "表三本年新收的总计未能读取。")]
    right = {new, new + (carried or 0)}
    differing = [count for count in said if count.number not in right and not (count.wide and _tells(count, right))]
    if not differing:
        return []
    if carried is None:
        return [Verdict(Outcome.UNREADABLE, "表三上年结转的总计未能读取。")]
    return [_verdict(report, differing[0], new, carried)]


def _tells(count: Count, numbers: set[Decimal]) -> bool:
    """Whether the sentence of a count of the whole area tells one of these numbers too, as of the body alone (本级)."""
    return any(found.value in numbers for found in quantities(fold(count.quote)))


def _received_counts(case: Case) -> list[Count]:
    """What the text states of applications received by the body itself.

    受理 may leave out what was not taken up, so it counts only where nothing says 收到. A count of the whole area
    (全市) is the body's own in a government's report, and there only where no plainer one stands.
    """
    said = [
        count
        for count in statements(case.the_report, case.covered_year)
        if count.kind == "applications_received" and count.whole and not count.negated
    ]
    said = [count for count in said if not count.accepted] or said
    wide = said if case.owner_kind in _AREAS else []
    return [count for count in said if not count.wide] or wide


def _verdict(report: Report, count: Count, new: Decimal, carried: Decimal) -> Verdict:
    said, cells = sentence(count), cell_quotes(report, (_NEW, _CARRIED_IN))
    with_carried = f"（加上年结转为{number_text(new + carried)}件）" if carried else ""
    return Verdict(
        Outcome.FAIL,
        f"正文称收到政府信息公开申请{number_text(count.number)}{count.unit}，表三本年新收为{number_text(new)}件"
        f"{with_carried}，疑似有一处有误，请核对。",
        cells=(_NEW, _CARRIED_IN),
        page=page_of_text(report, count.quote) or report.figure(_NEW).page,
        quotes=(said, *cells),
        quote="；".join([f"“{said}”", *cells]),
    )
