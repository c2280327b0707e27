"""The registry of portals: ``portals.toml`` read, checked and explained line by line."""

import difflib
import getpass
import os
import re
import socket
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from crawler.hosts import is_inner
from crawler.registry.values import (
    BODY_KEYS,
    PORTAL_KEYS,
    Key,
    Mistake,
    RegistryError,
    Spot,
    WrongValueError,
    in_order,
    of_type,
    on_line,
)
from storage.tables.portals import BodyRow, PortalRow

STARTER: Final = Path(__file__).parent.with_name("portals.toml")
"""The registry that comes with nianbao."""

DEFAULT_DELAY: Final = 2.0
"""Seconds between two requests to one host."""

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds; a slow county portal answers within half a minute or not at all."""

DEFAULT_DEADLINE: Final = 12.0
"""Hours that a run may crawl: half a day, so that the digest comes before the next day's run begins."""

_LONGEST_DELAY: Final = 3600
_LONGEST_TIMEOUT: Final = 600
_LONGEST_DEADLINE: Final = 168
_TOP: Final = ("delay_seconds", "timeout_seconds", "deadline_hours", "allow_private_hosts", "contact", "portal")

Place = tuple[str, ...]
"""Where a value stands: ``("portal", "2", "body", "0", "due")``, counted from 0."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry says: how politely to ask, and the portals to visit.

    ``delay_seconds`` is the pause between two requests to one host,
    ``timeout_seconds`` how long an answer is waited for, ``deadline_hours``
    how long a run may crawl before what came is judged. ``contact`` is what
    the user agent gives as the way to reach who runs the crawl.
    """

    portals: tuple[PortalRow, ...]
    delay_seconds: float = DEFAULT_DELAY
    allow_private_hosts: bool = False
    contact: str | None = None
    timeout_seconds: float = DEFAULT_TIMEOUT
    deadline_hours: float = DEFAULT_DEADLINE


def user_agent(registry: Registry) -> str:
    """How the crawl names itself, with the way to reach who runs it.

    Without ``contact`` that is the account on its machine, which a network's
    administrator can find.
    """
    contact = registry.contact or f"{_account()}@{socket.gethostname()}"
    return f"nianbao/{version('nianbao')} (open-government annual report monitor; contact {contact})"


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return str(os.getuid())


def load_registry(path: Path, *, may_be_empty: bool = False) -> Registry:
    """Read and check a registry; RegistryError says in one line what is wrong, where, and the mend.

    With ``may_be_empty`` it may hold settings only, as one does to which portals are yet to be added.
    """
    return parse_registry(read_registry(path), str(path), may_be_empty=may_be_empty)


