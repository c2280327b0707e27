"""Whether what was read is an annual report at all: a notice, or a page that was not understood, is no clean report."""

from typing import Final

from crawler.text import squash
from monitor.reports.model import Report

SHORTEST: Final = 200
"""Characters without which a page is no report of the years before the form, when the layout was free."""

_ENOUGH_SECTIONS: Final = 3
_ENOUGH_STANDARD: Final = 2

_PICTURES: Final = "正文是图片，没有读出文字；请用原文件或清晰的扫描件再查，或者人工打开查看。"
_NOT_UNDERSTOOD: Final = (
    "题名是政府信息公开年报，却没有读出年报的章节和表格，未能检查；可能正文在附件里或者版式特殊，"
    "请用原文件（PDF、DOCX、网页）再查，或者人工打开查看。"
)
_STRANGER: Final = "不是政府信息公开工作年度报告：没有年报的题名、章节和表格；请核对是不是选错了文件。"


def why_no_report(report: Report, *, listed: bool = False) -> str:
    """Why this is no annual report, or not understood as one, and what to do: one Chinese line, "" where it is one.

    A report shows the form's tables, its sections under their headings, or a title with some of them. Before 2019
    the layout was free: a title and a text of some length are enough there. ``listed`` is true where a column lists
    the page as a report, which is as good as a title.
    """
    titled = listed or bool(report.title)
    if _shows_form(report) or (titled and _is_free(report)):
        return ""
    if report.pictures and len(squash(report.text)) < SHORTEST:
        return _PICTURES
    return _NOT_UNDERSTOOD if titled else _STRANGER


def _shows_form(report: Report) -> bool:
    tables = {key for key, table in report.tables.items() if table.present}
    sections = {section.key for section in report.sections}
    standard = {section.key for section in report.sections if section.standard}
    if "applications" in tables or len(tables) > 1:
        return True
    if report.title and (tables or sections):
        return True
    return len(sections) >= _ENOUGH_SECTIONS and (bool(tables) or len(standard) >= _ENOUGH_STANDARD)


def _is_free(report: Report) -> bool:
    return report.form == "legacy" and len(squash(report.text)) >= SHORTEST
