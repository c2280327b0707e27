"""Documents without pages of their own, such as plain text and workbooks, set on pages as they were read."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from monitor.documents import limits
from monitor.documents.model import Block, Box, Cell, Document, Paragraph, Table
from monitor.evidence.drawn import Sheets, text_width

_WIDTH: Final = 595.0
_HEIGHT: Final = 842.0
_WIDEST: Final = 14_000.0
"""Points; no page of a PDF file is wider."""
_MARGIN: Final = 40.0
_PROSE: Final = 11.0
_CELL: Final = 9.0
_LEADING: Final = 1.45
_PAD: Final = 3.0
_ROOM: Final = _HEIGHT - 2 * _MARGIN
_LABEL_MOST: Final = 12.0
"""Type sizes; a column whose cells are longer breaks them into lines."""
_WORD_MOST: Final = 8.0
"""Type sizes up to which a number or a word keeps its column wide enough to stay whole."""
_ATOM: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_GLUED_MOST: Final = 3
"""Rows of one cell that are not parted by the end of a page."""
_LONGEST: Final = 20_000
"""Characters of one cell or paragraph that are set."""
_PICTURE: Final = "［图片］"


def laid_out(document: Document) -> tuple[bytes, Document]:
    """The document on pages of a PDF file, and itself with the places of its paragraphs and cells on them.

    A document longer than the limit on pages loses its end, which then has no place.
    """
    widths = [_column_widths(block) for block in document.blocks if isinstance(block, Table)]
    wide = max((sum(columns) for columns in widths), default=0.0) + 2 * _MARGIN
    setter = _Setter(max(_WIDTH, min(wide, _WIDEST)))
    columns = iter(widths)
    blocks = [setter.table(b, next(columns)) if isinstance(b, Table) else setter.prose(b) for b in document.blocks]
    return setter.finish(), replace(document, blocks=blocks)


def _column_widths(table: Table) -> list[float]:
    """Points of every column: what its cells need where that fits on a sheet, else less for the long ones."""
    count = max((cell.column + cell.colspan for cell in table.cells), default=0)
    least, wanted = [2.0] * count, [2.0] * count
    for cell in table.cells:
        if cell.colspan == 1:
            at = cell.column
            words = max((text_width(atom) for atom in _ATOM.findall(cell.text)), default=0.0)
            least[at] = max(least[at], min(words, _WORD_MOST))
            wanted[at] = max(wanted[at], least[at], min(text_width(cell.text), _LABEL_MOST))
    room = (_WIDTH - 2 * _MARGIN - 2 * _PAD * count) / _CELL
    share = (room - sum(least)) / max(sum(wanted) - sum(least), 1.0)
    spare = max(0.0, min(1.0, share))
    return [(low + spare * (high - low)) * _CELL + 2 * _PAD + 0.5 for low, high in zip(least, wanted, strict=True)]


@dataclass(slots=True)
class _Set:
    """A cell being set: the lines of its text that still wait for their place."""

    at: int
    cell: Cell
    lines: list[str]

    @property
    def after(self) -> int:
        """The row behind it."""
        return self.cell.row + self.cell.rowspan


@dataclass(slots=True)
class _Setter:
    """Sets blocks one below the other."""

    width: float
    sheets: Sheets = field(default_factory=Sheets)
    page: int = 1
    top: float = _MARGIN

    def __post_init__(self) -> None:
        self.sheets.begin(self.width, _HEIGHT)

    @property
    def _full(self) -> bool:
        return self.page > limits.PAGES

    def finish(self) -> bytes:
        """Ends the last page."""
        if not self._full:
            self.sheets.end()
        return self.sheets.finish()

    def prose(self, block: Block) -> Block:
        """A paragraph, or a word in the place of a picture; its place is that of its lines on their first page."""
        text = block.text if isinstance(block, Paragraph) else _PICTURE
        lines: list[Box] = []
        for line in _wrapped(text, self.width - 2 * _MARGIN, _PROSE):
            self._room(_PROSE * _LEADING)
            if self._full:
                break
            self.sheets.text(_MARGIN, self.top + _PROSE, line, _PROSE)
            right = _MARGIN + text_width(line) * _PROSE
            lines.append(Box(self.page, _MARGIN, self.top, right, self.top + _PROSE * _LEADING))
            self.top += _PROSE * _LEADING
        self.top += _PROSE * (_LEADING - 1)
        return replace(block, box=_around(lines)) if isinstance(block, Paragraph) else block

    def table(self, table: Table, widths: Sequence[float]) -> Table:
        """A table; where a page ends its rows go on with the next."""
        lefts = [_MARGIN, *(_MARGIN + right for right in accumulate(widths))]
        starting = _by_row(table, lefts)
        heights = _heights(starting)
        glued = _glued(table)
        boxes: dict[int, Box] = {}
        opened: list[_Set] = []
        first = 0
        while first < len(heights) and not self._full:
            whole = next((row for row in range(first + 1, len(heights)) if row not in glued), len(heights))
            self._room(min(sum(heights[first:whole]), _ROOM))
            after = self._after(heights, first, glued)
            opened += [cell for row in starting[first:after] for cell in row]
            for cell in () if self._full else opened:
                boxes.setdefault(cell.at, self._cell(cell, lefts, heights[first:after], first))
            opened = [cell for cell in opened if cell.after > after]
            self.top += sum(heights[first:after])
            first = after
        self.top += _PROSE
        cells = tuple(replace(cell, box=boxes.get(at)) for at, cell in enumerate(table.cells))
        return replace(table, cells=cells)

    def _cell(self, cell: _Set, lefts: Sequence[float], heights: Sequence[float], first: int) -> Box:
        """Draws what of a cell stands on this page, whose first row is ``first``: its edges and the lines that fit."""
        begin, end = max(cell.cell.row - first, 0), min(cell.after - first, len(heights))
        top = self.top + sum(heights[:begin])
        bottom = top + sum(heights[begin:end])
        left, right = lefts[cell.cell.column], lefts[cell.cell.column + cell.cell.colspan]
        box = Box(self.page, left, top, right, bottom)
        self.sheets.frame(box)
        fitting = max(int((bottom - top - 2 * _PAD) / (_CELL * _LEADING) + 0.01), 0)
        for number, line in enumerate(cell.lines[:fitting]):
            self.sheets.text(left + _PAD, top + _PAD + _CELL * (1 + _LEADING * number), line, _CELL)
        cell.lines = cell.lines[fitting:]
        return box

    def _after(self, heights: Sequence[float], first: int, glued: Collection[int]) -> int:
        """The row behind the last that fits on this page from ``first`` on, not before a glued one if that can be."""
        room = _HEIGHT - _MARGIN - self.top
        after = first
        for height in heights[first:]:
            room -= height
            if room < 0 and after > first:
                break
            after += 1
        whole = next((row for row in range(after, first, -1) if row not in glued), after)
        return after if after == len(heights) else whole

    def _room(self, height: float) -> None:
        """Begins a new page where that height does not fit on this one."""
        if self._full or self.top + height <= _HEIGHT - _MARGIN or self.top == _MARGIN:
            return
        self.sheets.end()
        self.page += 1
        self.top = _MARGIN
        if not self._full:
            self.sheets.begin(self.width, _HEIGHT)


def _by_row(table: Table, lefts: Sequence[float]) -> list[list[_Set]]:
    """The cells by the row in which they begin, their texts in lines."""
    rows: list[list[_Set]] = [[] for _ in range(max((cell.row + cell.rowspan for cell in table.cells), default=0))]
    most = int(_ROOM / (_CELL * _LEADING)) - 1
    for at, cell in enumerate(table.cells):
        wide = lefts[cell.column + cell.colspan] - lefts[cell.column]
        rows[cell.row].append(_Set(at, cell, _wrapped(cell.text, wide - 2 * _PAD, _CELL)[:most]))
    return rows


def _heights(rows: Sequence[Sequence[_Set]]) -> list[float]:
    """The height of every row: what its own cells need; merged cells stretch the last row they cover."""
    heights = [_CELL * _LEADING + 2 * _PAD] * len(rows)
    for cell in sorted((cell for row in rows for cell in row), key=lambda cell: cell.cell.rowspan):
        need = len(cell.lines) * _CELL * _LEADING + 2 * _PAD
        missing = need - sum(heights[cell.cell.row : cell.after])
        heights[cell.after - 1] = min(heights[cell.after - 1] + max(missing, 0.0), _ROOM)
    return heights


def _glued(table: Table) -> frozenset[int]:
    """The rows that stay on one page with the row above, since a head or a label covers both."""
    low = [cell for cell in table.cells if 1 < cell.rowspan <= _GLUED_MOST]
    return frozenset(row for cell in low for row in range(cell.row + 1, cell.row + cell.rowspan))


def _around(boxes: Sequence[Box]) -> Box | None:
    """What surrounds those of the boxes that stand on the page of the first."""
    same = [box for box in boxes if box.page == boxes[0].page]
    if not same:
        return None
    return replace(same[0], x1=max(box.x1 for box in same), bottom=same[-1].bottom)


def _wrapped(text: str, wide: float, size: float) -> list[str]:
    """The text in lines no wider than that many points; numbers and words are cut only where no line holds them."""
    return list(_lines(text[:_LONGEST], wide / size))


def _lines(text: str, room: float) -> Iterator[str]:
    line, used = "", 0.0
    for atom in _ATOM.findall(text):
        need = text_width(atom)
        if line and used + need > room:
            yield line
            line, used = "", 0.0
        while need > room and len(atom) > 1:
            fits = next((at for at in range(1, len(atom)) if text_width(atom[: at + 1]) > room), len(atom))
            yield atom[:fits]
            atom = atom[fits:]  # noqa: PLW2901 - the rest of the word
            need = text_width(atom)
        line, used = line + atom, used + need
    if line:
        yield line
