"""S03: a heading is not the form's."""

from collections.abc import Iterator

from monitor.law.basis import FORM
from monitor.reports.model import Section
from monitor.rules.citing import excerpt, sections_of
from monitor.rules.gates import has_pictures
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, ORDER, content_without_heading


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
    """S03: a heading that is neither the form's nor an accepted variant, or content without its heading."""
    report = case.the_report
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
    trifle = section.punctuation_only
    what = "标点与规定格式略有出入" if trifle else "与规定格式的标题疑似不同"
    return Verdict(
        Outcome.FAIL,
        f"章节标题“{excerpt(section.heading)}”{what}，规定标题为“{HEADINGS[section.key]}”，请核对。",
        page=section.page,
        quotes=(excerpt(section.heading),),
        subject=section.key,
        severity=Severity.INFO if trifle else None,
    )
