"""Headings of the six sections, found wherever they stand: on a line of their own or inside a run-on paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from crawler.text import fold, tidy
from monitor.reports.forms import APPLICATION_LABELS, SECTIONS, SectionForm, section_of_heading
from monitor.reports.model import SectionKey  # noqa: TC001 - annotations are read at run time elsewhere

LONGEST_HEADING: Final = 45
"""Characters of a heading's words; a longer line is prose."""

_NEAR: Final = 20
"""Characters before and behind a heading that are looked at, so that a line of a million is no harder than any."""
_LONGEST_LINE: Final = 3 * LONGEST_HEADING
_CHINESE: Final = "一二三四五六七八九十"
_NUMERAL: Final = rf"(?P<chinese>[{_CHINESE}])[、．.，,]|第(?P<part>[{_CHINESE}])部分[、：:]?|(?P<arabic>[1-9])[、．.]"
_LINE: Final = re.compile(rf"^[#*\s]*(?:{_NUMERAL})?(?P<words>[^。；！？]*?)(?P<end>[。：:；*#\s]*)$")
_TAIL: Final = re.compile(r"[（(](?:如有|宋体|仿宋|黑体|楷体|加粗|标题)[^）)]*[）)]$")
_ACCEPTED: Final = tuple(
    re.compile(re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\\s*", section.accepted.pattern))
    for section in SECTIONS
)
_INLINE: Final = re.compile(rf"(?:^|(?<=[^{_CHINESE}、（(第]))(?P<numeral>[{_CHINESE}])[、．.](?=[^\d])")
_INLINE_WORDS: Final = re.compile(
    r"[^，。；：！？\s（(、]{0,12}(?:[、][^，。；：！？\s（(、]{0,12})?(?:情况|事项|措施|概述)"
)
_NEXT: Final = re.compile(rf"[；;]\s*[{_CHINESE}][、．.]")
"""A heading that follows another in its line behind a semicolon."""
_PROSE: Final = re.compile(r"，|\d(?!\d*年)")
_GOES_ON: Final = re.compile(r"\S*(?:情况|事项|措施)\s+\S")
_ROW_LABELS: Final = frozenset(
    re.sub(r"^[一二三四]、", "", fold(APPLICATION_LABELS[row])) for row in ("new", "carried_in", "carried_out")
) | {"本年度办理结果"}


@dataclass(frozen=True, slots=True)
class Heading:
    """One place that may be a section's heading.

    ``start`` and ``end`` are offsets in its line; ``score`` says how sure it is. ``text`` is empty where the
    section has no heading and begins with its own sub-headings.
    """

    line: int
    start: int
    end: int
    section: SectionForm
    text: str
    numeral: int | None
    standard: bool
    punctuation_only: bool
    score: int


def is_heading_line(text: str) -> bool:
    """True where a whole line is a section's heading, with a numeral or in the form's words."""
    found = _whole_line(0, text)
    return found is not None and (found.standard or found.numeral is not None)


def find_headings(lines: Sequence[str]) -> list[Heading]:
    """The best place of every section's heading among the lines of a report, in the order they stand."""
    best: dict[SectionKey, Heading] = {}
    for heading in _candidates(lines):
        known = best.get(heading.section.key)
        if known is None or heading.score >= known.score:
            best[heading.section.key] = heading
    return sorted(best.values(), key=lambda heading: (heading.line, heading.start))


def _candidates(lines: Sequence[str]) -> Iterator[Heading]:
    for number, line in enumerate(lines):
        whole = _whole_line(number, line)
        inside = [*_inside(number, line)] if whole is None or len(_INLINE.findall(line)) > 1 else []
        if len(inside) >= _CONTENTS and all(before.end == after.start for before, after in pairwise(inside)):
            yield from (replace(heading, score=heading.score - _LEAST_SCORE) for heading in inside)
        elif whole is None or len(inside) > 1:
            yield from inside
        else:
            yield whole


def _whole_line(number: int, line: str) -> Heading | None:
    found = _LINE.match(line) if len(line) <= _LONGEST_LINE else None
    if found is None:
        return None
    words = fold(found["words"])
    if not words or len(words) > LONGEST_HEADING or is_row_label(words):
        return None
    bare = _TAIL.sub("", words)
    section = section_of_heading(bare)
    if section is None:
        return None
    numeral = _numeral(found)
    standard = _is_standard(section, bare)
    score = _score(
        section, standard=standard, numeral=numeral, chinese=bool(found["chinese"] or found["part"]), whole=True
    )
    loose = not standard and _is_standard(section, re.sub(r"[^\w]", "", bare))
    if score < _LEAST_SCORE or not (standard or loose or _may_be_heading(found, bare, section, numeral)):
        return None
    return Heading(number, 0, len(line), section, _shown(line), numeral, standard, loose, score)


def _inside(number: int, line: str) -> Iterator[Heading]:
    """Headings in a line that goes on: a Chinese numeral and the words of a heading, followed by anything."""
    for found in _INLINE.finditer(line):
        words = _leading_words(line[found.end() : found.end() + 2 * LONGEST_HEADING])
        if words is None or is_row_label(fold(words)) or _is_listed(line, found.start(), found.end() + len(words)):
            continue
        section = section_of_heading(words)
        if section is None:
            continue
        numeral = _CHINESE.index(found["numeral"]) + 1
        standard = _is_standard(section, fold(words))
        score = _score(section, standard=standard, numeral=numeral, chinese=True, whole=found.start() == 0)
        if standard or numeral == section.number:
            end = _behind(line, found.end() + len(words))
            shown = _shown(line[found.start() : end])
            yield Heading(number, found.start(), end, section, shown, numeral, standard, False, score)


def _behind(line: str, end: int) -> int:
    """Where a line goes on behind a heading that ends there."""
    while end < len(line) and (line[end] in "。：: \t\u3000\xa0*#" or _NEXT.match(line, end)):
        end += 1
    return end


_LEAST_SCORE: Final = 3
_CONTENTS: Final = 3
"""Headings that follow each other in one line without a word between them are a list of contents."""


def _score(section: SectionForm, *, standard: bool, numeral: int | None, chinese: bool, whole: bool) -> int:
    return 4 * standard + 2 * (numeral == section.number) + chinese + whole + (0 if standard else 1)


def _may_be_heading(found: re.Match[str], words: str, section: SectionForm, numeral: int | None) -> bool:
    """A heading in other words needs a Chinese numeral or its section's very number; sub-headings have neither."""
    if _PROSE.search(words) or _GOES_ON.match(found["words"]) or words.endswith(("、", "的")):
        return False
    if found["chinese"] or found["part"]:
        return True
    return numeral == section.number and bool(re.search(r"(?:情况|事项|措施)$", words))


def _leading_words(rest: str) -> str | None:
    """A heading's words at the start of a text: the longest accepted wording, else the shortest that ends like one."""
    accepted = [found[0] for pattern in _ACCEPTED if (found := pattern.match(rest))]
    if accepted:
        return max(accepted, key=len)
    found = _INLINE_WORDS.match(rest)
    return found[0] if found else None


def _is_listed(line: str, start: int, end: int) -> bool:
    """True where the words are an item of a list of contents: followed by a comma or by the next numeral at once."""
    if _NEXT.match(line, end) and not line[:start].strip("#* "):
        return False
    after = line[end : end + _NEAR].lstrip()
    before = line[max(start - _NEAR, 0) : start]
    return after.startswith(("，", "、", "；", ";", ",", "”", "》", "等", "以及")) or (
        re.match(rf"[{_CHINESE}][、．.]", after) is not None and re.search(r"[：:“]\s*$", before) is not None
    )


def _is_standard(section: SectionForm, words: str) -> bool:
    return section.accepted.fullmatch(words) is not None


def is_row_label(words: str) -> bool:
    """True where a heading's words are those of a row of 表三, which is numbered as the sections are."""
    return any(words.startswith(label) for label in _ROW_LABELS)


def _numeral(found: re.Match[str]) -> int | None:
    if chinese := found["chinese"] or found["part"]:
        return _CHINESE.index(chinese) + 1
    return int(found["arabic"]) if found["arabic"] else None


def _shown(text: str) -> str:
    return tidy(text).strip("#* ").strip()
