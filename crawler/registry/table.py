"""The registry as a table of CSV or XLSX, one row a body: how users keep their lists of units."""

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from crawler.registry.reading import (
    Place,
    RegistryError,
    examine_values,
    is_address,
    mistake,
    normal_address,
)
from crawler.text import fold
from crawler.titles import kind_of_body
from crawler.window import Window
from storage.tables.portals import BodyRow, PortalRow

Cells = Sequence[str]

COLUMNS: Final = (
    *("门户", "首页", "栏目", "主机", "区划代码", "层级", "旧式加密", "请求上限", "巡查时段"),
    *("机关", "类别", "时限", "起始年度"),
)
"""The columns in the order in which they are written."""

_ENGLISH: Final = (
    *("portal", "home", "columns", "hosts", "division", "level", "tls", "budget", "window"),
    *("body", "kind", "due", "since"),
)
_HEADINGS: Final = dict(zip((*COLUMNS, *_ENGLISH), COLUMNS * 2, strict=True))
_LEVELS: Final = {
    "中央": "central",
    "省级": "province",
    "市级": "city",
    "县级": "county",
    "国家": "central",
    "国家级": "central",
    "省": "province",
    "市": "city",
    "县": "county",
}
_KINDS: Final = {
    "政府": "government",
    "政府办公室": "office",
    "部门": "department",
    "乡镇": "township",
    "街道": "subdistrict",
    "事业单位": "institution",
}
_TLS: Final = {"是": "legacy"}

BY_NAME: Final = "按名称"
"""Written as the kind of a body to which the registry gives none; what is left empty is settled on reading."""

_MONTH_DAY: Final = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_NUMBER: Final = re.compile(r"(\d+)\.0+")


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
    gathered = _Gathered(source)
    headings = gathered.headings(rows[0])
    if gathered.mistakes:
        return (), gathered.mistakes
    for number, cells in enumerate(rows[1:], 2):
        if any(cells):
            gathered.add(number, {name: cells[at] for name, at in headings.items() if at < len(cells)})
    if not gathered.raw and gathered.mistakes:
        return (), gathered.mistakes
    if not gathered.raw:
        raise RegistryError(f"{source}：只有列名，没有内容。请从第二行起一行写一个机关。")
    raw = {"allow_private_hosts": inner, "portal": list(gathered.raw.values())}
    registry, mistakes = examine_values(raw, gathered.lines, source)
    # What the rows say already (a missing name) the registry's checks would say again in words of TOML.
    told = {_row_of(line, source) for line in gathered.mistakes}
    more = [line for line in mistakes if _row_of(line, source) not in told]
    return registry.portals, sorted(gathered.mistakes + more, key=lambda line: _row_of(line, source))


def _row_of(line: str, source: str) -> int:
    """The row that a mistake names behind the file."""
    found = re.match(r" 第 (\d+) 行", line.removeprefix(source))
    return int(found.group(1)) if found else 0


