"""``nianbao run``, ``crawl`` and ``judge``: the main job and its halves."""

from datetime import date
from pathlib import Path

import click

from monitor.cli_frame import Command, data_option, today_option
from monitor.cli_log import spoken
from monitor.cli_portals import chosen_registry, portals_file, registry_at
from monitor.cli_progress import reporting
from monitor.digest_text import as_text
from monitor.job import Done, run_all, run_crawl, run_judge

BROKEN_OFF = 1
"""Exit status where the crawl broke off; what came until then is kept and judged."""


@click.command("run", cls=Command, help="巡查门户、读取年报、判定、更新预警，给出日报。被中断也可以再运行，接着做。")
@portals_file
@data_option()
@today_option
@click.pass_context
def run(context: click.Context, *, path: Path | None, data: Path, today: date | None) -> None:
    """The main job once."""
    registry = chosen_registry(path)
    registry_at(registry)
    with spoken(), reporting() as reporter:
        done = run_all(data, registry, today, reporter.crawled, reporter.stepped)
    tell(done, data)
    context.exit(_status(done))


@click.command("crawl", cls=Command, help="只巡查门户，存下网页和文件；以后用 nianbao judge 判定。")
@portals_file
@data_option()
@today_option
@click.pass_context
def crawl_only(context: click.Context, *, path: Path | None, data: Path, today: date | None) -> None:
    """The crawl alone."""
    registry = chosen_registry(path)
    registry_at(registry)
    with spoken(), reporting() as reporter:
        done = run_crawl(data, registry, today, reporter.crawled)
    counts = done.crawl.counts if done.crawl else {}
    click.echo(f"巡查结束：门户 {counts.get('portals', 0)} 个，年报 {counts.get('reports', 0)} 份。")
    complain(done)
    context.exit(_status(done))


@click.command("judge", cls=Command, help="读取和判定已存下的内容，更新预警，给出日报；不访问网络。")
@data_option()
@today_option
def judge_only(*, data: Path, today: date | None) -> None:
    """The judging alone."""
    with spoken(), reporting() as reporter:
        done = run_judge(data, today, reporter.stepped)
    tell(done, data)


def tell(done: Done, data: Path) -> None:
    """Print the digest of a job, and where page and log are."""
    complain(done)
    assert done.digest is not None
    click.echo(as_text(done.digest))
    click.echo(f"当天的网页：{done.page}")
    click.echo(f"数据库：{data / 'nianbao.db'}")


def complain(done: Done) -> None:
    """Say on stderr why the crawl did not complete."""
    if done.crawl is not None and done.crawl.outcome != "completed":
        click.echo(f"nianbao：巡查没有做完。{done.crawl.message}", err=True)


def _status(done: Done) -> int:
    return 0 if done.crawl is None or done.crawl.outcome == "completed" else BROKEN_OFF
