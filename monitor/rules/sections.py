"""S: the six sections — there, in order, under their headings, and not empty.

Source: 《条例》第五十条 and 国办公开办函〔2021〕30号 ("不能遗漏，也不宜泛化").
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from crawler.text import squash
from monitor.reports.forms import SECTIONS, section_form
from monitor.reports.model import Report, Section, SectionKey, TableKey
from monitor.rules.evidence import excerpt, page_of_text, section_text, sections_of
from monitor.rules.gates import copy_without_tables, has_pictures, table_present, too_little
from monitor.rules.law import CONTENTS, FORM
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict

_NUMERALS: Final = "一二三四五六"

HEADINGS: Final[dict[SectionKey, str]] = {
    section.key: f"{_NUMERALS[section.number - 1]}、{section.heading}" for section in SECTIONS
}
"""The form's six headings in order."""

ORDER: Final = tuple(HEADINGS)
TRIVIAL: Final = 50
"""Characters below which section 五 cannot name both problems and improvements (RULES S05)."""

LONGEST_HEADING: Final = 40
"""Characters; the longest accepted heading has 27."""

SOME_TEXT: Final = 2
"""Chinese characters that make a text (RULES S04)."""

_TABLES: Final[dict[SectionKey, TableKey]] = {
    "proactive": "proactive",
    "applications": "applications",
    "remedies": "remedies",
}
_FURNITURE: Final = re.compile(r"[-—–\s第页共\d/]*")
_PROBLEM: Final = re.compile(r"问题|不足|差距|薄弱|不够|有待")
_IMPROVEMENT: Final = re.compile(r"下一步|改进|加强|措施|将")
_NOTHING: Final = re.compile(r"(暂?无|没有)[。.]?")
_TITLES: Final = re.compile(r"《[^》]*》")
_ASSESSMENT: Final = {
    "工作考核": re.compile(r"考核|考评"),
    "社会评议": re.compile(r"评议"),
    "责任追究": re.compile(r"责任追究|追究.{0,6}责任|追责|问责"),
}


def missing_sections(report: Report) -> list[SectionKey]:
    """The sections that have neither a heading nor content that can be recognised as theirs."""
    found = {section.key for section in report.sections}
    return [key for key in ORDER if key not in found and not _content_without_heading(report, key)]


def _content_without_heading(report: Report, key: SectionKey) -> bool:
    if any(not section.heading for section in sections_of(report, key)):
        return True
    if key in _TABLES:
        return table_present(report, _TABLES[key])
    if key == "overview":
        return all(word in squash(report.preamble) for word in ("主动公开", "依申请公开", "平台建设", "监督保障"))
    if key == "problems":
        rest = "".join(section_text(report, other) for other in ("proactive", "applications", "remedies", "other"))
        return bool(re.search(r"存在.{0,40}(问题|不足|差距)", rest) and re.search(r"下一步|改进|将|加强", rest))
    return bool(re.search(r"信息(公开)?处理费", section_text(report, "problems")))


def _heading_seen(report: Report, key: SectionKey) -> bool:
    """Whether a line with the section's own numeral, or a heading with two sections in it, names it all the same."""
    form = section_form(key)
    starts = tuple(f"{numeral}{mark}" for numeral in (_NUMERALS[form.number - 1], form.number) for mark in "、.．")
    lines = (squash(line) for line in report.text.splitlines())
    numbered = any(
        line.startswith(starts) and len(line) <= LONGEST_HEADING and form.key_phrase.search(line) for line in lines
    )
    return numbered or any(form.heading in squash(section.heading) for section in report.sections)


def check_missing(case: Case) -> Iterator[Verdict]:
    """S01: a section without heading and without content; unreadable where a picture may hold it."""
    report = case.the_report
    scant = too_little(report)
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
                quote="现有章节："
                + "；".join(excerpt(section.heading) for section in report.sections if section.heading),
                softer=f"疑似没有规定章节“{name}”，请核对。",
            )


