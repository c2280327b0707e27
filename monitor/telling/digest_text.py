"""The digest as plain text for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crawler.outgoing import as_lines
from monitor.health.day import PortalHealth
from monitor.telling.digest import NEWS, Digest, Entry, Exempt, NewsKind, Reminder, Waiting
from monitor.telling.wording import (
    RUN_KINDS,
    RUN_OUTCOMES,
    SEVERITIES,
    cells_line,
    quote_line,
)

NEWS_NAMES: Final[dict[NewsKind, str]] = {
    "new": "新问题",
    "worse": "加重",
    "reopened": "再次出现",
    "resolved": "已解决",
}

_MOST_NAMES: Final = 10
"""Names that stand in one line on who owes nothing."""
LONGEST_LIST: Final = 100
"""Entries of one kind that the terminal shows; the page of the day shows all."""


def as_text(digest: Digest) -> str:
    """The digest for a terminal, ending in a line break."""
    return as_lines(_lines(digest))


def summary(digest: Digest) -> str:
    """The digest in one sentence."""
    parts = [f"{NEWS_NAMES[kind]} {len(digest.news[kind])} 条" for kind in NEWS if digest.news[kind]]
    return "，".join(parts) + "。" if parts else "没有新情况。"


def note_of(digest: Digest) -> str:
    """Why the day's last run did not see all; empty where it did."""
    note = digest.runs[-1].note if digest.runs else ""
    return f"巡查没有做完：{note}" if note else ""


def clock_line(digest: Digest) -> str:
    """That the clock went back behind the run before; empty where it did not."""
    if digest.went_back is None:
        return ""
    return f"时钟倒退了：上一次运行记的日期是 {digest.went_back}，晚于 {digest.day}。请核对本机的日期。"


def untold_line(digest: Digest) -> str:
    """How many news the digest does not tell yet, and where they are told."""
    return f"另有 {digest.untold} 条新情况没有在这一天报告，见以后的日报；还没有报告的，下次运行给出。"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"年报日报 {digest.day}" + (f"（第 {digest.run_id} 次运行）" if digest.run_id else "")
    yield "=" * 40
    yield from digest.notes
    yield summary(digest)
    if digest.earlier:
        yield f"今天此前的运行已报告 {digest.earlier} 条，见当天的网页。"
    if digest.untold:
        yield untold_line(digest)
    if clock := clock_line(digest):
        yield clock
    if note := note_of(digest):
        yield note
    yield f"仍待处理 {digest.open} 条，已知悉 {digest.acknowledged} 条，静默 {digest.muted} 条。"
    for kind in NEWS:
        yield from _entries(NEWS_NAMES[kind], digest.news[kind])
    yield from _reminders(digest.reminders)
    yield from _entries("暂不报告（门户眼下无法查看）", digest.held)
    yield from _questions(digest)
    yield from _waiting(digest.waiting)
    yield from _due(digest)
    if digest.exempt:
        yield from _heading("不用发布")
        yield from exempt_lines(digest.exempt)
    if digest.portals or digest.runs:
        yield from _health(digest)


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield f"── {text} " + "─" * 8


