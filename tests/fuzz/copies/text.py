"""Copies as plain text: how rows become lines, and what happens to lines."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from monitor.reports.model import TableKey
from tests.fuzz.copies.reports import Cell, Copy, Row, Sheet, Text

Lines = list[str]
Rows = Callable[[Sheet, Random], Lines]

_FEET = ("- {n} -", "－{n}－", "— {n} —", "第 {n} 页 共 {m} 页", "第{n}页", "{n}/{m}", "{n}", "·{n}·")

_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
_OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def _joined(row: Row, by: str) -> str:
    return by.join(cell.text for cell in row)


def rows_by(by: str, sheet: Sheet, random: Random) -> Lines:
    """Every row a line, its cells set apart by a sign."""
    return [_joined(row, by) for row in sheet.rows]


def aligned(sheet: Sheet, random: Random) -> Lines:
    """Cells padded to columns."""
    wide = random.choice((6, 8, 10))
    return ["".join(cell.text.ljust(wide) for cell in row).rstrip() for row in sheet.rows]


def every_place(sheet: Sheet, random: Random) -> Lines:
    """Tabs for every place of the grid, empty where a merged cell goes on."""
    width = max(len(row) for row in sheet.rows)
    return ["\t".join([""] * (width - len(row)) + [cell.text for cell in row]) for row in sheet.rows]


def strokes(sheet: Sheet, random: Random) -> Lines:
    return [f"| {_joined(row, ' | ')} |" for row in sheet.rows]


def open_strokes(sheet: Sheet, random: Random) -> Lines:
    return [_joined(row, " | ") for row in sheet.rows]


def cell_a_line(end: str, sheet: Sheet, random: Random) -> Lines:
    return [cell.text + end for row in sheet.rows for cell in row]


def strokes_between(sheet: Sheet, random: Random) -> Lines:
    lines = [text for row in sheet.rows for cell in row for text in (cell.text, "|")]
    return lines[:-1]


def run_rows(sheet: Sheet, random: Random) -> Lines:
    """Every row a line whose cells run together."""
    return rows_by("", sheet, random)


def run_labels(sheet: Sheet, random: Random) -> Lines:
    """Labels run into the first number, numbers set apart."""
    return ["".join(cell.text for cell in row if not cell.value) + _joined(_values(row), " ") for row in sheet.rows]


def run_all(sheet: Sheet, random: Random) -> Lines:
    return ["".join(run_rows(sheet, random)).replace("\n", "")]


def one_line(sheet: Sheet, random: Random) -> Lines:
    """The whole table on one line, cells set apart by spaces."""
    return [" ".join(rows_by(" ", sheet, random)).replace("\n", " ")]


def labels_above(sheet: Sheet, random: Random) -> Lines:
    """The label on a line above its numbers."""
    lines: Lines = []
    for row in sheet.rows:
        label = _joined([cell for cell in row if not cell.value], " ")
        lines += [text for text in (label, _joined(_values(row), " ")) if text]
    return lines


def amid(sheet: Sheet, random: Random) -> Lines:
    """Long labels on two lines, their numbers between them."""
    lines: Lines = []
    for row in sheet.rows:
        labels = [cell.text.replace("\n", "") for cell in row if not cell.value]
        values = _joined(_values(row), " ")
        if values and labels and len(labels[-1]) > 11:
            half = (len(labels[-1]) + 1) // 2
            lines += [" ".join((*labels[:-1], labels[-1][:half])), values, labels[-1][half:]]
        else:
            lines.append(" ".join((*labels, values)).strip())
    return lines


def _values(row: Row) -> Row:
    return [cell for cell in row if cell.value]


def labels_apart(sheet: Sheet, random: Random) -> Lines:
    """All labels, then all numbers row by row."""
    labels = [_joined([cell for cell in row if not cell.value], " ") for row in sheet.rows]
    values = [_joined(_values(row), " ") for row in sheet.rows if _values(row)]
    return [*(label for label in labels if label), *values]


def defined(sheet: Sheet, random: Random) -> Lines:
    """A list of what every column holds, row by row."""
    apart, between, end = random.choice(
        (("：", "\n", ""), ("：", "，", ""), ("", "、", "；"), (" ", " ", ""), ("为", "，", "。"))
    )
    lines: Lines = []
    heads: list[str] = []
    for row in sheet.rows[sheet.head_rows if sheet.key != "proactive" else 0 :]:
        labels, values = [cell.text for cell in row if not cell.value], _values(row)
        if not values:
            heads = labels[1:] or heads
            continue
        columns = _columns(sheet.key, heads)
        if sheet.key == "remedies":
            lines += _remedies(values, apart, between, end)
            continue
        told = [f"{column}{apart}{cell.text}" for column, cell in zip(columns, values, strict=True)]
        lead = "".join(labels) + ("：" if apart else "") + ("\n" if between == "\n" else "")
        lines += f"{lead}{between.join(told)}{end}".split("\n")
    return lines


def _columns(key: TableKey, heads: Sequence[str]) -> Sequence[str]:
    return _APPLICANTS if key == "applications" else heads


def _remedies(values: Row, apart: str, between: str, end: str) -> Lines:
    lines: Lines = []
    for at, group in enumerate(_GROUPS):
        told = [f"{name}{apart}{cell.text}" for name, cell in zip(_OUTCOMES, values[5 * at : 5 * at + 5], strict=True)]
        lines += f"{group}{'：' if apart else ''}{between.join(told)}{end}".split("\n")
    return lines


RENDERINGS: dict[str, Rows] = {
    "tabs": partial(rows_by, "\t"),
    "tabs, every place": every_place,
    "spaces": partial(rows_by, " "),
    "wide spaces": partial(rows_by, "　"),
    "aligned": aligned,
    "commas": partial(rows_by, ","),
    "full-width commas": partial(rows_by, "，"),
    "strokes": strokes,
    "strokes, open": open_strokes,
    "one cell a line": partial(cell_a_line, ""),
    "one cell a line, stroke behind": partial(cell_a_line, "|"),
    "one cell a line, stroke and space": partial(cell_a_line, " |"),
    "strokes on lines of their own": strokes_between,
    "rows run together": run_rows,
    "labels run into numbers": run_labels,
    "table run together": run_all,
    "table on one line": one_line,
    "labels above": labels_above,
    "numbers amid labels": amid,
    "labels apart": labels_apart,
    "told in words": defined,
}


@dataclass
class Page:
    """The lines of a copy; ``inside`` says which belong to a table."""

    lines: Lines
    inside: list[bool]
    copy: Copy

    def insert(self, at: int, lines: Sequence[str]) -> None:
        inside = self.inside[at - 1] and self.inside[at] if 0 < at < len(self.lines) else False
        self.lines[at:at] = lines
        self.inside[at:at] = [inside] * len(lines)


LineManner = Callable[[Page, Random], None]


def _within(page: Page) -> list[int]:
    return [at for at in range(1, len(page.lines)) if page.inside[at] and page.inside[at - 1]]


def page_numbers(page: Page, random: Random) -> None:
    """Ends of pages amid the tables: numbers, and heads that run."""
    usual, number = random.choice(_FEET), random.randint(2, 5)
    places = sorted(random.sample(_within(page), min(random.randint(1, 4), len(_within(page)))))
    for count, at in reversed(list(enumerate(places))):
        page.insert(at, _end_of_page(page.copy, usual, number + count, random))


def _end_of_page(copy: Copy, usual: str, number: int, random: Random) -> Lines:
    shape = usual if random.random() < 0.7 else random.choice(_FEET)
    lines = [shape.format(n=number, m=number + 6)]
    lines = random.choice(([*lines], ["", *lines], [*lines, ""], ["", *lines, ""]))
    if random.random() < 0.3:
        lines.append(random.choice((copy.draft.title, f"{copy.draft.body}政府信息公开年报")))
    return lines


def blank_lines(page: Page, random: Random) -> None:
    """Blank lines between the lines of tables."""
    every = random.choice((1, 1, 2, 3, 5))
    for count, at in enumerate(reversed(_within(page))):
        if count % every == 0:
            page.insert(at, [""])


def blank_lines_everywhere(page: Page, random: Random) -> None:
    for at in range(len(page.lines) - 1, 0, -1):
        page.insert(at, [""])


def quoted(page: Page, random: Random) -> None:
    """As a mail quotes."""
    page.lines = [f"> {line}" for line in page.lines]


def indented(page: Page, random: Random) -> None:
    sign = random.choice(("  ", "\u3000\u3000", "    ", "\u00a0\u00a0"))
    page.lines = [sign + line for line in page.lines]


def wrapped(page: Page, random: Random) -> None:
    """Lines broken at a width, at a space where there is one."""
    width = random.choice((38, 50, 72))
    lines, inside = [], []
    for line, within in zip(page.lines, page.inside, strict=True):
        for piece in _wrap(line, width):
            lines.append(piece)
            inside.append(within)
    page.lines, page.inside = lines, inside


def _wrap(line: str, width: int) -> Lines:
    pieces: Lines = []
    while len(line) > width:
        at = max(line.rfind(sign, 1, width + 1) for sign in " \t|，、。；")
        cut = at + 1 if at > 0 else width
        if at <= 0 and line[cut - 1].isdigit() and line[cut : cut + 1].isdigit():
            cut = next((n for n in range(cut, 0, -1) if not line[n - 1].isdigit()), cut)
        pieces.append(line[:cut])
        line = line[cut:]
    return [*pieces, line]


def ends_lost(page: Page, random: Random) -> None:
    """All line ends lost; paragraphs keep the indents they have."""
    page.lines = [
        "".join(line if inside else "　　" + line for line, inside in zip(page.lines, page.inside, strict=True))
    ]
    page.inside = [False]


def ends_to_spaces(page: Page, random: Random) -> None:
    page.lines = [" ".join(page.lines)]
    page.inside = [False]


def stray_lines(page: Page, random: Random) -> None:
    """Lines that a page shows amid a table."""
    strays = ("续表", "（续上页）", "接上页", "返回顶部", "（续）")
    for at in sorted(random.sample(_within(page), min(2, len(_within(page)))), reverse=True):
        page.insert(at, [random.choice(strays)])


LINES: dict[str, LineManner] = {
    "page numbers": page_numbers,
    "blank lines between rows": blank_lines,
    "blank lines everywhere": blank_lines_everywhere,
    "quoted": quoted,
    "indented": indented,
    "wrapped": wrapped,
    "line ends lost": ends_lost,
    "line ends to spaces": ends_to_spaces,
    "stray lines": stray_lines,
}


def page_of(copy: Copy, renderings: Sequence[Rows], random: Random) -> Page:
    """The copy as lines, every table by one of the renderings."""
    page = Page([], [], copy)
    for part in copy.parts:
        if isinstance(part, Text):
            lines, inside = ["", part.text] if part.heading else [part.text], False
        else:
            lines, inside = _tabled(part, renderings, random), True
        flat = [piece for line in lines for piece in line.split("\n")]
        page.lines += flat
        page.inside += [inside] * len(flat)
    return page


def _tabled(sheet: Sheet, renderings: Sequence[Rows], random: Random) -> Lines:
    """A table in one way, or its rows in two where there are two."""
    if len(renderings) == 1:
        return renderings[0](sheet, random)
    at = random.randint(sheet.head_rows + 1, max(len(sheet.rows) - 1, sheet.head_rows + 1))
    above = Sheet(sheet.key, sheet.rows[:at], sheet.grid, sheet.head_rows)
    below = Sheet(sheet.key, sheet.rows[at:], sheet.grid, 0)
    return [*renderings[0](above, random), "", *(renderings[1](below, random) if below.rows else [])]


def markdown(sheet: Sheet, random: Random) -> Lines:
    """A table of Markdown with its rule below the first row."""
    width = max(len(row) for row in sheet.rows)
    lines = [f"| {' | '.join(_padded(row, width))} |" for row in sheet.rows]
    return ["", lines[0], "|" + " --- |" * width, *lines[1:], ""]


def _padded(row: Row, width: int) -> list[str]:
    """Values at the right, labels at the left, nothing between them."""
    labels, values = [cell for cell in row if not cell.value], _values(row)
    gap = [Cell("")] * (width - len(row))
    cells = [*labels, *gap, *values] if values else [*row, *gap]
    return [cell.text.replace("\n", "<br>").replace("|", "\\|") for cell in cells]


def markdown_pieces(sheet: Sheet, random: Random) -> Lines:
    """A table of Markdown in pieces, each with a head of its own: its first row, or an empty one."""
    size = random.choice((3, 5, 8))
    lines: Lines = []
    for at in range(0, len(sheet.rows), size):
        rows = sheet.rows[at : at + size]
        width = max(len(row) for row in rows)
        made = [f"|{'|'.join(_padded(row, width))}|" for row in rows]
        rule = "|" + "---|" * width
        empty = ["|" + "   |" * width, rule]
        lines += [*empty, *made, ""] if random.random() < 0.5 else [made[0], rule, *made[1:], ""]
    return lines


def markdown_lists(sheet: Sheet, random: Random) -> Lines:
    """Rows as items of a list."""
    sign = random.choice(("- ", "* ", "+ "))
    return [sign + _joined(row, " ").replace("\n", "") for row in sheet.rows]


def half_lines(sheet: Sheet, random: Random) -> Lines:
    """Half of the rows as lines, half as a table; of table two the items by themselves first."""
    at = random.randint(sheet.head_rows, len(sheet.rows) - 1)
    above, below = sheet.rows[:at], sheet.rows[at:]
    if sheet.key == "proactive":
        above, below = sheet.rows[4:], sheet.rows[1:4]
    lines = rows_by(" ", Sheet(sheet.key, above, sheet.grid), random)
    return [*lines, *markdown(Sheet(sheet.key, below, sheet.grid), random)]


def headless_remedies(sheet: Sheet, random: Random) -> Lines:
    """A table whose head broke into pieces: of table four the words of the head in two or three cells."""
    if sheet.key != "remedies":
        return markdown(sheet, random)
    head = re.findall(r".{1,6}", "".join(cell.text for row in sheet.rows[: sheet.head_rows] for cell in row))
    rows = [[Cell(text) for text in head[at : at + 15]] for at in range(0, len(head), 15)]
    data = [row for row in sheet.rows if any(cell.value for cell in row)]
    return markdown(Sheet(sheet.key, [*rows, *data], sheet.grid), random)


MARKDOWN: dict[str, Rows] = {
    "Markdown": markdown,
    "Markdown in pieces": markdown_pieces,
    "Markdown lists": markdown_lists,
    "half lines half table": half_lines,
    "head of table four broken": headless_remedies,
}


def printed(page: Page) -> bytes:
    """The bytes of the lines."""
    return "\n".join(page.lines).encode()
