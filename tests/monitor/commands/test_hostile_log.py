"""Every command and format over a log full of what strangers would like to write into our words."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from crawler.outgoing import LONGEST
from crawler.process.search import Discovered
from crawler.process.start import CrawlOutcome
from crawler.registry.table import read_list, write_table
from monitor.cli import main
from monitor.commands import discover
from monitor.commands.lists import read_file
from monitor.commands.progress import Bars, Lines
from storage.database import open_log
from storage.tables import alerts
from storage.tables.portals import BodyRow, PortalRow
from tests.monitor.planting import COLUMN, HOME, WATER, World, draft

DAY = date(2026, 4, 8)
FORGED = "一切正常，没有新情况。"
EVIL = f"=HYPERLINK(1)\x1b[2J\x1b]0;x\x07\x9b31m红\u202e倒\u2066\u200b\r\n{FORGED}\u2028{FORGED}\x85{FORGED}\x00"
LONG = EVIL + "长" * (1 << 17)
COMMANDS = (
    ["alerts"],
    ["alerts", "--list", "health"],
    ["reports"],
    ["obligations"],
    ["digest", "--today", str(DAY)],
    ["digest", "--date", str(DAY)],
    ["doctor", "--all"],
    ["portals", "list"],
    ["rules"],
)
DATALESS = ("rules",)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log whose names, titles, addresses, quotes and troubles are all hostile."""
    place = tmp_path_factory.mktemp("hostile") / "data"
    with open_log(place) as log:
        world = World(log, (BodyRow(WATER, "department"), BodyRow(f"{EVIL}局", "department")))
        for number in range(2):
            with world.on(DAY - timedelta(days=1 - number)) as run:
                run.visit(healthy=number == 0)
                run.post(draft(WATER, 2025, "B05"), title=LONG, url=f"{COLUMN}1.html?{EVIL}")
                run.post(page=b"<p>nothing</p>", title=EVIL, url=f"{COLUMN}2.html", body=WATER, year=2024)
                run.trouble("broken_file", f"{COLUMN}{LONG}", EVIL + LONG)
                run.list_row(f"{COLUMN}{EVIL}", LONG, "unclear")
        log.execute("UPDATE portals SET name = ?", (EVIL,))
        log.execute("UPDATE columns SET title = ?", (EVIL,))
        log.execute("UPDATE obligations SET why = ?, state = 'unknown'", (EVIL,))
        log.execute("UPDATE judgements SET message = ?, quote = ?", (EVIL, LONG))
        log.execute("UPDATE texts SET text = ? || id", (EVIL,))
        for alert in alerts.listing(log):
            alerts.put(log, replace(alert, message=EVIL, quote=LONG, basis=EVIL, cells=(EVIL,)))
        for number in range(1, 3):
            log.execute("UPDATE runs SET detail = ? WHERE id = ?", (json.dumps({"crawl": {"message": EVIL}}), number))
    return place


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "portals.toml"
    name = json.dumps(EVIL.replace("\x9b", "").replace("\x85", ""))
    path.write_text(f'[[portal]]\nname = {name}\nhome = "{HOME}"\ncolumns = ["{COLUMN}"]\n', encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def is_clean(text: str) -> bool:
    """Whether nothing in a text moves a cursor or turns the direction of reading; line breaks are ours."""
    return not {
        character for character in text if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    } - {"\n"}


def assert_plain(text: str) -> None:
    assert is_clean(text)
    for line in text.splitlines():
        # What goes on from the line before stands farther in than any line of ours.
        assert not line.startswith(tuple(" " * blanks + FORGED for blanks in range(5)))
        assert len(line) < LONGEST * 12


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from (key, *texts(one))
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def options(command: list[str], data: Path, registry: Path) -> list[object]:
    more: list[object] = [] if command[0] in DATALESS else ["--data", data]
    return [*command, *more, *(["--portals", registry] if command[0] in {"doctor", "portals"} else [])]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_text_is_what_it_looks_like(command: list[str], data: Path, registry: Path) -> None:
    result = run(*options(command, data, registry))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout
    assert_plain(result.output)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_clean_and_whole(command: list[str], data: Path, registry: Path) -> None:
    result = run(*options(command, data, registry), "--format", "json")
    found = json.loads(result.stdout)
    assert found
    assert is_clean(result.stdout)
    assert all(is_clean(text.replace("\t", "")) for text in texts(found))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_cell_of_a_table_is_a_formula(command: list[str], data: Path, registry: Path) -> None:
    result = run(*options(command, data, registry), "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows
    for cell in (cell for row in rows for cell in row):
        assert is_clean(cell)
        assert "\n" not in cell
        assert cell[:1] not in ("=", "+", "-", "@")
        assert len(cell) < LONGEST * 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_problems_are_exported_clean(data: Path, tmp_path: Path, form: str) -> None:
    command = ("export", "problems", "--data", data, "--today", DAY)
    printed = run(*command, "--format", form)
    assert run(*command, "-o", tmp_path / f"out.{form}").exit_code == 0
    written = (tmp_path / f"out.{form}").read_text(encoding="utf-8-sig")
    assert written == printed.stdout
    assert is_clean(written)
    if form == "csv":
        assert all(cell[:1] not in "=+-@" for row in csv.reader(io.StringIO(written)) for cell in row if cell)


@pytest.mark.parametrize("command", [["export", "problems"], ["export", "problems", "--split", "sheet"], ["reports"]])
def test_no_cell_of_a_workbook_is_a_formula_or_a_control(command: list[str], data: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    assert run(*command, "--data", data, "-o", target).exit_code == 0
    for sheet in load_workbook(target):
        assert is_clean(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in {"s", "n", "d"}
            assert not isinstance(cell.value, str) or (is_clean(cell.value) and cell.value[:1] not in "=+-@")


class Shown(HTMLParser):
    """The texts and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_of_the_day_is_clean(data: Path) -> None:
    run("digest", "--data", data, "--today", DAY)
    html = (data / "digests" / f"{DAY}.html").read_text(encoding="utf-8")
    assert is_clean(html)
    shown = Shown()
    shown.feed(html)
    assert "HYPERLINK" in html
    assert not shown.tags & {"script", "iframe"}
    assert not any(text.strip().startswith(FORGED) for text in shown.texts)
    assert max(map(len, shown.texts)) < LONGEST * 2


def test_decisions_are_said_in_one_clean_line(data: Path) -> None:
    with open_log(data) as log:
        alert = alerts.listing(log, list="compliance")[0]
    for decision in ("ack", "mute", "reopen"):
        result = run("alerts", decision, alert.id, "--reason", EVIL, "--data", data)
        assert result.exit_code == 0
        assert_plain(result.output)
        assert len(result.output.splitlines()) == 1


def test_what_goes_wrong_is_one_clean_line(data: Path, tmp_path: Path) -> None:
    for arguments in (
        ["alerts", "--rule", EVIL, "--state", EVIL],
        ["check", tmp_path / f"a{EVIL[1:60]}".replace("\x00", "")],
        ["rules", EVIL],
        ["run", EVIL, "--portals", tmp_path / "none.toml"],
        [EVIL],
        ["digest", "--date", EVIL],
        ["portals", "discover", EVIL],
        ["portals", "add", EVIL, EVIL, "--portals", tmp_path / "new.toml"],
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert_plain(result.output)
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_hostile_file_is_checked_in_clean_words(tmp_path: Path, form: str) -> None:
    page = tmp_path / "=a\u202e\x1b[2J.html"
    words = draft(WATER, 2025, "B05")
    page.write_text(f"<h1>{WATER}2025年政府信息公开工作年度报告</h1><p>{EVIL}</p>{words.title}", encoding="utf-8")
    result = run("check", page, "--body", EVIL, "--format", form, "--all")
    assert is_clean(result.output)
    if form == "csv":
        assert all(cell[:1] not in "=+-@" for row in csv.reader(io.StringIO(result.stdout)) for cell in row if cell)


def test_what_discovery_found_is_told_in_clean_words(monkeypatch: pytest.MonkeyPatch) -> None:
    column = {"event": "column", "portal": EVIL, "site": EVIL, "url": COLUMN + EVIL, "title": LONG, "score": 80}
    trouble = {"event": "health", "kind": "wall", "url": COLUMN + EVIL, "detail": EVIL}
    found = Discovered((column | {"reasons": [EVIL, LONG]},), (trouble,), (), CrawlOutcome("completed"))
    monkeypatch.setattr(discover, "discover", lambda wanted: found)
    for form in ("text", "json", "csv"):
        result = run("portals", "discover", "http://127.0.0.1:9/", "--format", form)
        assert result.exit_code == 0
        assert is_clean(result.output)
        if form == "text":
            assert_plain(result.output)


def test_how_far_a_run_is_is_told_in_clean_lines(capsys: pytest.CaptureFixture[str]) -> None:
    for event in (
        {"event": "portal_done", "portal": EVIL, "healthy": True, "reports": 1},
        {"event": "skipped", "portal": EVIL, "why": EVIL, "next_on": None},
    ):
        Lines().take_event(event)
    told = capsys.readouterr().err
    assert_plain(told)
    assert len(told.splitlines()) == 2


def test_bars_take_no_markup_from_a_name() -> None:
    class Told:
        description = ""

        def add_task(self, *_: object, **__: object) -> int:
            return 1

        def update(self, _task: int, description: str) -> None:
            self.description = description

    told = Told()
    bars = Bars(told)  # type: ignore[arg-type]
    bars.take_event({"event": "start", "portals": 1})
    bars.take_event({"event": "page", "portal": f"[red]{EVIL}"})
    assert is_clean(told.description)
    assert "\\[red]" in told.description


def test_a_registry_as_a_table_has_no_formula_and_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = (
        PortalRow(
            "=1+1",
            HOME,
            (COLUMN,),
            bodies=(BodyRow("@局", "department", aliases=("-1+2", "乙局"), more=(("=2+2", "=3"),)),),
        ),
    )
    written = list(csv.reader(io.StringIO(write_table(rows, ".csv").decode("utf-8-sig"))))
    assert not [cell for cells in written for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"a{suffix}"
        path.write_bytes(write_table(rows, suffix))
        reading = read_list(read_file(path)[0], path.name)
        assert ([mistake.what for mistake in reading.mistakes], reading.portals) == ([], rows)
    book = load_workbook(io.BytesIO(write_table(rows, ".xlsx")))
    assert {cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row} <= {"s", "n"}
