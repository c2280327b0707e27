"""The registry of portals: ``portals.toml`` read, checked and explained line by line."""

import difflib
import getpass
import os
import re
import socket
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import urlsplit, urlunsplit

from crawler.addresses import route_of
from crawler.hosts import host_of, is_inner
from crawler.titles import BodyKind
from crawler.window import Window
from storage.tables.portals import BodyRow, PortalRow

STARTER: Final = Path(__file__).parent.with_name("portals.toml")
"""The registry that comes with nianbao."""

DEFAULT_DELAY: Final = 2.0
"""Seconds between two requests to one host."""

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds; a slow county portal answers within half a minute or not at all."""

_LONGEST_DELAY: Final = 3600
_LONGEST_TIMEOUT: Final = 600
_LARGEST_BUDGET: Final = 100_000
_FIRST_YEAR: Final = 2008  # 条例 in force from 2008-05-01: the first reports cover 2008
_LAST_YEAR: Final = 2100

_TOP: Final = ("delay_seconds", "timeout_seconds", "allow_private_hosts", "contact", "portal")
_PORTAL: Final = ("name", "home", "columns", "hosts", "division", "level", "tls", "budget", "window", "body")
_BODY: Final = ("name", "kind", "due", "since")
_TLS: Final = ("legacy",)
_LEVELS: Final = ("central", "province", "city", "county")
_KINDS: Final[tuple[str, ...]] = get_args(BodyKind)

_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DIVISION: Final = re.compile(r"\d{6}")
_WORDS: Final = {str: "字符串", bool: "true 或 false", int: "整数", list: "数组", dict: "表"}

Place = tuple[str, ...]
"""Where a value stands: ``("portal", "2", "body", "0", "due")``, counted from 0."""


class RegistryError(Exception):
    """The registry cannot be used; the message is one Chinese line: file, line, what, the mend."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry says: how politely to ask, and the portals to visit.

    ``delay_seconds`` is the pause between two requests to one host,
    ``timeout_seconds`` how long an answer is waited for. ``contact`` is what
    the user agent gives as the way to reach who runs the crawl.
    """

    portals: tuple[PortalRow, ...]
    delay_seconds: float = DEFAULT_DELAY
    allow_private_hosts: bool = False
    contact: str | None = None
    timeout_seconds: float = DEFAULT_TIMEOUT


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


def load_registry(path: Path) -> Registry:
    """Read and check a registry; RegistryError says in one line what is wrong, where, and the mend."""
    return parse_registry(read_registry(path), str(path))


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


def parse_registry(text: str, source: str) -> Registry:
    """:func:`load_registry` for text at hand; ``source`` is the file name that messages give."""
    registry, mistakes = _examined(text, source)
    if mistakes:
        raise RegistryError(mistakes[0][1])
    return registry


def examine(text: str, source: str) -> tuple[Registry, list[str]]:
    """What a registry says and every mistake in it, one Chinese line each, in the order of its lines.

    Where there is a mistake the registry is no more than what could be made out.
    """
    registry, mistakes = _examined(text, source)
    return registry, _in_order(mistakes)


def examine_values(raw: Mapping[str, Any], lines: Mapping[Place, int], source: str) -> tuple[Registry, list[str]]:
    """:func:`examine` for values that came from elsewhere, a table say; ``lines`` tells where each one stands there."""
    reader = _Reader(source, lines)
    registry = reader.registry(raw)
    return registry, _in_order(reader.mistakes)


def _examined(text: str, source: str) -> tuple[Registry, list[tuple[int, str]]]:
    """The registry and its mistakes with their lines, the likeliest cause of the others first."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Registry(()), [(1, _syntax(error, text, source))]
    reader = _Reader(source, lines_of(text))
    registry = reader.registry(raw)
    return registry, reader.mistakes


