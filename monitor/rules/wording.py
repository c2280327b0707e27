"""F: the wording of the title."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.text import squash
from monitor.rules.evidence import excerpt, page_of_text
from monitor.rules.law import ACCURACY
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict

_REPEATED: Final = re.compile(r"([㐀-鿿]{2,6})\1")


def check_repeated(case: Case) -> Iterable[Verdict]:
    """F02: a word of two to six characters twice in a row in the title.

    A body's name printed above a title that begins with it is a letterhead, and …人民政府 beside
    政府信息公开 is two names meeting: neither is a repetition.
    """
    report = case.the_report
    title = squash(report.title)
    if not title:
        return [Verdict(Outcome.NOT_EVALUATED, "未能识别年报标题。")]
    name = squash(case.owner or "")
    if name and title.startswith(name + name):
        title = title[len(name) :]
    match = _REPEATED.search(_between_names(title, name))
    if match is None:
        return []
    quote = excerpt(report.title)
    message = f"标题疑似重复了“{match[1]}”一词，请核对：“{quote}”。"
    return [Verdict(Outcome.FAIL, message, page=page_of_text(report, report.title), quotes=(quote,))]


def _between_names(title: str, name: str) -> str:
    """The title with a mark where the body's name ends and 政府信息公开 begins."""
    title = title.replace("人民政府政府信息", "人民政府|政府信息")
    return re.sub(rf"({re.escape(name)})(?=政府信息|信息公开|政务)", r"\1|", title) if name else title


def check_year(case: Case) -> Iterable[Verdict]:
    """F03: the year in the title is not the year the figures cover."""
    report = case.the_report
    period = report.period
    if report.title_year is None or period is None or period.start is None or period.end is None:
        return [Verdict(Outcome.NOT_EVALUATED, "标题未写年度，或正文未说明统计期限。")]
    if period.start.year != period.end.year:
        return [Verdict(Outcome.NOT_EVALUATED, "统计期限本身跨年（见 Y07），不再与标题核对。")]
    year = period.start.year
    if report.title_year == year:
        return []
    facts = f"标题写{report.title_year}年度，统计期限为{year}年"
    return [
        Verdict(
            Outcome.FAIL,
            f"{facts}，两者不一致。",
            page=period.page,
            quotes=(excerpt(report.title), excerpt(period.quote)),
            softer=f"{facts}，疑似有一处写错，请核对。",
        )
    ]


RULES: Final = (
    Rule(
        code="F02",
        name="Repeated word in title",
        name_zh="标题词语重复",
        severity=Severity.WARNING,
        basis=ACCURACY,
        needs=("report",),
        check=check_repeated,
        years=(None, None),
    ),
    Rule(
        code="F03",
        name="Title year differs",
        name_zh="标题年份与统计期限不符",
        severity=Severity.ERROR,
        basis=ACCURACY,
        needs=("report",),
        check=check_year,
        years=(None, None),
    ),
)
