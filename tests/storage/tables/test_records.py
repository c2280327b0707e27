"""Records and the rows they come from: one identity, for every kind of column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from storage.tables.records import as_columns, maybe, names_of, record, records, values_of


@dataclass(frozen=True, slots=True)
class File:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    kind: Literal["one", "other"]
    title: str | None
    day: date
    due: date | None
    healthy: bool
    known: bool | None
    cells: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    counts: Mapping[str, Any]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    files: tuple[File, ...]


TEXTS = st.text()
KEPT = st.builds(
    Kept,
    id=st.integers(),
    kind=st.sampled_from(["one", "other"]),
    title=st.none() | TEXTS,
    day=st.dates(),
    due=st.none() | st.dates(),
    healthy=st.booleans(),
    known=st.none() | st.booleans(),
    cells=st.lists(TEXTS).map(tuple),
    pairs=st.lists(st.tuples(TEXTS, TEXTS)).map(tuple),
    counts=st.dictionaries(TEXTS, st.integers() | TEXTS),
    score=st.none() | st.floats(allow_nan=False),
)


@given(KEPT)
def test_what_is_written_comes_back(kept: Kept) -> None:
    columns = as_columns(values_of(kept))
    assert all(value is None or type(value) in (int, float, str) for value in columns.values())
    assert record(Kept, columns) == kept


def test_columns_without_a_field_are_left_out_and_fields_without_a_column_have_their_default() -> None:
    assert records(File, [{"name": "a", "size": 1, "more": 2}]) == [File("a", 1)]
    plain = {"id": 1, "kind": "one", "title": None, "day": "2026-04-08", "due": None, "healthy": 1, "known": 0}
    kept = record(Kept, plain | {"cells": "[]", "pairs": "[]", "counts": "{}"})
    assert (kept.day, kept.healthy, kept.known, kept.score) == (date(2026, 4, 8), True, False, None)


def test_records_within_a_column() -> None:
    assert record(Listed, {"files": '[{"name": "a", "size": 1}]'}) == Listed((File("a", 1),))


def test_no_row_is_no_record() -> None:
    assert maybe(File, None) is None
    assert names_of(File) == ("name", "size")
