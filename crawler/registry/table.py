"""The registry as a table of CSV or XLSX, one row a body: how users keep their lists of units."""

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from crawler.body_kinds import BodyKind, kind_of_body, stands_open
from crawler.outgoing import as_csv, block, unguarded
from crawler.registry.reading import Place, examine_values
from crawler.registry.values import (
    BODY_KEYS,
    BY_NAME,
    PORTAL_KEYS,
    Key,
    Mistake,
    RegistryError,
    WrongValueError,
    is_address,
    normal_address,
)
from crawler.text import fold
from storage.tables.portals import BodyRow, PortalRow

Cells = Sequence[str]

COLUMNS: Final = tuple(key.heading for key in (*PORTAL_KEYS, *BODY_KEYS))
"""The columns in the order in which they are written."""

_ENGLISH: Final = ("portal", *(key.name for key in PORTAL_KEYS[1:]), "body", *(key.name for key in BODY_KEYS[1:]))
_HEADINGS: Final = dict(zip((*COLUMNS, *_ENGLISH), COLUMNS * 2, strict=True))
_NAMED: Final = frozenset({"name", "home"})
"""Keys of a portal that say which one it is."""


def write_table(portals: Iterable[PortalRow], suffix: str) -> bytes:
    """The table of these portals in CSV (UTF-8 with BOM, for Excel) or in XLSX; RegistryError for another suffix."""
    rows = [COLUMNS, *(row for portal in portals for row in _rows_of(portal))]
    return _writer(suffix)(rows)


