"""The demo's three days under the schedule, with a clock of its own and jobs as processes, as they are in earnest.

Messages arrive by mail and at the three robots, each once a day, and say what the log says; what people decided
survives; on the last day the scheduler and its run are killed, and the run is made once all the same.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.demo.scenario import DAYS, build
from monitor.demo.server import serve
from monitor.schedule.children import Process, starter
from monitor.schedule.keeper import Keeper
from storage.clock import SHANGHAI
from storage.database import open_log
from storage.tables import alerts, outbox, runs, slots
from tests.monitor.channels.stand_ins import SECRET, TOKEN, Post, Robot, free_port, post, robot
from tests.monitor.schedule.playing import JOBS
from tests.monitor.sending.served import words_of

pytestmark = pytest.mark.timeout(1800)

SCENARIO = build(date(2026, 4, 8))
KINDS = ("dingtalk", "wecom", "feishu")
SETTINGS = """
[serve]
base_url = "http://10.0.0.5:8600"
[[channel]]
name = "mail"
kind = "mail"
address = "{mail}"
sender = "nianbao@example.cn"
to = ["office@example.cn"]
[[channel]]
name = "dingtalk"
kind = "dingtalk"
address = "{dingtalk}"
token = "env:NIANBAO_TOKEN"
secret = "env:NIANBAO_SECRET"
[[channel]]
name = "wecom"
kind = "wecom"
address = "{wecom}"
token = "env:NIANBAO_TOKEN"
[[channel]]
name = "feishu"
kind = "feishu"
address = "{feishu}"
token = "env:NIANBAO_TOKEN"
secret = "env:NIANBAO_SECRET"
"""


@dataclass
class Stage:
    """The data directory, the far sides, and the keeper under a clock that is moved by hand."""

    data: Path
    port: int
    robots: dict[str, Robot]
    office: Post
    children: list[Process]

    def keeper(self, day: date) -> Keeper:
        """A new keeper, whose jobs run as of a day."""
        start = starter(self.data, day)

        def noting(name: str, arguments: list[str]) -> Process:
            child = start(name, arguments)
            assert isinstance(child, Process)
            self.children.append(child)
            return child

        arguments = {
            "run": ["run", "--portals", str(self.data / "portals.toml")],
            "digest": ["notify", "--config", str(self.data / "nianbao.toml")],
        }
        return Keeper(
            self.data, JOBS, arguments=arguments, start=noting, say=lambda _text: None, deadline=timedelta(hours=12)
        )

    def play(self, number: int, *, killed: bool = False) -> None:
        """A day under the schedule, from before its run to after its message.

        ``killed``: the first scheduler of the day is killed as soon as it has started the run, and the run with it.
        """
        day = SCENARIO.day(number)
        keeper = self.keeper(day)
        with serve(SCENARIO.sites(number), self.port):
            if killed:
                keeper.step(at(day, 6))
                kill(self.children[-1])
                keeper = self.keeper(day)
            for hour in range(7 if killed else 5, 12):
                step(keeper, at(day, hour))
                while keeper.is_working():
                    wait(self.children[-1])
                    step(keeper, at(day, hour))
        keeper.close(at(day, 12))

    def taken(self) -> dict[str, list[str]]:
        """All that arrived, by channel."""
        found = {kind: list(one.taken) for kind, one in self.robots.items()}
        return found | {"mail": [words_of(mail) for mail in self.office.mails]}


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def kill(child: Process) -> None:
    child._process.kill()
    child._process.wait()
    assert child._process.stdin is not None
    child._process.stdin.close()


def step(keeper: Keeper, now: datetime) -> None:
    # The keeper looks into the log once a minute; a hand that moves the clock waits for no minute.
    keeper.step(now)
    keeper.step(now + timedelta(minutes=1))


def wait(child: Process) -> None:
    child._process.wait()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The far sides, and a data directory with the demo's registry and settings."""
    data = tmp_path_factory.mktemp("demo") / "data"
    data.mkdir()
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_TOKEN", TOKEN)
        patch.setenv("NIANBAO_SECRET", SECRET)
        robots = {kind: stack.enter_context(robot(kind)) for kind in KINDS}
        office, port = stack.enter_context(post()), free_port()
        addresses = {kind: one.address for kind, one in robots.items()} | {"mail": office.address}
        (data / "portals.toml").write_text(SCENARIO.portals_toml(port), encoding="utf-8")
        (data / "nianbao.toml").write_text(SETTINGS.format(**addresses), encoding="utf-8")
        stage = Stage(data, port, robots, office, [])
        with open_log(data):
            pass
        stage.keeper(SCENARIO.day(1)).step(at(SCENARIO.day(1), 0))
        yield stage


def decide(stage: Stage, *arguments: str) -> None:
    result = CliRunner().invoke(main, ["alerts", *arguments, "--data", str(stage.data), "--today", "2026-04-08"])
    assert result.exit_code == 0, result.output


def test_three_days_are_told_to_everybody_once_and_decisions_survive(stage: Stage) -> None:
    problems = 0
    muted = acknowledged = 0
    for number in range(1, DAYS + 1):
        stage.play(number, killed=number == DAYS)
        taken = stage.taken()
        assert {name: len(texts) for name, texts in taken.items()} == dict.fromkeys(taken, number)
        day = SCENARIO.day(number)
        with open_log(stage.data) as log:
            events = [
                event
                for event in alerts.events_told_on(log, day, 0)
                if event.alert.list == "compliance"
                and event.kind in ("new", "reopened")
                and event.alert.state == "open"
            ]
            for name, texts in taken.items():
                (kept,) = outbox.of_day(log, name, "daily", day)
                assert (kept.sent_at is not None, kept.tries, kept.trouble) == (True, 1, "")
                assert f"编号 {kept.number[:8]}" in texts[-1]
                # The mail is never cut: all whom problems of the year concern stand in it, the older ones as a number.
                if name == "mail":
                    words = "".join(texts[-1].split())
                    owed = {event.alert.body for event in events if event.alert.year == day.year - 1}
                    assert not [body for body in owed if body not in words]
                    assert f"{len(events)}条" in words
            assert [run.outcome for run in runs.of_day(log, day) if run.outcome != "killed"] == ["completed"]
            assert ("中途被打断，已重新做" in taken["mail"][-1]) == (number == DAYS)
            if number == 1:
                muted, acknowledged = (alert.id for alert in alerts.listing(log, list="compliance", state="open")[:2])
        if number == 1:
            decide(stage, "mute", str(muted), "--reason", "已答复")
            decide(stage, "ack", str(acknowledged), "--reason", "在办")
        problems += len(events)
    assert problems > 5
    with open_log(stage.data) as log:
        states = {alert.id: alert.state for alert in alerts.listing(log)}
        assert (states[muted], states[acknowledged]) == ("muted", "acknowledged")
        assert [slot.state for slot in slots.since(log, "")] == ["done"] * (2 * DAYS)


def test_no_secret_stands_in_anything_that_was_written(stage: Stage) -> None:
    for path in stage.data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert TOKEN.encode() not in content, path
            assert SECRET.encode() not in content, path
