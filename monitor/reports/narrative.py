"""Counts stated in prose: applications received, documents issued, what was carried over.

A sentence states a count only where it is understood as a whole: every word from the
beginning of the clause to the number, and the one behind it, is known and stands where it
may. A time limit, a slogan, a title, a topic, another's rule, an unknown wording break the
pattern, and the sentence gives nothing.

The same figure may be said of another year, of one channel, of one kind of applicant or of a part
only; such a count is marked, not dropped, so that a rule may leave it out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from crawler.text import fold, tidy
from monitor.reports.folding import Folded
from monitor.reports.grammar import (
    CARRIED_IN,
    CARRIED_OUT,
    CLAUSE_END,
    DOCUMENTS,
    ELLIPSIS,
    HANDLED,
    NONE_ISSUED,
    NONE_RECEIVED,
    RECEIVED,
    TIME,
    Lead,
    is_partial,
    lead_of,
)
from monitor.reports.numerals import UNITS
from monitor.reports.vocabulary import Word, codes_of, words_of

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

    ``quote`` is the sentence as printed, ``printed`` the number with its unit as it stands there. ``negated`` says
    that the text states there was none (``number`` is 0). The other marks narrow what the number
    covers: ``part`` of a whole (其中, one kind of applicant, what was transferred, a subordinate body),
    ``other_year`` than the report's or several years, one ``channel`` (信函, 网络) only; ``about`` says
    that the number is rounded (余, 近). ``wide`` counts are of a whole area (全市), ``accepted`` ones of what was
    taken up (受理), which may be less than what came in.
    """

    kind: CountKind
    number: Decimal
    unit: str
    quote: str
    printed: str = ""
    part: bool = False
    other_year: bool = False
    channel: bool = False
    about: bool = False
    negated: bool = False
    wide: bool = False
    accepted: bool = False

    @property
    def whole(self) -> bool:
        """True where the number speaks of the whole report year and of all channels, and is exact."""
        return not (self.part or self.other_year or self.channel or self.about)


_ENDS: Final = "。；！？\n"
_OF_INTEREST: Final = re.compile(r"申请|收到|接到|新收|受理|收件|结转|转结|顺延|办结|答复|规范性文件|规章")
_MAY_COUNT: Final = re.compile(rf"[\d一二两三四五六七八九十百千万零〇]余?(?:{UNITS})|未|没有|无|不曾")


def counts(text: str, *, year: int | None = None, body: str | None = None) -> list[Count]:
    """The counts stated in ``text``, in the order they stand.

    ``year`` is the report year; without it only words such as 去年 tell another year. ``body`` is whose report
    it is; without it a body that is named in the sentence is taken for another one, and its count for a part.
    """
    return list(_counts(text, year, fold(body or "")))


@lru_cache(maxsize=64)  # several rules ask about the same sections of one report
def _counts(text: str, year: int | None, body: str) -> tuple[Count, ...]:
    folded = _joined(text)
    found: list[tuple[int, Count]] = []
    for start, end in folded.spans(_ENDS):
        if _OF_INTEREST.search(folded.text, start, end) and _MAY_COUNT.search(folded.text, start, end):
            found.extend(_Sentence(folded, start, end, year, body).counts())
    return tuple(count for _, count in sorted(found, key=lambda pair: pair[0]))


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


_DONE: Final = {"I": "issued", "Z": "repealed", "E": "in_force", "J": "disclosed"}
_APPLICATION_UNITS: Final = frozenset({"件", "件次", "条", "宗", "份", "封", "次", "项", "起", "例", "个"})
_BARE_UNITS: Final = frozenset({"件", "件次", "宗", "份", "条"})
_DOCUMENT_UNITS: Final = frozenset("件个部份项")
_KINDS: Final[dict[tuple[str, str], CountKind]] = {
    ("F", "issued"): "documents_issued",
    ("F", "repealed"): "documents_repealed",
    ("F", "in_force"): "documents_in_force",
    ("F", "disclosed"): "documents_disclosed",
    ("R", "issued"): "rules_issued",
    ("R", "repealed"): "rules_repealed",
    ("R", "in_force"): "rules_in_force",
    ("R", "disclosed"): "rules_disclosed",
}

_PART: Final = re.compile(r"其中|包括|包含|（含|之中")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年(?!.{0,6}》)")
_ABOUT_APPLICATIONS: Final = re.compile(r"依申请公开|依申请信息公开|公开的?申请|信息申请|申请公开")
_ABOUT_OTHERS: Final = re.compile(
    r"复议|诉讼|许可|救助|仲裁|信访|投诉|举报|咨询|留言|提案|来信|热线|来电|职称|补助|工单|问卷|主动公开|政策解读"
)
_CHANNEL_AHEAD: Final = re.compile(r"(?:^|，)(?:通过|经由|经|以)[^，]*$")