def read_table(data: bytes, source: str, *, inner: bool = False) -> tuple[tuple[PortalRow, ...], list[str]]:
    """The portals of a table and every mistake in it with its row number, one Chinese line each.

    ``source`` is the file name, which tells the format; with ``inner`` loopback
    and private hosts pass. RegistryError where it is no table at all.
    """
    suffix = Path(source).suffix.lower()
    if suffix not in _READERS:
        raise _no_format(suffix)
    rows = [[cell.strip() for cell in row] for row in _READERS[suffix](data, source)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise RegistryError(f"{source}：表是空的。请在第一行写列名：{'、'.join(COLUMNS)}。")
    gathered = _Gathered()
    headings = gathered.headings(rows[0])
    if not gathered.mistakes:
        for number, cells in enumerate(rows[1:], 2):
            if any(cells):
                gathered.add(number, {name: cells[at] for name, at in headings.items() if at < len(cells)})
    if not gathered.raw and gathered.mistakes:
        return (), [mistake.message(source) for mistake in gathered.mistakes]
    if not gathered.raw:
        raise RegistryError(f"{source}：只有列名，没有内容。请从第二行起一行写一个机关。")
    raw = {"allow_private_hosts": inner, "portal": list(gathered.raw.values())}
    registry, mistakes = examine_values(raw, gathered.lines)
    # What the rows say already (a missing name) the registry's checks would say again in words of TOML.
    told = {mistake.line for mistake in gathered.mistakes}
    more = [mistake for mistake in mistakes if mistake.line not in told]
    every = sorted(gathered.mistakes + more, key=attrgetter("line"))
    return registry.portals, [mistake.message(source) for mistake in every]


@dataclass(slots=True)
class _Gathered:
    """Rows gathered into portals by home, with the row on which each value stands and what is wrong."""

    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def headings(self, cells: Cells) -> dict[str, int]:
        """Where each column stands."""
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _HEADINGS.get(fold(cell).lower().strip())
            if cell and (name is None or name in found):
                self._wrong(1, f"列名“{cell}”{'写了两次' if name else '不认识'}", f"可用的列名：{'、'.join(COLUMNS)}")
            elif name:
                found[name] = at
        for name in ("门户", "首页"):
            if name not in found and not self.mistakes:
                self._wrong(1, f"没有“{name}”这一列", f"请在第一行写列名：{'、'.join(COLUMNS)}")
        return found

    def add(self, number: int, row: Mapping[str, str]) -> None:
        """Take a row in: a body, or a portal without a roster."""
        home = row.get("首页", "")
        if not home:
            self._wrong(number, "缺少首页", "请在“首页”列写门户首页的完整地址")
            return
        home = normal_address(home) if is_address(home) else home
        index = str(self.numbers.setdefault(home, len(self.numbers)))
        portal = self.raw.setdefault(home, {"home": home, "body": []})
        place: Place = ("portal", index)
        self.lines.setdefault(place, number)
        self._portal(portal, place, number, row)
        self._body(portal, place, number, row)

    def _portal(self, portal: dict[str, Any], place: Place, number: int, row: Mapping[str, str]) -> None:
        if not row.get("门户") and "name" not in portal:
            self._wrong(number, "缺少门户名称", "请在“门户”列写名称，如 金昌市人民政府")
        self._agree(portal, "name", "门户", row.get("门户", ""), number)
        for key in PORTAL_KEYS:
            if key.many:
                self._gather(portal, place, key, row.get(key.heading, "").split(), number)
            elif key.name not in _NAMED:
                self._agree(portal, key.name, key.heading, self._value(row, key, number), number)

    def _gather(self, portal: dict[str, Any], place: Place, key: Key, said: Iterable[str], number: int) -> None:
        """Take values in beside those of the rows above; the registry's checks say what is wrong with one."""
        known = portal.setdefault(key.name, [])
        for text in said:
            try:
                value = key.check(text)
            except WrongValueError:
                value = text
            if value not in known:
                known.append(value)
                self.lines.setdefault((*place, key.name, value), number)

    def _agree(self, portal: dict[str, Any], key: str, heading: str, value: str | int | None, number: int) -> None:
        if value and portal.setdefault(key, value) != value:
            self._wrong(
                number,
                f"同一个首页的{heading}前后不一：“{portal[key]}”和“{value}”",
                f"请把同一个首页各行的“{heading}”写成一样，或只写在第一行",
            )

    def _body(self, portal: dict[str, Any], place: Place, number: int, row: Mapping[str, str]) -> None:
        name = row.get("机关", "")
        if not name:
            for key in BODY_KEYS[1:]:
                if row.get(key.heading):
                    self._wrong(number, f"写了{key.heading}，没有写机关", "请在“机关”列写机关名称")
            return
        self.lines[(*place, "body", str(len(portal["body"])))] = number
        body = {key.name: _names_in_cell(row, key) if key.many else self._value(row, key, number) for key in BODY_KEYS}
        body["kind"] = None if row.get("类别") == BY_NAME else body["kind"] or _kind_by_name(name)
        portal["body"].append({key: value for key, value in body.items() if value not in (None, [])})

    def _value(self, row: Mapping[str, str], key: Key, number: int) -> Any:
        """What a cell says; None where it is empty, or wrong."""
        said = row.get(key.heading, "")
        if not said or key.words.get(said) == BY_NAME:
            return None
        try:
            return key.check(key.raw_value(said))
        except WrongValueError as wrong:
            self._wrong(number, *key.in_cell(said, wrong))
            return None

    def _wrong(self, number: int, what: str, mend: str) -> None:
        self.mistakes.append(Mistake(number, what, mend))


def _kind_by_name(name: str) -> BodyKind | None:
    """The kind that a name tells; None where it leaves that open, which only people can settle."""
    return None if stands_open(name) else kind_of_body(name)


def _names_in_cell(row: Mapping[str, str], key: Key) -> list[str]:
    """The names in a cell, each in a line of its own or behind a 、; a name may have spaces in it."""
    return [name.strip() for name in re.split(r"[\n、；;]+", row.get(key.heading, "")) if name.strip()]


def _rows_of(portal: PortalRow) -> Iterator[Cells]:
    """The rows of a portal; what belongs to the portal stands in each, so that they may be sorted and filtered."""
    head = [key.cell(getattr(portal, key.name)) for key in PORTAL_KEYS]
    for body in portal.bodies:
        yield (*head, *_body_cells(body))
    if not portal.bodies:
        yield (*head, *("" for _ in BODY_KEYS))


def _body_cells(body: BodyRow) -> Cells:
    cells = {key.name: key.cell(getattr(body, key.name)) for key in BODY_KEYS}
    return tuple((cells | {"kind": cells["kind"] or BY_NAME}).values())


def _no_format(suffix: str) -> RegistryError:
    return RegistryError(f"不认识的表格格式 {suffix or '（没有后缀）'}。请用 .csv 或 .xlsx。")


def _read_csv(data: bytes, source: str) -> list[list[str]]:
    text = _decode(data, source)
    first = text.partition("\n")[0]
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
        return [[unguarded(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise RegistryError(f"{source}：CSV 读不出来（{error}）。请从 Excel 另存为 CSV 或 .xlsx。") from error


def _decode(data: bytes, source: str) -> str:
    """UTF-8, or what Chinese Excel writes, which is GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegistryError(f"{source}：既不是 UTF-8 也不是 GBK 编码。请从 Excel 另存为 CSV UTF-8 或 .xlsx。")


# What openpyxl lets through of the zip, XML and values it meets; a ParseError of XML is a SyntaxError.
_NO_WORKBOOK: Final = (
    *(BadZipFile, zlib.error, EOFError, OSError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError),
)


def _read_xlsx(data: bytes, source: str) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - half a second that only a workbook is worth

    try:
        sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    except _NO_WORKBOOK as error:
        raise RegistryError(f"{source}：不是能读的 .xlsx 文件。请用 Excel 打开后另存为 .xlsx。") from error
    rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > len(rows) or merged.min_col > len(rows[merged.min_row - 1]):
            continue
        # A merged cell keeps its value in its first place; users merge the portal's cells beside its bodies.
        value = rows[merged.min_row - 1][merged.min_col - 1]
        for row in rows[merged.min_row - 1 : merged.max_row]:
            row[merged.min_col - 1] = value
    return rows


def _cell(value: object) -> str:
    """A cell as text; Excel makes dates of 01-20."""
    if isinstance(value, date):
        return f"{value.month:02}-{value.day:02}"
    return "" if value is None else str(value)


def _write_csv(rows: Iterable[Cells]) -> bytes:
    head, *rest = rows
    return as_csv(head, rest, block).encode("utf-8-sig")


def _write_xlsx(rows: Iterable[Cells]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - as above
    from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "门户"
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row, 1):
            try:
                cell = sheet.cell(number, at, value or None)
            except IllegalCharacterError as error:
                raise RegistryError(f"{value!r} 里有 Excel 不收的控制字符。请导出为 .csv。") from error
            if value:
                cell.data_type = "s"  # a name that begins with = is no formula
            cell.number_format = "@"  # keeps Excel from making dates of 01-20
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_READERS: Final = {".csv": _read_csv, ".xlsx": _read_xlsx}


def _writer(suffix: str) -> Callable[[Iterable[Cells]], bytes]:
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if suffix.lower() not in writers:
        raise _no_format(suffix)
    return writers[suffix.lower()]
