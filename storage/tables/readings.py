"""Readings: what the readers made of a version, its figures in the wide table."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, Literal, NamedTuple

from storage.clock import Clock
from storage.database import Log
from storage.figures import catalogue
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.packing import expand, pack, squeeze
from storage.tables.portals import BodyKind

Outcome = Literal["read", "unreadable"]

_DIGEST_SIZE: Final = 16
"""Bytes."""

_NUMBER: Final = "number"
_LARGEST: Final = 2**63 - 1
"""SQLite keeps integers up to this size."""
_EXACT_DIGITS: Final = 15
"""SQLite prints a number with a fraction to so many digits."""


class Comparison(NamedTuple):
    """The figures of another file of the version beside those that were read.

    ``name`` is what people call the two, ``cells`` how many could be compared,
    ``differences`` are (figure, as printed in what was read, as printed in the
    other file).
    """

    capture_id: int
    name: str
    cells: int
    differences: Sequence[tuple[str, str, str]] = ()


class FigureRow(NamedTuple):
    """One figure as it is kept.

    ``state`` is what stands in the cell (``number``, ``blank``, ...),
    ``printed`` its text, ``value`` the number. ``box`` is (page, x0, top, x1,
    bottom) in points.
    """

    state: str
    printed: str = ""
    value: Decimal | None = None
    page: int | None = None
    box: tuple[float, float, float, float, float] | None = None
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers of a version ``reader`` made of a version of a report.

    ``detail`` is one Chinese line where it is ``unreadable``, or a file of it was lost; ``capture_id`` the
    file that was read, ``report`` everything of the report but its figures in
    values of JSON, ``figures`` those by full name, and ``compared`` what the
    version's other files say of them.
    """

    version_id: int
    reader: int
    outcome: Outcome
    detail: str = ""
    capture_id: int | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, FigureRow] = field(default_factory=dict)
    compared: Sequence[Comparison] = ()


class Packed(NamedTuple):
    """A reading as the log holds it: ``report``, ``places`` and ``compared`` packed, ``numbers`` by the catalogue."""

    version_id: int
    reader: int
    outcome: Outcome
    detail: str
    capture_id: int | None
    report: bytes
    places: bytes
    compared: bytes
    numbers: tuple[float | None, ...]
    printed: str


class Gist(NamedTuple):
    """What a portal's judging must know of a reading without loading it.

    ``digest`` is a hash of all that was read: the same again has the same.
    ``body``, ``body_kind`` and ``year`` are what the report says of itself,
    None where it says nothing; ``detail`` as in :class:`Reading`.
    """

    digest: bytes
    outcome: Outcome
    detail: str
    body: str | None
    body_kind: BodyKind | None
    year: int | None


def store(log: Log, reading: Reading, clock: Clock) -> None:
    """Keep the reading of a version in place of an earlier one; :func:`load` gives exactly it.

    A figure that the catalogue does not know is a ValueError.
    """
    rows = reading.figures
    if unknown := rows.keys() - catalogue().keys():
        raise ValueError(f"no such figures: {sorted(unknown)}")
    said = reading.report
    with log.atomic():
        log.execute(
            "REPLACE INTO readings (version_id, reader, outcome, detail, capture_id, read_at, body, body_kind, year,"
            " report, places, compared, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(reading.version_id, reading.reader, reading.outcome, reading.detail, reading.capture_id),
                *(clock.stamp(), said.get("body"), said.get("body_kind"), said.get("year")),
                *_packed(reading),
            ),
        )
        log.execute(_replace_figures(), _wide(reading.version_id, rows))


def load(log: Log, version_id: int) -> Reading | None:
    """The reading of a version; None where it was not read."""
    packed = load_packed(log, version_id)
    return None if packed is None else unpack(packed)


def load_packed(log: Log, version_id: int) -> Packed | None:
    """The reading of a version as the log holds it, for :func:`unpack` in whatever process; None where it has none."""
    row = log.execute(
        "SELECT version_id, reader, outcome, detail, capture_id, report, places, compared FROM readings"
        " WHERE version_id = ?",
        (version_id,),
    ).fetchone()
    if row is None:
        return None
    numbers, entries = _wide_of(log, version_id)
    return Packed._make((*row, numbers, entries))


