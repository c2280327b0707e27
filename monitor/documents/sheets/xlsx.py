"""XLSX: the sheets straight from the XML of the workbook."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from lxml.etree import _Element as Element

from crawler.text import tidy
from monitor.documents.characters import legible
from monitor.documents.ooxml import Package, child, children, local, value
from monitor.documents.sheets.formats import BUILT_IN, Shown, number_of, shown, shown_text
from monitor.documents.sheets.model import (
    COLUMNS_MOST,
    OF_REPORT,
    SHEETS_MOST,
    Merge,
    Most,
    Place,
    Sheet,
    SheetCell,
    Workbook,
)

_WORKBOOK: Final = "xl/workbook.xml"
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BOOLEANS: Final = {"0": "FALSE", "1": "TRUE"}
_TRUE: Final = frozenset({"1", "true"})
_DIGITS_MOST: Final = 9
_T = TypeVar("_T")
_HIDDEN: Final = frozenset({"hidden", "veryHidden"})


def read_workbook(data: bytes, most: Most = OF_REPORT) -> Workbook:
    """The sheets of an XLSX file; raises UnreadableDocumentError where it is broken or locked."""
    package = Package(data, "XLSX")
    root = package.xml(_WORKBOOK)
    if root is None:
        raise package.unreadable()
    relations = package.xml("xl/_rels/workbook.xml.rels")
    targets = {value(entry, "Id"): value(entry, "Target") for entry in children(relations, "Relationship")}
    book = _Book(
        strings=_strings(package.xml("xl/sharedStrings.xml")),
        styles=_styles(package.xml("xl/styles.xml")),
        from_1904=value(child(root, "workbookPr"), "date1904") in _TRUE,
        most=most,
    )
    sheets = [
        book.sheet(package.xml(_path(targets.get(value(entry, "id"), ""))), entry)
        for entry in children(child(root, "sheets"), "sheet")[:SHEETS_MOST]
    ]
    return Workbook(sheets, _properties(package))


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell's format says: how numbers are shown and whether it has a border."""

    code: str = "General"
    bordered: bool = False


_PLAIN: Final = _Style()


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: list[str]
    styles: list[_Style]
    from_1904: bool
    most: Most

    def sheet(self, root: Element | None, entry: Element) -> Sheet:
        """One sheet; an empty one where its part is missing or it is a chart."""
        sheet = Sheet(value(entry, "name"), hidden=value(entry, "state") in _HIDDEN, most=self.most)
        view = child(child(root, "sheetViews"), "sheetView")
        zeros = value(view, "showZeros") not in {"0", "false"}
        sheet.hidden_columns.update(_hidden_columns(root))
        for row, element in _numbered(children(child(root, "sheetData"), "row")):
            if sheet.is_full:
                sheet.cut = True
                break
            if value(element, "hidden") in _TRUE:
                sheet.hidden_rows.add(row)
            for place, cell in _placed(element, row):
                sheet.put(*place, self._cell(cell, zeros=zeros))
        for merge in children(child(root, "mergeCells"), "mergeCell"):
            first, _, last = value(merge, "ref").partition(":")
            top, bottom = _place(first), _place(last)
            if top and bottom:
                sheet.merge(Merge(*top, *bottom))
        return sheet

    def _cell(self, cell: Element, *, zeros: bool) -> SheetCell:
        style = _entry(self.styles, value(cell, "s"), _PLAIN)
        raw = child(cell, "v")
        stored = "" if raw is None else (raw.text or "").strip()
        missing = child(cell, "f") is not None and not stored and value(cell, "t") != "str"
        seen = self._shown(cell, stored, style, zeros=zeros)
        return SheetCell(seen.text, style.bordered, missing, odd=not seen.sure)

    def _shown(self, cell: Element, stored: str, style: _Style, *, zeros: bool) -> Shown:
        kind = value(cell, "t")
        if kind in {"s", "inlineStr", "str"}:
            return shown_text(self._string(cell, kind, stored), style.code)
        if kind in {"b", "e", "d"}:
            return Shown(_BOOLEANS.get(stored, stored) if kind == "b" else _unescaped(stored))
        number = number_of(stored)
        if number is None:
            return Shown(stored)
        return shown(number, style.code, from_1904=self.from_1904) if number or zeros else Shown("")

    def _string(self, cell: Element, kind: str, stored: str) -> str:
        if kind == "s":
            return _entry(self.strings, stored, "")
        return _string(child(cell, "is")) if kind == "inlineStr" else _unescaped(stored)


def _hidden_columns(root: Element | None) -> Iterator[int]:
    for column in children(child(root, "cols"), "col"):
        if value(column, "hidden") in _TRUE:
            yield from range(_number(value(column, "min")) - 1, min(_number(value(column, "max")), COLUMNS_MOST))


def _path(target: str) -> str:
    """The name of the part that a relation of the workbook points to."""
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(_WORKBOOK), target)
    return posixpath.normpath(joined).strip("/")


def _strings(root: Element | None) -> list[str]:
    return [_string(entry) for entry in children(root, "si")]


def _string(holder: Element | None) -> str:
    """A text with its runs joined; readings above characters are left out."""
    parts = []
    for element in () if holder is None else holder:
        if local(element) == "t":
            parts.append(element.text or "")
        elif local(element) == "r":
            parts.extend(text.text or "" for text in children(element, "t"))
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _styles(root: Element | None) -> list[_Style]:
    own = {value(e, "numFmtId"): value(e, "formatCode") for e in children(child(root, "numFmts"), "numFmt")}
    borders = [_has_line(border) for border in children(child(root, "borders"), "border")]
    styles = []
    for form in children(child(root, "cellXfs"), "xf"):
        number, border = value(form, "numFmtId"), _number(value(form, "borderId"))
        code = own.get(number) or BUILT_IN.get(_number(number), "General")
        styles.append(_Style(code, border < len(borders) and borders[border]))
    return styles


def _has_line(border: Element) -> bool:
    return any(value(side, "style") not in {"", "none"} for side in border if local(side) != "diagonal")


def _numbered(rows: list[Element]) -> Iterator[tuple[int, Element]]:
    """Rows with their 0-based numbers; one that states none follows the one before."""
    number = -1
    for element in rows:
        stated = _number(value(element, "r"))
        number = stated - 1 if stated else number + 1
        yield number, element


def _placed(element: Element, row: int) -> Iterator[tuple[Place, Element]]:
    column = -1
    for cell in children(element, "c"):
        stated = _place(value(cell, "r"))
        column = stated[1] if stated else column + 1
        yield (row, column), cell


def _place(reference: str) -> Place | None:
    """The 0-based row and column of a reference such as ``B3``."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS_MOST else 0


def _entry(entries: Sequence[_T], index: str, default: _T) -> _T:
    """The entry of that number, the default where there is none."""
    known = index.isdecimal() and len(index) <= _DIGITS_MOST and int(index) < len(entries)
    return entries[int(index)] if known else default


def _properties(package: Package) -> dict[str, str]:
    meta: dict[str, str] = {}
    root = package.xml("docProps/core.xml")
    for element in () if root is None else root:
        if element.text and not len(element) and (text := tidy(legible(element.text))):
            meta.setdefault(local(element), text)
    return meta
