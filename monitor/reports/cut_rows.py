"""Rows that a page's end cuts in two, label and all: ``行政事`` on one page, ``业性收费`` on the next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from monitor.documents.model import Block, Cell, Table
from monitor.reports.cells import is_value

Known = Callable[[str], bool]
"""Whether a text is a label of the form."""


def whole_rows(blocks: Sequence[Block], known: Known) -> list[Block]:
    """The blocks with halves of rows put together: the whole row stands on the page where it begins.

    Two halves are one row where a label of the form is on neither page but
    on both together, and no number would be put together with another.
    """
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if isinstance(block, Table) and isinstance(last, Table) and _follows(last, block):
            pairs = _pairs(last, block)
            if pairs is not None and _is_one_row(pairs, known):
                whole[-1] = _with_ends(last, pairs)
                block = _without_first_row(block)  # noqa: PLW2901  # its first row has gone
        whole.append(block)
    return whole


def _follows(above: Table, below: Table) -> bool:
    ruled = not above.ragged and not below.ragged
    return ruled and above.page is not None and below.page == above.page + 1


def _pairs(above: Table, below: Table) -> list[tuple[Cell, Cell]] | None:
    """The cells with text in the first row below, each with the cell over it; None where one has none."""
    rows = max((cell.row + cell.rowspan for cell in above.cells), default=0)
    foot = [cell for cell in above.cells if cell.row + cell.rowspan == rows]
    head = [cell for cell in below.cells if cell.row == 0 and cell.text.strip()]
    over = [(next((cell for cell in foot if _is_over(cell, half)), None), half) for half in head]
    found = [(cell, half) for cell, half in over if cell is not None]
    return found if len(found) == len(head) else None


def _is_over(cell: Cell, half: Cell) -> bool:
    if cell.box is None or half.box is None:
        return False
    return cell.box.x0 < (half.box.x0 + half.box.x1) / 2 < cell.box.x1


def _is_one_row(pairs: Sequence[tuple[Cell, Cell]], known: Known) -> bool:
    if any(cell.text.strip() and is_value(cell.text) and is_value(half.text) for cell, half in pairs):
        return False
    return any(
        known(cell.text + half.text) and not known(cell.text) and not known(half.text)
        for cell, half in pairs
        if cell.text.strip()
    )


def _with_ends(table: Table, pairs: Sequence[tuple[Cell, Cell]]) -> Table:
    ends = {id(cell): half for cell, half in pairs}
    return replace(table, cells=tuple(_ended(cell, ends.get(id(cell))) for cell in table.cells))


def _ended(cell: Cell, half: Cell | None) -> Cell:
    if half is None:
        return cell
    return replace(cell, text=cell.text + half.text, confidence=min(cell.confidence, half.confidence))


def _without_first_row(table: Table) -> Table:
    return replace(table, cells=tuple(_moved_up(table.cells)))


def _moved_up(cells: Sequence[Cell]) -> Iterator[Cell]:
    for cell in cells:
        if cell.row > 0:
            yield replace(cell, row=cell.row - 1)
        elif cell.rowspan > 1:
            yield replace(cell, rowspan=cell.rowspan - 1, text="")
