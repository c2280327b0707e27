"""表三, applications received and handled: rows by label, columns by position, cells by law."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from crawler.text import fold, tidy
from monitor.documents.model import Cell
from monitor.reports.cells import Printed, is_value, printed_cell
from monitor.reports.forms import APPLICANT_MARKS, outcome_rows
from monitor.reports.grids import WIDTH, Identities, Vector, holds, loose_candidates, resolve
from monitor.reports.loose import LooseRow
from monitor.reports.loose_cells import Reading, blank_row, reading_of
from monitor.reports.model import CellState, Figure, TableReading
from monitor.reports.one_error import with_one_error
from monitor.reports.parts import Row, TablePart, distinct
from monitor.reports.row_names import category_of, row_name
from monitor.reports.runs import all_cuts, lawful_cuts, lost_blanks, only_cut, tokens
from storage.figures import APPLICANTS, APPLICATION_ROWS, Form

_HEAD: Final = re.compile(r"勾稽关系|申请人情况|自然人|法人或其[他它]组织|商业企业|科研机构|法律服务机构")
_BEGINS_LABEL: Final = re.compile(r"^（?[一二三四五六七八\d]）?[、.）]?[^\d]")
_LEAST_WIDTH: Final = 8
"""Columns a true grid must have: a label and seven values."""

Columns = list[int | None]
"""Where in the grid the seven values stand, in the form's order; None for a column the head lacks."""

ABSENT_CELL: Final = Printed("", CellState.ABSENT)


@dataclass(slots=True)
class _Entry:
    """One row on its way to a name: its labels and the readings its cells admit."""

    labels: list[str]
    shown: list[str]
    cells: tuple[Printed, ...]
    aligned: bool
    name: str | None = None
    reading: Reading | None = None
    """What the values of a row without borders may mean."""
    apart: bool = False

    @property
    def leaf(self) -> str:
        return self.labels[-1] if self.labels else ""

    @property
    def is_blank(self) -> bool:
        return all(cell.state is CellState.BLANK for cell in self.cells)

    def readings(self) -> list[Vector] | None:
        """Every reading of the cells; None where the row cannot be read at all."""
        if self.reading is not None:
            return [*self.reading.vectors, *(v for run in self.reading.runs for v in lawful_cuts(run, WIDTH) or ())]
        return [self.cells] if self.aligned else loose_candidates(self.cells)


@dataclass(slots=True)
class ApplicationsTable:
    """What was read of 表三."""

    reading: TableReading
    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_applications(
    parts: Sequence[TablePart], form: Form, told: Mapping[str, Decimal] | None = None
) -> ApplicationsTable:
    """表三 from its parts, for a report of the given form; a table that bears the other form's rows says so.

    ``told`` are numbers that the prose gives for cells, by full name: they
    choose between readings that all sums leave, and never against a sum.
    """
    if not parts:
        return ApplicationsTable(TableReading("applications", present=False), _absent(APPLICATION_ROWS[form]))
    columns, column_labels = _columns_by_width(parts), _column_labels(parts)
    # A page that ends inside the head leaves the names of some columns to the next piece.
    missing_columns = tuple(
        name
        for name, *found in zip(APPLICANTS, *columns.values(), strict=True)
        if None in found and name not in column_labels
    )
    found = _named([entry for part in parts for entry in _entries(part, columns, missing_columns)])
    entries = [entry for entry in found if entry.name is not None]
    notes: list[str] = []
    candidates = _candidates(entries, notes)
    if any(row.startswith("other.") for row in candidates) and all(map(_blank, candidates.get("other", ()))):
        candidates.pop("other", None)
    vectors = _vectors(candidates, entries, form, told or {})
    present = frozenset(candidates)
    unseen = () if _is_accounted(parts) else _unseen(present, form)
    figures = _absent(APPLICATION_ROWS[form])
    for row, vector in {**dict.fromkeys(unseen), **vectors}.items():
        figures.update(_figures(row, vector))
    extra = (*_extra(found), *(label for part in parts if part.loose for label in part.loose.extra))
    reading = TableReading(
        "applications",
        present=True,
        form=_form_of(present),
        labels={
            **column_labels,
            **{e.name: tidy(e.shown[-1]) for e in reversed(entries) if e.name and e.shown},
        },
        missing_rows=tuple(row for row in APPLICATION_ROWS[form] if row not in present and row not in unseen),
        missing_columns=tuple(name for name in missing_columns if _is_absent(name, figures)),
        page=next((part.page for part in parts), None),
        header_quote=_head_quote(parts),
        extra_rows=extra,
    )
    told_of = [f"表三有格式之外的行：{'、'.join(extra)}。"] if extra else []
    return ApplicationsTable(reading, figures, [*told_of, *notes, *_notes(vectors, unseen)])