def unpack(packed: Packed) -> Reading:
    """The reading that was kept so."""
    return Reading(
        packed.version_id,
        packed.reader,
        packed.outcome,
        packed.detail,
        packed.capture_id,
        json.loads(expand(packed.report)),
        _figures(packed.numbers, packed.printed, json.loads(expand(packed.places))),
        _unpack(expand(packed.compared)),
    )


def gists(log: Log, portal_id: int) -> dict[int, Gist]:
    """What was read of every version of a portal's reports that was, by version id."""
    found = log.execute(
        "SELECT versions.id, digest, outcome, detail, readings.body, readings.body_kind, readings.year FROM reports"
        " JOIN versions ON versions.report_id = reports.id JOIN readings ON version_id = versions.id"
        " WHERE portal_id = ?",
        (portal_id,),
    )
    return {version_id: Gist(*values) for version_id, *values in found}


def unreadable(log: Log) -> dict[int, str]:
    """The versions that could not be read, by id, with the line that says why."""
    found = log.execute("SELECT version_id, detail FROM readings WHERE outcome = 'unreadable' ORDER BY version_id")
    return dict(found.fetchall())


def figures_of_reports(log: Log, wanted: Wanted = EVERYTHING) -> Iterator[tuple[int, list[str], dict[str, FigureRow]]]:
    """The figures of every wanted report's current version, one report after the other.

    The report's id; the values as text in the catalogue's order, "" for none;
    and those figures by full name that are not a number printed as it is.
    """
    where, parameters = wanted.where("reports")
    rows = log.each(
        f"SELECT reports.id AS report_id, {_figure_columns()} FROM reports"  # noqa: S608 - names of our own
        " JOIN portals ON portals.id = reports.portal_id LEFT JOIN bodies ON bodies.id = reports.body_id"
        " JOIN figures ON figures.version_id ="
        " (SELECT id FROM versions WHERE report_id = reports.id ORDER BY number DESC LIMIT 1)"
        f"{where} ORDER BY reports.id",
        parameters,
    )
    for row in rows:
        report_id, *numbers, entries = row.values()
        known, found = json.loads(entries), list(zip(catalogue(), numbers, strict=True))
        special = {name: _figure(number, known[name], None) for name, number in found if name in known}
        values = [special[name].value if name in special else number for name, number in found]
        yield report_id, ["" if value is None else str(value) for value in values], special


def capture_read(log: Log, version_id: int) -> int | None:
    """The capture from which a version was read; None where it was not."""
    row = log.row("SELECT capture_id FROM readings WHERE version_id = ? AND outcome = 'read'", (version_id,))
    return row["capture_id"] if row else None


def printed(log: Log, version_id: int) -> dict[str, str]:
    """The figures of a version as printed, by full name, "" for an empty cell; those absent or unsure have no entry."""
    left_out = ("absent", "unsure")
    figures = _figures(*_wide_of(log, version_id), {})
    return {name: row.printed for name, row in figures.items() if row.state not in left_out}


def comparisons_of(log: Log, version_id: int) -> tuple[Comparison, ...]:
    """What the version's other files say of the figures that were read; empty where it was not read."""
    row = log.row("SELECT compared FROM readings WHERE version_id = ?", (version_id,))
    return _unpack(expand(row["compared"])) if row else ()


def _packed(reading: Reading) -> tuple[bytes, ...]:
    """What is kept packed of a reading, and the hash of all that was read."""
    places = {name: place for name, row in reading.figures.items() if (place := _place(row)) is not None}
    compared = [_pack(comparison) for comparison in reading.compared]
    texts = [pack(value) for value in (dict(reading.report), places, compared)]
    figures = sorted((name, *map(str, row)) for name, row in reading.figures.items())
    all_read = pack([*texts, reading.outcome, reading.detail, figures])
    return (*map(squeeze, texts), hashlib.blake2b(all_read.encode(), digest_size=_DIGEST_SIZE).digest())


