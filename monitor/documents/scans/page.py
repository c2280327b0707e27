"""One scanned page as paragraphs and tables in reading order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from crawler.text import tidy
from monitor.documents.model import Block, Box, Cell, Paragraph, Table
from monitor.documents.scans.cells import CellReading, read_cells
from monitor.documents.scans.facing import recognised
from monitor.documents.scans.open_areas import open_tables_of
from monitor.documents.scans.recognition import Glyph
from monitor.documents.scans.rulings import Rectangle, find_grids
from monitor.documents.scans.straighten import Gray, is_sliver, straightened
from monitor.documents.tables import is_data

POINTS: Final = 72
"""Points an inch."""


def read_scan(gray: Gray, *, page: int, dpi: float) -> list[Block]:
    """The blocks of a page's picture; ``dpi`` says how many pixels make an inch of it.

    Blocks of a page that had to be turned by a quarter or more have no places on the page as it is shown.
    """
    if is_sliver(gray):
        return []
    upright, glyphs, turned = recognised(gray)
    placed: list[tuple[float, Block]] = []
    for cells in find_grids(upright, dpi):
        readings = read_cells(upright, cells, glyphs, dpi)
        table = _table(cells, readings, page=page, dpi=dpi)
        if not is_data([[cell.text for cell in row] for row in table.rows()]):
            continue
        hull = _hull(cells)
        glyphs = [glyph for glyph in glyphs if not _inside(glyph, hull)]
        placed.append((hull[1], table))
    tables, glyphs = open_tables_of(glyphs, page=page, points=POINTS / dpi)
    placed.extend((_top(table) * dpi / POINTS, table) for table in tables)
    placed.extend(_paragraphs(glyphs, page=page, dpi=dpi))
    blocks = [block for _, block in sorted(placed, key=lambda item: item[0])]
    return [_without_boxes(block) for block in blocks] if turned else blocks


def _without_boxes(block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(replace(cell, box=None) for cell in block.cells))
    return replace(block, box=None)


def _top(table: Table) -> float:
    return min((cell.box.top for cell in table.cells if cell.box), default=0.0)


def holds_grid(gray: Gray, dpi: float) -> bool:
    """Whether a picture shows a ruled table; quick, since no text is recognised."""
    return not is_sliver(gray) and bool(find_grids(straightened(gray), dpi))


def moved(block: Block, to: Box) -> Block:
    """A block of a picture with places counted from the corner of the page instead of the picture's."""
    if isinstance(block, Table):
        return replace(block, cells=tuple(replace(cell, box=_shifted(cell.box, to)) for cell in block.cells))
    return replace(block, box=_shifted(block.box, to))


def without_place(block: Block) -> Block:
    """A block of a picture that stands in a carrier without pages."""
    if isinstance(block, Table):
        return replace(block, page=None, cells=tuple(replace(cell, page=None, box=None) for cell in block.cells))
    return replace(block, page=None, box=None)


def _shifted(box: Box | None, to: Box) -> Box | None:
    if box is None:
        return None
    return Box(box.page, box.x0 + to.x0, box.top + to.top, box.x1 + to.x0, box.bottom + to.top)


def _table(cells: Sequence[Rectangle], readings: Sequence[CellReading], *, page: int, dpi: float) -> Table:
    lefts, tops = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    return Table(
        tuple(
            Cell(
                text=tidy(reading.text),
                row=tops.index(cell[1]),
                column=lefts.index(cell[0]),
                rowspan=bisect_left(tops, cell[3]) - tops.index(cell[1]),
                colspan=bisect_left(lefts, cell[2]) - lefts.index(cell[0]),
                page=page,
                box=_box(cell, page, dpi),
                confidence=reading.confidence,
            )
            for cell, reading in zip(cells, readings, strict=True)
        ),
        page,
    )


def _paragraphs(glyphs: Sequence[Glyph], *, page: int, dpi: float) -> Iterator[tuple[float, Paragraph]]:
    """Lines joined to paragraphs: one begins where a line is indented or the line before ends short."""
    lines = _lines(glyphs)
    if not lines:
        return
    left = min(line[0].x for line in lines)
    right = max(line[-1].x for line in lines)
    heap: list[list[Glyph]] = []
    for line in lines:
        height = line[0].height
        begins = line[0].x - left > height
        ended = bool(heap) and right - heap[-1][-1].x > 2 * height
        if heap and (begins or ended):
            yield _paragraph(heap, page, dpi)
            heap = []
        heap.append(line)
    yield _paragraph(heap, page, dpi)


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line of text from top to bottom; boxes that the detector set side by side are one line."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and abs(lines[-1][-1].y - glyph.y) < glyph.height / 2:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x) for line in lines]


def _paragraph(lines: Sequence[Sequence[Glyph]], page: int, dpi: float) -> tuple[float, Paragraph]:
    every = [glyph for line in lines for glyph in line]
    hull = (
        min(glyph.x - glyph.width / 2 for glyph in every),
        min(glyph.y - glyph.height / 2 for glyph in every),
        max(glyph.x + glyph.width / 2 for glyph in every),
        max(glyph.y + glyph.height / 2 for glyph in every),
    )
    text = tidy("".join(glyph.text for glyph in every))
    return hull[1], Paragraph(text, page, _box(hull, page, dpi))


def _hull(cells: Sequence[Rectangle]) -> Rectangle:
    return (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )


def _inside(glyph: Glyph, hull: Rectangle) -> bool:
    return hull[0] < glyph.x < hull[2] and hull[1] < glyph.y < hull[3]


def _box(area: Rectangle, page: int, dpi: float) -> Box:
    scale = POINTS / dpi
    return Box(page, area[0] * scale, area[1] * scale, area[2] * scale, area[3] * scale)
