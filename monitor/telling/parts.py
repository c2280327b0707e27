"""The parts of a message behind its figures: whom to contact, what to confirm, what was not seen, what is settled."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from monitor.duties.obligations import year_now_due
from monitor.health.day import PortalHealth, Trouble
from monitor.rules.catalogue import codes
from monitor.rules.model import Severity
from monitor.telling.brief import brief, name_of
from monitor.telling.content import Block, Line, Part
from monitor.telling.digest import Digest, DueGroup, Reminder, Waiting
from monitor.telling.entries import Entry
from monitor.telling.phrases import Phrases
from monitor.telling.sorting import Sorted, group, unit, units_of
from monitor.telling.unread import Unread
from storage.tables.health import MILD, NOTES

FLOOD: Final = 10
"""Units that have a problem alike from which on it is told in one line."""
MOST_UNITS: Final = 60
"""Units that are told one by one."""
MOST_SETTLED: Final = 12
MOST_LINES: Final = 6
"""Blocks of a part that is no list of units to contact."""
MOST_NAMES: Final = 8
"""Names in one line."""
WARNINGS: Final = (14, 7, 1)
"""Days before a due day on which people are reminded of it."""


def parts_of(digest: Digest, news: Sorted, words: Phrases) -> Iterator[Part]:
    """The parts that have something to say, in the order in which they are read."""
    year = year_now_due(digest.day)
    made = (
        contact_part(digest, news, words),
        _reminders(digest, words),
        _confirm(digest, words),
        _look(digest, words),
        _waiting(digest, words),
        _blind(digest, words),
        _settled(news, year, words),
        _dropped(news, year, words),
        _due(digest, words),
    )
    yield from (part for part in made if part.blocks or part.tail)


def contact_part(digest: Digest, news: Sorted, words: Phrases) -> Part:
    """Whom to contact today: a block a unit, the gravest first; what many have alike in one line each."""
    year = year_now_due(digest.day)
    floods = _floods(news.fresh)
    apart = [entry for entry in news.fresh if entry.rule not in floods]
    blocks = _by_weight(digest, apart)
    tail = [_flood_line(entries, year, words) for entries in floods.values()]
    if left := [entry for entries in blocks[MOST_UNITS:] for entry in entries]:
        tail.append(_left_out(left, words))
    if news.older:
        older = words.say(words.older, last=year - 1, units=units_of(news.older), count=len(news.older))
        tail.append(Line(older))
    title = words.say(words.contact_part, units=units_of(news.fresh))
    shown = tuple(_block(entries, year, words) for entries in blocks[:MOST_UNITS])
    return Part("contact", title, shown, tuple(tail))


def _floods(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries of each rule that so many units break at once that the cause is hardly in each of them."""
    found = group((entry.rule, entry) for entry in entries)
    return {rule: alike for rule, alike in found.items() if units_of(alike) >= FLOOD}


def _flood_line(entries: Sequence[Entry], year: int, words: Phrases) -> Line:
    names = list(dict.fromkeys(_whose(entry, year, words) for entry in entries))
    shown = words.names.join(names[:MOST_NAMES])
    text = words.say(words.flood, name=name_of(entries[0], words), units=units_of(entries), names=shown)
    return Line(text, max(entry.severity for entry in entries))


def _whose(one: Entry | Waiting, year: int, words: Phrases) -> str:
    """Whose report it is, with its year where that is not the one now due, of which the head speaks."""
    name = one.body or one.portal
    return name if one.year in (year, None) else words.say(words.whose_year, name=name, year=one.year)


def _left_out(entries: Sequence[Entry], words: Phrases) -> Line:
    counts = Counter(entry.severity for entry in entries)
    shown = words.item.join(f"{words.severities[level]} {counts[level]}" for level in sorted(counts, reverse=True))
    return Line(words.say(words.more_units, units=units_of(entries), count=len(entries), severities=shown))


