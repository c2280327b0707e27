"""One page's characters and lines into blocks: tables, paragraphs and pictures in the order in which people read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from monitor.documents.model import CERTAIN, Block, Box, Cell, Picture, Table
from monitor.documents.pdf.cells import doubt_cells, fill, peel
from monitor.documents.pdf.cuts import doubt_cut_numbers
from monitor.documents.pdf.edges import edges_of
from monitor.documents.pdf.garbled import is_unmapped
from monitor.documents.pdf.lattice import Grid, GridCell, grids_of
from monitor.documents.pdf.lines import Line, lines_of
from monitor.documents.pdf.numerals import compare, numerals_of
from monitor.documents.pdf.open_tables import open_tables
from monitor.documents.pdf.primitives import PageContent, Segment
from monitor.documents.pdf.prose import (
    Draft,
    Margins,
    at_edge,
    drafts_of,
    margins_of,
    without_furniture,
    without_numbers,
)
from monitor.documents.pdf.strikes import cross_out
from monitor.documents.pdf.words import Word, printed_once
from monitor.documents.tables import DOUBTFUL, has_marker, is_data

_REPEATS_LEAST: Final = 2
_REPEATS_SHARE: Final = 0.6
_OWN_COLOUR: Final = 2.0
"""Areas of a cell that its colour may cover, at most; what covers more colours a row or the page."""
_BACKGROUND: Final = 0.8
"""Share of the page that a picture behind text covers."""


@dataclass(slots=True)
class Part:
    """What one page gives before its neighbours are known."""

    page: PageContent
    grids: list[Grid]
    lines: list[Line]


def part_of(page: PageContent, data: bytes) -> Part:
    """The ruled tables of a page and the lines outside them; ``data`` is the whole file, for a second opinion."""
    words = printed_once(page.glyphs)
    if page.unmapped:
        for glyph in page.glyphs:
            glyph.doubtful = is_unmapped(glyph.text)
    segments = cross_out(page, words)
    grids, outside = _ruled(page, segments, words)
    if not grids and page.shades and has_marker("".join(word.text for word in words)):
        # Some tables have coloured cells in place of lines; where only every other row is, colour draws no table.
        sides = (side for shade in page.shades for side in shade.sides())
        coloured = _ruled(page, [*segments, *sides], words)
        if all(_is_shaded(cell, page.shades) for grid in coloured[0] for cell in grid.cells):
            grids, outside = coloured
    if grids and compare(grids, numerals_of(words)):
        from monitor.documents.pdf.second_opinion import settle  # noqa: PLC0415  # pdfminer is slow to load and rarely asked

        settle(data, page.number, grids)
    if page.struck or page.unmapped:
        doubt_cells(grids, wholly=page.struck)
    return Part(page, grids, lines_of(outside))


def _is_shaded(cell: GridCell, shades: list[Segment]) -> bool:
    """Whether a cell has a colour of its own."""
    x, y, area = (cell.x0 + cell.x1) / 2, (cell.top + cell.bottom) / 2, (cell.x1 - cell.x0) * (cell.bottom - cell.top)
    around = (shade for shade in shades if shade.x0 <= x <= shade.x1 and shade.top <= y <= shade.bottom)
    return any((shade.x1 - shade.x0) * (shade.bottom - shade.top) < _OWN_COLOUR * area for shade in around)


def _ruled(page: PageContent, segments: list[Segment], words: list[Word]) -> tuple[list[Grid], list[Word]]:
    """The data tables that line segments draw, filled, and the words outside them."""
    edges = edges_of(segments)
    found = None if edges is None else grids_of(edges)
    page.crowded |= found is None
    grids = sorted(found or [], key=_area)
    outside = fill(grids, words)
    kept = []
    for grid in grids:
        rows = [[cell.text for cell in row] for row in grid.rows() if row]
        table = peel(grid, outside) if is_data(rows) else None
        if table is None:
            outside.extend(word for cell in grid.cells for word in cell.words)
        else:
            kept.append(table)
    return kept, outside


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


Item = Draft | Grid | Table | Picture


def blocks_of(parts: list[Part]) -> list[Block]:
    """The blocks of all pages; a paragraph that the page's end broke is whole again."""
    repeated = _running_heads(parts)
    for part in parts:
        part.lines = without_furniture(part.lines, part.page.height, repeated)
    usual = margins_of([line for part in parts for line in part.lines])
    items: list[tuple[Item, int]] = []
    for part in parts:
        goes_on = bool(items) and isinstance(items[-1][0], Table)
        of_page = list(_page_items(part, usual, goes_on=goes_on))
        if items and of_page and _joined(items[-1][0], of_page[0]):
            del of_page[0]
        items += [(item, part.page.number) for item in of_page]
    return [_block(item, page) for item, page in items]


def _joined(last: Item, first: Item) -> bool:
    """Whether what ends a page has taken over what begins the next."""
    if isinstance(last, Grid) and isinstance(first, Grid):
        doubt_cut_numbers(last, first)
    if isinstance(last, Draft) and isinstance(first, Draft) and last.goes_on_in(first):
        last.absorb(first)
        return True
    return False


def _block(item: Item, page: int) -> Block:
    if isinstance(item, Draft):
        return item.paragraph()
    return _table(item, page) if isinstance(item, Grid) else item


def _running_heads(parts: list[Part]) -> set[str]:
    """What stands at the upper or lower edge of most pages, page numbers in it left open."""
    counts = Counter(
        text
        for part in parts
        for text in {without_numbers(line.text) for line in part.lines if at_edge(line, part.page.height)}
    )
    least = max(_REPEATS_LEAST, _REPEATS_SHARE * len(parts))
    return {text for text, count in counts.items() if count >= least}


def _page_items(part: Part, usual: Margins | None, *, goes_on: bool) -> Iterator[Item]:
    """Paragraphs, tables and pictures of one page by their upper sides; a table ends the paragraph above it.

    ``goes_on``: a table without rulings ended the page before.
    """
    margins = margins_of(part.lines) or usual or _whole(part)
    number = part.page.number
    tables, outside = open_tables(part.lines, margins, number, goes_on=goes_on)
    lines: list[Line] = []
    items: list[Grid | Table | Picture | Line] = [*part.grids, *tables, *pictures_of(part.page), *outside]
    for item in sorted(items, key=_top):
        if isinstance(item, Line):
            lines.append(item)
            continue
        yield from drafts_of(lines, number, margins)
        lines = []
        yield item
    yield from drafts_of(lines, number, margins)


def _top(item: Grid | Table | Picture | Line) -> float:
    if isinstance(item, Grid):
        return item.ys[0]
    if isinstance(item, Line):
        return item.top
    box = item.box if isinstance(item, Picture) else item.cells[0].box
    return box.top if box else 0.0


def _whole(part: Part) -> Margins:
    """Margins for a file with hardly any text: its lines as they stand."""
    ends = [(line.x0, line.x1) for line in part.lines] or [(0.0, part.page.width)]
    return Margins(min(x0 for x0, _ in ends), max(x1 for _, x1 in ends))


def pictures_of(page: PageContent) -> list[Picture]:
    """The pictures of a page, without one that lies behind its text."""
    whole = page.width * page.height
    shares = ((box, (box.x1 - box.x0) * (box.bottom - box.top) / whole) for box in page.pictures)
    seen = [box for box, share in shares if not page.glyphs or share < _BACKGROUND]
    return [Picture(f"第{page.number}页图片", page.number, box) for box in seen]
