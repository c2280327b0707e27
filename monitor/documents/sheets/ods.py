"""ODS: the sheets straight from the XML of the file, packed or flat.

A cell holds what it shows beside what it stores, so no number format need be understood.
Source: OASIS OpenDocument 1.3, part 3, chapters 3 (packages), 9 (tables) and 16 (styles).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from crawler.text import tidy
from monitor.documents import limits
from monitor.documents.characters import legible
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.ooxml import Package, child, children, local, value
from monitor.documents.sheets.formats import number_of, shown
from monitor.documents.sheets.model import COLUMNS_MOST, OF_REPORT, SHEETS_MOST, Merge, Most, Sheet, SheetCell, Workbook

_LOCKED: Final = "文件加了密码，请向发布机关索取不加密的文件。"
_BROKEN: Final = "ODS 文件不完整或已损坏（可能没有下载完），请重新下载。"
_ZIP: Final = b"PK"
_ROW_HOLDERS: Final = frozenset({"table-row-group", "table-header-rows", "table-rows"})
_COLUMN_HOLDERS: Final = frozenset({"table-column-group", "table-header-columns", "table-columns"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_UNSEEN: Final = frozenset({"annotation", "note", "ruby-text", "frame", "custom-shape"})
_SIGNS: Final = {"tab": "\t", "line-break": "\n"}
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_BLANKS_MOST: Final = 200
_SIDES: Final = ("border-left", "border-right", "border-top", "border-bottom")
_STORED: Final = ("string-value", "date-value", "time-value", "boolean-value")


def read_workbook(data: bytes, most: Most = OF_REPORT) -> Workbook:
    """The sheets of an ODS file, packed or flat; raises UnreadableDocumentError where it is broken or locked."""
    parts = _packed(data) if data.startswith(_ZIP) else _flat(data)
    book = child(child(parts.content, "body"), "spreadsheet")
    if book is None:
        raise UnreadableDocumentError(_BROKEN)
    styles = _Styles.read(parts)
    zeros = not any(
        value(item, "name") == "ShowZeroValues" and (item.text or "").strip() == "false"
        for item in _all(parts.settings, "config-item")
    )
    sheets = [_sheet(table, styles, most, zeros=zeros) for table in children(book, "table")[:SHEETS_MOST]]
    return Workbook(sheets, _properties(parts.meta))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a file; all the same element where they stand in one."""

    content: Element
    styles: Element | None
    settings: Element | None
    meta: Element | None


def _packed(data: bytes) -> _Parts:
    package = Package(data, "ODS")
    if next(_all(package.xml("META-INF/manifest.xml"), "encryption-data"), None) is not None:
        raise package.unreadable(_LOCKED)
    content, styles, settings, meta = (package.xml(f"{name}.xml") for name in ("content", "styles", "settings", "meta"))
    if content is None:
        raise package.unreadable()
    return _Parts(content, styles, settings, meta)


def _flat(data: bytes) -> _Parts:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    if len(data) > limits.PART_BYTES:
        raise UnreadableDocumentError(_BROKEN)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableDocumentError(_BROKEN) from problem
    return _Parts(root, root, root, root)


def _all(root: Element | None, name: str) -> Iterator[Element]:
    return (element for element in (() if root is None else root.iter()) if local(element) == name)


@dataclass(frozen=True, slots=True)
class _Styles:
    """What styles say of sheets and cells, by their names."""

    bordered: frozenset[str]
    formatted: frozenset[str]
    """Styles with a number format."""
    hidden: frozenset[str]
    """Styles of sheets that are not seen."""

    @classmethod
    def read(cls, parts: _Parts) -> "_Styles":
        """The styles of the file; those made while editing stand beside the content."""
        holders = [holder for root in (parts.styles, parts.content) for holder in (() if root is None else root)]
        found = [style for holder in holders for style in children(holder, "style")]
        styles = {(value(style, "family"), value(style, "name")): style for style in found}
        cells = [name for family, name in styles if family == "table-cell"]
        lines = {name: [line for line in map(_lines, _above(name, styles)) if line] for name in cells}
        tables = [style for (family, _), style in styles.items() if family == "table"]
        return cls(
            frozenset(name for name in cells if any(_merged(lines[name]).values())),
            frozenset(name for name in cells if any(value(s, "data-style-name") for s in _above(name, styles))),
            frozenset(value(s, "name") for s in tables if value(child(s, "table-properties"), "display") == "false"),
        )


def _above(name: str, styles: dict[tuple[str, str], Element]) -> list[Element]:
    """A cell's style and those it inherits from."""
    chain: dict[str, Element] = {}
    while (style := styles.get(("table-cell", name))) is not None and name not in chain:
        chain[name] = style
        name = value(style, "parent-style-name")
    return list(chain.values())


def _lines(style: Element) -> dict[str, bool]:
    """Which sides a style gives a line, and from which it takes it."""
    properties = child(style, "table-cell-properties")
    every = value(properties, "border")
    stated = {side: value(properties, side) or every for side in _SIDES}
    return {side: line != "none" for side, line in stated.items() if line}


