"""S06: the parts a preamble announces against the parts it lists and the report has.

Source: 《条例》第六条 (准确); the sentence itself is custom, no form prescribes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crawler.text import squash
from monitor.reports.model import Report
from monitor.rules.evidence import excerpt, page_of_text
from monitor.rules.gates import has_pictures
from monitor.rules.law import ACCURACY
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict
from monitor.rules.sections import key_of, missing_sections

_DIGITS: Final = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}
_DECLARED: Final = re.compile(r"(?P<count>[一二两三四五六七八九十]|\d{1,2})(?:个|大|项)?(?:方面|部分)")
_SENTENCE: Final = re.compile(r"[。！？；\n]")
_BEGIN: Final = re.compile(r"包括|包含|涵盖|分别为|分别是|分为|主要有|由|从|[：:]")
_PAIR: Final = re.compile(r"复议(情况)?[、，和与及]+(被)?(提起)?(政府信息公开)?(行政)?诉讼")
_SPLIT: Final = re.compile(r"[、，,]|以及|[和及与](?=其他|其它)")
_NUMERAL: Final = re.compile(r"[（(]?[一二三四五六七八1-8][)）]?[、.．]|[（(][一二三四五六七八1-8][)）]")
_TAIL: Final = re.compile(r"(等|以下|上述|共|共计|总共)+$|(等)?(内容|组成)$")
_FEWEST: Final = 3
"""A list of fewer known parts is not the list of a report's parts."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a preamble announces: the count as a number, the names listed, and the sentence."""

    count: int
    names: tuple[str, ...]
    quote: str


def declared_parts(preamble: str) -> Declared | None:
    """The announcement of parts in ``preamble``, None where there is none that lists its parts."""
    for sentence in _SENTENCE.split(squash(_PAIR.sub("复议诉讼", squash(preamble)))):
        for match in _DECLARED.finditer(sentence):
            names = _names(sentence[: match.start()]) or _names(sentence[match.end() :])
            if names:
                return Declared(_number(match["count"]), names, sentence)
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text]


def _names(text: str) -> tuple[str, ...]:
    """The parts listed in ``text``; () where too few of them are sections of the form."""
    start = next(iter(_first_known(text)), None)
    if start is None:
        return ()
    begin = max((match.end() for match in _BEGIN.finditer(text, 0, start)), default=0)
    pieces = _SPLIT.split(_NUMERAL.sub("、", text[begin:]))
    names = tuple(name for name in (_TAIL.sub("", piece) for piece in pieces) if name)
    return names if sum(key_of(name) is not None for name in names) >= _FEWEST else ()


def _first_known(text: str) -> Iterable[int]:
    return (match.start() for match in re.finditer(r"总体情况|概述|基本情况|(行政机关)?主动公开", text))


def check_parts(case: Case) -> Iterable[Verdict]:
    """S06: the number announced, the names listed and the sections there do not agree."""
    report = case.the_report
    declared = declared_parts(report.preamble)
    if declared is None:
        return [Verdict(Outcome.NOT_APPLICABLE, "导语未列明各组成部分。")]
    faults = _faults(report, declared)
    if not faults:
        return []
    message = f"导语称共{declared.count}个部分，疑似与实际不符：{'；'.join(faults)}，请核对。"
    quote = excerpt(declared.quote)
    return [Verdict(Outcome.FAIL, message, page=page_of_text(report, declared.quote), quote=quote)]


def _faults(report: Report, declared: Declared) -> list[str]:
    faults = []
    if len(declared.names) != declared.count:
        faults.append(f"实际列出{len(declared.names)}个")
    keys = [key_of(name) for name in declared.names]
    repeated = {name for name, key in zip(declared.names, keys, strict=True) if key and keys.count(key) > 1}
    faults.extend(f"“{name}”与另一部分重复" for name in sorted(repeated))
    if not has_pictures(report):
        faults.extend(f"正文没有“{name}”部分" for name in _without_section(report, declared))
    return faults


def _without_section(report: Report, declared: Declared) -> Iterable[str]:
    """Listed names without a section; those of a section that S01 misses are left to S01."""
    present = {section.key for section in report.sections} | set(missing_sections(report))
    headings = [squash(section.heading) for section in report.sections]
    for name in declared.names:
        key = key_of(name)
        known = key in present if key is not None else any(name in heading for heading in headings)
        if not known:
            yield name


RULES: Final = (
    Rule(
        code="S06",
        name="Declared part count differs",
        name_zh="导语所列部分数与实际不符",
        severity=Severity.WARNING,
        basis=ACCURACY,
        needs=("report",),
        check=check_parts,
    ),
)
