"""Counts stated in prose: applications received, documents issued, what was carried over.

The same figure may be said of another year, of one channel or of a part only;
such a count is marked, not dropped, so that a rule may leave it out. What is
not a count of the thing itself (growth, shares, other objects) gives nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from crawler.text import tidy
from monitor.reports.folding import Folded

CountKind = Literal[
    "applications_received",
    "applications_handled",
    "applications_carried_in",
    "applications_carried_out",
    "documents_issued",
    "documents_repealed",
    "documents_in_force",
    "documents_disclosed",
    "rules_issued",
    "rules_repealed",
    "rules_in_force",
    "rules_disclosed",
]
"""``documents`` are 行政规范性文件, ``rules`` are 规章."""


@dataclass(frozen=True, slots=True)
class Count:
    """One count stated in prose.

    ``quote`` is the sentence as printed. ``negated`` says that the text states
    there was none (``number`` is 0). The other marks narrow what the number
    covers: ``part`` of a whole named before it (其中), ``other_year`` than the
    report's or several years, one ``channel`` (信函, 网络) only; ``about`` says
    that the number is rounded (余, 近).
    """

    kind: CountKind
    number: Decimal
    unit: str
    quote: str
    part: bool = False
    other_year: bool = False
    channel: bool = False
    about: bool = False
    negated: bool = False

    @property
    def whole(self) -> bool:
        """True where the number speaks of the whole report year and of all channels, and is exact."""
        return not (self.part or self.other_year or self.channel or self.about)


_NUMBER: Final = r"(?P<about>近|约|超过?|逾)?(?P<number>\d+|[一两二三四五六七八九十]{1,3})(?P<more>余|多)?"
_UNIT: Final = r"(?P<unit>件次|人次|件|条|宗|份|封|次|项|起|例|个)(?!办|次会)"
_FREE: Final = r"[^，。；！？\d（）]"
_ENDS: Final = "。；！？\n"

_OTHER_OBJECTS: Final = re.compile(
    r"复议|诉讼|许可|登记|救助|补贴|仲裁|信访|投诉|举报|咨询|留言|建议|提案|来信|信箱|热线|来电|注册|项目|职称|补助|资助|会议|培训|网友|网民|群众(?!.{0,16}公开)|办理结果|语音"
)
_GROWTH: Final = re.compile(r"增加|减少|增长|下降|上升|回落|增幅|降幅|同比|环比|相比|多出|平均")
_RECEIVED: Final = (
    re.compile(
        rf"(?P<verb>收到|接到|接收|新收|受理|(?<=[共年])收)(?P<between>{_FREE}{{0,30}}?(?:申请|依申请公开){_FREE}{{0,14}}?){_NUMBER}{_UNIT}"
    ),
    re.compile(
        rf"(?P<verb>收到|接到|接收|新收|受理|(?<=[共年])收)(?P<before>{_FREE}{{0,12}}?){_NUMBER}{_UNIT}"
        rf"(?P<between>的?{_FREE}{{0,24}}?(?:公开(?:的?申请|信息申请)|信息申请|依申请公开))"
    ),
)
_NONE_RECEIVED: Final = re.compile(
    rf"(?:(?:未|没有|尚未|无)(?:收到|接到|受理|接收){_FREE}{{0,20}}?(?:公开的?申请|依申请公开|信息申请)"
    rf"|(?<![有全])无(?:人|公民|单位)?(?:政府信息|信息)?(?:依申请公开|公开申请)(?:申请|件|事项|政府信息|信息|情况)?)"
)
_HANDLED: Final = re.compile(rf"(?P<verb>办结|答复|办理|办复|回复)(?P<between>{_FREE}{{0,24}}?){_NUMBER}{_UNIT}")
_CARRIED_IN: Final = re.compile(
    rf"(?P<verb>(?:上一?年度?|去年|20\d\d年度?)(?:的|度)?(?:结转|转结|转入|遗留|结余)|(?:结转|转结|接转)(?:自|于)?(?:上一?年度?|去年))"
    rf"(?P<between>{_FREE}{{0,24}}?){_NUMBER}{_UNIT}"
)
_CARRIED_OUT: Final = (
    re.compile(
        rf"(?P<verb>(?:结转|转结|顺延|延续|转)(?:至|到|入|于)?(?:下一?年度?|次年|明年|20\d\d年度?)(?:度)?)"
        rf"(?P<between>{_FREE}{{0,20}}?){_NUMBER}{_UNIT}"
    ),
    re.compile(
        rf"{_NUMBER}{_UNIT}(?P<between>{_FREE}{{0,24}}?)(?P<verb>(?:结转|转结|顺延|延续)(?:至|到|入|于)?(?:下一?年度?|次年|明年|20\d\d年))"
    ),
)
_CHANNEL: Final = re.compile(r"网络|网上|网站|在线|信函|邮寄|邮件|邮箱|当面|现场|来访|传真|电话|窗口|平台|微信|书面")
_ALL_CHANNELS: Final = re.compile(
    r"等(?:多种|各种|各|多个)?(?:渠道|方式|途径|形式|平台)|(?:多|各)(?:种|个|类)?(?:渠道|方式|途径)"
)
_PART: Final = re.compile(r"其中|包括|包含|（含|（其中|之中")
_SUBSET: Final = re.compile(r"(?:[省市县区]|政府)本级|下属|各县[市区（]|所属|办公?[厅室]?代表")
_PART_OF_YEAR: Final = re.compile(r"季度|[上下]半年|截[至止](?:目前|\d{1,2}月(?!31日)|20\d\d年(?:[1-9]|1[01])月)")
_RELATIVE_YEARS: Final = re.compile(
    r"去年|上一?年(?!度?(?:的|度)?(?:结转|转结|转入|遗留))|前年"
    r"|近[两三四五\d]+年|[三五]年来|历年|以来累计|建[站网立]以来"
)
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年(?!.{0,6}》)")


def counts(text: str, *, year: int | None = None) -> list[Count]:
    """The counts stated in ``text``, in the order they stand.

    ``year`` is the report year; without it only words such as 去年 tell another year.
    """
    folded = _joined(text)
    found: list[tuple[int, Count]] = []
    for start, end in folded.spans(_ENDS):
        sentence = _Sentence(folded, start, end, year)
        found.extend(sentence.counts())
    return [count for _, count in sorted(found, key=lambda pair: pair[0])]


_BEGINS_ANEW: Final = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九]是|第[一二三四五六])"
)
_LONGEST_SUBHEADING: Final = 30
_SUBHEADING: Final = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d][）)]|[一二三四五六\d]{1,2}[、.．])[^，。；,]{2,24}\s*"
)


def _joined(text: str) -> Folded:
    """The text folded, with line ends only where a sentence or a paragraph ends."""
    lines = text.splitlines()
    kept: list[str] = []
    for at, line in enumerate(lines):
        ended = line.rstrip().endswith(tuple("。；！？：:”")) or not line.strip() or bool(_SUBHEADING.fullmatch(line))
        anew = at + 1 < len(lines) and (not lines[at + 1].strip() or _BEGINS_ANEW.match(lines[at + 1]) is not None)
        kept.append(line + ("\n" if ended or anew else " "))
    return Folded.of("".join(kept), keep="\n")


class _Sentence:
    """One sentence and what in it narrows the meaning of a number."""

    def __init__(self, folded: Folded, start: int, end: int, year: int | None) -> None:
        self.text = folded.text[start:end]
        self._folded = folded
        self._start = start
        self._year = year
        self._topic = _topic(folded.text, start)

    def counts(self) -> Iterator[tuple[int, Count]]:
        """The counts of this sentence with their places in the whole text."""
        taken: set[int] = set()
        for kind, match in (*self._applications(), *self._documents()):
            at = match.start("number") if "number" in match.re.groupindex else match.start()
            if at not in taken:
                taken.add(at)
                yield self._start + at, self._count(kind, match)

    def _applications(self) -> Iterator[tuple[CountKind, re.Match[str]]]:
        for pattern in _CARRIED_OUT:
            yield from (("applications_carried_out", m) for m in pattern.finditer(self.text) if self._is_of(m))
        yield from (("applications_carried_in", m) for m in _CARRIED_IN.finditer(self.text) if self._is_of(m))
        for pattern in _RECEIVED:
            for match in pattern.finditer(self.text):
                if self._is_of(match) and ("公开" in match[0] or "依申请" in self.text[: match.start()] + self._topic):
                    yield "applications_received", match
        yield from (("applications_received", m) for m in _NONE_RECEIVED.finditer(self.text) if self._is_of(m))
        if "申请" in self.text:
            yield from (("applications_handled", m) for m in _HANDLED.finditer(self.text) if self._is_of(m))

    def _documents(self) -> Iterator[tuple[CountKind, re.Match[str]]]:
        for pattern in _DOCUMENT_PAIRS:
            for match in pattern.finditer(self.text):
                kind = _document_kind(self.text, match)
                if kind is not None:
                    yield kind, match
        for match in _ELLIPSIS.finditer(self.text):
            named = list(_OBJECT.finditer(self.text[: match.start()]))
            if named:
                yield _kind(named[-1][0], _VERBS[match["verb"]]), match
        for match in _NONE_ISSUED.finditer(self.text):
            yield _kind(match["object"], "issued"), match

    def _is_of(self, match: re.Match[str]) -> bool:
        """True where nothing in the matched words speaks of other objects or of growth."""
        return not (_OTHER_OBJECTS.search(match[0]) or _GROWTH.search(match[0]))

    def _count(self, kind: CountKind, match: re.Match[str]) -> Count:
        groups = match.groupdict()
        clause = self.text[self.text.rfind("，", 0, match.start()) + 1 : match.end()]
        negated = "number" not in groups
        quote = tidy(self._folded.printed(self._start, self._start + len(self.text)))
        return Count(
            kind,
            _number(groups.get("number") or "0"),
            groups.get("unit") or "",
            quote,
            part=self._is_part(kind, match),
            other_year=self._is_other_year(kind, match),
            channel=kind.startswith("applications") and _is_one_channel(clause),
            about=bool(groups.get("about") or groups.get("more")),
            negated=negated,
        )

    def _is_part(self, kind: CountKind, match: re.Match[str]) -> bool:
        before = self.text[: match.start()]
        cut = max((found.start() for found in _PART.finditer(before)), default=None)
        if cut is not None and not kind.startswith("applications_carried"):
            whole = before[:cut]
            same = "申请" in whole if kind.startswith("applications") else bool(_OBJECT_OF[kind[:5]].search(whole))
            closed = before[cut:].count("）") > before[cut:].count("（")
            if same and not closed:
                return True
        if _PART_OF_YEAR.search(before):
            return True
        return bool(_SUBSET.search(before[max(before.rfind("，"), before.rfind("、")) + 1 :] + match[0]))

    def _is_other_year(self, kind: CountKind, match: re.Match[str]) -> bool:
        """True where the number's clause, or the last year named before it, speaks of another year."""
        before = self.text[: match.start("number") if "number" in match.re.groupindex else match.end()]
        clause = before[before.rfind("，") + 1 :]
        if kind.startswith("applications_carried"):
            clause = before[before.rfind("，") + 1 : match.start()]
        if _RELATIVE_YEARS.search(clause):
            return True
        years = [int(found[1]) for found in _YEAR.finditer(clause)]
        if not years:
            earlier = [int(found[1]) for found in _YEAR.finditer(before)]
            years = earlier[-1:]
        return self._year is not None and any(year != self._year for year in years)


