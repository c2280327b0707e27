"""The one place that cleans text that leaves the house: for terminals, tables, workbooks, pages and messages.

Titles, names and addresses come from strangers. What they write must not move a
cursor, turn the direction of reading, begin a line of its own or become a
formula, and must not fill the screen. The log keeps everything as it came.
Knows the standard library alone.
"""

import csv
import io
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final, TypeVar

LONGEST: Final = 4000
"""Characters of one field that are shown; the longest finding of a report has some hundred."""

_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters that show nothing and change how others are shown: marks of direction, of joining, tags."""
_CONTROL: Final = re.compile(r"\x1b[\[\]()#PX^_]?|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Escapes and what is not text; line breaks and tabs are neither."""
_ODD_BREAKS: Final = re.compile(r"[\v\f\r\u2028\u2029]")
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_GUARD: Final = "'"

T = TypeVar("T")


def line(text: str) -> str:
    """The text as part of one line: no controls, no turned direction, no line break, of many characters the first."""
    shown = _visible(_BREAKS.sub(" ", text[:LONGEST]))
    return shown if len(text) <= LONGEST else f"{shown}…（共 {len(text)} 字，其余从略）"


def block(text: str) -> str:
    """The text cleaned as :func:`line` does, but with its lines and not cut: what is put together of clean lines."""
    return _visible(_ODD_BREAKS.sub(" ", text))


def cell(text: str, each: Callable[[str], str] = line) -> str:
    """The text as a cell of a table that office programs open: cleaned, and never a formula."""
    if not text or (len(text) <= LONGEST and text.isascii() and text.isalnum()):
        return text  # most cells of data are bare numbers
    shown = each(text)
    return _GUARD + shown if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def unguarded(text: str) -> str:
    """The text of a cell that :func:`cell` wrote."""
    return text[1:] if text.startswith(_GUARD) and _FORMULA.match(text[1:]) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]], each: Callable[[str], str] = line) -> str:
    """A head line and rows of cells as CSV."""
    return "".join(csv_lines(head, rows, each))


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]], each: Callable[[str], str] = line) -> Iterator[str]:
    """What :func:`as_csv` gives, line by line as the rows come."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    yield _csv_line(out, writer, head)
    for row in rows:
        yield _csv_line(out, writer, [cell(text, each) for text in row])


def _csv_line(out: io.StringIO, writer: Any, cells: Sequence[str]) -> str:
    out.seek(0)
    out.truncate()
    writer.writerow(cells)
    return out.getvalue()


def as_json(value: Any) -> str:
    """The value as JSON for people and programs; texts keep their line breaks, which JSON escapes."""
    return json.dumps(cleaned(value, block), ensure_ascii=False, indent=2, default=str) + "\n"


def json_lines(values: Iterable[Any]) -> Iterator[str]:
    """A list of values as :func:`as_json` gives it, piece by piece as they come."""
    before = "[\n"
    for value in values:
        yield before + textwrap.indent(as_json(value).rstrip("\n"), "  ")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_lines(lines: Iterable[str]) -> str:
    """Lines of text for a terminal, each of them one, whatever strangers wrote into it."""
    return "".join(f"{line(one)}\n" for one in lines)


def cleaned(value: T, each: Callable[[str], str] = line) -> T:
    """A record, mapping or list with all texts in it cleaned; everything else is left as it is."""
    return _cleaned(value, each)  # type: ignore[no-any-return] # the same shape


def _cleaned(value: Any, each: Callable[[str], str]) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return each(value)
    if isinstance(value, Mapping):
        return {_cleaned(key, each): _cleaned(one, each) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_cleaned(one, each) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name), each) for field in fields(value)})
    return value


def _visible(text: str) -> str:
    return _CONTROL.sub("�", _UNSEEN.sub("", text))
