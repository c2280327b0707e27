"""表二, proactive disclosure: item rows by label, their cells by the head above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from crawler.text import fold, squash, tidy
from monitor.documents.model import Cell
from monitor.reports.applications import figure_of
from monitor.reports.cells import Printed, printed, printed_cell
from monitor.reports.forms import (
    NEW_PROACTIVE_MARKERS,
    OLD_PROACTIVE_MARKERS,
    PROACTIVE_COLUMN_MARKS,
    PROACTIVE_ROWS,
    ProactiveRow,
)
from monitor.reports.loose import LooseRow, LooseTable
from monitor.reports.loose_cells import blank_row, reading_of
from monitor.reports.model import CellState, Figure, TableReading
from monitor.reports.parts import Row, TablePart, distinct
from monitor.reports.runs import all_cuts, lost_blanks, only_cut
from storage.figures import PROACTIVE_CELLS, Form

_OLD_ENOUGH: Final = 2
"""One label of the old form may be a slip; two make the form."""


@dataclass(slots=True)
class ProactiveTable:
    """What was read of 表二."""

    reading: TableReading
    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """One column head: the column it names and the grid columns it covers."""

    column: str
    start: int
    end: int


def read_proactive(parts: Sequence[TablePart], form: Form, told: Mapping[str, Decimal] | None = None) -> ProactiveTable:
    """表二 from its parts. A table that bears the other form gives that form's figures; the report's own are absent.

    ``told`` are numbers that the prose gives for cells, by full name: they
    settle how digits that ran together are to be cut.
    """
    figures = {f"proactive.{cell}": Figure(f"proactive.{cell}", CellState.ABSENT) for cell in PROACTIVE_CELLS[form]}
    if not parts:
        return ProactiveTable(TableReading("proactive", present=False), figures)
    texts = [squash(text) for part in parts for text in _texts(part)]
    old, borne = _old_markers(texts), _form_of(texts)
    labels: dict[str, str] = {}
    read: dict[str, Printed] = {}
    for part in parts:
        _read_part(part, borne or form, read, labels, told or {})
    wanted = [row for row in PROACTIVE_ROWS if row.columns[borne or form]]
    unseen = [] if all(part.accounted and not part.unread for part in parts) else _unseen(wanted, borne or form, read)
    read.update(dict.fromkeys(unseen, Printed("", CellState.UNSURE)))
    figures.update({f"proactive.{cell}": figure_of(f"proactive.{cell}", value) for cell, value in read.items()})
    reading = TableReading(
        "proactive",
        present=True,
        form=borne,
        old_form_markers=old,
        labels=labels,
        missing_rows=tuple(row.name for row in wanted if not any(cell.startswith(f"{row.name}.") for cell in read)),
        page=parts[0].page,
        header_quote=_head_quote(parts),
    )
    return ProactiveTable(reading, figures, list(_notes(read)))


def _texts(part: TablePart) -> Iterator[str]:
    for row in part.rows:
        yield from (cell.text for cell in distinct(row))
    yield part.text


def _old_markers(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(marker for marker in OLD_PROACTIVE_MARKERS if any(marker in text for text in texts))


def _form_of(texts: Sequence[str]) -> Form | None:
    old = len(_old_markers(texts))
    if old >= _OLD_ENOUGH:
        return "2019"
    new = sum(any(marker in text for text in texts) for marker in NEW_PROACTIVE_MARKERS)
    return "2021" if new else "2019" if old else None


def _unseen(wanted: Sequence[ProactiveRow], form: Form, read: Mapping[str, Printed]) -> list[str]:
    """The cells that were not seen and may be there all the same."""
    return [
        f"{row.name}.{column}" for row in wanted for column in row.columns[form] if f"{row.name}.{column}" not in read
    ]


def _read_part(
    part: TablePart, form: Form, read: dict[str, Printed], labels: dict[str, str], told: Mapping[str, Decimal]
) -> None:
    if part.loose is not None:
        shown = {**part.loose.columns, **{row.name: row.label for row in part.loose.rows}}
        labels.update({name: text for name, text in shown.items() if name not in labels})
        _read_loose(part, part.loose, form, read, told)
    heads: list[_Head] = []
    for cells in part.rows:
        item = _item(cells)
        if item is None:
            heads = _heads(cells, labels) or heads
            continue
        row, label, values = item
        labels.setdefault(row.name, tidy(label.text))
        _keep(row, _cells(row, form, heads, values, ragged=part.ragged), read)


def _read_loose(
    part: TablePart, table: LooseTable, form: Form, read: dict[str, Printed], told: Mapping[str, Decimal]
) -> None:
    known = {row.name: row for row in PROACTIVE_ROWS}
    listed = [(row, known[row.name].columns[form] or known[row.name].columns["2019"]) for row in table.rows]
    lost = lost_blanks((run, len(columns)) for row, columns in listed for run in reading_of(row, columns).runs[-1:])
    unclear = False
    for row, columns in reversed(listed):
        names = {column: f"proactive.{row.name}.{column}" for column in columns}
        wanted = {column: told[name] for column, name in names.items() if name in told}
        # What stands at the label below and could not be made out may belong to this one.
        accounted = part.accounted and not unclear
        cells = _loose_cells(row, columns, wanted, lost=lost, accounted=accounted)
        unclear = cells is None
        if cells is None:
            cells = [Printed("", CellState.UNSURE, page=part.page)] * len(columns)
        _keep(known[row.name], dict(zip(columns, cells, strict=True)), read)


def _loose_cells(
    row: LooseRow, columns: Sequence[str], told: Mapping[str, Decimal], *, lost: bool, accounted: bool
) -> Sequence[Printed] | None:
    """The cells of a row: told by their places, or by the only way to cut their digits, alone or with the prose.

    ``lost`` says that blank cells left no trace in this table.
    """
    if not row.values and not row.doubtful:
        return blank_row(row, len(columns)) if accounted else None
    reading = reading_of(row, columns)
    if len(reading.vectors) == 1 and reading.placed:
        return reading.vectors[0]
    if not reading.runs or (lost and only_cut(reading.runs[-1], len(columns)) is None):
        return None
    ways = [way for run in reading.runs for way in all_cuts(run, len(columns)) or ()]
    agreeing = [way for way in ways if all(way[columns.index(name)].number == told[name] for name in told)]
    return ways[0] if len(ways) == 1 else agreeing[0] if told and len(agreeing) == 1 else None


def _keep(row: ProactiveRow, cells: dict[str, Printed], read: dict[str, Printed]) -> None:
    """Keeps the cells of a row; a row met twice with different numbers is not sure."""
    for column, cell in cells.items():
        name = f"{row.name}.{column}"
        known = read.get(name)
        if known is None or known.state is CellState.BLANK:
            read[name] = cell
        elif cell.state is not CellState.BLANK and (cell.state, cell.value) != (known.state, known.value):
            read[name] = Printed("", CellState.UNSURE, page=known.page)


def _item(cells: Row) -> tuple[ProactiveRow, Cell, list[Cell]] | None:
    """The item row of the form, its label cell and the cells behind it."""
    found = distinct(cells)
    for at, cell in enumerate(found):
        text = fold(cell.text)
        row = next((row for row in PROACTIVE_ROWS if row.label.match(text)), None)
        if row is not None:
            return row, cell, found[at + 1 :]
    return None


def _heads(cells: Row, labels: dict[str, str]) -> list[_Head]:
    heads: list[_Head] = []
    for cell in distinct(cells):
        text = squash(cell.text)
        column = next((name for name, mark in PROACTIVE_COLUMN_MARKS.items() if mark.search(text)), None)
        if column is not None and heads and heads[-1].column == column:
            heads[-1] = _Head(column, heads[-1].start, cell.column + cell.colspan)
        elif column is not None:
            heads.append(_Head(column, cell.column, cell.column + cell.colspan))
            labels.setdefault(column, tidy(cell.text))
    return heads


def _cells(
    row: ProactiveRow, form: Form, heads: Sequence[_Head], values: Sequence[Cell], *, ragged: bool
) -> dict[str, Printed]:
    """The row's cells by column: one for one in order, else by place, else unsure."""
    columns = _columns(row, form, heads)
    if ragged:
        cells = _ragged(values, len(columns))
    elif len(values) == len(columns):
        cells = [printed_cell(cell) for cell in values]
    else:
        cells = _by_place(values, heads, columns) or _single(values, len(columns))
    if cells is None:
        cells = [Printed("", CellState.UNSURE, page=next((cell.page for cell in values), None))] * len(columns)
    return dict(zip(columns, cells, strict=True))


