"""What is sent: the message of a day in the forms that ways of sending ask for, all from one content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.telling.audience import EVERYONE, Audience, narrow
from monitor.telling.composing import content_of
from monitor.telling.digest import Digest, Reminder, since
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


def message_of_day(
    log: Log,
    day: date,
    *,
    today: date | None = None,
    lang: Lang = "zh",
    audience: Audience = EVERYONE,
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
    return message_of(narrow(digest, audience), lang, address=address, attached=attached)


def message_of(digest: Digest, lang: Lang = "zh", *, address: str = "", attached: str = "") -> Message:
    """The message of a digest."""
    content = content_of(digest, lang, address=address, attached=attached)
    return Message(content.subject, as_text(content), as_markdown(content), as_mail(content))
