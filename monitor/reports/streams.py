"""Tables that the carrier did not keep as tables: found in the prose, in rows without borders, in pieces of anything.

A table that stands whole as a table is read there. Every other one is sought on
a tape of the whole document (:mod:`monitor.reports.tape`) and taken from it if
that tells more of its cells. A table that was seen to begin and cannot be read
is a part without rows, so that it is said and not missing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.reports.applications import read_applications
from monitor.reports.clusters import Cluster, Reader
from monitor.reports.forms import PROACTIVE_ROWS, REMEDY_CELLS
from monitor.reports.loose import LooseTable, Value
from monitor.reports.loose_rows import loose_table, remedy_row
from monitor.reports.model import CellState, TableKey
from monitor.reports.parts import Item, Line, TablePart
from monitor.reports.proactive import read_proactive
from monitor.reports.remedies import read_remedies
from monitor.reports.row_names import row_like
from monitor.reports.tape import Mark, Tape, tape_of
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, PROACTIVE_CELLS, Form

KEYS: Final[tuple[TableKey, ...]] = ("proactive", "applications", "remedies")
_OLD_COLUMNS: Final = frozenset({"made", "disclosed", "disclosed_in_all", "items_last_year", "change", "items"})
_OLD_ROWS: Final = frozenset({"other_services", "procurement"})
_HEADS_BEGUN: Final[dict[TableKey, int]] = {"proactive": 2, "applications": 4, "remedies": 3}
_ROWS_BEGUN: Final[dict[TableKey, int]] = {"proactive": 4, "applications": 6, "remedies": 1}
"""So many words of a table's head, or labels of its rows with numbers, and no text speaks of it by chance."""
_ROW_OF_NUMBERS: Final = 3
_COLUMN_OF_NUMBERS: Final = 7
_REMEDY_HEADS: Final = frozenset({"upheld", "corrected", "pending", "litigation_direct", "litigation_after_review"})
_BEFORE: Final = '（(《“"#*>-+•·| \u3000一二三四五六七0123456789、.．'
_BEHIND: Final = '）)》”"*| \u3000；;，,、。.'
"""What belongs to a label or a cell and stands before its first or behind its last word."""
_CAPTION: Final = re.compile(r"(?:序号|项目|[（(]?单位[：:]件[）)]?|续表|附表|填报单位[：:]\w{0,12})+$")
_SENSE: Final = re.compile(r"\w")


@dataclass(slots=True)
class _Found:
    """A table on the tape with the stretch it takes."""

    cluster: Cluster
    table: LooseTable


def with_streams(items: Sequence[Item], *, recognised: bool = False) -> list[Item]:
    """The items with every table that stands not whole as a table cut out of what it stands in.

    ``recognised`` is true where the text came through recognition: tables of
    boxes are then left as they are.
    """
    known = {key: [item for item in items if isinstance(item, TablePart) and item.key == key] for key in KEYS}
    open_cells = {key: _open_cells(key, known[key]) for key in KEYS}
    wanted = [key for key in KEYS if open_cells[key][0] and not (recognised and known[key])]
    if not wanted:
        return list(items)
    read = frozenset(
        at for at, item in enumerate(items) if isinstance(item, TablePart) and item.key in {*KEYS} - {*wanted}
    )
    reader = Reader(tape_of(items, read=read))
    cutter = _Cutter(reader, items)
    for key, found, parts in _sought(reader, wanted):
        if parts and _open_cells(key, parts) < _limit(open_cells[key], known[key]):
            cutter.take(key, found, parts)
        elif known[key]:
            _doubt(known[key], key, found)
        elif found:
            cutter.say(key, found[0])
    return cutter.items()


def _doubt(parts: Sequence[TablePart], key: TableKey, found: Sequence[_Found]) -> None:
    """Marks parts of a table that lack what stands elsewhere: a row that was seen with numbers is not absent."""
    missing = _missing(key, parts)
    if any(row.name in missing and (row.values or row.doubtful) for one in found for row in one.table.rows):
        for part in parts:
            part.accounted = False


def _missing(key: TableKey, parts: Sequence[TablePart]) -> tuple[str, ...]:
    if key == "applications":
        return read_applications(parts, "2021").reading.missing_rows
    return read_proactive(parts, "2021").reading.missing_rows if key == "proactive" else ()


def _limit(open_cells: tuple[int, int], parts: Sequence[TablePart]) -> tuple[int, int]:
    """What a reading off the tape must be below: where the rows stand loose anyhow, the tape reads them as well."""
    cells, silent = open_cells
    return (cells, silent + 1) if _is_loose(parts) else open_cells


def _is_loose(parts: Sequence[TablePart]) -> bool:
    return not parts or any(part.ragged for part in parts)


