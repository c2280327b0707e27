"""Which link of a page is the annual-report column, and which lead to its sub-columns."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from crawler.markup import absolute, parse, text_of
from crawler.text import squash

_COLUMN: Final = re.compile(r"(?:政府)?信息公开(?:工作)?年(?:度)?报(?:告)?")
_YEAR: Final = re.compile(r"20[0-3]\d年?(?:度)?")


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A link from a column to one of its sub-columns: of one year, or of one unit or class of units."""

    url: str
    title: str
    kind: Literal["year", "unit"]


def is_column_title(text: str) -> bool:
    """Whether a link text names the annual-report column itself (not one report in it)."""
    return bool(_COLUMN.fullmatch(squash(text)))


def subcolumns(html: str, url: str, column_title: str = "") -> list[ColumnLink]:
    """The sub-columns a column page leads to, in printed order, each address once."""
    found: dict[str, ColumnLink] = {}
    for anchor in parse(html).iter("a"):
        title = text_of(anchor)
        target = absolute(url, anchor.get("href") or "")
        if target and target != url and title != column_title and _YEAR.fullmatch(squash(title)):
            found.setdefault(target, ColumnLink(target, title, "year"))
    return list(found.values())
