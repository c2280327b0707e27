"""A watch over sample portals with rosters, day by day: what becomes of every body, beside the truth."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.portals.crawls import COMMAND, rows
from tests.portals.server import Host

YEAR = 2025
"""The report year that is owed while the portals are watched."""

_CAME = frozenset({"met", "met_late"})
_ALIVE = frozenset({"open", "reopened", "acknowledged"})


class Fate(StrEnum):
    """What the monitor says of a body that owes a report."""

    FOUND = "found"
    UNKNOWN = "unknown"
    ACCUSED = "accused"
    WRONG = "wrong"
    """Something that is not its report counts as its report."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One body of a roster and the truth about its report on the year owed; one without an address is silent."""

    name: str
    kind: str
    url: str = ""
    """The address that the report's row leads to."""
    on: date | None = None
    """The day of publication, None where no page prints it."""
    traits: frozenset[str] = frozenset()
    """How its row and its page were made, for the tables."""
    owes: bool = True
    shown_as: str = ""
    """The name under which its portal shows it, where the roster has another."""

    @property
    def is_silent(self) -> bool:
        """Whether the body has not published."""
        return not self.url


def _stay(_day: date) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Watched:
    """One portal under watch: its hosts, its roster with the truth, and how it changes before a day's run."""

    name: str
    home: str
    hosts: tuple[Host, ...]
    duties: tuple[Duty, ...]
    columns: tuple[str, ...] = ()
    change: Callable[[date], None] = _stay
    named: bool = True
    """Whether the registry names the bodies; others are learnt from their reports."""

    @property
    def address(self) -> str:
        """The loopback address of the home page."""
        return self.hosts[0].address


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one duty: its fate, the name under which its report stands (empty: none does), and why."""

    duty: Duty
    fate: Fate
    booked: str = ""
    published_on: str = ""
    versions: int = 0
    why: str = ""

    @property
    def is_misbooked(self) -> bool:
        """Whether its report stands under another's name."""
        return bool(self.booked) and self.booked not in (self.duty.name, self.duty.shown_as)

    @property
    def is_breach(self) -> bool:
        """Whether a body is told to owe what it has published or does not owe, or its report is another's."""
        accused = self.fate is Fate.ACCUSED and not (self.duty.is_silent and self.duty.owes)
        return accused or self.is_misbooked or self.fate is Fate.WRONG


@dataclass(frozen=True, slots=True)
class Seen:
    """The log after a day's run, as the listings of the command give it."""

    obligations: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    reports: list[dict[str, Any]]

    def outcomes(self, portal: Watched) -> list[Outcome]:
        """What became of every duty of a portal."""
        states = {row["body"]: row for row in self.obligations if row["portal"] == portal.name and row["year"] == YEAR}
        booked = {_address(row["url"]): row for row in self.reports if _is_on(row["url"], portal)}
        return [
            _outcome(duty, states.get(duty.name), booked.get(_address(duty.url)), self.accused(portal))
            for duty in portal.duties
        ]

    def accused(self, portal: Watched) -> frozenset[str]:
        """Everybody on a portal who is told not to have published the report of the year, or of one to come."""
        told = {
            row["body"]
            for row in self.alerts
            if row["rule"] == "D04" and row["state"] in _ALIVE and _is_of(row, portal)
        }
        overdue = {row["body"] for row in self.obligations if row["state"] == "overdue" and _is_of(row, portal)}
        return frozenset(told | overdue)

    def nobodies(self, portal: Watched) -> list[str]:
        """Names that are accused and that no body of the portal bears."""
        return sorted(self.accused(portal) - {duty.name for duty in portal.duties})

    def changed(self, portal: Watched) -> list[str]:
        """The bodies whose report is told to have changed or gone after it was published."""
        rules = {"D10", "D11"}
        return sorted(str(row["body"]) for row in self.alerts if row["rule"] in rules and _is_of(row, portal))


def _address(url: str) -> str:
    """An address as it is compared: Chinese words in it may be written as they are, or in either encoding."""
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return unquote(url, encoding, errors="strict")
    return url


def _is_on(url: str, portal: Watched) -> bool:
    return any(urlsplit(url).hostname == host.address for host in portal.hosts)


def _is_of(row: dict[str, Any], portal: Watched) -> bool:
    return row["portal"] == portal.name and (row["year"] is None or row["year"] >= YEAR)


def _outcome(
    duty: Duty, state: dict[str, Any] | None, report: dict[str, Any] | None, accused: frozenset[str]
) -> Outcome:
    facts = state or {"state": "", "why": "", "report_url": None}
    if duty.name in accused:
        fate = Fate.ACCUSED
    elif facts["state"] in _CAME:
        fate = Fate.FOUND if _address(facts["report_url"] or "") == _address(duty.url) else Fate.WRONG
    else:
        fate = Fate.UNKNOWN
    if report is None or report["year"] not in (YEAR, None):
        return Outcome(duty, fate, why=facts["why"])
    return Outcome(
        duty, fate, report["body"] or "", report["published_on"] or "", _count(report["versions"]), facts["why"]
    )


def _count(versions: Any) -> int:
    return versions if isinstance(versions, int) else len(versions)


@dataclass(slots=True)
class Watch:
    """A log over some portals."""

    data: Path
    portals: Sequence[Watched]
    browser: bool = True

    def run(self, day: date) -> None:
        """``nianbao run`` as of that day, after the portals have changed for it."""
        for portal in self.portals:
            portal.change(day)
        self.data.mkdir(parents=True, exist_ok=True)
        registry = self.data / "portals.toml"
        registry.write_text(roster(self.portals), encoding="utf-8")
        self._command("run", "--all", "--portals", str(registry), "--today", day.isoformat(), fine=(0, 1))

    def look(self) -> Seen:
        """The log as the listings of the command show it now."""
        return Seen(*(self.listing(name) for name in ("obligations", "alerts", "reports")))

    def listing(self, name: str) -> list[dict[str, Any]]:
        """What a listing of the command says now."""
        return json.loads(self._command(name, "--format", "json", fine=(0, 1)))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of the log."""
        return rows(self.data, sql)

    def _command(self, *arguments: str, fine: Iterable[int] = (0,)) -> str:
        environment = os.environ | ({} if self.browser else {"NIANBAO_BROWSER": "none"})
        command = [COMMAND, *arguments, "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode not in fine:
            raise AssertionError(f"nianbao {arguments[0]} ended with {done.returncode}: {done.stderr}")
        return done.stdout


def roster(portals: Iterable[Watched]) -> str:
    """The text of a portals.toml that names these portals with their rosters."""
    lines = ["delay_seconds = 0", "allow_private_hosts = true", 'contact = "samples@example.cn"']
    for portal in portals:
        lines += ["", "[[portal]]", f"name = {_quoted(portal.name)}", f"home = {_quoted(portal.home)}"]
        if portal.columns:
            lines.append(f"columns = [{', '.join(map(_quoted, portal.columns))}]")
        for duty in portal.duties if portal.named else ():
            lines += ["[[portal.body]]", f"name = {_quoted(duty.name)}", f"kind = {_quoted(duty.kind)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
