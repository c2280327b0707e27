"""Two tables that stand side by side as one: a first column that stays in place while the others are moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from monitor.documents.model import Block, Table
from monitor.reports.cells import is_value

_LEAST_ROWS: Final = 3


def joined_beside(blocks: Sequence[Block], known: Callable[[str], bool]) -> list[Block]:
    """The blocks, a table of nothing but labels put before a table of as many rows that has no label of a row.

    ``known`` says whether a text is the label of a row of the form. Row stands
    beside row, so the two tables have as many rows, and where one has a head
    the other has one too.
    """
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Table) and _stand_beside(last, block, known):
            joined[-1] = _beside(last, block)
        else:
            joined.append(block)
    return joined


def _stand_beside(left: Table, right: Table, known: Callable[[str], bool]) -> bool:
    rows = _height(left)
    if left.ragged or right.ragged or rows < _LEAST_ROWS or rows != _height(right):
        return False
    labels = [cell for cell in left.cells if cell.text.strip()]
    values = [cell for cell in right.cells if cell.text.strip() and is_value(cell.text)]
    named = {cell.row for cell in labels if known(cell.text)}
    return (
        not any(is_value(cell.text) for cell in labels if cell.column)
        and not any(known(cell.text) for cell in right.cells)
        and len(values) >= len(named) >= _LEAST_ROWS
        and named <= {row for cell in values for row in range(cell.row, cell.row + cell.rowspan)}
    )


def _height(table: Table) -> int:
    return max((cell.row + cell.rowspan for cell in table.cells), default=0)


def _beside(left: Table, right: Table) -> Table:
    width = max(cell.column + cell.colspan for cell in left.cells)
    moved = [replace(cell, column=cell.column + width) for cell in right.cells]
    return replace(left, cells=(*left.cells, *moved))