def _open_cells(key: TableKey, parts: Sequence[TablePart]) -> tuple[int, int]:
    """How many cells of a table have no number by its parts, and how many of these are said to be absent or blank.

    That a cell of a true grid is blank is certain, and told by its place.
    """
    if key == "proactive":
        two = read_proactive(parts, "2021")
        names = [f"proactive.{cell}" for cell in PROACTIVE_CELLS[two.reading.form or "2021"]]
        figures = two.figures
    elif key == "applications":
        three = read_applications(parts, "2021")
        rows = APPLICATION_ROWS[three.reading.form or "2021"]
        names = [f"applications.{row}.{column}" for row in rows for column in APPLICANTS]
        figures = three.figures
    else:
        figures = read_remedies(parts).figures
        names = [f"remedies.{cell}" for cell in REMEDY_CELLS]
    states = [figures[name].state if name in figures else CellState.ABSENT for name in names]
    silent = {CellState.ABSENT} | ({CellState.BLANK} if _is_loose(parts) else set())
    without = {CellState.ABSENT, CellState.UNSURE, CellState.TEXT, CellState.BLANK}
    return sum(state in without for state in states), sum(state in silent for state in states)


def _sought(reader: Reader, wanted: Sequence[TableKey]) -> Iterator[tuple[TableKey, list[_Found], list[TablePart]]]:
    """For every table wanted: where it seems to stand, and its parts as far as they are one."""
    clusters = reader.clusters()
    for key in wanted:
        mine = [cluster for cluster in clusters if cluster.key == key]
        if key == "remedies":
            yield key, *_remedies(reader, mine)
        else:
            yield key, *_rows(reader, key, mine)


def _rows(reader: Reader, key: TableKey, clusters: Sequence[Cluster]) -> tuple[list[_Found], list[TablePart]]:
    form = _form_of(clusters)
    widths = {name: len(columns) for name, columns in _columns(key, form).items()}
    tables = [
        _Found(cluster, loose_table(reader, cluster, widths, lambda text: row_like(key, text))) for cluster in clusters
    ]
    taken = [one for one in tables if _is_table(reader.tape, one, widths)]
    begun = taken or [one for one in tables if _has_begun(one.cluster)]
    names = {row.name for one in taken for row in one.table.rows}
    elsewhere = {row.name for one in tables for row in one.table.rows if row.values} - names
    accounted = not elsewhere and not any(_is_left_around(reader, one.cluster) for one in taken)
    return begun, [_part(key, one, reader.tape, widths, accounted=accounted) for one in taken]


def _is_left_around(reader: Reader, cluster: Cluster) -> bool:
    """Whether rows of numbers stand behind a table that no word of it reaches, or before its first word."""
    before = max((mark for mark in reader.breaks if mark.at <= cluster.start), default=Mark(0, 0))
    behind = min((mark for mark in reader.breaks if mark.at >= cluster.last), default=Mark(1 << 62, 1 << 62))
    held = {id(value) for value in cluster.values}
    lines = Counter(
        value.line
        for value in reader.values
        if (before.at, before.order) <= (value.at, value.order) < (behind.at, behind.order)
        and id(value) not in held
        and value.text
        and not value.of_text
    )
    return any(count >= _ROW_OF_NUMBERS for count in lines.values()) or len(lines) >= _COLUMN_OF_NUMBERS


def _form_of(clusters: Sequence[Cluster]) -> Form:
    old = {name for cluster in clusters for name in cluster.names("column")} & _OLD_COLUMNS
    rows = {name for cluster in clusters for name in cluster.names("row")} & _OLD_ROWS
    return "2019" if len(old) + len(rows) > 1 else "2021"


def _columns(key: TableKey, form: Form) -> Mapping[str, Sequence[str]]:
    if key == "applications":
        return dict.fromkeys((*APPLICATION_ROWS["2021"], *OUTCOMES["2019"]), APPLICANTS)
    return {row.name: row.columns[form] or row.columns["2019"] for row in PROACTIVE_ROWS}


def _is_table(tape: Tape, found: _Found, widths: Mapping[str, int]) -> bool:
    """Whether a cluster is a table and no text that speaks of its rows: labels have the cells of the form."""
    cluster, rows = found.cluster, found.table.rows
    told = [row for row in rows if row.values]
    full = [row for row in told if _digits(row.values) >= widths[row.name] > 1]
    if cluster.key == "applications":
        return bool(full) and 2 * len(full) >= len(told)
    if _own(cluster, "head") or len(_own(cluster, "column")) > 1:
        return bool(told) or len(rows) > 1
    begins = any(cluster.start - back in tape.starts for back in (0, 1))
    return begins and bool(full) and 2 * len(full) >= len([row for row in told if widths[row.name] > 1])


def _own(cluster: Cluster, *kinds: str) -> set[str]:
    """What those words of a kind mean that no other table has: 结果, 其他 and 合计 stand in any text."""
    return {word.name for word in cluster.words if word.kind in kinds and word.key == cluster.key}


