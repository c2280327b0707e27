"""How each portal and column has fared: its last good visit, what it showed, what stood in the way, what changed.

This is the crawl's side, never the publisher's (law 2 of the house).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from monitor.alerting import NOTES
from monitor.wording import HEALTH_KINDS
from storage.database import Log, Row
from storage.tables import portals

LOOKED_BACK: Final = timedelta(days=30)
"""How far back troubles and changes are counted."""

_FOUND: Final = {"registry": "登记表写明", "discovery": "从首页找到", "parent column": "从上级栏目找到"}
_VERDICTS: Final = {
    "ok": "正常",
    "empty": "一条年报也没有看到",
    "wall": "被验证页挡住",
    "unreachable": "连接不上",
    "error": "出错或没有看全",
    "robots": "robots.txt 不许抓取",
    "needs_browser": "要浏览器才能显示",
}
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
    troubles: Mapping[str, int] = field(default_factory=dict)
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
        why = (self.detail or _VERDICTS[self.verdict]).partition("。")[0]
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
    troubles: Mapping[str, int]
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
    since = (today - LOOKED_BACK).isoformat()
    left_out = {row["portal_id"]: row for row in log.rows(_LEFT_OUT)}
    for portal in portals.all_portals(log):
        columns = tuple(_column(log, column, since) for column in portals.columns_of(log, portal["id"]))
        troubles = _counted(log, "portal_id", portal["id"], since)
        yield PortalLine(portal["name"], portal["home"], columns, troubles, _why(left_out.get(portal["id"])))


def _column(log: Log, column: Row, since: str) -> ColumnHealth:
    """One column's history, out of its visits."""
    last = log.row("SELECT * FROM visits WHERE column_id = ? ORDER BY id DESC LIMIT 1", (column["id"],))
    good = log.row("SELECT * FROM visits WHERE column_id = ? AND healthy ORDER BY id DESC LIMIT 1", (column["id"],))
    troubles = _counted(log, "column_id", column["id"], since)
    changes = log.row(_CHANGES, {"column": column["id"], "since": since}) or {}
    known = {
        "url": column["url"],
        "title": column["title"],
        "found_by": column["found_by"],
        "score": column["score"],
        "reasons": tuple(column["reasons"]),
    }
    if last is None:
        return ColumnHealth(**known)
    before = log.row(
        "SELECT * FROM visits WHERE column_id = ? AND healthy AND id < ? ORDER BY id DESC LIMIT 1",
        (column["id"], last["id"]),
    )
    return ColumnHealth(
        **known,
        last_visit=last["day"],
        last_good=good["day"] if good else None,
        verdict=last["verdict"],
        detail=last["detail"],
        rows=last["rows"],
        rows_before=before["rows"] if before else None,
        reports=last["reports"],
        kept=_number(log, "SELECT count(*) AS n FROM reports WHERE column_id = ?", column["id"]),
        bad_visits=_number(log, _BAD_VISITS, column["id"]),
        walls=troubles.get("wall", 0),
        troubles=troubles,
        changes={kind: count for kind, count in changes.items() if count},
    )


def _counted(log: Log, key: str, value: int, since: str) -> dict[str, int]:
    """Events by kind since a day, those that hid something first."""
    rows = log.rows(
        f"SELECT health_events.kind, count(*) AS n FROM health_events JOIN runs ON runs.id = run_id"  # noqa: S608 - ours
        f" WHERE health_events.{key} = ? AND day >= ? GROUP BY health_events.kind",
        (value, since),
    )
    counts = Counter({row["kind"]: row["n"] for row in rows})
    return dict(sorted(counts.items(), key=lambda item: (item[0] in NOTES, -item[1], item[0])))


def _number(log: Log, sql: str, value: int) -> int:
    row = log.row(sql, (value,))
    return int(row["n"]) if row else 0


def _why(row: Row | None) -> str:
    if row is None:
        return ""
    return f"{row['why']}，下次 {row['next_on']}" if row["next_on"] else str(row["why"])


_LEFT_OUT: Final = "SELECT * FROM skips WHERE run_id = (SELECT max(id) FROM runs WHERE kind <> 'judge')"

_BAD_VISITS: Final = """
    SELECT count(*) AS n FROM visits WHERE column_id = ?1 AND id > coalesce(
        (SELECT max(id) FROM visits WHERE column_id = ?1 AND healthy), 0)
"""

_CHANGES: Final = """
    SELECT
        (SELECT count(*) FROM reports WHERE column_id = :column AND date(first_seen_at, '+8 hours') >= :since) AS new,
        (SELECT count(DISTINCT report_id) FROM versions JOIN reports ON reports.id = report_id
         WHERE column_id = :column AND number > 1 AND date(seen_at, '+8 hours') >= :since) AS changed,
        (SELECT count(*) FROM reports WHERE column_id = :column AND state <> 'present') AS missing
"""
