"""The 2019 and 2021 forms as data: sections with their headings, rows and columns with their labels.

Source: 国办公开办函〔2021〕30号 (report years from 2021) and 国办公开办函〔2019〕60号
(report years 2019 and 2020). Labels drift from body to body, so a row or column
is known by a distinctive part of its label and never by the whole of it.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from crawler.text import fold
from monitor.reports.model import FormVersion, SectionKey
from storage.figures import OUTCOMES, REMEDY_BLOCKS, REMEDY_COLUMNS, Form

FIRST_YEAR_2019: Final = 2019
FIRST_YEAR_2021: Final = 2021


def form_of_year(year: int) -> FormVersion:
    """The form that holds for a report year; before 2019 the layout was free (``legacy``)."""
    if year < FIRST_YEAR_2019:
        return "legacy"
    return "2019" if year < FIRST_YEAR_2021 else "2021"


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One of the six sections: its place, its standard heading and the variants that are accepted.

    ``key_phrase`` is found in any heading of that section, standard or not.
    """

    key: SectionKey
    number: int
    heading: str
    accepted: re.Pattern[str]
    key_phrase: re.Pattern[str]


def _section(key: SectionKey, number: int, heading: str, accepted: str, key_phrase: str) -> SectionForm:
    return SectionForm(key, number, heading, re.compile(accepted), re.compile(key_phrase))


SECTIONS: Final[tuple[SectionForm, ...]] = (
    _section("overview", 1, "总体情况", r"总体情况", r"(?:总体|基本|整体)(?:工作)?(?:情况|概况)|^(?:工作)?概[述况]"),
    _section(
        "proactive",
        2,
        "主动公开政府信息情况",
        r"(?:行政机关)?主动公开政府信息的?情况|政府信息主动公开情况",
        r"主动公开",
    ),
    _section(
        "applications",
        3,
        "收到和处理政府信息公开申请情况",
        r"(?:行政机关)?收到和处理政府信息公开申请的?情况",
        r"处理.*申请|依申请|申请公开|申请.*(?:处理|办理)",
    ),
    _section(
        "remedies",
        4,
        "政府信息公开行政复议、行政诉讼情况",
        r"政府信息公开行政复议[、和及与]?行政诉讼的?情况|因政府信息公开工作被申请行政复议[、和]?提起行政诉讼的?情况",
        r"复议|诉讼",
    ),
    _section(
        "problems",
        5,
        "存在的主要问题及改进情况",
        r"(?:政府信息公开工作)?存在的?主要问题[及和](?:改进情况|改进措施)",
        r"问题|不足|改进",
    ),
    _section(
        "other",
        6,
        "其他需要报告的事项",
        r"其[他它]需要报告的?事项",
        r"其[他它].*(?:事项|情况|问题)|需要(?:报告|说明)的",
    ),
)
"""The six sections in order. Source: 国办公开办函〔2021〕30号; the accepted variants were seen in good reports."""

_SECTION_TEST_ORDER: Final = ("remedies", "problems", "other", "applications", "proactive", "overview")


@cache
def section_form(key: SectionKey) -> SectionForm:
    """The form of one section."""
    return next(section for section in SECTIONS if section.key == key)


def section_of_heading(heading: str) -> SectionForm | None:
    """The section a heading's words (without its number) belong to, by key phrase."""
    text = fold(heading)
    for key in _SECTION_TEST_ORDER:
        form = section_form(key)
        if form.key_phrase.search(text):
            return form
    return None


ApplicationCategory = Literal["results", "refused", "unavailable", "not_processed", "other"]

