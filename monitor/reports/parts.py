"""The tables of a document cut into parts, each of one of the form's three tables.

A table of the form may stand in several blocks (cut by a page), in one block
with the others, or inside a frame together with headings and prose. Here every
row is told by its labels, so it does not matter how the carrier framed it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crawler.text import fold
from monitor.documents.model import Box, Cell, Document, Paragraph, Picture, Table
from monitor.reports.beside import joined_beside
from monitor.reports.cells import is_value
from monitor.reports.cut_rows import whole_rows
from monitor.reports.forms import APPLICATION_MARKS, CATEGORY_MARKS
from monitor.reports.headings import is_heading_line
from monitor.reports.lexicon import words_of
from monitor.reports.loose import LooseTable
from monitor.reports.model import TableKey

Row = list[Cell | None]
"""The cells of one grid row: with every place filled by the cell that covers it, or as they came where ragged."""


@dataclass(slots=True)
class Line:
    """One line of prose with its place."""

    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(slots=True)
class TablePart:
    """Rows of one table of the form that stand together; ``key`` is None for any other table.

    ``loose`` holds its rows instead where it was read off a tape, and ``text``
    the words it bears; with neither, the table was seen to begin and not read.
    """

    key: TableKey | None
    rows: list[Row] = field(default_factory=list)
    ragged: bool = False
    strong: bool = False
    """True where the part bears the table's own head or several of its rows."""
    page: int | None = None
    loose: LooseTable | None = None
    accounted: bool = True
    """False where values or words near the rows were left over: what is not seen may then be there all the same."""
    text: str = ""

    @property
    def unread(self) -> bool:
        """True where nothing of the table is known but that it is there."""
        return self.loose is None and not self.rows


Item = Line | TablePart | Picture

_LONGEST_LABEL: Final = 60
_LONG_PROSE: Final = 70

_HEADS: Final[dict[TableKey, re.Pattern[str]]] = {
    "proactive": re.compile(
        r"第二十条第|^信息内容$|制发件|[废度]止件|有效件|新制作|新公开数|公开总数|上一?年项目|处理决定数|收费金额|采购总金额|采购项目数"
    ),
    "applications": re.compile(r"勾稽关系|申请人情况|^自然人$|法人或其[他它]组织|^商业企业$|^科研机构$|^法律服务机构$"),
    "remedies": re.compile(r"结果维持|结果纠正|^其[他它]结果$|尚未审结|未经复议直?接?|复议后起诉"),
}
_ROWS: Final[dict[TableKey, re.Pattern[str]]] = {
    "proactive": re.compile(
        r"^规章(?:$|（)|^(?:行政)?规范性文件|^行政许可$|^行政处罚$|^行政强制$|事业性?收费$|对外管理服务|集中采购"
    ),
    "applications": re.compile(
        "|".join(f"(?:{pattern.pattern})" for _, pattern in (*APPLICATION_MARKS, *CATEGORY_MARKS))
        + r"|^（?[七六]）?[、.]?[总合]计$"
    ),
    "remedies": re.compile(r"^行政复议$|^行政诉讼$"),
}
_STRONG_ROWS: Final = 4
_MARKS: Final = re.compile(r"\W")
_CATEGORIES: Final = re.compile("|".join(pattern.pattern for _, pattern in CATEGORY_MARKS) + "|^[总合]计$")


def items_of(document: Document) -> list[Item]:
    """The blocks of a document as lines of prose, parts of tables and pictures, in reading order."""
    items: list[Item] = []
    piped: list[Line] = []
    for block in joined_beside(whole_rows(document.blocks, _is_label), _is_row_label):
        lines = list(_lines(block.text, block.page, block.box)) if isinstance(block, Paragraph) else []
        for line in lines:
            if "|" in line.text and not _is_run_on(line.text):
                piped.append(line)
                continue
            items.extend(_piped_items(piped))
            piped = []
            items.append(line)
        if not isinstance(block, Paragraph):
            items.extend(_piped_items(piped))
            piped = []
            items.extend(_table_items(block) if isinstance(block, Table) else [block])
    return _with_continuations([*items, *_piped_items(piped)])


def _is_label(text: str) -> bool:
    folded = fold(text)
    return any(pattern.search(folded) for patterns in (_HEADS, _ROWS) for pattern in patterns.values())


def _is_row_label(text: str) -> bool:
    folded = fold(text)
    return any(_ROWS[key].search(folded) for key in ("proactive", "applications")) and not _CATEGORIES.search(folded)


def texts_of(row: Row) -> list[str]:
    """The folded texts of a row's cells, each cell once, empty ones left out."""
    return [text for cell in distinct(row) if (text := fold(cell.text))]


def distinct(row: Iterable[Cell | None]) -> list[Cell]:
    """The cells of a row left to right, a spanning cell once, holes left out."""
    return list({id(cell): cell for cell in row if cell is not None}.values())


