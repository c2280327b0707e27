"""Sets a draft on pages: paragraphs and ruled tables, broken where the style says.

What it sets it draws on a surface, which may be a PDF or an OFD file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from monitor.demo.grids import Grid, GridCell
from monitor.demo.render_pdf import wrapped
from monitor.demo.reports import Closing, Heading, ReportDraft
from monitor.reports.model import TableKey
from tests.corpus.cutting import split_labels, split_row

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 64.0
FOOT = 60.0
Ruling = Literal["boxes", "lines", "dotted", "thin", "one path", "double", "open", "across", "none"]
Line = tuple[float, float, float, float]


class Surface(Protocol):
    """What a press draws on; points from the upper left corner."""

    def text(self, x: float, top: float, text: str, size: float) -> None:
        """A line of type whose em box begins there."""

    def rectangle(self, x0: float, top: float, x1: float, bottom: float, *, gray: float | None, edged: bool) -> None:
        """A rectangle, filled with a gray (0 black) or not at all."""

    def lines(self, lines: Sequence[Line]) -> None:
        """Stroked lines."""

    def path(self, boxes: Sequence[Line]) -> None:
        """One filled path of rectangles."""

    def end_page(self) -> None:
        """The next page."""

    def finish(self) -> bytes:
        """The file."""


@dataclass(frozen=True, slots=True)
class Style:
    """One way of setting a report."""

    ruling: Ruling = "boxes"
    body: float = 14.0
    cell: float = 8.5
    breaks: Sequence[int] = ()
    """Rows of 表三 before which a page ends, whatever room there is."""
    through_rows: Sequence[int] = ()
    """Rows of 表三 that a page's end goes through."""
    through_labels: Sequence[int] = ()
    """Rows of 表三 before which a page ends in the middle of the merged labels' text."""
    vertical: bool = False
    """Labels of narrow cells with one character a line."""
    framed: bool = False
    """A frame around the body text of every page, and one around every paragraph of the overview."""
    narrow: bool = False
    """Value columns so narrow that numbers of four digits break."""
    shaded: bool = False
    repeated_head: bool = False
    """The head of 表三 stands above every piece of it."""
    running_head: str = ""
    numbered: bool = True


