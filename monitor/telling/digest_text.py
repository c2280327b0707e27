"""What a digest says in sentences: for its page, and for listings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from monitor.health.day import PortalHealth
from monitor.telling.brief import spoken_days
from monitor.telling.digest import Digest, Exempt, Reminder
from monitor.telling.entries import NEWS, NewsKind
from monitor.telling.phrases import ZH

NEWS_NAMES: Final[dict[NewsKind, str]] = {
    "new": "新问题",
    "worse": "加重",
    "reopened": "再次出现",
    "resolved": "已改好",
}

_MOST_NAMES: Final = 10
"""Names that stand in one line on who owes nothing."""


def summary(digest: Digest) -> str:
    """The digest in one sentence; a day on which nobody looked has nothing new to say, and says why."""
    parts = [f"{NEWS_NAMES[kind]} {len(digest.news[kind])} 条" for kind in NEWS if digest.news[kind]]
    if not digest.has_looked:
        parts.append(why_unknown(digest))
    return "，".join(parts) + "。" if parts else f"{ZH.nothing_new}。"


def why_unknown(digest: Digest) -> str:
    """Why nobody knows what is new on a day on which no run came to its end."""
    if not digest.runs:
        return ZH.no_run
    return ZH.under_way if digest.runs[-1].outcome == "running" else ZH.no_good_run


def waiting_line(digest: Digest) -> str:
    """How many problems wait, and what people decided on others."""
    return f"待处理 {digest.open} 条，已知悉 {digest.acknowledged} 条，暂不提醒 {digest.muted} 条。"


def note_of(digest: Digest) -> str:
    """Why the day's last run did not see all; empty where it did."""
    note = digest.runs[-1].note if digest.runs else ""
    return ZH.cut_short.format(why=note) if note else ""


def clock_line(digest: Digest) -> str:
    """That the clock went back behind the run before; empty where it did not."""
    if digest.went_back is None:
        return ""
    return f"{ZH.clock.format(before=ZH.day(digest.went_back), day=ZH.day(digest.day))}。"


def untold_line(digest: Digest) -> str:
    """How many news the digest does not tell yet, and where they are told."""
    return f"{ZH.untold.format(count=digest.untold)}。"


def reminder_line(reminder: Reminder) -> str:
    """One alert that still waits, in one line."""
    entry = reminder.entry
    year = f" {entry.year} 年度" if entry.year else ""
    severity = ZH.severities[entry.severity]
    return f"[{severity}] {entry.body or entry.portal}{year}：{spoken_days(entry.message)}（已 {reminder.days} 天）"


def exempt_lines(exempt: Iterable[Exempt]) -> Iterator[str]:
    """One line a portal on the bodies of its roster that owe no report."""
    for group in exempt:
        names = "、".join(group.bodies[:_MOST_NAMES]) + ("等" if len(group.bodies) > _MOST_NAMES else "")
        yield f"{group.portal}：{names} {len(group.bodies)} 个公共企事业单位不用发布年报（条例第五十五条），不列应报。"


def health_summary(portals: Sequence[PortalHealth]) -> str:
    """How many portals were visited and seen whole, in one sentence."""
    visited = [portal for portal in portals if portal.visited]
    healthy = sum(portal.healthy for portal in visited)
    left_out = sum(bool(portal.left_out) and not portal.visited for portal in portals)
    missed = len(portals) - len(visited) - left_out
    text = f"巡查 {len(visited)} 个门户，{healthy} 个完整看到，{len(visited) - healthy} 个受阻"
    text += f"，{left_out} 个按计划没有轮到" if left_out else ""
    return f"{text}，{missed} 个没有巡查到。" if missed else f"{text}。"
