"""The rows of a list, from every carrier that portals use."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.dates import parse_date
from crawler.markup import Element, absolute, parse, text_of

Carrier = Literal["anchor", "cdata", "script", "json"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: where it leads, what it is called, the day printed beside it, how it was carried."""

    url: str
    title: str
    listed_on: date | None
    carrier: Carrier


def rows(html: str, url: str, *, allowed: Callable[[str], bool] | None = None) -> list[Row]:
    """The rows of a list page in printed order, each address once.

    ``allowed`` says which addresses may be rows (the caller's host rule); None allows all.
    """
    found: dict[str, Row] = {}
    records = re.findall(r"<!\[CDATA\[(.*?)\]\]>", html, re.DOTALL)
    sources: list[tuple[str, Carrier]] = [(record, "cdata") for record in records]
    sources.append((html, "anchor"))
    for source, carrier in sources:
        for anchor in parse(source).iter("a"):
            target = absolute(url, anchor.get("href") or "")
            beside = _date_beside(anchor)
            if target and beside and (allowed is None or allowed(target)):
                title = anchor.get("title") or text_of(anchor)
                found.setdefault(target, Row(target, title, beside, carrier))
    return list(found.values())


def _date_beside(anchor: Element) -> date | None:
    for box in anchor.iterancestors("li", "tr", "dd", "p", "div"):
        return parse_date(text_of(box).replace(anchor.get("title") or text_of(anchor), ""))
    return None


def needs_browser(html: str, rows: list[Row]) -> bool:
    """Whether a page without rows would show some once its scripts have run."""
    return not rows and "<script" in html.lower()
