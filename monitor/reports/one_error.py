"""Rows that no sum allows as they stand, and that all sums allow but for one cell: a report's own error.

Where the digits of a row ran together and no cut of them is lawful, either the
report is wrong in a cell or the copy is. It is taken for the report's error
only where one cell alone explains every sum that fails, all other sums bear
the row out, and the cell does not look like the lawful number with a foreign
digit at its end, as a page's number or the number of a label would leave it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.reports.grids import WIDTH, Identities, Sides, Vector, resolve
from storage.figures import APPLICANTS


@dataclass(frozen=True, slots=True)
class _Error:
    """A reading that is lawful but for the cell in one column."""

    vector: Vector
    column: int


def with_one_error(
    vectors: Mapping[str, Vector | None],
    cuts: Mapping[str, Sequence[Vector]],
    identities: Identities,
    told: Mapping[str, Decimal],
) -> dict[str, Vector | None]:
    """The vectors, with those open rows settled that sums, or what the prose tells, leave one cut for.

    ``cuts`` are all ways to cut the rows that are still open.
    """
    settled = dict(vectors)
    void: set[tuple[str, int]] = set()
    for row, ways in cuts.items():
        errors = list(_errors(row, ways, settled, identities))
        if len(errors) == 1:
            settled[row] = errors[0].vector
            void.add((row, errors[0].column))
    left = {row: [way for way in ways if _sums_up(way)] for row, ways in cuts.items() if settled[row] is None}
    if void and left:
        settled.update(_again(left, settled, identities, void))
    for row, ways in left.items():
        if settled[row] is None:
            settled[row] = _as_told(row, ways, told)
    return settled


def _errors(
    row: str, ways: Sequence[Vector], settled: Mapping[str, Vector | None], identities: Identities
) -> Iterator[_Error]:
    usable = [sides for sides in identities.sums() if _is_known_beside(row, sides, settled)]
    if not usable:
        return
    for way in ways:
        lawful = [_lawful(row, sides, settled) for sides in usable]
        wrong = {at for at in range(WIDTH) if any(numbers[at] != way[at].number for numbers in lawful)}
        if len(wrong) == 1 and not _sums_up(way):
            (at,) = wrong
            wanted = {numbers[at] for numbers in lawful}
            if len(wanted) == 1 and _sums_up_with(way, at, *wanted) and not _is_longer(way[at].text, *wanted):
                yield _Error(way, at)


def _is_known_beside(row: str, sides: Sides, settled: Mapping[str, Vector | None]) -> bool:
    rows = [other for side in sides for other in side]
    known = all(other == row or (settled.get(other) is not None) for other in rows)
    return row in rows and known and all(cell.number is not None for o in rows for cell in settled.get(o) or ())


def _lawful(row: str, sides: Sides, settled: Mapping[str, Vector | None]) -> list[Decimal]:
    """What the identity would have in every column of the row."""
    left, right = sides
    sign = 1 if row in left else -1
    numbers: list[Decimal] = []
    for at in range(WIDTH):
        known = {other: vector[at].number or Decimal(0) for other, vector in settled.items() if vector is not None}
        over = sum((known.get(other, Decimal(0)) for other in left if other != row), Decimal(0))
        over -= sum((known.get(other, Decimal(0)) for other in right if other != row), Decimal(0))
        numbers.append(-sign * over)
    return numbers


def _sums_up(way: Vector) -> bool:
    return _sums_up_with(way, None, Decimal(0))


def _sums_up_with(way: Vector, at: int | None, number: Decimal) -> bool:
    """Whether the row adds up, with another number in one cell."""
    numbers = [number if place == at else cell.number for place, cell in enumerate(way)]
    parts = [part for part in numbers[:-1] if part is not None]
    return len(parts) == WIDTH - 1 and sum(parts, Decimal(0)) == numbers[-1]


def _is_longer(printed: str, lawful: Decimal) -> bool:
    """Whether the printed number is the lawful one with more digits before or behind it."""
    text = str(lawful)
    return lawful < 0 or (len(printed) > len(text) and (printed.startswith(text) or printed.endswith(text)))


def _again(
    left: Mapping[str, Sequence[Vector]],
    settled: Mapping[str, Vector | None],
    identities: Identities,
    void: set[tuple[str, int]],
) -> dict[str, Vector | None]:
    """The open rows by the sums of all columns but those in which a row is wrong."""
    known = {row: [vector] for row, vector in settled.items() if vector is not None}
    found = resolve({**known, **left}, identities, doubted=left.keys(), void=void)
    return {row: found[row] for row in left}


def _as_told(row: str, ways: Sequence[Vector], told: Mapping[str, Decimal]) -> Vector | None:
    """The one way that bears every number that the prose tells of the row."""
    wanted = {
        at: told[name] for at, column in enumerate(APPLICANTS) if (name := f"applications.{row}.{column}") in told
    }
    agreeing = [way for way in ways if all(way[at].number == number for at, number in wanted.items())]
    return agreeing[0] if wanted and len(agreeing) == 1 else None
