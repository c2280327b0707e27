"""All figures as a data package (Data Package, Frictionless): CSV files, and what every column of them means.

The columns are described in Chinese and English, with units, sources and years, in ``datapackage.json``.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from crawler.outgoing import cleaned, csv_lines
from monitor.telling.exports.problems import county_of
from monitor.telling.wording import cell_label
from storage.clock import local_time
from storage.database import Log
from storage.figures import FigureName, catalogue
from storage.files import writing_whole
from storage.scratch import scratch_folder
from storage.tables import portals, readings, reports
from storage.tables.narrowing import Wanted

_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
_TABLES: Final = {
    "proactive": ("主动公开政府信息情况", "proactive disclosure"),
    "applications": ("收到和处理政府信息公开申请情况", "applications received and handled"),
    "remedies": ("行政复议、行政诉讼情况", "administrative review and litigation"),
}
_FORMS: Final = {"2019": "2019–2020", "2021": "2021–"}
_MONEY: Final = "万元"
_UNITS_EN: Final = {_MONEY: "10 000 yuan", "件": "cases", "项": "items"}
_PLAIN: Final = "number"
_GUARDED: Final = "以 = + - @ 开头的文字前面加了一个撇号，以免被当作公式"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, type (of Table Schema), what it is in Chinese and English, and its unit where it has one."""

    name: str
    type: str
    title: str
    title_en: str
    unit: str = ""

    def described(self) -> dict[str, Any]:
        """The field as Table Schema has it, with two properties more."""
        unit = {"unit": self.unit, "unit_en": _UNITS_EN[self.unit]} if self.unit else {}
        return {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "description": self.title_en,
            "title_en": self.title_en,
            **unit,
        }


Row = Sequence[str]

_REPORT_FIELDS: Final = (
    Field("report_id", "integer", "年报编号", "number of the report in the log"),
    Field("portal", "string", "门户", "portal on which it was found"),
    Field("body", "string", "机关", "body that publishes it"),
    Field("body_kind", "string", "机关类别", "kind of body"),
    Field("county", "string", "区县（本级：门户自己的单位）", "county or district; 本级: the portal's own"),
    Field("year", "integer", "报告年度", "report year, the year the figures cover"),
    Field("title", "string", "标题", "title"),
    Field("url", "string", "网址", "address, the source of its figures"),
    Field("published_on", "date", "发布日期", "day of publication"),
    Field("published_from", "string", "发布日期的依据", "what the day of publication was told by"),
    Field("state", "string", "是否还在网上", "whether it is still there: present, unseen, withdrawn"),
    Field("versions", "integer", "版本数", "how many contents it had"),
    Field("first_seen_at", "datetime", "首次见到（北京时间）", "first seen, Asia/Shanghai"),
    Field("last_seen_at", "datetime", "最近见到（北京时间）", "last seen, Asia/Shanghai"),
)
_CELL_FIELDS: Final = (
    Field("report_id", "integer", "年报编号", "number of the report"),
    Field("figure", "string", "数据名", "name of the figure, table.row.column"),
    Field("state", "string", "格子里是什么", "what stands in the cell: number, blank, symbol, text, absent, unsure"),
    Field("printed", "string", f"原样（{_GUARDED}）", "as printed; an apostrophe guards what might be a formula"),
)
_NAME_FIELDS: Final = (
    Field("figure", "string", "数据名", "name of the figure, table.row.column"),
    Field("column", "string", "figures.csv 的列名", "its column in figures.csv"),
    Field("title", "string", "中文名称", "name in Chinese"),
    Field("title_en", "string", "英文名称", "name in English"),
    Field("table", "string", "表", "table of the form"),
    Field("unit", "string", "单位", "unit"),
    Field("years", "string", "适用的报告年度", "report years of the forms that have it"),
)