def read_registry(path: Path) -> str:
    """The text of a registry as it stands, right or wrong; RegistryError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RegistryError(f"{path}：没有这个文件。请用 --portals 指定门户登记表。") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}：不是 UTF-8 编码。请把文件另存为 UTF-8。") from error
    except OSError as error:
        raise RegistryError(f"{path}：读不出来（{error.strerror}）。请检查路径和权限。") from error


def parse_registry(text: str, source: str, *, may_be_empty: bool = False) -> Registry:
    """:func:`load_registry` for text at hand; ``source`` is the file name that messages give."""
    registry, mistakes = examine_text(text, may_be_empty=may_be_empty)
    if mistakes:
        raise RegistryError(mistakes[0].message(source))
    return registry


def examine(text: str, source: str) -> tuple[Registry, list[str]]:
    """What a registry says and every mistake in it, one Chinese line each, in the order of its lines.

    Where there is a mistake the registry is no more than what could be made out.
    """
    registry, mistakes = examine_text(text)
    return registry, [mistake.message(source) for mistake in in_order(mistakes)]


def examine_values(
    raw: Mapping[str, Any], spots: Mapping[Place, Spot], *, may_be_empty: bool = False
) -> tuple[Registry, list[Mistake]]:
    """What values say that came from elsewhere, a table say, and every mistake; ``spots`` tells where each stands."""
    reader = _Reader(spots)
    registry = reader.registry(raw)
    if not registry.portals and not reader.mistakes and not may_be_empty:
        reader.wrong((), "没有门户", '请至少写一个 [[portal]]，含 name = "…" 和 home = "https://…"')
    return registry, reader.mistakes


def examine_text(text: str, *, may_be_empty: bool = False) -> tuple[Registry, list[Mistake]]:
    """What a registry says and its mistakes, the likeliest cause of the others first."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Registry(()), [_syntax(error, text)]
    spots = {place: on_line(line) for place, line in lines_of(text).items()}
    return examine_values(raw, spots, may_be_empty=may_be_empty)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks values and turns them into rows; knows where each one stands and keeps every mistake."""

    spots: Mapping[Place, Spot]
    mistakes: list[Mistake] = field(default_factory=list)

    def registry(self, raw: Mapping[str, Any]) -> Registry:
        self._check_keys(raw, _TOP, ())
        inner = self._value_of_type(raw, "allow_private_hosts", bool, ()) or False
        portals = tuple(
            self._portal(entry, ("portal", str(index)), inner=inner)
            for index, entry in enumerate(self._tables(raw, "portal", ()))
        )
        self._check_distinct([portal.home for portal in portals], "home", "同一个首页写了两次")
        columns = [(url, ("portal", str(i), "columns")) for i, portal in enumerate(portals) for url in portal.columns]
        self._check_unrepeated(columns, "同一个栏目地址写了两次")
        delay = self._number(raw, "delay_seconds", DEFAULT_DELAY, "秒", (0, _LONGEST_DELAY))
        timeout = self._number(raw, "timeout_seconds", DEFAULT_TIMEOUT, "秒", (0.1, _LONGEST_TIMEOUT))
        hours = self._number(raw, "deadline_hours", DEFAULT_DEADLINE, "小时", (0.001, _LONGEST_DEADLINE))
        return Registry(portals, delay, inner, self._contact(raw), timeout, hours)

    def _portal(self, raw: Mapping[str, Any], at: Place, *, inner: bool) -> PortalRow:
        self._check_keys(raw, (*_names(PORTAL_KEYS), "body"), at)
        bodies = tuple(
            self._body(entry, (*at, "body", str(index))) for index, entry in enumerate(self._tables(raw, "body", at))
        )
        self._check_unrepeated(
            [(body.name, (*at, "body", str(index), "name")) for index, body in enumerate(bodies)], "同一个机关写了两次"
        )
        return PortalRow(bodies=bodies, **{key.name: self._value(raw, key, at, inner=inner) for key in PORTAL_KEYS})

    def _body(self, raw: Mapping[str, Any], at: Place) -> BodyRow:
        self._check_keys(raw, _names(BODY_KEYS), at)
        return BodyRow(**{key.name: self._value(raw, key, at) for key in BODY_KEYS})

    def _value(self, raw: Mapping[str, Any], key: Key, at: Place, *, inner: bool = False) -> Any:
        """What a table says under a key: a tuple where it may say many, "" where it lacks what is needed."""
        place = (*at, key.name)
        if key.many:
            entries = self._value_of_type(raw, key.name, list, at) or []
            return tuple(filter(None, (self._check(each, key, place, inner=inner) for each in entries)))
        if key.needed:
            said = self._needed_text(raw, key.name, at)
            return said and (self._check(said, key, place, inner=inner) or "")
        value = raw.get(key.name)
        return key.empty if value is None else self._check(value, key, place, inner=inner)

    def _check(self, value: Any, key: Key, at: Place, *, inner: bool) -> Any:
        try:
            found = key.check(value)
        except WrongValueError as wrong:
            self.wrong(at, *key.in_toml(value, wrong), value)
            return key.empty
        if key.host is not None:
            self._public(key.host(found), at, value, inner=inner)
        return found

    def _number(
        self, raw: Mapping[str, Any], key: str, default: float, unit: str, bounds: tuple[float, float]
    ) -> float:
        """A number of seconds or hours within bounds."""
        value, (least, most) = raw.get(key, default), bounds
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            fault = f"{key} = {value!r} 不是 {least:g} 到 {most:g} 的{unit}数"
            self.wrong((key,), fault, f"请写如 {default:g} 或 0.5")
            return default
        return float(value)

    def _contact(self, raw: Mapping[str, Any]) -> str | None:
        contact: str | None = self._value_of_type(raw, "contact", str, ())
        if contact is not None and not re.fullmatch(r"[\x21-\x7e][\x20-\x7e]{0,199}", contact):
            self.wrong(
                ("contact",),
                "contact 要写进 User-Agent，只能是可见的 ASCII 字符",
                "请写邮箱或网址，如 admin@example.cn",
            )
            return None
        return contact

    def _public(self, host: str, at: Place, value: object, *, inner: bool) -> None:
        if not inner and is_inner(host):
            self.wrong(
                at,
                f"{host} 是本机或内网主机",
                "请改为公开的主机；确需抓取内网时在登记表开头写 allow_private_hosts = true",
                value,
            )

    def _check_keys(self, raw: Mapping[str, Any], keys: tuple[str, ...], at: Place) -> None:
        for key in raw:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
                mend = f"是不是 {near[0]}？" if near else f"这里可以写：{'、'.join(keys)}"
                self.wrong((*at, key), f"不认识的键 {key}", mend)

    def _value_of_type(self, raw: Mapping[str, Any], key: str, kind: type, at: Place) -> Any:
        value = raw.get(key)
        if value is None:
            return None
        try:
            return of_type(value, kind)
        except WrongValueError as wrong:
            self.wrong((*at, key), f"{key} = {value!r} {wrong.fault}", wrong.mend)
            return None

    def _needed_text(self, raw: Mapping[str, Any], key: str, at: Place) -> str:
        value = self._value_of_type(raw, key, str, at)
        mistyped = difflib.get_close_matches(key, set(raw) - _ALL_NAMES, cutoff=0.5)
        if value is None and (key in raw or mistyped):
            return ""  # told already
        if value is None or not value.strip():
            self.wrong((*at, key) if key in raw else at, f"缺少 {key}", f'请补上 {key} = "…"')
        return (value or "").strip()

    def _tables(self, raw: Mapping[str, Any], key: str, at: Place) -> list[Mapping[str, Any]]:
        entries = raw.get(key, [])
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            return entries
        header = ".".join([*(part for part in at if not part.isdigit()), key])
        self.wrong((*at, key), f"{key} 写法不对", f"请用 [[{header}]] 开头，一个一段")
        return []

    def _check_distinct(self, values: list[str], key: str, what: str) -> None:
        self._check_unrepeated([(value, ("portal", str(index), key)) for index, value in enumerate(values)], what)

    def _check_unrepeated(self, values: Iterable[tuple[str, Place]], what: str) -> None:
        seen: set[str] = set()
        for value, at in values:
            if value and value in seen:
                self.wrong(at, f"{what}：{value}", "请删去一处", value)
            seen.add(value)

    def wrong(self, at: Place, what: str, mend: str, value: object = None) -> None:
        """Note a mistake at the spot that is known nearest to a value."""
        self.mistakes.append(Mistake(self._spot(at, value), what, mend))

    def _spot(self, at: Place, value: object) -> Spot:
        if isinstance(value, str) and (spot := self.spots.get((*at, value))):
            return spot
        while at and at not in self.spots:
            at = at[:-1]
        return self.spots.get(at, on_line(1))


def _names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(key.name for key in keys)


_ALL_NAMES: Final = {*_names(PORTAL_KEYS), *_names(BODY_KEYS), "body"}


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Mistake:
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else len(text.splitlines()) or 1
    return Mistake(on_line(line), f"TOML 语法不对（{error}）", "请检查引号、方括号和等号")


_HEADER: Final = re.compile(r"\s*(\[\[|\[)\s*([\w.\s\"'-]+?)\s*\]")
_KEY: Final = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_QUOTED: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table, key and quoted value. TOML's own reader tells no places."""
    places: dict[Place, int] = {}
    entries: Counter[Place] = Counter()
    table: Place = ()
    key: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table_place(header, entries)
            places.setdefault(table, number)
        elif found := _KEY.match(line):
            key = (*table, found.group(1))
            places.setdefault(key, number)
        for quoted in _QUOTED.findall(line):
            places.setdefault((*key, "".join(quoted)), number)
    return places


def _table_place(header: re.Match[str], entries: Counter[Place]) -> Place:
    """``[[portal.body]]`` as a place: a further entry of its last name, within the latest entries of the others.

    ``entries`` counts those there are, and this one with them.
    """
    place: Place = ()
    names = [name.strip(" \"'") for name in header.group(2).split(".")]
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        count = entries[place]
        if header.group(1) == "[[" and depth == len(names):
            entries[place] += 1
            return (*place, str(count))
        if count:
            place = (*place, str(count - 1))
    return place