def _digits(values: Sequence[Value]) -> int:
    """How many cells the values could be at most."""
    return sum(max(1, sum(not char.isalpha() and not char.isspace() for char in value.text)) for value in values)


def _has_begun(cluster: Cluster) -> bool:
    """Whether words of a table's head, or very many of its rows, stand together."""
    heads = _own(cluster, "head", "column", "category")
    if cluster.key == "remedies":
        return len(heads & _REMEDY_HEADS) >= _HEADS_BEGUN["remedies"]
    rows = len(cluster.names("row"))
    return len(heads) >= _HEADS_BEGUN[cluster.key] or (rows >= _ROWS_BEGUN[cluster.key] and bool(cluster.values))


def _remedies(reader: Reader, clusters: Sequence[Cluster]) -> tuple[list[_Found], list[TablePart]]:
    found = [
        _Found(cluster, LooseTable("remedies", [remedy_row(reader, cluster)]))
        for cluster in clusters
        if _is_head_of_remedies(cluster)
    ]
    filled = [one for one in found if one.table.rows[0].values]
    parts = [_part("remedies", one, reader.tape, {"values": len(REMEDY_CELLS)}, accounted=True) for one in filled]
    return found, parts


def _is_head_of_remedies(cluster: Cluster) -> bool:
    heads = {*cluster.names("column"), *cluster.names("category")}
    return len(heads & _REMEDY_HEADS) > 1


def _part(key: TableKey, found: _Found, tape: Tape, widths: Mapping[str, int], *, accounted: bool) -> TablePart:
    table, cluster = found.table, found.cluster
    surplus = any(len(row.values) > widths[row.name] for row in table.rows)
    sure = accounted and not surplus and not table.left and not any(row.doubtful for row in table.rows)
    page = next((value.page for value in cluster.values if value.page is not None), None)
    return TablePart(
        key, strong=True, page=page, loose=table, accounted=sure, text=tape.words[cluster.start : cluster.last]
    )


Place = tuple[int, int]
"""An item and a place in its text; a table begins at 0 and ends at 1."""


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """The stretch of the items that a table takes."""

    start: Place
    end: Place


class _Cutter:
    """Puts tables read off a tape in the place of what they were read from."""

    def __init__(self, reader: Reader, items: Sequence[Item]) -> None:
        self._reader = reader
        self._items = items
        self._spans: list[tuple[_Span, TablePart]] = []
        self._taken: set[TableKey] = set()
        self._said: dict[int, TablePart] = {}

    def take(self, key: TableKey, found: Sequence[_Found], parts: Sequence[TablePart]) -> None:
        """Lets the parts stand where they were found, and nowhere else."""
        self._taken.add(key)
        self._spans += [(self._span(one.cluster), part) for one, part in zip(found, parts, strict=False)]

    def say(self, key: TableKey, found: _Found) -> None:
        """Says that the table begins there; what stands there stays."""
        start, _ = self._span(found.cluster).start
        self._said[start] = TablePart(key, strong=True)

    def items(self) -> list[Item]:
        """The items, the tables among them."""
        kept: list[Item] = []
        at: Place = (0, 0)
        for span, part in sorted(self._spans, key=lambda pair: pair[0]):
            kept.extend(self._between(at, span.start))
            kept.append(part)
            at = max(at, span.end)
        return [*kept, *self._between(at, (len(self._items), 0))]

    def _span(self, cluster: Cluster) -> _Span:
        tape = self._reader.tape
        first, last = cluster.start, cluster.last - 1
        starts = [(tape.items[first], tape.places[first]), *((v.item, v.start) for v in cluster.values)]
        ends = [(tape.items[last], tape.places[last] + 1), *((v.item, v.end) for v in cluster.values)]
        return _Span(self._place(min(starts), 0), self._place(max(ends), 1))

    def _place(self, place: Place, side: int) -> Place:
        item, _ = place
        return place if isinstance(self._items[item], Line) else (item, side)

    def _between(self, start: Place, end: Place) -> Iterator[Item]:
        """What stands between two places, lines that a table begins or ends in without what is the table's."""
        for at in range(start[0], min(end[0] + 1, len(self._items))):
            item = self._items[at]
            if at in self._said and (at, 0) >= start:
                yield self._said[at]
            if isinstance(item, Line):
                first = start[1] if at == start[0] else 0
                last = end[1] if at == end[0] else len(item.text)
                yield from _rest(item, first, last)
            elif (at, 0) >= start and (at, 1) <= end and not (isinstance(item, TablePart) and item.key in self._taken):
                yield item


def _rest(line: Line, first: int, last: int) -> Iterator[Line]:
    text = line.text[first:last]
    if first:
        text = text.lstrip(_BEHIND)
    if last < len(line.text):
        text = _CAPTION.sub("", text.rstrip(_BEFORE))
    if _SENSE.search(text):
        yield Line(text.strip(), line.page, line.box)
