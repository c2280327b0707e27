"""The bulletins of a week, a month and a quarter: what came, what was mended, and who has most to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final, Literal

from crawler.outgoing import as_lines, line
from monitor.telling.audience import Audience, waiting_alerts
from monitor.telling.digest_markdown import plain
from monitor.telling.message import Message
from storage.database import Log
from storage.tables import alerts
from storage.tables.alerts import Alert, EventKind

PeriodKind = Literal["weekly", "monthly", "quarterly"]

NAMES: Final[dict[PeriodKind, str]] = {"weekly": "周报", "monthly": "月报", "quarterly": "季度通报"}
_LONGEST_TABLE: Final = 50
"""Bodies that a bulletin lists; the rest is a count."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a bulletin is of, from ``first`` to ``last``."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def title(self) -> str:
        """What the bulletin is called."""
        return f"年报{NAMES[self.kind]} {self.first} 至 {self.last}"


@dataclass(frozen=True, slots=True)
class _Line:
    """One body: its new and settled problems of the period, and those that wait at its end."""

    body: str
    new: int
    resolved: int
    waiting: int

    @property
    def text(self) -> str:
        return f"{self.body}：新问题 {self.new} 条，已改好 {self.resolved} 条，待处理 {self.waiting} 条"


def bulletin_of(log: Log, period: Period, audience: Audience) -> Message:
    """The bulletin of a period for an audience, as the log stands now."""
    came = _alerts_with(log, period, audience, ("new", "reopened"))
    gone = [alert for alert in _alerts_with(log, period, audience, ("resolved",)) if alert.state == "resolved"]
    waiting = waiting_alerts(log, period.last, audience)
    total = (
        f"新问题 {len(came)} 条，已改好 {len(gone)} 条；"
        f"到此刻待处理 {len({alert.body for alert in waiting})} 家 {len(waiting)} 条。"
    )
    shown = [one.text for one in _table(came, gone, waiting)]
    return Message(
        period.title,
        as_lines(_text(period.title, total, shown)),
        "\n".join(_markdown(period.title, total, shown)) + "\n",
        _html(period.title, total, shown),
    )


def _alerts_with(log: Log, period: Period, audience: Audience, kinds: tuple[EventKind, ...]) -> list[Alert]:
    """The problems to which one of these things happened in the period, each once."""
    found = {
        event.alert.id: event.alert
        for event in alerts.events_between(log, period.first, period.last)
        if event.kind in kinds and event.alert.list == "compliance" and audience.wants(event.alert)
    }
    return list(found.values())


def _table(came: Iterable[Alert], gone: Iterable[Alert], waiting: Iterable[Alert]) -> list[_Line]:
    """The bodies with anything to tell, those with most to do first."""
    new, resolved, open_ = (Counter(one.body or one.portal or "" for one in group) for group in (came, gone, waiting))
    lines = [_Line(body, new[body], resolved[body], open_[body]) for body in {*new, *resolved, *open_}]
    return sorted(lines, key=lambda one: (-one.waiting, -one.new, one.body))


def _text(title: str, total: str, shown: list[str]) -> Iterator[str]:
    yield title
    yield total
    yield from shown[:_LONGEST_TABLE]
    if len(shown) > _LONGEST_TABLE:
        yield f"……另有 {len(shown) - _LONGEST_TABLE} 家"


def _markdown(title: str, total: str, shown: list[str]) -> Iterator[str]:
    yield f"### {plain(line(title))}"
    yield f"**{total}**"
    yield ""
    yield from (f"- {plain(line(one))}" for one in shown)


def _html(title: str, total: str, shown: list[str]) -> str:
    items = "".join(f"<li>{escape(line(one))}</li>" for one in shown)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    body = f"<h1>{escape(title)}</h1><p>{escape(total)}</p><ul>{items}</ul>"
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>\n'
