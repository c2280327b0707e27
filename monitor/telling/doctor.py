"""What is wrong with the set-up and the watch, in words, and what to do."""

import os
import shutil
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from crawler.browser import find_browser
from crawler.registry.reading import load_registry
from crawler.registry.values import RegistryError
from monitor.duties.owners import kind_of
from monitor.health.columns import ColumnHealth, PortalLine, portal_lines
from monitor.health.kinds import HEALTH_KINDS
from monitor.health.watch import has_leapt, portal_watch
from monitor.reports import READER
from monitor.telling.wording import RUN_OUTCOMES
from storage.clock import Clock
from storage.database import DATABASE, Log, is_there, is_under_way, open_log
from storage.errors import ArchiveError, LogError
from storage.tables import alerts, captures, portals, runs, versions
from storage.tables.health import NOTES

LEAST_SPACE: Final = 1 << 30
"""Bytes that should be free for the archive: some hundred reports with their files."""

LONGEST_SILENCE: Final = timedelta(days=2)
"""Days without a run after which the watch counts as asleep."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing looked at: whether it is well, how it is, and what to do where it is not.

    Where it is a portal or one of its columns, ``facts`` are the numbers behind it.
    """

    what: str
    ok: bool
    how: str
    mend: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def examine(data: Path, registry: Path, clock: Clock, *, verify: bool = False) -> Iterator[Remark]:
    """Everything that can be wrong, in the order in which it should be mended; ``verify`` reads all the archive."""
    yield _browser()
    yield _registry(registry)
    yield _space(data)
    try:
        if not is_there(data / DATABASE):
            mend = "请运行 nianbao run，或用 --data 指定数据目录。"
            yield Remark("数据", ok=False, how=f"{data} 里还没有数据。", mend=mend)
            return
        with open_log(data) as log:
            yield Remark("数据", ok=True, how=f"{log.path} 可以打开。")
            yield _archive(log, verify=verify)
            yield from _watch(log, clock.today)
    except LogError as error:
        yield Remark("数据", ok=False, how=str(error))


def _browser() -> Remark:
    found = find_browser()
    if found:
        return Remark("浏览器", ok=True, how=found)
    mend = "请安装：apt-get install chromium-headless-shell；或用环境变量 NIANBAO_BROWSER 指明路径。其余门户不受影响。"
    return Remark("浏览器", ok=False, how="没有找到；列表须用浏览器显示的门户看不到。", mend=mend)


def _registry(path: Path) -> Remark:
    try:
        registry = load_registry(path)
    except RegistryError as error:
        return Remark("登记表", ok=False, how=str(error))
    return Remark("登记表", ok=True, how=f"{path}，{len(registry.portals)} 个门户。")


def _space(data: Path) -> Remark:
    there = next(place for place in (data.absolute(), *data.absolute().parents) if os.access(place, os.F_OK))
    free = shutil.disk_usage(there).free
    how = f"{there} 还有 {free / (1 << 30):.1f} GB。"
    return Remark(
        "磁盘", ok=free >= LEAST_SPACE, how=how, mend="" if free >= LEAST_SPACE else "请腾出空间，写满后巡查会停。"
    )


def _archive(log: Log, *, verify: bool) -> Remark:
    """Whether the files that the log counts on are there, and where ``verify`` says so are still what was kept."""
    kept = captures.kept_files(log)
    troubles = [trouble for sha256, size in kept if (trouble := _fault_of(log, sha256, size, verify=verify))]
    done = "逐一核对过" if verify else "都在（内容是否完好可用 --verify 核对）"
    if not troubles:
        return Remark("存档", ok=True, how=f"{len(kept)} 个文件，{done}。")
    return Remark("存档", ok=False, how=f"{len(kept)} 个文件中有 {len(troubles)} 个不全：", mend=troubles[0])