def _merged(lines: list[dict[str, bool]]) -> dict[str, bool]:
    """The lines of a style and its ancestors, the nearest first."""
    merged: dict[str, bool] = {}
    for one in reversed(lines):
        merged |= one
    return merged


def _sheet(table: Element, styles: _Styles, most: Most, *, zeros: bool) -> Sheet:
    sheet = Sheet(value(table, "name"), hidden=value(table, "style-name") in styles.hidden, most=most)
    defaults = _columns(table, sheet)
    row = 0
    for element, hidden in _inside(table, "table-row", _ROW_HOLDERS):
        count = _repeated(element, "number-rows-repeated")
        rows = range(row, min(row + count, most.rows))
        row += count
        if hidden:
            sheet.hidden_rows.update(rows)
        cells = list(_cells(element, defaults, styles, zeros=zeros))
        if row > most.rows or sheet.is_full:
            sheet.cut = sheet.cut or any(cell.text for _, cell, _, _ in cells)
        for at in () if sheet.is_full else rows:
            _put(sheet, at, cells)
    return sheet


_Placed = tuple[int, SheetCell, int, int]
"""Column, cell, and how many rows and columns it covers."""


def _put(sheet: Sheet, row: int, cells: list[_Placed]) -> None:
    for column, cell, down, across in cells:
        sheet.put(row, column, cell)
        if down > 1 or across > 1:
            sheet.merge(Merge(row, column, row + down - 1, column + across - 1))


def _columns(table: Element, sheet: Sheet) -> list[str]:
    """The style of cells by column, as far as columns are read; hidden columns are noted on the sheet."""
    defaults: list[str] = []
    for element, hidden in _inside(table, "table-column", _COLUMN_HOLDERS):
        count = min(_repeated(element, "number-columns-repeated"), COLUMNS_MOST - len(defaults))
        if hidden:
            sheet.hidden_columns.update(range(len(defaults), len(defaults) + count))
        defaults += [value(element, "default-cell-style-name")] * count
    return defaults


def _inside(
    holder: Element, name: str, through: frozenset[str], *, hidden: bool = False
) -> Iterator[tuple[Element, bool]]:
    """The rows or columns of a table, also those in groups, each with whether it is hidden."""
    for element in holder:
        if local(element) == name:
            yield element, hidden or value(element, "visibility") in {"collapse", "filter"}
        elif local(element) in through:
            yield from _inside(element, name, through, hidden=hidden or value(element, "display") == "false")


def _repeated(element: Element, name: str) -> int:
    return max(_number(value(element, name)), 1)


def _number(text: str) -> int:
    return int(text[:9]) if text.isdecimal() else 0


def _cells(row: Element, defaults: list[str], styles: _Styles, *, zeros: bool) -> Iterator[_Placed]:
    """The cells of a row that show a text, have a line or cover others; a covered one shows nothing."""
    column = 0
    for element in row:
        if local(element) not in _CELLS or column >= COLUMNS_MOST:
            continue
        count = min(_repeated(element, "number-columns-repeated"), COLUMNS_MOST - column)
        own = value(element, "style-name") or value(row, "default-cell-style-name")
        down, across = (_number(value(element, f"number-{of}-spanned")) for of in ("rows", "columns"))
        is_seen = local(element) == "table-cell"
        for at in range(column, column + count):
            style = own or (defaults[at] if at < len(defaults) else "")
            cell = _cell(element, style, styles, zeros=zeros) if is_seen else SheetCell("", style in styles.bordered)
            if cell.text or cell.bordered or cell.unsure or down > 1 or across > 1:
                yield at, cell, down, across
        column += count


def _cell(element: Element, style: str, styles: _Styles, *, zeros: bool) -> SheetCell:
    bordered = style in styles.bordered
    lines = [_text(part) for part in element if local(part) in {"p", "h"}]
    number = number_of(value(element, "value"))
    if number is not None and not number and not zeros:
        return SheetCell("", bordered)
    if lines:
        return SheetCell("\n".join(lines), bordered)
    if number is not None:
        seen = shown(number, "General")
        return SheetCell(seen.text, bordered, odd=style in styles.formatted or not seen.sure)
    stored = next((text for name in _STORED if (text := value(element, name))), "")
    is_text = value(element, "value-type") == "string" or not stored
    return SheetCell(stored, bordered, missing=not stored and bool(value(element, "formula")), odd=not is_text)


def _text(element: Element) -> str:
    """The text of a paragraph, without notes and readings; blanks count as one unless they are written out."""
    parts = [_BLANKS.sub(" ", element.text or "")]
    for inner in element:
        name = local(inner)
        if name == "s":
            parts.append(" " * min(_repeated(inner, "c"), _BLANKS_MOST))
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name and name not in _UNSEEN:
            parts.append(_text(inner))
        parts.append(_BLANKS.sub(" ", inner.tail or ""))
    return "".join(parts)


def _properties(root: Element | None) -> dict[str, str]:
    meta: dict[str, str] = {}
    holder = child(root, "meta")
    for element in () if holder is None else holder:
        if element.text and not len(element) and (text := tidy(legible(element.text))):
            meta.setdefault(local(element), text)
    return meta
