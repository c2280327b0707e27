"""``nianbao schedule``: lines for cron or units for systemd, for whoever does not want a server."""

import os
import pwd
import sys
from pathlib import Path

import click

from monitor.commands.frame import Command, Refusal, data_option, say
from monitor.commands.registry import own_file, own_registry
from monitor.commands.settings import chosen_settings, config_option, settings_file
from monitor.schedule.jobs import Job, jobs_of
from monitor.schedule.units import UNITS, Task, cron_lines, systemd_units
from storage.clock import Clock


@click.command(
    "schedule",
    cls=Command,
    help="打印每天巡查、发日报的定时任务，路径都是绝对的：--cron 给 crontab，--systemd 给 systemd。不改动系统。",
)
@click.option("--cron", is_flag=True, help="打印 crontab 的行")
@click.option("--systemd", is_flag=True, help="打印 systemd 的单元")
@own_file
@config_option
@data_option()
def schedule(*, cron: bool, systemd: bool, path: Path | None, config: Path | None, data: Path) -> None:
    """Print the schedule."""
    if cron == systemd:
        raise Refusal("请写 --cron 或 --systemd 其中之一。")
    settings = chosen_settings(config, path)
    jobs = [job for job in jobs_of(settings.schedule) if job.name != "digest" or settings.channels]
    registry, lacking = own_registry(path)
    if lacking:
        say(lacking, err=True)
    found = settings_file(config, path)
    tasks = [_task(job, registry, found, data) for job in jobs]
    if not tasks:
        raise Refusal("设置文件的 [schedule] 里没有要定时做的事。请写 run 或 digest 的时刻。")
    if cron:
        click.echo("\n".join(cron_lines(tasks, Clock().now().astimezone())))
        return
    for name, text in systemd_units(tasks, _account()):
        click.echo(f"# {UNITS}/{name}\n{text}")
    click.echo(f"# 启用：systemctl daemon-reload && systemctl enable --now {' '.join(_timers(tasks))}")


def _task(job: Job, registry: Path, config: Path | None, data: Path) -> Task:
    where = ("--data", str(data.absolute()))
    if job.name == "run":
        words = ("run", "--portals", str(registry), *where)
        return Task("run", "年报巡查", job.at, (*_program(), *words))
    words = ("notify", *(("--config", str(config.absolute())) if config else ()), *where)
    return Task("notify", "年报日报", job.at, (*_program(), *words))


def _account() -> str:
    """The account that asks, by its name or number; empty for root."""
    number = os.geteuid()
    if number == 0:
        return ""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _program() -> tuple[str, ...]:
    """The command by its absolute path."""
    beside = Path(sys.executable).parent / "nianbao"
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "monitor")


def _timers(tasks: list[Task]) -> list[str]:
    return [f"nianbao-{task.name}.timer" for task in tasks]
