"""A digest as the log keeps it, so that a past day can be looked at as it was told."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from monitor.telling.digest import Digest
from storage.tables.packing import pack


def to_text(digest: Digest) -> str:
    """The digest as JSON text."""
    return pack(json.loads(json.dumps(asdict(digest), default=str)))


def from_text(text: str) -> Digest:
    """The digest that :func:`to_text` wrote; fields that an older nianbao did not know have their defaults."""
    digest: Digest = _value(Digest, json.loads(text))
    return digest


def _value(hint: Any, found: Any) -> Any:
    """What JSON gave, as the type that the hint asks for."""
    if found is None:
        return None
    inner = get_args(hint)
    match get_origin(hint):
        case None:
            return _plain(hint, found)
        case kept if kept in (Union, UnionType):
            return _value(next(kind for kind in inner if kind is not NoneType), found)
        case kept if kept in (list, tuple):
            return kept(_value(inner[0], one) for one in found)
        case kept if kept is dict:
            return {key: _value(inner[1], one) for key, one in found.items()}
    return found


def _plain(hint: type, found: Any) -> Any:
    if is_dataclass(hint):
        return hint(**{name: _value(inner, found[name]) for name, inner in _hints(hint).items() if name in found})
    if hint is date:
        return date.fromisoformat(found)
    return hint(found) if issubclass(hint, Enum) else found


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
