"""Sections whose heading is not known by its words: told by their number, or by their own sub-headings.

A heading in words of its own that bears the number of a section and stands between that section's neighbours is
its heading, whatever it says. A section without any heading is known by two of its sub-headings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from crawler.text import fold, tidy
from monitor.reports.forms import SECTIONS, SectionForm
from monitor.reports.headings import LONGEST_HEADING, Heading, is_row_label
from monitor.reports.model import SectionKey

_NUMERALS: Final = "一二三四五六"
_NUMBERED: Final = re.compile(
    rf"^[#*\s]*(?:(?P<chinese>[{_NUMERALS}])\s*[、．.，,]|第(?P<part>[{_NUMERALS}])部分[、：:]?)"
    r"\s*(?P<words>[^。；！？：:\d]{2,}?)(?P<end>$|[。：:；*#]+\s*|\s{2,})"
)
_FURNITURE: Final = re.compile(r"^附[件表录]|^附：")
_LONGEST_LEADING: Final = 24
"""Characters of a heading whose text goes on behind it in the same line."""
_FAR: Final = 12
"""Lines between the first and the second sub-heading of a section."""

_MARK: Final = r"(?:[（(][一二三四五六七八九\d][）)]|[1-9][、．.]|[一二三四五六七八九]是)?"
_CLOSE: Final = r"(?=$|[。：:\s；])"
_PARTS: Final[dict[SectionKey, tuple[re.Pattern[str], ...]]] = {
    "problems": (
        re.compile(
            rf"(?:^|(?<=[。；])){_MARK}(?:工作中|目前|当前)?(?:仍|还)?存?在?的?(?:主要|突出)?(?:问题|不足|短板|差距)(?:和不足|及不足|与不足|和短板|及原因)?{_CLOSE}"
        ),
        re.compile(
            rf"(?:^|(?<=[。；])){_MARK}(?:下一步|下步|今后)?(?:的|工作)?(?:整改|改进|提升|努力)?(?:情况|措施|举措|打算|方向|思路|计划|安排)"
            rf"(?:和打算|及措施)?{_CLOSE}"
        ),
    ),
    "overview": tuple(
        re.compile(rf"^{_MARK}(?:做好|推进|加强|规范)?{aspect}(?:工作|方面|情况)*{_CLOSE}")
        for aspect in (
            "主动公开(?:政府信息)?",
            "依申请公开",
            "政府信息管理",
            "(?:政府信息)?(?:公开)?平台建设",
            "监督保障",
        )
    ),
}
"""Sub-headings that only that section has, at the beginning of a line or of a sentence."""


def with_lost_headings(lines: Sequence[str], found: Sequence[Heading]) -> list[Heading]:
    """The headings found by their words, and those of the other sections as far as they can be told.

    :attr:`Heading.text` is empty where a section has none.
    """
    known = {heading.section.key: heading for heading in found}
    for tell in (_by_number, _by_parts):
        for section in SECTIONS:
            heading = tell(lines, section, known) if section.key not in known else None
            if heading is not None:
                known[section.key] = heading
    return sorted(known.values(), key=lambda heading: (heading.line, heading.start))


def _by_number(lines: Sequence[str], section: SectionForm, known: Mapping[SectionKey, Heading]) -> Heading | None:
    """The first line with the section's number where the sections before and behind it stand around that line.

    The one behind may be a line with the next number in words that are not known either.
    """
    numbers = {heading.section.number for heading in known.values()}
    if section.number > 1 and section.number - 1 not in numbers:
        return None
    heading = next(_numbered(lines, _between(lines, section, known), section), None)
    if heading is None or section is SECTIONS[-1] or section.number + 1 in numbers:
        return heading
    behind = range(heading.line + 1, len(lines))
    return heading if any(True for _ in _numbered(lines, behind, SECTIONS[section.number])) else None


def _between(lines: Sequence[str], section: SectionForm, known: Mapping[SectionKey, Heading]) -> range:
    """The lines behind all sections that come before this one and before all that come behind it."""
    before = [heading.line for heading in known.values() if heading.section.number < section.number]
    behind = [heading.line for heading in known.values() if heading.section.number > section.number]
    return range(max(before, default=-1) + 1, min(behind, default=len(lines)))


def _numbered(lines: Sequence[str], among: range, section: SectionForm) -> Iterator[Heading]:
    for number in among:
        found = _NUMBERED.match(lines[number])
        if found is None or (found["chinese"] or found["part"]) != _NUMERALS[section.number - 1]:
            continue
        words, whole = fold(found["words"]), found.end() == len(lines[number])
        if len(words) > (LONGEST_HEADING if whole else _LONGEST_LEADING) or is_row_label(words):
            continue
        if _FURNITURE.match(words) or (not whole and "，" in words):
            continue
        shown = tidy(lines[number][: found.end()]).strip("#* ").strip()
        yield Heading(number, 0, found.end(), section, shown, section.number, False, False, 0)


def _by_parts(lines: Sequence[str], section: SectionForm, known: Mapping[SectionKey, Heading]) -> Heading | None:
    """The line of the first of two sub-headings that only this section has."""
    patterns = _PARTS.get(section.key, ())
    among = _between(lines, section, known)
    for number in among:
        line = tidy(lines[number])
        if not any(pattern.match(line) for pattern in patterns):
            continue
        within = [tidy(text) for text in lines[number : min(among.stop, number + _FAR)]]
        if sum(any(pattern.search(text) for text in within) for pattern in patterns) > 1:
            return Heading(number, 0, 0, section, "", None, False, False, 0)
    return None
