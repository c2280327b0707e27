"""Readings: what the readers made of a version, its figures in the wide table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from storage.clock import Clock
from storage.database import Log
from storage.figures import catalogue
from storage.tables.narrowing import EVERYTHING, Wanted
from storage.tables.packing import pack

Outcome = Literal["read", "unreadable"]

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


def store(log: Log, reading: Reading, clock: Clock) -> None:
    """Keep the reading of a version in place of an earlier one; :func:`load` gives exactly it.

    A figure that the catalogue does not know is a ValueError.
    """
    rows = reading.figures
    if unknown := rows.keys() - catalogue().keys():
        raise ValueError(f"no such figures: {sorted(unknown)}")
    places = {name: place for name, row in rows.items() if (place := _place(row)) is not None}
    with log.atomic():
        log.execute(
            "REPLACE INTO readings (version_id, reader, outcome, detail, capture_id, report, places, compared, read_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(reading.version_id, reading.reader, reading.outcome, reading.detail, reading.capture_id),
                *(pack(dict(reading.report)), pack(places)),
                *(pack([_pack(comparison) for comparison in reading.compared]), clock.stamp()),
            ),
        )
        log.execute(_replace_figures(), _wide(reading.version_id, rows))


def load(log: Log, version_id: int) -> Reading | None:
    """The reading of a version; None where it was not read."""
    row = log.row("SELECT * FROM readings WHERE version_id = ?", (version_id,))
    if row is None:
        return None
    return Reading(
        version_id,
        row["reader"],
        row["outcome"],
        row["detail"],
        row["capture_id"],
        json.loads(row["report"]),
        _figures(log, version_id, json.loads(row["places"])),
        _unpack(row["compared"]),
    )


def figures_of_reports(log: Log, wanted: Wanted = EVERYTHING) -> Iterator[tuple[int, list[str], dict[str, FigureRow]]]:
    """The figures of every wanted report's current version, one report after the other.

    The report's id; the values as text in the catalogue's order, "" for none;
    and those figures by full name that are not a number printed as it is.
    """
    where, parameters = wanted.where("reports")
    rows = log.each(
        "SELECT reports.id AS report_id, figures.* FROM reports JOIN portals ON portals.id = reports.portal_id"  # noqa: S608
        " LEFT JOIN bodies ON bodies.id = reports.body_id JOIN figures ON figures.version_id ="
        " (SELECT id FROM versions WHERE report_id = reports.id ORDER BY number DESC LIMIT 1)"
        f"{where} ORDER BY reports.id",
        parameters,
    )
    names = [(name, figure.sql_name) for name, figure in catalogue().items()]
    for row in rows:
        entries = json.loads(row["printed"])
        special = {name: _figure(row[column], entries[name], None) for name, column in names if name in entries}
        values = [special[name].value if name in special else row[column] for name, column in names]
        yield row["report_id"], ["" if value is None else str(value) for value in values], special


def capture_read(log: Log, version_id: int) -> int | None:
    """The capture from which a version was read; None where it was not."""
    row = log.row("SELECT capture_id FROM readings WHERE version_id = ? AND outcome = 'read'", (version_id,))
    return row["capture_id"] if row else None


def printed(log: Log, version_id: int) -> dict[str, str]:
    """The figures of a version as printed, by full name, "" for an empty cell; those absent or unsure have no entry."""
    left_out = ("absent", "unsure")
    return {name: row.printed for name, row in _figures(log, version_id, {}).items() if row.state not in left_out}


def report_of(log: Log, version_id: int) -> dict[str, Any]:
    """What the reading of a version says of the report besides its figures; empty where it could not be read."""
    row = log.row("SELECT report FROM readings WHERE version_id = ?", (version_id,))
    return json.loads(row["report"]) if row else {}


def bodies_inside(log: Log) -> dict[int, str]:
    """Whom every version that was read names as its own body, by version id."""
    body = "json_extract(report, '$.body')"
    rows = log.rows(f"SELECT version_id, {body} AS body FROM readings WHERE {body} <> ''")  # noqa: S608 - a path of ours
    return {row["version_id"]: row["body"] for row in rows}


def comparisons_of(log: Log, version_id: int) -> tuple[Comparison, ...]:
    """What the version's other files say of the figures that were read; empty where it was not read."""
    row = log.row("SELECT compared FROM readings WHERE version_id = ?", (version_id,))
    return _unpack(row["compared"]) if row else ()


def unreadable(log: Log) -> dict[int, str]:
    """The versions that could not be read, by id, with the line that says why."""
    rows = log.rows("SELECT version_id, detail FROM readings WHERE outcome = 'unreadable' ORDER BY version_id")
    return {row["version_id"]: row["detail"] for row in rows}


def lossy(log: Log) -> dict[int, str]:
    """The versions that were read although a file of theirs was lost, by id, with the line that says which."""
    rows = log.rows("SELECT version_id, detail FROM readings WHERE outcome = 'read' AND detail <> ''")
    return {row["version_id"]: row["detail"] for row in rows}


def _pack(comparison: Comparison) -> list[Any]:
    return [*comparison[:-1], [list(difference) for difference in comparison.differences]]


def _unpack(text: str) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(capture_id, name, cells, tuple((figure, here, there) for figure, here, there in differences))
        for capture_id, name, cells, differences in json.loads(text)
    )


def _figures(log: Log, version_id: int, places: Mapping[str, Any]) -> dict[str, FigureRow]:
    """The figures of a version by full name, out of the wide table and their ``places``."""
    wide = log.row("SELECT * FROM figures WHERE version_id = ?", (version_id,)) or {"printed": "{}"}
    entries = json.loads(wide["printed"])
    return {
        name: _figure(wide.get(figure.sql_name), entries.get(name), places.get(name))
        for name, figure in catalogue().items()
        if wide.get(figure.sql_name) is not None or name in entries
    }


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
    value = _decimal(number)
    state, printed, exact, repaired = (*entry, *(None,) * (4 - len(entry))) if entry else (_NUMBER, str(value), None, 0)
    if exact is not None:
        value = Decimal(exact)
    page, *box = place if isinstance(place, Sequence) else (place,)
    return FigureRow(state, printed, value, page, tuple(box) if box else None, bool(repaired))
