"""What every way of sending knows: what is handed over, and how a failure is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.telling.message import Message

HandOver = Callable[[], None]
"""Called once, after the far side was reached and before it can have the message.

What was not handed over was never delivered; what was handed over and not answered may have been.
"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way.

    ``number`` is its own for good, however often it is tried: it stands in the message, so that a repeat is known for
    one. ``repeated`` says that an earlier try may have arrived. ``page`` is the address of the page with all of it,
    empty for none.
    """

    message: Message
    number: str
    made_at: datetime
    page: str = ""
    repeated: bool = False

    @property
    def lead(self) -> str:
        """What must be said before all else; empty for nothing."""
        return "（可能重复：上次发送中断，不知是否已送达。）" if self.repeated else ""

    @property
    def sign(self) -> str:
        """The last line: where all of it stands, and the number."""
        way = f"明细：{self.page}　" if self.page else ""
        return f"{way}编号 {self.number[:8]}"


class SendError(Exception):
    """A message was not sent; ``reason`` is one Chinese line that says why and what to do, without any secret.

    ``unsure``: it may have arrived all the same. ``lasting``: trying again by itself will not help.
    """

    def __init__(self, reason: str, *, unsure: bool = False, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.unsure = unsure
        self.lasting = lasting


class Sender(Protocol):
    """One way of sending, made for one channel with its secrets read."""

    def send(self, parcel: Parcel, hand_over: HandOver) -> str:
        """Send a message and wait for the far side's word; SendError where that is not success.

        Gives what people must know although it was sent, in one Chinese line, else nothing.
        """