@dataclass(slots=True)
class Press:
    """A surface with a place on the page, measured downwards."""

    surface: Surface
    style: Style
    top: float = MARGIN
    page: int = 1

    def report(self, draft: ReportDraft) -> bytes:
        """The whole report."""
        self._paragraph(draft.title, 20.0, indent=0)
        for part in draft.parts():
            if isinstance(part, Grid):
                self.grid(part)
            else:
                right = isinstance(part, Closing)
                self._paragraph(
                    part.text, self.style.body, indent=9 if right else 2, boxed=not right and self._boxed(part)
                )
        self._end_page()
        return self.surface.finish()

    def _boxed(self, part: object) -> bool:
        return self.style.framed and not isinstance(part, Heading)

    def _paragraph(self, text: str, size: float, *, indent: float, boxed: bool = False) -> None:
        inside, begun = WIDTH - 2 * MARGIN, self.top
        for number, line in enumerate(wrapped(text, size, inside, first=indent * size)):
            if self._room(size * 1.7):
                begun = self.top
            self.surface.text(MARGIN + (0 if number else indent * size), self.top, line, size)
            self.top += size * 1.7
        if boxed:
            edges = (MARGIN - 6, begun - 4, WIDTH - MARGIN + 6, self.top - size * 0.5)
            self.surface.rectangle(*edges, gray=None, edged=True)

    def grid(self, grid: Grid) -> None:
        """A table, in as many pieces as pages and the style ask for."""
        head = min(cell.row for cell in grid.cells if cell.value)
        grid, forced = self._prepared(grid)
        heights = self._heights(grid)
        self.top += 6
        first = 0
        if not forced:
            self._room(sum(heights[: head + 1]))
        while first < grid.height:
            self._room(heights[first])
            if first and self.style.repeated_head and grid.key == "applications":
                self._piece(grid, heights, 0, head)
            after = self._fitting(heights, first, forced)
            self._piece(grid, heights, first, after)
            if after in forced:
                self._end_page()
            first = after
        self.top += self.style.body

    def _prepared(self, grid: Grid) -> tuple[Grid, set[int]]:
        """The grid as it is cut, and the rows before which a page has to end."""
        if grid.key != _CUT:
            return grid, set()
        style = self.style
        forced = {*style.breaks, *style.through_labels}
        for row in style.through_labels:
            grid = split_labels(grid, row)
        for shift, row in enumerate(sorted(style.through_rows)):
            grid = split_row(grid, row + shift)
            forced.add(row + shift + 1)
        return grid, forced

    def _fitting(self, heights: Sequence[float], first: int, forced: Iterable[int]) -> int:
        limit = min((row for row in forced if row > first), default=len(heights))
        after, used = first, 0.0
        while after < limit and used + heights[after] <= HEIGHT - FOOT - 10 - self.top:
            used += heights[after]
            after += 1
        return max(after, first + 1)

    def _piece(self, grid: Grid, heights: Sequence[float], first: int, after: int) -> None:
        downs = [self.top]
        for height in heights[first:after]:
            downs.append(downs[-1] + height)
        acrosses = self._acrosses(grid)
        boxes: list[Line] = []
        for cell in grid.cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, after)
            if top >= bottom:
                continue
            box = (
                acrosses[cell.column],
                downs[top - first],
                acrosses[cell.column + cell.colspan],
                downs[bottom - first],
            )
            if cell.banner and self.style.shaded:
                self.surface.rectangle(*box, gray=0.85, edged=False)
            if cell.row >= first:
                self._fill(cell, box)
            boxes.append(box)
        _rule(self.surface, self.style.ruling, boxes, (acrosses[0], acrosses[-1]))
        self.top = downs[-1]

    def _fill(self, cell: GridCell, box: Line) -> None:
        x0, top, x1, bottom = box
        size = self.style.cell
        lines = self._lines(cell, x1 - x0)
        y = top + max((bottom - top - len(lines) * size * 1.2) / 2, 1)
        for line in lines:
            indent = (x1 - x0 - _width(line, size)) / 2 if cell.value or x1 - x0 < 60 else 3
            self.surface.text(x0 + max(indent, 0.5), y, line, size)
            y += size * 1.2

    def _lines(self, cell: GridCell, width: float) -> list[str]:
        size = self.style.cell
        if cell.value and _width(cell.text, size) > width - 3:
            fit = max(1, int((width - 3) / _width("0", size)))
            return [cell.text[at : at + fit] for at in range(0, len(cell.text), fit)]
        if self.style.vertical and cell.column < 2 and cell.rowspan > 2:
            return list(cell.text)
        return wrapped(cell.text, size, width - 6)

    def _heights(self, grid: Grid) -> list[float]:
        heights = [0.0] * grid.height
        acrosses = self._acrosses(grid)
        for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
            lines = len(self._lines(cell, acrosses[cell.column + cell.colspan] - acrosses[cell.column]))
            rows = range(cell.row, cell.row + cell.rowspan)
            missing = max(lines, 1) * self.style.cell * 1.2 + 6 - sum(heights[row] for row in rows)
            for row in rows if missing > 0 else ():
                heights[row] += missing / len(rows)
        return heights

    def _acrosses(self, grid: Grid) -> list[float]:
        widths = grid.widths
        if self.style.narrow and grid.key == "applications":
            widths = (0.09, 0.2, 0.51, *(0.2 / 7,) * 7)
        edges = [MARGIN]
        for width in widths:
            edges.append(edges[-1] + width * (WIDTH - 2 * MARGIN))
        return edges

    def _room(self, height: float) -> bool:
        """Begins a new page where that height does not fit on this one."""
        full = self.top + height > HEIGHT - FOOT - 10
        if full:
            self._end_page()
        return full

    def _end_page(self) -> None:
        style = self.style
        if style.framed:
            self.surface.rectangle(MARGIN - 14, MARGIN - 14, WIDTH - MARGIN + 14, HEIGHT - FOOT, gray=None, edged=True)
        if style.running_head:
            self.surface.text(MARGIN, 30, style.running_head, 9)
        if style.numbered:
            self.surface.text(WIDTH / 2 - 12, HEIGHT - FOOT + 14, f"— {self.page} —", 10)
        self.surface.end_page()
        self.page += 1
        self.top = MARGIN


