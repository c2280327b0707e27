"""The full name of a body that a title names as people of the place do: 县卫健委 is 云溪县卫生健康委员会."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.bodies.places import own_place, places_on, relative_marker, without_relative
from crawler.text import fold
from crawler.titles import BodyKind, kind_of_body

_GOVERNMENT: Final = re.compile(r"(?:人民)?政?府(?P<office>办(?:公[室厅])?)?$")
_WITHOUT_ENDING: Final = re.compile(r"[省市州县区旗](?<!地区)$")
"""A place whose name alone means its 人民政府; a 盟 and a 地区 have a 行政公署."""
_SMALL: Final[frozenset[BodyKind]] = frozenset({"township", "subdistrict"})
"""Kinds whose name is a place itself, so that it may lack the one around it."""
_OF_THE_PLACE: Final[frozenset[BodyKind]] = frozenset({"government", "office", "department"})
"""Kinds whose name without any place means the portal's own place; a school's or a town's may mean another's."""


def full_name(name: str, signers: Iterable[str], portal: str) -> str:
    """A body's name in full: as one of ``signers`` writes it, else with the portal's own place before it.

    A name that says its place already, or that means another level's body
    (市教育局 on a county's portal), keeps it.
    """
    printed, site = fold(name), fold(portal)
    kind, marker, places = kind_of_body(printed), relative_marker(printed), places_on(printed, site)
    if kind is None:
        return name
    if kind == "government" and places:
        return _government(printed, "".join(places)) or name
    if places and kind not in _SMALL:
        return name
    bare = printed[len(marker) :]
    for signer in map(fold, signers):
        if kind_of_body(signer) == kind and _writes_out(signer, bare, marker, site):
            return signer
    own = own_place(site)
    is_own = marker == own[-1] if own and marker else kind in _OF_THE_PLACE
    if own is None or places or not is_own:
        return name
    rest = without_relative(printed, site)
    return _government(own + rest, own) or (name if kind == "government" else own + rest)


def _government(name: str, place: str) -> str:
    """The official name of a place's government or its office; empty where the name is another body's."""
    rest = name.removeprefix(place)
    found = _GOVERNMENT.fullmatch(rest)
    if not found and (rest or not _WITHOUT_ENDING.search(place)):
        return ""
    return f"{place}人民政府{'办公室' if found and found['office'] else ''}"


def _writes_out(signer: str, bare: str, marker: str, site: str) -> bool:
    """Whether a signer's name is a place and the bare name in full: its characters in their order."""
    places = places_on(signer, site)
    if not places or len(signer) <= len(bare) or (marker and marker not in (places[0][-1], places[-1][-1])):
        return False
    rest = iter(signer[len(places[0]) :])
    return all(sign in rest for sign in bare)
