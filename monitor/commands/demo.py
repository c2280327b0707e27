"""``nianbao demo``: made-up portals on loopback addresses, and the main job over them, offline."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

import click

from monitor.commands.frame import Command, Refusal, Whole, data_option, today_option
from monitor.commands.log import one_line_errors
from monitor.commands.progress import reporting
from monitor.commands.run import tell
from monitor.demo.postings import UnplannedDayError
from monitor.demo.scenario import DAYS, Scenario, build
from monitor.demo.server import DEFAULT_PORT, ServeError, serve
from monitor.running.job import Done, run_all
from storage.clock import Clock
from storage.database import DATABASE, open_log
from storage.files import write_whole
from storage.tables import runs

_MARK: Final = "demo.json"
"""Marks a data directory as the demo's own, with what must stay the same from day to day."""
_OURS: Final = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    "archive",
    "digests",
    "portals.toml",
    "crawl.log",
    _MARK,
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the addresses and dates of the made-up portals depend on."""

    first_day: str
    port: int


@click.command(
    "demo",
    cls=Command,
    help="离线演示：在本机回环地址上提供四个虚构的门户，巡查、判定并给出日报。第 2、3 天演示更正、迟发、沉默和撤下。",
)
@click.option("--day", type=Whole(1, DAYS), default=1, help=f"第几天，1 到 {DAYS}（默认 1）；前面没演示过的日子先补上")
@click.option("--port", type=Whole(1024, 65535), default=DEFAULT_PORT, help=f"端口（默认 {DEFAULT_PORT}）")
@data_option("./nianbao-demo")
@today_option
def demo(*, day: int, port: int, data: Path, today: date | None) -> None:
    """Run the main job over the made-up portals as they stand on a day of the scenario."""
    try:
        scenario = build(Clock(today).today)
    except UnplannedDayError as error:
        raise Refusal(str(error)) from error
    with one_line_errors():
        _prepare(data, scenario, day, _Mark(scenario.first_day.isoformat(), port))
        for earlier in _missing_days(data, scenario, day):
            click.echo(f"先补上第 {earlier} 天（{scenario.day(earlier)}）。", err=True)
            _run(data, scenario, earlier, port)
        done = _run(data, scenario, day, port)
    click.echo(f"演示第 {day} 天（{scenario.day(day)}），机关、地名均为虚构。")
    tell(done, data)


def _run(data: Path, scenario: Scenario, day: int, port: int) -> Done:
    try:
        with serve(scenario.sites(day), port), reporting() as reporter:
            return run_all(data, data / "portals.toml", scenario.day(day), reporter.take_event, reporter.take_step)
    except ServeError as error:
        raise Refusal(str(error)) from error


def _prepare(data: Path, scenario: Scenario, day: int, mark: _Mark) -> None:
    """Make the data directory the demo's, or start the demo in it anew where it went on beyond this day."""
    if (data / DATABASE).exists() and not (data / _MARK).exists():
        raise Refusal(f"{data} 里是正式的数据，演示不能用。请用 --data 给演示另一个目录。")
    if _is_beyond(data, scenario, day, mark):
        click.echo("演示从头开始：以前演示的日期在后，或者端口、起始日期不同。", err=True)
        for name in _OURS:
            path = data / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    write_whole(data / "portals.toml", scenario.portals_toml(mark.port))
    write_whole(data / _MARK, json.dumps(asdict(mark)) + "\n")


def _is_beyond(data: Path, scenario: Scenario, day: int, mark: _Mark) -> bool:
    if not (data / _MARK).exists() or not (data / DATABASE).exists():
        return False
    try:
        known = _Mark(**json.loads((data / _MARK).read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return True
    return known != mark or max(_days_run(data), default=date.min) > scenario.day(day)


def _missing_days(data: Path, scenario: Scenario, day: int) -> list[int]:
    done = _days_run(data)
    return [earlier for earlier in range(1, day) if scenario.day(earlier) not in done]


def _days_run(data: Path) -> set[date]:
    """The days on which a run came to its end."""
    if not (data / DATABASE).exists():
        return set()
    with open_log(data) as log:
        return runs.days_done(log)
