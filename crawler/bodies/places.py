"""Places in the names of bodies and portals: whose 县 is meant, and how two places stand to each other."""

import re
from typing import Final

# 示范区, 管理区, 工业区 are no places with a government of their own; 神农架林区 and 六枝特区 are.
_NO_DISTRICT: Final = "发新开园景税假港业流范验作护垦灌库聚务态游片能理社小校辖"
_MARKERS: Final = rf"(?:自治区|自治州|自治县|自治旗|特别行政区|地区|省|市|州|盟|县|旗|(?<![{_NO_DISTRICT}])区)"
_PLACE: Final = re.compile(
    # The names of autonomous places may be long: 双江拉祜族佤族布朗族傣族自治县.
    rf"[\u4e00-\u9fff]{{2,7}}?{_MARKERS}|[\u4e00-\u9fff]{{8,13}}?自治[州县旗]"
)
_RELATIVE: Final = re.compile(r"^(?:本级)?(?P<marker>[省市县区州盟旗])(?=.{2})")
_ORDINARY: Final = re.compile(r"^(?:市(?:场|容|民|政(?!府))|区(?:域|块)|州际|旗下)")
"""Words that begin like a place and are none: 市场监督管理局."""
_RANKS: Final = {"省": 1, "自治区": 1, "特别行政区": 1, "市": 2, "州": 2, "盟": 2, "地区": 2, "县": 3, "区": 3, "旗": 3}


def places_in(name: str) -> list[str]:
    """The places at the head of a folded name, widest first: 甘肃省, 金昌市."""
    # A place of one character (临县) is read only before the words for a government: 城市管理局 is none.
    short = re.match(rf"[\u4e00-\u9fff]{_MARKERS}(?=人民政府|政府|$)", name)
    places = [short.group()] if short else []
    while found := _PLACE.match(name, sum(map(len, places))):
        places.append(found.group())
    return places


def own_place(portal: str) -> str | None:
    """The place whose portal a folded name is, None where it names none."""
    return next(reversed(places_in(portal)), None)


def places_on(name: str, portal: str) -> list[str]:
    """The places at the head of a body's name; the portal's own place is known there even where it is short (临县)."""
    own = own_place(portal)
    if own and name.startswith(own):
        return [own, *places_in(name[len(own) :])]
    return places_in(name)


def is_same_place(one: str, other: str) -> bool:
    """Whether two names mean one place: 双江自治县 is 双江拉祜族佤族布朗族傣族自治县 in short."""
    autonomous = "自治" in one or "自治" in other
    return one == other or (autonomous and one[:2] == other[:2] and one[-1] == other[-1])


def stands_for(place: str, name: str) -> bool:
    """Whether a place is named in short inside a name: 云溪县 in 晴川市公安局云溪分局."""
    short = place[:-1]
    return len(short) > 1 and bool(re.search(rf"{re.escape(short)}(?!.*{_MARKERS})", name))


def relative_marker(name: str) -> str:
    """The 县 of 县教育局, which means the county one is in; empty where a name does not begin so."""
    found = None if _ORDINARY.match(name) else _RELATIVE.match(name)
    return found["marker"] if found else ""


def without_relative(name: str, portal: str) -> str:
    """A name without the 县 that means the portal's own county; 市教育局 on a county's portal is another body's."""
    own = own_place(portal)
    found = _RELATIVE.match(name)
    if found is None or (own is not None and own[-1] != found["marker"]):
        return name
    return name[found.end() :]


def rank(place: str) -> int:
    """1 for a province, 2 for a prefecture or city, 3 for a county or district; a marker of a name will do."""
    return next((_RANKS[place[-size:]] for size in (4, 3, 2, 1) if place[-size:] in _RANKS), 3)