def _is_accounted(parts: Sequence[TablePart]) -> bool:
    """Whether nothing near the table was left over, so that a row not seen is not there."""
    return all(part.accounted and not part.unread for part in parts)


def _unseen(present: frozenset[str], form: Form) -> tuple[str, ...]:
    """The rows of the form that may be there all the same; one row （六） and three stand for each other."""
    one, threes = "other" in present, any(row.startswith("other.") for row in present)
    for_others = {row for row in APPLICATION_ROWS[form] if (threes and row == "other") or (one and row[:6] == "other.")}
    return tuple(row for row in APPLICATION_ROWS[form] if row not in present | for_others)


def _extra(entries: Sequence[_Entry]) -> Iterator[str]:
    return (tidy(entry.shown[-1]) for entry in entries if entry.name is None and entry.shown and not entry.is_blank)


def _vectors(
    candidates: Mapping[str, list[Vector]], entries: Sequence[_Entry], form: Form, told: Mapping[str, Decimal]
) -> dict[str, Vector | None]:
    """The one reading of every row that the sums of the form leave, else that they leave but for one cell."""
    present = frozenset(candidates)
    outcomes = outcome_rows(present, form)
    identities = Identities(outcomes=outcomes if present.issuperset(outcomes) else ())
    if any(entry.apart for entry in entries):
        return _all_or_none(candidates, identities)
    readings = {entry.name: entry.reading for entry in entries if entry.name and entry.reading is not None}
    doubted = {row for row, reading in readings.items() if row in candidates and not reading.placed}
    vectors = resolve(_without_dropped_blanks(candidates, readings), identities, doubted=doubted)
    if None in vectors.values() and doubted:
        runs = {row: readings[row].runs for row in doubted if vectors[row] is None}
        cuts = {row: [cut for run in texts for cut in all_cuts(run, WIDTH) or ()] for row, texts in runs.items()}
        vectors = with_one_error(vectors, cuts, identities, told)
    return vectors


def _is_absent(column: str, figures: Mapping[str, Figure]) -> bool:
    """Whether no row has a figure in that column: a head that a page's end cut may be all that is missing."""
    return all(figure.state is CellState.ABSENT for name, figure in figures.items() if name.endswith(f".{column}"))


def _entries(part: TablePart, known: Mapping[int, Columns], missing: tuple[str, ...]) -> Iterator[_Entry]:
    if part.loose is not None:
        yield from (_loose_row(row, part) for row in part.loose.rows)
        return
    columns = None if part.ragged else known.get(_width(part.rows)) or _last_columns(part.rows)
    for row in part.rows:
        if any(_HEAD.search(fold(cell.text)) for cell in distinct(row)):
            continue
        entry = _loose_entry(row) if columns is None else _aligned_entry(row, columns, missing)
        if entry.labels or not entry.is_blank:
            yield entry


def _loose_row(row: LooseRow, part: TablePart) -> _Entry:
    reading = _reading(row, part)
    return _Entry([], [row.label], (), aligned=False, name=row.name, reading=reading, apart=row.apart)


def _reading(row: LooseRow, part: TablePart) -> Reading:
    if row.values or row.doubtful or not part.accounted:
        return reading_of(row, APPLICANTS)
    return Reading((blank_row(row, WIDTH),), placed=True)


def _loose_entry(row: Row) -> _Entry:
    cells = distinct(row)
    filled = next((at for at, cell in enumerate(cells) if cell.text.strip() and is_value(cell.text)), len(cells))
    last = max((at for at, cell in enumerate(cells[:filled]) if not is_value(cell.text)), default=-1)
    labels = [cell.text for cell in cells[: last + 1] if cell.text.strip()]
    return _Entry([fold(text) for text in labels], labels, tuple(map(printed_cell, cells[last + 1 :])), aligned=False)