def _lines(text: str, page: int | None, box: Box | None) -> Iterator[Line]:
    return (Line(line.strip(), page, box) for line in text.splitlines() if line.strip())


def _is_run_on(text: str) -> bool:
    """Whether a line with strokes is more than a row: prose or a heading ran together with cells."""
    cells = text.split("|")
    return any(
        len(cell) > _LONG_PROSE or any(word.kind == "break" for word in words_of(_MARKS.sub("", cell)))
        for cell in cells
    )


def _piped_items(lines: Sequence[Line]) -> Iterator[Item]:
    """Lines whose cells are set apart by upright strokes: a table where they bear the form's labels, else prose."""
    rows = [line for line in lines if line.text.strip("| ")]
    cells = tuple(
        Cell(text.strip(), at, column, page=line.page, box=line.box)
        for at, line in enumerate(rows)
        for column, text in enumerate(line.text.strip().removeprefix("|").removesuffix("|").split("|"))
    )
    table = Table(cells, ragged=True)
    return _table_items(table) if any(_key_of_row([*row]) for row in table.rows()) else iter(lines)


def _table_items(table: Table) -> Iterator[Item]:
    rows: list[Row] = [list(row) for row in table.rows()] if table.ragged else table.grid()
    keys = [_key_of_row(row) for row in rows]
    if not any(keys):
        yield from _foreign(table, rows)
        return
    part: TablePart | None = None
    for at, (row, key) in enumerate(zip(rows, keys, strict=True)):
        if _is_prose(row, key, begun=part is not None):
            if part is not None:
                yield part
            part = None
            for cell in distinct(row):
                yield from _lines(cell.text, cell.page or table.page, cell.box)
            continue
        found = key or (part.key if part else next((later for later in keys[at:] if later), None))
        if part is None or found != part.key:
            if part is not None:
                yield part
            part = TablePart(found, ragged=table.ragged, page=_page(row) or table.page)
        part.rows.append(row)
    if part is not None:
        yield part


def _foreign(table: Table, rows: Sequence[Row]) -> Iterator[Item]:
    """A table that is none of the form's: a frame is unwrapped into lines, a table of data stays a table."""
    starts = distinct(cell for row in rows for cell in row if cell is not None and cell.text.strip())
    framed = all(len(texts_of(row)) <= 1 for row in rows) or any(
        len(cell.text) > _LONG_PROSE or is_heading_line(cell.text) for cell in starts
    )
    if not framed:
        yield TablePart(None, list(rows), table.ragged, page=table.page)
        return
    for cell in starts:
        yield from _lines(cell.text, cell.page or table.page, cell.box)


def _key_of_row(row: Row) -> TableKey | None:
    texts = [text for text in texts_of(row) if len(text) <= _LONGEST_LABEL]
    counts: dict[TableKey, int] = {
        key: sum(bool(_HEADS[key].search(text) or _ROWS[key].search(text)) for text in texts) for key in _HEADS
    }
    best = max(counts, key=lambda key: counts[key])
    return best if counts[best] else None


def _is_prose(row: Row, key: TableKey | None, *, begun: bool) -> bool:
    texts = texts_of(row)
    if len(texts) != 1:
        return False
    if is_heading_line(texts[0]):
        return True
    if key is not None and len(texts[0]) <= _LONGEST_LABEL:
        return False
    return not is_value(texts[0]) and (not begun or len(texts[0]) > _LONG_PROSE)


def _page(row: Row) -> int | None:
    return next((cell.page for cell in row if cell is not None and cell.page is not None), None)


def _with_continuations(items: list[Item]) -> list[Item]:
    """Parts known by too little are kept only right behind their table; nameless rows of numbers join it too."""
    last: TableKey | None = None
    kept: list[Item] = []
    for item in items:
        if isinstance(item, TablePart):
            if item.key is None and _only_numbers(item):
                item.key = last or ("remedies" if _is_remedies_row(item) else None)
            elif item.key is not None:
                item.strong = _is_strong(item)
                if not item.strong and item.key != last:
                    item.key = None
            last = item.key
        elif isinstance(item, Line) and is_heading_line(item.text):
            last = None
        kept.append(item)
    return kept


def _is_strong(part: TablePart) -> bool:
    assert part.key is not None
    rows = [texts_of(row) for row in part.rows]
    heads = any(_HEADS[part.key].search(text) for texts in rows for text in texts)
    named = sum(any(_ROWS[part.key].search(text) for text in texts) for texts in rows)
    return heads or named >= _STRONG_ROWS or (part.key == "remedies" and named > 0)


_REMEDY_WIDTHS: Final = range(14, 17)
"""Cells of the one row of 表四, give or take one that the carrier lost or doubled."""


def _is_remedies_row(part: TablePart) -> bool:
    return any(len(texts_of(row)) in _REMEDY_WIDTHS for row in part.rows)


def _only_numbers(part: TablePart) -> bool:
    texts = [text for row in part.rows for text in texts_of(row)]
    return bool(texts) and all(is_value(text) for text in texts)
