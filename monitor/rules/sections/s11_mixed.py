"""S11: tables of two forms stand side by side."""

from collections.abc import Iterable
from typing import Final

from monitor.law.basis import FORM
from monitor.rules.citing import excerpt
from monitor.rules.forms import three_rows_anywhere
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

_FORM_NAMES: Final = {"2021": "2021年格式", "2019": "2019年格式"}


@rule(
    "S11",
    name="Two form versions mixed",
    name_zh="新旧格式混用",
    severity=Severity.WARNING,
    basis=FORM,
    basis_kind="form",
    needs=("report",),
    tables=("proactive", "applications"),
    current_form=True,
)
def check_mixed(case: Case) -> Iterable[Verdict]:
    """S11: 表二 of one form beside 表三 of the other."""
    report = case.the_report
    two, three = report.tables["proactive"], report.tables["applications"]
    if two.form is None or three.form is None or two.form == three.form:
        return []
    if three.form == "2019" and three_rows_anywhere(report):
        return [Verdict(Outcome.UNREADABLE, "“（六）其他处理”的分项未能与表格对应，无法判断格式。")]
    detail = "“（六）其他处理”为单行，未分三项" if three.form == "2019" else "“（六）其他处理”已分三项"
    message = f"疑似新旧格式混用：表二为{_FORM_NAMES[two.form]}，表三为{_FORM_NAMES[three.form]}（{detail}），请核对。"
    quotes = (excerpt(two.header_quote),)
    return [Verdict(Outcome.FAIL, message, page=three.page or two.page, quotes=quotes)]
