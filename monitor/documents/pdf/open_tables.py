"""Tables without ruling lines: rows by baseline, cells by the gaps between them.

Which column a number stands in cannot be known where cells are empty, so such
a table is ragged. Only what bears the form's markers is taken for a table,
since running text has gaps and numbers of its own.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Final

from crawler.text import squash, tidy
from monitor.documents.model import CERTAIN, Box, Cell, Table
from monitor.documents.pdf.lines import Line
from monitor.documents.pdf.prose import Margins
from monitor.documents.tables import DOUBTFUL, has_marker

_NEAR_MARGIN: Final = 2.0
_HEADING: Final = re.compile(r"[一二三四五六][、．.]")
_NO_HEADING: Final = "三、本年度办理结果"
"""The one label of the tables that looks like a section's heading and stands beside no number."""
_SUBHEADING: Final = re.compile(r"第二十条")
_ITEM: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[)）、．.]")
_LINE_PITCH: Final = 1.3
"""Type heights from one line of a cell to the next, at most; from row to row it is more."""
_ROWS_LEAST: Final = 3


def open_tables(
    lines: list[Line], margins: Margins, page: int, *, goes_on: bool = False
) -> tuple[list[Table], list[Line]]:
    """The tables among lines that no ruling encloses, and the lines that are none of theirs.

    ``goes_on`` says that such a table ended the page before: its rows may go on at the head of this one.
    """
    if not goes_on and not has_marker("".join(line.text for line in lines)):
        return [], lines
    tables: list[Table] = []
    rest: list[Line] = []
    for run in _runs(lines, margins):
        rows = [line.pieces() for line in run]
        at_head = goes_on and bool(run) and run[0] is lines[0]
        if _is_table(run, rows) or (at_head and any(map(_is_row_of_numbers, rows))):
            tables.append(_table(rows, page))
        else:
            rest += run
    return tables, rest


def _is_table(run: list[Line], rows: list[list[Line]]) -> bool:
    """Whether the lines are a table of the form by themselves."""
    return sum(len(row) > 1 for row in rows) >= _ROWS_LEAST and has_marker("".join(line.text for line in run))


def _is_row_of_numbers(row: list[Line]) -> bool:
    """Whether a line is one row of a table, numbers beside a label or beside each other."""
    return len(row) > 1 and _has_number(row)


def _runs(lines: list[Line], margins: Margins) -> Iterator[list[Line]]:
    """The lines in stretches, cut at running text and headings."""
    run: list[Line] = []
    for line in lines:
        if _is_prose(line, margins):
            yield run
            yield [line]
            run = []
        else:
            run.append(line)
    yield run


def _is_prose(line: Line, margins: Margins) -> bool:
    """Whether a line is running text or a section's heading: such a line ends a table."""
    text = squash(line.text)
    if text.endswith("。") or line.is_number or len(line.pieces()) > 1:
        return text.endswith("。")
    reaches = line.x1 > margins.right - _NEAR_MARGIN * line.size
    return reaches or bool(_HEADING.match(text) and not _NO_HEADING.startswith(text))


def _table(rows: list[list[Line]], page: int) -> Table:
    edge = _first_numbers(rows)
    broken = _broken_numbers(rows)
    cells = [
        _cell(pieces, number, column, page, sure=_is_orderly(row) and not any(id(piece) in broken for piece in pieces))
        for number, row in enumerate(_gathered(rows, edge))
        for column, pieces in enumerate(_columns(row, edge))
    ]
    return Table(tuple(cells), page, ragged=True)


def _broken_numbers(rows: list[list[Line]]) -> set[int]:
    """The identities of numbers that may be halves of one: close below each other, the lower without a row's mark."""
    halves: set[int] = set()
    for above, below in pairwise(rows):
        if below[0].baseline - above[0].baseline > 2 * _LINE_PITCH * above[0].size:
            continue
        pairs = {id(piece) for one in above for other in below if _is_close(one, other) for piece in (one, other)}
        if pairs and not any(_ITEM.match(squash(piece.text)) for piece in below):
            halves |= pairs
    return halves


def _is_close(one: Line, other: Line) -> bool:
    """Whether a number stands right under another one, no further than the next line of a cell."""
    return (
        one.x0 < other.x1
        and other.x0 < one.x1
        and 0 < other.baseline - one.baseline < _LINE_PITCH * one.size
        and one.is_number
        and other.is_number
    )


def _first_numbers(rows: list[list[Line]]) -> float:
    """Where the first column of numbers begins; labels stand left of it."""
    firsts = [min(piece.x0 for piece in row if piece.is_number) for row in rows if _has_number(row)]
    size = rows[0][0].size if rows and rows[0] else 0.0
    return median(firsts) - size if firsts else float("inf")


def _has_number(row: list[Line]) -> bool:
    return any(piece.is_number for piece in row)


def _is_label(piece: Line, edge: float) -> bool:
    return not piece.is_number and (piece.x0 + piece.x1) / 2 < edge


def _gathered(rows: list[list[Line]], edge: float) -> list[list[Line]]:
    """The rows of the table, labels of several lines put together.

    The numbers of a row stand beside any line of its label: lines before them
    wait for them, lines after them go to the row above. A label that begins
    with its own mark while another waits shows that the other has no numbers.
    """
    gathered: list[list[Line]] = []
    waiting: list[list[Line]] = []
    for row in rows:
        labels = [piece for piece in row if _is_label(piece, edge)]
        begins = bool(labels) and any(_ITEM.match(squash(piece.text)) for piece in labels)
        if len(labels) == len(row) and not _SUBHEADING.match(squash(row[0].text)):
            if begins:
                gathered += waiting
                waiting = [row]
            elif waiting:
                waiting[-1] = waiting[-1] + row
            elif gathered:
                gathered[-1] = gathered[-1] + row
            else:
                gathered.append(row)
            continue
        own = bool(labels) and bool(_ITEM.match(squash(labels[-1].text)))
        if _has_number(row) and not own and waiting:
            row, waiting = waiting[-1] + row, waiting[:-1]  # noqa: PLW2901  # the row with its label is the row
        gathered += [*waiting, row]
        waiting = []
    return gathered + waiting


def _columns(row: list[Line], edge: float) -> list[list[Line]]:
    """The pieces of a row by cell: labels that begin at one place are one, everything else stands alone."""
    columns: list[list[Line]] = []
    for piece in sorted(row, key=lambda piece: piece.x0):
        last = columns[-1] if columns else []
        if last and _is_label(piece, edge) and _is_label(last[0], edge) and piece.x0 - last[0].x0 <= piece.size:
            last.append(piece)
        else:
            columns.append([piece])
    return columns


def _is_orderly(row: list[Line]) -> bool:
    """Whether the file has the numbers of a row in the order in which they stand, as a second witness."""
    numbers = [piece for piece in row if piece.is_number]
    return all(left.words[0].glyphs[0].order < right.words[0].glyphs[0].order for left, right in pairwise(numbers))


def _cell(pieces: list[Line], row: int, column: int, page: int, *, sure: bool) -> Cell:
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    box = Box(page, left, min(piece.top for piece in pieces), right, max(piece.bottom for piece in pieces))
    text = tidy(" ".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.baseline)))
    doubtful = any(glyph.doubtful for piece in pieces for glyph in piece.glyphs)
    return Cell(text, row, column, 1, 1, page, box, CERTAIN if sure and not doubtful else DOUBTFUL)
