"""Which portal each row of a list belongs to, and what the portals are called: homes are written once, or nowhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from crawler.bodies.places import is_same_place, places_in, rank
from crawler.body_kinds import kind_of_body
from crawler.registry.cells import addresses_in, is_blank, name_beside
from crawler.registry.rows import Entry, Said, bodies_in
from crawler.registry.values import Mistake, Spot, is_address, normal_address
from crawler.text import fold
from storage.tables.portals import PortalRow

_FEW: Final = 4
"""Rows below which it does not show whether every body has a site of its own."""

NO_HOME: Final = Mistake(
    None,
    "表里没有一个门户首页，看不出这些机关的年报发布在哪里",
    "请加上 --home 首页网址 --portal 门户名称，或在表里加一列“首页”",
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What people should look at before a list is written into a registry; without ``spot`` it is of the whole."""

    spot: Spot | None
    text: str

    def __str__(self) -> str:
        """The remark in one line, with its spot."""
        return f"{self.spot}：{self.text}" if self.spot else self.text


@dataclass(frozen=True, slots=True)
class Given:
    """What people said beside a list: where bodies publish for which it has no home, and what that portal is called.

    ``known`` are the portals of the registry into which the list goes.
    """

    home: str = ""
    portal: str = ""
    known: Sequence[PortalRow] = ()


@dataclass(slots=True)
class Sites:
    """The homes of the rows of a list, and the names of their portals."""

    entries: Sequence[Entry]
    given: Given
    homes: list[str | None] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    spots: dict[str, Spot] = field(default_factory=dict)
    """Where a home stands first."""
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: dict[Spot, Remark] = field(default_factory=dict)

    def find(self) -> None:
        """Give every row its home, and every home a name."""
        own = [self._own_home(entry) for entry in self.entries]
        if not any(own) and not self.given.home and not self._named_in_registry():
            if self.entries and not self.mistakes:
                self.mistakes.append(NO_HOME)
            self.homes = [None] * len(own)
            return
        _Filler(self, own).fill()
        for home in dict.fromkeys(filter(None, self.homes)):
            self._name(home, [entry for entry, at in zip(self.entries, self.homes, strict=True) if at == home])

        self._ask_about_namesakes()

    def _ask_about_namesakes(self) -> None:
        """Ask about portals at different homes that bear one name."""
        by_name: dict[str, list[str]] = {}
        for home, name in self.names.items():
            by_name.setdefault(fold(name), []).append(home)
        for homes in by_name.values():
            for home in homes[1:]:
                text = f"{homes[0]} 和 {home} 都叫“{self.names[home]}”，是两个门户吗？"
                self.ask(self.spots[home], text)

    def _named_in_registry(self) -> bool:
        names = {fold(portal.name) for portal in self.given.known}
        return any(fold(entry.text("门户")) in names for entry in self.entries)

    def _own_home(self, entry: Entry) -> str | None:
        """The home that a row itself says, or the heading above it."""
        said = entry.said("首页") or entry.site
        if said is None or (is_blank(said.text) and not entry.is_literal):
            return None
        home = self._address(said, literal=entry.is_literal)
        if home is not None:
            self.spots.setdefault(home, said.spot)
        return home

    def _address(self, said: Said, *, literal: bool) -> str | None:
        if literal and is_address(said.text):
            return normal_address(said.text)
        found = addresses_in(said.text)
        if not found:
            self.mistakes.append(
                Mistake(said.spot, f"“{said.text}”不是网址", "请写以 http:// 或 https:// 开头的完整地址")
            )
            return None
        if len(found) > 1:
            self.ask(said.spot, f"写了 {len(found)} 个网址，首页用第一个：{found[0].url}")
        elif found[0].mended:
            self.ask(said.spot, f"“{said.text}”不是完整的网址，按 {found[0].url} 理解")
        return found[0].url

    def ask(self, spot: Spot, text: str) -> None:
        """Ask people to look at a spot."""
        known = self.remarks.get(spot)
        self.remarks[spot] = Remark(spot, f"{known.text}；{text}" if known and text not in known.text else text)

    def _name(self, home: str, entries: Sequence[Entry]) -> None:
        """Name a portal: as the list says, as people or the registry say, or by those who publish there."""
        said = [one for entry in entries if (one := entry.said("门户"))]
        if said:
            self.names[home] = said[0].text
            self._agree(said)
            return
        stated = self._stated(home, entries)
        if stated:
            self.names[home] = stated
        elif guess := _guess(entries):
            self.names[home] = guess
            self.guessed.add(home)
        else:
            mend = (
                "请加一列“门户”写网站的名称，或用 --portal 写明"
                if len(self.names) < 1
                else "请加一列“门户”写网站的名称"
            )
            spot = self.spots.get(home, entries[0].spot)
            self.mistakes.append(Mistake(spot, f"看不出 {home} 是谁的门户，缺少门户名称", mend))

    def _stated(self, home: str, entries: Sequence[Entry]) -> str:
        if self.given.portal and (home == self.given.home or len(set(self.homes) - {None}) == 1):
            return self.given.portal
        known = next((portal.name for portal in self.given.known if portal.home == home), "")
        beside = [name_beside(entry.text("首页")) for entry in entries]
        beside += [name_beside(entry.site.text) for entry in entries if entry.site]
        return known or next((name for name in beside if not name.isascii()), "")

    def _agree(self, said: Sequence[Said]) -> None:
        for other in said[1:]:
            if fold(other.text) != fold(said[0].text):
                self.mistakes.append(
                    Mistake(
                        other.spot,
                        f"同一个首页的门户前后不一：“{said[0].text}”和“{other.text}”",
                        "请把同一个首页各行的“门户”写成一样，或只写在第一行",
                    )
                )


