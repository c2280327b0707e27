"""What a message says, before it is written as text, mail or chat: one record, from which all forms are written.

Figures come first, then whom to contact today. One cause is one line: what is wrong with a unit for the same reason in
several places or years is one problem, and what many units have alike is one line with their number. All of it, with
law and quotations, stands on the page of the day.
"""

from dataclasses import dataclass
from typing import Literal

from monitor.rules.model import Severity
from monitor.telling.phrases import PHRASES, Lang, Phrases

PartKind = Literal["contact", "confirm", "look", "blind", "settled", "dropped", "waiting", "due", "reminders"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers with which a message begins; ``bad`` where it is one to act upon."""

    label: str
    value: int
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One problem, or one thing to know; ``short`` says it where there is little place."""

    text: str
    severity: Severity | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of one unit or portal, and whom to ask there."""

    name: str
    lines: tuple[Line, ...]
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the message under its heading; ``tail`` are lines behind the blocks that are no single unit's."""

    kind: PartKind
    title: str
    blocks: tuple[Block, ...] = ()
    tail: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A message as it is said in one language, in the order of its fields; empty fields are left out.

    ``lead`` is the one sentence that must be read, ``balance`` what is new, settled and waiting in numbers, ``notes``
    what stood in the way of the message itself. ``address`` is where the page of the day stands, ``attached`` the name
    of a list that comes along.
    """

    lang: Lang
    title: str
    run: str
    figures: tuple[Figure, ...]
    lead: str
    balance: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    bases: tuple[str, ...]
    address: str
    attached: str

    @property
    def words(self) -> Phrases:
        """The words of its language."""
        return PHRASES[self.lang]

    @property
    def subject(self) -> str:
        """The message in one line: its title and whom to contact."""
        return f"{self.title}{self.words.colon}{self.lead}"
