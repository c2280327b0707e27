"""S08: a government does not report assessment, public review and accountability."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.text import squash
from monitor.law.basis import CONTENTS
from monitor.reports.model import Section, SectionKey
from monitor.rules.citing import excerpt, page_of_text, section_text, sections_of
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, is_empty

_TITLES: Final = re.compile(r"《[^》]*》")
_DOCUMENTS: Final = re.compile(
    r"(?:(?:工作|年度|绩效|社会|政务公开|政府信息公开|考核|考评|评议|责任追究|追责|问责|监督|奖惩)[、和及与]?)+的?(?:工作|实施)*"
    r"(?:办法|制度|方案|细则|规定|机制|规则|规程|意见|通知|文件)"
)
"""Rules about assessment; that there are some is no result."""
_ASSESSMENT: Final = {
    "工作考核": re.compile(r"考核|考评|绩效"),
    "社会评议": re.compile(r"评议|满意度|测评|问卷|民意调查|第三方评估"),
    "责任追究": re.compile(r"责任追究|追究.{0,12}责任|追责|问责|处分"),
}
_PLACES: Final[tuple[SectionKey, ...]] = ("overview", "other")


@rule(
    "S08",
    name="Government report lacks assessment, review or accountability",
    name_zh="政府年报缺少考核、社会评议、责任追究结果",
    severity=Severity.WARNING,
    basis=f"{CONTENTS}第一款第四项（各级人民政府）",
    basis_kind="law",
    needs=("report",),
    kinds=frozenset({"government", "township"}),
)
def check_assessment(case: Case) -> Iterable[Verdict]:
    """S08: a people's government reports assessment, public review and accountability as results of the year.

    Titles of documents and names of rules are left out: a document issued is not a result. What stands in
    section 六 counts as well.
    """
    if case.kind_is_open:
        return [Verdict(Outcome.NOT_EVALUATED, "从名称看不出是不是一级政府，不作判断。")]
    report = case.the_report
    sections = sections_of(report, "overview")
    if not sections or all(is_empty(report, section) for section in sections):
        return [Verdict(Outcome.NOT_EVALUATED, "没有可供判断的“总体情况”（见 S01、S04）。")]
    text = _DOCUMENTS.sub("", _TITLES.sub("", "".join(section_text(report, key) for key in _PLACES)))
    missing = [name for name, word in _ASSESSMENT.items() if not word.search(text)]
    if not missing:
        return []
    if any(section.pictures for section in sections):
        return [Verdict(Outcome.UNREADABLE, "“总体情况”中有图片，内容无法全部读取。")]
    places = "".join(f"“{HEADINGS[key][2:]}”" for key in _PLACES if sections_of(report, key))
    named = "、".join(missing)
    message = f"在政府年报的{places}中未见{named}的结果情况（仅列文件、制度名称不算），疑似未报告{named}，请核对。"
    quote = _supervision(sections)
    page = page_of_text(report, quote) or sections[0].page
    return [Verdict(Outcome.FAIL, message, page=page, quotes=(excerpt(quote),))]


def _supervision(sections: list[Section]) -> str:
    lines = [line for section in sections for line in section.text.splitlines()]
    return next((line for line in lines if "监督保障" in squash(line)), "")
