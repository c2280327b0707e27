"""Sending what is due: every channel for itself, with patience that ends.

What is noted, and when: a message is kept whole before it is sent; that it goes
over the wire is noted once the far side was reached and before it can have it;
that it was taken is noted after the far side's word. A process killed before the
second note has sent nothing, one killed after the third has sent it. In between
nobody here can know: the message is sent once more under the same number (in a
mail the same Message-ID) and says that it may be a repeat. So is one whose far
side fell silent after it had the message.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from monitor.channels.delivery import deliver
from monitor.channels.model import Parcel, SendError
from monitor.sending.making import make_due
from monitor.sending.trouble import note_trouble, settle_trouble
from monitor.settings.model import Channel, Settings
from monitor.telling.message import Message
from storage.clock import Clock, from_stamp
from storage.database import Log
from storage.locks import hold_file
from storage.tables import outbox
from storage.tables.outbox import Kept

LOCK: Final = "notify.lock"
PATIENCE: Final = (20.0, 120.0, 600.0)
"""Seconds of waiting before the second, third and fourth try of whatever could not be sent."""

_BUSY: Final = "另一个进程（{pid}）正在发送消息。请等它结束后再运行。"


@dataclass(frozen=True, slots=True)
class Sent:
    """How a message to a channel fared: ``trouble`` is why it was not sent, or what is to be known although it was.

    ``subject`` is empty where the channel had its message before; ``lasting``: trying again by itself does not help.
    """

    channel: str
    subject: str
    ok: bool
    trouble: str = ""
    lasting: bool = False


@contextmanager
def hold_outbox(data: Path) -> Iterator[None]:
    """Be the one process that sends; LogError where another does."""
    with hold_file(data / LOCK, _BUSY):
        yield


def send_due(
    log: Log,
    channels: Sequence[Channel],
    settings: Settings,
    clock: Clock,
    *,
    again: bool = False,
    pause: Callable[[float], None] = time.sleep,
    tell: Callable[[Sent, float], None] = lambda _failed, _seconds: None,
) -> list[Sent]:
    """Make and send what these channels are due, and say how each message fared.

    The caller holds the outbox. ``pause`` waits for seconds between two tries; before that ``tell`` is told of every
    channel that failed and is tried again, and after how many seconds.
    """
    for channel in channels:
        make_due(log, channel, settings, clock, again=again)
    sent: dict[str, list[Sent]] = {channel.name: [] for channel in channels}
    failed: dict[str, Sent] = {}
    left = list(channels)
    for seconds in (0.0, *PATIENCE):
        if left and seconds:
            for channel in left:
                tell(failed[channel.name], seconds)
            pause(seconds)
        for channel in left:
            failed.pop(channel.name, None)
            for one in _send_waiting(log, channel, settings, clock):
                if one.ok:
                    sent[channel.name].append(one)
                else:
                    failed[channel.name] = one
        left = [channel for channel in left if channel.name in failed and not failed[channel.name].lasting]
    return [one for name, done in sent.items() for one in _told(name, done, failed.get(name))]


def send_test(channel: Channel, settings: Settings, clock: Clock) -> Sent:
    """Try a channel with a message that says it is a test; nothing is kept, and it is tried once."""
    said = "这是一条测试消息。能看到它，说明这个渠道设置好了。"
    html = f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"></head><body><p>{said}</p></body></html>\n'
    message = Message("年报日报 测试", f"{said}\n", f"### 年报日报 测试\n{said}\n", html)
    parcel = Parcel(message, uuid.uuid4().hex, clock.now(), settings.serve.base_url)
    try:
        return Sent(channel.name, message.subject, ok=True, trouble=deliver(channel, parcel, lambda: None))
    except SendError as error:
        return Sent(channel.name, message.subject, ok=False, trouble=error.reason, lasting=error.lasting)


def _told(name: str, done: list[Sent], failure: Sent | None) -> list[Sent]:
    found = [*done, *([failure] if failure else [])]
    return found or [Sent(name, "", ok=True)]


def _send_waiting(log: Log, channel: Channel, settings: Settings, clock: Clock) -> Iterator[Sent]:
    """Send what waits for a channel, in order, up to the first that fails: the way is shut for the next ones too."""
    for kept in outbox.waiting(log, channel.name):
        done = _try(log, channel, kept, settings, clock)
        yield done
        if not done.ok:
            return


def _try(log: Log, channel: Channel, kept: Kept, settings: Settings, clock: Clock) -> Sent:
    outbox.note_try(log, kept.id)
    message = Message(kept.subject, kept.text, kept.markdown, kept.html)
    parcel = Parcel(message, kept.number, from_stamp(kept.made_at), settings.serve.base_url, repeated=kept.handed)
    try:
        remark = deliver(channel, parcel, lambda: outbox.note_handed(log, kept.id))
    except SendError as error:
        outbox.note_failed(log, kept.id, error.reason, handed=kept.handed or error.unsure)
        note_trouble(log, channel.name, error.reason, clock)
        return Sent(channel.name, kept.subject, ok=False, trouble=error.reason, lasting=error.lasting)
    outbox.note_sent(log, kept, remark, clock)
    if remark:
        note_trouble(log, channel.name, remark, clock)
    else:
        settle_trouble(log, channel.name, clock)
    return Sent(channel.name, kept.subject, ok=True, trouble=remark)
