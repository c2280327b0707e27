"""Copies as web pages: whole tables, tables in pieces, and tables that are none."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from random import Random

from tests.fuzz.copies.reports import Cell, Copy, Row, Sheet, Text

Markup = Callable[[Sheet, Random], str]

_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<style>.r{{display:flex}}.r div{{flex:1}}</style></head>
<body><div class="top"><a href="/">首页</a> &gt; <a href="/zwgk/">信息公开年报</a></div>
<div class="main"><h1>{title}</h1><div id="zoom">
{body}
</div></div><div class="foot">版权所有：{owner}</div></body></html>"""


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _cell(cell: Cell, *, spans: bool = True) -> str:
    rows = f' rowspan="{cell.rowspan}"' if spans and cell.rowspan > 1 else ""
    columns = f' colspan="{cell.colspan}"' if spans and cell.colspan > 1 else ""
    return f"<td{rows}{columns}>{_text(cell.text)}</td>"


def _table(rows: Sequence[Row], *, spans: bool = True) -> str:
    lines = [f"<tr>{''.join(_cell(cell, spans=spans) for cell in row)}</tr>" for row in rows]
    return "<table border=1><tbody>\n" + "\n".join(lines) + "\n</tbody></table>"


def whole(sheet: Sheet, random: Random) -> str:
    return _table(sheet.rows)


def no_spans(sheet: Sheet, random: Random) -> str:
    """Merged cells lost."""
    return _table(sheet.rows, spans=False)


def in_pieces(sheet: Sheet, random: Random) -> str:
    """A table every few rows; a merged label stands where it began."""
    size = random.choice((2, 4, 7))
    cuts = [0, *range(sheet.head_rows, len(sheet.rows), size), len(sheet.rows)]
    pieces = [_clipped(sheet.rows, first, after) for first, after in pairwise(cuts) if first < after]
    return "<p>&nbsp;</p>".join(_table(rows) for rows in pieces)


def _clipped(rows: Sequence[Row], first: int, after: int) -> list[Row]:
    """The rows from ``first`` on, merged cells cut with them and what reaches in from above empty."""
    clipped: list[Row] = []
    for at in range(first, after):
        row = [Cell(cell.text, cell.name, min(cell.rowspan, after - at), cell.colspan) for cell in rows[at]]
        if at == first:
            above = [(up, cell) for up in range(at) for cell in rows[up] if up + cell.rowspan > at]
            row = [*(Cell("", None, min(up + c.rowspan, after) - at, c.colspan) for up, c in above), *row]
        clipped.append(row)
    return clipped


def head_apart(sheet: Sheet, random: Random) -> str:
    """The head a table of its own."""
    if not sheet.head_rows:
        return whole(sheet, random)
    return f"<div>{_table(sheet.rows[: sheet.head_rows])}</div><div>{_table(sheet.rows[sheet.head_rows :])}</div>"


def two_tables(sheet: Sheet, random: Random) -> str:
    """A table of labels beside a table of values, row beside row."""
    if sheet.key == "remedies":
        return whole(sheet, random)
    labels = [[cell for cell in row if not cell.value] for row in sheet.rows]
    values = [[cell for cell in row if cell.value] for row in sheet.rows]
    for at, row in enumerate(sheet.rows):
        if not values[at]:
            labels[at], values[at] = row[:1], row[1:] or [Cell("")]
    return f'<div class="r"><div>{_table(labels)}</div><div>{_table(values)}</div></div>'


def divs(sheet: Sheet, random: Random) -> str:
    """Rows and cells of boxes."""
    rows = [f'<div class="r">{"".join(f"<div>{_text(c.text)}</div>" for c in row)}</div>' for row in sheet.rows]
    return "<div>" + "\n".join(rows) + "</div>"


def spans_in_rows(sheet: Sheet, random: Random) -> str:
    """A paragraph a row, cells set apart by blanks."""
    gap = random.choice(("&nbsp;&nbsp;", "&emsp;", " ", "&nbsp;"))
    return "".join(f"<p>{gap.join(_text(cell.text) for cell in row)}</p>" for row in sheet.rows)


def paragraphs(sheet: Sheet, random: Random) -> str:
    """A paragraph a cell."""
    return "".join(f"<p>{_text(cell.text)}</p>" for row in sheet.rows for cell in row)


def definitions(sheet: Sheet, random: Random) -> str:
    """A list of definitions: the label, then its values."""
    entries: list[str] = []
    for row in sheet.rows:
        label = " ".join(cell.text for cell in row if not cell.value)
        values = [cell.text for cell in row if cell.value]
        entries.append(f"<dt>{_text(label)}</dt>" + "".join(f"<dd>{_text(value)}</dd>" for value in values))
    return f"<dl>{''.join(entries)}</dl>"


def items(sheet: Sheet, random: Random) -> str:
    """Rows as items of a list."""
    return "<ul>" + "".join(f"<li>{_text(' '.join(cell.text for cell in row))}</li>" for row in sheet.rows) + "</ul>"


def breaks(sheet: Sheet, random: Random) -> str:
    """One paragraph whose lines end in breaks."""
    return "<p>" + "<br>".join(_text(" ".join(cell.text for cell in row)) for row in sheet.rows) + "</p>"


def preformatted(sheet: Sheet, random: Random) -> str:
    lines = ["\t".join(cell.text.replace("\n", "") for cell in row) for row in sheet.rows]
    return "<pre>" + escape("\n".join(lines)) + "</pre>"


def values_in_one_cell(sheet: Sheet, random: Random) -> str:
    """The numbers of a row in one cell."""
    gap = random.choice(("<br>", " ", "&nbsp;&nbsp;"))
    rows: list[str] = []
    for row in sheet.rows:
        labels = "".join(_cell(cell) for cell in row if not cell.value)
        values = gap.join(_text(cell.text) for cell in row if cell.value)
        rows.append(f"<tr>{labels}{f'<td>{values}</td>' if values else ''}</tr>")
    return f"<table border=1>{''.join(rows)}</table>"


def empty_between(sheet: Sheet, random: Random) -> str:
    """Empty rows between the rows, and an empty last column."""
    wide = max(len(row) for row in sheet.rows)
    rows: list[Row] = []
    for row in sheet.rows:
        rows += [[*row, Cell("")], [Cell("", colspan=wide)]] if any(c.value for c in row) else [row]
    return _table(rows, spans=False)


PAGES: dict[str, Markup] = {
    "HTML table": whole,
    "HTML table, spans lost": no_spans,
    "HTML table in pieces": in_pieces,
    "HTML head apart": head_apart,
    "HTML labels and values apart": two_tables,
    "HTML boxes": divs,
    "HTML paragraph a row": spans_in_rows,
    "HTML paragraph a cell": paragraphs,
    "HTML definitions": definitions,
    "HTML list": items,
    "HTML breaks": breaks,
    "HTML preformatted": preformatted,
    "HTML values in one cell": values_in_one_cell,
    "HTML empty rows": empty_between,
}


def printed(copy: Copy, markup: Markup, random: Random) -> bytes:
    """The copy as a page."""
    lines: list[str] = []
    for part in copy.parts[1:]:
        if isinstance(part, Text):
            tag = "strong" if part.heading else "span"
            lines.append(f"<p><{tag}>{escape(part.text)}</{tag}></p>")
        else:
            lines.append(markup(part, random))
    page = _PAGE.format(title=escape(copy.draft.title), body="\n".join(lines), owner=escape(copy.draft.body))
    return page.encode()