def check_order(case: Case) -> Iterator[Verdict]:
    """S02: sections out of order, a numeral repeated or skipped; gaps that S01 explains are not counted."""
    report = case.the_report
    faults = [*_order_faults(report.sections), *_numeral_faults(report.sections)]
    if faults:
        yield Verdict(
            Outcome.FAIL,
            f"章节顺序或序号疑似有误：{'；'.join(faults)}，请核对。",
            page=report.sections[0].page,
            quote="；".join(excerpt(section.heading) for section in report.sections if section.heading),
        )


def _order_faults(sections: list[Section]) -> Iterator[str]:
    places = [ORDER.index(section.key) for section in sections]
    for before, after, section in zip(places, places[1:], sections[1:], strict=False):
        if after < before:
            yield f"“{excerpt(section.heading)}”排在“{HEADINGS[ORDER[before]][2:]}”之后"


def _numeral_faults(sections: list[Section]) -> Iterator[str]:
    """Faults between neighbours; a section that is missing altogether may leave its numeral out or not."""
    last_numeral, last_place = 0, -1
    for section in sections:
        if section.numeral is None:
            last_place = ORDER.index(section.key)
            last_numeral = last_place + 1
            continue
        place = ORDER.index(section.key)
        step = section.numeral - last_numeral
        if step == 0:
            yield f"序号重复：“{excerpt(section.heading)}”"
        elif step not in (1, place - last_place):
            yield f"序号不连续：“{excerpt(section.heading)}”"
        last_numeral, last_place = section.numeral, place


def check_headings(case: Case) -> Iterator[Verdict]:
    """S03: a heading that is neither the form's nor an accepted variant, or content without its heading."""
    report = case.the_report
    for section in report.sections:
        if section.heading and (not section.standard or section.punctuation_only):
            yield _heading_verdict(section)
    found = {section.key for section in report.sections if section.heading}
    for key in ORDER:
        if key not in found and _content_without_heading(report, key) and not has_pictures(report):
            message = f"有相应内容而未见规定标题“{HEADINGS[key]}”，请核对。"
            begins = next(iter(sections_of(report, key)), None)
            page, quote = (begins.page, excerpt(begins.text)) if begins else (None, "")
            yield Verdict(Outcome.FAIL, message, page=page, quote=quote, subject=key)


def _heading_verdict(section: Section) -> Verdict:
    trifle = section.punctuation_only
    what = "标点与规定格式略有出入" if trifle else "与规定格式的标题疑似不同"
    return Verdict(
        Outcome.FAIL,
        f"章节标题“{excerpt(section.heading)}”{what}，规定标题为“{HEADINGS[section.key]}”，请核对。",
        page=section.page,
        quote=excerpt(section.heading),
        subject=section.key,
        severity=Severity.INFO if trifle else None,
    )


def is_empty(report: Report, section: Section) -> bool:
    """Whether nothing stands between the section's heading and the next; a lone 无 is something."""
    if section.tables or (section.key in _TABLES and table_present(report, _TABLES[section.key])):
        return False
    lines = (line for line in section.text.splitlines() if not _FURNITURE.fullmatch(line))
    text = squash("".join(lines))
    return len(re.findall(r"[㐀-鿿]", text)) < SOME_TEXT and not text.startswith("无")


def check_empty(case: Case) -> Iterator[Verdict]:
    """S04: a heading with nothing under it; unreadable where a picture stands there."""
    report = case.the_report
    for section in report.sections:
        if not is_empty(report, section):
            continue
        if section.pictures or (section.key in _TABLES and copy_without_tables(report)):
            message = f"“{excerpt(section.heading)}”下未见文字，可能是图片，无法读取。"
            yield Verdict(Outcome.UNREADABLE, message, subject=section.key)
            continue
        yield Verdict(
            Outcome.FAIL,
            f"章节“{excerpt(section.heading)}”下没有任何文字或表格，内容缺失。",
            page=section.page,
            quote=excerpt(section.heading),
            subject=section.key,
            softer=f"章节“{excerpt(section.heading)}”下疑似没有内容，请核对。",
        )