def _columns(row: ProactiveRow, form: Form, heads: Sequence[_Head]) -> tuple[str, ...]:
    named = tuple(head.column for head in heads)
    for columns in (row.columns[form], row.columns["2021"], row.columns["2019"]):
        if columns and named == columns:
            return columns
    return row.columns[form] or row.columns["2019"]


def _ragged(values: Sequence[Cell], width: int) -> list[Printed] | None:
    cells = [printed_cell(cell) for cell in values]
    while len(cells) > width and cells[-1].state is CellState.BLANK:
        cells.pop()
    if len(cells) == width:
        return cells
    if not any(cell.text for cell in cells):
        return [printed("")] * width
    return _single(values, width)


def _single(values: Sequence[Cell], width: int) -> list[Printed] | None:
    """One value where the form has one: the only cell with text, or the same text repeated where cells were merged."""
    filled = [cell for cell in values if cell.text.strip()]
    if width != 1 or len({squash(cell.text) for cell in filled}) > 1:
        return None
    return [printed_cell(filled[0])] if filled else [printed("")]


def _by_place(values: Sequence[Cell], heads: Sequence[_Head], columns: Sequence[str]) -> list[Printed] | None:
    if tuple(head.column for head in heads) != tuple(columns):
        return None
    found: list[Cell] = []
    placed: list[Cell] = []
    for head in heads:
        under = [cell for cell in values if cell.column < head.end and cell.column + cell.colspan > head.start]
        # Where merged cells were parted, some carriers repeat the text in every part.
        if len({squash(cell.text) for cell in under}) != 1 or any(under[0] is known for known in placed):
            return None
        found.append(under[0])
        placed += under
    if any(cell.text.strip() and not any(cell is known for known in placed) for cell in values):
        return None
    return [printed_cell(cell) for cell in found]


def _head_quote(parts: Sequence[TablePart]) -> str:
    for row in (row for part in parts for row in part.rows):
        texts = [tidy(cell.text) for cell in distinct(row) if cell.text.strip()]
        if any(mark.search(squash(text)) for text in texts for mark in PROACTIVE_COLUMN_MARKS.values()):
            return " ".join(texts)
    return ""


def _notes(read: dict[str, Printed]) -> Iterator[str]:
    unread = sum(cell.state is CellState.UNSURE for cell in read.values())
    if unread:
        yield f"表二有{unread}个单元格无法确定，未采用其数值。"