def _in_order(mistakes: list[tuple[int, str]]) -> list[str]:
    return [message for _line, message in sorted(mistakes, key=itemgetter(0))]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks values and turns them into rows; knows on which line each one stands and keeps every mistake."""

    source: str
    lines: Mapping[Place, int]
    mistakes: list[tuple[int, str]] = field(default_factory=list)

    def registry(self, raw: Mapping[str, Any]) -> Registry:
        self._known(raw, _TOP, ())
        inner = self._typed(raw, "allow_private_hosts", bool, ()) or False
        portals = tuple(
            self._portal(entry, ("portal", str(index)), inner=inner)
            for index, entry in enumerate(self._tables(raw, "portal", ()))
        )
        if not portals and not self.mistakes:
            self._wrong((), "没有门户", '请至少写一个 [[portal]]，含 name = "…" 和 home = "https://…"')
        self._distinct([portal.home for portal in portals], "home", "同一个首页写了两次")
        columns = [(url, ("portal", str(i), "columns")) for i, portal in enumerate(portals) for url in portal.columns]
        self._unrepeated(columns, "同一个栏目地址写了两次")
        delay = self._seconds(raw, "delay_seconds", DEFAULT_DELAY, 0, _LONGEST_DELAY)
        timeout = self._seconds(raw, "timeout_seconds", DEFAULT_TIMEOUT, 0.1, _LONGEST_TIMEOUT)
        return Registry(portals, delay, inner, self._contact(raw), timeout)

    def _portal(self, raw: Mapping[str, Any], at: Place, *, inner: bool) -> PortalRow:
        self._known(raw, _PORTAL, at)
        columns = self._typed(raw, "columns", list, at) or []
        hosts = self._typed(raw, "hosts", list, at) or []
        bodies = tuple(
            self._body(entry, (*at, "body", str(index))) for index, entry in enumerate(self._tables(raw, "body", at))
        )
        self._unrepeated(
            [(body.name, (*at, "body", str(index), "name")) for index, body in enumerate(bodies)], "同一个机关写了两次"
        )
        home = self._needed(raw, "home", at)
        return PortalRow(
            name=self._needed(raw, "name", at),
            home=home and self._address(home, (*at, "home"), inner=inner),
            columns=tuple(filter(None, (self._address(url, (*at, "columns"), inner=inner) for url in columns))),
            division=self._matching(raw, "division", _DIVISION, at, '请写六位行政区划代码，如 "620300"'),
            level=self._one_of(raw, "level", _LEVELS, at),
            bodies=bodies,
            hosts=tuple(filter(None, (self._host(name, (*at, "hosts"), inner=inner) for name in hosts))),
            tls=self._one_of(raw, "tls", _TLS, at),
            budget=self._budget(raw, at),
            window=self._window(raw, at),
        )

    def _body(self, raw: Mapping[str, Any], at: Place) -> BodyRow:
        self._known(raw, _BODY, at)
        since = self._typed(raw, "since", int, at)
        if since is not None and not _FIRST_YEAR <= since <= _LAST_YEAR:
            self._wrong((*at, "since"), f"since = {since} 不是报告年度", "请写四位年份，如 since = 2021")
        due = self._matching(raw, "due", _MONTH_DAY, at, '请写“月-日”，如 due = "01-20"')
        if due in {"02-30", "02-31", "04-31", "06-31", "09-31", "11-31"}:
            self._wrong((*at, "due"), f'due = "{due}" 没有这一天', '请写存在的日期，如 due = "01-20"')
        return BodyRow(
            name=self._needed(raw, "name", at), kind=self._one_of(raw, "kind", _KINDS, at), due=due, since=since
        )

    def _seconds(self, raw: Mapping[str, Any], key: str, default: float, least: float, most: float) -> float:
        value = raw.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self._wrong((key,), f"{key} = {value!r} 不是 {least:g} 到 {most:g} 的秒数", f"请写如 {default:g} 或 0.5")
            return default
        return float(value)

    def _budget(self, raw: Mapping[str, Any], at: Place) -> int | None:
        value: int | None = self._typed(raw, "budget", int, at)
        if value is not None and not 1 <= value <= _LARGEST_BUDGET:
            self._wrong((*at, "budget"), f"budget = {value} 不是一次巡查的请求数", "请写正整数，如 budget = 500")
            return None
        return value

    def _window(self, raw: Mapping[str, Any], at: Place) -> str | None:
        value: str | None = self._typed(raw, "window", str, at)
        try:
            return value and str(Window.of(value))
        except ValueError:
            mend = '请写起止时刻（北京时间，可跨午夜），如 window = "22:00-06:00"'
            self._wrong((*at, "window"), f"window = {value!r} 不是巡查时段", mend)
            return None

    def _contact(self, raw: Mapping[str, Any]) -> str | None:
        contact: str | None = self._typed(raw, "contact", str, ())
        if contact is not None and not re.fullmatch(r"[\x21-\x7e][\x20-\x7e]{0,199}", contact):
            self._wrong(
                ("contact",),
                "contact 要写进 User-Agent，只能是可见的 ASCII 字符",
                "请写邮箱或网址，如 admin@example.cn",
            )
            return None
        return contact

    def _address(self, value: object, at: Place, *, inner: bool) -> str:
        if not isinstance(value, str) or not is_address(value):
            self._wrong(at, f"{value!r} 不是网址", "请写以 http:// 或 https:// 开头的完整地址", value)
            return ""
        self._public(host_of(value), at, value, inner=inner)
        return normal_address(value)

    def _host(self, value: object, at: Place, *, inner: bool) -> str:
        name = value.lower() if isinstance(value, str) else ""
        if host_of(f"http://{name}/") != name or not is_address(f"http://{name}/"):
            self._wrong(at, f"{value!r} 不是主机名", "请只写主机名，如 xxgk.example.gov.cn", value)
            return ""
        self._public(name, at, value, inner=inner)
        return name

    def _public(self, host: str, at: Place, value: object, *, inner: bool) -> None:
        if not inner and is_inner(host):
            self._wrong(
                at,
                f"{host} 是本机或内网主机",
                "请改为公开的主机；确需抓取内网时在登记表开头写 allow_private_hosts = true",
                value,
            )

    def _known(self, raw: Mapping[str, Any], keys: tuple[str, ...], at: Place) -> None:
        for key in raw:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
                mend = f"是不是 {near[0]}？" if near else f"这里可以写：{'、'.join(keys)}"
                self._wrong((*at, key), f"不认识的键 {key}", mend)

    def _typed(self, raw: Mapping[str, Any], key: str, kind: type, at: Place) -> Any:
        value = raw.get(key)
        if value is None or (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
            return value
        self._wrong((*at, key), f"{key} = {value!r} 类型不对", f"请写{_WORDS[kind]}")
        return None

    def _needed(self, raw: Mapping[str, Any], key: str, at: Place) -> str:
        value = self._typed(raw, key, str, at)
        mistyped = difflib.get_close_matches(key, set(raw) - {*_PORTAL, *_BODY}, cutoff=0.5)
        if value is None and (key in raw or mistyped):
            return ""  # told already
        if value is None or not value.strip():
            self._wrong((*at, key) if key in raw else at, f"缺少 {key}", f'请补上 {key} = "…"')
        return (value or "").strip()

    def _tables(self, raw: Mapping[str, Any], key: str, at: Place) -> list[Mapping[str, Any]]:
        entries = raw.get(key, [])
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            return entries
        header = ".".join([*(part for part in at if not part.isdigit()), key])
        self._wrong((*at, key), f"{key} 写法不对", f"请用 [[{header}]] 开头，一个一段")
        return []

    def _matching(self, raw: Mapping[str, Any], key: str, pattern: re.Pattern[str], at: Place, mend: str) -> str | None:
        value = raw.get(key)
        if value is None or (isinstance(value, str) and pattern.fullmatch(value)):
            return value
        self._wrong((*at, key), f"{key} = {value!r} 写法不对", mend)
        return None

    def _one_of(self, raw: Mapping[str, Any], key: str, choices: tuple[str, ...], at: Place) -> str | None:
        value = raw.get(key)
        if value is None or value in choices:
            return value
        self._wrong((*at, key), f"{key} = {value!r} 不在可选之列", f"请写其中之一：{'、'.join(choices)}")
        return None

    def _distinct(self, values: list[str], key: str, what: str) -> None:
        self._unrepeated([(value, ("portal", str(index), key)) for index, value in enumerate(values)], what)

    def _unrepeated(self, values: Iterable[tuple[str, Place]], what: str) -> None:
        seen: set[str] = set()
        for value, at in values:
            if value and value in seen:
                self._wrong(at, f"{what}：{value}", "请删去一处", value)
            seen.add(value)

    def _wrong(self, at: Place, what: str, mend: str, value: object = None) -> None:
        line = self._line(at, value)
        self.mistakes.append((line, mistake(self.source, line, what, mend)))

    def _line(self, at: Place, value: object) -> int:
        if isinstance(value, str) and (line := self.lines.get((*at, value))):
            return line
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


def mistake(source: str, line: int, what: str, mend: str) -> str:
    """One line on what is wrong on a line of a file, and the mend."""
    return f"{source} 第 {line} 行：{what}。{mend.rstrip('。？')}{'？' if mend[-1] == '？' else '。'}"


def normal_address(text: str) -> str:
    """An address as the registry knows it: scheme and host in lower case, a path at least, no fragment but a route."""
    parts = urlsplit(text)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, route_of(text)))


def is_address(text: str) -> bool:
    """Whether this is a whole address on the web."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host_of(text)) and not re.search(r"\s", text)


