"""S01: a section is missing."""

from collections.abc import Iterator
from typing import Final

from crawler.text import squash
from monitor.law.basis import CONTENTS, FORM
from monitor.reports.forms import section_form
from monitor.reports.model import Report, SectionKey
from monitor.rules.citing import excerpt
from monitor.rules.gates import copy_without_tables, has_pictures, too_little
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, NUMERALS, ORDER, content_without_heading

LONGEST_HEADING: Final = 40
"""Characters; the longest accepted heading has 27."""


@rule(
    "S01",
    name="Section missing",
    name_zh="缺少规定章节",
    severity=Severity.ERROR,
    basis=f"{CONTENTS}；{FORM}“不能遗漏”",
    basis_kind="law",
    needs=("report",),
)
def check_missing(case: Case) -> Iterator[Verdict]:
    """S01: a section without heading and without content; unreadable where a picture may hold it."""
    report = case.the_report
    scant = too_little(report)
    headings = tuple(excerpt(section.heading) for section in report.sections if section.heading)
    for key in missing_sections(report):
        name = HEADINGS[key]
        if has_pictures(report) or copy_without_tables(report):
            yield Verdict(Outcome.UNREADABLE, f"未见“{name}”，可能在图片中，无法判断。", subject=key)
        elif scant:
            yield Verdict(Outcome.UNREADABLE, "读到的正文过少，无法判断章节是否齐全。", subject=key)
        elif _heading_seen(report, key):
            yield Verdict(Outcome.UNREADABLE, f"“{name}”的标题未能单独识别，无法判断。", subject=key)
        else:
            yield Verdict(
                Outcome.FAIL,
                f"规定章节“{name}”缺失：全文未见该标题，也未见相应内容。",
                subject=key,
                quotes=headings,
                quote="现有章节：" + "；".join(headings),
                softer=f"疑似没有规定章节“{name}”，请核对。",
            )


def missing_sections(report: Report) -> list[SectionKey]:
    """The sections that have neither a heading nor content that can be recognised as theirs."""
    found = {section.key for section in report.sections}
    return [key for key in ORDER if key not in found and not content_without_heading(report, key)]


def _heading_seen(report: Report, key: SectionKey) -> bool:
    """Whether a line with the section's own numeral, or a heading with two sections in it, names it all the same."""
    form = section_form(key)
    starts = tuple(f"{numeral}{mark}" for numeral in (NUMERALS[form.number - 1], form.number) for mark in "、.．")
    lines = (squash(line) for line in report.text.splitlines())
    numbered = any(
        line.startswith(starts) and len(line) <= LONGEST_HEADING and form.key_phrase.search(line) for line in lines
    )
    return numbered or any(form.heading in squash(section.heading) for section in report.sections)
