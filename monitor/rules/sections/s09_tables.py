"""S09: a table of the form is missing."""

import re
from collections.abc import Iterator
from typing import Final

from monitor.law.basis import FORM
from monitor.reports.model import Report, TableKey
from monitor.rules.citing import excerpt, section_text, sections_of
from monitor.rules.gates import (
    TABLE_NAMES,
    copy_without_tables,
    has_pictures,
    hints_at_table,
    table_present,
    too_little,
)
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import HEADINGS, is_empty

_ELSEWHERE: Final = re.compile(r"(见|详见|参见).{0,12}附[件表]|附[件表].{0,4}(下载|如下)|[（(]附[件表]")


@rule(
    "S09",
    name="Table missing",
    name_zh="缺少规定表格",
    severity=Severity.ERROR,
    basis=f"{FORM}所附表格",
    basis_kind="form",
    needs=("report",),
)
def check_tables(case: Case) -> Iterator[Verdict]:
    """S09: a section with content and without its table; unreadable where a picture or an attachment may hold it."""
    report = case.the_report
    for key in TABLE_NAMES:
        if table_present(report, key):
            continue
        doubt = _why_unseen(report, key)
        if doubt:
            yield Verdict(Outcome.UNREADABLE, doubt, subject=key)
        elif _is_empty(report, key):
            message = f"“{HEADINGS[key][2:]}”部分没有内容（见 S04），不再报告缺表。"
            yield Verdict(Outcome.NOT_EVALUATED, message, subject=key)
        else:
            yield _missing_table(report, key)


def _is_empty(report: Report, key: TableKey) -> bool:
    """Whether nothing at all stands in the table's section, which S04 tells: one omission, one finding."""
    sections = sections_of(report, key)
    return bool(sections) and all(section.heading and is_empty(report, section) for section in sections)


def _why_unseen(report: Report, key: TableKey) -> str:
    """Why the table may be there all the same, "" where it cannot."""
    name = TABLE_NAMES[key]
    if has_pictures(report):
        return f"未见{name}，可能以图片形式发布，无法判断。"
    if too_little(report) or copy_without_tables(report):
        return f"未见{name}，读到的是没有任何表格的文本，可能是图片或附件，无法判断。"
    if hints_at_table(report, key):
        return f"{name}的文字已见，但未能按表格读取，无法判断。"
    if _ELSEWHERE.search(section_text(report, key)):
        return f"{name}可能在附件中，未能读取。"
    return ""


def _missing_table(report: Report, key: TableKey) -> Verdict:
    sections, heading, name = sections_of(report, key), HEADINGS[key][2:], TABLE_NAMES[key]
    return Verdict(
        Outcome.FAIL,
        f"“{heading}”部分的规定表格缺失，未见{name}的任何项目。",
        page=sections[0].page if sections else None,
        quotes=(excerpt(sections[0].text or sections[0].heading),) if sections else (),
        subject=key,
        softer=f"“{heading}”部分疑似没有{name}，请核对。",
    )