def _entries(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    if not entries:
        return
    yield from _heading(f"{title}（{len(entries)}）")
    for entry in entries[:LONGEST_LIST]:
        yield from entry_lines(entry)
    if len(entries) > LONGEST_LIST:
        yield f"……另有 {len(entries) - LONGEST_LIST} 条，见当天的网页。"


def entry_lines(entry: Entry) -> Iterator[str]:
    """One alert as lines of text."""
    year = f" {entry.year} 年度" if entry.year else ""
    change = f"（{entry.change}）" if entry.change else ""
    rule = f"[{SEVERITIES[entry.severity]}] {entry.rule} {entry.rule_name}"
    yield f"{rule}　{entry.body or entry.portal}{year}{change}"
    yield f"    {entry.message}"
    if entry.cells:
        yield f"    单元格：{cells_line(entry.cells)}"
    if entry.quote:
        yield f"    原文：{quote_line(entry.page, entry.quote)}"
    if entry.basis:
        yield f"    依据：{entry.basis}"
    yield f"    预警 {entry.alert_id}　{entry.url}"


def _reminders(reminders: Sequence[Reminder]) -> Iterator[str]:
    if not reminders:
        return
    yield from _heading(f"还没有改的，再提醒一次（{len(reminders)}）")
    for reminder in reminders[:LONGEST_LIST]:
        yield reminder_line(reminder)
    if len(reminders) > LONGEST_LIST:
        yield f"……另有 {len(reminders) - LONGEST_LIST} 条。"


def reminder_line(reminder: Reminder) -> str:
    """One alert that still waits, in one line."""
    entry = reminder.entry
    year = f" {entry.year} 年度" if entry.year else ""
    return (
        f"[{SEVERITIES[entry.severity]}] {entry.body or entry.portal}{year}：{entry.message}（已 {reminder.days} 天）"
    )


def _questions(digest: Digest) -> Iterator[str]:
    if not digest.questions:
        return
    yield from _heading(f"请先确认（{len(digest.questions)}）")
    for asked in digest.questions:
        yes, no = asked.answers
        yield f"{asked.portal}：{asked.text}"
        yield f"    是：{yes}"
        yield f"    不是：{no}"


def exempt_lines(exempt: Iterable[Exempt]) -> Iterator[str]:
    """One line a portal on the bodies of its roster that owe no report."""
    for group in exempt:
        names = "、".join(group.bodies[:_MOST_NAMES]) + ("等" if len(group.bodies) > _MOST_NAMES else "")
        yield f"{group.portal}：{names} {len(group.bodies)} 个公共企事业单位不用发布年报（条例第五十五条），不列应报。"


def _waiting(waiting: Iterable[Waiting]) -> Iterator[str]:
    found = list(waiting)
    if not found:
        return
    yield from _heading(f"待复核（{len(found)}）")
    for item in found:
        year = f" {item.year} 年度" if item.year else ""
        yield f"{item.body}{year}：{item.why} {item.url}".rstrip()


def _due(digest: Digest) -> Iterator[str]:
    if not digest.due_soon:
        return
    yield from _heading("临近期限")
    for group in digest.due_soon:
        left = f"还有 {group.days_left} 天" if group.days_left else "今天到期"
        yield f"{group.on}（{left}）{group.portal}：{len(group.bodies)} 个机关：{'、'.join(group.bodies)}"


def _health(digest: Digest) -> Iterator[str]:
    yield from _heading("巡查情况（我们能否看到，不是发布机关的问题）")
    yield health_summary(digest.portals)
    for portal in digest.portals:
        yield from _portal(portal)
    for kind in ("new", "reopened", "resolved"):
        for entry in digest.health_news[kind]:
            yield f"{NEWS_NAMES[kind]}：{entry.portal} {entry.rule_name}"
    for run in digest.runs:
        finished = f"–{run.finished}" if run.finished else ""
        yield f"第 {run.id} 次运行：{RUN_KINDS[run.kind]} {run.started}{finished} {RUN_OUTCOMES[run.outcome]}"
        if run.note:
            yield f"    {run.note}"


def health_summary(portals: Sequence[PortalHealth]) -> str:
    """How many portals were visited and seen whole, in one sentence."""
    visited = [portal for portal in portals if portal.visited]
    healthy = sum(portal.healthy for portal in visited)
    left_out = sum(bool(portal.left_out) and not portal.visited for portal in portals)
    missed = len(portals) - len(visited) - left_out
    text = f"巡查 {len(visited)} 个门户，{healthy} 个完整看到，{len(visited) - healthy} 个受阻"
    text += f"，{left_out} 个按计划没有轮到" if left_out else ""
    return f"{text}，{missed} 个没有巡查到。" if missed else f"{text}。"


def _portal(portal: PortalHealth) -> Iterator[str]:
    if not portal.troubles and (portal.healthy or (portal.left_out and not portal.visited)):
        return
    state = "没有巡查到" if not portal.visited else f"{portal.columns} 个栏目中 {portal.healthy_columns} 个完整看到"
    unknown = f"，{portal.unknown} 项应报因此状态不明" if portal.unknown and not portal.healthy else ""
    yield f"{portal.name}：{state}{unknown}"
    for trouble in portal.troubles:
        yield f"    {trouble.name}：{trouble.detail} {trouble.url}"
