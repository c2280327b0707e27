"""One page's characters and lines into blocks: tables, paragraphs and pictures in the order in which people read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.documents.model import CERTAIN, Block, Box, Cell, Picture, Table
from monitor.documents.pdf.edges import edges_of
from monitor.documents.pdf.lattice import Grid, fill, grids_of, peel
from monitor.documents.pdf.lines import Line, lines_of, once
from monitor.documents.pdf.numerals import compare, numerals_of
from monitor.documents.pdf.open_tables import open_tables
from monitor.documents.pdf.primitives import PageContent
from monitor.documents.pdf.prose import (
    Draft,
    Margins,
    at_edge,
    drafts_of,
    margins_of,
    without_furniture,
    without_numbers,
)
from monitor.documents.tables import DOUBTFUL, is_data

_REPEATS_LEAST: Final = 2
_REPEATS_SHARE: Final = 0.6
_BACKGROUND: Final = 0.8
"""Share of the page that a picture behind text covers."""


@dataclass(slots=True)
class Part:
    """What one page gives before its neighbours are known."""

    page: PageContent
    tables: list[Table]
    lines: list[Line]


def part_of(page: PageContent, data: bytes) -> Part:
    """The tables of a page and the lines outside them; ``data`` is the whole file, for a second opinion."""
    glyphs = once(page.glyphs)
    found = grids_of(edges_of(page.segments))
    page.crowded |= found is None
    grids = sorted(found or [], key=_area)
    outside = fill(grids, glyphs)
    kept = []
    for grid in grids:
        rows = [[cell.text for cell in row] for row in grid.rows() if row]
        table = peel(grid, outside) if is_data(rows) else None
        if table is None:
            outside.extend(glyph for cell in grid.cells for glyph in cell.glyphs)
        else:
            kept.append(table)
    if compare(kept, numerals_of(glyphs)):
        from monitor.documents.pdf.second_opinion import settle  # noqa: PLC0415  # pdfminer is slow to load and rarely asked

        settle(data, page.number, kept)
    return Part(page, [_table(grid, page.number) for grid in kept], lines_of(outside))


def _area(grid: Grid) -> float:
    x0, top, x1, bottom = grid.box
    return (x1 - x0) * (bottom - top)


def _table(grid: Grid, page: int) -> Table:
    cells = tuple(
        Cell(
            cell.text,
            cell.row,
            cell.column,
            cell.rowspan,
            cell.colspan,
            page,
            Box(page, cell.x0, cell.top, cell.x1, cell.bottom),
            DOUBTFUL if cell.doubtful else CERTAIN,
        )
        for cell in grid.cells
    )
    return Table(cells, page)


def blocks_of(parts: list[Part]) -> list[Block]:
    """The blocks of all pages; a paragraph that the page's end broke is whole again."""
    repeated = _running_heads(parts)
    for part in parts:
        part.lines = without_furniture(part.lines, part.page.height, repeated)
    usual = margins_of([line for part in parts for line in part.lines])
    items: list[Draft | Table | Picture] = []
    for part in parts:
        of_page = list(_page_items(part, usual))
        last, first = (items[-1] if items else None), (of_page[0] if of_page else None)
        if isinstance(last, Draft) and isinstance(first, Draft) and last.goes_on_in(first):
            last.absorb(first)
            del of_page[0]
        items += of_page
    return [item.paragraph() if isinstance(item, Draft) else item for item in items]


def _running_heads(parts: list[Part]) -> set[str]:
    """What stands at the upper or lower edge of most pages, page numbers in it left open."""
    counts = Counter(
        text
        for part in parts
        for text in {without_numbers(line.text) for line in part.lines if at_edge(line, part.page.height)}
    )
    least = max(_REPEATS_LEAST, _REPEATS_SHARE * len(parts))
    return {text for text, count in counts.items() if count >= least}


def _page_items(part: Part, usual: Margins | None) -> Iterator[Draft | Table | Picture]:
    """Paragraphs, tables and pictures of one page by their upper sides; a table ends the paragraph above it."""
    margins = margins_of(part.lines) or usual or _whole(part)
    number = part.page.number
    tables, outside = open_tables(part.lines, margins, number)
    lines: list[Line] = []
    items: list[Table | Picture | Line] = [*part.tables, *tables, *_pictures(part.page), *outside]
    for item in sorted(items, key=_top):
        if isinstance(item, Line):
            lines.append(item)
            continue
        yield from drafts_of(lines, number, margins)
        lines = []
        yield item
    yield from drafts_of(lines, number, margins)


def _top(item: Table | Picture | Line) -> float:
    if isinstance(item, Line):
        return item.top
    box = item.box if isinstance(item, Picture) else item.cells[0].box
    return box.top if box else 0.0


def _whole(part: Part) -> Margins:
    """Margins for a file with hardly any text: its lines as they stand."""
    ends = [(line.x0, line.x1) for line in part.lines] or [(0.0, part.page.width)]
    return Margins(min(x0 for x0, _ in ends), max(x1 for _, x1 in ends))


def _pictures(page: PageContent) -> Iterator[Picture]:
    """The pictures of a page, without one that lies behind its text."""
    for box in page.pictures:
        share = (box.x1 - box.x0) * (box.bottom - box.top) / (page.width * page.height)
        if not page.glyphs or share < _BACKGROUND:
            yield Picture(f"第{page.number}页图片", page.number, box)
