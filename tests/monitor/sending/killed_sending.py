"""Kill a sender with SIGKILL before each of its steps in turn and look at what arrived; run by test_kill.py.

A step is one commit of the log, or whatever is done to a connection: opening it, writing, reading.
Prints the number of steps, and at how many of them nobody could know whether a message had arrived, when nothing was
lost, nothing came twice, and what was sent again where nobody could know said so.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from monitor.sending.rounds import hold_outbox, send_due
from monitor.settings.model import Channel, Schedule, Settings
from monitor.settings.secrets import Secret
from storage.clock import Clock
from storage.database import open_log
from storage.tables import outbox
from storage.tables.portals import BodyRow
from tests.killing import before, killed_at
from tests.monitor.channels.stand_ins import SECRET, TOKEN
from tests.monitor.planting import WATER, World, draft

DAY = date(2026, 4, 8)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
REPEAT = "可能重复"


class StandIns:
    """The stand-ins of all channels in a process of their own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.monitor.sending.served"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.addresses: dict[str, str] = self._answer()

    def taken(self) -> dict[str, list[str]]:
        """What arrived by each channel since this was asked last."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> dict[str, object]:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def channels_at(addresses: dict[str, str]) -> tuple[Channel, ...]:
    token, secret = Secret("env:NIANBAO_TOKEN"), Secret("env:NIANBAO_SECRET")
    return (
        Channel("mail", "mail", addresses["mail"], sender="nianbao@example.cn", to=("a@example.cn", "b@example.cn")),
        Channel("dingtalk", "dingtalk", addresses["dingtalk"], token, secret),
        Channel("wecom", "wecom", addresses["wecom"], token),
        Channel("feishu", "feishu", addresses["feishu"], token, secret),
    )


def send(data: Path, channels: tuple[Channel, ...]) -> None:
    settings = Settings(schedule=Schedule(weekly=None, monthly=None, quarterly=False), channels=channels)
    with open_log(data) as log, hold_outbox(data):
        assert all(one.ok for one in send_due(log, channels, settings, Clock(DAY), pause=never))


def never(_seconds: float) -> None:
    raise AssertionError("nothing is to be waited for")


def send_killed(data: Path, channels: tuple[Channel, ...], step: Callable[[], None]) -> None:
    """A sender with a step before every commit and whatever it does to a connection."""
    sqlite3.connect = watched(step, sqlite3.connect)
    for owner, name in ((socket.socket, "connect"), (socket.socket, "sendall"), (socket.SocketIO, "readinto")):
        setattr(owner, name, before(step, getattr(owner, name)))
    send(data, channels)


def watched(step: Callable[[], None], connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    """Connections that say before every statement that commits."""

    def wrapped(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)

        def look_at(statement: str) -> None:
            if statement == "COMMIT" or (statement.startswith(WRITES) and not connection.in_transaction):
                step()

        connection.set_trace_callback(look_at)
        return connection

    return wrapped


def unknowable(data: Path) -> set[str]:
    """The channels whose message was handed over and not noted as sent."""
    with open_log(data) as log:
        found = {name: outbox.of_day(log, name, "daily", DAY) for name in ("mail", "dingtalk", "wecom", "feishu")}
    return {name for name, kept in found.items() if kept and kept[0].handed and not kept[0].sent_at}


def heard(data: Path) -> list[dict[str, object]]:
    with open_log(data) as log:
        assert log.rows("SELECT * FROM messages WHERE sent_at IS NULL") == []
        return log.rows("SELECT * FROM heard ORDER BY channel, alert_id")


def check(taken: dict[str, list[str]], numbers: dict[str, str], open_: set[str]) -> None:
    for name, texts in taken.items():
        assert texts, f"lost: {name}"
        assert all(numbers[name] in text for text in texts), (name, texts)
        marked = [text for text in texts if REPEAT in text]
        assert len(texts) - len(marked) <= 1, f"twice without a word: {name}"
        assert bool(marked) == (name in open_), (name, texts)
        assert len(texts) == 1 or name in open_, (name, texts)


def main(root: Path) -> None:
    os.environ |= {"NIANBAO_TOKEN": TOKEN, "NIANBAO_SECRET": SECRET}
    base, calm = root / "base", root / "calm"
    with open_log(base) as log, World(log, (BodyRow(WATER, "department"),)).on(DAY) as run:
        run.visit().post(draft(WATER, 2025, "B05", "C03"))
    stand_ins = StandIns()
    channels = channels_at(stand_ins.addresses)
    shutil.copytree(base, calm)
    send(calm, channels)
    assert all(len(texts) == 1 for texts in stand_ins.taken().values())
    number = in_doubt = 0
    while True:
        number += 1
        data = root / "killed"
        shutil.copytree(base, data)
        killed = killed_at(number, partial(send_killed, data, channels))
        open_ = unknowable(data)
        in_doubt += bool(open_)
        send(data, channels)
        with open_log(data) as log:
            numbers = {one.name: outbox.of_day(log, one.name, "daily", DAY)[0].number[:8] for one in channels}
        check(stand_ins.taken(), numbers, open_)
        assert heard(data) == heard(calm)
        shutil.rmtree(data)
        if not killed:
            break
    stand_ins.close()
    sys.stdout.write(f"{number - 1} {in_doubt}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