class _Filler:
    """Goes through the rows from top to bottom and fills blank homes from above, as far as that is certain."""

    def __init__(self, sites: Sites, own: Sequence[str | None]) -> None:
        filled = list(filter(None, own))
        self._sites, self._own = sites, own
        self._by_portal = {fold(portal.name): portal.home for portal in sites.given.known}
        self._by_portal |= self._first_homes([entry.text("门户") for entry in sites.entries])
        self._by_region = self._first_homes([_region_of(entry) for entry in sites.entries])
        self._only = filled[0] if len(set(filled)) == 1 else None
        # Where most rows have a home of their own, a blank one says nothing about the row above.
        are_own = len(filled) * 2 > len(own) and len(set(filled)) * 2 > len(own)
        self._are_sites_of_their_own = len(own) >= _FEW and are_own
        self._standings = _standings(sites.entries)
        self._owners = self._widest_of_homes()
        self._first = next((at for at, home in enumerate(own) if home), len(own))
        self._asked: set[tuple[str, _Standing]] = set()
        self._home: str | None = None
        self._portal = self._region = ""
        self._sheet = -1

    def fill(self) -> None:
        """Give every row its home; what is missing is told once for all rows below that share it."""
        for at, (entry, own) in enumerate(zip(self._sites.entries, self._own, strict=True)):
            self._home = own or self._found(at, entry)
            self._portal = fold(entry.text("门户")) or self._portal
            self._region = fold(_region_of(entry)) or self._region
            self._sheet = entry.spot.number
            self._sites.homes.append(self._home)

    def _found(self, at: int, entry: Entry) -> str | None:
        """The home of a row that says none."""
        portal, region = fold(entry.text("门户")), fold(_region_of(entry))
        if entry.text("首页"):
            return self._missing(entry, "写明没有自己的首页") if is_blank(entry.text("首页")) else None
        if portal and portal != self._portal:
            return self._by_portal.get(portal) or self._missing(entry, f"“{entry.text('门户')}”没有写首页")
        if self._portal and self._home is None:
            return None  # asked for above
        if self._only and not self._sites.given.home:
            return self._shared(at, self._only)
        why = self._why_not_from_above(entry, portal, region)
        if why:
            return self._by_region.get(region) or self._missing(entry, why)
        return self._home and self._shared(at, self._home)

    def _shared(self, at: int, home: str) -> str | None:
        """A home that other rows say, for a row that says none: not where it is known to be another place's."""
        owner = self._owners.get(home)
        if owner is None or home == self._sites.given.home:
            return home
        entry, row = self._sites.entries[at], self._standings[at]
        is_elsewhere, is_above = row.is_beside(owner), at < self._first and not row.is_told
        if not is_elsewhere and not is_above:
            return home
        is_certain = owner.is_told or (is_elsewhere and row.is_told)
        is_new = (home, row) not in self._asked
        self._asked.add((home, row))
        whose = f"{home} 是{f'“{owner.place}”' if owner.place else '下面的行'}的"
        if is_certain:
            return self._missing(entry, f"没有写首页，而 {whose}") if is_new else None
        if is_new:
            self._sites.ask(entry.spot, f"没有写首页，归到了别的行写的首页，而 {whose}，对吗？")
        return home

    def _why_not_from_above(self, entry: Entry, portal: str, region: str) -> str:
        """Why the home of the row above does not hold for a row; empty where it does."""
        if region and region != self._region:
            return f"“{_region_of(entry)}”没有写首页"
        if entry.spot.number != self._sheet:
            return "缺少首页"
        if self._are_sites_of_their_own and not portal:
            return "缺少首页，而这份名单里各单位多半写了自己的首页"
        return ""

    def _widest_of_homes(self) -> dict[str, "_Standing"]:
        """Whose every home of the list is: of the rows that say it, the one of the widest place."""
        found: dict[str, _Standing] = {}
        for home, row in zip(self._own, self._standings, strict=True):
            if home and (home not in found or row.is_wider(found[home])):
                found[home] = row
        return found

    def _first_homes(self, names: Iterable[str]) -> dict[str, str]:
        """The first home of everything that is so named."""
        found: dict[str, str] = {}
        for name, own in zip(names, self._own, strict=True):
            if own and name:
                found.setdefault(fold(name), own)
        return found

    def _missing(self, entry: Entry, what: str) -> str | None:
        """The home that people gave for such rows; else a mistake."""
        if self._sites.given.home:
            return self._sites.given.home
        mend = "请在“首页”列写它的年报所在门户的网址，或加上 --home 首页网址 --portal 门户名称"
        self._sites.mistakes.append(Mistake(entry.spot, what, mend))
        return None


