"""Two hundred portals of sixty reports: pages a second, memory along the way, and a kill in the middle.

Beside it a bare Scrapy spider that follows the same links and keeps nothing. All
pauses are off; sixteen portals are visited at a time, one request at a time each.
"""

import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.served import Served, bare, crawl, served

if TYPE_CHECKING:
    import subprocess

SIZE = Served("127.89.1.1", portals=200, reports=60, rows=15)
TENTHS = 10
TABLES = ("reports", "versions", "health_events")


def measure() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, served(SIZE) as portals:
        yield "bare Scrapy, one request a host, 16 in all", bare(portals, 1)
        yield from _whole(portals, Path(folder, "whole"))
    with tempfile.TemporaryDirectory() as folder, served(SIZE) as portals:
        yield from _killed(portals, Path(folder))


def _whole(portals: Served, folder: Path) -> Iterator[tuple[str, str]]:
    """A first crawl with its memory at every tenth of the way, and a second one that finds nothing new."""
    folder.mkdir()
    for label, day in (("first crawl", "2026-04-08"), ("second crawl, every page 304", "2026-04-09")):
        before, start = portals.counts(), time.perf_counter()
        with crawl(portals, folder, day) as process:
            memory = _watch(process, portals, before["answers"])
        seconds = time.perf_counter() - start
        after = portals.counts()
        asked = after["answers"] - before["answers"]
        yield f"nianbao, {label}", f"{asked / seconds:8.1f} pages/s ({asked} requests, {seconds:.1f} s)"
        yield "  answered whole, the rest by 304", str(_whole_answers(after) - _whole_answers(before))
        yield "  MiB at each tenth of the way", " ".join(f"{peak:.0f}" for peak in memory)
        yield "  reports, versions, alerts on health in the log", _in_log(folder)


def _killed(portals: Served, folder: Path) -> Iterator[tuple[str, str]]:
    """A crawl killed half way, and the one after it on the same day."""
    with crawl(portals, folder, "2026-04-08") as process:
        while process.poll() is None and portals.counts()["answers"] < portals.pages // 2:
            time.sleep(0.2)
        process.kill()
    kept = _kept(folder)
    first = Counter(portals.counts()["whole"])
    yield "killed -9 with this many pages kept", f"{len(kept)} of {len(first)} that had been sent"
    with crawl(portals, folder, "2026-04-08") as process:
        process.wait()
    second = Counter(portals.counts()["whole"]) - first
    yield "  the next crawl: kept pages fetched whole again", str(sum(second[url] for url in kept))
    yield (
        "  lost and asked again, not asked before",
        f"{sum(url in first for url in second)}, {len(second.keys() - first)}",
    )
    yield "  reports, versions, alerts on health in the log", _in_log(folder)


def _watch(process: "subprocess.Popen[bytes]", portals: Served, before: int) -> list[float]:
    """The crawl's resident memory in MiB whenever another tenth of the pages was asked for."""
    seen: list[float] = []
    while process.poll() is None:
        resident = _resident(process.pid)
        if resident and portals.counts()["answers"] - before >= portals.pages * (len(seen) + 1) // TENTHS:
            seen.append(resident)
        time.sleep(0.1)
    return seen


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(line.split()[1]) / 1024


def _whole_answers(counts: dict[str, Counter[str]]) -> int:
    return sum(counts["whole"].values())


def _kept(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "data" / "nianbao.db") as log:
        return {url for (url,) in log.execute("SELECT url FROM frontier WHERE sha256 IS NOT NULL")}


def _in_log(folder: Path) -> str:
    with sqlite3.connect(folder / "data" / "nianbao.db") as log:
        counts = [log.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES]
    return " ".join(str(count) for count in counts)
