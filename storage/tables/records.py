"""Rows of the log as records: frozen dataclasses whose fields are named as the columns they come from.

What SQLite keeps as text or number comes back as what it is: a day as a date, a
flag as a bool, a JSON column as tuples or a mapping. Times stay stamps of the log.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from storage.database import Row
from storage.tables.packing import pack

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")
Convert = Callable[[Any], Any]


def record(kind: type[Record], row: Row) -> Record:
    """The record of that kind that a row holds; columns that it has no field for are left out."""
    return kind(
        **{
            name: row[name] if convert is None or row[name] is None else convert(row[name])
            for name, convert in _converters(kind).items()
            if name in row
        }
    )


def maybe(kind: type[Record], row: Row | None) -> Record | None:
    """The record of that kind that a row holds, None for none."""
    return None if row is None else record(kind, row)


def records(kind: type[Record], rows: Iterable[Row]) -> list[Record]:
    """The records of that kind that these rows hold."""
    return list(each_record(kind, rows))


def each_record(kind: type[Record], rows: Iterable[Row]) -> Iterator[Record]:
    """The records of that kind one after the other, as the rows come."""
    return (record(kind, row) for row in rows)


def names_of(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    return tuple(field.name for field in fields(kind))


def as_columns(values: Mapping[str, Any]) -> Row:
    """Values of a record as SQLite keeps them, by the same names."""
    return {name: _plain(value) for name, value in values.items()}


def values_of(kept: "DataclassInstance") -> dict[str, Any]:
    """The values of a record's fields by name, as they are."""
    return {field.name: getattr(kept, field.name) for field in fields(kept)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return pack(value) if isinstance(value, tuple | list | Mapping) else value


@cache
def _converters(kind: "type[DataclassInstance]") -> Mapping[str, Convert | None]:
    """What makes a field's value of a column's, by the field's name; None where the column's is the value."""
    hints = get_type_hints(kind)
    return {name: _converter(hints[name]) for name in names_of(kind)}


def _converter(hint: Any) -> Convert | None:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (kind for kind in get_args(hint) if kind is not NoneType)
    if hint is date:
        return date.fromisoformat
    if hint is bool:
        return bool
    if get_origin(hint) in (tuple, Mapping):
        shape = _shape(hint)
        return lambda text: shape(json.loads(text))
    return None


def _shape(hint: Any) -> Convert:
    """What brings a value that JSON gave into the shape that the hint asks for."""
    if is_dataclass(hint):
        return lambda value: hint(**value)  # type: ignore[operator] # a class, as all hints are
    if get_origin(hint) is not tuple:
        return lambda value: value
    inner, *rest = get_args(hint)
    if rest != [...]:
        return tuple
    shape = _shape(inner)
    return lambda value: tuple(map(shape, value))
