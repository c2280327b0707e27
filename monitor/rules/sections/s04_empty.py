"""S04: a section has nothing under its heading."""

from collections.abc import Iterator

from monitor.law.basis import CONTENTS, FORM
from monitor.rules.citing import excerpt
from monitor.rules.gates import copy_without_tables
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import TABLES, is_empty, names_attachments


@rule(
    "S04",
    name="Section empty",
    name_zh="章节内容为空",
    severity=Severity.ERROR,
    basis=f"{CONTENTS}；{FORM}“不能遗漏”",
    basis_kind="law",
    needs=("report",),
    years=(None, None),
)
def check_empty(case: Case) -> Iterator[Verdict]:
    """S04: a heading with nothing under it; unreadable where a picture stands there."""
    report = case.the_report
    for section in report.sections:
        if not is_empty(report, section):
            continue
        if section.pictures or (section.key in TABLES and copy_without_tables(report)):
            message = f"“{excerpt(section.heading)}”下未见文字，可能是图片，无法读取。"
            yield Verdict(Outcome.UNREADABLE, message, subject=section.key)
            continue
        if section.key in TABLES and names_attachments(section):
            message = f"“{excerpt(section.heading)}”下只列有附件，表格可能在附件中，未能读取。"
            yield Verdict(Outcome.UNREADABLE, message, subject=section.key)
            continue
        yield Verdict(
            Outcome.FAIL,
            f"章节“{excerpt(section.heading)}”下没有任何文字或表格，内容缺失。",
            page=section.page,
            quotes=(excerpt(section.heading),),
            subject=section.key,
            softer=f"章节“{excerpt(section.heading)}”下疑似没有内容，请核对。",
        )
