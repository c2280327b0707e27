"""Prints a draft as a born-digital PDF: ruled tables with merged labels, cut where a page ends.

Drawn straight on a canvas, since reportlab's own tables will not break inside a
merged label, which the tables of real reports do.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from monitor.demo.grids import Grid, GridCell
from monitor.demo.reports import Closing, Heading, Prose, ReportDraft

FONT: Final = "STSong-Light"
_WIDTH: Final = 595.28
_HEIGHT: Final = 841.89
_MARGIN: Final = 70.0
_INSIDE: Final = _WIDTH - 2 * _MARGIN
_FOOT: Final = 60.0
_PAD: Final = 3.0
_NARROW: Final = 40.0
"""Cells up to this width are set centred."""
_NOT_FIRST: Final = "，。；：、）》”？！"
"""Signs that do not begin a line."""
_NOT_LAST: Final = "（《“"
"""Signs that do not end one."""


@dataclass(frozen=True, slots=True)
class _Style:
    """One body's way of setting its reports; sizes in points."""

    body: float
    cell: float
    shaded: bool

    @property
    def leading(self) -> float:
        return self.body * 1.75


def report_pdf(draft: ReportDraft) -> bytes:
    """The whole report; the same draft always gives the same bytes."""
    random = Random(f"{draft.body}/pdf")
    style = _Style(random.choice((13.0, 14.0, 15.0, 16.0)), random.choice((8.0, 8.5, 9.0)), random.random() < 0.5)
    packed = io.BytesIO()
    press = _Press(packed, draft, style)
    press.title(draft.title)
    for part in draft.parts():
        if isinstance(part, Grid):
            press.grid(part)
        elif isinstance(part, Closing):
            press.closing(part.text)
        else:
            press.paragraph(part)
    press.finish()
    return packed.getvalue()


