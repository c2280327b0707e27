"""The portals that crawls are measured on, and the processes that crawl them."""

import ipaddress
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Served:
    """Portals on consecutive loopback addresses: how many, how many reports each, how many rows a list."""

    address: str
    portals: int
    reports: int
    rows: int
    port: int = 0

    @property
    def pages(self) -> int:
        """Lists and reports of all portals, and a robots.txt each."""
        return self.portals * (self.reports + -(-self.reports // self.rows) + 1)

    @property
    def homes(self) -> list[str]:
        first = ipaddress.ip_address(self.address)
        return [f"http://{first + number}:{self.port}/" for number in range(self.portals)]

    def counts(self) -> dict[str, Any]:
        """How many answers went out until now, and how often each page went out whole."""
        with urlopen(f"{self.homes[0]}served") as answer:
            counts: dict[str, Any] = json.load(answer)
            return counts

    def registry(self) -> str:
        entries = "".join(
            f'\n[[portal]]\nname = "第{number}号河县人民政府"\nhome = "{home}"\n'
            f'columns = ["{home}zfxxgknb/index.html"]\n'
            for number, home in enumerate(self.homes)
        )
        return f"delay_seconds = 0\nallow_private_hosts = true\n{entries}"


@contextmanager
def served(size: Served) -> Iterator[Served]:
    """Portals of that size while the block runs, with their port."""
    arguments = [size.address, str(size.portals), str(size.reports), str(size.rows)]
    server = subprocess.Popen([sys.executable, str(HERE / "portal.py"), *arguments], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield replace(size, port=int(server.stdout.readline()))
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def bare(portals: Served, concurrency: int) -> str:
    """What the bare spider makes of the portals, a line of figures."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(HERE / "bare_spider.py"), str(concurrency)],
        input="\n".join(f"{home}zfxxgknb/index.html" for home in portals.homes),
        capture_output=True,
        text=True,
        check=True,
    )
    whole = time.perf_counter() - start
    stats = json.loads(done.stdout)
    inside, outside = stats["pages"] / stats["seconds"], stats["pages"] / whole
    size = f"({stats['pages']} pages, {whole:.1f} s)"
    return f"{inside:8.1f} pages/s, {outside:8.1f} pages/s with the process's start {size}"


def crawl(portals: Served, folder: Path, day: str) -> subprocess.Popen[bytes]:
    """A crawl of the portals under way, in a process of its own, into ``folder``/data."""
    registry = folder / "portals.toml"
    registry.write_text(portals.registry(), encoding="utf-8")
    command = [sys.executable, "-m", "scrapy", "crawl", "annual_reports"]
    arguments = {"portals": registry, "data": folder / "data", "today": day}
    given = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    return subprocess.Popen([*command, *given], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
