"""Y01: what was carried in is not what was carried out the year before."""

import re
from collections.abc import Iterable
from itertools import product
from typing import Final

from crawler.titles import kind_of_body
from monitor.duties.names import names_of
from monitor.law.basis import FORM, REGULATION
from monitor.reports.model import CellState, Report
from monitor.rules.citing import number_text
from monitor.rules.gates import table_present
from monitor.rules.labels import COLUMNS
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from storage.figures import APPLICANTS

_TOTAL: Final = "total"
_PLACE: Final = re.compile(r"(?:.*[省市县区州盟旗])?")


@rule(
    "Y01",
    name="Carry-over discontinuous",
    name_zh="上年结转数与上年年报不一致",
    severity=Severity.ERROR,
    basis=f"{FORM}表三“上年结转”与“结转下年度继续办理”的定义；{REGULATION}第六条",
    basis_kind="form",
    needs=("report", "previous"),
    tables=("applications",),
)
def check_carried(case: Case) -> Iterable[Verdict]:
    """Y01: 上年结转 of this report against 结转下年 of the last; the form may have changed in between.

    A body that was renamed may have been merged or split, so that its figures need not follow on (RULES Y12).
    """
    report, previous = case.the_report, case.previous
    assert previous is not None, "the rule's needs must name the previous report"
    stopped = _no_comparison(case, report, previous)
    if stopped:
        return [Verdict(Outcome.NOT_EVALUATED, stopped)]
    differing = [column for column in APPLICANTS if _differs(report, previous, column)]
    if not differing:
        return [] if _both_numbers(report, previous, _TOTAL) else [_no_totals()]
    return [_verdict(report, previous, differing)]


def _no_comparison(case: Case, report: Report, previous: Report) -> str:
    """Why the two reports cannot be compared, "" where they can."""
    year = case.covered_year
    if year is None or previous.year != year - 1:
        return "所给的上一年度年报并非紧邻的前一年度。"
    if not table_present(previous, "applications"):
        return "上一年度年报未见表三，无法比对。"
    if not report.body or not previous.body:
        return "两份年报中有一份未能读出机关名称，不作跨年比对。"
    if not _is_same_body(report.body, previous.body):
        return f"机关名称由“{previous.body}”变为“{report.body}”，可能机构调整，不作跨年比对。"
    return ""


def _is_same_body(one: str, other: str) -> bool:
    """Whether two names are one body's: of one kind and alike but for their endings and the place before them.

    A county, its office and its departments are bodies of their own, each with its own applications.
    """
    kind = kind_of_body(one)
    if kind != kind_of_body(other):
        return False
    forms = product(names_of(one, kind, ""), names_of(other, kind, ""))
    return any(_is_placed(short, long) for short, long in (sorted(pair, key=len) for pair in forms))


def _is_placed(short: str, long: str) -> bool:
    """Whether the longer name is the shorter one, with no more than a place before it."""
    return long.endswith(short) and bool(_PLACE.fullmatch(long.removesuffix(short)))


def _cells(column: str) -> tuple[str, str]:
    return f"applications.carried_in.{column}", f"applications.carried_out.{column}"


def _both_numbers(report: Report, previous: Report, column: str) -> bool:
    here, there = _cells(column)
    return report.figure(here).state is CellState.NUMBER and previous.figure(there).state is CellState.NUMBER


def _differs(report: Report, previous: Report, column: str) -> bool:
    here, there = _cells(column)
    return _both_numbers(report, previous, column) and report.figure(here).value != previous.figure(there).value


def _no_totals() -> Verdict:
    return Verdict(Outcome.UNREADABLE, "本年“上年结转”或上年“结转下年度”的总计未能读取或未填数字。")


def _verdict(report: Report, previous: Report, columns: list[str]) -> Verdict:
    """An error where the totals differ; where only kinds of applicant do, a warning under its own subject."""
    pairs = tuple(_pair(report, previous, column) for column in columns)
    listed = "；".join(pairs)
    message = f"“上年结转”与上一年度年报“结转下年度继续办理”不一致：{listed}。"
    cells = tuple(_cells(column)[0] for column in columns)
    total = _TOTAL in columns
    repaired = any(previous.figure(_cells(column)[1]).repaired for column in columns) or previous.doubtful
    return Verdict(
        Outcome.FAIL,
        message,
        cells=cells,
        page=report.figure(cells[-1]).page,
        quotes=pairs,
        subject="" if total else "columns",
        severity=Severity.WARNING if repaired or not total else None,
        softer=f"“上年结转”与上一年度年报“结转下年度继续办理”疑似不衔接：{listed}，请核对。",
    )


def _pair(report: Report, previous: Report, column: str) -> str:
    here, there = (report.figure(_cells(column)[0]).value, previous.figure(_cells(column)[1]).value)
    assert here is not None, "only numbers are compared"
    assert there is not None, "only numbers are compared"
    return (
        f"{COLUMNS[column]}：本年{number_text(here)}，{previous.year}年度年报{number_text(there)}，"
        f"相差{number_text(abs(here - there))}"
    )
