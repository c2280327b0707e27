"""E05: the text says that no application came, and 表三 counts some."""

from collections.abc import Iterable
from typing import Final

from monitor.rules.cells import is_empty
from monitor.rules.citing import cell_quotes, number_text, page_of_text
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.text_tables.statements import AGREEMENT, sentence, statements

_NEW: Final = "applications.new.total"


@rule(
    "E05",
    name='"None received" vs table',
    name_zh="文称无申请而表有数",
    severity=Severity.WARNING,
    basis=AGREEMENT,
    basis_kind="practice",
    needs=("report",),
    tables=("applications",),
)
def check_none_received(case: Case) -> Iterable[Verdict]:
    """E05: that none were received in the year, by any channel, is said by the text, and 本年新收 is above 0."""
    report = case.the_report
    said = [
        count
        for count in statements(report, case.covered_year)
        if count.kind == "applications_received" and count.whole and count.negated
    ]
    if not said:
        return [Verdict(Outcome.NOT_APPLICABLE, "正文未写没有收到申请。")]
    if is_empty(report.figure(_NEW)):
        return [Verdict(Outcome.NOT_EVALUATED, "表三本年新收的总计未填（见 B05、B18），不再核对。")]
    new = report.figure(_NEW).number
    if new is None:
        return [Verdict(Outcome.UNREADABLE, "表三本年新收的总计未能读取。")]
    if not new:
        return []
    words, cells = sentence(said[0]), cell_quotes(report, (_NEW,))
    return [
        Verdict(
            Outcome.FAIL,
            f"正文称未收到政府信息公开申请，表三本年新收为{number_text(new)}件，疑似有一处有误，请核对。",
            cells=(_NEW,),
            page=page_of_text(report, said[0].quote) or report.figure(_NEW).page,
            quotes=(words, *cells),
            quote="；".join([f"“{words}”", *cells]),
        )
    ]