@dataclass(slots=True)
class _Gathered:
    """Rows gathered into portals by home, with the row on which each value stands and what is wrong."""

    source: str
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

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
        index = str(list(self.raw).index(home) if home in self.raw else len(self.raw))
        portal = self.raw.setdefault(home, {"home": home, "columns": [], "hosts": [], "body": []})
        place: Place = ("portal", index)
        self.lines.setdefault(place, number)
        self._portal(portal, number, row)
        columns = [normal_address(url) if is_address(url) else url for url in row.get("栏目", "").split()]
        self._gather(portal, place, "columns", columns, number)
        self._gather(portal, place, "hosts", row.get("主机", "").lower().split(), number)
        self._body(portal, place, number, row)

    def _gather(self, portal: dict[str, Any], place: Place, key: str, values: Iterable[str], number: int) -> None:
        for value in values:
            if value not in portal[key]:
                portal[key].append(value)
                self.lines.setdefault((*place, key, value), number)

    def _portal(self, portal: dict[str, Any], number: int, row: Mapping[str, str]) -> None:
        if not row.get("门户") and "name" not in portal:
            self._wrong(number, "缺少门户名称", "请在“门户”列写名称，如 金昌市人民政府")
        self._agree(portal, "name", "门户", row.get("门户", ""), number)
        division = _whole(row.get("区划代码", ""))
        if division and not re.fullmatch(r"[0-9]{6}", division):
            self._wrong(number, f"区划代码“{division}”不对", "请写六位数字，如 620300")
        self._agree(portal, "division", "区划代码", division, number)
        self._agree(portal, "level", "层级", self._word(row, "层级", _LEVELS, number), number)
        self._agree(portal, "tls", "旧式加密", self._word(row, "旧式加密", _TLS, number), number)
        self._agree(portal, "budget", "请求上限", self._budget(row.get("请求上限", ""), number), number)
        self._agree(portal, "window", "巡查时段", self._window(row.get("巡查时段", ""), number), number)

    def _budget(self, said: str, number: int) -> int | None:
        budget = _whole(said)
        if budget and not re.fullmatch(r"[1-9][0-9]{0,4}", budget):
            self._wrong(number, f"请求上限“{said}”不对", "请写一次巡查最多的请求数，如 500")
            return None
        return int(budget) if budget else None

    def _window(self, said: str, number: int) -> str:
        try:
            return said and str(Window.of(fold(said)))
        except ValueError:
            self._wrong(number, f"巡查时段“{said}”不对", "请写起止时刻（北京时间，可跨午夜），如 22:00-06:00")
            return ""

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
            for heading in ("类别", "时限", "起始年度"):
                if row.get(heading):
                    self._wrong(number, f"写了{heading}，没有写机关", "请在“机关”列写机关名称")
            return
        self.lines[(*place, "body", str(len(portal["body"])))] = number
        kind = self._word(row, "类别", _KINDS | {BY_NAME: BY_NAME}, number) or kind_of_body(name)
        body = {
            "name": name,
            "kind": None if kind == BY_NAME else kind,
            "due": self._due(row.get("时限", ""), number),
            "since": self._since(row.get("起始年度", ""), number),
        }
        portal["body"].append({key: value for key, value in body.items() if value is not None})

    def _word(self, row: Mapping[str, str], heading: str, words: Mapping[str, str], number: int) -> str:
        said = row.get(heading, "")
        if not said or said in words.values():
            return said
        if said not in words:
            chosen = "、".join(list(words)[: len(set(words.values()))])
            self._wrong(number, f"{heading}“{said}”不在可选之列", f"请写其中之一：{chosen}")
        return words.get(said, "")

    def _due(self, said: str, number: int) -> str | None:
        found = _MONTH_DAY.fullmatch(said)
        if not said or not found:
            if said:
                self._wrong(number, f"时限“{said}”不对", "请写“月-日”，如 01-20")
            return None
        month, day = map(int, found.groups())
        try:
            date(2024, month, day)  # a leap year: 02-29 is a day
        except ValueError:
            self._wrong(number, f"时限“{said}”没有这一天", "请写存在的日期，如 01-20")
        return f"{month:02}-{day:02}"

    def _since(self, said: str, number: int) -> int | None:
        year = _whole(said).removesuffix("年度").removesuffix("年")
        if not year:
            return None
        if not re.fullmatch(r"20[0-9]{2}", year):
            self._wrong(number, f"起始年度“{said}”不对", "请写四位年份，如 2021")
            return None
        return int(year)

    def _wrong(self, number: int, what: str, mend: str) -> None:
        self.mistakes.append(mistake(self.source, number, what, mend))


def _whole(said: str) -> str:
    """A number as it was meant: spreadsheets make 620300.0 of 620300."""
    found = _NUMBER.fullmatch(said)
    return found.group(1) if found else said


def _rows_of(portal: PortalRow) -> Iterator[Cells]:
    """The rows of a portal; what belongs to the portal stands in each, so that they may be sorted and filtered."""
    head = (
        portal.name,
        portal.home,
        "\n".join(portal.columns),
        "\n".join(portal.hosts),
        portal.division or "",
        _said(portal.level, _LEVELS),
        _said(portal.tls, _TLS),
        str(portal.budget or ""),
        portal.window or "",
    )
    for body in portal.bodies:
        yield (*head, *_body_cells(body))
    if not portal.bodies:
        yield (*head, "", "", "", "")


def _body_cells(body: BodyRow) -> Cells:
    return (body.name, _said(body.kind, _KINDS) or BY_NAME, body.due or "", str(body.since or ""))


def _said(value: str | None, words: Mapping[str, str]) -> str:
    return next((word for word, meant in words.items() if meant == value), "")


def _no_format(suffix: str) -> RegistryError:
    return RegistryError(f"不认识的表格格式 {suffix or '（没有后缀）'}。请用 .csv 或 .xlsx。")


def _read_csv(data: bytes, source: str) -> list[list[str]]:
    text = _decoded(data, source)
    first = text.partition("\n")[0]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ","))
    except csv.Error as error:
        raise RegistryError(f"{source}：CSV 读不出来（{error}）。请从 Excel 另存为 CSV 或 .xlsx。") from error


def _decoded(data: bytes, source: str) -> str:
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
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8-sig")


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