_CUT: TableKey = "applications"


def _width(text: str, size: float) -> float:
    return sum(size if ord(letter) > 255 else size / 2 for letter in text)


def _rule(surface: Surface, ruling: Ruling, boxes: Sequence[Line], sides: tuple[float, float]) -> None:
    """The rulings of a piece of a table in the manner asked for."""
    lines = sorted({line for box in boxes for line in _edges(box)})
    if ruling == "boxes":
        for box in boxes:
            surface.rectangle(*box, gray=None, edged=True)
    elif ruling == "thin":
        for line in lines:
            surface.path([_thick(line)])
    elif ruling == "one path":
        surface.path([_thick(line) for line in lines])
    elif ruling == "dotted":
        for line in lines:
            surface.path(_dots(line))
    elif ruling != "none":
        surface.lines(_stroked(lines, ruling, sides))


def _stroked(lines: list[Line], ruling: Ruling, sides: tuple[float, float]) -> list[Line]:
    """The lines that are drawn: all, all twice, none at the sides, or only those across."""
    if ruling == "double":
        return [*lines, *((a + 1.2, b + 1.2, c + 1.2, d + 1.2) for a, b, c, d in lines)]
    if ruling == "open":
        return [line for line in lines if line[1] == line[3] or line[0] not in sides]
    return [line for line in lines if line[1] == line[3]] if ruling == "across" else lines


def _dots(line: Line) -> list[Line]:
    a, b, c, d = line
    right, down = 2 * (c > a), 2 * (d > b)
    places = ((a + right * n, b + down * n) for n in range(int(max(c - a, d - b) / 2) + 1))
    return [(x, y, x + 0.7, y + 0.7) for x, y in places]


def _edges(box: Line) -> tuple[Line, ...]:
    x0, top, x1, bottom = (round(side, 2) for side in box)
    return (x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)


def _thick(line: Line) -> Line:
    a, b, c, d = line
    return a, b, max(c, a + 0.5), max(d, b + 0.5)


STYLES: dict[str, Style] = {
    "solid boxes": Style(),
    "stroked lines, shaded banners": Style("lines", shaded=True),
    "dotted rulings": Style("dotted"),
    "rulings as thin rectangles": Style("thin"),
    "rulings as one path": Style("one path"),
    "double rulings": Style("double"),
    "no rulings at the sides": Style("open"),
    "rulings across only": Style("across"),
    "no rulings": Style("none"),
    "small type, two pieces, head repeated": Style(cell=7.0, breaks=(14,), repeated_head=True),
    "page ends through rows": Style(through_rows=(6, 24)),
    "page ends through labels": Style("thin", through_labels=(17, 20)),
    "page ends behind the head's first row": Style(breaks=(1,)),
    "page ends behind the head's second row": Style("lines", breaks=(2, 12)),
    "page ends behind the head": Style(breaks=(3,)),
    "vertical labels": Style(vertical=True),
    "frames around body text": Style("lines", framed=True),
    "numbers wrapped in narrow cells": Style(narrow=True),
    "running head": Style(body=16, running_head="政府信息公开工作年度报告"),
}
"""The layouts that any surface can bear."""
