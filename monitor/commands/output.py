"""Listings as files: CSV for office programs, true workbooks, JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from monitor.commands.frame import Format, Refusal, pieces
from monitor.commands.log import one_line_errors
from monitor.telling.exports.workbook import Column, Kind, writing_book
from monitor.telling.wording import in_words, name_of_key
from storage.files import writing_whole

Row = Mapping[str, Any]

_ENDINGS: Final[dict[str, Format]] = {".csv": "csv", ".json": "json"}
_MARK: Final = b"\xef\xbb\xbf"
"""Office programs take a CSV file for UTF-8 only with this mark."""
_WIDTHS: Final = {"url": 44, "title": 40, "message": 44, "basis": 36, "files": 40, "why": 36, "reasons": 40, "body": 24}
_NUMBERS: Final = frozenset({"id", "year", "versions", "score"})
_USUAL_WIDTH: Final = 15


def write_listing(path: Path, form: Format, names: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a listing into the file that its ending says; gives the number of rows.

    Refused with one line where the ending is unknown or contradicts ``--format``.
    """
    ending = path.suffix.lower()
    if ending not in (".xlsx", *_ENDINGS):
        raise Refusal(f"{path}：不认识的后缀。请用 .xlsx、.csv 或 .json。")
    if form != "text" and form != _ENDINGS.get(ending):
        raise Refusal(f"{path} 的后缀与 --format {form} 不一致，请去掉其中一个。")
    counter = _Counter(rows)
    with one_line_errors(), writing_whole(path) as file:
        if ending == ".xlsx":
            with writing_book(file, path.stem) as book:
                book.sheet("清单", [_column(name) for name in names], map(_shown, counter))
        else:
            file.write(_MARK if ending == ".csv" else b"")
            for piece in pieces(_ENDINGS[ending], names, counter):
                file.write(piece.encode())
    return counter.count


class _Counter:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _column(name: str) -> Column:
    kind: Kind = "time" if name.endswith("_at") else "day" if name.endswith("_on") else "text"
    return Column(name, name_of_key(name), _WIDTHS.get(name, _USUAL_WIDTH), "number" if name in _NUMBERS else kind)


def _shown(row: Row) -> Row:
    return {key: in_words(key, value) for key, value in row.items()}
