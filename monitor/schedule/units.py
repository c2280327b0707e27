"""The schedule without a server of ours: lines for cron, units for systemd."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Final

from storage.clock import SHANGHAI

UNITS: Final = "/etc/systemd/system"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do each day: its ``name``, what it is in Chinese, when (Beijing time), and the words of its command.

    Every path among the words is absolute.
    """

    name: str
    what: str
    at: time
    words: tuple[str, ...]


def cron_lines(tasks: Sequence[Task], local: datetime) -> Iterator[str]:
    """The lines of a crontab; ``local`` is a moment in the machine's own time, by which cron goes."""
    offset = local.utcoffset() or timedelta()
    zone = "北京时间" if offset == SHANGHAI.utcoffset(None) else f"本机时间（UTC{offset / timedelta(hours=1):+g}）"
    yield f"# nianbao：时刻为{zone}。装入：crontab -e，粘贴以下各行。"
    for task in tasks:
        at = _local_time(task.at, offset)
        yield f"# {task.what}：北京时间 {task.at:%H:%M}"
        yield f"{at.minute} {at.hour} * * * {_for_cron(task.words)}"


def systemd_units(tasks: Sequence[Task], user: str = "") -> Iterator[tuple[str, str]]:
    """The units by file name: for every task a service and the timer that starts it.

    ``user`` is the account that runs them, whose files data and secrets are; empty for root.
    """
    for task in tasks:
        yield f"nianbao-{task.name}.service", _service(task, user)
        yield f"nianbao-{task.name}.timer", _timer(task)


def _local_time(at: time, offset: timedelta) -> time:
    return datetime.combine(datetime(2026, 1, 1), at, SHANGHAI).astimezone(timezone(offset)).time()  # noqa: DTZ001


def _for_cron(words: Sequence[str]) -> str:
    """A command for the shell, with the signs that cron takes for line breaks escaped."""
    return shlex.join(words).replace("%", r"\%")


def _service(task: Task, user: str) -> str:
    account = f"User={user}\n" if user else ""
    return (
        f"[Unit]\nDescription=nianbao {task.what}\nWants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\n{account}ExecStart={' '.join(map(_for_systemd, task.words))}\n"
    )


def _timer(task: Task) -> str:
    return (
        f"[Unit]\nDescription=nianbao {task.what} {task.at:%H:%M}\n\n"
        f"[Timer]\nOnCalendar=*-*-* {task.at:%H:%M}:00 Asia/Shanghai\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _for_systemd(word: str) -> str:
    """A word of a command as systemd reads it: quoted, with its specifiers and variables escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or any(sign in word for sign in " \t';") else word
