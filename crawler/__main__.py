"""``python -m crawler``: one crawl as a process; its events are JSON lines on standard output.

Exit status: 0 the crawl completed, 1 it did not, 2 wrong usage.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as house
from crawler.events import announce_on_stdout
from crawler.registry.reading import STARTER, load_registry
from crawler.registry.values import RegistryError
from crawler.spiders.annual_reports import AnnualReportsSpider
from crawler.visits.all_portals import Result

LOG_FILE = "crawl.log"
"""In the data directory: what the program says of the latest crawl."""


def main(arguments: list[str] | None = None) -> int:
    """Crawl as the arguments say; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        registry = load_registry(options.portals)
    except RegistryError as error:
        result = Result("failed", str(error), {})
    else:
        portals = len(options.portal or registry.portals)
        announce_on_stdout("start", portals=portals, pid=os.getpid(), hours=registry.deadline_hours)
        result = _crawl(options)
    announce_on_stdout("done", **asdict(result))
    return 0 if result.outcome == "completed" else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crawler", description="巡查门户，把年报存入数据目录。")
    parser.add_argument("--data", type=Path, default=Path("nianbao-data"), help="数据目录")
    parser.add_argument("--portals", type=Path, default=STARTER, help="门户登记表（portals.toml）")
    parser.add_argument("--run", help="已经开始的巡查编号；不给则自己开始一次")
    parser.add_argument("--today", type=date.fromisoformat, help="当作今天的日期，YYYY-MM-DD")
    parser.add_argument(
        "--only", choices=["discovery", "page"], help="discovery：只找年报栏目；page：只取首页网址上的那一份"
    )
    parser.add_argument("--all", action="store_true", help="不管是否轮到，全部巡查")
    parser.add_argument("--portal", action="append", default=[], metavar="首页", help="只巡查这个门户，可以给几个")
    parser.add_argument("--stop-at-end-of-input", action="store_true", help="标准输入一结束就停止")
    return parser


def _crawl(options: argparse.Namespace) -> Result:
    process = AsyncCrawlerProcess(_settings(options.data))
    crawler = process.create_crawler(AnnualReportsSpider)
    process.crawl(
        crawler,
        data=str(options.data),
        portals=str(options.portals),
        run=options.run,
        only=options.only,
        everything="1" if options.all else None,
        homes="\n".join(options.portal),
        today=options.today and options.today.isoformat(),
    )
    if options.stop_at_end_of_input:
        _stop_at_end_of_input()
    process.start()
    spider = crawler.spider
    return (
        spider.result
        if isinstance(spider, AnnualReportsSpider)
        else Result("failed", "巡查没有开始，请看运行日志。", {})
    )


def _settings(data: Path) -> Settings:
    settings = Settings()
    settings.setmodule(house, priority="project")
    settings.set("ANNOUNCE", announce_on_stdout, priority="cmdline")
    with contextlib.suppress(OSError):  # the log of the house says better what is wrong with its directory
        data.mkdir(parents=True, exist_ok=True)
    if os.access(data, os.W_OK):
        settings.setdict({"LOG_FILE": str(data / LOG_FILE), "LOG_FILE_APPEND": False}, priority="cmdline")
    return settings


def _stop_at_end_of_input() -> None:
    """Stop the crawl in order when standard input ends: who started us is gone."""
    loop = asyncio.get_event_loop()

    def read() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            loop.remove_reader(sys.stdin.fileno())
            os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(sys.stdin.fileno(), read)


if __name__ == "__main__":
    sys.exit(main())
