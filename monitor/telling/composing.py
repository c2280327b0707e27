"""Composes the content of a message from the digest of a day: its head, its figures, and in :mod:`parts` the rest."""

from collections.abc import Iterator
from typing import Final

from crawler.outgoing import cleaned
from monitor.duties.obligations import year_now_due
from monitor.telling.content import Content, Figure
from monitor.telling.digest import Digest
from monitor.telling.parts import parts_of
from monitor.telling.phrases import PHRASES, Lang, Phrases
from monitor.telling.sorting import Sorted, sort_news, units_of

MOST_BASES: Final = 6
"""Documents that a mail names at its end."""


def content_of(digest: Digest, lang: Lang = "zh", *, address: str = "", attached: str = "") -> Content:
    """What the message of a digest says. ``address`` is where all of it can be read, ``attached`` a list's name."""
    digest, words = cleaned(digest), PHRASES[lang]
    news = sort_news(digest)
    return Content(
        lang=lang,
        title=f"{words.title} {words.day(digest.day)}",
        run=_run(digest, words),
        figures=_figures(digest, words),
        lead=_lead(digest, news, words),
        balance=_balance(digest, news, words),
        notes=tuple(_notes(digest, news, words)),
        parts=tuple(parts_of(digest, news, words)),
        bases=tuple(dict.fromkeys(entry.basis for entry in news.fresh if entry.basis))[:MOST_BASES],
        address=address,
        attached=attached,
    )


def _run(digest: Digest, words: Phrases) -> str:
    if not digest.runs:
        return ""
    last = digest.runs[-1]
    outcome = words.outcomes[last.outcome]
    return words.say(words.run, number=last.id, time=(last.finished or last.started)[:5], outcome=outcome)


def _figures(digest: Digest, words: Phrases) -> tuple[Figure, ...]:
    sums = {
        name: sum(getattr(duties, name) for duties in digest.duties)
        for name in ("owed", "on_time", "late", "overdue", "doubtful", "unseen", "ahead")
    }
    shown = [name for name in sums if name != "ahead" or sums["ahead"]]
    return tuple(Figure(words.figures[name], sums[name], bad=name == "overdue" and sums[name] > 0) for name in shown)


def _lead(digest: Digest, news: Sorted, words: Phrases) -> str:
    """Whom to contact, or that there is nobody, or that nobody knows."""
    if news.fresh:
        first = f"{words.first_run}{words.comma}" if digest.previous is None else ""
        return first + words.say(words.contacts, units=units_of(news.fresh))
    return words.nobody if digest.has_looked else _why_unknown(digest, words)


def _why_unknown(digest: Digest, words: Phrases) -> str:
    if not digest.runs:
        return words.no_run
    return words.under_way if digest.runs[-1].outcome == "running" else words.no_good_run


def _balance(digest: Digest, news: Sorted, words: Phrases) -> str:
    """What is new, what is settled, what waits, and how many portals nobody could see, in numbers."""
    new = (*news.fresh, *news.older)
    settled = (*news.settled, *news.late)
    nothing = words.nothing_new if digest.has_looked and not new and not settled else ""
    told = words.joined(
        words.say(words.new, units=units_of(new), count=len(new)) if new else nothing,
        words.say(words.settled, units=units_of(settled), count=len(settled)) if settled else "",
    )
    names = {(duties.portal, name) for duties in digest.duties for name in duties.waiting}
    waiting = words.say(words.waiting, units=len(names), count=sum(duties.open for duties in digest.duties))
    unseen = len(digest.hidden) + len(digest.missed)
    parts = (
        f"{words.today}{told}" if told else "",
        waiting,
        words.say(words.blind, count=unseen) if unseen else "",
    )
    return words.semicolon.join(filter(None, parts))


def _notes(digest: Digest, news: Sorted, words: Phrases) -> Iterator[str]:
    yield from digest.notes
    if news.fresh and not digest.has_looked:
        yield _why_unknown(digest, words)
    if digest.previous is None and (news.fresh or news.older):
        yield words.say(words.baseline, year=year_now_due(digest.day))
    if digest.earlier:
        yield words.say(words.earlier, count=digest.earlier)
    if digest.untold:
        yield words.say(words.untold, count=digest.untold)
    if digest.went_back is not None:
        yield words.say(words.clock, before=words.day(digest.went_back), day=words.day(digest.day))
    if digest.runs and digest.runs[-1].note:
        yield words.say(words.cut_short, why=digest.runs[-1].note)
