"""Which names mean one body, and which bodies belong to a portal's own government.

Titles name a body in many ways (云溪县教育局, 县教育局, 教育局; 云溪县, 云溪县人民政府),
a roster in one. Without knowing them as one body the report would seem missing
and its owner accused.
"""

import re
from typing import Final

from crawler.text import fold
from crawler.titles import BodyKind

_MARKERS: Final = r"(?:自治区|自治州|自治县|自治旗|特别行政区|地区|省|市|州|盟|县|旗|(?<![发新开园景税假港业流])区)"
_PLACE: Final = re.compile(
    # The names of autonomous places may be long: 双江拉祜族佤族布朗族傣族自治县.
    rf"[\u4e00-\u9fff]{{2,7}}?{_MARKERS}|[\u4e00-\u9fff]{{8,13}}?自治[州县旗]"
)
_RELATIVE: Final = re.compile(r"^(?:本级)?[省市县区州盟旗](?=.{2})")
_ENDINGS: Final[dict[BodyKind, tuple[re.Pattern[str], str]]] = {
    "government": (re.compile(r"(?:人民)?政府$|行政公署$|行署$|$"), "政府"),
    "office": (re.compile(r"(?:人民)?(?:政府|行政公署|行署|府)?办(?:公[室厅])?$"), "政府办公室"),
    "township": (re.compile(r"(?:人民)?政府$"), ""),
    "subdistrict": (re.compile(r"(?:人民政府)?(?:办事处|办)$"), ""),
    "department": (re.compile(r"委员会$"), "委"),
    "institution": (re.compile(r"$"), ""),
}


def names_of(name: str, kind: BodyKind | None, portal: str) -> frozenset[str]:
    """The short forms under which a body is known on a portal; two bodies are one where these overlap.

    The portal's place and a relative 县, 市 before the name fall away, endings
    come to one form. Several forms are given where 市 may belong to the name
    (市场监督管理局).
    """
    text = fold(name).removesuffix("本级").removesuffix("机关")
    head = _head(text, fold(portal))
    if head and head[-1] == _own_place(portal):
        text = text[sum(map(len, head)) :]
    forms = {text, _RELATIVE.sub("", text) if len(text) > 1 else ""}
    return frozenset(_one_ending(form, kind) for form in forms)


def belongs(name: str, portal: str) -> bool:
    """Whether a body so named belongs to the government whose portal this is, not to another place's.

    A name without a place belongs to the portal that prints it. 晴川市清河县财政局
    does not belong to the portal of 晴川市: its own government is the county.
    """
    places = _head(fold(name), fold(portal))
    return not places or places[-1] == _own_place(portal)


def _own_place(portal: str) -> str | None:
    return next(reversed(_places(fold(portal))), None)


def _head(text: str, portal: str) -> list[str]:
    """The places at the head of a body's name; the portal's own place is known there even where it is short (临县)."""
    own = _places(portal)
    if own and text.startswith(own[-1]):
        return [own[-1], *_places(text[len(own[-1]) :])]
    return _places(text)


def _places(text: str) -> list[str]:
    """The places at the head of a name, widest first: 甘肃省, 金昌市."""
    # A place of one character (临县) is read only before the words for a government: 城市管理局 is none.
    short = re.match(rf"[\u4e00-\u9fff]{_MARKERS}(?=人民政府|政府|$)", text)
    places = [short.group()] if short else []
    while found := _PLACE.match(text, sum(map(len, places))):
        places.append(found.group())
    return places


def _one_ending(text: str, kind: BodyKind | None) -> str:
    if kind is None:
        return text
    pattern, ending = _ENDINGS[kind]
    return pattern.sub(ending, text, count=1)
