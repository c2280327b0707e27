"""The registry as a table, one row a body: lists as offices have them are understood, and a registry written as one."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crawler.registry.grid import Cells, Grid, write_csv
from crawler.registry.headings import BOTH, COLUMNS
from crawler.registry.reading import examine_values
from crawler.registry.rosters import AS_NAMED, OPEN, Rosters
from crawler.registry.rows import Sheet, read_sheet
from crawler.registry.sites import Given, Remark, Sites
from crawler.registry.values import (
    BODY_KEYS,
    BY_NAME,
    MORE,
    PORTAL_KEYS,
    Mistake,
    RegistryError,
    in_order,
)
from crawler.text import fold
from storage.tables.portals import BodyRow, PortalRow

_NO_HEAD: Final = "没有找到列名。请在名单上面写一行列名，至少有“机关”和“首页”，或用 nianbao portals template 取一份空表"
_BODY_COLUMNS: Final = tuple(key for key in BODY_KEYS if key.name != MORE)


@dataclass(frozen=True, slots=True)
class ListReading:
    """What was understood of a list.

    ``portals`` is worth something only without ``mistakes``. ``origins`` tells
    for a home and a body's name how its kind is known, ``guessed`` are the homes
    whose portal's name is a guess, ``told`` the keys for which the list has a column.
    """

    sheets: Sequence[Sheet]
    portals: tuple[PortalRow, ...]
    mistakes: Sequence[Mistake]
    remarks: Sequence[Remark]
    origins: Mapping[tuple[str, str], str]
    guessed: frozenset[str]
    told: frozenset[str]


def read_list(grids: Iterable[Grid], source: str, given: Given | None = None, *, inner: bool = False) -> ListReading:
    """The portals of a list and every mistake in it; with ``inner`` loopback and private hosts pass.

    ``source`` is the name of its file. RegistryError where no sheet of it holds a list.
    """
    sheets = [read_sheet(grid) for grid in grids]
    entries = [entry for sheet in sheets for entry in sheet.entries]
    if not any(sheet.heads for sheet in sheets):
        is_empty = not any(sheet.grid.filled(row) for sheet in sheets for row in range(len(sheet.grid.rows)))
        raise RegistryError(f"{source}：{'表是空的' if is_empty else ''}{'，' if is_empty else ''}{_NO_HEAD}。")
    if not entries:
        raise RegistryError(f"{source}：只有列名，没有内容。请从列名下面一行起，一行写一个机关。")
    sites = Sites(entries, given or Given())
    sites.find()
    rosters = Rosters(sites)
    rosters.gather()
    raw = {"allow_private_hosts": inner, "portal": [roster.raw for roster in rosters.rosters.values()]}
    registry, wrong = examine_values(raw, rosters.spots, may_be_empty=True)
    found = [mistake for sheet in sheets for mistake in sheet.mistakes] + sites.mistakes + rosters.mistakes
    return ListReading(
        sheets,
        registry.portals,
        in_order(dict.fromkeys([*found, *wrong])),
        [*sites.remarks.values(), *rosters.remarks],
        {(home, kept.name): kept.origin for home, one in rosters.rosters.items() for kept in one.bodies.values()},
        frozenset(sites.guessed),
        _told(sheets),
    )


def beside_what_is_kept(reading: ListReading, kept: Iterable[PortalRow]) -> tuple[PortalRow, ...]:
    """The portals of a list with what the registry says of them already and the list has no column for."""
    known = {portal.home: portal for portal in kept}
    return tuple(_beside(reading, portal, known.get(portal.home)) for portal in reading.portals)


def write_table(portals: Iterable[PortalRow], suffix: str) -> bytes:
    """The table of these portals in CSV (UTF-8 with BOM, for Excel) or in XLSX; RegistryError for another suffix.

    Behind the registry's columns stand people's own.
    """
    every = list(portals)
    own = list(dict.fromkeys(heading for portal in every for body in portal.bodies for heading, _ in body.more))
    rows = [(*COLUMNS, *own), *(row for portal in every for row in _rows_of(portal, own))]
    return writer(suffix)(rows)


def writer(suffix: str) -> Callable[[Iterable[Cells]], bytes]:
    """What writes rows into a file of that suffix; RegistryError where nothing does."""
    writers = {".csv": write_csv, ".xlsx": _write_xlsx}
    if suffix.lower() not in writers:
        raise RegistryError(f"不能写成 {suffix or '没有后缀的文件'}。请用 .csv 或 .xlsx。")
    return writers[suffix.lower()]


def _told(sheets: Iterable[Sheet]) -> frozenset[str]:
    headings = {name for sheet in sheets for head in sheet.heads for name in head.meant.values()}
    keys = {key.heading: key.name for key in (*PORTAL_KEYS, *BODY_KEYS)}
    headings |= {"联系人", "电话"} if BOTH in headings else set()
    return frozenset(keys[heading] for heading in headings if heading in keys)


def _beside(reading: ListReading, portal: PortalRow, known: PortalRow | None) -> PortalRow:
    if known is None:
        return portal
    kept = {key.name: getattr(known, key.name) for key in PORTAL_KEYS if key.name not in {*reading.told, "name"}}
    by_name = {fold(body.name): body for body in known.bodies}
    bodies = [_body_beside(reading, portal.home, body, by_name.get(fold(body.name))) for body in portal.bodies]
    name = known.name if portal.home in reading.guessed else portal.name
    return replace(portal, **kept | {"name": name, "home": portal.home, "bodies": tuple(bodies)})


def _body_beside(reading: ListReading, home: str, body: BodyRow, known: BodyRow | None) -> BodyRow:
    """A body with what the registry keeps of it, answers to questions above all; its name as it is spelt there."""
    if known is None:
        return body
    origin = reading.origins.get((home, body.name), "")
    kept = {key.name: getattr(known, key.name) for key in _BODY_COLUMNS if key.name not in reading.told}
    if "aliases" not in reading.told:
        kept["aliases"] = tuple(dict.fromkeys((*known.aliases, *body.aliases)))
    kept["kind"] = known.kind if origin in {AS_NAMED, OPEN} and "kind" not in reading.told else body.kind
    more = tuple((dict(known.more) | dict(body.more)).items())
    return replace(body, **kept | {"name": known.name, MORE: more})


def _rows_of(portal: PortalRow, own: Sequence[str]) -> Iterator[Cells]:
    """The rows of a portal; what belongs to the portal stands in each, so that they may be sorted and filtered."""
    head = [key.cell(getattr(portal, key.name)) for key in PORTAL_KEYS]
    for body in portal.bodies:
        more = dict(body.more)
        yield (*head, *_body_cells(body), *(more.get(heading, "") for heading in own))
    if not portal.bodies:
        yield (*head, *("" for _ in (*_BODY_COLUMNS, *own)))


def _body_cells(body: BodyRow) -> Cells:
    cells = {key.name: key.cell(getattr(body, key.name)) for key in _BODY_COLUMNS}
    return tuple((cells | {"kind": cells["kind"] or BY_NAME}).values())


def _write_xlsx(rows: Iterable[Cells]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - half a second that only a workbook is worth
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