APPLICATION_MARKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("new", r"本年度?新收|新收(?:到|政府)"),
        ("carried_in", r"上年度?结转|上一年度?结转"),
        ("carried_out", r"结转下(?:一)?年|转下年度"),
        ("refused.state_secret", r"国家秘密"),
        ("refused.law_prohibits", r"禁止公开|其[他它]法律"),
        ("refused.security_and_stability", r"三安全|一稳定"),
        ("refused.third_party_rights", r"第三方"),
        ("refused.internal_affairs", r"内部事务"),
        ("refused.process_information", r"过程性"),
        ("refused.enforcement_files", r"执法案卷"),
        ("refused.administrative_queries", r"行政查询"),
        ("unavailable.not_held", r"不掌握"),
        ("unavailable.needs_creation", r"现成信息|另行制作"),
        ("unavailable.still_unclear", r"补正后"),
        ("not_processed.petition", r"信访"),
        ("not_processed.repeated", r"重复申请"),
        ("not_processed.publications", r"出版物"),
        ("not_processed.excessive", r"大量反复"),
        ("not_processed.confirmation", r"确认或者?重新|重新出具"),
        ("other.not_corrected", r"逾期不补正"),
        ("other.fee_unpaid", r"未按收费|缴纳费用"),
        ("partly_granted", r"部分公开"),
        ("granted", r"(?<!不)予以公开"),
    )
)
"""Rows of 表三 by a distinctive part of their label. Bare 其他 and 总计 are told by their category."""

CATEGORY_MARKS: Final[tuple[tuple[ApplicationCategory, re.Pattern[str]], ...]] = (
    ("refused", re.compile(r"不予公开")),
    ("unavailable", re.compile(r"无法提供")),
    ("not_processed", re.compile(r"不予处理")),
    ("other", re.compile(r"其[他它]处理")),
    ("results", re.compile(r"办理结果")),
)
"""Merged labels of 表三 that carry no numbers of their own (（六） does in the 2019 form)."""

