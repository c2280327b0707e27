"""What changed as an Atom feed (RFC 4287), and when reports are due as a calendar (RFC 5545)."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from crawler.outgoing import line
from monitor.rules.catalogue import mend, rules
from monitor.telling.wording import SEVERITIES, rule_name
from storage.clock import from_stamp, local_time
from storage.tables.alerts import AlertEvent, EventKind
from storage.tables.obligations import Obligation

_NAMESPACE: Final = uuid.UUID("0b7c1c0e-8a1f-5b51-8d7c-6e69616e6261")
_KINDS: Final[dict[EventKind, str]] = {"new": "新问题", "worse": "加重", "reopened": "再次出现", "resolved": "已改好"}
NEWS: Final = tuple(_KINDS)
"""The events that are news."""
_NEVER: Final = "2000-01-01T00:00:00Z"
_FOLD: Final = 75
"""Bytes of a line of a calendar, without its end."""
_NAMED_MOST: Final = 200
"""Bodies that a day of the calendar names one by one."""


def atom(events: Iterable[AlertEvent], *, link: str = "") -> str:
    """The news of compliance among the events as a feed, the latest first; ``link`` is where people read more.

    What people silenced, or what is held back while its portal cannot be seen, is no news.
    """
    news = [event for event in events if event.kind in _KINDS and _is_told(event)]
    news.sort(key=lambda event: event.id, reverse=True)
    updated = max((event.at for event in news), default=_NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n',
        f"<id>{_urn('feed')}</id>\n<title>年报监测：问题的变化</title>\n<updated>{local_time(updated)}</updated>\n",
        "<author><name>nianbao</name></author>\n",
        f'<link rel="alternate" href={quoteattr(line(link))}/>\n' if link else "",
        *map(_entry, news),
        "</feed>\n",
    ]
    return "".join(parts)


def calendar(owed: Iterable[Obligation], stamp: str) -> str:
    """The days on which reports are due that have not come, an event for every portal and day.

    ``stamp`` is when the log knew that, and the DTSTAMP of every event.
    """
    waiting = sorted((one for one in owed if one.report_id is None), key=_day_and_portal)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//nianbao//annual reports//ZH", "CALSCALE:GREGORIAN"]
    lines += ["X-WR-CALNAME:年报发布期限"]
    for (due, portal, year), group in groupby(waiting, key=_day_and_portal):
        lines += _event(due, portal, year, [one.body for one in group], stamp)
    return "".join(f"{_folded(one)}\r\n" for one in [*lines, "END:VCALENDAR"])


def _is_told(event: AlertEvent) -> bool:
    return event.alert.list == "compliance" and event.alert.state != "muted" and not event.alert.held


def _entry(event: AlertEvent) -> str:
    alert = event.alert
    whose = line(alert.body or alert.portal or "")
    year = f"{alert.year}年度" if alert.year else ""
    title = f"{_KINDS[event.kind]}：{whose}{year} {rule_name(alert.rule)}"
    told = [line(alert.message), f"程度：{SEVERITIES[alert.severity]}"]
    told += [f"怎样改：{mend(alert.rule)}"] if alert.rule in rules() and event.kind != "resolved" else []
    told += [f"依据：{line(alert.basis)}"] if alert.basis else []
    content = escape("\n".join(told))
    link = f'<link rel="alternate" href={quoteattr(line(alert.url))}/>\n' if alert.url else ""
    return (
        f"<entry>\n<id>{_urn(f'event {event.id}')}</id>\n<title>{escape(line(title))}</title>\n"
        f"<updated>{local_time(event.at)}</updated>\n{link}<category term={quoteattr(alert.rule)}/>\n"
        f'<content type="text">{content}</content>\n</entry>\n'
    )


def _event(due: date, portal: str, year: int, bodies: list[str], stamp: str) -> Iterator[str]:
    at = from_stamp(stamp)
    shown = "、".join(bodies[:_NAMED_MOST]) + (f" 等 {len(bodies)} 家" if len(bodies) > _NAMED_MOST else "")
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(_NAMESPACE, f'{due} {portal} {year}')}@nianbao"
    yield f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{year}年度年报到期：{portal} {len(bodies)} 家')}"
    yield f"DESCRIPTION:{_text(f'还没有见到的：{shown}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day_and_portal(owed: Obligation) -> tuple[date, str, int]:
    return owed.due_on, owed.portal, owed.year


def _text(text: str) -> str:
    """A text of a calendar: its own signs escaped."""
    clean = line(text)
    for sign in ("\\", ";", ","):
        clean = clean.replace(sign, f"\\{sign}")
    return clean


def _folded(text: str) -> str:
    """A line in pieces of at most 75 bytes, none of which parts a character."""
    pieces, piece, room = [], "", _FOLD
    for character in text:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD - 1
        piece, room = piece + character, room - size
    return "\r\n ".join([*pieces, piece])


def _urn(what: Any) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, str(what))}"
