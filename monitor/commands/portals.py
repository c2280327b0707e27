"""``nianbao portals``: which portals are watched, where their columns are; adding, removing, checking, tables."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from crawler.registry.headings import COLUMNS
from crawler.registry.reading import (
    Registry,
    examine,
    parse_registry,
    read_registry,
)
from crawler.registry.table import write_table
from crawler.registry.template import write_template
from crawler.registry.text import EMPTY, with_bodies, with_names, with_portals, without_portals
from crawler.registry.values import PORTAL_KEYS, RegistryError, is_address, normal_address
from monitor.commands.additions import body_said, new_bodies, refuse_wrong
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
from monitor.commands.registry import OWN, chosen_registry, has_own, own_file, portals_file, registry_at
from monitor.health.watch import portal_watch
from storage.clock import Clock
from storage.database import DATABASE, Log, is_there
from storage.files import write_whole
from storage.handles import require_handles
from storage.tables import portals, visits
from storage.tables.portals import PortalRow

_FRESH: Final = "（新建；今后巡查默认用它）。"
_NOT_WRITTEN: Final = "没有写入。"
_NOBODY_TO_ASK: Final = "没有写入：这里不是终端，没有人可问。核对无误后加 --yes 再运行。"
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


@click.group(
    "portals", cls=Group, help="列出、添加、删去、检查门户，找年报栏目，确认机关名称，与 CSV 和 Excel 表格互转。"
)
def portals_group() -> None:
    """Portals of the registry."""


@portals_group.command(
    "list", help="列出登记表中的门户和最近一次巡查的状况。", short_help="列出门户和最近一次巡查的状况"
)
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


_WORDS: Final = {key.name: key.words for key in PORTAL_KEYS}


@portals_group.command(
    "add",
    help="把一个门户写进登记表，如：nianbao portals add 某市人民政府 https://www.example.gov.cn/ --body 某市教育局。"
    "门户已有时，把机关加进它的名册。",
    short_help="把一个门户或它的机关写进登记表",
)
@click.argument("name", metavar="名称")
@click.argument("home", metavar="首页")
@click.option("--column", "columns", multiple=True, help="年报栏目的网址，可以给几个")
@click.option("--body", "bodies", multiple=True, help="名册里的机关，可以给几个；类别按名称，也可写成 机关=类别")
@click.option("--division", help="六位行政区划代码，如 620300")
@click.option(
    *("--level", "level"),
    type=OneOf(["central", "province", "city", "county"], _WORDS["level"]),
    help="级别：中央、省级、市级、县级（central、province、city、county）",
)
@click.option(
    *("--tls", "tls"),
    type=OneOf(["legacy"], _WORDS["tls"]),
    help="旧式（legacy）：对方只会旧式加密（TLS 1.0 之类）",
)
@click.option("--budget", type=int, help="一次巡查最多的请求数，如 500")
@click.option("--window", help="只在这个时段巡查（北京时间，可跨午夜），如 22:00-06:00")
@own_file
def add_portal(*, path: Path | None, bodies: tuple[str, ...], **declared: Any) -> None:
    """Write a portal into a registry; the file is changed only where the whole is right afterwards.

    ``declared`` are the fields of a :class:`PortalRow` as the options say them.
    """
    target = path or OWN
    fresh = not target.exists()
    registry = Registry(()) if fresh else registry_at(target, may_be_empty=True)
    portal = PortalRow(**declared, bodies=tuple(map(body_said, bodies)))
    same = next((one for one in registry.portals if is_home(portal.home, one.home)), None)
    try:
        refuse_wrong(portal, target, inner=registry.allow_private_hosts)
        text = EMPTY if fresh else read_registry(target)
        if same is None:
            text = with_portals(text, [portal])
        else:
            text = with_bodies(text, str(target), same.home, new_bodies(portal, same))
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有添加。{error}") from error
    with one_line_errors():
        write_whole(target, text)
    say(f"已写入 {target}" + (_FRESH if fresh and path is None else "。"))


@portals_group.command(
    "discover",
    help="从门户首页找年报栏目，列出网址、把握（0–100）和依据。找到退出码为 0，没有为 1，看不到为 2。",
    short_help="从门户首页找年报栏目，列出网址、把握和依据",
)
@click.argument("url", metavar="首页")
@format_option
@click.pass_context
def discover_columns(context: click.Context, *, url: str, form: Format) -> None:
    """Search for the columns of one portal, as politely as the user's registry says."""
    with one_line_errors():
        require_handles()
    context.exit(show_columns(url, registry_at(OWN) if has_own() else None, form))


