"""Pages crawled per second, beside a bare Scrapy spider that follows the same links and keeps nothing.

One portal on a loopback address, no delay: lists of fifteen rows, a page for every
report. Both crawls are processes of their own and are timed whole and from the
first to the last request.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.served import Served, bare, crawl, served

SIZE = Served("127.88.1.1", portals=1, reports=600, rows=15)


def measure() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, served(SIZE) as portals:
        yield "bare Scrapy, 8 requests at a time", bare(portals, 8)
        yield "bare Scrapy, 1 request at a time", bare(portals, 1)
        data = Path(folder)
        yield "nianbao crawl, first visit: every page kept", _ours(portals, data, "2026-04-08")
        yield "nianbao crawl, second visit: every page 304", _ours(portals, data, "2026-04-09")


def _ours(portals: Served, folder: Path, day: str) -> str:
    start = time.perf_counter()
    with crawl(portals, folder, day) as process:
        process.wait()
    whole = time.perf_counter() - start
    return f"{portals.pages / whole:8.1f} pages/s with the process's start ({portals.pages} pages, {whole:.1f} s)"
