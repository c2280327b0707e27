"""One address fetched for another program: the crawl's own machinery over a log that is thrown away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.process.search import registry_text
from crawler.process.start import CrawlEvent, CrawlOutcome, crawl
from crawler.registry.reading import Registry
from storage.scratch import scratch_folder


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address: the data directory that holds it, and why there is nothing where that is so.

    ``trouble`` is one Chinese line on what was in the way of it, "" where the page came.
    """

    data: Path
    trouble: str
    outcome: CrawlOutcome


@contextmanager
def fetching(registry: Registry) -> Iterator[Fetched]:
    """Fetch the one address of the registry, as politely as a crawl does; what came lasts as long as the block."""
    events: list[CrawlEvent] = []
    with scratch_folder() as place:
        data, portals = place / "data", place / "portals.toml"
        portals.write_text(registry_text(registry), encoding="utf-8")
        outcome = crawl(data, portals, None, None, events.append, only="page")
        yield Fetched(data, _trouble(events), outcome)


def _trouble(events: list[CrawlEvent]) -> str:
    outcome = next((event["outcome"] for event in events if event["event"] == "page"), "failed")
    if outcome == "report":
        return ""
    why = next((str(event["detail"]) for event in events if event["event"] == "health"), "")
    return _OUTCOMES.get(outcome, "") or why or "没有取到，请用浏览器打开核对。"


_OUTCOMES = {
    "gone": "对方说这个网页已不存在，请核对网址。",
    "soft_404": "这个网址上只有“找不到网页”一类的说明，请核对网址。",
    "column": "这是一个栏目，不是一份年报；请给出年报自己的网址。",
    "stranger": "这个网页不是政府信息公开工作年度报告，请核对网址。",
    "unclear": "没有看出这个网页是不是年报，请核对网址，或下载文件后再查。",
}
