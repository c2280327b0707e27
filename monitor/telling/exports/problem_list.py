"""问题清单 as a workbook: 总表, 发布情况 and 看不到; on request a sheet or a file for every unit."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from crawler.outgoing import line
from monitor.duties.owners import kind_of
from monitor.telling.entries import contact_of
from monitor.telling.exports.problems import (
    Problem,
    Problems,
    by_unit,
    county_of,
    kind_of_trouble,
)
from monitor.telling.exports.workbook import Book, Column, writing_book
from monitor.telling.wording import ALERT_STATES, BODY_KINDS, OBLIGATION_STATES, SEVERITIES
from storage.clock import day_of
from storage.database import Log
from storage.files import writing_whole
from storage.tables import alerts, obligations, portals
from storage.tables.narrowing import Wanted
from storage.tables.portals import Body

PROBLEM_COLUMNS: Final = (
    Column("id", "编号", 5, "number"),
    Column("unit", "单位", 13),
    Column("county", "区县", 8),
    Column("year", "年度", 5, "number"),
    Column("level", "程度", 7),
    Column("message", "问题", 28),
    Column("place", "所在位置", 16),
    Column("printed", "现填", 18),
    Column("due", "应为/相差", 9),
    Column("mend", "怎样改", 16),
    Column("basis", "依据", 18),
    Column("url", "年报网址", 14),
    Column("published_on", "发布日期", 10, "day"),
    Column("due_on", "应报期限", 10, "day"),
    Column("first_seen_on", "首次发现", 10, "day"),
    Column("state", "状态", 8),
    Column("reason", "处理说明", 10),
    Column("deadline", "整改期限", 10, "day"),
    Column("contact", "联系人", 8),
    Column("phone", "电话", 9),
    Column("rule", "规则代码", 5),
)
_OF_THE_OFFICE: Final = frozenset({"state", "reason"})
"""Columns that tell how the office handles a problem: no unit is sent them."""
UNIT_COLUMNS: Final = tuple(column for column in PROBLEM_COLUMNS if column.key not in _OF_THE_OFFICE)
"""What a unit is sent of its problems."""
PUBLICATION_COLUMNS: Final = (
    Column("unit", "单位", 24),
    Column("county", "区县", 10),
    Column("kind", "类别", 10),
    Column("year", "年度", 7, "number"),
    Column("due_on", "应报期限", 11, "day"),
    Column("state", "发布情况", 13),
    Column("published_on", "发布日期", 11, "day"),
    Column("why", "说明", 44),
    Column("errors", SEVERITIES["error"], 8, "number"),
    Column("warnings", SEVERITIES["warning"], 8, "number"),
    Column("url", "年报网址", 34),
    Column("contact", "联系人", 9),
    Column("phone", "电话", 13),
)
UNSEEN_COLUMNS: Final = (
    Column("portal", "门户", 28),
    Column("unit", "涉及单位", 20),
    Column("kind", "情况", 14),
    Column("message", "说明和怎么办", 60),
    Column("url", "网址", 36),
    Column("first_seen_at", "首次发现", 16, "time"),
    Column("last_seen_at", "最近一次", 16, "time"),
)

_EXEMPT: Final = "不在应报之列"
_INSTITUTION: Final = "事业单位，不单独发布年报（《政府信息公开条例》第五十五条）。"
_NO_KIND: Final = "未列入应报"
_KIND_UNKNOWN: Final = "类别还没有确定，请在名册里写明。"
_NOT_YET: Final = "名册里有，还没有到它应报的年度。"
_HELD: Final = "暂不认定（门户看不全）"
_NO_FILE_NAME: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')
_FILE_NAME_LONGEST: Final = 60

Counts = Counter[tuple[int | None, int | None, str]]
"""How many problems a body and year has of each severity."""


class ProblemList:
    """The 问题清单 of a log, for the rows that are wanted."""

    def __init__(self, log: Log, problems: Problems, wanted: Wanted) -> None:
        self._log, self._problems, self._wanted = log, problems, wanted
        self._portals = {portal.id: portal for portal in portals.all_portals(log, active=False)}
        self._bodies = portals.all_bodies(log)

    def write(self, path: Path) -> int:
        """Write 总表, 发布情况 and 看不到; gives the number of problems. LogError where the file cannot be written."""
        counts: Counts = Counter()
        with writing_whole(path) as file, writing_book(file, "年报问题清单") as book:
            written = book.sheet("总表", PROBLEM_COLUMNS, map(_problem_row, self._counting(counts)))
            self._write_rest(book, counts)
        return written

    def write_sheets(self, path: Path) -> int:
        """Write a sheet for every unit with problems to send, behind them 发布情况 and 看不到; their number."""
        counts: Counts = Counter()
        written = 0
        with writing_whole(path) as file, writing_book(file, "年报问题清单") as book:
            for unit, problems in by_unit(filter(_is_sent, self._counting(counts))):
                written += book.sheet(unit, UNIT_COLUMNS, map(_problem_row, problems))
            self._write_rest(book, counts)
        return written

    def write_files(self, folder: Path) -> list[Path]:
        """Write a workbook for every unit with problems to send into the folder; their paths."""
        written: list[Path] = []
        for unit, problems in by_unit(filter(_is_sent, self._problems.each(self._wanted))):
            path = free_path(folder, f"问题清单_{unit}", ".xlsx", written)
            with writing_whole(path) as file, writing_book(file, f"年报问题清单 {unit}") as book:
                book.sheet("问题清单", UNIT_COLUMNS, map(_problem_row, problems))
            written.append(path)
        return written

    def _counting(self, counts: Counts) -> Iterator[Problem]:
        for problem in self._problems.each(self._wanted):
            counts[problem.alert.body_id, problem.alert.year, problem.alert.severity] += 1
            yield problem

    def _write_rest(self, book: Book, counts: Counts) -> None:
        book.sheet("发布情况", PUBLICATION_COLUMNS, self._publications(counts))
        book.sheet("看不到", UNSEEN_COLUMNS, self._unseen())

    def _publications(self, counts: Counts) -> Iterator[dict[str, Any]]:
        """Every obligation, the latest year first, then who stands on the roster and owes nothing."""
        bodies = {body.id: body for body in self._bodies}
        wanted = replace(self._wanted, state=None, rule=None)
        for year in [wanted.year] if wanted.year else obligations.years(self._log):
            for owed in obligations.matching(self._log, replace(wanted, year=year)):
                yield self._unit(bodies[owed.body_id]) | {
                    "year": owed.year,
                    "due_on": owed.due_on,
                    "state": OBLIGATION_STATES[owed.state],
                    "published_on": owed.published_on,
                    "why": owed.why,
                    "errors": counts[owed.body_id, owed.year, "error"],
                    "warnings": counts[owed.body_id, owed.year, "warning"],
                    "url": owed.report_url,
                }
        yield from self._without_duty()

    def _without_duty(self) -> Iterator[dict[str, Any]]:
        owing = obligations.owing(self._log)
        for body in self._bodies:
            if not body.active or not body.on_roster or body.id in owing or not self._fits(body):
                continue
            state, why = _why_nothing_is_owed(body)
            yield self._unit(body) | {"state": state, "why": why}

    def _unit(self, body: Body) -> dict[str, Any]:
        kind = kind_of(body)
        contact, phone = contact_of(body)
        return {
            "unit": body.name,
            "county": county_of(body.name, self._portals[body.portal_id]),
            "kind": BODY_KINDS[kind] if kind else "",
            "contact": contact,
            "phone": phone,
        }

    def _fits(self, body: Body) -> bool:
        return self._wanted.fits(body.name, self._portals[body.portal_id])

    def _unseen(self) -> Iterator[dict[str, Any]]:
        """What hid something from the crawl, and the problems that are held back for it."""
        wanted = replace(self._wanted, body=None, year=None, state=None, rule=None)
        for alert in alerts.matching(self._log, wanted, list="health"):
            if alert.state not in ("resolved", "muted"):
                yield _seen(alert) | {"kind": kind_of_trouble(alert), "unit": alert.body}
        for alert in alerts.matching(self._log, self._wanted, list="compliance", held=True):
            yield _seen(alert) | {"kind": _HELD, "unit": alert.body}


def free_path(folder: Path, name: str, ending: str, taken: list[Path]) -> Path:
    """A path for a file of that name, whatever characters strangers put into it, that is none of those taken."""
    clean = _NO_FILE_NAME.sub("_", line(name)).strip("._")[:_FILE_NAME_LONGEST]
    path, number = folder / f"{clean}{ending}", 1
    while path in taken:
        number += 1
        path = folder / f"{clean}_{number}{ending}"
    return path


def _is_sent(problem: Problem) -> bool:
    """Whether a unit is sent a problem: those that people silenced concern the office alone."""
    return problem.alert.state != "muted"


def _problem_row(problem: Problem) -> dict[str, Any]:
    alert = problem.alert
    return problem.as_row() | {
        "unit": problem.unit,
        "level": SEVERITIES[alert.severity],
        "first_seen_on": day_of(alert.first_seen_at),
        "state": ALERT_STATES[alert.state],
    }


def _seen(alert: alerts.Alert) -> dict[str, Any]:
    return {
        "portal": alert.portal,
        "message": alert.message,
        "url": alert.url,
        "first_seen_at": alert.first_seen_at,
        "last_seen_at": alert.last_seen_at,
    }


def _why_nothing_is_owed(body: Body) -> tuple[str, str]:
    kind = kind_of(body)
    if kind == "institution":
        return _EXEMPT, _INSTITUTION
    return (_NO_KIND, _NOT_YET) if kind else (_NO_KIND, _KIND_UNKNOWN)
