"""S03: a heading is not the form's."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.text import fold
from monitor.law.basis import FORM
from monitor.reports.model import Section, SectionKey
from monitor.rules.citing import excerpt, sections_of
from monitor.rules.gates import has_pictures
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, ORDER, content_without_heading

_NUMERAL: Final = re.compile(r"^(?:第?[一二三四五六七八九十](?:部分|章)?|\d)(?=\D{3})")
_NEAR: Final[dict[SectionKey, re.Pattern[str]]] = {
    "overview": re.compile(r"(?:政府信息公开)?(?:工作)?的?(?:总体|整体)(?:工作)?(?:情况|概况)"),
    "proactive": re.compile(r"(?:行政机关)?(?:政府信息)?主动公开(?:政府)?(?:信息)?(?:工作)?的?情况"),
    "applications": re.compile(
        r"(?:行政机关)?(?:收到|受理|接收)[和及与]?(?:处理|办理)(?:政府)?信息公开申请的?(?:有关)?情况"
    ),
    "remedies": re.compile(
        r"因?政府信息公开(?:工作)?(?:方面)?(?:引[起发]|产生|被申请|被提起)?的?(?:行政)?复议[和及与或]?(?:被?提起)?(?:行政)?[诉应][讼诉]的?情况"
    ),
    "problems": re.compile(
        r"(?:政府信息公开)?(?:工作)?中?(?:目前)?存在的?(?:主要|突出)?(?:问题|困难|不足)[和及与以]{0,2}(?:下一?步)?(?:改进|整改)(?:的?(?:情况|措施|工作|办法|方向|计划|打算|意见))?"
    ),
    "other": re.compile(r"其[他它](?:需要?|应当?|须)?(?:报告|说明|公开)?的?(?:有关|相关)?(?:事项|情况)"),
}
"""Headings, without numeral and signs, that say what the form's say in nearly its words."""


@rule(
    "S03",
    name="Non-standard heading",
    name_zh="章节标题不规范",
    severity=Severity.WARNING,
    basis=f"{FORM}所附格式的章节标题",
    basis_kind="form",
    needs=("report",),
)
def check_headings(case: Case) -> Iterator[Verdict]:
    """S03: a heading that is neither the form's nor an accepted variant, or content without its heading.

    Of a scan it says nothing: a character that was recognised wrongly would be told as the body's own.
    """
    report = case.the_report
    if report.doubtful:
        yield Verdict(Outcome.UNREADABLE, "标题由图片识别得来，字词可能有误，无法判断。")
        return
    for section in report.sections:
        if section.heading and (not section.standard or section.punctuation_only):
            yield _heading_verdict(section)
    found = {section.key for section in report.sections if section.heading}
    for key in ORDER:
        if key not in found and content_without_heading(report, key) and not has_pictures(report):
            message = f"有相应内容而未见规定标题“{HEADINGS[key]}”，请核对。"
            begins = next(iter(sections_of(report, key)), None)
            page, quotes = (begins.page, (excerpt(begins.text),)) if begins else (None, ())
            yield Verdict(Outcome.FAIL, message, page=page, quotes=quotes, subject=key)


def _heading_verdict(section: Section) -> Verdict:
    near = _NEAR[section.key].fullmatch(_NUMERAL.sub("", re.sub(r"[^\w]", "", fold(section.heading)))) is not None
    trifle = section.punctuation_only or near
    what = "标点" if section.punctuation_only else "个别用词"
    what = f"{what}与规定格式略有出入" if trifle else "与规定格式的标题疑似不同"
    return Verdict(
        Outcome.FAIL,
        f"章节标题“{excerpt(section.heading)}”{what}，规定标题为“{HEADINGS[section.key]}”，请核对。",
        page=section.page,
        quotes=(excerpt(section.heading),),
        subject=section.key,
        severity=Severity.INFO if trifle else None,
    )
