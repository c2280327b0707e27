"""表四, review and litigation: fifteen cells in three groups of five."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from crawler.text import fold, tidy
from monitor.reports.applications import figure_of
from monitor.reports.cells import Printed, is_value, printed, printed_cell
from monitor.reports.forms import REMEDY_CELLS, REMEDY_MARKS
from monitor.reports.loose import LooseRow
from monitor.reports.loose_cells import reading_of
from monitor.reports.model import CellState, Figure, TableReading
from monitor.reports.parts import Row, TablePart, distinct
from monitor.reports.runs import remedy_cut
from storage.figures import REMEDY_COLUMNS

WIDTH: Final = len(REMEDY_CELLS)
_GROUP: Final = len(REMEDY_COLUMNS)
_LABEL: Final = re.compile(r"结果|审结|[总合]计|维持|纠正|起诉|复议|诉讼")


@dataclass(slots=True)
class RemediesTable:
    """What was read of 表四."""

    reading: TableReading
    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_remedies(parts: Sequence[TablePart]) -> RemediesTable:
    """表四 from its parts; the table is the same in both forms, so it names none."""
    cells, missing, notes = _cells(parts)
    figures = {
        f"remedies.{name}": figure_of(f"remedies.{name}", cell) for name, cell in zip(REMEDY_CELLS, cells, strict=True)
    }
    if not parts:
        return RemediesTable(TableReading("remedies", present=False), figures)
    unread = sum(cell.state is CellState.UNSURE for cell in cells)
    if unread and not notes:
        notes = [f"表四有{unread}个单元格无法确定，未采用其数值。"]
    labels, quote = _labels(parts)
    reading = TableReading(
        "remedies",
        present=True,
        labels=labels,
        missing_columns=missing,
        missing_rows=("values",) if all(cell.state is CellState.ABSENT for cell in cells) else (),
        page=parts[0].page,
        header_quote=quote,
    )
    return RemediesTable(reading, figures, notes)


def _cells(parts: Sequence[TablePart]) -> tuple[Sequence[Printed], tuple[str, ...], list[str]]:
    absent = (Printed("", CellState.ABSENT),) * WIDTH
    if any(part.unread for part in parts):
        return (Printed("", CellState.UNSURE),) * WIDTH, (), ["表四未能读出，未采用其数值。"]
    loose = [row for part in parts if part.loose for row in part.loose.rows]
    if loose:
        return _from_values(loose)
    head = _leaf_columns([row for part in parts if not part.ragged for row in part.rows])
    found = [(part, row) for part in parts for row in part.rows if _is_value_row(row)]
    filled = [(part, row) for part, row in found if any(cell.text.strip() for cell in distinct(row))]
    if not found:
        return absent, (), []
    part, row = (filled or found)[0]
    if len({_shape(row) for _, row in filled}) > 1:
        return (Printed("", CellState.UNSURE),) * WIDTH, (), ["表四出现多行不同数值，未采用。"]
    if part.ragged:
        return _from_loose(row)
    return _from_grid(row, head)


def _shape(row: Row) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in distinct(row))


def _is_value_row(row: Row) -> bool:
    return bool(distinct(row)) and all(is_value(cell.text) for cell in distinct(row))


def _leaf_columns(rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Grid columns with the name their lowest head gives them (结果维持 …), left to right."""
    width = max((len(row) for row in rows), default=0)
    heads = [row for row in rows if any(_LABEL.search(fold(cell.text)) for cell in distinct(row))]
    leaves: list[tuple[int, str]] = []
    for column in range(width):
        texts = [fold(cell.text) for row in heads if column < len(row) and (cell := row[column]) and cell.colspan == 1]
        name = next((n for text in reversed(texts) for n, mark in REMEDY_MARKS.items() if mark.search(text)), None)
        if name is not None:
            leaves.append((column, name))
    return leaves


def _from_grid(row: Row, head: Sequence[tuple[int, str]]) -> tuple[Sequence[Printed], tuple[str, ...], list[str]]:
    if len(head) == WIDTH:
        slots = [row[column] if column < len(row) else None for column, _ in head]
    elif len(row) == WIDTH:
        slots = list(row)
    else:
        return _from_fewer(row, head)
    beside = [cell for cell in distinct(row) if cell.text.strip() and not any(cell is slot for slot in slots)]
    if any(slot is None for slot in slots) or len(distinct(slots)) < WIDTH or beside:
        return _from_loose(row)
    return tuple(printed_cell(slot) for slot in slots if slot is not None), (), []


