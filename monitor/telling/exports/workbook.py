"""Workbooks (XLSX) for offices: a head that stays, filters, wrapped text, printed on A4 across; the same bytes twice.

Every cell that is no number and no day is a text, so that nothing strangers wrote becomes a formula or a link.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from math import ceil
from typing import Any, BinaryIO, Final, Literal

from crawler.outgoing import cell
from storage.clock import SHANGHAI, from_stamp
from storage.scratch import scratch_folder

Kind = Literal["text", "number", "day", "time"]
Row = Mapping[str, Any]

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The time that every workbook bears, so that the same rows give the same bytes."""
_MOST_ROWS: Final = 1_000_000
"""Rows of one sheet; a sheet holds 1 048 576."""
_LONGEST_NAME: Final = 31
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_A4: Final = 9
_FONT: Final = {"font_size": 9}
_LINE: Final = 12.0
"""Points of a line of type."""
_FITTING: Final = 1.15
"""Characters of that type that stand on a unit of a column's width, which is measured in larger type."""
_HIGHEST: Final = 400.0
"""Points; a sheet has no higher rows."""
_HEAD: Final = _FONT | {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
_CELL: Final = _FONT | {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
_FORMATS: Final = {
    "text": {},
    "number": {"num_format": "0", "align": "center"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "center"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the key of its values in a row, its head, how many characters wide it is, and their kind.

    ``day`` values are dates, ``time`` values stamps of the log, shown in Asia/Shanghai.
    """

    key: str
    head: str
    width: int = 12
    kind: Kind = "text"


class Book:
    """A workbook being written."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._names: set[str] = set()
        self._head = book.add_format(_HEAD)
        self._formats = {kind: book.add_format(_CELL | more) for kind, more in _FORMATS.items()}

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Write a sheet and give the number of its rows; more rows than a sheet holds go on in further ones."""
        waiting, written = iter(rows), 0
        while True:
            part = self._sheet(name, columns, islice(waiting, _MOST_ROWS))
            written += part
            if part < _MOST_ROWS:
                return written

    def _sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        sheet = self._book.add_worksheet(self._free_name(name))
        _lay_out(sheet, columns)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.head, self._head)
        count = 0
        for count, row in enumerate(rows, 1):
            sheet.set_row(count, _height(columns, row))
            for at, column in enumerate(columns):
                self._write(sheet, count, at, column.kind, row.get(column.key))
        sheet.autofilter(0, 0, count, len(columns) - 1)
        return count

    def _write(self, sheet: Any, row: int, at: int, kind: Kind, value: Any) -> None:
        style = self._formats[kind]
        if value is None or value == "":
            sheet.write_blank(row, at, None, style)
        elif kind == "day" and isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day
        elif kind == "time":
            sheet.write_datetime(row, at, from_stamp(value).astimezone(SHANGHAI).replace(tzinfo=None), style)
        elif kind == "number" and isinstance(value, int | float):
            sheet.write_number(row, at, value, style)
        else:
            sheet.write_string(row, at, cell(str(value)), style)

    def _free_name(self, wanted: str) -> str:
        """A name that a sheet may have and none has yet; case does not tell names apart."""
        clean = _NO_NAME.sub("_", cell(wanted)).strip("' ") or "表"
        number, name = 1, _cut(clean, _LONGEST_NAME).strip("' ")
        while name.lower() in self._names:
            number += 1
            mark = f"~{number}"
            name = _cut(clean, _LONGEST_NAME - len(mark)) + mark
        self._names.add(name.lower())
        return name


@contextmanager
def writing_book(file: BinaryIO, title: str) -> Iterator[Book]:
    """A workbook that is written into the file when the block ends; rows are not kept in memory."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is written

    with scratch_folder() as folder:  # what a broken-off workbook leaves behind goes with it
        options = {
            "constant_memory": True,
            "strings_to_urls": False,
            "strings_to_formulas": False,
            "tmpdir": str(folder),
        }
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({"title": cell(title), "author": "nianbao", "created": _MADE})
        yield Book(book)
        book.close()


def _height(columns: Sequence[Column], row: Row) -> float:
    """Points that a row's wrapped texts need: not every program works that out when it opens a file."""
    texts = [(str(row.get(column.key) or ""), column.width) for column in columns if column.kind == "text"]
    lines = max((ceil(_width(text) / (wide * _FITTING)) for text, wide in texts), default=1)
    return min(max(lines, 1) * _LINE + 2, _HIGHEST)


def _width(text: str) -> int:
    """How many characters of a column's width a text takes: Chinese ones take two."""
    return sum(1 if character.isascii() else 2 for character in text)


def _cut(text: str, units: int) -> str:
    """The beginning of a text that takes so many units of UTF-16 at most: rare characters of names take two."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _lay_out(sheet: Any, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
