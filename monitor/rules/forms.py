"""S09, S10, S11: the form's tables are there, and of one form, the one in force.

Source: 国办公开办函〔2021〕30号, which replaced 国办公开办函〔2019〕60号 from report year 2021.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from crawler.text import squash
from monitor.reports.model import Report, TableKey
from monitor.rules.evidence import excerpt, section_text, sections_of
from monitor.rules.gates import (
    TABLE_NAMES,
    copy_without_tables,
    has_pictures,
    superseded_markers,
    table_hinted,
    table_present,
    too_little,
)
from monitor.rules.law import FIRST_YEAR_OF_2021_FORM, FORM, FORM_2021
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict
from monitor.rules.sections import HEADINGS

_ELSEWHERE: Final = re.compile(r"(见|详见|参见).{0,12}附[件表]|附[件表].{0,4}(下载|如下)|[（(]附[件表]")
_THREE_ROWS: Final = re.compile(r"逾期不补正|逾期未按收费|3[.．、]其他$")
_FORM_NAMES: Final = {"2021": "2021年格式", "2019": "2019年格式"}


def check_tables(case: Case) -> Iterator[Verdict]:
    """S09: a section without its table; unreadable where a picture or an attachment may hold it."""
    report = case.the_report
    for key in TABLE_NAMES:
        if table_present(report, key):
            continue
        doubt = _why_unseen(report, key)
        yield Verdict(Outcome.UNREADABLE, doubt, subject=key) if doubt else _missing(report, key)


def _why_unseen(report: Report, key: TableKey) -> str:
    """Why the table may be there all the same, "" where it cannot."""
    name = TABLE_NAMES[key]
    if has_pictures(report):
        return f"未见{name}，可能以图片形式发布，无法判断。"
    if too_little(report) or copy_without_tables(report):
        return f"未见{name}，读到的是没有任何表格的文本，可能是图片或附件，无法判断。"
    if table_hinted(report, key):
        return f"{name}的文字已见，但未能按表格读取，无法判断。"
    if _ELSEWHERE.search(section_text(report, key)):
        return f"{name}可能在附件中，未能读取。"
    return ""


def _missing(report: Report, key: TableKey) -> Verdict:
    sections, heading, name = sections_of(report, key), HEADINGS[key][2:], TABLE_NAMES[key]
    return Verdict(
        Outcome.FAIL,
        f"“{heading}”部分的规定表格缺失，未见{name}的任何项目。",
        page=sections[0].page if sections else None,
        quotes=(excerpt(sections[0].text or sections[0].heading),) if sections else (),
        subject=key,
        softer=f"“{heading}”部分疑似没有{name}，请核对。",
    )


def check_superseded(case: Case) -> Iterable[Verdict]:
    """S10: from report year 2021, 表二 with two or more labels of the 2019 form."""
    report = case.the_report
    reading = report.tables["proactive"]
    markers = superseded_markers(report)
    if not markers:
        return []
    listed = "、".join(f"“{marker}”" for marker in markers)
    return [
        Verdict(
            Outcome.FAIL,
            f"{case.covered_year}年度年报的表二沿用旧版格式项目{listed}，与现行格式不一致。",
            page=reading.page,
            quotes=(excerpt(reading.header_quote) or "、".join(markers),),
            softer=f"{case.covered_year}年度年报的表二疑似沿用旧版格式（{listed}），请核对。",
        )
    ]


def check_mixed(case: Case) -> Iterable[Verdict]:
    """S11: 表二 of one form beside 表三 of the other."""
    report = case.the_report
    two, three = report.tables["proactive"], report.tables["applications"]
    if two.form is None or three.form is None or two.form == three.form:
        return []
    if three.form == "2019" and _three_rows_anywhere(report):
        return [Verdict(Outcome.UNREADABLE, "“（六）其他处理”的分项未能与表格对应，无法判断格式。")]
    detail = "“（六）其他处理”为单行，未分三项" if three.form == "2019" else "“（六）其他处理”已分三项"
    message = f"疑似新旧格式混用：表二为{_FORM_NAMES[two.form]}，表三为{_FORM_NAMES[three.form]}（{detail}），请核对。"
    quotes = (excerpt(two.header_quote),)
    return [Verdict(Outcome.FAIL, message, page=three.page or two.page, quotes=quotes)]


def has_single_other_row(report: Report) -> bool:
    """Whether 表三 has the 2019 form's one row （六） in a report of the 2021 form: S11's matter, not B04's."""
    reading = report.tables.get("applications")
    return reading is not None and reading.form == "2019" and not _three_rows_anywhere(report)


def _three_rows_anywhere(report: Report) -> bool:
    reading = report.tables["applications"]
    texts = [*reading.labels.values(), *(section.text for section in report.sections)]
    return any(_THREE_ROWS.search(squash(line)) for text in texts for line in text.splitlines())


RULES: Final = (
    Rule(
        code="S09",
        name="Table missing",
        name_zh="缺少规定表格",
        severity=Severity.ERROR,
        basis=f"{FORM}所附表格",
        needs=("report",),
        check=check_tables,
    ),
    Rule(
        code="S10",
        name="Superseded form used",
        name_zh="使用旧版格式",
        severity=Severity.ERROR,
        basis=f"{FORM_2021}（已取代国办公开办函〔2019〕60号）",
        needs=("report",),
        check=check_superseded,
        tables=("proactive",),
        years=(FIRST_YEAR_OF_2021_FORM, None),
    ),
    Rule(
        code="S11",
        name="Two form versions mixed",
        name_zh="新旧格式混用",
        severity=Severity.WARNING,
        basis=FORM,
        needs=("report",),
        check=check_mixed,
        tables=("proactive", "applications"),
        current_form=True,
    ),
)
