"""Which row of a form a label names, also where it drifted or was misread."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from crawler.text import fold
from monitor.reports.forms import APPLICATION_LABELS, APPLICATION_MARKS, CATEGORY_MARKS, PROACTIVE_ROWS
from monitor.reports.model import TableKey

_TOTAL: Final = re.compile(r"^(?:（?[七六八]）?[、.]?)?[总合]计$")
_OTHER: Final = re.compile(r"^(?:（?[3三]）?[、.]?)?其(?:[他它](?:情形|情况)?)?$")
"""The last row of its category, also where a page's end leaves but the beginning of its label."""
_CATEGORY: Final = re.compile(r"^(?:（?[一二三四五六]）?[、.]?)?[^，。]{2,12}$")
_NUMBERING: Final = re.compile(r"^（?[一二三四五六七八九\d]{1,2}）?[、.]?")
_WORDS: Final = {_NUMBERING.sub("", fold(label)): row for row, label in APPLICATION_LABELS.items()}
_SHORTEST_MISREAD: Final = 4
_LONGEST_MISREAD: Final = 45
_ALIKE: Final = 0.75
_APART: Final = 0.1
"""How alike a misread label must be to one of the form's, and how much more than to the next."""


def row_name(labels: Sequence[str], category: str | None, before: str | None) -> str | None:
    """The row that folded labels name, left to right; bare 其他 and 总计 by their category and place."""
    leaf = labels[-1] if labels else ""
    for text in (leaf, "".join(labels)):
        for name, mark in APPLICATION_MARKS:
            if mark.search(text):
                return name
    if _TOTAL.match(leaf):
        return "total"
    if _OTHER.match(leaf) and (category == "other" or before in ("other.fee_unpaid", "other.not_corrected")):
        return "other.other"
    if found := category_of(leaf):
        return "other" if found == "other" else None
    return _nearest(leaf)


def category_of(text: str) -> str | None:
    """The category whose merged label a folded text is, None where it is none."""
    if not _CATEGORY.match(text):
        return None
    return next((name for name, mark in CATEGORY_MARKS if mark.search(text)), None)


def row_like(key: TableKey, text: str) -> str | None:
    """The row of a table that a stretch of words without numbering names, None where none does."""
    if key == "applications":
        return row_name([text], None, None)
    return next((row.name for row in PROACTIVE_ROWS if row.label.match(text)), None) if key == "proactive" else None


def _nearest(text: str) -> str | None:
    """The row whose label a misread one resembles, None where none or several do."""
    words = _NUMBERING.sub("", text)
    if not _SHORTEST_MISREAD <= len(words) <= _LONGEST_MISREAD:
        return None
    ratios = sorted(((SequenceMatcher(None, words, label).ratio(), row) for label, row in _WORDS.items()), reverse=True)
    (best, row), (second, _) = ratios[:2]
    return row if best >= _ALIKE and best - second >= _APART else None
