"""The settings: ``nianbao.toml`` read and checked as the registry is, every mistake with its line and the mend."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from crawler.registry.reading import Place, lines_of
from crawler.registry.values import Mistake, WrongValueError, in_order, on_line
from monitor.settings.model import Channel, RuleChoice, Schedule, Serve, Settings
from monitor.settings.values import CHANNEL_KEYS, SECTIONS, Key, sends_password_openly

NAME: Final = "nianbao.toml"

T = TypeVar("T")


class SettingsError(Exception):
    """The settings cannot be used; the message is one Chinese line: file, line, what, the mend."""


def find_settings(config: Path | None, registry: Path | None) -> Path | None:
    """The file of the settings: the one named, else the one beside the registry (or in this folder); None for none.

    SettingsError where nobody may look for it.
    """
    if config is not None:
        return config
    beside = (registry.parent if registry is not None else Path()) / NAME
    try:
        return beside if beside.is_file() else None
    except OSError as error:
        raise SettingsError(f"{beside} 看不到（{error.strerror}）。请检查权限，或用 --config 指定设置文件。") from error


def load_settings(path: Path | None) -> Settings:
    """The settings of a file, the defaults for None; SettingsError tells the first mistake."""
    if path is None:
        return Settings()
    settings, mistakes = examine_settings(_read(path), path)
    if mistakes:
        raise SettingsError(mistakes[0].message(str(path)))
    return settings


def mistakes_in(path: Path) -> list[str]:
    """Every mistake of a file of settings, one Chinese line each, in the order of its lines."""
    try:
        text = _read(path)
    except SettingsError as error:
        return [str(error)]
    return [mistake.message(str(path)) for mistake in examine_settings(text, path)[1]]


def examine_settings(text: str, path: Path) -> tuple[Settings, list[Mistake]]:
    """What settings say and their mistakes in the order of lines; where there are any, no more than was made out."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), [_syntax(error, text)]
    reader = _Reader(path.absolute().parent, lines_of(text))
    settings = reader.settings(raw)
    return settings, in_order(reader.mistakes)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SettingsError(f"{path}：没有这个文件。请用 --config 指定设置文件。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}：不是 UTF-8 编码。请把文件另存为 UTF-8。") from error
    except OSError as error:
        raise SettingsError(f"{path}：读不出来（{error.strerror}）。请检查路径和权限。") from error


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Mistake:
    """A mistake of syntax by its place alone: what stands there may be a secret."""
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else len(text.splitlines()) or 1
    return Mistake(on_line(line), "TOML 语法不对", "请检查引号、方括号、等号，以及有没有写重")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks values and turns them into records; keeps every mistake with the line on which it stands."""

    folder: Path
    lines: Mapping[Place, int]
    mistakes: list[Mistake] = field(default_factory=list)

    def settings(self, raw: Mapping[str, Any]) -> Settings:
        self._check_names(raw, (*SECTIONS, "channel"), ())
        tables = list(self._channel_tables(raw))
        channels = tuple(filter(None, (self._channel(table, at) for table, at in tables)))
        self._check_distinct(tables)
        return Settings(
            self._section(raw, "serve", Serve),
            self._section(raw, "schedule", Schedule),
            self._section(raw, "rules", RuleChoice),
            channels,
        )

    def _section(self, raw: Mapping[str, Any], name: str, kind: type[T]) -> T:
        table = raw.get(name, {})
        if not isinstance(table, dict):
            self._wrong((name,), f"{name} 写法不对", f"请用 [{name}] 开头，一项一行")
            return kind()
        return kind(**self._values(table, SECTIONS[name], (name,)))

    def _channel_tables(self, raw: Mapping[str, Any]) -> Iterable[tuple[Mapping[str, Any], Place]]:
        tables = raw.get("channel", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong(("channel",), "channel 写法不对", "请用 [[channel]] 开头，一个渠道一段")
            return []
        return [(table, ("channel", str(index))) for index, table in enumerate(tables)]

    def _channel(self, raw: Mapping[str, Any], at: Place) -> Channel | None:
        said = raw.get("kind")
        kind = next((kind for kind in CHANNEL_KEYS if kind == said), None)
        if kind is None:
            what = "缺少 kind" if said is None else f"kind = {said!r} 不在可选之列"
            self._wrong((*at, "kind"), what, f"请写其中之一：{'、'.join(CHANNEL_KEYS)}")
            return None
        values = self._values(raw, CHANNEL_KEYS[kind], at)
        if any(key.needed and (key.field or key.name) not in values for key in CHANNEL_KEYS[kind]):
            return None
        channel = Channel(**values)
        if channel.kind == "mail":
            self._check_login(channel, at)
        return channel

    def _check_login(self, channel: Channel, at: Place) -> None:
        if bool(channel.user) != (channel.password is not None):
            self._wrong(at, "user 和 password 只写了一个", "请两个都写，或都不写")
        elif channel.password is not None and sends_password_openly(channel.address):
            self._wrong((*at, "address"), "密码会不加密地发出去", "请改为 smtps://，或在末尾加上 ?starttls")

    def _values(self, raw: Mapping[str, Any], keys: tuple[Key, ...], at: Place) -> dict[str, Any]:
        self._check_names(raw, tuple(key.name for key in keys), at)
        values: dict[str, Any] = {}
        for key in keys:
            if key.name not in raw:
                if key.needed:
                    self._wrong(at, f"缺少 {key.name}", f"请补上 {key.name} = …")
                continue
            try:
                values[key.field or key.name] = key.check(raw[key.name], self.folder)
            except WrongValueError as wrong:
                said = key.name if key.hidden else f"{key.name} = {raw[key.name]!r}"
                self._wrong((*at, key.name), f"{said} {wrong.fault}", wrong.mend)
        return values

    def _check_names(self, raw: Mapping[str, Any], names: tuple[str, ...], at: Place) -> None:
        for name in raw:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
                mend = f"是不是 {near[0]}？" if near else f"这里可以写：{'、'.join(names)}"
                self._wrong((*at, name), f"不认识的键 {name}", mend)

    def _check_distinct(self, tables: Iterable[tuple[Mapping[str, Any], Place]]) -> None:
        seen: set[str] = set()
        for table, at in tables:
            name = str(table.get("name", "")).strip()
            if name and name in seen:
                self._wrong((*at, "name"), f"两个渠道同名：{name}", "请改一个名称")
            seen.add(name)

    def _wrong(self, at: Place, what: str, mend: str) -> None:
        while at and at not in self.lines:
            at = at[:-1]
        self.mistakes.append(Mistake(on_line(self.lines.get(at, 1)), what, mend))