def _syntax(error: tomllib.TOMLDecodeError, text: str, source: str) -> str:
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else len(text.splitlines()) or 1
    return f"{source} 第 {line} 行：TOML 语法不对（{error}）。请检查引号、方括号和等号。"


_HEADER: Final = re.compile(r"\s*(\[\[|\[)\s*([\w.\s\"'-]+?)\s*\]")
_KEY: Final = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_QUOTED: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table, key and quoted value. TOML's own reader tells no places."""
    places: dict[Place, int] = {}
    table: Place = ()
    key: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table_place(header, places)
            places.setdefault(table, number)
        elif found := _KEY.match(line):
            key = (*table, found.group(1))
            places.setdefault(key, number)
        for quoted in _QUOTED.findall(line):
            places.setdefault((*key, "".join(quoted)), number)
    return places


def _table_place(header: re.Match[str], places: Mapping[Place, int]) -> Place:
    """``[[portal.body]]`` as a place: a further entry of its last name, within the latest entries of the others."""
    place: Place = ()
    names = [name.strip(" \"'") for name in header.group(2).split(".")]
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        count = sum(
            1 for known in places if len(known) == len(place) + 1 and known[:-1] == place and known[-1].isdigit()
        )
        if header.group(1) == "[[" and depth == len(names):
            return (*place, str(count))
        if count:
            place = (*place, str(count - 1))
    return place
