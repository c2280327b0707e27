"""The words of the three tables as they stand on a tape: labels without punctuation, numbering or gaps.

Source of the labels: 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号. A label that drifts from body to body is
known by every wording that was seen.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final, Literal

from monitor.reports.model import TableKey

Kind = Literal["row", "column", "category", "head", "break"]
"""What a word is: the label of a row or of a column, that of several together, another word of the table's head, or
the heading of a section, over which no table reaches."""

NUMERALS: Final = frozenset("一二三四五六七八九十")
LINKS: Final = NUMERALS | frozenset("共计为是有达")
"""Characters that number a label or link it with its number, and say nothing else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a table, in all its wordings, each of which begins with a character of its own.

    ``name`` is the row, column or group that it means, ``number`` the digit by which the form numbers it.
    """

    kind: Kind
    key: TableKey | None
    name: str
    wordings: tuple[str, ...]
    number: str = ""


def _heading(*wordings: str) -> Entry:
    return Entry("break", None, "", wordings)


def _row(key: TableKey, name: str, *wordings: str, number: str = "") -> Entry:
    return Entry("row", key, name, wordings, number)


def _application(name: str, *wordings: str, number: str = "") -> Entry:
    return _row("applications", name, *wordings, number=number)


def _column(key: TableKey | None, name: str, *wordings: str) -> Entry:
    return Entry("column", key, name, wordings)


def _category(key: TableKey, name: str, *wordings: str) -> Entry:
    return Entry("category", key, name, wordings)


def _head(key: TableKey, name: str, *wordings: str) -> Entry:
    return Entry("head", key, name, wordings)


_COUNT: Final = r"(?:的?(?:数量|总数|件数|数))?"
_CLOSING: Final = r"(?:的?(?:行政机关)?不再处理其?(?:政府信息公开申请)?)?"

_HEADINGS: Final = (
    _heading(
        r"总体情况",
        r"主动公开政府信息的?情况",
        r"政府信息主动公开情况",
        r"收到和处理政府信息公开申请的?情况",
        r"政府信息公开(?:工作被申请)?行政复议[和及与]?(?:提起)?行政诉讼的?情况",
        r"存在的?主要问题[及和与]改进(?:情况|措施)",
        r"其[他它]需要报告的?事项",
    ),
)
_APPLICATIONS: Final = (
    _application("new", rf"本年度?新收到?的?政府信息公开申请{_COUNT}"),
    _application("carried_in", rf"上一?年度?结转的?政府信息公开申请{_COUNT}"),
    _application("carried_out", rf"结转(?:至|到)?下一?年度?(?:继续)?办理{_COUNT}"),
    _application("granted", r"予(?<!不予)以公开"),
    _application("partly_granted", r"部分公开(?:区分处理的只计这一情形不计其[他它]情形)?"),
    _application("refused.state_secret", "属于国家秘密", "国家秘密", number="1"),
    _application("refused.law_prohibits", r"其[他它]法律(?:行政)?法规(?:规定)?禁止公开", number="2"),
    _application("refused.security_and_stability", "危及三安全一稳定", number="3"),
    _application("refused.third_party_rights", "保护第三方合法权益", number="4"),
    _application("refused.internal_affairs", "属于三类内部事务信息", "三类内部事务信息", number="5"),
    _application("refused.process_information", "属于四类过程性信息", "四类过程性信息", number="6"),
    _application("refused.enforcement_files", "属于行政执法案卷", "行政执法案卷", number="7"),
    _application("refused.administrative_queries", "属于行政查询事项", "行政查询事项", number="8"),
    _application("unavailable.not_held", r"本机关不掌握(?:相关)?(?:政府)?信息", number="1"),
    _application("unavailable.needs_creation", r"没有现成信息需要?另行制作", number="2"),
    _application("unavailable.still_unclear", "补正后申请内容仍不明确", number="3"),
    _application("not_processed.petition", "信访举报投诉类申请", number="1"),
    _application("not_processed.repeated", "重复申请", number="2"),
    _application("not_processed.publications", "要求提供公开出版物", number="3"),
    _application("not_processed.excessive", "无正当理由大量反复申请", number="4"),
    _application("not_processed.confirmation", r"要求行政机关确认或者?重新出具已获取信息", number="5"),
    _application("other.not_corrected", rf"申请人无正当理由逾期不补正{_CLOSING}", number="1"),
    _application("other.fee_unpaid", rf"申请人逾期未按收费通知要求缴纳费用{_CLOSING}", number="2"),
    _application("total", "七总计", "七合计"),
    _application("other", r"其[他它]处理"),
    _category("applications", "results", r"本年度?办理结果"),
    _category("applications", "refused", "不予公开"),
    _category("applications", "unavailable", "无法提供"),
    _category("applications", "not_processed", "不予处理"),
    _head("applications", "corner", r"本列数据的?勾稽关系为?(?:第一项加第二项之和等于第三项加第四项之和)?"),
    _head("applications", "applicants", "申请人情况"),
    _head("applications", "organisations", r"法人或其[他它]组织"),
    _column("applications", "natural_person", "自然人"),
    _column("applications", "enterprise", "商业企业"),
    _column("applications", "research", r"科研(?:机构|单位)"),
    _column("applications", "public_welfare", r"社会(?:公益)?组织"),
    _column("applications", "legal_service", r"法律服务(?:机构|组织)"),
)
_PROACTIVE: Final = (
    _head("proactive", "item", r"第二十条第?[一五六八九]项"),
    _head("proactive", "content", "信息内容"),
    _column("proactive", "issued", r"本年度?制发(?:件数|数量|数)"),
    _column("proactive", "repealed", r"本年度?(?:废止|废|止)(?:件数|数量)"),
    _column("proactive", "in_force", r"现行有效(?:件数|数量)"),
    _column("proactive", "made", r"本年度?新制作(?:数量|件数)"),
    _column("proactive", "disclosed", r"本年度?新公开(?:数量|件数)"),
    _column("proactive", "disclosed_in_all", r"对外公开总数量?"),
    _column("proactive", "items_last_year", r"上一?年度?项目数量"),
    _column("proactive", "change", r"本年度?增减"),
    _column("proactive", "decisions", r"本年度?处理决定数量", "处理决定数量"),
    _column("proactive", "amount", r"本年度?收费总?金额(?:单位万元)?", r"采购总金额(?:单位万元)?"),
    _column("proactive", "items", "采购项目数量"),
    _row("proactive", "rules", r"规章(?!制度)"),
    _row("proactive", "normative_documents", r"行政规范性文[件书]", r"规范性文[件书]"),
    _row("proactive", "licensing", "行政许可"),
    _row("proactive", "other_services", r"其[他它]对外管理服务事项"),
    _row("proactive", "penalties", "行政处罚"),
    _row("proactive", "coercion", r"行政强制(?:措施|执行)?"),
    _row("proactive", "fees", r"行政事业性?收费"),
    _row("proactive", "procurement", "政府集中采购"),
)
_REMEDIES: Final = (
    _category("remedies", "litigation_direct", "未经复议直接起诉"),
    _category("remedies", "litigation_after_review", "复议后起诉"),
    _category("remedies", "review", "行政复议"),
    _head("remedies", "litigation", "行政诉讼"),
    _column("remedies", "upheld", "结果维持"),
    _column("remedies", "corrected", "结果纠正"),
    _column("remedies", "other", r"其[他它]结果"),
    _column("remedies", "pending", "尚未审结"),
)
_SHARED: Final = (
    Entry("head", None, "piece", ("结果", "维持", "纠正", "尚未", "审结", "未经", "直接起诉", "起诉")),
    _column(None, "other", r"其[他它]"),
    _column(None, "total", "总计", "合计"),
)
_ENTRIES: Final = (*_HEADINGS, *_APPLICATIONS, *_PROACTIVE, *_REMEDIES, *_SHARED)


@dataclass(frozen=True, slots=True)
class Word:
    """An entry where it stands on a tape."""

    entry: Entry
    start: int
    end: int

    @property
    def kind(self) -> Kind:
        """What the word is."""
        return self.entry.kind

    @property
    def name(self) -> str:
        """The row, column or group that it means."""
        return self.entry.name

    @property
    def key(self) -> TableKey | None:
        """The table it stands in; None where it may stand in several."""
        return self.entry.key


def words_of(text: str) -> list[Word]:
    """The words of tables in the words of a tape, left to right, none reaching into another."""
    by_first, begins = _patterns()
    found: list[Word] = []
    at = begins.search(text)
    while at is not None:
        pattern, entries = by_first[at[0]]
        match = pattern.match(text, at.start())
        if match is not None:
            found.append(Word(entries[match.lastindex or 0], match.start(), match.end()))
        at = begins.search(text, match.end() if match else at.start() + 1)
    return found


@cache
def _patterns() -> tuple[dict[str, tuple[re.Pattern[str], dict[int, Entry]]], re.Pattern[str]]:
    """By the first character of a word: the pattern of all wordings that begin so, and whose they are."""
    wordings = [(wording, entry) for entry in _ENTRIES for wording in entry.wordings]
    by_first: dict[str, tuple[re.Pattern[str], dict[int, Entry]]] = {}
    for first in dict.fromkeys(wording[0] for wording, _ in wordings):
        mine = [(wording, entry) for wording, entry in wordings if wording[0] == first]
        pattern = re.compile("|".join(f"({wording})" for wording, _ in mine))
        by_first[first] = pattern, {at: entry for at, (_, entry) in enumerate(mine, start=1)}
    return by_first, re.compile(f"[{''.join(chain(by_first))}]")
