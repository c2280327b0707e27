"""Tables whose borders the carrier lost: labels and numbers in one stream of text, or one cell a line.

Row labels are looked for in the form's order behind the words that begin the
table; what stands between two labels is the row's run of numbers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reports.folding import Folded
from monitor.reports.model import TableKey
from monitor.reports.parts import Item, Line, TablePart
from monitor.reports.runs import RUN, UNREAD

_ITEM: Final = r"(?:三、本年度?办理结果)?(?:（[一二三四五六七]）(?:不予公开|无法提供|不予处理|其[他它]处理))?"
_CLOSING: Final = r"、?(?:行政机关)?不再处理其?(?:政府信息公开申请)?"

_APPLICATION_LABELS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("new", r"(?:一、)?本年度?新收到?政府信息公开申请(?:数量|总数)?"),
        ("carried_in", r"(?:二、)?上年度?结转政府信息公开申请(?:数量|总数)?"),
        ("granted", r"(?:三、本年度?办理结果)?(?:（一）)?(?<!不)予以公开"),
        ("partly_granted", r"(?:（二）)?部分公开(?:（区分处理的[^）]{0,30}）)?"),
        ("refused.state_secret", _ITEM + r"(?:1[.、])?(?:属于)?国家秘密"),
        ("refused.law_prohibits", _ITEM + r"(?:2[.、])?其[他它]法律(?:行政)?法规禁止公开"),
        ("refused.security_and_stability", _ITEM + r"(?:3[.、])?危及[“\"]?三安全一稳定[”\"]?"),
        ("refused.third_party_rights", _ITEM + r"(?:4[.、])?保护第三方合法权益"),
        ("refused.internal_affairs", _ITEM + r"(?:5[.、])?(?:属于)?三类内部事务信息"),
        ("refused.process_information", _ITEM + r"(?:6[.、])?(?:属于)?四类过程性信息"),
        ("refused.enforcement_files", _ITEM + r"(?:7[.、])?(?:属于)?行政执法案卷"),
        ("refused.administrative_queries", _ITEM + r"(?:8[.、])?(?:属于)?行政查询事项"),
        ("unavailable.not_held", _ITEM + r"(?:1[.、])?本机关不掌握(?:相关)?(?:政府)?信息"),
        ("unavailable.needs_creation", _ITEM + r"(?:2[.、])?没有现成信息需要?另行制作"),
        ("unavailable.still_unclear", _ITEM + r"(?:3[.、])?补正后申请内容仍不明确"),
        ("not_processed.petition", _ITEM + r"(?:1[.、])?信访举报投诉类申请"),
        ("not_processed.repeated", _ITEM + r"(?:2[.、])?重复申请"),
        ("not_processed.publications", _ITEM + r"(?:3[.、])?要求提供公开出版物"),
        ("not_processed.excessive", _ITEM + r"(?:4[.、])?无正当理由大量反复申请"),
        ("not_processed.confirmation", _ITEM + r"(?:5[.、])?要求行政机关确认或者?重新出具已获取信息"),
        ("other.not_corrected", _ITEM + r"(?:1[.、])?申请人无正当理由逾期不补正" + _CLOSING),
        ("other.fee_unpaid", _ITEM + r"(?:2[.、])?申请人逾期未按收费通知要求缴纳费用" + _CLOSING),
        ("other.other", r"3[.、]其[他它](?!法律|处理)"),
        ("other", r"（六）其[他它]处理"),
        ("total", r"（七）[总合]计|[总合]计"),
        ("carried_out", r"(?:四、)?结转下一?年度?继续办理"),
    )
)
_PROACTIVE_LABELS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("rules", r"规章(?:（[^）]{0,60}）)?"),
        ("normative_documents", r"(?:行政)?规范性文件(?:（[^）]{0,200}）)?"),
        ("licensing", r"行政许可"),
        ("other_services", r"其[他它]对外管理服务事项"),
        ("penalties", r"行政处罚"),
        ("coercion", r"行政强制(?:措施|执行)?"),
        ("fees", r"行政事业性收费"),
        ("procurement", r"政府集中采购"),
    )
)
_REMEDY_HEAD: Final = (
    r"(?:行政复议)?(?:行政诉讼)?"
    r"(?:结果维持结果纠正其[他它]结果尚未审结[总合]计|未经复议直接起诉|复议后起诉|行政诉讼){3,}"
)
_STARTS: Final[dict[TableKey, re.Pattern[str]]] = {
    "proactive": re.compile(r"(?:第二十条第（?一）?项)?信息内容本年度?(?:制发件?数|新制作数量)"),
    "applications": re.compile(
        r"(?:（?本列数据的?勾稽关系.{0,45}?)?(?:申请人情况.{0,70}?)?(?:一、)?本年度?新收到?政府信息公开申请数?"
    ),
    "remedies": re.compile(_REMEDY_HEAD),
}
_LABELS: Final[dict[TableKey, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "proactive": _PROACTIVE_LABELS,
    "applications": _APPLICATION_LABELS,
    "remedies": (("values", re.compile(_REMEDY_HEAD)),),
}
_LEAST_LABELS: Final[dict[TableKey, int]] = {"proactive": 3, "applications": 8, "remedies": 1}
_REACH: Final[dict[TableKey, int]] = {"proactive": 130, "applications": 130, "remedies": 1}
"""How far (in squashed characters) behind one label the next may begin."""


def with_streams(items: Sequence[Item]) -> list[Item]:
    """The items with every run-together table cut out of the prose, for the tables that stand nowhere as tables."""
    known = {item.key for item in items if isinstance(item, TablePart) and item.key is not None}
    wanted = [key for key in _STARTS if key not in known]
    if not wanted:
        return list(items)
    found: list[Item] = []
    lines: list[Line] = []
    for item in (*items, None):
        if isinstance(item, Line):
            lines.append(item)
            continue
        found.extend(_split(lines, wanted))
        lines = []
        if item is not None:
            found.append(item)
    return found


def _split(lines: Sequence[Line], keys: Iterable[TableKey]) -> list[Item]:
    text = _Text(lines)
    regions = sorted((region for key in keys if (region := text.region(key))), key=lambda region: region.start)
    items: list[Item] = []
    position = 0
    for region in regions:
        if region.start < position:
            continue
        items.extend(text.lines(position, region.start))
        page = text.page_at(region.start)
        items.append(TablePart(region.key, strong=True, page=page, runs=region.runs, text=text.slice(region)))
        position = region.end
    items.extend(text.lines(position, len(text.original)))
    return items


@dataclass(frozen=True, slots=True)
class _Region:
    """A table in the text, by offsets in the original, with its rows."""

    key: TableKey
    start: int
    end: int
    runs: list[tuple[str, str]]


class _Text:
    """Lines joined and folded, to find tables in."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._folded = Folded.of("\n".join(line.text for line in lines))
        self.original = self._folded.original

    def region(self, key: TableKey) -> _Region | None:
        """The table of that key, or None where too few of its labels follow its beginning."""
        for start in _STARTS[key].finditer(self._folded.text):
            labels = list(self._labels(key, start.start() if key != "proactive" else start.end()))
            if len(labels) >= _LEAST_LABELS[key]:
                runs, end = self._runs(labels)
                return _Region(key, self._folded.places[start.start()], end, runs)
        return None

    def _labels(self, key: TableKey, start: int) -> Iterator[tuple[str, int, int]]:
        position, six = start, False
        for name, pattern in _LABELS[key]:
            if name == "other" and six:
                continue
            found = pattern.search(self._folded.text, position, position + _reach(key, name))
            if found is not None:
                six = six or name.startswith("other.")
                yield name, found.start(), found.end()
                position = found.end()

    def _runs(self, labels: Sequence[tuple[str, int, int]]) -> tuple[list[tuple[str, str]], int]:
        runs: list[tuple[str, str]] = []
        end = 0
        for at, (name, _, stop) in enumerate(labels):
            begin = self._folded.before(stop)
            limit = self._folded.before(labels[at + 1][1]) if at + 1 < len(labels) else len(self.original)
            found = RUN.match(self.original, begin, limit)
            run = found[0] if found else ""
            run = _without_year(run, self.original[begin + len(run) : begin + len(run) + 1])
            ask = _BARE_NUMBER.search if at + 1 < len(labels) else _PARTED_NUMBER.match
            unread = not run.strip() and ask(self.original, begin, limit)
            runs.append((name, UNREAD if unread else run.strip()))
            end = begin + len(run.rstrip())
        return runs, end

    def slice(self, region: _Region) -> str:
        """The region's text as it stands."""
        return self.original[region.start : region.end]

    def lines(self, start: int, end: int) -> Iterator[Line]:
        """What stands between two offsets, as lines with their places."""
        position = 0
        for line in self._lines:
            first, last = max(start, position), min(end, position + len(line.text))
            text = self.original[first:last].strip() if first < last else ""
            if text:
                yield Line(text, line.page, line.box)
            position += len(line.text) + 1

    def page_at(self, offset: int) -> int | None:
        """The page of the line at an offset."""
        position = 0
        for line in self._lines:
            position += len(line.text) + 1
            if offset < position:
                return line.page
        return None


def _reach(key: TableKey, name: str) -> int:
    if key != "remedies":
        return _REACH[key] + (200 if name == "licensing" else 0)
    return 400


_BARE_NUMBER: Final = re.compile(r"(?<![\d（(.])\d+\s*(?![\d\s）).、．])")
"""A number that is no numbering."""
_PARTED_NUMBER: Final = re.compile(r"\s*[^\d\s。]{1,2}\s*\d")
"""A number right behind a sign."""
_YEAR_AT_END: Final = re.compile(r"20\d\d$")


def _without_year(run: str, after: str) -> str:
    """The run without the year that begins the next sentence (``0000000`` + ``2023年``)."""
    return _YEAR_AT_END.sub("", run) if after == "年" else run
