"""Portals written into the text of a registry and taken out of it; the rest of the text stays as people wrote it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from crawler.registry.reading import Registry, RegistryError, lines_of, parse_registry
from storage.tables.portals import BodyRow, PortalRow

EMPTY: Final = "delay_seconds = 2\n"
"""The text of a registry without portals."""


def portal_text(portal: PortalRow) -> str:
    """One portal and its roster in TOML."""
    head = _table(
        "[[portal]]",
        name=portal.name,
        home=portal.home,
        columns=list(portal.columns),
        hosts=list(portal.hosts),
        division=portal.division,
        level=portal.level,
        tls=portal.tls,
        budget=portal.budget,
        window=portal.window,
    )
    return "\n".join([head, *(_body_text(body) for body in portal.bodies)])


def with_portals(text: str, portals: Iterable[PortalRow]) -> str:
    """The text with these portals behind the others; nothing is checked."""
    return "\n".join([text.rstrip("\n") + "\n", *map(portal_text, portals)])


def without_portals(text: str, source: str, homes: Iterable[str]) -> str:
    """The text without the portals of these homes and without the comments right above them.

    RegistryError where the registry is wrong, or is written so that an entry
    cannot be cut out for certain.
    """
    registry = parse_registry(text, source)
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
    if _said(rest, source, expected) != expected:
        raise _by_hand(source)
    return rest


def _said(rest: str, source: str, expected: Registry) -> Registry:
    """What the cut text says; a registry must not be empty, so the last cut is read with a portal of our own."""
    if expected.portals:
        return parse_registry(rest, source)
    stand_in = PortalRow("某门户", "https://www.example.gov.cn/")
    return replace(parse_registry(with_portals(rest, [stand_in]), source), portals=())


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


def _body_text(body: BodyRow) -> str:
    return _table("[[portal.body]]", name=body.name, kind=body.kind, due=body.due, since=body.since)


def _table(header: str, **values: Any) -> str:
    return "\n".join([header, *(f"{key} = {_value(value)}" for key, value in values.items() if value)]) + "\n"


def _value(value: object) -> str:
    """A value in TOML, which writes strings, numbers and arrays as JSON does, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
