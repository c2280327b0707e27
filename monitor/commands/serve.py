"""``nianbao serve``: the schedule, and the answer to whoever asks whether it is well."""

import ipaddress
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click

from crawler.registry.reading import DEFAULT_DEADLINE, load_registry
from crawler.registry.values import RegistryError
from monitor.commands.frame import Command, Refusal, data_option, say, today_option
from monitor.commands.log import one_line_errors
from monitor.commands.registry import own_file, own_registry
from monitor.commands.settings import chosen_settings, config_option, settings_file
from monitor.schedule.children import starter
from monitor.schedule.engine import hold_schedule, keeping
from monitor.schedule.jobs import Job, jobs_of
from monitor.schedule.keeper import Keeper
from monitor.serving.app import app_of
from monitor.serving.listening import PortError, listen, open_port
from monitor.settings.model import Serve, Settings
from storage.clock import SHANGHAI, Clock

PASSWORD: Final = "NIANBAO_PASSWORD"  # noqa: S105 - the name of the variable


@click.command(
    "serve",
    cls=Command,
    help="按设置文件里的时刻巡查、发日报，直到被停止（Ctrl-C）；错过的补做一次。/healthz 回答运行状况。",
)
@click.option("--no-pages", is_flag=True, help="只要定时和 /healthz，不要网页")
@own_file
@config_option
@data_option()
@today_option
def serve(*, no_pages: bool, path: Path | None, config: Path | None, data: Path, today: date | None) -> None:
    """Keep the schedule and answer."""
    if not no_pages:
        raise Refusal("网页还没有。只要定时和 /healthz 请加 --no-pages。")
    settings, (registry, lacking) = chosen_settings(config, path), own_registry(path)
    _check_host(settings.serve)
    clock, where = Clock(today), data.absolute()
    with one_line_errors(), hold_schedule(where):
        try:
            opened = open_port(settings.serve.host, settings.serve.port)
        except PortError as error:
            raise Refusal(str(error)) from error
        jobs = _jobs(settings)
        keeper = Keeper(
            where,
            jobs,
            arguments=_arguments(registry, settings_file(config, path)),
            start=starter(where, today),
            say=lambda text: say(f"{clock.now().astimezone(SHANGHAI):%m-%d %H:%M:%S} {text}"),
            deadline=_deadline(registry),
        )
        _tell(settings, jobs, clock)
        if lacking:
            say(lacking)
        with opened, keeping(keeper, clock, lambda text: say(text, err=True)):
            listen(app_of(where, clock), opened)


def _check_host(wanted: Serve) -> None:
    """Any other address than this machine's own needs a password."""
    try:
        here = wanted.host == "localhost" or ipaddress.ip_address(wanted.host).is_loopback
    except ValueError:
        here = False
    if not here and not os.environ.get(PASSWORD):
        raise Refusal(f"host = {wanted.host} 会让别的机器也能访问，须先设环境变量 {PASSWORD}；或改为 127.0.0.1。")


def _jobs(settings: Settings) -> tuple[Job, ...]:
    """What the settings want done; without channels there is nobody to send a digest to."""
    return tuple(job for job in jobs_of(settings.schedule) if job.name != "digest" or settings.channels)


def _arguments(registry: Path, config: Path | None) -> dict[str, list[str]]:
    settings = ["--config", str(config.absolute())] if config else []
    return {"run": ["run", "--portals", str(registry)], "digest": ["notify", *settings]}


def _deadline(registry: Path) -> timedelta:
    """How long a crawl may take by the registry; where that cannot be read, every run says so itself."""
    try:
        return timedelta(hours=load_registry(registry).deadline_hours)
    except RegistryError:
        return timedelta(hours=DEFAULT_DEADLINE)


def _tell(settings: Settings, jobs: tuple[Job, ...], clock: Clock) -> None:
    names = {"run": "巡查", "digest": "日报"}
    for job in jobs:
        say(f"下一次{names[job.name]}：{job.next_after(clock.now()):%Y-%m-%d %H:%M}（北京时间）")
    if not settings.channels:
        say("没有渠道，日报不发送；请在 nianbao.toml 里写 [[channel]]。")
    say(f"运行状况：http://{settings.serve.host}:{settings.serve.port}/healthz")