def _fault_of(log: Log, sha256: str, size: int, *, verify: bool) -> str:
    if not verify:
        return log.archive.trouble(sha256, size)
    try:
        log.archive.get(sha256)
    except ArchiveError as problem:
        return str(problem)
    return ""


def _watch(log: Log, today: date) -> Iterator[Remark]:
    yield _last_run(log, today)
    yield _unread(log)
    yield _portals(log, today)
    yield _kinds(log)
    told: set[str] = set()
    for portal in portal_lines(log, today):
        yield _portal(portal)
        yield from (_column(portal, column) for column in portal.columns)
        told |= {column.url for column in portal.columns if not column.healthy}
    yield from _alerts(log, told)


def _alerts(log: Log, told: Container[str]) -> Iterator[Remark]:
    """What is open in the list of crawl health and was not told with a column: broken files, pages that are shut."""
    for alert in alerts.listing(log, list="health", state=("open", "reopened")):
        if alert.url not in told:
            whose = alert.portal or alert.subject
            name = f"{whose}：{HEALTH_KINDS.get(alert.rule, alert.rule)}"
            yield Remark(name, ok=alert.rule in NOTES, how=alert.message, mend=alert.url)


def _column(portal: PortalLine, column: ColumnHealth) -> Remark:
    return Remark(f"{portal.name}的栏目", ok=column.healthy, how=column.line, mend=column.mend, facts=column.as_row())


def _portal(portal: PortalLine) -> Remark:
    facts = {"portal": portal.name, "home": portal.home, "troubles": portal.troubles, "left_out": portal.left_out}
    return Remark(f"门户 {portal.name}", ok=portal.healthy, how=portal.line, mend=portal.mend, facts=facts)


def _last_run(log: Log, today: date) -> Remark:
    last = runs.latest(log)
    if last is None:
        return Remark("巡查", ok=False, how="还没有巡查过。", mend="请运行 nianbao run。")
    age = today - last.day
    outcome = "killed" if last.outcome == "running" and not is_under_way(log.data) else last.outcome
    how = f"最近一次在 {last.day}，{RUN_OUTCOMES[outcome]}。"
    if age > LONGEST_SILENCE:
        return Remark("巡查", ok=False, how=f"{how}已有 {age.days} 天没有巡查。", mend="请每天运行一次 nianbao run。")
    if outcome not in ("completed", "running"):
        message = last.detail.get("crawl", {}).get("message", "")
        return Remark("巡查", ok=False, how=how + message, mend="再运行一次 nianbao run 会接着做。")
    return Remark("巡查", ok=True, how=how)


def _portals(log: Log, today: date) -> Remark:
    known, leapt = portals.all_portals(log), has_leapt(log, today)
    blind = [portal.name for portal in known if not portal_watch(log, portal.id, today, leapt=leapt).healthy]
    how = f"{len(known)} 个门户，{len(known) - len(blind)} 个最近一次完整看到。"
    if not blind:
        return Remark("门户", ok=True, how=how)
    return Remark("门户", ok=False, how=how, mend=f"看不全的：{'、'.join(blind)}；原因见日报的“看不到”。")


def _kinds(log: Log) -> Remark:
    """A body whose kind nobody knows has no due day: it must be said, or it would silently owe nothing."""
    roster = [body for portal in portals.all_portals(log) for body in portals.bodies_of(log, portal.id)]
    unknown = [body.name for body in roster if body.on_roster and kind_of(body) is None]
    if not unknown:
        return Remark("名册", ok=True, how="名册机关的类别都清楚。")
    mend = '请在登记表中为它们写明 kind，如 kind = "department"。'
    return Remark("名册", ok=False, how=f"看不出类别、因而算不出期限的机关：{'、'.join(unknown)}。", mend=mend)


def _unread(log: Log) -> Remark:
    waiting = len(versions.unread(log, READER))
    if waiting:
        return Remark("读取", ok=False, how=f"有 {waiting} 份年报还没有读。", mend="请运行 nianbao judge。")
    return Remark("读取", ok=True, how="存下的年报都读过了。")
