"""``nianbao portals``: which portals are watched, where their columns are; adding, removing, checking, tables."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from crawler.registry.reading import (
    STARTER,
    Registry,
    examine,
    load_registry,
    parse_registry,
    read_registry,
)
from crawler.registry.table import COLUMNS, read_table, write_table
from crawler.registry.text import EMPTY, with_names, with_portals, without_portals
from crawler.registry.values import RegistryError, is_address, normal_address
from monitor.commands.aliases import asked_names, find_body, with_aliases, with_others
from monitor.commands.discover import show_columns
from monitor.commands.frame import (
    WRONG,
    Format,
    Group,
    OneOf,
    Refusal,
    data_option,
    format_option,
    listing_options,
    say,
    show,
)
from monitor.commands.log import existing_log, one_line_errors
from monitor.health.watch import portal_watch
from storage.clock import Clock
from storage.database import DATABASE, Log, is_there
from storage.files import write_whole
from storage.handles import require_handles
from storage.tables import portals, visits
from storage.tables.portals import PortalRow

OWN: Final = Path("portals.toml")
"""The registry that is taken where none is named: the user's own, else the starter."""

_FRESH: Final = "（新建；今后巡查默认用它，不再用自带的登记表）。"
_COLUMNS: Final = {
    "name": "门户",
    "home": "首页",
    "columns": "栏目",
    "bodies": "名册机关",
    "last_visit": "最近巡查",
    "state": "状况",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the log knows of a portal: the day of its latest visit, and whether that saw it whole or why not."""

    last_visit: date | None = None
    healthy: bool | None = None
    trouble: str = ""

    @property
    def state(self) -> str:
        if self.healthy is None or self.last_visit is None:
            return "还没有巡查过"
        return "正常" if self.healthy else self.trouble


portals_file = click.option(
    "--portals",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="门户登记表（默认 ./portals.toml，没有则用自带的）",
)


def chosen_registry(path: Path | None) -> Path:
    """The registry to use: the one named, else the user's own, else the starter."""
    if path is not None:
        return path
    return OWN if OWN.is_file() else STARTER


def registry_at(path: Path) -> Registry:
    """The registry of a file; what is wrong with it is said in one line."""
    try:
        return load_registry(path)
    except RegistryError as error:
        raise Refusal(str(error)) from error


@click.group(
    "portals", cls=Group, help="列出、添加、删去、检查门户，找年报栏目，确认机关名称，与 CSV 和 Excel 表格互转。"
)
def portals_group() -> None:
    """Portals of the registry."""


@portals_group.command("list", help="列出登记表中的门户和最近一次巡查的状况。")
@portals_file
@listing_options
@data_option()
def list_portals(*, path: Path | None, form: Format, output: Path | None, data: Path) -> None:
    """List the portals of the registry with what the log knows of them."""
    registry = registry_at(chosen_registry(path))
    known = _standings(data)
    on_screen = form == "text" and output is None
    rows = [_row(portal, known.get(portal.home, _Known()), in_text=on_screen) for portal in registry.portals]
    show(rows, form, _COLUMNS, output=output)


def _row(portal: PortalRow, known: _Known, *, in_text: bool) -> dict[str, Any]:
    told = {
        "name": portal.name,
        "home": portal.home,
        "division": portal.division,
        "level": portal.level,
        "columns": list(portal.columns),
        "hosts": list(portal.hosts),
        "tls": portal.tls,
        "budget": portal.budget,
        "window": portal.window,
        "bodies": len(portal.bodies),
        **asdict(known),
    }
    return told | {"columns": len(portal.columns), "state": known.state} if in_text else told


@portals_group.command(
    "add", help="把一个门户写进登记表，如：nianbao portals add 某市人民政府 https://www.example.gov.cn/"
)
@click.argument("name", metavar="名称")
@click.argument("home", metavar="首页")
@click.option("--column", "columns", multiple=True, help="年报栏目的网址，可以给几个")
@click.option("--division", help="六位行政区划代码，如 620300")
@click.option("--level", type=OneOf(["central", "province", "city", "county"]), help="级别")
@click.option("--tls", type=OneOf(["legacy"]), help="legacy：对方只会旧式加密（TLS 1.0 之类）")
@click.option("--budget", type=int, help="一次巡查最多的请求数，如 500")
@click.option("--window", help="只在这个时段巡查（北京时间，可跨午夜），如 22:00-06:00")
@portals_file
def add_portal(*, path: Path | None, **declared: Any) -> None:
    """Write a portal into a registry; the file is changed only where the whole is right afterwards.

    ``declared`` are the fields of a :class:`PortalRow` as the options say them.
    """
    target = path or OWN
    fresh = not target.exists()
    if not fresh:
        registry_at(target)
    before = EMPTY if fresh else target.read_text(encoding="utf-8-sig")
    text = with_portals(before, [PortalRow(**declared)])
    try:
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有添加。{error}") from error
    with one_line_errors():
        write_whole(target, text)
    say(f"已写入 {target}" + (_FRESH if fresh and path is None else "。"))


@portals_group.command(
    "discover",
    help="从门户首页找年报栏目，列出网址、把握（0–100）和依据。找到退出码为 0，没有为 1，看不到为 2。",
)
@click.argument("url", metavar="首页")
@format_option
@click.pass_context
def discover_columns(context: click.Context, *, url: str, form: Format) -> None:
    """Search for the columns of one portal, as politely as the user's registry says."""
    with one_line_errors():
        require_handles()
    context.exit(show_columns(url, registry_at(OWN) if OWN.is_file() else None, form))


@portals_group.command("remove", help="从登记表删去一个门户（按名称或首页）。已存下的数据不删。")
@click.argument("which", metavar="名称|首页")
@portals_file
def remove_portal(*, which: str, path: Path | None) -> None:
    """Take a portal out of a registry; what the log keeps of it stays."""
    target = path or OWN
    found = [portal for portal in registry_at(target).portals if which == portal.name or is_home(which, portal.home)]
    if not found:
        raise Refusal(f"{target} 里没有门户 {which}。请用 nianbao portals list 查看名称和首页。")
    if len(found) > 1:
        raise Refusal(f"有 {len(found)} 个门户叫 {which}。请改用首页：{'、'.join(portal.home for portal in found)}。")
    try:
        text = without_portals(read_registry(target), str(target), [found[0].home])
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有删去。{error}") from error
    with one_line_errors():
        write_whole(target, text)
    say(f"已从 {target} 删去 {found[0].name}（{found[0].home}）。已存下的数据不受影响。")


@portals_group.command(
    "alias",
    help="确认名册里的机关在门户上叫什么，如：nianbao portals alias 某县财政局 “某县财政局（国资委）”。"
    "答案记在登记表里（aliases；加 --none 记在 others），下次巡查起算数。",
)
@click.argument("name", metavar="机关")
@click.argument("names", metavar="门户上的名称…", nargs=-1)
@click.option("--none", "others", is_flag=True, help="这些名称都不是它；不写名称则指日报“请先确认”里为它列出的全部")
@click.option("--portal", "which", default="", metavar="名称|首页", help="哪一个门户的名册（几个门户有同名机关时要写）")
@portals_file
@data_option()
def answer_names(*, name: str, names: tuple[str, ...], others: bool, which: str, path: Path | None, data: Path) -> None:
    """Write into a registry that a body goes by other names as well, or that these are another's."""
    target = path or OWN
    registry = registry_at(target)
    if not names and not others:
        raise Refusal("请写出它在门户上的名称；若都不是它，请加 --none。")
    rosters = [one for one in registry.portals if not which or which == one.name or is_home(which, one.home)]
    portal, body = find_body(rosters, name)
    names = names or asked_names(data, portal.name, body.name)
    named = with_others(body, names) if others else with_aliases(portal, body, names)
    try:
        text = with_names(read_registry(target), str(target), portal.home, named)
    except RegistryError as error:
        raise Refusal(f"没有改动。{error}") from error
    with one_line_errors():
        write_whole(target, text)
    said = f"{'、'.join(names)} {'不是' if others else '就是'} {body.name}（{portal.name}）"
    say(f"已写入 {target}：{said}。下次巡查起算数。")


@portals_group.command("check", help="检查登记表，一次列出全部错误和改法；有错时退出状态为 2。")
@click.argument("path", metavar="[文件]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def check_registry(context: click.Context, *, path: Path | None) -> None:
    """Tell every mistake of a registry with its line."""
    target = chosen_registry(path)
    try:
        registry, mistakes = examine(read_registry(target), str(target))
    except RegistryError as error:
        raise Refusal(str(error)) from error
    if mistakes:
        _tell(context, mistakes)
    say(f"{target} 没有错误：{_count(registry.portals)}。")


@portals_group.command("import", help=f"把表格写进登记表，一行一个机关。列名：{'、'.join(COLUMNS)}。")
@click.argument("table", metavar="表格.csv|表格.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@portals_file
@click.pass_context
def import_portals(context: click.Context, *, table: Path, path: Path | None) -> None:
    """Write the portals of a table into a registry, in place of those of the same homes; all of them or none."""
    target = path or OWN
    kept = registry_at(target) if target.exists() else None
    try:
        rows, mistakes = read_table(table.read_bytes(), str(table), inner=kept is not None and kept.allow_private_hosts)
        if mistakes:
            _tell(context, mistakes)
        homes = {portal.home for portal in rows}
        before = without_portals(read_registry(target), str(target), homes) if kept else EMPTY
        text = with_portals(before, rows)
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有导入。{error}") from error
    except OSError as error:
        raise Refusal(f"{table}：读不出来（{error.strerror}）。请检查路径和权限。") from error
    with one_line_errors():
        write_whole(target, text)
    replaced = sum(portal.home in homes for portal in kept.portals) if kept else 0
    said = f"，其中 {replaced} 个门户原来就有，已换成表格里的内容" if replaced else ""
    say(f"已写入 {target}：{_count(rows)}{said}" + ("。" if kept or path else _FRESH))


@portals_group.command("export", help="把登记表写成表格，一行一个机关；改好后可用 import 写回。")
@click.argument("table", metavar="表格.csv|表格.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@portals_file
def export_portals(*, table: Path, path: Path | None) -> None:
    """Write the portals of a registry as a table."""
    rows = registry_at(chosen_registry(path)).portals
    try:
        content = write_table(rows, table.suffix)
    except RegistryError as error:
        raise Refusal(f"没有导出。{error}") from error
    with one_line_errors():
        write_whole(table, content)
    say(f"已写入 {table}：{_count(rows)}。")


def is_home(which: str, home: str) -> bool:
    """Whether people mean a portal's home, in whatever form they write it."""
    return is_address(which) and normal_address(which) == home


def _count(rows: Sequence[PortalRow]) -> str:
    return f"{len(rows)} 个门户，{sum(len(portal.bodies) for portal in rows)} 个机关"


def _tell(context: click.Context, mistakes: Iterable[str]) -> NoReturn:
    """Say every mistake on a line of its own and end."""
    for line in mistakes:
        say(f"nianbao：{line}", err=True)
    context.exit(WRONG)


def _standings(data: Path) -> dict[str, _Known]:
    """What the log knows of portals, by home; nothing where there is no log."""
    with one_line_errors():
        if not is_there(data / DATABASE):
            return {}
    with existing_log(data) as log:
        return {portal.home: _standing(log, portal.id) for portal in portals.all_portals(log)}


def _standing(log: Log, portal_id: int) -> _Known:
    watch = portal_watch(log, portal_id, Clock().today)
    return _Known(visits.last_day(log, portal_id), watch.healthy, watch.trouble)
