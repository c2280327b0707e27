"""``nianbao backup`` and ``nianbao restore``: log, archive, registry and settings, for a fault or a move."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import click

from crawler.registry.reading import STARTER
from monitor.commands.frame import Command, Refusal, data_option, say
from monitor.commands.log import existing_log, one_line_errors
from monitor.commands.progress import reporting
from monitor.commands.registry import OWN, chosen_registry, portals_file
from monitor.commands.settings import config_option, settings_file
from monitor.schedule.engine import hold_schedule
from monitor.settings.reading import NAME
from storage.backup import back_up, heal
from storage.backup import restore as restore_log
from storage.clock import Clock
from storage.files import write_whole

_SHOWN: Final = 10
"""Damaged files that are named one by one."""


class Unfinished(Command):
    """A command that is made good by running it again."""

    interrupted = "已中断，没有做完。原来的备份和数据没有动，再运行一次就接着做。"


@click.command(
    "backup",
    cls=Unfinished,
    help="备份到一个目录：数据库、存档、登记表和设置；巡查和定时程序开着也可以。再备份到同一个目录只复制新增的。",
)
@click.argument("target", metavar="目录", type=click.Path(path_type=Path, file_okay=False))
@portals_file
@config_option
@data_option()
@click.pass_context
def backup(context: click.Context, *, target: Path, path: Path | None, config: Path | None, data: Path) -> None:
    """Copy everything that cannot be had again."""
    found = {OWN.name: chosen_registry(path), NAME: settings_file(config, path)}
    beside = {name: file for name, file in found.items() if file not in (None, STARTER)}
    with existing_log(data) as log, one_line_errors(), reporting() as reporter:
        done = back_up(log, target, partial(reporter.take_step, "copy"))
        for name, file in beside.items():
            write_whole(target / name, _read(file), private=True)
    what = "、".join(
        ["数据库", f"存档 {done.copied + done.kept} 个文件（新增 {done.copied}）", *map(str, beside.values())]
    )
    say(f"已备份到 {target}：{what}。")
    if OWN.name not in beside:
        say(f"这里没有登记表 {OWN}，没有备份它；它在别处的，请用 --portals 指定后再备份一次。", err=True)
    say("群机器人和邮箱的口令不在备份里，请另外保管。")
    context.exit(_tell_troubles(done.troubles))


@click.command(
    "restore",
    cls=Unfinished,
    help="从备份恢复到数据目录，逐个核对存档文件。目录里已有数据库时须加 --replace，原来的改名留下。",
)
@click.argument("source", metavar="备份目录", type=click.Path(path_type=Path, file_okay=False))
@click.option("--replace", is_flag=True, help="换下已有的数据库（改名留下，不删除）")
@click.option("--archive-only", is_flag=True, help="数据库不动，只补上缺少或损坏的存档文件；巡查开着也可以")
@data_option()
@click.pass_context
def restore(context: click.Context, *, source: Path, replace: bool, archive_only: bool, data: Path) -> None:
    """Bring a backup back."""
    if archive_only:
        context.exit(_heal(source, data))
    with one_line_errors(), hold_schedule(data), reporting() as reporter:
        done = restore_log(source, data, Clock(), partial(reporter.take_step, "copy"), replace=replace)
        say(f"已恢复到 {data}：数据库、存档 {done.copied + done.kept} 个文件（新增 {done.copied}）。")
        if done.set_aside is not None:
            say(f"原来的数据库改名为 {done.set_aside}。")
        for name in (OWN.name, NAME):
            _restore_beside(source / name, Path(name))
    context.exit(_tell_troubles(done.troubles))


def _heal(source: Path, data: Path) -> int:
    """Put back damaged files of the archive; gives the exit status."""
    with existing_log(data) as log, one_line_errors(), reporting() as reporter:
        done = heal(source, log, partial(reporter.take_step, "copy"))
    say(f"存档 {done.kept + done.copied} 个文件完好，其中补上 {done.copied} 个；数据库没有动。")
    return _tell_troubles(done.troubles)


def _restore_beside(kept: Path, place: Path) -> None:
    """Put a registry or settings of a backup into this folder, where there is none."""
    if not kept.is_file():
        return
    content = _read(kept)
    if not place.exists():
        write_whole(place, content, private=True)
        say(f"已恢复 {place}。")
    elif _read(place) != content:
        say(f"{place} 已经有了，没有动；备份里的是 {kept}，要用它请自己复制过来。")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path}：读不出来（{error.strerror}）。请检查路径和权限。") from error


def _tell_troubles(troubles: Sequence[str]) -> int:
    """Say which files are whole on neither side; gives the exit status."""
    for trouble in troubles[:_SHOWN]:
        say(trouble, err=True)
    if len(troubles) > _SHOWN:
        say(f"……共 {len(troubles)} 个文件。", err=True)
    return int(bool(troubles))
