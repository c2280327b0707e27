"""S05: section 五 is trivial."""

import re
from collections.abc import Iterable
from typing import Final

from monitor.law.basis import CONTENTS, FORM
from monitor.rules.citing import excerpt, section_text, sections_of
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.rules.sections.outline import is_empty

TRIVIAL: Final = 50
"""Characters below which section 五 cannot name both problems and improvements (RULES S05)."""

_PROBLEM: Final = re.compile(r"问题|不足|差距|薄弱|不够|有待")
_IMPROVEMENT: Final = re.compile(r"下一步|改进|加强|措施|将")
_NOTHING: Final = re.compile(r"(暂?无|没有)[。.]?")


@rule(
    "S05",
    name="Problems section trivial",
    name_zh="存在问题及改进情况敷衍",
    severity=Severity.WARNING,
    basis=f"{CONTENTS}第一款第四项；{FORM}“敷衍塞责”",
    basis_kind="law",
    needs=("report",),
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
    return [Verdict(Outcome.FAIL, message, page=sections[0].page, quotes=(excerpt(sections[0].text),))]


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
