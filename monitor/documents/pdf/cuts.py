"""Tables that the page's end cuts: a number broken inside a row may have its second half on the next page."""

import re
from typing import Final

from crawler.text import squash
from monitor.documents.pdf.cells import is_full
from monitor.documents.pdf.lattice import Grid, GridCell
from monitor.documents.pdf.lines import lines_of

_ITEM: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[)）、．.]")
_SAME_COLUMN: Final = 6.0


def doubt_cut_numbers(above: Grid, below: Grid) -> None:
    """Marks numbers at the end of one page and at the head of the next that may be halves of one number.

    ``above`` is the last thing on its page, ``below`` the first on the next. A
    row that begins with a mark of its own is a new row, and nothing is cut.
    """
    head = [cell for cell in below.cells if cell.row == 0]
    foot = [cell for cell in above.cells if cell.row + cell.rowspan == len(above.ys) - 1]
    if _begins_row(head):
        return
    for cell in foot:
        for other in head:
            if _is_half(cell) and other.text.isdecimal() and _is_under(other, cell):
                cell.doubtful = other.doubtful = True


def _begins_row(head: list[GridCell]) -> bool:
    """Whether the label beside the numbers of a page's first row begins with a mark such as ``3.``."""
    labels = [cell for cell in head if cell.text and not cell.text.isdecimal()]
    return bool(labels) and bool(_ITEM.match(squash(max(labels, key=lambda cell: cell.column).text)))


def _is_half(cell: GridCell) -> bool:
    """Whether a number fills its cell, so that it may go on in the next line."""
    lines = lines_of(cell.words)
    return cell.text.isdecimal() and is_full(lines[-1], cell)


def _is_under(other: GridCell, cell: GridCell) -> bool:
    return abs(other.x0 - cell.x0) <= _SAME_COLUMN and abs(other.x1 - cell.x1) <= _SAME_COLUMN
