"""What keeps a rule from being applied: years, kinds of body, things not known, tables not there.

A gate answers with the verdict that stands in place of the rule's own, or None
where the way is free.
"""

from typing import Final

from crawler.text import squash
from monitor.law.basis import FIRST_YEAR_OF_2021_FORM
from monitor.reports.model import Report, TableKey
from monitor.rules.model import Case, Need, Outcome, Rule, Verdict

TABLE_NAMES: Final[dict[TableKey, str]] = {
    "proactive": "表二（主动公开）",
    "applications": "表三（申请办理）",
    "remedies": "表四（复议诉讼）",
}
MARKERS: Final[dict[TableKey, tuple[str, ...]]] = {
    "proactive": ("信息内容", "现行有效件数", "本年处理决定数量"),
    "applications": ("本年新收政府信息公开申请",),
    "remedies": ("结果维持", "尚未审结"),
}
"""Labels that stand in the table and hardly in prose."""

TOO_LITTLE: Final = 800
"""Characters of a whole report below which the reading rather than the report is in question (RULES Q05)."""

FEW_SECTIONS: Final = 3

ENOUGH_OLD_MARKERS: Final = 2
"""One old label may be a slip; two make the superseded form."""

_NEEDED: Final[dict[Need, str]] = {
    "report": "没有可判读的年报内容",
    "previous": "没有上一年度年报可供比对",
    "history": "没有发布时间和巡查记录",
    "clock": "没有当前日期",
}


def gate(rule: Rule, case: Case) -> Verdict | None:
    """The verdict where ``rule`` cannot be applied to ``case``, else None."""
    return (
        _outside(rule, case)
        or _needs(rule, case)
        or _unknown(rule, case)
        or _missing_tables(rule, case)
        or _superseded_form(rule, case)
    )


def superseded_markers(report: Report) -> tuple[str, ...]:
    """The 2019 form's labels in 表二, () where they are too few to speak of that form."""
    reading = report.tables.get("proactive")
    markers = reading.old_form_markers if reading is not None else ()
    return markers if len(markers) >= ENOUGH_OLD_MARKERS else ()


def table_present(report: Report, key: TableKey) -> bool:
    """Whether the report has that table, read as a table."""
    reading = report.tables.get(key)
    return reading is not None and reading.present


def too_little(report: Report) -> bool:
    """Whether so little was read that nothing follows from what is not there, such as a body text 见附件."""
    return (
        len(squash(report.text)) < TOO_LITTLE
        and len(report.sections) < FEW_SECTIONS
        and not any(table_present(report, key) for key in TABLE_NAMES)
    )


def copy_without_tables(report: Report) -> bool:
    """Whether the report is plain text without any table: such a copy shows no pictures, so they may be some."""
    plain = report.media_type.startswith("text/") and report.media_type != "text/html"
    return plain and not any(table_present(report, key) for key in TABLE_NAMES)


def hints_at_table(report: Report, key: TableKey) -> bool:
    """Whether the prose holds the table's labels: it is there and was not read as a table."""
    text = squash(report.text)
    return any(marker in text for marker in MARKERS[key])


def has_pictures(report: Report) -> bool:
    """Whether the report holds pictures that may be sections or tables."""
    return report.pictures > 0 or any(section.pictures for section in report.sections)


def _outside(rule: Rule, case: Case) -> Verdict | None:
    kind, year = case.owner_kind, case.covered_year
    if rule.kinds and kind is not None and kind not in rule.kinds:
        return Verdict(Outcome.NOT_APPLICABLE, "本规则不适用于此类机关。")
    first, last = rule.years
    if year is not None and ((first is not None and year < first) or (last is not None and year > last)):
        return Verdict(Outcome.NOT_APPLICABLE, f"本规则不适用于{year}年度的年报。")
    return None


def _needs(rule: Rule, case: Case) -> Verdict | None:
    known: dict[Need, bool] = {
        "report": case.report is not None,
        "previous": case.previous is not None,
        "history": case.publication is not None or case.absence is not None,
        "clock": True,
    }
    missing = [_NEEDED[need] for need in rule.needs if not known[need]]
    return Verdict(Outcome.NOT_EVALUATED, "；".join(missing) + "。") if missing else None


def _unknown(rule: Rule, case: Case) -> Verdict | None:
    if rule.kinds and case.owner_kind is None:
        return Verdict(Outcome.NOT_EVALUATED, "未能确定发布机关的类型。")
    bears_form = case.report is not None and any(table.form for table in case.report.tables.values())
    if rule.years != (None, None) and case.covered_year is None and not bears_form:
        return Verdict(Outcome.NOT_EVALUATED, "未能确定年报年度。")
    return None


def _missing_tables(rule: Rule, case: Case) -> Verdict | None:
    report = case.report
    if report is None:
        return None
    missing = [key for key in rule.tables if not table_present(report, key)]
    if not missing:
        return None
    names = "、".join(TABLE_NAMES[key] for key in missing)
    if has_pictures(report):
        return Verdict(Outcome.UNREADABLE, f"{names}可能以图片形式发布，无法读取。")
    if too_little(report) or copy_without_tables(report):
        return Verdict(Outcome.UNREADABLE, f"未能读到{names}。")
    if any(hints_at_table(report, key) for key in missing):
        return Verdict(Outcome.UNREADABLE, f"{names}未能按表格读取。")
    return Verdict(Outcome.NOT_EVALUATED, f"未见{names}（见 S09），不再核对。")


def _superseded_form(rule: Rule, case: Case) -> Verdict | None:
    year = case.covered_year
    if not rule.current_form or case.report is None or year is None or year < FIRST_YEAR_OF_2021_FORM:
        return None
    if superseded_markers(case.report):
        return Verdict(Outcome.NOT_EVALUATED, "使用旧版格式（见 S10），不再按现行格式核对。")
    return None
