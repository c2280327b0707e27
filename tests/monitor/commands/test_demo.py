"""The whole job over the made-up portals, day by day, held against what the plan of the scenario says."""

import json
import signal
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.browser import find_browser
from crawler.process.start import CrawlOutcome
from monitor.cli import main
from monitor.commands import demo as demo_command
from monitor.demo.expected import Expected, expected
from monitor.demo.scenario import build
from monitor.running.job import Done
from monitor.telling.digest import build as build_digest
from monitor.telling.message_text import SCREEN, WIDTH
from monitor.telling.phrases import ZH
from monitor.telling.wrapping import width
from storage.clock import Clock
from storage.database import Log, open_log, run_lock
from storage.tables import alerts, obligations, reports, runs

# Four whole runs with PDFs to read: on a busy machine that takes minutes.
pytestmark = pytest.mark.timeout(900)

TODAY = "2026-04-08"
SCENARIO = build(date(2026, 4, 8))


@dataclass(frozen=True)
class Stage:
    """Where the demo plays: its data directory and port."""

    data: Path
    port: int

    def play(self, day: int) -> str:
        """The demo of a day; what it printed."""
        result = CliRunner().invoke(main, ["demo", *self.options(day)])
        assert result.exit_code == 0, result.output
        return result.stdout

    def options(self, day: int) -> list[str]:
        return ["--day", str(day), "--data", str(self.data), "--port", str(self.port), "--today", TODAY]

    def asked(self, *arguments: str) -> Any:
        result = CliRunner().invoke(main, [*arguments, "--data", str(self.data), "--format", "json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


def stage_at(data: Path) -> Stage:
    with closing(socket.socket()) as free:
        free.bind(("127.88.0.11", 0))
        return Stage(data, free.getsockname()[1])


def plan(day: int) -> Expected:
    return expected(SCENARIO, day, browser=find_browser() is not None)


def new_on(log: Log, day: int) -> set[tuple[str, str, int]]:
    events = alerts.events_of_day(log, SCENARIO.day(day))
    return {
        (event.alert.rule, event.alert.body or "", event.alert.year or 0)
        for event in events
        if event.kind == "new" and event.alert.list == "compliance" and event.alert.state != "resolved"
    }


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, dict[str, str]]:
    """The demo on day 1, again on day 1, and on day 3 (which makes up for day 2)."""
    stage = stage_at(tmp_path_factory.mktemp("demo") / "data")
    return stage, {"first": stage.play(1), "again": stage.play(1), "third": stage.play(3)}


@pytest.mark.parametrize("day", [1, 2, 3])
def test_every_day_finds_what_is_planned_and_nothing_else(played: tuple[Stage, dict[str, str]], day: int) -> None:
    with open_log(played[0].data) as log:
        assert new_on(log, day) == {alert.key for alert in plan(day).new}


def test_findings_name_the_cells_that_were_broken(played: tuple[Stage, dict[str, str]]) -> None:
    with open_log(played[0].data) as log:
        found = {(alert.rule, alert.body, alert.year): set(alert.cells) for alert in alerts.listing(log)}
    for day in (1, 2, 3):
        for alert in plan(day).new:
            assert alert.cells <= found[alert.key], alert


def test_the_crawls_troubles_are_those_planned(played: tuple[Stage, dict[str, str]]) -> None:
    found = {(row["portal"], row["rule"]) for row in played[0].asked("alerts", "--list", "health")}
    assert found == {(health.portal, health.kind) for health in plan(1).health}


def test_every_report_is_found_with_its_body_and_year(played: tuple[Stage, dict[str, str]]) -> None:
    found = {(row["body"], row["year"]) for row in played[0].asked("reports")}
    assert found == plan(3).reports
    with open_log(played[0].data) as log:
        withdrawn = {(report.body, report.year) for report in reports.listing(log) if report.state == "withdrawn"}
    assert withdrawn == plan(3).gone


def test_nobody_is_accused_behind_a_wall(played: tuple[Stage, dict[str, str]]) -> None:
    states = {row["body"]: row["state"] for row in played[0].asked("obligations") if row["year"] == SCENARIO.year}
    assert {body for body, state in states.items() if state == "unknown"} == plan(3).unknown


def test_the_same_day_again_says_that_nothing_is_new(played: tuple[Stage, dict[str, str]]) -> None:
    stage, printed = played
    assert "没有新情况" not in printed["first"]
    assert "没有新情况；" in printed["again"]
    assert str(stage.data / "digests" / f"{SCENARIO.day(1)}.html") in printed["again"]


@pytest.mark.parametrize("name", ["first", "again", "third"])
def test_the_message_of_each_day_is_one_screen(played: tuple[Stage, dict[str, str]], name: str) -> None:
    lines = played[1][name].splitlines()
    told = lines[next(place for place, text in enumerate(lines) if text.startswith("年报日报")) :]
    assert len(told) <= SCREEN
    assert max(map(width, told)) <= WIDTH
    assert not any(word in played[1][name] for word in ("applications", "proactive", "robots", "预警", "UTC"))


def test_days_left_out_are_made_up_for(played: tuple[Stage, dict[str, str]]) -> None:
    stage, printed = played
    assert f"年报日报 {ZH.day(SCENARIO.day(3))}" in printed["third"]
    assert f"年报日报 {ZH.day(SCENARIO.day(2))}" not in printed["third"]
    assert sorted(path.stem for path in (stage.data / "digests").iterdir()) == [
        str(SCENARIO.day(day)) for day in (1, 2, 3)
    ]


def test_a_day_that_lies_behind_starts_the_demo_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job itself is left out: only which days are played, and in which data, is looked at."""
    stage = stage_at(tmp_path / "data")
    played: list[int] = []

    def note(data: Path, scenario: Any, day: int, port: int) -> Done:
        played.append(day)
        clock = Clock(scenario.day(day))
        with open_log(data) as log:
            run_id = runs.start(log, "run", clock)
            runs.finish(log, run_id, "completed", {}, clock)
            return Done(run_id, digest=build_digest(log, clock.today), page=data)

    monkeypatch.setattr(demo_command, "_run", note)
    stage.play(2)
    stage.play(3)
    stage.play(3)
    assert played == [1, 2, 3, 3]
    stage.play(1)
    with open_log(stage.data) as log:
        assert [row["day"] for row in log.rows("SELECT day FROM runs")] == [str(SCENARIO.day(1))]
    Stage(stage.data, stage.port - 1).play(1)
    with open_log(stage.data) as log:
        assert len(log.rows("SELECT * FROM runs")) == 1


def test_a_demo_under_way_is_not_deleted_under_its_run(tmp_path: Path) -> None:
    stage = stage_at(tmp_path / "data")
    with open_log(stage.data) as log:
        runs.start(log, "run", Clock(SCENARIO.day(3)))
    (stage.data / "demo.json").write_text("{}")
    with run_lock(stage.data):
        result = CliRunner().invoke(main, ["demo", *stage.options(1)])
    assert result.exit_code == 2
    assert "另一次巡查正在进行" in result.stderr
    with open_log(stage.data) as log:
        assert runs.latest(log) is not None


def test_a_demo_whose_crawl_broke_off_says_so_by_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = stage_at(tmp_path / "data")

    def fail(data: Path, scenario: Any, day: int, port: int) -> Done:
        with open_log(data) as log:
            return Done(1, CrawlOutcome("failed", "抓取不了。"), digest=build_digest(log, SCENARIO.day(1)), page=data)

    monkeypatch.setattr(demo_command, "_run", fail)
    result = CliRunner().invoke(main, ["demo", *stage.options(1)])
    assert result.exit_code == 1
    assert "巡查没有做完。抓取不了。" in result.stderr


def test_a_killed_demo_is_carried_on(tmp_path: Path) -> None:
    """Killed while it crawls, with no time to say anything; the next one doubles and loses nothing."""
    stage = stage_at(tmp_path / "data")
    command = [sys.executable, "-m", "monitor", "demo", *stage.options(1)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "完整看到" in line:
                process.send_signal(signal.SIGKILL)
                break
    stage.play(1)
    with open_log(stage.data) as log:
        assert new_on(log, 1) == {alert.key for alert in plan(1).new}
        assert {(report.body, report.year) for report in reports.listing(log)} == plan(1).reports
        assert [row["outcome"] for row in log.rows("SELECT outcome FROM runs ORDER BY id")] == ["killed", "completed"]
        assert len(obligations.all(log, year=SCENARIO.year)) > 0
        last = runs.latest(log)
        assert last is not None
        assert last.detail["judge"]["crashed"] == 0
