"""Rows that lost their grid: every reading a row admits, and the one that law leaves.

A row of 表三 whose cells do not line up has several possible readings. They are
made only by adding or taking away zeros and by cutting run-together digits,
never by changing a digit; the row's own sum and then the identities of the
columns choose among them. What several readings survive stays unsure.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Final

from monitor.reports.cells import Printed, printed
from monitor.reports.model import CellState

WIDTH: Final = 7
"""Value columns of 表三."""
MOST_COMBINATIONS: Final = 20_000

Vector = tuple[Printed, ...]
Numbers = tuple[Decimal, ...]
Sides = tuple[tuple[str, ...], tuple[str, ...]]
"""An identity: rows on the left and rows on the right, whose sums are equal in every column."""


@dataclass(frozen=True, slots=True)
class Identities:
    """The two identities that bind the rows of 表三 in every column.

    ``balance``: the first two rows together equal the last two together (printed
    in the table's corner). ``outcomes`` together equal ``total``.
    """

    balance: tuple[str, str, str, str] = ("new", "carried_in", "total", "carried_out")
    outcomes: tuple[str, ...] = ()
    total: str = "total"

    def sums(self) -> tuple[Sides, ...]:
        """Both identities as (rows on the left, rows on the right)."""
        new, carried_in, total, carried_out = self.balance
        return ((new, carried_in), (total, carried_out)), (self.outcomes, (self.total,))


def loose_candidates(cells: Sequence[Printed], width: int = WIDTH) -> list[Vector] | None:
    """The readings of a row whose cells do not line up (FORMAT §7); None where there is none.

    ``cells`` are all cells behind the last label. Empty ones at either end are
    dropped; one cell too many loses a zero, one too few gains one (where only one
    reading comes of it, its sum has to hold: the lost cell may have been any
    number), the first and the last cell keep their places.
    """
    core = _without_empty_ends(cells)
    if len(core) == width:
        return [core]
    if not core:
        return [tuple(cells[:width]) if len(cells) >= width else (printed(""),) * width] if cells else None
    if len(core) == width + 1:
        return _distinct(_repaired(core[:at] + core[at + 1 :]) for at in range(1, width) if _is_zero(core[at])) or None
    if len(core) == width - 1:
        zero = printed("0", page=core[0].page)
        gained = _distinct(_repaired((*core[:at], zero, *core[at:])) for at in range(1, len(core)))
        return gained if len(gained) > 1 or _row_holds(gained[0]) else None  # the lost cell was no zero
    return [tuple(cells)] if len(cells) == width else None


def resolve(
    candidates: Mapping[str, Sequence[Vector]],
    identities: Identities,
    *,
    doubted: Container[str] = (),
    void: Collection[tuple[str, int]] = (),
) -> dict[str, Vector | None]:
    """The one reading of every row, None where it stays unsure.

    A row with a single reading keeps it, whether its sum holds or not (else a
    true error in it would be hidden), but for those ``doubted``: their cells do
    not tell by their places where they belong. No identity counts in a column
    in which a row of it is ``void`` (row, column): that cell is known to be wrong.
    """
    settled: dict[str, Vector | None] = {}
    open_rows: dict[str, list[Vector]] = {}
    for row, readings in candidates.items():
        distinct = _distinct(readings)
        alone = len(distinct) == 1 and row not in doubted
        lawful = distinct if alone else [vector for vector in distinct if _row_holds(vector)]
        if len(lawful) > 1:
            open_rows[row] = lawful
        else:
            settled[row] = lawful[0] if lawful else None
    usable = [
        _Sums(sides, tuple(at for at in range(WIDTH) if not any((row, at) in void for side in sides for row in side)))
        for sides in identities.sums()
        if _is_usable(sides, open_rows, settled)
    ]
    settled.update(_by_columns(open_rows, settled, usable))
    return {row: settled[row] for row in candidates}


def holds(vectors: Mapping[str, Vector | None], identities: Identities) -> bool:
    """Whether every row adds up and every identity holds in all columns."""
    if not all(vector is not None and _row_holds(vector) for vector in vectors.values()):
        return False
    sums = [[row for side in sides for row in side] for sides in identities.sums()]
    return all(row in vectors for rows in sums for row in rows) and all(
        _Balance.of(_Sums(sides, tuple(range(WIDTH))), vectors, ()).holds((), ()) for sides in identities.sums()
    )


def unsure(vector: Iterable[Printed]) -> Vector:
    """The cells of a row as printed, none with a value."""
    return tuple(replace(cell, state=CellState.UNSURE, value=None) for cell in vector)


@dataclass(frozen=True, slots=True)
class _Sums:
    """An identity of which every row is known or open, and the columns in which it counts."""

    sides: Sides
    columns: tuple[int, ...]


def _by_columns(
    open_rows: Mapping[str, list[Vector]], settled: Mapping[str, Vector | None], usable: Sequence[_Sums]
) -> dict[str, Vector | None]:
    bound = {row for sums in usable for side in sums.sides for row in side}
    choices = {row: vectors for row, vectors in open_rows.items() if row in bound}
    while (narrowed := {row: _feasible(row, choices, settled, usable) for row in choices}) != choices:
        choices = narrowed
    found: dict[str, Vector | None] = dict.fromkeys(open_rows)
    for group in _groups(choices, usable):
        found.update(_search({row: choices[row] for row in group}, settled, usable))
    return found


def _groups(choices: Mapping[str, list[Vector]], usable: Sequence[_Sums]) -> list[list[str]]:
    """Open rows that share an identity, directly or through others; each group is searched on its own."""
    groups: list[set[str]] = []
    for sums in usable:
        members = {row for side in sums.sides for row in side if row in choices}
        touching = [group for group in groups if group & members]
        groups = [group for group in groups if not group & members]
        groups.append(members.union(*touching))
    return [sorted(group) for group in groups if group]


def _search(
    choices: Mapping[str, list[Vector]],
    settled: Mapping[str, Vector | None],
    usable: Sequence[_Sums],
) -> dict[str, Vector | None]:
    rows = list(choices)
    combinations = 1
    for row in rows:
        combinations *= len(choices[row])
    if not 0 < combinations <= MOST_COMBINATIONS:
        return dict.fromkeys(rows)
    tests = [
        _Balance.of(sums, settled, rows) for sums in usable if any(row in side for side in sums.sides for row in rows)
    ]
    numbers = [[_numbers(vector) for vector in choices[row]] for row in rows]
    lawful = [
        picks for picks in product(*map(range, map(len, numbers))) if all(test.holds(numbers, picks) for test in tests)
    ]
    return {row: _agreed([choices[row][picks[at]] for picks in lawful]) for at, row in enumerate(rows)}


@dataclass(frozen=True, slots=True)
class _Balance:
    """One identity in every column: what the settled rows leave, and with which sign the open rows count."""

    left_over: Numbers
    signs: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, sums: _Sums, settled: Mapping[str, Vector | None], rows: Sequence[str]) -> "_Balance":
        """The identity with its settled rows summed up."""
        left, right = sums.sides
        known = [(1, row) for row in left] + [(-1, row) for row in right]
        vectors = [(sign, _numbers(vector)) for sign, row in known if (vector := settled.get(row)) is not None]
        over = tuple(sum((sign * numbers[at] for sign, numbers in vectors), Decimal(0)) for at in range(WIDTH))
        return cls(over, tuple((row in left) - (row in right) for row in rows), sums.columns)

    def holds(self, numbers: Sequence[Sequence[Numbers]], picks: Sequence[int]) -> bool:
        """Whether the identity holds in every column with these readings of the open rows."""
        chosen = [
            (sign, numbers[at][pick]) for at, (sign, pick) in enumerate(zip(self.signs, picks, strict=True)) if sign
        ]
        return all(
            sum((sign * vector[column] for sign, vector in chosen), self.left_over[column]) == 0
            for column in self.columns
        )


def _agreed(vectors: Sequence[Vector]) -> Vector | None:
    distinct = _distinct(vectors)
    return distinct[0] if len(distinct) == 1 else None


def _is_usable(
    sides: Sides,
    open_rows: Mapping[str, list[Vector]],
    settled: Mapping[str, Vector | None],
) -> bool:
    rows = [row for side in sides for row in side]
    known = all(row in open_rows or ((vector := settled.get(row)) is not None and _is_known(vector)) for row in rows)
    return bool(rows) and known


def _feasible(
    row: str,
    open_rows: Mapping[str, list[Vector]],
    settled: Mapping[str, Vector | None],
    usable: Sequence[_Sums],
) -> list[Vector]:
    """The readings of one row that some reading of the others could balance in every column."""
    return [vector for vector in open_rows[row] if all(_could_hold(row, vector, open_rows, settled, s) for s in usable)]


def _could_hold(
    row: str,
    vector: Vector,
    open_rows: Mapping[str, list[Vector]],
    settled: Mapping[str, Vector | None],
    sums: _Sums,
) -> bool:
    if not any(row in side for side in sums.sides):
        return True
    for column in sums.columns:
        low = high = Decimal(0)
        for sign, side in zip((1, -1), sums.sides, strict=True):
            for other in side:
                least, most = (
                    (vector[column].number,) * 2 if other == row else _range(other, column, open_rows, settled)
                )
                assert least is not None
                assert most is not None
                low += least if sign > 0 else -most
                high += most if sign > 0 else -least
        if not low <= 0 <= high:
            return False
    return True


def _range(
    row: str, column: int, open_rows: Mapping[str, list[Vector]], settled: Mapping[str, Vector | None]
) -> tuple[Decimal, Decimal]:
    vectors = open_rows.get(row) or [vector for vector in (settled.get(row),) if vector is not None]
    numbers = [_numbers(vector)[column] for vector in vectors] or [Decimal(0)]
    return min(numbers), max(numbers)


def _numbers(vector: Vector) -> Numbers:
    return tuple(Decimal(0) if cell.number is None else cell.number for cell in vector)


def _is_known(vector: Vector) -> bool:
    return all(cell.number is not None for cell in vector)


def _row_holds(vector: Vector) -> bool:
    return _is_known(vector) and sum(_numbers(vector)[:-1], Decimal(0)) == _numbers(vector)[-1]


def _distinct(vectors: Iterable[Vector]) -> list[Vector]:
    kept: dict[tuple[tuple[CellState, Decimal | None], ...], Vector] = {}
    for vector in vectors:
        kept.setdefault(tuple((cell.state, cell.value) for cell in vector), vector)
    return list(kept.values())


def _without_empty_ends(cells: Sequence[Printed]) -> Vector:
    start, end = 0, len(cells)
    while start < end and cells[start].state is CellState.BLANK:
        start += 1
    while end > start and cells[end - 1].state is CellState.BLANK:
        end -= 1
    return tuple(cells[start:end])


def _is_zero(cell: Printed) -> bool:
    return cell.state is CellState.NUMBER and cell.value == 0


def _repaired(vector: Vector) -> Vector:
    return tuple(replace(cell, repaired=True) for cell in vector)
