"""What moves by itself on a report's page: counters, clocks and dates in whatever words stand around the report.

How often a page was read is told in more wordings than anybody can list. What
decides is the place and the manner: a short line above the report's first
section or below its last words, of which nothing but numbers has changed. No
figure of a report stands there.
"""

import re
from collections.abc import Iterator
from typing import Final

from crawler.text import squash

_LONGEST: Final = 80
"""Characters of a byline; what is longer is prose."""

_BELOW: Final = 4
"""Lines at the end of a page that may be no part of the report."""

_ABOVE: Final = 12
"""Lines at the head of a report without numbered sections that may be no part of it."""

_SECTION: Final = re.compile(r"(?:第?[一二三四五六]|[1-6])(?:、|部分|\.)")
_SENTENCE: Final = re.compile(r"[。；，]|本报告|统计期限")
_NUMBERS: Final = re.compile(r"\d+(?:[-./年月日时分秒:：]+\d*)*")
_COUNTED: Final = re.compile(r"\d\s*(?:件|条|份|元|万|宗|起|项|份)")
_WORD: Final = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")


def only_counters_moved(before: str, after: str) -> bool:
    """Whether two texts of one page differ, and in nothing but numbers of lines around the report."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) != len(new):
        return False
    around = set(_around(new))
    changed = [place for place, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    return bool(changed) and all(place in around and _moved(old[place], new[place]) for place in changed)


def _around(lines: list[str]) -> Iterator[int]:
    """The places of the lines that stand above the report's first section, and of the last ones."""
    first = next((place for place, line in enumerate(lines) if _SECTION.match(squash(line))), min(_ABOVE, len(lines)))
    yield from range(first)
    yield from range(max(first, len(lines) - _BELOW), len(lines))


def _moved(before: str, after: str) -> bool:
    if max(len(before), len(after)) > _LONGEST or _SENTENCE.search(after) or _COUNTED.search(after):
        return False
    return bool(_WORD.search(after)) and _NUMBERS.sub("0", squash(before)) == _NUMBERS.sub("0", squash(after))
