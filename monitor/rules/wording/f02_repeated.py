"""F02: a word stands twice in the title."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.text import squash
from monitor.law.basis import ACCURACY
from monitor.rules.citing import excerpt, page_of_text
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule

_REPEATED: Final = re.compile(r"(?P<word>[㐀-鿿]{2,6})(?P=word)|(?P<year>(?<!\d)20\d\d)年度?(?P=year)年")


@rule(
    "F02",
    name="Repeated word in title",
    name_zh="标题词语重复",
    severity=Severity.WARNING,
    basis=ACCURACY,
    basis_kind="law",
    needs=("report",),
    years=(None, None),
)
def check_repeated(case: Case) -> Iterable[Verdict]:
    """F02: a word of two to six characters, or the year, twice in a row in the title.

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
    message = f"标题疑似重复了“{match['word'] or match['year'] + '年'}”一词，请核对：“{quote}”。"
    return [Verdict(Outcome.FAIL, message, page=page_of_text(report, report.title), quotes=(quote,))]


def _between_names(title: str, name: str) -> str:
    """The title with a mark where the body's name ends and 政府信息公开 begins."""
    title = title.replace("人民政府政府信息", "人民政府|政府信息")
    return re.sub(rf"({re.escape(name)})(?=政府信息|信息公开|政务)", r"\1|", title) if name else title
