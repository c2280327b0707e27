"""When two names are so alike that one body may bear both."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from crawler.bodies.places import own_place, places_on, without_relative
from crawler.text import fold
from crawler.titles import BodyKind, kind_of_body

_BRACKET: Final = re.compile(r"（[^（）]*）|〔[^〔〕]*〕|【[^【】]*】")
_MARKS: Final = re.compile(r"[（）〔〕【】]")
_ENDING: Final = re.compile(
    r"(?:人民政府|政府|办事处|管理委员会|管委会|委员会|街道|[局厅委办署镇乡院队站处])(?:办公[室厅])?$|办公[室厅]$|中心$"
)
_LEAST_SHARE: Final = 0.6
"""Of two names' characters, how many stand in both in the same order where one was renamed by a word."""
_SHORTEST: Final = 2
"""Characters of a stem that says something; of two such, one character the same is much: 水务局 and 水利局."""
_GROUPS: Final[Mapping[BodyKind, str]] = {
    "government": "government",
    "office": "office",
    "township": "small",
    "subdistrict": "small",
}


def is_near(one: str, other: str, portal: str) -> bool:
    """Whether two names are so alike that one body may bear both: bracketed words, a word more, another ending."""
    if _group(one) != _group(other):
        return False
    return any(_is_alike(a, b) for a in _forms(one, portal) for b in _forms(other, portal))


def _group(name: str) -> str:
    kind = kind_of_body(name)
    return "department" if kind is None else _GROUPS.get(kind, "department")


@lru_cache(maxsize=4096)  # every name of a roster is held against every strange one
def _forms(name: str, portal: str) -> tuple[str, ...]:
    """A name without the portal's place, with and without what stands in brackets."""
    text, site = fold(name), fold(portal)
    head = places_on(text, site)
    if head and head[-1] == own_place(site):
        text = text[sum(map(len, head)) :]
    text = without_relative(text, site) if len(text) > 1 else text
    return _MARKS.sub("", text), _BRACKET.sub("", text)


def _stem(name: str) -> str:
    """A name without the words for what it is: 双井 of 双井镇人民政府, 水务 of 水务局."""
    return _ENDING.sub("", _ENDING.sub("", name))


def _is_alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    short, long = sorted((_stem(one), _stem(other)), key=len)
    if len(short) < _SHORTEST:
        return one == other
    if len(long) == _SHORTEST and short[0] == long[0]:
        return True
    rest = iter(long)
    if all(sign in rest for sign in short):
        return True
    return SequenceMatcher(None, short, long, autojunk=False).ratio() >= _LEAST_SHARE
