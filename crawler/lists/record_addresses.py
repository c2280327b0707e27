"""The addresses that a page's scripts make for rows that come as data with a number and no address.

``'<a href="/article/' + a.id + '.html">'`` in a script, ``:href="'/detail?id=' + item.id"`` in a template,
``/detail/{{d.id}}`` in layui's: the row's own ``id`` goes between.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_HEAD: Final = r"(?<=[\"'`])(?P<head>(?:https?:/)?[\w/.\-?=&%#:]{0,200}[/=_-])"
_KEY: Final = r"[A-Za-z_$][\w$]*(?:\[\w+\])?\.(?P<key>\w*(?:id|guid|code|num|no))"
_TAIL: Final = r"(?P<tail>[\w./?=&%#-]*)"
_ADDED: Final = re.compile(rf"{_HEAD}\\?['\"]\s*\+\s*{_KEY}\b\s*(?:\+\s*['\"]{_TAIL})?", re.IGNORECASE)
_IN_TEMPLATE: Final = re.compile(rf"{_HEAD}\$\{{\s*{_KEY}\s*\}}{_TAIL}", re.IGNORECASE)
_IN_BRACES: Final = re.compile(rf"{_HEAD}\{{\{{\s*=?\s*{_KEY}\s*\}}\}}{_TAIL}", re.IGNORECASE)
_LEADS: Final = re.compile(r"(?:href|location\S*|open|to|push|url|link)\W{0,12}$", re.IGNORECASE)
_PICTURE: Final = re.compile(r"src\W{0,12}$", re.IGNORECASE)
_FETCHES: Final = re.compile(r"(?:ajax|fetch|get|post|load|axios\S*)\W{0,12}$", re.IGNORECASE)
_BEFORE: Final = 30
_SAID: Final = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True, slots=True)
class RecordAddress:
    """What stands before and behind a row's own key in the address of its page."""

    head: str
    key: str
    tail: str

    def of(self, fields: Mapping[str, str]) -> str:
        """The address of the row with these fields; empty where it lacks the key."""
        value = fields.get(self.key, "").strip()
        return f"{self.head}{value}{self.tail}" if _SAID.fullmatch(value) else ""


def record_addresses(html: str, *, fetched: bool = False) -> list[RecordAddress]:
    """How a page's scripts and templates make the addresses of rows: each way once, links before mere texts.

    ``fetched`` also gives the addresses that a script fetches itself, as for the nodes of a tree.
    """
    ways = [(before, made) for before, made in _makers(html) if not _PICTURE.search(before)]
    found = [(bool(_LEADS.search(before)), made) for before, made in ways if fetched or not _FETCHES.search(before)]
    found.sort(key=lambda pair: not pair[0])
    return list(dict.fromkeys(made for _, made in found))


def _makers(html: str) -> Iterator[tuple[str, RecordAddress]]:
    for pattern in (_ADDED, _IN_TEMPLATE, _IN_BRACES):
        for place in pattern.finditer(html):
            key = re.sub(r"[_-]", "", place["key"].lower())
            yield (
                html[max(0, place.start() - _BEFORE) : place.start()],
                RecordAddress(place["head"], key, place["tail"] or ""),
            )
