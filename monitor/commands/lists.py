"""``nianbao portals import``: a list read, what was understood of it shown, and written where people agree."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from crawler.body_kinds import kind_of_body
from crawler.registry.cells import addresses_in
from crawler.registry.grid import Grid, Merged, read_csv
from crawler.registry.headings import NUMBER, Head
from crawler.registry.reading import Registry
from crawler.registry.rosters import KIND_WORDS, OPEN
from crawler.registry.rows import Sheet
from crawler.registry.sites import Given
from crawler.registry.table import ListReading, beside_what_is_kept, read_list
from crawler.registry.values import RegistryError, letters_of
from crawler.text import fold
from monitor.commands.frame import Refusal, say, show
from monitor.documents.kinds import HTML, ODS, TEXT, XLS, XLSX, sniff
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.sheets import ods, xls, xlsx
from monitor.documents.sheets.model import OF_LIST
from monitor.documents.sheets.model import Sheet as Worksheet
from storage.tables.portals import BodyRow, PortalRow

_READERS: Final = {XLSX: xlsx.read_workbook, ODS: ods.read_workbook, XLS: xls.read_workbook}
_COLUMNS: Final = {
    "portal": "门户",
    "body": "机关",
    "kind": "类别",
    "origin": "类别来历",
    "contact": "联系人",
    "phone": "电话",
    "aliases": "别名",
}
_YES: Final = frozenset({"是", "好", "y", "yes"})
_OWES_NOTHING: Final = "institution"


@dataclass(frozen=True, slots=True)
class Import:
    """A list that was understood, and the portals that it makes beside what the registry has already."""

    reading: ListReading
    portals: tuple[PortalRow, ...]
    kept: Sequence[PortalRow]

    @property
    def replaced(self) -> list[PortalRow]:
        """The portals of the registry in whose place the list's are put."""
        homes = {portal.home for portal in self.portals}
        return [portal for portal in self.kept if portal.home in homes]


def read_file(path: Path) -> tuple[list[Grid], list[str]]:
    """The sheets of a table file, told by its bytes whatever it is called, and what of it was left out.

    RegistryError where it is none that can be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}：读不出来（{error.strerror}）。请检查路径和权限。") from error
    kind = sniff(data)
    if kind in _READERS:
        try:
            book = _READERS[kind](data, OF_LIST)
        except UnreadableDocumentError as error:
            mend = "请用 Excel 或 WPS 打开，另存为不加密的 .xlsx"
            raise RegistryError(f"{path}：表格打不开（已损坏、没有下载完或加了密码）。{mend}。") from error
        return [_grid(sheet, at) for at, sheet in enumerate(book.sheets, 1) if not sheet.hidden], list(
            _left_out(book.sheets)
        )
    if kind == HTML:
        raise RegistryError(f"{path}：这是网页，不是表格文件。请用 Excel 或 WPS 打开，另存为 .xlsx。")
    if kind != TEXT and path.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        raise RegistryError(f"{path}：不认识这种文件。请用 .xlsx、.xls、.ods 或 .csv 的表格。")
    return [read_csv(data, str(path))], []


def understand(path: Path, given: Given, registry: Registry | None) -> tuple[Import, list[str]]:
    """What a list says for a registry; RegistryError where it is no list. Mistakes are in the reading."""
    grids, left_out = read_file(path)
    inner = registry is not None and registry.allow_private_hosts
    reading = read_list(grids, str(path), given, inner=inner)
    return Import(reading, beside_what_is_kept(reading, given.known), given.known), left_out


def given_by(home: str, portal: str, registry: Registry | None) -> Given:
    """What people said beside a list; Refusal for a home that is no address."""
    known = registry.portals if registry else ()
    if not home:
        return Given("", portal, known)
    found = addresses_in(home)
    if not found:
        raise Refusal(f"--home {home!r} 不是网址。请写门户首页的完整地址，如 https://www.example.gov.cn/")
    return Given(found[0].url, portal, known)


def tell(path: Path, done: Import, left_out: Sequence[str]) -> None:
    """Show what was understood: columns, portals and bodies, and what people should look at."""
    for sheet in done.reading.sheets:
        for one in _told_of(path, sheet):
            say(one)
    for text in left_out:
        say(text)
    click.echo()
    # A single portal is told below; beside every body it would only take the room that names and numbers need.
    columns = {key: head for key, head in _COLUMNS.items() if key != "portal" or len(done.portals) > 1}
    show([_row(done, portal, body) for portal in done.portals for body in portal.bodies or (None,)], "text", columns)
    click.echo()
    for portal in done.portals:
        guess = "（名称是猜的，要改请用 --portal 或加一列“门户”）" if portal.home in done.reading.guessed else ""
        say(f"门户：{portal.name}{guess} {portal.home} {len(portal.bodies)} 个机关")
    remarks = [*map(str, done.reading.remarks), *_changes(done)]
    if remarks:
        say("请核对：")
    for text in remarks:
        say(f"  · {text}")
    say(_counts(done))


def is_at_terminal() -> bool:
    """Whether somebody can see what is asked and answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def may_write(target: Path) -> bool:
    """Whether people at a terminal want the list written; no where there is none."""
    if not is_at_terminal():
        return False
    answer = click.prompt(f"写入 {target} 吗？（是/否）", default="否", show_default=False, prompt_suffix=" ")
    return answer.strip().lower() in _YES


