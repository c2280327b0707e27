"""What is true of a sample portal: the reports that must be found there, and what must not be taken for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.portals.server import Host

TODAY = date(2026, 4, 8)
"""The day on which the sample portals are visited for the first time."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One report as it must stand in the log; ``url`` is the address that its row leads to.

    ``parts`` are the addresses of all that belongs to it beside: files, pictures, further pages.
    """

    url: str
    title: str
    body: str
    year: int
    published_on: date
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample portal: its hosts and the truth about them.

    ``strangers`` are addresses of pages and files that look like reports and
    are none, ``dead`` addresses that lead to nothing any more. ``others`` are
    hosts of the same government that the registry has to name. ``browser`` says that only a browser sees all of it;
    ``walled`` that nobody does.
    """

    name: str
    family: str
    home: str
    hosts: tuple[Host, ...]
    reports: tuple[Expected, ...]
    strangers: frozenset[str]
    dead: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    browser: bool = False
    walled: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """The loopback addresses of its hosts, that of the home page first."""
        return tuple(host.address for host in self.hosts)


def registry(samples: Iterable[Sample], *, scheme: str = "http") -> str:
    """The text of a portals.toml that knows of each portal what a user knows: its name and home page."""
    lines = ["delay_seconds = 0", "allow_private_hosts = true", 'contact = "samples@example.cn"']
    for sample in samples:
        home = sample.home.replace("http:", f"{scheme}:", 1)
        lines += ["", "[[portal]]", f'name = "{sample.name}"', f'home = "{home}"']
        if sample.others:
            lines.append(f"hosts = {list(sample.others)}".replace("'", '"'))
    return "\n".join(lines) + "\n"