def _topic(text: str, start: int) -> str:
    """What stands before a sentence in its paragraph, with the sub-heading above it."""
    begin = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, begin - 1)) + 1
    heading = text[above:begin] if begin - above <= _LONGEST_SUBHEADING else ""
    return heading + text[begin:start]


_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def _number(text: str) -> Decimal:
    """A number in digits, or in Chinese numerals below a hundred."""
    if text.isdecimal():
        return Decimal(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return Decimal((_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0))


def _is_one_channel(clause: str) -> bool:
    named = {found[0] for found in _CHANNEL.finditer(clause)}
    if not named or _ALL_CHANNELS.search(clause):
        return False
    return not (len(named) > 1 and re.search(r"共|合计|累计|总计", clause))


_OBJECT: Final = re.compile(r"规范性文件|规章(?!制度)")
_OBJECT_OF: Final = {"docum": re.compile(r"规范性文件"), "rules": re.compile(r"规章(?!制度)")}
_DOCUMENT_UNIT: Final = r"(?P<unit>件|个|部|份|项)"
_DOCUMENT_PAIRS: Final = (
    re.compile(rf"(?P<object>规范性文件|规章(?!制度))(?P<between>[^，。；、\d（）]{{0,8}}?){_NUMBER}{_DOCUMENT_UNIT}"),
    re.compile(
        rf"{_NUMBER}{_DOCUMENT_UNIT}(?P<between>[^，。；、\d（）]{{0,8}}?)(?P<object>规范性文件|规章(?!制度))(?![^，。；]{{0,4}}\d)"
    ),
)
_VERBS: Final = {
    "制发": "issued",
    "制定": "issued",
    "出台": "issued",
    "印发": "issued",
    "制作": "issued",
    "废止": "repealed",
    "失效": "repealed",
    "现行有效": "in_force",
    "继续有效": "in_force",
    "有效": "in_force",
    "公开": "disclosed",
    "公布": "disclosed",
    "发布": "disclosed",
    "公示": "disclosed",
    "刊登": "disclosed",
}
_OTHER_VERBS: Final = (
    "审查|审核|备案|清理|修[订改]|评估|解读|征求|报送|移交|起草|学习|收集|转发|推送"
    "|归集|查阅|梳理|汇编|落实|执行|贯彻|上报|转交"
)
_VERB: Final = re.compile("|".join((*sorted(_VERBS, key=len, reverse=True), _OTHER_VERBS)))
_NO_VERB: Final = re.compile(
    r"信息公开|依申请公开|政务公开|公开(?:属性|平台|专栏|栏目|目录|工作|制度|条例|指南)|发布(?:会|平台|审核|机制)"
)
_ELLIPSIS: Final = re.compile(
    rf"(?P<verb>制发|制定|出台|印发|废止|失效|现行有效|继续有效)(?:了|的|共|数|数量)?{_NUMBER}{_DOCUMENT_UNIT}"
)
_NONE_ISSUED: Final = re.compile(
    r"(?:未|没有|无)(?:新)?(?:制发|制定|出台|印发|制作)(?:任何|过|新的)?(?:行政)?(?P<object>规范性文件|规章(?!制度))(?![^，。；]{0,4}\d)"
)
_REACH: Final = 60
"""How far left of a count (in characters) its verb may stand."""


def _document_kind(sentence: str, match: re.Match[str]) -> CountKind | None:
    """What was done with the documents: told by the verb within the match, else by the nearest one before it."""
    if re.search(r"信息|解读|草案|意见", match["between"]) or _GROWTH.search(match[0]):
        return None
    verb = _last_verb(match["between"]) or _last_verb(sentence[max(0, match.start() - _REACH) : match.start()])
    done = _VERBS.get(verb or "")
    return _kind(match["object"], done) if done else None


def _last_verb(text: str) -> str | None:
    bare = _NO_VERB.sub(lambda found: "～" * len(found[0]), text)
    found = list(_VERB.finditer(bare))
    return found[-1][0] if found else None


_KINDS: Final[dict[tuple[str, str], CountKind]] = {
    ("规范性文件", "issued"): "documents_issued",
    ("规范性文件", "repealed"): "documents_repealed",
    ("规范性文件", "in_force"): "documents_in_force",
    ("规范性文件", "disclosed"): "documents_disclosed",
    ("规章", "issued"): "rules_issued",
    ("规章", "repealed"): "rules_repealed",
    ("规章", "in_force"): "rules_in_force",
    ("规章", "disclosed"): "rules_disclosed",
}


def _kind(named: str, done: str) -> CountKind:
    return _KINDS[named, done]
