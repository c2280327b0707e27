"""When a page says it was published, and how it knows: all candidates are kept and voted on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Source = Literal["label", "publishtime", "list", "pubdate", "url"]
"""Where a date was seen, most trusted first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date that may be the day of publication, where it stood and how it was printed."""

    on: date
    source: Source
    raw: str


@dataclass(frozen=True, slots=True)
class Vote:
    """The day of publication as decided; ``on`` is None where nothing spoke.

    ``uncertain`` says that the candidates lie too far apart to rely on any.
    """

    on: date | None
    source: Source | None
    uncertain: bool
    candidates: tuple[Candidate, ...]


_DATE: Final = re.compile(r"(20\d\d|19\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_ORDER: Final[tuple[Source, ...]] = ("label", "publishtime", "list", "pubdate", "url")


def parse_date(text: str) -> date | None:
    """The first date in a text, or None."""
    found = _DATE.search(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def candidates(html: str, url: str, listed_on: date | None = None) -> list[Candidate]:
    """Every date that may be the day of publication, most trusted first."""
    found: list[Candidate] = []
    label = re.search(r"(?:发布|公开|发文)(?:时间|日期)\s*[:：]\s*([^<]{8,30})", html)
    if label and (on := parse_date(label.group(1))):
        found.append(Candidate(on, "label", label.group(1)))
    if listed_on:
        found.append(Candidate(listed_on, "list", listed_on.isoformat()))
    if (stamp := re.search(r"/t(20\d\d)(\d\d)(\d\d)_", url)) and (on := parse_date("-".join(stamp.groups()))):
        found.append(Candidate(on, "url", stamp.group()))
    return found


def vote(candidates: Iterable[Candidate]) -> Vote:
    """The most trusted candidate; uncertain where candidates lie more than 31 days apart."""
    ranked = sorted(candidates, key=lambda candidate: _ORDER.index(candidate.source))
    if not ranked:
        return Vote(None, None, uncertain=True, candidates=())
    days = [candidate.on for candidate in ranked]
    return Vote(ranked[0].on, ranked[0].source, (max(days) - min(days)).days > 31, tuple(ranked))  # noqa: PLR2004
