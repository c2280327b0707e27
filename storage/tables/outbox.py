"""The outbox: every message to every channel, from when it was made until it was taken; and what each channel heard.

A message is kept before it is sent. ``handed`` is noted before it goes over the
wire and ``sent_at`` after the far side said that it took it: one that was handed
over and not noted as sent may have arrived, and is sent again as a repeat of the
same number; one that was not handed over has not.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from storage.clock import Clock
from storage.database import Log
from storage.tables.packing import pack
from storage.tables.records import maybe, records

MessageKind = Literal["daily", "weekly", "monthly", "quarterly"]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it is made.

    ``day`` is the day it is of and ``again`` counts those that people asked for beside the first. Its news are those
    of the tellings up to ``telling``. ``told`` are the alerts that the channel hears of by it for the first time, or
    anew; ``reminded`` those it is reminded of.
    """

    channel: str
    kind: MessageKind
    day: date
    again: int
    number: str
    subject: str
    text: str
    markdown: str
    html: str
    telling: int = 0
    told: tuple[int, ...] = ()
    reminded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(NewMessage):
    """A message of the outbox. Times are stamps; ``dropped_at``: a later one took its place before it was sent."""

    id: int
    made_at: str
    tries: int
    handed: bool
    trouble: str
    sent_at: str | None
    dropped_at: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """When a channel last heard of an alert, and how often it was reminded since that was news."""

    alert_id: int
    last_on: date
    times: int


def put(log: Log, made: NewMessage, clock: Clock) -> int:
    """Keep a message that is to be sent; unsent ones of its channel and kind give way to it. Gives its id."""
    with log.atomic():
        log.execute(
            "UPDATE messages SET dropped_at = ? WHERE channel = ? AND kind = ?"
            " AND sent_at IS NULL AND dropped_at IS NULL",
            (clock.stamp(), made.channel, made.kind),
        )
        return log.insert(
            "INSERT INTO messages (channel, kind, day, again, number, subject, text, markdown, html, telling, told,"
            " reminded, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(made.channel, made.kind, made.day.isoformat(), made.again, made.number, made.subject, made.text),
                *(made.markdown, made.html, made.telling, pack(made.told), pack(made.reminded), clock.stamp()),
            ),
        )


def of_day(log: Log, channel: str, kind: MessageKind, day: date) -> list[Kept]:
    """A channel's messages of a kind and day, in order."""
    rows = log.rows(
        "SELECT * FROM messages WHERE channel = ? AND kind = ? AND day = ? ORDER BY again",
        (channel, kind, day.isoformat()),
    )
    return records(Kept, rows)


def waiting(log: Log, channel: str) -> list[Kept]:
    """The messages of a channel that are to be sent, the oldest first."""
    rows = log.rows(
        "SELECT * FROM messages WHERE channel = ? AND sent_at IS NULL AND dropped_at IS NULL ORDER BY id", (channel,)
    )
    return records(Kept, rows)


def last_of(log: Log, channel: str) -> Kept | None:
    """The message of a channel that was made last."""
    return maybe(Kept, log.row("SELECT * FROM messages WHERE channel = ? ORDER BY id DESC LIMIT 1", (channel,)))


def first_day(log: Log, channel: str) -> date | None:
    """The day of the first message that was made for a channel, sent or not; None for none."""
    row = log.row("SELECT min(day) AS day FROM messages WHERE channel = ? AND kind = 'daily'", (channel,))
    return date.fromisoformat(row["day"]) if row and row["day"] else None


def last_sent(log: Log, channel: str, kind: MessageKind, before: date = date.max) -> Kept | None:
    """The message of a channel and kind that was sent last, of those of days before one."""
    row = log.row(
        "SELECT * FROM messages WHERE channel = ? AND kind = ? AND day < ? AND sent_at IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (channel, kind, before.isoformat()),
    )
    return maybe(Kept, row)


def note_try(log: Log, message: int) -> None:
    """A message is about to be tried."""
    log.execute("UPDATE messages SET tries = tries + 1 WHERE id = ?", (message,))


def note_handed(log: Log, message: int) -> None:
    """A message goes over the wire now; on the disk before it does."""
    log.execute("PRAGMA synchronous = FULL")
    log.execute("UPDATE messages SET handed = 1 WHERE id = ?", (message,))


def note_failed(log: Log, message: int, trouble: str, *, handed: bool) -> None:
    """A try failed; ``handed`` says whether the message may have arrived, by this try or an earlier one."""
    log.execute("UPDATE messages SET trouble = ?, handed = ? WHERE id = ?", (trouble, handed, message))


def note_sent(log: Log, kept: Kept, remark: str, clock: Clock) -> None:
    """A message was taken: the channel heard what stands in it. Only its text is kept on."""
    with log.atomic():
        log.execute(
            "UPDATE messages SET sent_at = ?, trouble = ?, markdown = '', html = '' WHERE id = ?",
            (clock.stamp(), remark, kept.id),
        )
        for alert in kept.told:
            _hear(log, kept, alert, "0")
        for alert in kept.reminded:
            _hear(log, kept, alert, "times + 1")


def heard(log: Log, channel: str) -> dict[int, Heard]:
    """What a channel heard of each alert, by the alert's id."""
    rows = log.rows("SELECT alert_id, last_on, times FROM heard WHERE channel = ?", (channel,))
    return {one.alert_id: one for one in records(Heard, rows)}


def _hear(log: Log, kept: Kept, alert: int, times: str) -> None:
    log.execute(
        "INSERT INTO heard (channel, alert_id, last_on, times) VALUES (?, ?, ?, 0)"  # noqa: S608 - words of ours
        f" ON CONFLICT (channel, alert_id) DO UPDATE SET last_on = excluded.last_on, times = {times}",
        (kept.channel, alert, kept.day.isoformat()),
    )
