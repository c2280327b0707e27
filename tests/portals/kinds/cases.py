"""The cases from the field beside the checkout: served as they are, run over their days, held against their truth."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

from click.testing import CliRunner

from monitor.cli import main as nianbao
from tests.portals.crawls import COMMAND

ADDRESS = "127.77.9.1"
PORTAL = "青禾县人民政府"
_CAME = frozenset({"met", "met_late"})
CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "portals"


@dataclass(frozen=True, slots=True)
class Day:
    """The log after one day of a case."""

    obligations: Sequence[Mapping[str, Any]]
    alerts: Sequence[Mapping[str, Any]]
    reports: Sequence[Mapping[str, Any]]
    asked: Sequence[str]
    """Path and query of every request until then."""

    def state(self, body: str, year: int = 2024) -> str:
        """``found``, ``accused``, ``unknown`` or ``none`` where nothing is owed."""
        told = [
            row for row in self.alerts if row["rule"] == "D04" and row["body"] == body and row["state"] != "resolved"
        ]
        owed = next((row for row in self.obligations if (row["body"], row["year"]) == (body, year)), None)
        if told or (owed is not None and owed["state"] == "overdue"):
            return "accused"
        return "none" if owed is None else "found" if owed["state"] in _CAME else "unknown"

    @property
    def is_noted(self) -> bool:
        """Whether something of the crawl's health is told."""
        return any(row["list"] == "health" and row["state"] != "resolved" for row in self.alerts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case expects after its last day: what may be said of a body, and more where there is more."""

    states: Mapping[str, str]
    """By body: ``found``, ``unknown``, or both with a slash between."""
    also: Callable[[Sequence[Day]], Iterator[str]] = field(default=lambda _days: iter(()))

    def faults(self, days: Sequence[Day]) -> list[str]:
        """In what the days are otherwise."""
        last = days[-1]
        found = [
            f"{body}: {last.state(body)} and not {wanted}"
            for body, wanted in self.states.items()
            if last.state(body) not in wanted.split("/")
        ]
        return found + list(self.also(days))


def _never_accused(days: Sequence[Day]) -> Iterator[str]:
    for number, day in enumerate(days, 1):
        accused = {str(row["body"]) for row in day.alerts if row["rule"] == "D04" and row["state"] != "resolved"}
        if accused:
            yield f"day {number}: D04 against {'、'.join(sorted(accused))}"


def _noted(days: Sequence[Day]) -> Iterator[str]:
    yield from _never_accused(days)
    if not days[-1].is_noted:
        yield "no note of health"


def _found_or_noted(days: Sequence[Day]) -> Iterator[str]:
    yield from _never_accused(days)
    if days[-1].state("青禾县教育局") != "found" and not days[-1].is_noted:
        yield "neither found nor a note"


def _unchanged(days: Sequence[Day]) -> Iterator[str]:
    yield from _never_accused(days)
    for day in days:
        if any(row["rule"] == "D10" for row in day.alerts):
            yield "D10 although nothing changed"
            break
    if several := [row for row in days[-1].reports if row["versions"] > 1]:
        yield f"{several[0]['versions']} versions"


def _errors(days: Sequence[Day]) -> Iterator[str]:
    yield from _unchanged(days)
    bodies = [f"青禾县{name}局" for name in ("教育", "民政", "财政", "司法")]
    if wrong := [body for body in bodies if days[1].state(body) != "unknown"]:
        yield f"an error page on the second day counts for {'、'.join(wrong)}"


def _asked_in_gbk(days: Sequence[Day]) -> Iterator[str]:
    yield from _never_accused(days)
    if not any("lm=%C4%EA%B1%A8" in path for path in days[-1].asked):
        yield "not asked in the encoding of the page"


def _clock(days: Sequence[Day]) -> Iterator[str]:
    yield from _never_accused(days[:2])
    last = days[-1]
    if years := {row["year"] for row in last.obligations} - {2024}:
        yield f"owed for {years}"
    if any("2031" in str(row["why"]) for row in last.obligations):
        yield "2031 is a proof"


WANTED: Mapping[str, Wanted] = {
    "api-total-larger-than-rows": Wanted(
        {"青禾县教育局": "found", "青禾县民政局": "found", "青禾县财政局": "unknown"}, _noted
    ),
    "clock-was-wrong-once": Wanted({"青禾县教育局": "found", "青禾县民政局": "unknown/accused"}, _clock),
    "column-moved-old-one-stays": Wanted({"青禾县教育局": "found/unknown"}, _found_or_noted),
    "counter-makes-versions": Wanted({"青禾县教育局": "found"}, _unchanged),
    "error-page-taken-for-report": Wanted(
        {f"青禾县{name}局": "found" for name in ("教育", "民政", "财政", "司法")}, _errors
    ),
    "gbk-page-chinese-query": Wanted({"青禾县教育局": "found"}, _asked_in_gbk),
    "pager-count-in-variable": Wanted({"青禾县民政局": "found/unknown"}, _never_accused),
    "pager-told-but-not-drawn": Wanted({"青禾县民政局": "unknown"}, _noted),
    "server-always-says-304": Wanted({"青禾县教育局": "found"}, _never_accused),
    "title-people-government": Wanted({"青禾县人民政府": "found", "青禾县柳溪镇人民政府": "found"}, _never_accused),
    "title-pin-mark": Wanted({"青禾县财政局": "found"}, _never_accused),
    "title-with-tables-suffix": Wanted(
        {f"青禾县{name}局": "found" for name in ("民政", "司法", "交通")}, _never_accused
    ),
}


def play(name: str, folder: Path, cases: Path = CASES) -> list[Day]:
    """The log after every day of a case."""
    site = _load(cases, name)
    with _serve(site.PAGES) as (base, asked):
        registry = folder / "portals.toml"
        registry.write_text(_registry(site, base), encoding="utf-8")
        return [_day(site, day, folder, registry, asked) for day in site.DAYS]


def _load(cases: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"case_{name.replace('-', '_')}", cases / name / "site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.path.insert(0, str(cases))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(cases))
        sys.dont_write_bytecode = before
    return module


def _registry(site: ModuleType, base: str) -> str:
    lines = ["delay_seconds = 0", "allow_private_hosts = true", "[[portal]]", f'name = "{PORTAL}"', f'home = "{base}/"']
    lines += [f'columns = ["{base}{site.COLUMN}"]'] if site.COLUMN else []
    lines += [f'[[portal.body]]\nname = "{name}"\nkind = "{kind}"' for name, kind in site.BODIES]
    return "\n".join(lines) + "\n"


def _day(site: ModuleType, day: str, folder: Path, registry: Path, asked: Sequence[str]) -> Day:
    if hasattr(site, "change"):
        site.change(day, site.PAGES)
    _command(folder, "run", "--all", "--portals", str(registry), "--today", day)
    return Day(*(_listing(folder, name) for name in ("obligations", "alerts", "reports")), tuple(asked))


def _listing(folder: Path, name: str) -> list[dict[str, Any]]:
    told = CliRunner().invoke(nianbao, [name, "--format", "json", "--data", str(folder / "data")])
    assert told.exit_code in (0, 1), told.output
    return json.loads(told.stdout)


def _command(folder: Path, *arguments: str) -> None:
    command = [COMMAND, *arguments, "--data", str(folder / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"nianbao {arguments[0]} ended with {done.returncode}: {done.stderr}")


@contextmanager
def _serve(pages: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("_CaseHandler", (_Handler,), {"pages": pages, "asked": asked})
    with ThreadingHTTPServer((ADDRESS, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://{ADDRESS}:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers from a case's pages: a text, a status with headers and bytes, or a function that gives one of them."""

    protocol_version = "HTTP/1.1"
    pages: Mapping[str, Any]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, body = self._answer()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def _answer(self) -> tuple[int, Mapping[str, str], bytes]:
        page = self.pages.get(self.path) or self.pages.get(self.path.partition("?")[0])
        page = page(self.path, self.headers) if callable(page) else page
        if page is None:
            return 404, {}, b"<html><title>404</title><body>404</body></html>"
        return (200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()) if isinstance(page, str) else page

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Say nothing."""


def main(names: Sequence[str]) -> int:
    """Run the cases of these names, or all, and print a table."""
    if not CASES.is_dir():
        print(f"no cases at {CASES}", file=sys.stderr)
        return 2
    wrong = 0
    for name in names or WANTED:
        with tempfile.TemporaryDirectory() as folder:
            days = play(name, Path(folder))
        wanted, faults = WANTED[name], WANTED[name].faults(days)
        wrong += bool(faults)
        expected = "，".join(f"{body} {state}" for body, state in wanted.states.items())
        got = "，".join(f"{body} {days[-1].state(body)}" for body in wanted.states)
        print(f"{name} | {'FAILS' if faults else 'well'} | {expected} | {got} | {'; '.join(faults)}", flush=True)
    print(f"{len(names or WANTED) - wrong} of {len(names or WANTED)} are well")
    return 1 if wrong else 0
