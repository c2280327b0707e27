"""How each portal and column has fared: its last good visit, what it showed, what stood in the way, what changed.

This is the crawl's side, never the publisher's (law 2 of the house).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from monitor.health.kinds import HEALTH_KINDS, VISIT_VERDICTS, why_left_out
from storage.database import Log
from storage.tables import health, portals, reports, turns, visits
from storage.tables.health import HealthKind
from storage.tables.portals import Column

LOOKED_BACK: Final = timedelta(days=30)
"""How far back troubles and changes are counted."""

_FOUND: Final = {"registry": "登记表写明", "discovery": "从首页找到", "parent column": "从上级栏目找到"}
_MENDS: Final = {
    "empty": "请打开栏目核对；若已改版，运行 nianbao portals discover 首页，把新栏目写入登记表的 columns。",
    "wall": "请用浏览器打开核对；浏览器能开而巡查总被挡，可换一处网络运行，或请对方放行。在此之前不会断言没有发布。",
    "unreachable": "请核对网址和本机网络；浏览器也打不开就是对方的问题，恢复后自动好转。",
    "error": "多半是对方一时的问题，下次巡查会再试；一直如此请用浏览器打开核对。",
    "robots": "请与对方联系取得许可，或人工查看这个栏目。",
    "needs_browser": "请安装浏览器：apt-get install chromium-headless-shell；或用环境变量 NIANBAO_BROWSER 指明路径。",
}


@dataclass(frozen=True, slots=True)
class ColumnHealth:
    """One column: how it was found, its latest visit and its last good one, and its last thirty days.

    ``rows`` and ``reports`` are what the latest visit showed, ``rows_before``
    what the good visit before it did; ``bad_visits`` counts the visits since the
    last good one. ``troubles`` are events by kind, ``changes`` reports by what
    became of them (``new``, ``changed``, ``missing``).
    """

    url: str
    title: str
    found_by: str
    score: int | None = None
    reasons: tuple[str, ...] = ()
    last_visit: str | None = None
    last_good: str | None = None
    verdict: str = ""
    detail: str = ""
    rows: int = 0
    rows_before: int | None = None
    reports: int = 0
    kept: int = 0
    bad_visits: int = 0
    walls: int = 0
    troubles: Mapping[HealthKind, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)

    @property
    def healthy(self) -> bool:
        """Whether the latest visit saw it whole."""
        return self.last_visit is not None and not self.bad_visits

    @property
    def line(self) -> str:
        """How it is, in one Chinese sentence."""
        name = f"栏目《{self.title or self.url}》（{self.how_found}）"
        if self.last_visit is None:
            return f"{name}还没有巡查过。"
        shown = f"{self.rows} 行，年报 {self.reports} 份"
        changed = f"；近 30 天{self.changed}" if self.changes else ""
        if self.healthy:
            return f"{name}{self.last_visit} 完整看到，{shown}{changed}。"
        since = f"上次完整看到是 {self.last_good}，当时 {self.rows_before} 行" if self.last_good else "从来没有完整看到"
        times = f"最近 {self.bad_visits} 次巡查都没有看全" if self.bad_visits > 1 else f"{self.last_visit} 没有看全"
        # What was met; what to do about it says `mend`.
        why = (self.detail or VISIT_VERDICTS[self.verdict]).partition("。")[0]
        where = f" {self.url} " if self.title else ""
        return f"{name}{where}{times}：{why}；{since}{changed}。"

    @property
    def how_found(self) -> str:
        """How the column became known."""
        score = f"，把握 {self.score}" if self.score is not None else ""
        return f"{_FOUND[self.found_by]}{score}"

    @property
    def changed(self) -> str:
        """What changed there, in a few Chinese words."""
        words = {"new": "新见 {} 份", "changed": "改动 {} 份", "missing": "不见 {} 份"}
        return "、".join(words[kind].format(count) for kind, count in self.changes.items())

    @property
    def mend(self) -> str:
        """What to do about it; empty where nothing is wrong."""
        return "" if self.healthy or not self.verdict else _MENDS.get(self.verdict, "")

    def as_row(self) -> dict[str, Any]:
        """The same as plain values."""
        names = self.__dataclass_fields__
        return {name: getattr(self, name) for name in names} | {"healthy": self.healthy, "mend": self.mend}


@dataclass(frozen=True, slots=True)
class PortalLine:
    """One portal with its columns. ``troubles`` are its events of the last thirty days by kind.

    ``left_out`` says why the latest crawl left it out on purpose, empty where it did not.
    """

    name: str
    home: str
    columns: tuple[ColumnHealth, ...]
    troubles: Mapping[HealthKind, int]
    left_out: str = ""

    @property
    def healthy(self) -> bool:
        """Whether every column was seen whole in its latest visit."""
        return bool(self.columns) and all(column.healthy for column in self.columns)

    @property
    def line(self) -> str:
        """How it is, in one Chinese sentence."""
        if not self.columns:
            return "没有已知的年报栏目。"
        good = [column.last_good for column in self.columns if column.last_good]
        whole = f"最近一次有栏目完整看到是 {max(good)}" if good else "从来没有完整看到过"
        kept = sum(column.kept for column in self.columns)
        well = sum(column.healthy for column in self.columns)
        parts = [f"{len(self.columns)} 个栏目中 {well} 个正常，存有年报 {kept} 份，{whole}"]
        if self.troubles:
            named = "、".join(f"{HEALTH_KINDS.get(kind, kind)} {count} 次" for kind, count in self.troubles.items())
            parts.append(f"近 30 天：{named}")
        if self.left_out:
            parts.append(f"最近一次运行没有轮到（{self.left_out}）")
        return "；".join(parts) + "。"

    @property
    def mend(self) -> str:
        """What to do about it; empty where its columns say that, or nothing is wrong."""
        if self.columns:
            return ""
        return f"请运行 nianbao portals discover {self.home}，把找到的栏目写入登记表的 columns。"


def portal_lines(log: Log, today: date) -> Iterator[PortalLine]:
    """Every portal of the registry and its columns as the log knows them on a day."""
    since = today - LOOKED_BACK
    left_out = turns.skipped_last(log)
    for portal in portals.all_portals(log):
        columns = tuple(_column(log, column, since) for column in portals.columns_of(log, portal.id))
        troubles = health.counts_of_portal(log, portal.id, since)
        yield PortalLine(portal.name, portal.home, columns, troubles, why_left_out(left_out.get(portal.id)))


def _column(log: Log, column: Column, since: date) -> ColumnHealth:
    """One column's history, out of its visits."""
    known = ColumnHealth(column.url, column.title, column.found_by, column.score, column.reasons)
    last = visits.last_visit(log, column.id)
    if last is None:
        return known
    good, before = visits.last_healthy(log, column.id), visits.last_healthy(log, column.id, before=last)
    troubles = health.counts_of_column(log, column.id, since)
    return replace(
        known,
        last_visit=last.day.isoformat(),
        last_good=good.day.isoformat() if good else None,
        verdict=last.verdict,
        detail=last.detail,
        rows=last.rows,
        rows_before=before.rows if before else None,
        reports=last.reports,
        kept=reports.number_in(log, column.id),
        bad_visits=visits.bad_since_healthy(log, column.id),
        walls=troubles.get("wall", 0),
        troubles=troubles,
        changes=reports.changes_in(log, column.id, since),
    )