def _aligned_entry(row: Row, columns: Sequence[int | None], missing: tuple[str, ...]) -> _Entry:
    first = next(column for column in columns if column is not None)
    labels = [cell for cell in distinct(row[:first]) if cell.text.strip()]
    slots = [None if column is None else row[column] if column < len(row) else None for column in columns]
    holes = sum(slot is None for slot in slots) - len(missing)
    shared = len(distinct(slots)) + holes + len(missing) < len(slots) or any(_is_in(slot, labels) for slot in slots)
    strays = any(slot is not None and row_name([fold(slot.text)], None, None) for slot in slots)
    if holes or shared or strays:
        return _loose_entry(row)
    cells = tuple(ABSENT_CELL if slot is None else printed_cell(slot) for slot in slots)
    return _Entry([fold(cell.text) for cell in labels], [cell.text for cell in labels], cells, aligned=True)


def _is_in(cell: Cell | None, cells: Sequence[Cell]) -> bool:
    return cell is not None and any(cell is other for other in cells)


def _width(rows: Sequence[Row]) -> int:
    return max((len(row) for row in rows), default=0)


def _last_columns(rows: Sequence[Row]) -> Columns | None:
    """The last seven columns of a grid that stands behind a page break without a head.

    Where more stand behind the labels, the seven that hold anything; None where these are not seven.
    """
    width = _width(rows)
    if width < _LEAST_WIDTH or _head_columns(rows):
        return None
    cells = [(at, cell.text) for row in rows for at, cell in enumerate(row) if cell is not None and cell.text.strip()]
    behind = 1 + max((at for at, text in cells if not is_value(text)), default=-1)
    if width - behind <= WIDTH:
        return [*range(width - WIDTH, width)]
    filled = sorted({at for at, _ in cells if at >= behind})
    return [*filled] if len(filled) == WIDTH else None


def _columns_by_width(parts: Sequence[TablePart]) -> dict[int, Columns]:
    """The grid columns of the seven values as the heads of true grids tell them, by the width of the grid."""
    found: dict[int, Columns] = {}
    for part in parts:
        columns = None if part.ragged or part.loose else _value_columns(part.rows)
        if columns is not None:
            found.setdefault(_width(part.rows), columns)
    return found


def _value_columns(rows: Sequence[Row]) -> Columns | None:
    """The grid columns of the seven values as the head tells them, None where it does not."""
    width, heads = _width(rows), _head_columns(rows)
    if not heads:
        return None
    first = heads.get("natural_person", min(heads.values()))
    if "natural_person" in heads and width - first == WIDTH:
        return [*range(first, width)]
    if list(heads.values()) != sorted(set(heads.values())):
        return None
    if len(heads) == WIDTH or width - first < WIDTH:
        return [heads.get(name) for name in APPLICANTS]
    return None


def _head_columns(rows: Sequence[Row]) -> dict[str, int]:
    """Where the head of a true grid names the columns, in the order of the form; empty where it stands elsewhere."""
    found: dict[str, int] = {}
    in_head = [row for row in rows if any(cell is not None and _HEAD.search(fold(cell.text)) for cell in row)]
    for name in APPLICANTS:
        places = [
            at
            for row in in_head
            for at, cell in enumerate(row)
            if cell is not None and cell.colspan == 1 and APPLICANT_MARKS[name].match(fold(cell.text))
        ]
        if places:
            found[name] = places[-1] if name == "total" else places[0]
    return found if "natural_person" in found or "total" in found else {}


def _column_labels(parts: Sequence[TablePart]) -> dict[str, str]:
    """The column heads as printed, by the column they name."""
    labels: dict[str, str] = {}
    for row in (row for part in parts for row in part.rows):
        texts = {fold(cell.text): tidy(cell.text) for cell in distinct(row)}
        for name, mark in APPLICANT_MARKS.items():
            shown = next((shown for text, shown in texts.items() if mark.match(text)), None)
            if shown is not None:
                labels.setdefault(name, shown)
    return labels