class _Press:
    """A canvas with a place on the page, measured downwards from the page's top."""

    def __init__(self, target: io.BytesIO, draft: ReportDraft, style: _Style) -> None:
        self.style = style
        _register()
        self.canvas: Any = Canvas(target, pagesize=(_WIDTH, _HEIGHT), invariant=1)
        self.canvas.setTitle(draft.title)
        self.canvas.setAuthor(draft.body)
        self.top = _MARGIN
        self.page = 1

    def title(self, text: str) -> None:
        """The title, centred, on as many lines as it needs."""
        size = self.style.body + 7
        for line in wrapped(text, size, _INSIDE):
            self._room(size * 1.6)
            self._line(line, (_WIDTH - _width(line, size)) / 2, size, size * 1.6)
        self.top += self.style.body

    def paragraph(self, part: Heading | Prose) -> None:
        """A heading or a paragraph with its first line indented by two characters."""
        size = self.style.body
        if isinstance(part, Heading):
            self._room(self.style.leading * 3)
        indent = 2 * size
        for number, line in enumerate(wrapped(part.text, size, _INSIDE, first=indent)):
            self._room(self.style.leading)
            self._line(line, _MARGIN + (0 if number else indent), size, self.style.leading)

    def closing(self, text: str) -> None:
        """A line of the signature, set to the right."""
        self._room(self.style.leading)
        left = _WIDTH - _MARGIN - 2 * self.style.body - _width(text, self.style.body)
        self._line(text, left, self.style.body, self.style.leading)

    def grid(self, grid: Grid) -> None:
        """A table; rows that do not fit go on with the next page, merged cells are cut there."""
        self.top += 6
        heights = _row_heights(grid, self.style.cell)
        # A table's head is not parted from its first row of values.
        head = min(cell.row for cell in grid.cells if cell.value)
        self._room(sum(heights[: head + 1]))
        first = 0
        while first < grid.height:
            self._room(heights[first])
            after = self._rows_that_fit(heights, first)
            _Segment(grid, heights, first, after, self.top).draw(self.canvas, self.style)
            self.top += sum(heights[first:after])
            first = after
        self.top += self.style.body

    def finish(self) -> None:
        """Ends the last page and writes the file."""
        self._end_page()
        self.canvas.save()

    def _rows_that_fit(self, heights: list[float], first: int) -> int:
        room = _HEIGHT - _MARGIN - self.top
        after = first
        while after < len(heights) and sum(heights[first : after + 1]) <= room:
            after += 1
        return max(after, first + 1)

    def _room(self, height: float) -> None:
        """Begins a new page where that height does not fit on this one."""
        if self.top + height > _HEIGHT - _MARGIN:
            self._end_page()
            self.page += 1
            self.top = _MARGIN

    def _end_page(self) -> None:
        self.canvas.setFont(FONT, 10)
        self.canvas.drawCentredString(_WIDTH / 2, _FOOT - 20, f"- {self.page} -")
        self.canvas.showPage()

    def _line(self, text: str, left: float, size: float, leading: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(left, _HEIGHT - self.top - size, text)
        self.top += leading


@dataclass(frozen=True, slots=True)
class _Segment:
    """The rows of a table from ``first`` to before ``after`` that stand on one page."""

    grid: Grid
    heights: list[float]
    first: int
    after: int
    top: float

    def draw(self, canvas: Any, style: _Style) -> None:
        """Rules and texts; a merged cell that was begun on the page before keeps its rules but not its text."""
        canvas.setLineWidth(0.5)
        for cell in self.grid.cells:
            begin, end = max(cell.row, self.first), min(cell.row + cell.rowspan, self.after)
            if begin >= end:
                continue
            left, width = self._across(cell)
            above, height = self.top + sum(self.heights[self.first : begin]), sum(self.heights[begin:end])
            canvas.setFillGray(0.87 if cell.banner and style.shaded else 1)
            canvas.rect(left, _HEIGHT - above - height, width, height, fill=1)
            canvas.setFillGray(0)
            if begin == cell.row:
                _text_in_cell(canvas, cell, style.cell, (left, above, width, height))

    def _across(self, cell: GridCell) -> tuple[float, float]:
        widths = self.grid.widths
        return _MARGIN + sum(widths[: cell.column]) * _INSIDE, _cell_width(self.grid, cell)


def _text_in_cell(canvas: Any, cell: GridCell, size: float, place: tuple[float, float, float, float]) -> None:
    left, above, width, height = place
    lines = wrapped(cell.text, size, width - 2 * _PAD)
    down = above + max((height - len(lines) * size * 1.3) / 2, 0)
    canvas.setFont(FONT, size)
    centred = cell.value or width < _NARROW or (cell.column > 0 and cell.colspan > 1)
    for number, line in enumerate(lines):
        indent = (width - _width(line, size)) / 2 if centred else _PAD
        canvas.drawString(left + indent, _HEIGHT - down - size * (1 + 1.3 * number), line)


def _row_heights(grid: Grid, size: float) -> list[float]:
    """The height of every row: what its own cells need; merged cells stretch the last row they cover."""
    heights = [0.0] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        lines = len(wrapped(cell.text, size, _cell_width(grid, cell) - 2 * _PAD))
        need = max(lines, 1) * size * 1.3 + 3 * _PAD
        rows = range(cell.row, cell.row + cell.rowspan)
        missing = need - sum(heights[row] for row in rows)
        heights[rows[-1]] += max(missing, 0)
    return heights


def _cell_width(grid: Grid, cell: GridCell) -> float:
    return sum(grid.widths[cell.column : cell.column + cell.colspan]) * _INSIDE


def wrapped(text: str, size: float, width: float, *, first: float = 0) -> list[str]:
    """The text broken into lines no wider than ``width`` points; the first is shorter by ``first``.

    Numbers and Latin words stay whole where they fit on a line. A line takes
    signs with it so that none begins with a closing sign or ends with an
    opening one.
    """
    lines: list[str] = []
    line: list[str] = []
    room = width - first
    for atom in _atoms(text):
        if line and _width("".join(line) + atom, size) > room:
            cut = _break([*line, atom])
            lines.append("".join(line[:cut]))
            line, room = line[cut:], width
        line.append(atom)
    return [*lines, "".join(line)] if line else lines


def _break(atoms: list[str]) -> int:
    """How many of the atoms stay on the line: all but the last, or fewer where signs must not be parted."""
    for cut in range(len(atoms) - 1, 0, -1):
        if atoms[cut][0] not in _NOT_FIRST and atoms[cut - 1][-1] not in _NOT_LAST:
            return cut
    return len(atoms) - 1


def _atoms(text: str) -> Iterator[str]:
    """Single Chinese characters, and runs of ASCII without a break in them."""
    run = ""
    for sign in text:
        if sign.isascii() and not sign.isspace():
            run += sign
            continue
        if run:
            yield run
            run = ""
        yield sign
    if run:
        yield run


@cache
def _sign_width(sign: str) -> float:
    _register()
    return float(pdfmetrics.stringWidth(sign, FONT, 1))


def _width(text: str, size: float) -> float:
    return sum(map(_sign_width, text)) * size


@cache
def _register() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