def check_problems(case: Case) -> Iterable[Verdict]:
    """S05: section 五 says nothing, next to nothing, no problem or no improvement."""
    report = case.the_report
    sections = sections_of(report, "problems")
    if not sections or all(is_empty(report, section) for section in sections):
        return [Verdict(Outcome.NOT_EVALUATED, "没有可供判断的“存在的主要问题及改进情况”（见 S01、S04）。")]
    text = section_text(report, "problems")
    faults = _problem_faults(text)
    if not faults:
        return []
    if any(section.pictures for section in sections):
        return [Verdict(Outcome.UNREADABLE, "“存在的主要问题及改进情况”中有图片，内容无法全部读取。")]
    message = f"“存在的主要问题及改进情况”疑似过于简略：{'，'.join(faults)}，请核对。"
    return [Verdict(Outcome.FAIL, message, page=sections[0].page, quote=excerpt(sections[0].text))]


def _problem_faults(text: str) -> list[str]:
    if _NOTHING.fullmatch(text):
        return [f"仅写“{text}”"]
    faults = []
    if len(text) < TRIVIAL:
        faults.append(f"全部内容仅{len(text)}字")
    if not _PROBLEM.search(text):
        faults.append("未指出存在的问题")
    if not _IMPROVEMENT.search(text):
        faults.append("未提出改进措施")
    return faults


def check_assessment(case: Case) -> Iterable[Verdict]:
    """S08: a people's government reports assessment, public review and accountability as results of the year.

    Titles of documents are left out: a document issued is not a result.
    """
    report = case.the_report
    sections = sections_of(report, "overview")
    if not sections or all(is_empty(report, section) for section in sections):
        return [Verdict(Outcome.NOT_EVALUATED, "没有可供判断的“总体情况”（见 S01、S04）。")]
    text = _TITLES.sub("", section_text(report, "overview"))
    missing = [name for name, word in _ASSESSMENT.items() if not word.search(text)]
    if not missing:
        return []
    if any(section.pictures for section in sections):
        return [Verdict(Outcome.UNREADABLE, "“总体情况”中有图片，内容无法全部读取。")]
    message = f"政府年报“总体情况”疑似未报告{'、'.join(missing)}的结果情况（仅列文件名称不算），请核对。"
    quote = _supervision(sections)
    return [Verdict(Outcome.FAIL, message, page=page_of_text(report, quote) or sections[0].page, quote=excerpt(quote))]


def _supervision(sections: list[Section]) -> str:
    lines = [line for section in sections for line in section.text.splitlines()]
    return next((line for line in lines if "监督保障" in squash(line)), "")


RULES: Final = (
    Rule(
        code="S01",
        name="Section missing",
        name_zh="缺少规定章节",
        severity=Severity.ERROR,
        basis=f"{CONTENTS}；{FORM}“不能遗漏”",
        needs=("report",),
        check=check_missing,
    ),
    Rule(
        code="S02",
        name="Sections out of order or misnumbered",
        name_zh="章节顺序或序号错误",
        severity=Severity.WARNING,
        basis=f"{FORM}所附格式的章节顺序",
        needs=("report",),
        check=check_order,
    ),
    Rule(
        code="S03",
        name="Non-standard heading",
        name_zh="章节标题不规范",
        severity=Severity.WARNING,
        basis=f"{FORM}所附格式的章节标题",
        needs=("report",),
        check=check_headings,
    ),
    Rule(
        code="S04",
        name="Section empty",
        name_zh="章节内容为空",
        severity=Severity.ERROR,
        basis=f"{CONTENTS}；{FORM}“不能遗漏”",
        needs=("report",),
        check=check_empty,
        years=(None, None),
    ),
    Rule(
        code="S05",
        name="Problems section trivial",
        name_zh="存在问题及改进情况敷衍",
        severity=Severity.WARNING,
        basis=f"{CONTENTS}第一款第四项；{FORM}“敷衍塞责”",
        needs=("report",),
        check=check_problems,
    ),
    Rule(
        code="S08",
        name="Government report lacks assessment, review or accountability",
        name_zh="政府年报缺少考核、社会评议、责任追究结果",
        severity=Severity.WARNING,
        basis=f"{CONTENTS}第一款第四项（各级人民政府）",
        needs=("report",),
        check=check_assessment,
        kinds=frozenset({"government", "township"}),
    ),
)
