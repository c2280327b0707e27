"""The cells of a loose row: every reading that its values admit, and whether their places alone tell them.

A row whose values are as many as its cells is told by its place. Every other
row has several readings or none: values that stand on lines of their own may
be feet of pages, digits may have run together. Which of them is lawful is told
by sums and by what the text says, never by taste.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from typing import Final

from monitor.reports.cells import Printed, printed
from monitor.reports.grids import Vector, loose_candidates
from monitor.reports.loose import LooseRow, Value
from monitor.reports.model import CellState

_LONGEST_FOOT: Final = 3
"""Digits of a page's number."""
_MOST_FEET: Final = 3
"""Ends of pages within one row."""
_MOST_DROPPED: Final = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row's values may mean.

    ``placed`` says that the places of the values alone tell the one vector
    there is. Else the ``vectors`` are possibilities, and ``runs`` what is to be
    cut into cells: the values of the label's own line, and all of them.
    """

    vectors: tuple[Vector, ...] = ()
    placed: bool = False
    runs: tuple[str, ...] = ()


UNREAD: Final = Reading()


def reading_of(row: LooseRow, columns: Sequence[str]) -> Reading:
    """The readings of a row of so many columns; none where it cannot be read. The row has values."""
    width = len(columns)
    values = [value for value in row.values if not value.foot]
    if row.doubtful or not values:
        return UNREAD
    if any(row.columns):
        return _by_columns(row, columns)
    return _of_table(values, width) if any(value.cell for value in values) else _of_text(row, values, width)


def _of_text(row: LooseRow, values: Sequence[Value], width: int) -> Reading:
    exact = _exact(values, width)
    if exact is not None:
        return Reading((_vector(exact),), placed=True)
    if len(values) > width:
        return Reading(tuple(_dropped(values, width)))
    # Digits that ran together and bear commas of thousands could be cut anywhere.
    return UNREAD if any(value.thousands for value in values) else Reading(runs=tuple(_runs(row, values)))


def blank_row(row: LooseRow, width: int) -> Vector:
    """A row whose cells are empty."""
    assert not row.values
    return (printed(""),) * width


def _vector(values: Sequence[Value]) -> Vector:
    return tuple(_printed(value) for value in values)


def _printed(value: Value) -> Printed:
    return printed(value.text, page=value.page, box=value.box, confidence=value.confidence)


def is_single(value: Value) -> bool:
    """Whether a value can be one cell: no run with a leading zero, no signs beside digits."""
    state = printed(value.text).state
    digits = value.text.lstrip("+-−")
    lead = len(digits) > 1 and digits[0] in "0０" and digits[1].isdecimal()
    return value.cell or (state in {CellState.NUMBER, CellState.SYMBOL} and not lead)


def _by_columns(row: LooseRow, columns: Sequence[str]) -> Reading:
    """A row that names the column of every value."""
    named = {name: value for name, value in zip(row.columns, row.values, strict=True) if name is not None}
    if len(row.values) != len(columns) or set(named) != set(columns) or not all(map(is_single, row.values)):
        return UNREAD
    return Reading((_vector([named[name] for name in columns]),), placed=True)


def _exact(values: Sequence[Value], width: int) -> list[Value] | None:
    """The values that are as many as the cells: all of them, with thousands joined, or those of one line."""
    for found in (list(values), _with_thousands(values), _behind_bullet(values), _of_one_line(values, width)):
        if len(found) == width and all(map(is_single, found)):
            return list(found)
    return None


def _with_thousands(values: Sequence[Value]) -> list[Value]:
    """The values, those joined that only a comma parts (1,234); as they are where commas part cells."""
    if any(value.after_comma and not value.thousands for value in values):
        return list(values)
    joined: list[Value] = []
    for value in values:
        if joined and value.thousands:
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text},{value.text}", end=value.end)
        else:
            joined.append(value)
    return joined


def _behind_bullet(values: Sequence[Value]) -> Sequence[Value]:
    """The values without a dash that only marks the item of a list."""
    return values[1:] if values and values[0].text in {"-", "+"} else values


def _of_one_line(values: Sequence[Value], width: int) -> list[Value]:
    """The values of the one line that has them all, where every other line is like a page's number."""
    lines = [list(group) for _, group in groupby(values, key=lambda value: value.line)]
    whole = [line for line in lines if len(line) == width > 1 or (width == 1 and not line[0].alone)]
    others = [line for line in lines if not any(line is one for one in whole)]
    return whole[0] if len(whole) == 1 and all(map(_is_foot, others)) else []


def _is_foot(line: Sequence[Value]) -> bool:
    return len(line) == 1 and line[0].alone and line[0].text.isdecimal() and len(line[0].text) <= _LONGEST_FOOT


def _dropped(values: Sequence[Value], width: int) -> Iterator[Vector]:
    """The values less those on lines of their own that are too many: feet of pages look like cells."""
    surplus = len(values) - width
    feet = [at for at, value in enumerate(values) if _is_foot([value])]
    if surplus > min(_MOST_FEET, len(feet)):
        return
    for count, chosen in enumerate(combinations(feet, surplus)):
        left = [value for at, value in enumerate(values) if at not in chosen]
        if count < _MOST_DROPPED and all(map(is_single, left)):
            yield tuple(replace(cell, repaired=True) for cell in _vector(left))


def _runs(row: LooseRow, values: Sequence[Value]) -> Iterator[str]:
    """The texts to be cut: the values of the label's own line where others follow on lines below, and all."""
    own = [value for value in values if value.line == row.line]
    if own and len(own) < len(values):
        yield " ".join(value.text for value in own)
    yield " ".join(value.text for value in values)


def _of_table(values: Sequence[Value], width: int) -> Reading:
    """A row of a table: its cells stand on one line, and what stands on others is a page's number or the next row's."""
    grouped = [list(group) for _, group in groupby(values, key=lambda value: value.line)]
    lines = [line for line in grouped if any(value.text for value in line)] or grouped[:1]
    rows = [line for line in lines if len(line) > 1 or (width == 1 and not line[0].alone)]
    if len(rows) > 1:
        rows = [line for line in rows if len([value for value in line if value.text]) == width]
    others = [line for line in lines if not any(line is row for row in rows)]
    filled = [value for value in values if value.text]
    if not rows and len(filled) == width and all(map(is_single, filled)):
        return Reading((_vector(filled),))  # a line that broke off, or a cell lost and a foreign number
    if len(rows) != 1 or not all(len(line) == 1 for line in others):
        return UNREAD
    if others and len([value for value in rows[0] if value.text]) < width <= len(filled):
        # The line may have lost its end to the next ones, or a cell altogether: its sums tell.
        broken = [_vector(filled)] if len(filled) == width else _dropped(filled, width)
        return Reading((*broken, *(loose_candidates(_vector(rows[0]), width) or ())))
    return _of_cells(rows[0], width)


def _of_cells(values: Sequence[Value], width: int) -> Reading:
    """The cells of one row: empty ones at its ends are left-overs of merged labels."""
    exact = _exact([value for value in values if value.text], width)
    if exact is not None and all(value.text for value in _trimmed(values)):
        return Reading((_vector(exact),), placed=True)
    vectors = loose_candidates(_vector(values), width) or []
    return Reading(tuple(vectors), placed=True)


def _trimmed(values: Sequence[Value]) -> Sequence[Value]:
    filled = [at for at, value in enumerate(values) if value.text]
    return values[filled[0] : filled[-1] + 1] if filled else ()
