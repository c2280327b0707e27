"""Y07: the statistical period is not one calendar year."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.text import squash
from monitor.law.basis import PRACTICE, REGULATION
from monitor.reports.heads import is_whole_year
from monitor.reports.model import Period
from monitor.rules.citing import excerpt, page_of_text
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

_PARTIAL: Final = "不是完整的一个日历年"
_ARISEN: Final = re.compile(r"成立|挂牌|组建|新设|设立|划转|合并|更名|撤销|机构改革")


@rule(
    "Y07",
    name="Wrong statistical period",
    name_zh="统计期限错误",
    severity=Severity.ERROR,
    basis=f"{REGULATION}第四十九条“上一年度”；四川省地方标准 DB51/T 2660—2019 第2.1条（{PRACTICE}）",
    basis_kind="law",
    needs=("report",),
)
def check_period(case: Case) -> Iterable[Verdict]:
    """Y07: the period is not one whole calendar year, ends before it begins, or names a day that does not exist.

    A body that began or ended within the year has figures of a part of it.
    """
    period = case.the_report.period
    if period is None:
        return [Verdict(Outcome.NOT_EVALUATED, "正文未说明数据统计期限。")]
    fault = _period_fault(period)
    if not fault:
        return []
    if fault == _PARTIAL and _ARISEN.search(squash(case.the_report.preamble)):
        return [Verdict(Outcome.NOT_EVALUATED, "机关当年有组建、更名等变动，统计期限可能只是部分月份。")]
    page = period.page or page_of_text(case.the_report, period.quote)
    quote = excerpt(period.quote)
    return [
        Verdict(
            Outcome.FAIL,
            f"统计期限{fault}，与应有的1月1日至12月31日不一致：“{quote}”。",
            page=page,
            quotes=(quote,),
            softer=f"统计期限疑似有误（{fault}），请核对：“{quote}”。",
        )
    ]


def _period_fault(period: Period) -> str:
    if period.start is None or period.end is None:
        return "所写日期不存在"
    if period.end < period.start:
        return "止于起始之前"
    return "" if is_whole_year(period) else _PARTIAL