def _pack(comparison: Comparison) -> list[Any]:
    return [*comparison[:-1], [list(difference) for difference in comparison.differences]]


def _unpack(text: str) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(capture_id, name, cells, tuple((figure, here, there) for figure, here, there in differences))
        for capture_id, name, cells, differences in json.loads(text)
    )


def _figures(numbers: Sequence[float | None], entries: str, places: Mapping[str, Any]) -> dict[str, FigureRow]:
    """The figures of a version by full name, out of a row of the wide table and their places."""
    known = json.loads(entries)
    return {
        name: _figure(number, known.get(name), places.get(name))
        for name, number in zip(catalogue(), numbers, strict=True)
        if number is not None or name in known
    }


def _wide_of(log: Log, version_id: int) -> tuple[tuple[float | None, ...], str]:
    """The numbers of a version by the catalogue, and what their columns cannot say."""
    sql = f"SELECT {_figure_columns()} FROM figures WHERE version_id = ?"  # noqa: S608 - names of our own
    wide = log.execute(sql, (version_id,)).fetchone()
    return (tuple(wide[:-1]), wide[-1]) if wide else ((None,) * len(catalogue()), "{}")


@cache
def _figure_columns() -> str:
    return ", ".join((*(figure.sql_name for figure in catalogue().values()), "printed"))


@cache
def _replace_figures() -> str:
    columns = ["version_id", *(figure.sql_name for figure in catalogue().values()), "printed"]
    return f"REPLACE INTO figures ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - ours


def _wide(version_id: int, rows: Mapping[str, FigureRow]) -> list[Any]:
    numbers = [_number(rows[name]) if name in rows else None for name in catalogue()]
    entries = {name: entry for name, row in rows.items() if (entry := _entry(row))}
    return [version_id, *numbers, pack(entries)]


def _number(row: FigureRow) -> int | float | None:
    """What the wide table's column holds: the value of a number, to 15 digits where it has more."""
    if row.state != _NUMBER or row.value is None or not row.value.is_finite():
        return None
    if row.value == row.value.to_integral_value() and abs(row.value) <= _LARGEST:
        return int(row.value)
    number = float(row.value)
    return None if number in (float("inf"), float("-inf")) else number


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number))


def _entry(row: FigureRow) -> list[Any] | None:
    """What the column cannot say: [state, printed, value, repaired] without its trailing defaults, None for nothing."""
    number = _number(row)
    if _is_plain(row, number):
        return None
    exact = str(_decimal(number)) == str(row.value)
    entry = [row.state, row.printed, None if exact else str(row.value), int(row.repaired)]
    while entry[-1] in (None, 0):
        entry.pop()
    return entry


def _is_plain(row: FigureRow, number: float | None) -> bool:
    """True where SQL and Python both print the column's number just as the report does."""
    same = row.printed == str(row.value) == repr(number)
    return same and number is not None and len(row.printed) <= _EXACT_DIGITS and not row.repaired


def _place(row: FigureRow) -> int | list[Any] | None:
    return row.page if row.box is None else [row.page, *row.box]


def _figure(number: float | None, entry: Sequence[Any] | None, place: int | Sequence[Any] | None) -> FigureRow:
    value, text = _decimal_and_text(number)
    state, printed, exact, repaired = (*entry, *(None,) * (4 - len(entry))) if entry else (_NUMBER, text, None, 0)
    if exact is not None:
        value = Decimal(exact)
    if isinstance(place, Sequence):
        page, *box = place
        return FigureRow(state, printed, value, page, tuple(box), bool(repaired))
    return FigureRow(state, printed, value, place, None, bool(repaired))


@lru_cache(maxsize=1 << 12, typed=True)  # most figures are small, and 0 most of all
def _decimal_and_text(number: float | None) -> tuple[Decimal | None, str]:
    value = _decimal(number)
    return value, str(value)