APPLICATION_LABELS: Final[dict[str, str]] = {
    "new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partly_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "refused.state_secret": "1.属于国家秘密",
    "refused.law_prohibits": "2.其他法律行政法规禁止公开",
    "refused.security_and_stability": "3.危及“三安全一稳定”",
    "refused.third_party_rights": "4.保护第三方合法权益",
    "refused.internal_affairs": "5.属于三类内部事务信息",
    "refused.process_information": "6.属于四类过程性信息",
    "refused.enforcement_files": "7.属于行政执法案卷",
    "refused.administrative_queries": "8.属于行政查询事项",
    "unavailable.not_held": "1.本机关不掌握相关政府信息",
    "unavailable.needs_creation": "2.没有现成信息需要另行制作",
    "unavailable.still_unclear": "3.补正后申请内容仍不明确",
    "not_processed.petition": "1.信访举报投诉类申请",
    "not_processed.repeated": "2.重复申请",
    "not_processed.publications": "3.要求提供公开出版物",
    "not_processed.excessive": "4.无正当理由大量反复申请",
    "not_processed.confirmation": "5.要求行政机关确认或重新出具已获取信息",
    "other.not_corrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other.fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other.other": "3.其他",
    "other": "（六）其他处理",
    "total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
"""The form's own labels of the rows of 表三."""

APPLICANT_MARKS: Final[dict[str, re.Pattern[str]]] = {
    "natural_person": re.compile(r"^自然人$"),
    "enterprise": re.compile(r"^商业企业$|^企业$"),
    "research": re.compile(r"^科研(?:机构|单位)$"),
    "public_welfare": re.compile(r"^社会(?:公益)?组织$"),
    "legal_service": re.compile(r"^法律服务(?:机构|组织)$"),
    "other": re.compile(r"^其[他它]$"),
    "total": re.compile(r"^[总合]计$"),
}

REMEDY_MARKS: Final[dict[str, re.Pattern[str]]] = {
    "upheld": re.compile(r"维持"),
    "corrected": re.compile(r"纠正"),
    "other": re.compile(r"其[他它]"),
    "pending": re.compile(r"审结"),
    "total": re.compile(r"[总合]计"),
}
REMEDY_CELLS: Final[tuple[str, ...]] = tuple(
    f"{block}.{column}" for block in REMEDY_BLOCKS for column in REMEDY_COLUMNS
)
"""The 15 value cells of 表四 as ``block.column``, left to right; the same in both forms."""


@dataclass(frozen=True, slots=True)
class ProactiveRow:
    """One item row of 表二: its label and its value columns in each form (empty: the form has no such row)."""

    name: str
    label: re.Pattern[str]
    columns: dict[Form, tuple[str, ...]]


_DOCUMENT_COLUMNS: Final[dict[Form, tuple[str, ...]]] = {
    "2021": ("issued", "repealed", "in_force"),
    "2019": ("made", "disclosed", "disclosed_in_all"),
}
_DECISION_COLUMNS: Final[dict[Form, tuple[str, ...]]] = {
    "2021": ("decisions",),
    "2019": ("items_last_year", "change", "decisions"),
}

PROACTIVE_ROWS: Final[tuple[ProactiveRow, ...]] = (
    ProactiveRow("rules", re.compile(r"^规章"), _DOCUMENT_COLUMNS),
    ProactiveRow("normative_documents", re.compile(r"^(?:行政)?规范性文[件书]"), _DOCUMENT_COLUMNS),
    ProactiveRow("licensing", re.compile(r"^行政许可"), _DECISION_COLUMNS),
    ProactiveRow("other_services", re.compile(r"^其[他它]对外管理"), {"2021": (), "2019": _DECISION_COLUMNS["2019"]}),
    ProactiveRow("penalties", re.compile(r"^行政处罚"), _DECISION_COLUMNS),
    ProactiveRow("coercion", re.compile(r"^行政强制"), _DECISION_COLUMNS),
    ProactiveRow("fees", re.compile(r"^行政事业性?收费"), {"2021": ("amount",), "2019": ("items_last_year", "change")}),
    ProactiveRow("procurement", re.compile(r"^政府(?:集中)?采购"), {"2021": (), "2019": ("items", "amount")}),
)
"""Item rows of 表二 in printed order."""

PROACTIVE_COLUMN_MARKS: Final[dict[str, re.Pattern[str]]] = {
    "issued": re.compile(r"制发"),
    "repealed": re.compile(r"废止|止件"),
    "in_force": re.compile(r"有效"),
    "made": re.compile(r"新制作|制作数"),
    "disclosed": re.compile(r"新公开|本年公开"),
    "disclosed_in_all": re.compile(r"公开总数"),
    "items_last_year": re.compile(r"上一?年"),
    "change": re.compile(r"增.?减"),
    "decisions": re.compile(r"决定数"),
    "amount": re.compile(r"金额"),
    "items": re.compile(r"采购项目"),
}
"""Column heads of 表二 by a distinctive part."""

OLD_PROACTIVE_MARKERS: Final = (
    "本年新制作数量",
    "本年新公开数量",
    "对外公开总数量",
    "上一年项目数量",
    "其他对外管理服务事项",
    "采购总金额",
)
"""What only the 2019 form's 表二 bears. Source: 国办公开办函〔2019〕60号."""
NEW_PROACTIVE_MARKERS: Final = ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额")
"""What only the 2021 form's 表二 bears. Source: 国办公开办函〔2021〕30号."""

OTHER_ROWS_2021: Final = ("other.not_corrected", "other.fee_unpaid", "other.other")


def outcome_rows(present: frozenset[str], form: Form) -> tuple[str, ...]:
    """The rows of 表三 that add up to （七）总计 in a report that bears the rows ``present``.

    A report of one form may bear the other's （六）其他处理 (one row instead of
    three, or the reverse); its own rows then count.
    """
    if "other" in present and not present.intersection(OTHER_ROWS_2021):
        return OUTCOMES["2019"]
    if "other" not in present and present.intersection(OTHER_ROWS_2021):
        return OUTCOMES["2021"]
    return OUTCOMES[form]