class Dataset:
    """The data package of a log, for the reports that are wanted; ``at`` is when the log knew them, a stamp."""

    def __init__(self, log: Log, wanted: Wanted, at: str) -> None:
        self._log, self._wanted, self._at = log, wanted, at
        self._portals = {portal.name: portal for portal in portals.all_portals(log, active=False)}
        self._sources: dict[str, str] = {}
        self._years: set[int] = set()
        self.count = 0

    def write(self, target: Path) -> None:
        """Write the package into a folder, or into one file where the target ends in .zip."""
        if target.suffix.lower() != ".zip":
            self._write_into(target)
            return
        with scratch_folder() as folder:
            self._write_into(folder)
            with writing_whole(target) as file, zipfile.ZipFile(file, "w") as packed:
                for path in sorted(folder.iterdir()):
                    member = zipfile.ZipInfo(path.name, _ZIPPED)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    with path.open("rb") as content, packed.open(member, "w", force_zip64=True) as into:
                        while piece := content.read(1 << 20):
                            into.write(piece)

    def _write_into(self, folder: Path) -> None:
        for name, fields, rows in self._resources():
            with writing_whole(folder / f"{name}.csv") as file:
                for piece in csv_lines([field.name for field in fields], rows()):
                    file.write(piece.encode())
        with writing_whole(folder / "datapackage.json") as file:
            file.write((json.dumps(cleaned(self._described()), ensure_ascii=False, indent=2) + "\n").encode())

    def _resources(self) -> Iterator[tuple[str, Sequence[Field], Callable[[], Iterable[Row]]]]:
        yield "reports", _REPORT_FIELDS, self._reports
        yield "figures", _figure_fields(), self._figures
        yield "cells", _CELL_FIELDS, self._cells
        yield "names", _NAME_FIELDS, _names

    def _reports(self) -> Iterator[Row]:
        for report in reports.listing(self._log, self._wanted):
            self.count += 1
            portal = self._portals[report.portal]
            self._sources[portal.home] = portal.name
            self._years |= {report.year} if report.year else set()
            known = {field.name: getattr(report, field.name, None) for field in _REPORT_FIELDS} | {
                "report_id": report.id,
                "county": county_of(report.body, portal) if report.body else None,
                "first_seen_at": local_time(report.first_seen_at),
                "last_seen_at": local_time(report.last_seen_at),
            }
            yield ["" if value is None else str(value) for value in known.values()]

    def _figures(self) -> Iterator[Row]:
        for report_id, values, _special in readings.figures_of_reports(self._log, self._wanted):
            yield [str(report_id), *values]

    def _cells(self) -> Iterator[Row]:
        """The cells that hold something other than a number printed as it is."""
        for report_id, _values, special in readings.figures_of_reports(self._log, self._wanted):
            for name, figure in special.items():
                if figure.state != _PLAIN or figure.printed != str(figure.value):
                    yield [str(report_id), name, figure.state, figure.printed]

    def _described(self) -> dict[str, Any]:
        return {
            "profile": "tabular-data-package",
            "name": "nianbao",
            "title": "政府信息公开工作年度报告数据",
            "title_en": "Figures of Chinese annual reports on open government",
            "description": "各机关年报三张表的全部数据；空白、符号、缺失、读不准的格子见 cells.csv。"
            " All figures of the reports' three tables; blank, absent and unsure cells stand in cells.csv.",
            "version": version("nianbao"),
            "created": local_time(self._at),
            "years": sorted(self._years),
            "sources": [{"title": name, "path": home} for home, name in sorted(self._sources.items())],
            "resources": [_resource(name, fields) for name, fields, _rows in self._resources()],
        }


def _resource(name: str, fields: Sequence[Field]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [field.described() for field in fields], "missingValues": [""]}
    if name in ("reports", "figures"):
        schema["primaryKey"] = ["report_id"]
    if name in ("figures", "cells"):
        reference = {"resource": "reports", "fields": ["report_id"]}
        schema["foreignKeys"] = [{"fields": ["report_id"], "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


@cache
def _figure_fields() -> tuple[Field, ...]:
    figures = [
        Field(one.sql_name, "number", cell_label(one.name), _english(one), _unit(one)) for one in catalogue().values()
    ]
    return (_CELL_FIELDS[0], *figures)


def _names() -> Iterator[Row]:
    for one in catalogue().values():
        years = "、".join(_FORMS[form] for form in sorted(one.forms))
        table = _TABLES[one.table][0]
        yield [one.name, one.sql_name, cell_label(one.name), _english(one), table, _unit(one), years]


def _english(figure: FigureName) -> str:
    words = f"{_TABLES[figure.table][1]}: {figure.row.replace('.', ', ')} / {figure.column}"
    return words.replace("_", " ")


def _unit(figure: FigureName) -> str:
    if figure.column == "amount":
        return _MONEY
    return "项" if figure.column in ("items", "items_last_year", "change") else "件"