def _grid(sheet: Worksheet, number: int) -> Grid:
    height, width = (max((place[at] for place in sheet.cells), default=-1) + 1 for at in (0, 1))
    rows = [[""] * width for _ in range(height)]
    for (row, column), cell in sheet.cells.items():
        rows[row][column] = cell.text
    merged = [Merged(one.top, one.left, one.bottom, one.right) for one in sheet.merges]
    unknown = frozenset(place for place, cell in sheet.cells.items() if cell.missing)
    return Grid(rows, sheet.name, number, merged, unknown)


def _left_out(sheets: Sequence[Worksheet]) -> Iterator[str]:
    """What of a workbook people may not expect to have been read, or not read."""
    if hidden := [sheet.name for sheet in sheets if sheet.hidden and sheet.cells]:
        yield f"隐藏的工作表没有读：{'、'.join(hidden)}。"
    for sheet in sheets:
        if sheet.hidden_rows and not sheet.hidden:
            yield f"工作表“{sheet.name}”有隐藏（或筛选掉）的行，也读了。"
        if sheet.cut:
            raise RegistryError(f"工作表“{sheet.name}”太大，读不完。请另存为 CSV 再导入。")


def _told_of(path: Path, sheet: Sheet) -> Iterator[str]:
    """How the columns of a sheet were understood, and which rows are none of the list."""
    name = f"{path}" + (f" 工作表“{sheet.grid.name}”" if sheet.grid.name else "")
    if not sheet.heads:
        yield f"{name}：没有名单，没有读。"
        return
    for head in sheet.heads:
        rows = f"第 {head.top + 1} 行" if head.top == head.bottom else f"第 {head.top + 1}–{head.bottom + 1} 行"
        yield f"{name}：{rows}是列名。{_columns(head)}"
    for said in sheet.passed:
        yield f"  不是机关，没有读：{said.spot} “{said.text}”"


def _columns(head: Head) -> str:
    meant = [f"{letters_of(at + 1)} {head.headings[at]}→{name}" for at, name in head.meant.items() if name != NUMBER]
    own = [f"{letters_of(at + 1)} {heading}" for at, heading in head.own.items()]
    return "，".join(meant) + (f"；原样保留：{'，'.join(own)}" if own else "") + "。"


def _row(done: Import, portal: PortalRow, body: BodyRow | None) -> dict[str, str]:
    if body is None:
        return {"portal": portal.name, "body": "（只有门户）"}
    origin = done.reading.origins.get((portal.home, body.name), "原有")
    return {
        "portal": portal.name,
        "body": body.name,
        "kind": KIND_WORDS[body.kind] if body.kind else "—",
        "origin": origin,
        "contact": body.contact or "",
        "phone": body.phone or "",
        "aliases": "、".join(body.aliases),
    }


def _changes(done: Import) -> Iterator[str]:
    """What the list leaves open, and what it takes out of the registry."""
    for portal in done.portals:
        bodies = [body for body in portal.bodies if body.kind is None]
        if opened := [body.name for body in bodies if kind_of_body(body.name) is not None]:
            yield f"{portal.name}：名称看不出类别，期限按较晚的 3 月 31 日；要定下来请填“类别”：{'、'.join(opened)}"
        if unknown := [body.name for body in bodies if kind_of_body(body.name) is None]:
            yield f"{portal.name}：看不出是什么机关，不催报；要催报请填“类别”：{'、'.join(unknown)}"
    for known in done.replaced:
        names = {fold(body.name) for portal in done.portals if portal.home == known.home for body in portal.bodies}
        gone = [body.name for body in known.bodies if fold(body.name) not in names]
        if gone:
            yield f"{known.name} 的名册里原有、这份名单没有的 {len(gone)} 个机关将不再列入：{'、'.join(gone)}"


def _counts(done: Import) -> str:
    bodies = [body for portal in done.portals for body in portal.bodies]
    kinds = Counter(KIND_WORDS[body.kind] if body.kind else OPEN for body in bodies)
    parts = "，".join(f"{kind} {count}" for kind, count in kinds.items())
    free = sum(body.kind == _OWES_NOTHING for body in bodies)
    note = f"；事业单位不在应报之列，只列出不催报（{free} 个）" if free else ""
    return f"共 {len(done.portals)} 个门户，{len(bodies)} 个机关（{parts}）{note}。"
