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

_DENIED: Final = re.compile(
    r"(?:不存在|没有|未发现|暂未发现|未存在|暂无|并?无)(?:任何|明显|突出|较大|重大|严重|其他|主要|相关)*的?(?:问题|不足|差距|短板)"
    r"|问题[。：:，,；;]*(?:本年度)?(?:暂?无|没有)(?=[。；;，,（(二2]|$)"
)
"""That there is no problem, in the words for one."""
_PROBLEM: Final = re.compile(
    r"问题|不足|差距|薄弱|有待|亟[待需]|[仍还尚]需|短板|弱项|欠[缺佳妥]|缺[乏少位失]|滞后|落后|单一|困难|瓶颈|[难堵痛]点|盲区"
    r"|遗漏|疏漏|漏洞|隐患|误区|迟缓|匮乏|制约|脱节|参差不齐|流于形式|不到位|不及时"
    r"|不[够高强多全深细严准熟清明便畅精实广快匀均稳优佳力齐平规完健充协统适]"
    r"|[偏较][低少弱慢差窄浅旧散软松粗薄紧单简短]|过于|尚未|还未|存在.{0,16}(?:现象|情形)"
)
_LACKING: Final = re.compile(
    r"(?:有待|亟待|不够?|不尽|不太|尚未|还未)(?:进一步|继续|持续)?"
    r"(?:加强|加大|加快|改进|改善|完善|优化|提升|提高|健全|强化|深化|细化|建立|落实)"
)
"""Words for improvement that tell what is wrong."""
_IMPROVEMENT: Final = re.compile(
    r"下一?步|下一?阶段|下一?年|今后|往后|接下来|改进|改善|整改|加强|加大|加快|措施|完善|优化|提升|提高|健全|强化|深化|细化|补齐"
    r"|(?<![草模虚])拟(?!公开|发布|稿|办)"
    r"|(?:将|计划|准备|打算|力争|确保|要)[^。；;]{0,30}?(?:建立|建成|增[设加派配]|落实|推[进动行]|组织|开展|举办|安排|制[定作]"
    r"|修订|配[备齐强]|压缩|缩短|邀请|聘请|请[^教示]|丰富|拓[宽展]|创新|规范|严格|督[促导]|培训|通报|考核|更新|公开|梳理|清理|调整|增强)"
)
"""What is done about it; 将 alone foretells anything."""
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
    """What the section, without white space, lacks; that there are no problems names none."""
    if _NOTHING.fullmatch(text):
        return [f"仅写“{text}”"]
    faults = []
    if len(text) < TRIVIAL:
        faults.append(f"全部内容仅{len(text)}字")
    if not _PROBLEM.search(_DENIED.sub("", text)):
        faults.append("未指出存在的问题")
    if not _IMPROVEMENT.search(_LACKING.sub("", text)):
        faults.append("未提出改进措施")
    return faults
