"""The bodies of a list gathered into rosters, doubles joined: raw values of a registry, each with its spot."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from crawler.bodies.places import own_place
from crawler.body_kinds import BodyKind, kind_of_body, stands_open
from crawler.registry.cells import addresses_in, contact_and_phone, is_spoilt_number, names_in
from crawler.registry.headings import BOTH, SHORT
from crawler.registry.kinds import CHOICES, WORDS, kind_by_name, said_by, settle
from crawler.registry.reading import Place
from crawler.registry.rows import Entry, Said, bodies_in
from crawler.registry.sites import Remark, Sites
from crawler.registry.values import BODY_KEYS, BY_NAME, MORE, PORTAL_KEYS, Key, Mistake, Spot, WrongValueError
from crawler.text import fold

KIND_WORDS: Final = {kind: word for word, kind in reversed(list(WORDS.items()))}
"""The word in which people read each kind."""
NAMED: Final = frozenset({"name", "home"})
"""Keys of a portal that say which one it is."""
AS_LISTED: Final = "表中"
AS_NAMED: Final = "按名称"
OPEN: Final = "未定"
_ONCE: Final = ("kind", "due", "since")
"""Keys of a body that must not be told in two ways."""
_JOINED: Final = ("contact", "phone")
_BRACKETS: Final = re.compile(r"（[^（）]*）")


@dataclass(slots=True)
class Kept:
    """One body of a roster: its raw values with their spots, and how its kind is known."""

    name: str
    values: dict[str, Any]
    spots: dict[str, Spot]
    origin: str


@dataclass(slots=True)
class Roster:
    """One portal with its bodies by their folded names; ``number`` is its place in the registry."""

    number: int
    raw: dict[str, Any]
    bodies: dict[str, Kept] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the portal stands in the registry."""
        return ("portal", str(self.number))