class _Sentence:
    """One sentence in words, with what stands before it in its paragraph."""

    def __init__(self, folded: Folded, start: int, end: int, year: int | None, body: str) -> None:
        self.text = folded.text[start:end]
        self._folded, self._start, self._year, self._body = folded, start, year, body
        self._topic = _topic(folded.text, start)
        commas = (at for at, char in enumerate(self.text) if char == "，" and self._original(start + at) == ",")
        self._words = words_of(self.text, commas=commas, name=body)
        self._codes = codes_of(self._words)

    def _original(self, at: int) -> str:
        return self._folded.original[self._folded.places[at]]

    def counts(self) -> Iterator[tuple[int, Count]]:
        """The counts of this sentence with their places in the whole text; a number is told once."""
        taken: set[int] = set()
        for kind, match in (*self._applications(), *self._documents()):
            at = match.start("number") if "number" in match.re.groupindex else match.start()
            count = None if at in taken else self._count(kind, match)
            if count is not None:
                taken.add(at)
                yield self._start + self._words[at].start, count
        yield from self._nothing_issued()

    def _applications(self) -> Iterator[tuple[CountKind, re.Match[str]]]:
        for pattern in CARRIED_OUT:
            yield from (("applications_carried_out", match) for match in pattern.finditer(self._codes))
        for pattern in CARRIED_IN:
            yield from (("applications_carried_in", match) for match in pattern.finditer(self._codes))
        for pattern in (*RECEIVED, NONE_RECEIVED):
            for match in pattern.finditer(self._codes):
                if self._of_disclosure(match) and not self._is_each(match):
                    yield "applications_received", match
        if "申请" in self.text:
            yield from (("applications_handled", match) for match in HANDLED.finditer(self._codes))

    def _documents(self) -> Iterator[tuple[CountKind, re.Match[str]]]:
        for pattern in DOCUMENTS:
            for match in pattern.finditer(self._codes):
                verbs = [code for code in self._codes[match.start() : match.start("number")] if code in _DONE]
                if verbs[-1] == "E" or not self._since_ever(match):
                    yield _KINDS[match["noun"], _DONE[verbs[-1]]], match
        for match in ELLIPSIS.finditer(self._codes):
            noun = self._named_before(match.start())
            if noun is not None:
                yield _KINDS[self._codes[noun], _DONE[match["verb"]]], match

    def _since_ever(self, match: re.Match[str]) -> bool:
        """True where documents are counted up without a word that it is the year's."""
        return self._says(match, "累计") and "Y" not in self._codes[self._clause(match.start()) : match.start("number")]

    def _named_before(self, at: int) -> int | None:
        """The word of the document that a clause without a noun goes on about, None where that cannot be told."""
        places = [place for place, code in enumerate(self._codes[:at]) if code in "FRfM"]
        if not places or self._codes[places[-1]] not in "FR":
            return None
        return None if "o" in self._codes[self._clause(places[-1]) : at] else places[-1]

    def _nothing_issued(self) -> Iterator[tuple[int, Count]]:
        for match in NONE_ISSUED.finditer(self._codes):
            for at in range(match.start("nouns"), match.end("nouns")):
                if self._codes[at] in "FR" and self._lead(match) is not None:
                    yield self._start + self._words[at].start, self._none(_KINDS[self._codes[at], "issued"], match)

    def _of_disclosure(self, match: re.Match[str]) -> bool:
        """True where the words name applications for disclosure, or the sentence before speaks of nothing else.

        Applications of all kinds (各类申请, 其中政府信息公开申请…) are more than those for disclosure.
        """
        if match.groupdict().get("noun") == "A":
            return True
        if "W" in (match.groupdict().get("between") or "") or "A" in self._codes[match.end() :]:
            return False
        before = self._topic + self.text[: self._words[match.start()].start]
        ours = [found.end() for found in _ABOUT_APPLICATIONS.finditer(before)]
        others = [found.end() for found in _ABOUT_OTHERS.finditer(before)]
        return bool(ours) and (not others or others[-1] < ours[-1])

    def _is_each(self, match: re.Match[str]) -> bool:
        """True for the one of 收到一件、办理一件, which is no count: 一 again in the sentence, or without a noun."""
        word = self._number_word(match)
        if word is None or not word.text.startswith("一") or word.quantity is None or word.quantity.value != 1:
            return False
        if "Y" in self._codes[self._clause(match.start()) : match.start("number")] or self._says(match, "共"):
            return False
        return self.text.count(word.text) > 1 or match.groupdict().get("noun") is None

    def _says(self, match: re.Match[str], part: str) -> bool:
        first, last = self._clause(match.start()), match.start("number")
        return part in self.text[self._words[first].start : self._words[last].start]

    def _number_word(self, match: re.Match[str]) -> Word | None:
        return self._words[match.start("number")] if "number" in match.re.groupindex else None

    def _clause(self, at: int) -> int:
        """The place of the first word of the clause that word ``at`` stands in."""
        return max((found.end() for found in CLAUSE_END.finditer(self._codes, 0, at)), default=0)

    def _lead(self, match: re.Match[str]) -> Lead | None:
        """What stands before the matched words in their clause; None where it is not understood.

        A clause without a noun has it before the noun that it goes on about.
        """
        first, last = self._clause(match.start()), match.start()
        if match.re is ELLIPSIS:
            noun = self._named_before(match.start())
            assert noun is not None, "the match was told to go on about a noun"
            first = self._clause(noun)
            last = min(at for at in range(first, noun + 1) if self._codes[at] in "IZEJFR")
        return lead_of(self._words[first:last], self.text, self._body)

    def _count(self, kind: CountKind, match: re.Match[str]) -> Count | None:
        word, lead = self._number_word(match), self._lead(match)
        if lead is None:
            return None
        if word is None:
            return self._none(kind, match)
        quantity = word.quantity
        assert quantity is not None, "the pattern's number is one"
        assert quantity.value is not None, "the pattern's number has a value"
        ours = kind.startswith("applications")
        if quantity.unit not in self._units(kind, match):
            return None
        inner = self._words[match.start() : match.end()]
        return Count(
            kind,
            quantity.value,
            quantity.unit,
            self._quote(),
            printed=tidy(self._folded.printed(self._start + quantity.start, self._start + quantity.end)),
            part=lead.part or self._is_part(kind, match) or (ours and is_partial(inner)),
            other_year=self._is_other_year(kind, match),
            channel=ours and self._is_one_channel(match),
            about=quantity.about,
            wide=lead.wide or any(inside.code == "S" for inside in inner),
            accepted="V" not in match["verb"] and kind == "applications_received",
        )

    def _units(self, kind: CountKind, match: re.Match[str]) -> frozenset[str]:
        """The units that the number may have: fewer where no noun says what is counted."""
        if not kind.startswith("applications"):
            return _DOCUMENT_UNITS
        bare = kind == "applications_received" and match.groupdict().get("noun") is None
        return _BARE_UNITS if bare else _APPLICATION_UNITS

    def _none(self, kind: CountKind, match: re.Match[str]) -> Count:
        inner = self._words[match.start() : match.end()]
        return Count(
            kind,
            Decimal(0),
            "",
            self._quote(),
            part=is_partial(inner) or self._part_of_year(match.end()),
            other_year=self._is_other_year(kind, match),
            channel=kind.startswith("applications") and self._is_one_channel(match),
            negated=True,
        )

    def _quote(self) -> str:
        return tidy(self._folded.printed(self._start, self._start + len(self.text)))

    def _is_part(self, kind: CountKind, match: re.Match[str]) -> bool:
        if self._part_of_year(match.start("number")):
            return True
        if kind.startswith("applications_carried"):
            return False
        begin = max(self._folded.text.rfind(end, 0, self._start) for end in "。！？\n") + 1
        ahead = self._folded.text[begin : self._start + self._words[match.start("number")].start]
        cut = max((found.start() for found in _PART.finditer(ahead)), default=None)
        if cut is None or ahead[cut:].count("）") > ahead[cut:].count("（"):
            return False
        whole = ahead[:cut] or self._topic
        named = {"appli": "申请", "docum": "规范性文件", "rules": "规章"}[kind[:5]]
        return named in whole

    def _since(self, at: int) -> int:
        """The first word of the clause that word ``at`` stands in, or of those before it that tell when."""
        first = self._clause(at)
        while first and TIME.fullmatch(self._codes[self._clause(first - 1) : first - 1]):
            first = self._clause(first - 1)
        return first

    def _part_of_year(self, at: int) -> bool:
        return "q" in self._codes[self._since(at) : at]

    def _is_other_year(self, kind: CountKind, match: re.Match[str]) -> bool:
        """True where the number's clause, or the last year named before it, speaks of another year."""
        carried = kind.startswith("applications_carried")
        at = match.start("verb") if carried else match.start("number") if self._number_word(match) else match.end()
        first = self._since(at)
        if "y" in self._codes[first:at]:
            return True
        until = self._words[at].start if at < len(self._words) else len(self.text)
        clause = self.text[self._words[first].start : until] if first < len(self._words) else ""
        years = [int(found[1]) for found in _YEAR.finditer(clause)]
        years = years or [int(found[1]) for found in _YEAR.finditer(self.text[:until])][-1:]
        return self._year is not None and any(year != self._year for year in years)

    def _is_one_channel(self, match: re.Match[str]) -> bool:
        """True where the clause, or one before it that begins with 通过, names one channel and not all."""
        first = self._clause(match.start())
        words = self._words[first : match.end()]
        ahead = _CHANNEL_AHEAD.search(self.text[: words[0].start].rstrip("，")) if words and first else None
        if ahead is not None:
            last = self._words[match.end() - 1].end
            words = [word for word in self._words if ahead.start() <= word.start and word.end <= last]
        named = {word.text for word in words if word.code == "C"}
        if not named or any(word.code == "K" for word in words):
            return False
        return not (len(named) > 1 and any(word.text in _SUMS for word in words))


_SUMS: Final = frozenset({"共", "共计", "合计", "累计", "总计", "总共", "一共"})


def _topic(text: str, start: int) -> str:
    """What stands before a sentence in its paragraph, with the sub-heading above it."""
    begin = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, begin - 1)) + 1
    heading = text[above:begin] if begin - above <= _LONGEST_SUBHEADING else ""
    return heading + text[begin:start]
