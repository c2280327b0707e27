"""The digest in Markdown for chats: what people must know, one line a problem."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.outgoing import block
from monitor.telling.digest import NEWS, Digest, Entry
from monitor.telling.digest_text import (
    NEWS_NAMES,
    clock_line,
    health_summary,
    note_of,
    reminder_line,
    summary,
    untold_line,
)
from monitor.telling.wording import SEVERITIES

_SIGNS: Final = str.maketrans(dict(zip("\\`*_[]<>#|~", "＼｀＊＿［］＜＞＃｜～", strict=True)))
"""Signs that would make links, marks and headings of what strangers wrote; chats differ in how they are escaped."""
_LINE_BREAK: Final = "  "


def as_markdown(digest: Digest) -> str:
    """The digest for a chat, ending in a line break."""
    return "".join(f"{block(line)}{_LINE_BREAK}\n" if line else "\n" for line in _lines(digest))


def plain(text: str) -> str:
    """A text of others as part of a line of Markdown: it says what it says and marks nothing up."""
    return re.sub(r"https?://", lambda found: found[0].replace("://", "：//"), text).translate(_SIGNS)


def _lines(digest: Digest) -> Iterator[str]:
    yield f"### 年报日报 {digest.day}"
    yield from map(plain, digest.notes)
    yield f"**{plain(summary(digest))}**"
    notes = (clock_line(digest), untold_line(digest) if digest.untold else "", note_of(digest))
    yield from (plain(line) for line in notes if line)
    yield f"仍待处理 {digest.open} 条，已知悉 {digest.acknowledged} 条，静默 {digest.muted} 条"
    for kind in NEWS:
        yield from _group(NEWS_NAMES[kind], [_entry(entry) for entry in digest.news[kind]])
    yield from _group("还没有改的，再提醒一次", [plain(reminder_line(one)) for one in digest.reminders])
    yield from _group("请先确认", [plain(f"{asked.portal}：{asked.text}") for asked in digest.questions])
    yield from _group("待复核", [plain(f"{item.body} {item.year or ''}：{item.why}") for item in digest.waiting])
    yield from _group("临近期限", list(_due(digest)))
    yield from _group("看不到（不是单位的问题）", list(_health(digest)))


def _group(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"**{title}（{len(lines)}）**"
        yield ""
        yield from (f"- {line}" for line in lines)


def _entry(entry: Entry) -> str:
    year = f" {entry.year} 年度" if entry.year else ""
    change = f"（{entry.change}）" if entry.change else ""
    return plain(f"【{SEVERITIES[entry.severity]}】{entry.body or entry.portal}{year}：{entry.message}{change}")


def _due(digest: Digest) -> Iterator[str]:
    for group in digest.due_soon:
        left = f"还有 {group.days_left} 天" if group.days_left else "今天到期"
        yield plain(f"{group.on}（{left}）{group.portal}：{len(group.bodies)} 个机关")


def _health(digest: Digest) -> Iterator[str]:
    blind = [portal for portal in digest.portals if portal.troubles and not portal.healthy]
    if blind:
        yield plain(health_summary(digest.portals))
    for portal in blind:
        yield plain(f"{portal.name}：{portal.troubles[0].name}")
    for kind in NEWS:
        for entry in digest.health_news[kind]:
            yield plain(f"{NEWS_NAMES[kind]}：{entry.portal} {entry.rule_name}")
