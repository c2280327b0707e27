"""What is sent: the digest of a day, or a bulletin, in the three forms that ways of sending ask for."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.outgoing import cleaned
from monitor.telling.digest import Digest
from monitor.telling.digest_markdown import as_markdown
from monitor.telling.digest_page import as_html
from monitor.telling.digest_text import as_text

_WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    ``markdown`` is for chats: a heading in its first line; what is one of many begins with ``- `` or ``1. ``, so that
    a message that must be cut says how many it leaves out.
    """

    subject: str
    text: str
    markdown: str
    html: str


def message_of(digest: Digest) -> Message:
    """The digest as it is sent."""
    digest = cleaned(digest)
    return Message(f"年报日报 {spoken_day(digest.day)}", as_text(digest), as_markdown(digest), as_html(digest))


def spoken_day(day: date) -> str:
    """A day as people write it, with its day of the week."""
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
