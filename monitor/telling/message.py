"""What is sent: the message of a day in the forms that ways of sending ask for, all from one content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from monitor.rules.model import Severity
from monitor.telling.composing import content_of
from monitor.telling.digest import Digest, Reminder, since
from monitor.telling.entries import NEWS, Entry
from monitor.telling.giving import look
from monitor.telling.message_chat import as_markdown
from monitor.telling.message_mail import as_mail
from monitor.telling.message_text import as_text
from monitor.telling.phrases import Lang
from storage.database import Log


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    ``text`` is one screen where it can be. ``markdown`` is for chats: a heading in its first line; what is one of many
    begins with ``- `` or ``1. ``, so that a message that must be cut says how many it leaves out. ``html`` is a mail,
    whole in itself.
    """

    subject: str
    text: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What one receiver wants to know: problems from a severity on, some portals alone (empty: all), crawl health."""

    severity: Severity = Severity.INFO
    portals: frozenset[str] = frozenset()
    health: bool = True


EVERYTHING: Final = Scope()


def message_of_day(
    log: Log,
    day: date,
    *,
    today: date | None = None,
    lang: Lang = "zh",
    scope: Scope = EVERYTHING,
    after: int | None = None,
    notes: Sequence[str] = (),
    reminders: Sequence[Reminder] = (),
    address: str = "",
    attached: str = "",
) -> Message:
    """The message of a day, as it was given out where that is past.

    ``after`` is the telling that the receiver knew last: all news since then is told, also of earlier days. ``notes``
    and ``reminders`` are the receiver's own, ``address`` is where everything can be read, ``attached`` the name of a
    list that is sent along. LogError where the log cannot be read.
    """
    digest = look(log, day, today or day)
    if after is not None:
        digest = since(log, digest, after)
    digest = replace(digest, notes=[*digest.notes, *notes], reminders=[*digest.reminders, *reminders])
    return message_of(narrow(digest, scope), lang, address=address, attached=attached)


def message_of(digest: Digest, lang: Lang = "zh", *, address: str = "", attached: str = "") -> Message:
    """The message of a digest."""
    content = content_of(digest, lang, address=address, attached=attached)
    return Message(content.subject, as_text(content), as_markdown(content), as_mail(content))


def narrow(digest: Digest, scope: Scope) -> Digest:
    """The digest as far as a receiver wants to know it; the figures are of the portals that are left."""
    if scope == EVERYTHING:
        return digest

    def is_wanted(entry: Entry) -> bool:
        return _is_of(entry.portal, scope.portals) and entry.severity >= scope.severity

    return replace(
        digest,
        news={kind: list(filter(is_wanted, digest.news[kind])) for kind in NEWS},
        health_news={
            kind: [entry for entry in digest.health_news[kind] if scope.health and _is_of(entry.portal, scope.portals)]
            for kind in NEWS
        },
        held=list(filter(is_wanted, digest.held)),
        due_soon=[one for one in digest.due_soon if _is_of(one.portal, scope.portals)],
        questions=[one for one in digest.questions if _is_of(one.portal, scope.portals)],
        waiting=[one for one in digest.waiting if _is_of(one.portal, scope.portals)],
        portals=[one for one in digest.portals if scope.health and _is_of(one.name, scope.portals)],
        duties=[one for one in digest.duties if _is_of(one.portal, scope.portals)],
        unread=[one for one in digest.unread if _is_of(one.portal, scope.portals)],
        reminders=[one for one in digest.reminders if is_wanted(one.entry)],
    )


def _is_of(portal: str, wanted: Collection[str]) -> bool:
    return not wanted or portal in wanted