def _by_weight(digest: Digest, entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries unit by unit: first who published nothing, then by the gravest problem; portals in their order."""
    order = {portal.name: place for place, portal in enumerate(digest.portals)}
    units = group((unit(entry), entry) for entry in entries)

    def weight(alike: list[Entry]) -> tuple[bool, int, int]:
        absent = any(entry.rule in codes("absence") for entry in alike)
        gravest = max(entry.severity for entry in alike)
        return not absent, -gravest.rank, order.get(alike[0].portal, len(order))

    return sorted(units.values(), key=weight)


def _block(entries: Sequence[Entry], year: int, words: Phrases) -> Block:
    first = entries[0]
    alike = group((entry.rule, entry) for entry in entries)
    lines = sorted((_line(found, year, words) for found in alike.values()), key=_gravest_first)
    return Block(first.body or first.portal, tuple(lines), contact_line(first))


def contact_line(entry: Entry) -> str:
    """Whom to ask at a unit, and by which number; empty where the roster does not say."""
    return " ".join(text for text in (entry.contact, entry.phone) if text)


def _gravest_first(line: Line) -> int:
    return -(line.severity or Severity.INFO).rank


def _line(entries: Sequence[Entry], year: int, words: Phrases) -> Line:
    """What a unit has of one rule: one problem in words, of several the first and how many there are."""
    first, name = entries[0], name_of(entries[0], words)
    years = sorted({entry.year for entry in entries if entry.year is not None}, reverse=True)
    when = words.say(words.of_year, year=words.names.join(map(str, years))) if years and years != [year] else ""
    many = words.say(words.several, count=len(entries)) if len(entries) > 1 else ""
    said = words.colon.join(text for text in (when, _changed(first, words), brief(first, words)) if text)
    severity = max(entry.severity for entry in entries)
    return Line(words.joined(said, many), severity, words.joined(words.colon.join(filter(None, (when, name))), many))


def _changed(entry: Entry, words: Phrases) -> str:
    """That an entry was known before, and is worse or back; empty for a new one."""
    if entry.state == "reopened":
        return words.again
    return words.worse if entry.change else ""


def _reminders(digest: Digest, words: Phrases) -> Part:
    found = [
        Block(
            _whose(one.entry, year_now_due(digest.day), words),
            (Line(words.joined(brief(one.entry, words), _age(one, words)), one.entry.severity),),
            contact_line(one.entry),
        )
        for one in digest.reminders
    ]
    return _cut(Part("reminders", words.reminders_part, tuple(found)), words, MOST_SETTLED)


def _age(reminder: Reminder, words: Phrases) -> str:
    return words.say(words.days_old, days=reminder.days)


def _confirm(digest: Digest, words: Phrases) -> Part:
    lines = (
        Line(words.say(words.confirm, body=asked.body, names=words.names.join(asked.names)))
        for asked in digest.questions
    )
    return _cut(Part("confirm", words.confirm_part, tuple(Block("", (line,)) for line in lines)), words)


def _look(digest: Digest, words: Phrases) -> Part:
    """The reports to look at of which nobody was told yet, the year now due first; others are counted."""
    year = year_now_due(digest.day)
    fresh = [one for one in digest.unread if one.fresh and (digest.previous is not None or one.year in (year, None))]
    part = _cut(Part("look", words.look_part, tuple(_to_look(one, year, words) for one in fresh)), words)
    if known := len(digest.unread) - len(fresh):
        return Part(part.kind, part.title, part.blocks, (*part.tail, Line(words.say(words.known_before, count=known))))
    return part


def _to_look(one: Unread, year: int, words: Phrases) -> Block:
    when = words.say(words.of_year, year=one.year) if one.year not in (year, None) else ""
    what = words.unreadable if one.why else words.say(words.unchecked, count=one.unchecked)
    why = words.joined(what, one.why if words.lang == "zh" else "")
    return Block(one.body, (Line(words.colon.join(filter(None, (when, why)))),))


def _waiting(digest: Digest, words: Phrases) -> Part:
    names = [_whose(item, year_now_due(digest.day), words) for item in digest.waiting]
    lines = (Line(_names(names, words)),) if names else ()
    return Part("waiting", words.waiting_part, tail=lines)


def _names(names: Sequence[str], words: Phrases) -> str:
    """Names in one line, of many the first ones and how many there are."""
    shown = words.names.join(names[:MOST_NAMES])
    return words.say(words.units, names=shown, count=len(names)) if len(names) > MOST_NAMES else shown


def _blind(digest: Digest, words: Phrases) -> Part:
    """Portals that could not be seen, what is new with others, and which can be seen again."""
    if not digest.runs:
        return Part("blind", words.blind_part)
    missed = [portal.name for portal in digest.missed]
    seen = {portal.name: portal.documents for portal in digest.portals if portal.healthy}
    blocks = [_hidden(portal, digest, words) for portal in digest.hidden]
    blocks += [
        Block(entry.portal, (Line(words.trouble(entry.rule, seen.get(entry.portal, {}).get(entry.rule, 0))),))
        for kind in ("new", "reopened")
        for entry in digest.health_news[kind]
        if entry.portal in seen or not any(entry.portal == portal.name for portal in digest.portals)
    ]
    part = _cut(Part("blind", words.blind_part, tuple(blocks)), words)
    back = dict.fromkeys(entry.portal for entry in digest.health_news["resolved"] if entry.portal in seen)
    tail = [
        *part.tail,
        *([Line(words.say(words.not_visited, names=_names(missed, words), count=len(missed)))] if missed else []),
        *([Line(words.say(words.seen_again, names=_names(list(back), words)))] if back else []),
    ]
    return Part(part.kind, part.title, part.blocks, tuple(tail))


def _hidden(portal: PortalHealth, digest: Digest, words: Phrases) -> Block:
    days = (digest.day - portal.blind_since).days + 1 if portal.blind_since else 0
    held = sum(entry.portal == portal.name for entry in digest.held)
    text = words.joined(
        words.names.join(troubles_of(portal, words)) or words.not_whole,
        words.say(words.blind_day, days=days) if days > 1 else "",
        words.say(words.blind_duties, count=portal.unknown) if portal.unknown else "",
        words.say(words.held, count=held) if held else "",
    )
    return Block(portal.name, (Line(text),))


def troubles_of(portal: PortalHealth, words: Phrases) -> list[str]:
    """What hides a portal, each thing once; not what touches single documents that were to be had."""
    hiding = (trouble for trouble in portal.troubles if trouble.kind not in NOTES and trouble.kind not in MILD)
    return list(dict.fromkeys(_trouble(trouble, portal, words) for trouble in hiding))


def _trouble(trouble: Trouble, portal: PortalHealth, words: Phrases) -> str:
    """Single pages are told as such, and a site that forbids a column may allow all others."""
    if trouble.documents:
        return words.trouble(trouble.kind, portal.documents[trouble.kind])
    return words.forbidden_column if trouble.kind == "robots" else words.trouble(trouble.kind)


def _settled(news: Sorted, year: int, words: Phrases) -> Part:
    entries = (*news.settled, *news.late)
    units = group((unit(entry), entry) for entry in entries)
    blocks = tuple(_settled_block(found, year, words) for found in units.values())
    title = words.say(words.settled_part, units=len(units), count=len(entries))
    return _cut(Part("settled", title, blocks), words, MOST_SETTLED)


def _settled_block(entries: Sequence[Entry], year: int, words: Phrases) -> Block:
    said = dict.fromkeys(_settled_words(entry, year, words) for entry in entries)
    return Block(entries[0].body or entries[0].portal, (Line(words.semicolon.join(said)),))


def _settled_words(entry: Entry, year: int, words: Phrases) -> str:
    when = "" if entry.year in (year, None) else words.say(words.of_year, year=entry.year)
    what = words.joined(name_of(entry, words), words.corrected if entry.corrected else "")
    if entry.days_late and entry.state != "resolved":
        what = words.say(words.came_late, days=entry.days_late)
    return words.colon.join(filter(None, (when, what)))


def _dropped(news: Sorted, year: int, words: Phrases) -> Part:
    blocks = tuple(
        Block(
            _whose(entry, year, words),
            (Line(words.joined(name_of(entry, words), entry.change if words.lang == "zh" else "")),),
        )
        for entry in news.dropped
    )
    return _cut(Part("dropped", words.dropped_part, blocks), words)


def _due(digest: Digest, words: Phrases) -> Part:
    """Whose day is near, on the days of warning, or on the first day after one on which nobody was told."""
    lines = [_due_line(found, words) for found in digest.due_soon if is_warned(found, digest.day, digest.previous)]
    return Part("due", words.due_part, tail=tuple(lines))


def is_warned(found: DueGroup, on: date, before: date | None) -> bool:
    """Whether a day of warning came since the message of the day ``before``."""
    then = (found.on - before).days if before is not None else None
    return any(found.days_left <= days and (then is None or then > days) for days in WARNINGS) and found.on >= on


def _due_line(found: DueGroup, words: Phrases) -> Line:
    sentence = words.due if found.days_left else words.due_today
    names = _names(found.bodies, words)
    return Line(
        sentence.format(on=words.short_day(found.on), days=found.days_left, count=len(found.bodies), names=names)
    )


def _cut(part: Part, words: Phrases, most: int = MOST_LINES) -> Part:
    """The part with its first blocks, and how many there are beyond."""
    if len(part.blocks) <= most:
        return part
    more = Line(words.say(words.more, count=len(part.blocks) - most))
    return Part(part.kind, part.title, part.blocks[:most], (*part.tail, more))
