"""What stands in the cells of ruled tables: characters put in, numbers made whole, frames of prose taken off."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from crawler.text import tidy
from monitor.documents.pdf.lattice import Grid, GridCell, Shelf
from monitor.documents.pdf.lines import Line, lines_of
from monitor.documents.pdf.primitives import Glyph
from monitor.documents.pdf.words import Word, words_of

_HEADING: Final = re.compile(r"[一二三四五六]、(?!.*数量$)")
_PROSE: Final = 60
_NUMERIC: Final = frozenset("0123456789０１２３４５６７８９.,，．")
_NUMBERS_LEAST: Final = 3
_DIGIT_WIDTH: Final = 0.6
_DIGITS_MOST: Final = 12
_LARGER: Final = 1.8
"""Times a digit's height from which other type is no neighbour; without a font's measures both are those of the ink."""
_COVERED: Final = 0.25
"""Share of a digit that other type must cover to be printed over it; neighbours touch."""
_PADDING: Final = 12.0
"""Points that an office program leaves free at the two sides of a cell, at most."""


def fill(grids: list[Grid], words: list[Word]) -> list[Word]:
    """Puts every character into the cell that holds its centre; gives back the words outside all tables."""
    outside: list[Word] = []
    shelf = Shelf(grids)
    for word in words:
        first, last = word.glyphs[0], word.glyphs[-1]
        cell = shelf.cell_at(*first.middle)
        if first is last or cell is shelf.cell_at(*last.middle):
            (outside if cell is None else cell.words).append(word)
        else:
            _divide(word, shelf, outside)
    for grid in grids:
        _part(grid)
        for cell in grid.cells:
            _spell(cell)
    return outside


def _divide(word: Word, shelf: Shelf, outside: list[Word]) -> None:
    """Puts the characters of a word that reaches over a ruling into their cells."""
    places = [(shelf.cell_at(*glyph.middle), glyph) for glyph in word.glyphs]
    for _, group in groupby(places, key=lambda place: id(place[0])):
        members = list(group)
        cell = members[0][0]
        (outside if cell is None else cell.words).append(Word.of([glyph for _, glyph in members]))


def _part(grid: Grid) -> None:
    """Parts merged cells that hold a row of numbers at the columns of the other rows: rulings are left out there."""
    parted = [(cell, columns) for cell in grid.cells if len(columns := _columns_within(cell, grid)) >= _NUMBERS_LEAST]
    for cell, columns in parted:
        grid.replace(cell, list(_pieces_of(cell, min(columns), grid)))


def _columns_within(cell: GridCell, grid: Grid) -> set[int]:
    """The columns of the grid in which the cell has a number of its own on one line; empty where two share one."""
    if cell.colspan < _NUMBERS_LEAST or len(cell.words) < _NUMBERS_LEAST:
        return set()
    for line in lines_of(cell.words):
        numbers = [piece for piece in line.pieces() if piece.is_number]
        columns = {
            column
            for piece in numbers
            for column in range(cell.column, cell.column + cell.colspan)
            if grid.xs[column] <= piece.x0 and piece.x1 <= grid.xs[column + 1]
        }
        if len(columns) == len(numbers) >= _NUMBERS_LEAST:
            return columns
    return set()


def _pieces_of(cell: GridCell, first: int, grid: Grid) -> Iterator[GridCell]:
    """The label to the left of the numbers as one cell, then a cell for every column."""
    starts = [cell.column] if first > cell.column else []
    starts += range(first, cell.column + cell.colspan)
    for start, end in pairwise([*starts, cell.column + cell.colspan]):
        x0, x1 = grid.xs[start], grid.xs[end]
        inside = [glyph for word in cell.words for glyph in word.glyphs if x0 <= glyph.middle[0] < x1]
        place = (cell.row, start, cell.rowspan, end - start)
        yield GridCell(x0, cell.top, x1, cell.bottom, *place, words=words_of(inside), parted=True)


def peel(grid: Grid, outside: list[Word]) -> Grid | None:
    """The table without frames of prose that hang on it above and below; their characters go outside.

    None where nothing but frames is left.
    """
    rows = grid.rows()
    first, last = 0, len(rows)
    while first < last and _is_frame(rows[first], grid):
        first += 1
    while last > first and _is_frame(rows[last - 1], grid):
        last -= 1
    gone = [cell for cell in grid.cells if not first <= cell.row < last]
    kept = [cell for cell in grid.cells if first <= cell.row < last]
    outside.extend(word for cell in gone for word in cell.words)
    for cell in kept:
        cell.row -= first
    return Grid(grid.xs, grid.ys[first : last + 1], kept) if kept else None


def _is_frame(row: list[GridCell], grid: Grid) -> bool:
    """Whether a row is one cell across the table that holds a heading or running text."""
    if len(row) != 1 or row[0].colspan != len(grid.xs) - 1 or row[0].rowspan != 1:
        return False
    text = row[0].text
    return bool(_HEADING.match(text)) or (len(text) > _PROSE and "。" in text)


def _spell(cell: GridCell) -> None:
    """Gives a cell its text: its lines joined, a number that its narrow cell broke made whole."""
    lines = lines_of(cell.words)
    text = lines[0].text if lines else ""
    for above, line in pairwise(lines):
        begins, ends = line.text[:1], text[-1:]
        if ends in _NUMERIC and begins in _NUMERIC:
            whole = is_full(above, cell)
            cell.doubtful |= cell.parted or not whole
            text += line.text if whole else f" {line.text}"
        else:
            text += f" {line.text}" if ends.isascii() and begins.isascii() else line.text
    cell.text = tidy(text) if len(lines) > 1 else text
    if not text.isdecimal() and _is_stamped(cell):
        cell.doubtful = cell.crossed = True


def doubt_cells(grids: list[Grid], *, wholly: bool) -> None:
    """Marks the cells with characters that are doubtful themselves.

    ``wholly``: all cells, for where changes were printed, the lines under what
    was put in and the bars beside it are drawn as rulings are, and may part cells.
    """
    for grid in grids:
        for cell in grid.cells:
            cell.doubtful |= wholly or any(glyph.doubtful for word in cell.words for glyph in word.glyphs)


def _is_stamped(cell: GridCell) -> bool:
    """Whether words are printed over a number of the cell, as the text of a seal or of a watermark is."""
    glyphs = [glyph for word in cell.words for glyph in word.glyphs]
    digits = [glyph for glyph in glyphs if glyph.text in _NUMERIC]
    others = [glyph for glyph in glyphs if glyph.text.isalpha()] if len(digits) <= _DIGITS_MOST else []
    return any(_is_over(other, digit) for digit in digits for other in others)


def _is_over(other: Glyph, one: Glyph) -> bool:
    """Whether a character is much larger than a digit beside it, or covers a good part of it."""
    if other.size > _LARGER * one.size:
        return True
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > _COVERED * (one.x1 - one.x0) and high > _COVERED * one.size


def is_full(line: Line, cell: GridCell) -> bool:
    """Whether a line of digits has no room for one more in its cell, so that the number had to be broken."""
    room = cell.x1 - cell.x0 - (line.x1 - line.x0)
    return (len(line.words) > 1 or len(line.words[0].glyphs) > 1) and room < _PADDING + _DIGIT_WIDTH * line.size
