"""Pages crawled per second, beside a bare Scrapy spider that follows the same links and keeps nothing.

One portal on a loopback address, no delay: lists of fifteen rows, a page for every
report. Both crawls are processes of their own and are timed whole and from the
first to the last request.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPORTS = 600
ROWS = 15
ADDRESS = "127.88.1.1"
HERE = Path(__file__).parent


def measure() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, served() as port:
        home = f"http://{ADDRESS}:{port}/"
        yield "bare Scrapy, 8 requests at a time", bare(home, 8)
        yield "bare Scrapy, 1 request at a time", bare(home, 1)
        portals = Path(folder, "portals.toml")
        portals.write_text(registry(home), encoding="utf-8")
        yield "nianbao crawl, first visit: every page kept", ours(portals, folder, "2026-04-08")
        yield "nianbao crawl, second visit: every page 304", ours(portals, folder, "2026-04-09")


@contextmanager
def served() -> Iterator[int]:
    server = subprocess.Popen(
        [sys.executable, str(HERE / "portal.py"), ADDRESS, str(REPORTS), str(ROWS)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def bare(home: str, concurrency: int) -> str:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(HERE / "bare_spider.py"), f"{home}zfxxgknb/index.html", str(concurrency)],
        capture_output=True,
        text=True,
        check=True,
    )
    stats = json.loads(done.stdout)
    return line(stats["pages"], stats["seconds"], time.perf_counter() - start)


def ours(portals: Path, folder: str, day: str) -> str:
    start = time.perf_counter()
    command = [str(Path(sys.executable).with_name("nianbao")), "crawl", "--portals", str(portals)]
    subprocess.run([*command, "--data", f"{folder}/data", "--today", day], capture_output=True, check=True)
    whole = time.perf_counter() - start
    pages = REPORTS + REPORTS // ROWS + 1
    return line(pages, None, whole)


def line(pages: int, seconds: float | None, whole: float) -> str:
    inside = f"{pages / seconds:8.1f} pages/s, " if seconds else ""
    return f"{inside}{pages / whole:8.1f} pages/s with the process's start ({pages} pages, {whole:.1f} s)"


def registry(home: str) -> str:
    return (
        "delay_seconds = 0\nallow_private_hosts = true\n\n[[portal]]\n"
        f'name = "量尺市人民政府"\nhome = "{home}"\ncolumns = ["{home}zfxxgknb/index.html"]\n'
    )
