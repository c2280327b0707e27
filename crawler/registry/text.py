"""Portals written into the text of a registry and taken out of it; the rest of the text stays as people wrote it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from crawler.registry.reading import Place, lines_of, parse_registry
from crawler.registry.values import BODY_KEYS, PORTAL_KEYS, Key, RegistryError
from storage.tables.portals import BodyRow, PortalRow

EMPTY: Final = "delay_seconds = 2\n"
"""The text of a registry without portals."""


def portal_text(portal: PortalRow) -> str:
    """One portal and its roster in TOML."""
    head = _table("[[portal]]", portal, PORTAL_KEYS)
    return "\n".join([head, *(_table("[[portal.body]]", body, BODY_KEYS) for body in portal.bodies)])


def with_portals(text: str, portals: Iterable[PortalRow]) -> str:
    """The text with these portals behind the others; nothing is checked."""
    return "\n".join([text.rstrip("\n") + "\n", *map(portal_text, portals)])


def with_bodies(text: str, source: str, home: str, bodies: Iterable[BodyRow]) -> str:
    """The text with these bodies behind the others of the portal's roster.

    RegistryError where the registry is wrong, or is written so that this cannot be put in for certain.
    """
    registry = parse_registry(text, source)
    added = tuple(bodies)
    number = [portal.home for portal in registry.portals].index(home)
    lines = text.splitlines(keepends=True)
    starts = [*_starts(text, lines), len(lines)]
    if len(starts) != len(registry.portals) + 1:
        raise _by_hand(source)
    before, after = "".join(lines[: starts[number + 1]]).rstrip("\n"), "".join(lines[starts[number + 1] :])
    rosters = "\n".join(_table("[[portal.body]]", body, BODY_KEYS) for body in added)
    whole = f"{before}\n\n{rosters}" + (f"\n{after}" if after else "")
    expected = [
        replace(portal, bodies=portal.bodies + added) if portal.home == home else portal for portal in registry.portals
    ]
    if parse_registry(whole, source) != replace(registry, portals=tuple(expected)):
        raise _by_hand(source)
    return whole


def without_portals(text: str, source: str, homes: Iterable[str]) -> str:
    """The text without the portals of these homes and without the comments right above them.

    RegistryError where the registry is wrong, or is written so that an entry
    cannot be cut out for certain.
    """
    registry = parse_registry(text, source, may_be_empty=True)
    gone = set(homes)
    lines = text.splitlines(keepends=True)
    starts = _starts(text, lines)
    if len(starts) != len(registry.portals):
        raise _by_hand(source)
    for index in reversed([i for i, portal in enumerate(registry.portals) if portal.home in gone]):
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        del lines[starts[index] : end]
    rest = "".join(lines)
    expected = replace(registry, portals=tuple(portal for portal in registry.portals if portal.home not in gone))
    if parse_registry(rest, source, may_be_empty=True) != expected:
        raise _by_hand(source)
    return rest


def with_names(text: str, source: str, home: str, body: BodyRow) -> str:
    """The text with the ``aliases`` and ``others`` that a body of the portal's roster has now.

    RegistryError where the registry is wrong, or is written so that this cannot be put in for certain.
    """
    registry = parse_registry(text, source)
    index, portal = next((i, one) for i, one in enumerate(registry.portals) if one.home == home)
    number = [known.name for known in portal.bodies].index(body.name)
    bodies = tuple(body if known.name == body.name else known for known in portal.bodies)
    portals = tuple(replace(one, bodies=bodies) if one is portal else one for one in registry.portals)
    for key in ("aliases", "others"):
        text = _with_key(text, source, ("portal", str(index), "body", str(number)), key, getattr(body, key))
    if parse_registry(text, source) != replace(registry, portals=portals):
        raise _by_hand(source)
    return text


def _with_key(text: str, source: str, table: Place, key: str, names: Sequence[str]) -> str:
    """The text with a line for a key of a table, right below its name, in place of the line that it has."""
    lines, places = text.splitlines(keepends=True), lines_of(text)
    if table not in places:
        raise _by_hand(source)
    if line := places.get((*table, key)):
        del lines[line - 1]
    below = lines_of("".join(lines)).get((*table, "name"), places[table])
    lines[below - 1] = lines[below - 1].rstrip("\n") + "\n"
    return "".join([*lines[:below], *([f"{key} = {_value(list(names))}\n"] if names else []), *lines[below:]])


def _starts(text: str, lines: list[str]) -> list[int]:
    """The index of each portal's first line, comments right above its header included."""
    places = lines_of(text)
    found: list[int] = []
    while number := places.get(("portal", str(len(found)))):
        start = number - 1
        while start and lines[start - 1].startswith("#"):
            start -= 1
        found.append(start)
    return found


def _by_hand(source: str) -> RegistryError:
    return RegistryError(f"{source}：写法特殊，不能自动改动。请用文本编辑器改，每个门户以 [[portal]] 开头。")


def _table(header: str, row: PortalRow | BodyRow, keys: Iterable[Key]) -> str:
    said = [(key.name, getattr(row, key.name)) for key in keys]
    return "\n".join([header, *(f"{name} = {_value(value)}" for name, value in said if value)]) + "\n"


def _value(value: object) -> str:
    """A value in TOML, which writes strings, numbers and arrays as JSON does, but for one control character.

    Pairs are a table in one line.
    """
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return f"{{ {', '.join(f'{_value(key)} = {_value(said)}' for key, said in value)} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
