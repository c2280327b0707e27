"""A problem in one line: what a message says of it; all of it stands on the page of the day."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from monitor.rules.catalogue import rules
from monitor.telling.entries import Entry
from monitor.telling.phrases import Phrases
from monitor.telling.wording import cell_label, cell_label_en
from monitor.telling.wrapping import width

LONGEST: Final = 120
"""Columns of a terminal that a problem takes at most: a line and a half."""

_LONG_REMARK: Final = re.compile(r"（[^（）]{5,}）")
"""What stands in brackets and is more than the number of a row."""
_ASIDE: Final = re.compile(r"，?(?:请核对(?:原始数据后统一)?|应立即遮盖或删除)$")
_DAY: Final = re.compile(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})")


def brief(entry: Entry, words: Phrases) -> str:
    """What is wrong, in one line; in English the rule and its cells, for what the rules say is Chinese."""
    if entry.days_late and entry.published_on is not None:
        return words.say(words.published_late, on=words.short_day(entry.published_on), days=entry.days_late)
    if entry.days_late:
        return words.say(words.absent, days=entry.days_late, seen=_days(entry.seen_on, words))
    return _chinese(entry) if words.lang == "zh" else _english(entry, words)


def name_of(entry: Entry, words: Phrases) -> str:
    """What the rule of an entry is called."""
    known = rules().get(entry.rule)
    return known.name if known and words.lang == "en" else entry.rule_name


def spoken_days(text: str) -> str:
    """The text with its days as people write them: 2026年2月2日 for 2026-02-02."""
    return _DAY.sub(r"\1年\2月\3日", text)


def _chinese(entry: Entry) -> str:
    """The first sentence of the message without its asides, of several like things the first and how many there are."""
    whole = entry.message.removeprefix(entry.body).removeprefix(f"{entry.year}年度年报")
    sentence = _first_sentence(_LONG_REMARK.sub("", whole))
    first, *others = sentence.split("；")
    text = spoken_days(_ASIDE.sub("", first))
    if others:
        text += f"等 {len(others) + 1} 处"
    return text if width(text) <= LONGEST else f"{entry.rule_name}：{_cut(text, LONGEST - width(entry.rule_name) - 4)}"


def _first_sentence(text: str) -> str:
    """Up to the first stop that stands in no quotation."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "“《") - (character in "”》")
        if character == "。" and depth <= 0:
            return text[:place]
    return text


def _english(entry: Entry, words: Phrases) -> str:
    name = name_of(entry, words)
    if not entry.cells:
        return name
    first = cell_label_en(entry.cells[0])
    more = words.say(words.cells, first=first, count=len(entry.cells)) if len(entry.cells) > 1 else first
    return f"{name}{words.colon}{more}"


def first_cell(entry: Entry) -> str:
    """Where an entry's first cell stands, in Chinese; empty where it names none."""
    return cell_label(entry.cells[0]) if entry.cells else ""


def _days(days: Sequence[date], words: Phrases) -> str:
    """The first and the last of some days."""
    shown = dict.fromkeys(words.short_day(day) for day in (*days[:1], *days[-1:]))
    return words.names.join(shown)


def _cut(text: str, longest: int) -> str:
    """As much of the text as has a place, up to a comma where there is one; never half a number."""
    kept = text
    while width(kept) > longest - 2:
        kept = re.sub(r"(?:[\d.]+|\D)$", "", kept)
    return f"{kept.rstrip('，：、')}…"