@dataclass(frozen=True, slots=True)
class _Standing:
    """Which place a row belongs to; ``is_told`` where a portal or a region says so, and not its name alone."""

    place: str
    is_told: bool

    def is_wider(self, other: Self) -> bool:
        """Whether its place is known and wider than that one, or that one is not known."""
        return bool(self.place) and (not other.place or rank(self.place) < rank(other.place))

    def is_beside(self, other: Self) -> bool:
        """Whether it is another place than that one, and none within it."""
        if not self.place or not other.place or is_same_place(self.place, other.place):
            return False
        return rank(other.place) >= rank(self.place)


def _standings(entries: Iterable[Entry]) -> list[_Standing]:
    """The place of every row: its portal's, else its region's, as they hold from above; else its name's."""
    found: list[_Standing] = []
    portal = region = ""
    for entry in entries:
        portal, region = entry.text("门户") or portal, _region_of(entry) or region
        places = filter(None, map(_place_in, (portal, region, bodies_in(entry))))
        found.append(_Standing(next(places, ""), is_told=bool(portal or region)))
    return found


def _place_in(name: str) -> str:
    return next(reversed(places_in(fold(name))), "")


def _region_of(entry: Entry) -> str:
    return entry.text("地区") or (entry.region.text if entry.region else "")


def _guess(entries: Iterable[Entry]) -> str:
    """What the portal is called on which these bodies publish; empty where they do not tell."""
    rows = list(entries)
    names = list(dict.fromkeys(name for entry in rows if (name := bodies_in(entry))))
    regions = {region for entry in rows if (region := _region_of(entry))}
    if len(regions) == 1 and kind_of_body(region := next(iter(regions))) == "government":
        return _government(region)
    above = [
        name
        for name in (*names, *sorted(regions))
        if kind_of_body(name) in {"government", "office"} and places_in(fold(name))
    ]
    if above:
        widest = min(above, key=lambda name: rank(places_in(fold(name))[-1]))
        return _government(widest)
    if len(names) == 1:
        return names[0]
    places = Counter(places[0] for name in names if (places := places_in(fold(name))))
    common, count = next(iter(places.most_common(1)), ("", 0))
    return f"{common}人民政府" if count * 2 > len(names) else ""


def _government(name: str) -> str:
    """The government of a place, or whose office this is: 水月县, 水月县人民政府办公室."""
    places = places_in(fold(name))
    return f"{''.join(places)}人民政府" if places else name