@dataclass(slots=True)
class Rosters:
    """The rows of a list as raw portals, ready to be checked like any registry."""

    sites: Sites
    rosters: dict[str, Roster] = field(default_factory=dict)
    spots: dict[Place, Spot] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def gather(self) -> None:
        """Take all rows in that have a home."""
        is_literal = False
        nowhere = Roster(-1, {})  # rows without a home are checked as well, so that all mistakes are told at once
        for entry, home in zip(self.sites.entries, self.sites.homes, strict=True):
            is_literal = is_literal or entry.is_literal
            self._body(nowhere if home is None else self._portal(home, entry), entry)
        for roster in self.rosters.values():
            if not is_literal:
                self._join_short_names(roster)
                self._ask_about_zones(roster)
                self._tell_apart(roster)
            self._write(roster)

    def _portal(self, home: str, entry: Entry) -> Roster:
        # A portal whose name is missing is told already; its address stands in, so that it is told once.
        raw = {"name": self.sites.names.get(home, home), "home": home}
        roster = self.rosters.setdefault(home, Roster(len(self.rosters), raw))
        self.spots.setdefault(roster.place, entry.spot)
        self.spots.setdefault((*roster.place, "home"), self.sites.spots.get(home, entry.spot))
        for key in PORTAL_KEYS:
            if key.many:
                self._gather(roster, key, entry)
            elif key.name not in NAMED and (said := entry.said(key.heading)):
                self._agree(roster.raw, key, said)
        return roster

    def _gather(self, roster: Roster, key: Key, entry: Entry) -> None:
        """Take values in beside those of the rows above; the registry's checks say what is wrong with one."""
        known = roster.raw.setdefault(key.name, [])
        for said in entry.cells.get(key.heading, ()):
            for value in _many(key, said.text):
                place = (*roster.place, key.name, value)
                if place not in self.spots:
                    known.append(value)
                    self.spots[place] = said.spot

    def _agree(self, portal: dict[str, Any], key: Key, said: Said) -> None:
        value = self._value(key, said)
        if value and portal.setdefault(key.name, value) != value:
            what = f"同一个首页的{key.heading}前后不一：“{portal[key.name]}”和“{value}”"
            mend = f"请把同一个首页各行的“{key.heading}”写成一样，或只写在第一行"
            self.mistakes.append(Mistake(said.spot, what, mend))

    def _value(self, key: Key, said: Said) -> Any:
        """What a cell says; None where it is wrong, which is told."""
        try:
            return key.check(key.raw_value(said.text))
        except WrongValueError as wrong:
            self.mistakes.append(Mistake(said.spot, *key.in_cell(said.text, wrong)))
            return None

    def _body(self, roster: Roster, entry: Entry) -> None:
        name = bodies_in(entry)
        if not name:
            for key in BODY_KEYS[1:]:
                if said := entry.said(key.heading):
                    self.mistakes.append(Mistake(said.spot, f"写了{key.heading}，没有写机关", "请在“机关”列写机关名称"))
            return
        if not entry.is_literal and self._are_several(name, entry):
            return
        kept = self._kept(name, entry)
        if kept is None:
            return
        known = roster.bodies.setdefault(name if entry.is_literal else fold(name), kept)
        if known is not kept:
            self.remarks.append(Remark(entry.spot, f"“{name}”前面已有（{known.spots['name']}），合为一个"))
            self._join(known, kept)

    def _are_several(self, name: str, entry: Entry) -> bool:
        parts = re.split(r"[、，；/]", _BRACKETS.sub("", fold(name)))
        several = len(parts) > 1 and all(kind_of_body(part) is not None for part in parts)
        if several:
            what, mend = f"一格里写了 {len(parts)} 个机关：{'、'.join(parts)}", "请一行写一个机关"
            self.mistakes.append(Mistake(entry.spot, what, mend))
        return several

    def _kept(self, name: str, entry: Entry) -> Kept | None:
        """What a row says of a body; None for one that owes no report by law and is left out, which is told."""
        values: dict[str, Any] = {"name": name}
        spots = {"name": entry.spot}
        for key in BODY_KEYS:
            if key.name in {"due", "since"} and (said := entry.said(key.heading)):
                values[key.name], spots[key.name] = self._value(key, said), said.spot
        names = entry.cells.get("别名", ()), entry.cells.get(SHORT, ()), entry.cells.get("不是它的名称", ())
        values["aliases"] = [one for said in (*names[0], *names[1]) for one in names_in(said.text)]
        values["others"] = [one for said in names[2] for one in names_in(said.text)]
        spots["aliases"] = next((said.spot for said in (*names[0], *names[1])), entry.spot)
        values["contact"], values["phone"] = self._whom_to_call(entry)
        values[MORE] = dict(entry.own)
        kind = self._kind(name, entry)
        if kind is None:
            return None
        values["kind"], origin = kind
        spots["kind"] = entry.at("类别")
        return Kept(name, values, spots, origin)

    def _whom_to_call(self, entry: Entry) -> tuple[str, str]:
        contacts, phones = ([said.text for said in entry.cells.get(name, ())] for name in ("联系人", "电话"))
        for said in (*entry.cells.get("电话", ()), *entry.cells.get(BOTH, ())):
            if is_spoilt_number(said.text):
                what = f"电话“{said.text}”被表格软件改成了科学记数，后几位已经丢失"
                self.mistakes.append(Mistake(said.spot, what, "请把这一列设为文本，重新填写号码"))
        if entry.is_literal:
            return "".join(contacts), "".join(phones)
        both = [said.text for said in entry.cells.get(BOTH, ())]
        if not phones:  # a column of contacts may hold numbers as well
            both, contacts = both + contacts, []
        for contact, phone in map(contact_and_phone, both):
            contacts.append(contact)
            phones.append(phone)
        return _together(contacts), _together(phones)

    def _kind(self, name: str, entry: Entry) -> tuple[BodyKind | None, str] | None:
        """The kind of a body and how it is known; None where the list says that it owes no report by law."""
        said = entry.said("类别")
        if said and said.text == BY_NAME:
            return None, AS_NAMED
        if said and (exact := WORDS.get(said.text, said.text)) in KIND_WORDS:
            return exact, AS_LISTED  # type: ignore[return-value]  # one of the kinds
        words = said or entry.section
        meant = said_by(words.text) if words else None
        if words is None or meant is None:
            return self._kind_by_name(name, said)
        if meant == "party":
            self.remarks.append(Remark(entry.spot, f"“{name}”按“{words.text}”不在应报之列，没有写入名册"))
            return None
        settled = settle(meant, name)
        if settled.doubt:
            self.remarks.append(Remark(entry.spot, f"“{name}”按“{words.text}”算：{settled.doubt}"))
        return settled.kind, f"按“{words.text}”" if settled.kind else OPEN

    def _kind_by_name(self, name: str, said: Said | None) -> tuple[BodyKind | None, str]:
        """The kind as the name tells it, also in place of a word that is not understood."""
        kind = kind_by_name(name)
        if said and kind is None:
            self.mistakes.append(Mistake(said.spot, f"类别“{said.text}”不在可选之列", CHOICES))
        elif said and kind:
            text = f"类别“{said.text}”没有看懂，按名称当作{KIND_WORDS[kind]}"
            self.remarks.append(Remark(said.spot, text))
        return kind, AS_NAMED if kind else OPEN

    def _join(self, known: Kept, other: Kept) -> None:
        """Take what a further row says of a body into what is known of it; what contradicts it is a mistake."""
        for key in _ONCE:
            told = other.values.get(key)
            is_guess = key == "kind" and AS_NAMED in {known.origin, other.origin}
            if told is None or known.values.get(key) == told:
                continue
            if known.values.get(key) is None or (is_guess and other.origin != AS_NAMED):
                known.values[key] = told
                known.origin = other.origin if key == "kind" else known.origin
            elif not is_guess:
                heading = next(one.heading for one in BODY_KEYS if one.name == key)
                what = f"“{other.name}”写了两次（另一处{known.spots['name']}），{heading}不一样"
                self.mistakes.append(Mistake(other.spots.get(key, other.spots["name"]), what, "请删去一处，或写成一样"))
        for key in ("aliases", "others"):
            known.values[key] += other.values[key]
        for key in _JOINED:
            known.values[key] = _together([known.values[key], other.values[key]])
        for heading, text in other.values[MORE].items():
            known.values[MORE][heading] = _together([known.values[MORE].get(heading, ""), text])

    def _join_short_names(self, roster: Roster) -> None:
        """Join 市教育局 with 某市教育局, whose short name it is on this portal."""
        own = own_place(fold(str(roster.raw["name"]))) or ""
        for short, kept in list(roster.bodies.items()) if own else ():
            # 市民政局 begins like 市民, so that only the full name beside it tells what its 市 is.
            full = roster.bodies.get(own + short.removeprefix(own[-1])) or roster.bodies.get(own + short)
            if full is not None and full is not kept:
                text = f"“{kept.name}”就是“{full.name}”（{full.spots['name']}），作为它的别名"
                self.remarks.append(Remark(kept.spots["name"], text))
                full.values["aliases"].append(kept.name)
                self._join(full, kept)
                del roster.bodies[short]

    def _ask_about_zones(self, roster: Roster) -> None:
        """Ask whether 高新区 is the short name of a zone that the roster has in full."""
        zones = [kept for kept in roster.bodies.values() if stands_open(kept.name)]
        for short, full in itertools.permutations(zones, 2):
            letters = iter(full.name)
            if len(short.name) < len(full.name) and all(letter in letters for letter in short.name):
                text = (
                    f"“{short.name}”和“{full.name}”（{full.spots['name']}）是一个单位吗？是的话请把前者写进后者的“别名”"
                )
                self.remarks.append(Remark(short.spots["name"], text))

    def _tell_apart(self, roster: Roster) -> None:
        """Drop aliases that are a body's own name; one that two bodies share is a mistake."""
        owners = dict(roster.bodies)
        for kept in roster.bodies.values():
            own = {fold(kept.name)}
            aliases = []
            for alias in kept.values["aliases"]:
                owner = owners.setdefault(fold(alias), kept)
                if owner is not kept:
                    what = f"“{alias}”写作“{kept.name}”的简称，也是“{owner.name}”（{owner.spots['name']}）的名称或简称"
                    self.mistakes.append(Mistake(kept.spots["aliases"], what, "请删去一处，或改成能区分的简称"))
                elif fold(alias) not in own:
                    own.add(fold(alias))
                    aliases.append(alias)
            kept.values["aliases"] = aliases

    def _write(self, roster: Roster) -> None:
        """Put the bodies into the raw portal, without what is not said of them."""
        for number, kept in enumerate(roster.bodies.values()):
            self.spots[(*roster.place, "body", str(number))] = kept.spots["name"]
        roster.raw["body"] = [
            {key: value for key, value in kept.values.items() if value not in (None, "", [], {})}
            for kept in roster.bodies.values()
        ]


def _many(key: Key, text: str) -> Iterable[Any]:
    """The values in a cell of a key that has many; what is none stays as it is, to be told by the registry's checks."""
    found = [address.url for address in addresses_in(text)] if key.name == "columns" else []
    for said in found or text.split():
        try:
            yield key.check(said)
        except WrongValueError:
            yield said


def _together(texts: Sequence[str]) -> str:
    """Texts as one, each once."""
    parts = [part.strip() for text in texts if text for part in re.split(r"[、\n]", text)]
    return "、".join(dict.fromkeys(filter(None, parts)))