def _from_fewer(row: Row, head: Sequence[tuple[int, str]]) -> tuple[Sequence[Printed], tuple[str, ...], list[str]]:
    """A table that lacks whole groups: the groups that stand there are read, the others are missing."""
    names = [name for _, name in head]
    whole = names == list(REMEDY_COLUMNS) * (len(names) // _GROUP) and 0 < len(names) < WIDTH
    if not whole:
        return _from_loose(row)
    cells = [row[column] if column < len(row) else None for column, _ in head]
    read = [printed_cell(cell) if cell is not None else Printed("", CellState.UNSURE) for cell in cells]
    absent = [Printed("", CellState.ABSENT)] * (WIDTH - len(read))
    return [*read, *absent], REMEDY_CELLS[len(read) :], []


def _from_loose(row: Row) -> tuple[Sequence[Printed], tuple[str, ...], list[str]]:
    """A row that does not line up: 15 as they stand; 16 less a zero, 14 and a zero, where one way is lawful."""
    raw = tuple(printed_cell(cell) for cell in distinct(row))
    core = _trimmed(raw)
    if len(raw) == WIDTH or len(core) == WIDTH:
        return (raw if len(raw) == WIDTH else core), (), []
    candidates = _repairs(core)
    lawful = candidates if len(candidates) == 1 else [cells for cells in candidates if _groups_hold(cells)]
    if len(lawful) == 1:
        return lawful[0], (), ["表四单元格数不是十五个，已按补零、去零规则对齐。"]
    return (Printed("", CellState.UNSURE),) * WIDTH, (), ["表四单元格数不是十五个，无法确定各数位置。"]


def _repairs(core: tuple[Printed, ...]) -> list[tuple[Printed, ...]]:
    found: dict[tuple[Decimal | None, ...], tuple[Printed, ...]] = {}
    for cells in _repaired(core):
        found.setdefault(tuple(cell.number for cell in cells), tuple(replace(cell, repaired=True) for cell in cells))
    return list(found.values())


def _repaired(core: tuple[Printed, ...]) -> Iterator[tuple[Printed, ...]]:
    if len(core) == WIDTH + 1:
        yield from (core[:at] + core[at + 1 :] for at in range(1, WIDTH) if core[at].value == 0)
    if len(core) == WIDTH - 1:
        yield from ((*core[:at], printed("0", page=core[0].page), *core[at:]) for at in range(1, len(core)))


def _trimmed(cells: tuple[Printed, ...]) -> tuple[Printed, ...]:
    filled = [at for at, cell in enumerate(cells) if cell.state is not CellState.BLANK]
    return cells[filled[0] : filled[-1] + 1] if filled else ()


def _groups_hold(cells: Sequence[Printed]) -> bool:
    numbers = [cell.number for cell in cells]
    groups = (numbers[at : at + _GROUP] for at in range(0, WIDTH, _GROUP))
    return all(
        None not in group and sum((n for n in group[:-1] if n is not None), Decimal(0)) == group[-1] for group in groups
    )


def _from_values(rows: Sequence[LooseRow]) -> tuple[Sequence[Printed], tuple[str, ...], list[str]]:
    """The row off a tape, where one reading alone is told by its places or holds in its three sums."""
    if len({tuple(value.text for value in row.values) for row in rows}) > 1:
        return (Printed("", CellState.UNSURE),) * WIDTH, (), ["表四出现多行数值，未采用。"]
    reading = reading_of(rows[0], REMEDY_CELLS)
    found = [vector for vector in reading.vectors if _groups_hold(vector)]
    if reading.placed and len(reading.vectors) == 1:
        found = list(reading.vectors)
    cut = next((cut for run in reading.runs[-1:] if (cut := remedy_cut(run)) is not None), None)
    if cut is not None:
        found = [tuple(printed(text, page=rows[0].values[0].page) for text in cut)]
    if len(found) != 1:
        return (Printed("", CellState.UNSURE),) * WIDTH, (), ["表四各数连写，无法确定如何断开。"]
    return found[0], (), []


def _labels(parts: Sequence[TablePart]) -> tuple[dict[str, str], str]:
    labels: dict[str, str] = {}
    quote: list[str] = []
    for row in (row for part in parts for row in part.rows if not _is_value_row(row)):
        texts = [tidy(cell.text) for cell in distinct(row) if cell.text.strip()]
        quote = quote or texts
        for text in texts:
            name = next((n for n, mark in REMEDY_MARKS.items() if mark.search(fold(text))), None)
            if name is not None:
                labels.setdefault(name, text)
    return labels, " ".join(quote)
