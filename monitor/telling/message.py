"""What is sent: the message of a day in the forms that ways of sending ask for, all from one content."""

from dataclasses import dataclass

from monitor.telling.composing import content_of
from monitor.telling.digest import Digest
from monitor.telling.message_chat import as_markdown
from monitor.telling.message_mail import as_mail
from monitor.telling.message_text import as_text
from monitor.telling.phrases import Lang


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


def message_of(digest: Digest, lang: Lang = "zh", *, address: str = "", attached: str = "") -> Message:
    """The message of a digest."""
    content = content_of(digest, lang, address=address, attached=attached)
    return Message(content.subject, as_text(content), as_markdown(content), as_mail(content))