@portals_group.command(
    "remove",
    help="从登记表删去一个门户（按名称或首页）。已存下的数据不删。",
    short_help="从登记表删去一个门户，已存下的数据不删",
)
@click.argument("which", metavar="名称|首页")
@own_file
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
    short_help="确认名册里的机关在门户上叫什么",
)
@click.argument("name", metavar="机关")
@click.argument("names", metavar="门户上的名称…", nargs=-1)
@click.option("--none", "others", is_flag=True, help="这些名称都不是它；不写名称则指日报“请先确认”里为它列出的全部")
@click.option("--portal", "which", default="", metavar="名称|首页", help="哪一个门户的名册（几个门户有同名机关时要写）")
@own_file
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


@portals_group.command(
    "check",
    help="检查登记表，一次列出全部错误和改法；有错时退出状态为 2。",
    short_help="检查登记表，列出全部错误和改法",
)
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


@portals_group.command(
    "import",
    help="把单位名单（XLSX、XLS、ODS、CSV）写进登记表。先列出读懂的门户、机关、类别和要核对的地方："
    "在终端上会问是否写入，--yes 直接写入，否则什么也不写。"
    f"名单照单位原有的样子就行；登记表的列名是：{'、'.join(COLUMNS)}，其他列原样保留。",
    short_help="把单位名单写进登记表，先显示读懂了什么",
)
@click.argument("table", metavar="名单", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="不再询问，直接写入")
@click.option("--dry-run", is_flag=True, help="只看读懂了什么，不写入")
@click.option("--home", default="", help="名单里没有写首页的机关，年报发布在这个门户")
@click.option("--portal", "portal", default="", help="这个门户的名称，如 某市人民政府")
@own_file
@click.pass_context
def import_portals(
    context: click.Context, *, table: Path, yes: bool, dry_run: bool, home: str, portal: str, path: Path | None
) -> None:
    """Write the portals of a list into a registry, in place of those of the same homes; all of them or none."""
    from monitor.commands import lists  # noqa: PLC0415 - the readers of workbooks, which no other command needs

    target = path or OWN
    kept = registry_at(target, may_be_empty=True) if target.exists() else None
    try:
        done, left_out = lists.understand(table, lists.given_by(home, portal, kept), kept)
        if done.reading.mistakes:
            _tell(context, [mistake.message(str(table)) for mistake in done.reading.mistakes])
        homes = {one.home for one in done.portals}
        before = without_portals(read_registry(target), str(target), homes) if kept else EMPTY
        text = with_portals(before, done.portals)
        parse_registry(text, str(target))
    except RegistryError as error:
        raise Refusal(f"没有导入。{error}") from error
    lists.tell(table, done, left_out)
    if dry_run or not (yes or lists.may_write(target)):
        say(_NOT_WRITTEN if dry_run or lists.is_at_terminal() else _NOBODY_TO_ASK)
        return
    with one_line_errors():
        write_whole(target, text)
    said = f"，其中 {len(done.replaced)} 个门户原来就有，已换成名单里的内容" if done.replaced else ""
    say(f"已写入 {target}：{_count(done.portals)}{said}" + ("。" if kept or path else _FRESH))


@portals_group.command(
    "export",
    help="把登记表写成表格（.csv 或 .xlsx），一行一个机关；改好后可用 import 写回。",
    short_help="把登记表写成表格",
)
@click.argument("table", metavar="表格.csv|表格.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@portals_file
def export_portals(*, table: Path, path: Path | None) -> None:
    """Write the portals of a registry as a table; folders that it needs are made."""
    rows = registry_at(chosen_registry(path)).portals
    try:
        content = write_table(rows, table.suffix)
    except RegistryError as error:
        raise Refusal(f"没有导出。{error}") from error
    with one_line_errors():
        write_whole(table, content)
    say(f"已写入 {table}：{_count(rows)}。")


@portals_group.command(
    "template",
    help="写一份空的名单（.xlsx 或 .csv），有示例；.xlsx 另有一页填写说明。填好后用 import 写进登记表。",
    short_help="写一份空的名单，有示例和填写说明",
)
@click.option(
    *("-o", "--output", "output"),
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="写到哪里，如 名单.xlsx",
)
def list_template(*, output: Path) -> None:
    """Write an empty list with an example; a file that is there already is left alone."""
    if output.exists():
        raise Refusal(f"{output} 已经有了，没有改动。请换一个文件名。")
    try:
        content = write_template(output.suffix)
    except RegistryError as error:
        raise Refusal(str(error)) from error
    with one_line_errors():
        write_whole(output, content)
    say(f"已写入 {output}。填好后运行：nianbao portals import {output}")


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
