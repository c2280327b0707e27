"""The schedule without a server: lines that cron understands, units that systemd accepts."""

import re
import shlex
import shutil
import subprocess
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from click.testing import CliRunner

from monitor.cli import main
from monitor.schedule.units import Task, cron_lines, systemd_units
from storage.clock import SHANGHAI

ODD = ("/opt/年 报/bin/nianbao", "run", "--data", "/srv/50%/a'b\"c$HOME;x")
TASKS = (Task("run", "年报巡查", time(6), ODD), Task("notify", "年报日报", time(8, 30), ("/bin/true", "notify")))


def cron(zone: timezone) -> list[str]:
    lines = list(cron_lines(TASKS, datetime(2026, 4, 8, tzinfo=zone)))
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("hours", [8, 0, -5, 5.5])
def test_cron_starts_at_the_time_in_beijing_wherever_the_machine_is(hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    for task, line in zip(TASKS, cron(zone), strict=True):
        fields = " ".join(line.split()[:5])
        trigger = CronTrigger.from_crontab(fields, timezone=zone)
        found = trigger.get_next_fire_time(None, datetime(2026, 4, 8, tzinfo=SHANGHAI)).astimezone(SHANGHAI)
        assert found == datetime(2026, 4, 8, task.at.hour, task.at.minute, tzinfo=SHANGHAI)


def test_cron_hands_the_words_on_as_they_are() -> None:
    command = cron(SHANGHAI)[0].split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command), "a bare % is a line break to cron"
    shown = subprocess.run(
        ["sh", "-c", "printf '%s\\n' " + command.replace("\\%", "%")], capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines() == list(ODD)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    tasks = (Task("run", "年报巡查", time(6), ("/bin/true", *ODD[1:])), TASKS[1])
    for name, text in systemd_units(tasks):
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = sorted(tmp_path.iterdir())
    assert [path.name for path in names] == [
        "nianbao-notify.service",
        "nianbao-notify.timer",
        "nianbao-run.service",
        "nianbao-run.timer",
    ]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, names)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "nianbao" in line]
    assert told == []
    for when in re.findall(r"OnCalendar=(.*)", (tmp_path / "nianbao-run.timer").read_text(encoding="utf-8")):
        subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, check=True)


def test_a_service_runs_as_who_owns_the_data() -> None:
    services = [text for name, text in systemd_units(TASKS, "nianbao") if name.endswith(".service")]
    assert all("\nUser=nianbao\n" in text for text in services)
    assert not any("User=" in text for _, text in systemd_units(TASKS))


def test_a_unit_s_command_is_quoted_for_systemd() -> None:
    (_, service), *_ = systemd_units(TASKS)
    (command,) = re.findall(r"ExecStart=(.*)", service)
    assert command == '"/opt/年 报/bin/nianbao" run --data "/srv/50%%/a\'b\\"c$$HOME;x"'


def test_the_command_prints_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portals.toml").touch()
    channel = '[[channel]]\nname = "群"\nkind = "wecom"\ntoken = "env:A"\n'
    (tmp_path / "nianbao.toml").write_text(f'[schedule]\nrun = "05:15"\n{channel}', encoding="utf-8")
    result = CliRunner().invoke(main, ["schedule", "--cron"])
    assert result.exit_code == 0
    run, notify = (line for line in result.stdout.splitlines() if not line.startswith("#"))
    words = shlex.split(run)[5:]
    assert Path(words[0]).is_absolute()
    assert Path(words[0]).is_file()
    assert words[1:] == ["run", "--portals", f"{tmp_path}/portals.toml", "--data", f"{tmp_path}/nianbao-data"]
    assert shlex.split(notify)[6:] == [
        *("notify", "--config", f"{tmp_path}/nianbao.toml", "--data", f"{tmp_path}/nianbao-data")
    ]
    units = CliRunner().invoke(main, ["schedule", "--systemd"]).stdout
    assert "OnCalendar=*-*-* 05:15:00 Asia/Shanghai" in units
    assert units.count("Persistent=true") == 2


def test_without_a_registry_of_one_s_own_nothing_visits_the_starter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["schedule", "--cron"])
    assert (result.exit_code, "还没有自己的登记表" in result.stderr) == (0, True)
    assert f"--portals {tmp_path}/portals.toml" in result.stdout


@pytest.mark.parametrize("options", [[], ["--cron", "--systemd"]])
def test_one_of_the_two_is_asked_for(options: list[str]) -> None:
    result = CliRunner().invoke(main, ["schedule", *options])
    assert result.exit_code == 2
    assert "--cron 或 --systemd" in result.stderr