def _named(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries with the rows they are (None: no row of the form), a label broken by a page put together again."""
    kept: list[_Entry] = []
    category = before = None
    for entry in entries:
        if entry.name is None:
            category = next((found for text in reversed(entry.labels) if (found := category_of(text))), category)
            entry.name = row_name(entry.labels, category, before)
        if entry.name == "other" and entry.is_blank and not entry.aligned and entry.reading is None:
            continue
        if entry.name is None and category_of(entry.leaf):
            continue
        if kept and None in (entry.name, kept[-1].name) and _continues(kept[-1], entry, category):
            before = kept[-1].name or before
            continue
        before = entry.name or before
        kept.append(entry)
    return kept


def _continues(last: _Entry, entry: _Entry, category: str | None) -> bool:
    """True where ``entry`` is the rest of the row before it, which then holds both."""
    if last.reading is not None or not (last.is_blank or entry.is_blank):
        return False
    if entry.name is not None and not _BEGINS_LABEL.match(last.leaf):
        return False
    joined = [*last.labels[:-1], last.leaf + entry.leaf]
    name = last.name or entry.name or row_name(joined, category, None)
    if name is None:
        return False
    last.name = name
    last.labels = joined
    last.shown = [*last.shown[:-1], "".join([*last.shown[-1:], *entry.shown[-1:]])]
    if last.is_blank and not entry.is_blank:
        last.cells, last.aligned = entry.cells, entry.aligned
    return True


def _candidates(entries: Sequence[_Entry], notes: list[str]) -> dict[str, list[Vector]]:
    found: dict[str, list[Vector]] = {}
    for entry in entries:
        assert entry.name is not None
        readings = entry.readings() or []
        known = found.get(entry.name)
        if known is None or (all(map(_blank, known)) and not all(map(_blank, readings))):
            found[entry.name] = readings
        elif not all(map(_blank, readings)) and _values(known) != _values(readings):
            found[entry.name] = []
            notes.append(f"表三“{entry.leaf or entry.name}”一行出现两次且数值不同，未采用。")
    return found


def _all_or_none(candidates: Mapping[str, list[Vector]], identities: Identities) -> dict[str, Vector | None]:
    """Rows whose values stand apart from their labels: all as they are counted off if every sum holds, else none."""
    vectors = {row: found[0] if len(found) == 1 else None for row, found in candidates.items()}
    lawful = identities.outcomes and holds(vectors, identities)
    return vectors if lawful else dict.fromkeys(vectors)


def _without_dropped_blanks(
    candidates: Mapping[str, list[Vector]], readings: Mapping[str, Reading]
) -> dict[str, list[Vector]]:
    """Runs of a table whose blank cells left no trace: only wholly empty rows and rows of zeros are sure."""
    runs = {row: reading.runs[-1] for row, reading in readings.items() if reading.runs}
    if not lost_blanks((run, WIDTH) for run in runs.values()):
        return dict(candidates)
    doubted = {row for row, run in runs.items() if tokens(run) and only_cut(run, WIDTH) is None}
    return {row: [] if row in doubted else vectors for row, vectors in candidates.items()}


def _values(readings: Sequence[Vector]) -> list[tuple[Decimal | None, ...]]:
    return [tuple(cell.number for cell in vector) for vector in readings]


def _blank(vector: Vector) -> bool:
    return all(cell.state is CellState.BLANK for cell in vector)


def _figures(row: str, vector: Vector | None) -> dict[str, Figure]:
    cells = vector or (Printed("", CellState.UNSURE),) * WIDTH
    names = (f"applications.{row}.{column}" for column in APPLICANTS)
    return {name: figure_of(name, cell) for name, cell in zip(names, cells, strict=True)}


def figure_of(name: str, cell: Printed) -> Figure:
    """The figure of that name as the cell gives it."""
    return Figure(name, cell.state, cell.text, cell.value, cell.page, cell.box, cell.repaired)


def _absent(rows: Sequence[str]) -> dict[str, Figure]:
    names = (f"applications.{row}.{column}" for row in rows for column in APPLICANTS)
    return {name: Figure(name, CellState.ABSENT) for name in names}


def _form_of(present: frozenset[str]) -> Form | None:
    if any(row.startswith("other.") for row in present):
        return "2021"
    return "2019" if "other" in present else None


def _head_quote(parts: Sequence[TablePart]) -> str:
    rows = (row for part in parts for row in part.rows)
    texts = next(([tidy(cell.text) for cell in distinct(row) if cell.text.strip()] for row in rows), [])
    return " ".join(texts)


def _notes(vectors: Mapping[str, Vector | None], unseen: Sequence[str]) -> Iterator[str]:
    repaired = [row for row, vector in vectors.items() if vector and any(cell.repaired for cell in vector)]
    unread = [row for row, vector in vectors.items() if vector is None]
    if repaired:
        yield f"表三有{len(repaired)}行单元格数不是七个，已按补零、去零规则对齐。"
    if unread:
        yield f"表三有{len(unread)}行单元格无法确定，未采用其数值。"
    if unseen:
        yield f"表三未能全部读出，有{len(unseen)}行未能辨认，不作缺失处理。"
    cells = sum(cell.state is CellState.UNSURE for vector in vectors.values() for cell in vector or ())
    if cells:
        yield f"表三有{cells}个单元格无法确定，未采用其数值。"
