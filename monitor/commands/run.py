"""``nianbao run``, ``crawl`` and ``judge``: the main job and its halves."""

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import click

from crawler.network.schedule import Wanted
from crawler.registry.reading import STARTER, Registry
from monitor.commands.frame import Command, Refusal, data_option, say, today_option
from monitor.commands.log import one_line_errors
from monitor.commands.portals import is_home
from monitor.commands.progress import reporting
from monitor.commands.registry import OWN, has_own, own_file, registry_at
from monitor.running.job import Done, run_all, run_crawl, run_judge

BROKEN_OFF = 1
"""Exit status where the crawl broke off; what came until then is kept and judged."""

_NO_REGISTRY: Final = (
    "这里没有自己的登记表 portals.toml，没有开始巡查。请先用 nianbao portals import 名单.xlsx 导入名单，"
    "或用 --portals 指定登记表；要巡查自带登记表里的真实门户，请加 --starter。"
)

_names = click.argument("names", metavar="[门户]...", nargs=-1)
_everything = click.option("--all", "everything", is_flag=True, help="不管是否轮到，全部巡查（约定的时段仍然遵守）")
_starter = click.option("--starter", is_flag=True, help="用自带的登记表（一百多个真实门户）")


def _visiting(job: Callable[[Path, Wanted, Path, date | None], Done]) -> Callable[..., None]:
    """The command that visits portals by the job: which portals, where to keep what is found, and the exit status."""

    @_names
    @_everything
    @own_file
    @_starter
    @data_option()
    @today_option
    @click.pass_context
    def command(
        context: click.Context,
        *,
        names: tuple[str, ...],
        everything: bool,
        path: Path | None,
        starter: bool,
        data: Path,
        today: date | None,
    ) -> None:
        registry = _own_registry(path, starter=starter)
        wanted = _choose(registry_at(registry), names, everything=everything)
        context.exit(status_of(job(registry, wanted, data, today)))

    return command


@click.command("run", cls=Command, help="巡查门户、读取年报、判定、更新问题，给出日报。被中断也可以再运行，接着做。")
@_visiting
def run(registry: Path, wanted: Wanted, data: Path, today: date | None) -> Done:
    """The main job once."""
    with one_line_errors(), reporting() as reporter:
        done = run_all(data, registry, today, reporter.take_event, reporter.take_step, wanted=wanted)
    tell(done, data)
    return done


@click.command("crawl", cls=Command, help="只巡查门户，存下网页和文件；以后用 nianbao judge 判定。")
@_visiting
def crawl_only(registry: Path, wanted: Wanted, data: Path, today: date | None) -> Done:
    """The crawl alone."""
    with one_line_errors(), reporting() as reporter:
        done = run_crawl(data, registry, today, reporter.take_event, wanted=wanted)
    counts = done.crawl.counts if done.crawl else {}
    say(f"巡查结束：门户 {counts.get('portals', 0)} 个，年报 {counts.get('reports', 0)} 份。")
    complain(done)
    tell_skipped(done)
    return done


@click.command("judge", cls=Command, help="读取和判定已存下的内容，更新问题，给出日报；不访问网络。")
@data_option()
@today_option
def judge_only(*, data: Path, today: date | None) -> None:
    """The judging alone."""
    with one_line_errors(), reporting() as reporter:
        done = run_judge(data, today, reporter.take_step)
    tell(done, data)


def tell(done: Done, data: Path) -> None:
    """Print where page and log are, and the message of a job, which ends in its summary."""
    from monitor.commands.terminal import print_message  # noqa: PLC0415 - rich

    complain(done)
    assert done.digest is not None
    tell_skipped(done)
    say(f"明细（当天的网页）：{done.page}")
    say(f"数据库：{data / 'nianbao.db'}")
    say("")
    print_message(done.digest)


def tell_skipped(done: Done) -> None:
    """Say how many portals were left out on purpose, so that nobody takes that for silence."""
    skipped = done.crawl.counts.get("skipped", 0) if done.crawl else 0
    if skipped:
        say(f"有 {skipped} 个门户这次没有轮到，没有巡查；要全部巡查请加 --all，只巡查几个请写出名称。")


def _own_registry(path: Path | None, *, starter: bool) -> Path:
    """The registry by which portals are visited: the one named or the user's own; the starter only where it is wanted.

    Refusal where there is none: it is nobody's intention to visit some hundred real portals by default.
    """
    if starter and path is not None:
        raise Refusal("--starter 和 --portals 只能写一个。")
    if starter:
        return STARTER
    if path is None and not has_own():
        raise Refusal(_NO_REGISTRY)
    return path or OWN


def _choose(registry: Registry, names: tuple[str, ...], *, everything: bool) -> Wanted:
    """The portals people named, by name or home; a name that the registry does not have is said."""
    homes = set()
    for name in names:
        found = [portal.home for portal in registry.portals if portal.name == name or is_home(name, portal.home)]
        if not found:
            near = difflib.get_close_matches(name, [portal.name for portal in registry.portals], n=1)
            mend = f"是不是 {near[0]}？" if near else "请用 nianbao portals list 查看名称和首页。"
            raise Refusal(f"登记表里没有门户 {name}。{mend}")
        homes |= set(found)
    return Wanted(everything, frozenset(homes))


def complain(done: Done) -> None:
    """Say on stderr why the crawl did not complete."""
    if done.crawl is not None and done.crawl.outcome != "completed":
        say(f"nianbao：巡查没有做完。{done.crawl.message}", err=True)


def status_of(done: Done) -> int:
    """The exit status of a job: whether its crawl completed."""
    return 0 if done.crawl is None or done.crawl.outcome == "completed" else BROKEN_OFF
