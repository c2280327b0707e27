"""A problem in one line: what a message says of it; all of it stands on the page of the day."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from monitor.rules.catalogue import rules
from monitor.telling.entries import Entry
from monitor.telling.phrases import Phrases
from monitor.telling.wording import cell_label_en
from monitor.telling.wrapping import width

LONGEST: Final = 138
"""Columns of a terminal that a problem takes at most: two lines behind its severity."""

_LONG_REMARK: Final = re.compile(r"（[^（）]{9,}）")
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
    """The first sentence of the message without its asides, of several like things the first and how many there are.

    The second sentence goes along where it has place.
    """
    whole = entry.message.removeprefix(entry.body).removeprefix(f"{entry.year}年度年报").removeprefix("的")
    sentence, _, rest = _LONG_REMARK.sub("", whole).partition("。")
    first, *others = sentence.split("；")
    text = spoken_days(_ASIDE.sub("", first))
    if others:
        return _fitting(f"{text}（共 {len(others) + 1} 处）", entry)
    more = spoken_days(_ASIDE.sub("", rest.partition("。")[0].partition("；")[0]))
    longer = f"{text}。{more}"
    return longer if rest and width(longer) <= LONGEST else _fitting(text, entry)


def _fitting(text: str, entry: Entry) -> str:
    return text if width(text) <= LONGEST else f"{entry.rule_name}：{_cut(text, LONGEST - width(entry.rule_name) - 4)}"


def _english(entry: Entry, words: Phrases) -> str:
    name = name_of(entry, words)
    if not entry.cells:
        return name
    first = cell_label_en(entry.cells[0])
    more = words.say(words.cells, first=first, count=len(entry.cells)) if len(entry.cells) > 1 else first
    return f"{name}{words.colon}{more}"


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
