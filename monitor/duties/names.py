"""Which names mean one body, and which bodies belong to a portal's own government.

Titles name a body in many ways (云溪县教育局, 县教育局, 教育局; 云溪县, 云溪县人民政府),
a roster in one. Without knowing them as one body the report would seem missing
and its owner accused.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from crawler.bodies.places import (
    is_same_place,
    own_place,
    places_on,
    rank,
    relative_marker,
    stands_for,
    without_relative,
)
from crawler.text import fold
from crawler.titles import BodyKind, kind_of_body

Relation = Literal["own", "below", "elsewhere", "unknown"]
"""How a body stands to a portal's government: its own, of a place below it, of another place, or not to be told."""

_AT_HAND: Final = 1 << 13
"""Names of bodies whose meaning is kept at hand: a portal's bodies are asked about again for every year."""

_ENDINGS: Final[dict[BodyKind, tuple[re.Pattern[str], str]]] = {
    "government": (re.compile(r"(?:人民)?政府$|行政公署$|行署$|$"), "政府"),
    "office": (re.compile(r"(?:人民)?(?:政府|行政公署|行署|府)?办(?:公[室厅])?$"), "政府办公室"),
    "township": (re.compile(r"(?:人民)?政府$"), ""),
    "subdistrict": (re.compile(r"(?:人民政府)?(?:办事处|办)$"), ""),
    "department": (re.compile(r"委员会$"), "委"),
    "institution": (re.compile(r"$"), ""),
}

_ABOVE: Final = ("government", "office")
_SITE: Final = re.compile(r"(?:官方)?(?:门户)?(?:网站?|平台)$|(?:政府)?信息公开.*$|政务公开.*$")
"""What a portal's name says beside whose it is."""


@lru_cache(maxsize=_AT_HAND)
def names_of(name: str, kind: BodyKind | None, portal: str) -> frozenset[str]:
    """The short forms under which a body is known on a portal; two bodies are one where these overlap.

    The portal's place and a relative 县, 市 before the name fall away, endings
    come to one form. Several forms are given where 市 may belong to the name
    (市场监督管理局). 市教育局 on a county's portal is not the county's 教育局.
    """
    text, site = fold(name).removesuffix("本级").removesuffix("机关"), fold(portal)
    head = places_on(text, site)
    if head and head[-1] == own_place(site):
        text = text[sum(map(len, head)) :]
    forms = {text, without_relative(text, site) if len(text) > 1 else ""}
    return frozenset(_one_ending(form, kind) for form in forms)


@lru_cache(maxsize=_AT_HAND)
def relation(name: str, portal: str) -> Relation:
    """How a body so named stands to the government whose portal this is.

    A name without a place belongs to the portal that prints it, unless it is
    another level's: 市教育局 on a county's portal. 晴川市清河县财政局 stands below
    the portal of 晴川市: its own government is the county. What a department's
    own site shows of the government above it stands there a second time.
    """
    site, text = fold(portal), fold(name)
    if kind_of_body(text) in _ABOVE and kind_of_body(_SITE.sub("", site)) not in (*_ABOVE, None):
        return "elsewhere"
    own, places, marker = own_place(site), places_on(text, site), relative_marker(text)
    if places and own is None:
        return "unknown"
    place = places[-1] if places else marker
    if own is None or not place or place == own[-1] or is_same_place(place, own):
        return "own"
    if own in places or rank(place) > rank(own):
        return "below"
    return "unknown" if stands_for(own, text[sum(map(len, places)) :]) else "elsewhere"


def belongs(name: str, portal: str) -> bool:
    """Whether a body so named belongs to the government whose portal this is, not to another place's."""
    return relation(name, portal) == "own"


def _one_ending(text: str, kind: BodyKind | None) -> str:
    if kind is None:
        return text
    pattern, ending = _ENDINGS[kind]
    return pattern.sub(ending, text, count=1)
