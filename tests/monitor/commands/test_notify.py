"""``nianbao notify``, ``serve`` and what the doctor says of both, as people type them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from storage.database import open_log
from storage.tables import runs, slots
from storage.tables.portals import BodyRow
from tests.monitor.channels.stand_ins import TOKEN, Robot, free_port, robot
from tests.monitor.planting import WATER, World, draft

TODAY = ("--today", "2026-04-08")


@pytest.fixture
def group() -> Iterator[Robot]:
    with robot("wecom") as found:
        yield found


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: Robot) -> Path:
    """A folder with settings of one channel, where commands are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIANBAO_TOKEN", TOKEN)
    channel = (
        f'[[channel]]\nname = "办公室群"\nkind = "wecom"\naddress = "{group.address}"\ntoken = "env:NIANBAO_TOKEN"\n'
    )
    serve = f"[serve]\nport = {free_port()}\n"
    (tmp_path / "nianbao.toml").write_text(serve + channel, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def plant(data: Path) -> None:
    with open_log(data) as log, World(log, (BodyRow(WATER, "department"),)).on(date(2026, 4, 8)) as first:
        first.visit().post(draft(WATER, 2025, "B05"))


def test_a_test_needs_no_data_and_is_not_the_day_s(group: Robot, place: Path) -> None:
    result = run("notify", "--test")
    assert (result.exit_code, result.stdout) == (0, "办公室群：已发送《年报日报 测试》。\n")
    assert "这是一条测试消息" in group.taken[0]
    assert not (place / "nianbao-data").exists()


def test_the_day_s_message_is_sent_once(group: Robot, place: Path) -> None:
    plant(place / "nianbao-data")
    assert run("notify", *TODAY).exit_code == 0
    assert "今天的已经发过" in run("notify", *TODAY).stdout
    assert run("notify", "--again", "--to", "办公室群", *TODAY).exit_code == 0
    assert len(group.taken) == 2


def test_what_is_wrong_is_one_line_and_shows_no_secret(group: Robot, place: Path) -> None:
    for arguments, said in [
        (("notify", "--to", "办公群"), "没有渠道 办公群。是不是 办公室群？"),
        (("notify",), "还没有数据"),
        (("notify", "--config", "nothing.toml"), "没有这个文件"),
        (("serve",), "--no-pages"),
    ]:
        result = run(*arguments)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert said in result.stderr
    group.answer = {"errcode": 93000, "errmsg": f"invalid {TOKEN}"}
    result = run("notify", "--test")
    assert result.exit_code == 1
    assert "没有发成" in result.stderr
    assert TOKEN not in result.output
    (place / "nianbao.toml").write_text("[web]\n", encoding="utf-8")
    assert "nianbao.toml 第 1 行：不认识的键 web" in run("notify").stderr


def test_any_other_address_needs_a_password(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_PASSWORD", raising=False)
    (place / "nianbao.toml").write_text('[serve]\nhost = "0.0.0.0"\n', encoding="utf-8")
    assert "NIANBAO_PASSWORD" in run("serve", "--no-pages").stderr


def doctor() -> dict[str, dict[str, object]]:
    return {one["what"]: one for one in json.loads(run("doctor", "--format", "json", *TODAY).stdout)}


def test_the_doctor_tells_of_settings_channels_and_the_schedule(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(place / "nianbao-data")
    told = doctor()
    assert (told["设置"]["ok"], told["渠道 办公室群"]["how"]) == (
        True,
        "还没有发过消息。可用 nianbao notify --test 试发。",
    )
    assert "定时" not in told
    with open_log(place / "nianbao-data") as log:
        slots.beat(log, "2026-04-01T00:00:00Z", None)
    assert "定时程序没有在运行，最近一次心跳 4月1日 08:00" in str(doctor()["定时"]["how"])
    monkeypatch.delenv("NIANBAO_TOKEN")
    assert "NIANBAO_TOKEN" in str(doctor()["渠道 办公室群 的密钥"]["how"])
    (place / "nianbao.toml").write_text("[serve]\nport = 0\nhots = 1\n", encoding="utf-8")
    said = run("doctor", *TODAY).stdout
    assert said.count("坏　设置：nianbao.toml 第") == 2


def test_a_server_answers_keeps_the_schedule_and_stops_in_order(place: Path) -> None:
    command = [sys.executable, "-m", "monitor", "serve", "--no-pages"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as served:
        try:
            assert served.stdout is not None
            lines = [served.stdout.readline() for _ in range(3)]
            assert "下一次巡查：" in lines[0]
            address = lines[2].strip().removeprefix("运行状况：")
            assert health(address)["status"] == "never"
            second = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
            assert (second.returncode, "另一个定时程序正在运行" in second.stderr) == (2, True)
        finally:
            served.send_signal(signal.SIGTERM)
        assert served.wait(60) == 0
        assert served.stderr is not None
        assert served.stderr.read() == ""
    with open_log(place / "nianbao-data") as log:
        beat = slots.last_beat(log)
        assert beat is not None
        assert beat.stopped


def health(address: str) -> dict[str, object]:
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(address, timeout=20) as found:
                return json.load(found)
        except HTTPError as error:
            with error:
                return json.load(error)
        except OSError:
            assert time.monotonic() < until


def test_a_job_ends_when_its_scheduler_is_killed(place: Path) -> None:
    """The scheduler's end of the pipe is all that keeps a job alive."""
    data = place / "nianbao-data"
    plant(data)
    with open_log(data) as log:
        known = runs.latest(log)
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom monitor.schedule.children import starter\n"
        f"child = starter(Path({str(data)!r}), None)('run', ['demo', '--port', '{free_port()}'])\n"
        "print(child._process.pid, flush=True)\nsys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as killed:
        assert killed.stdout is not None
        child = int(killed.stdout.readline())
        killed.kill()
    until = time.monotonic() + 120
    while Path(f"/proc/{child}").exists() and _is_alive(child):
        assert time.monotonic() < until
        time.sleep(0.05)
    with open_log(data) as log:
        assert runs.latest(log) == known


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
