"""Tables without borders as they come off a tape: rows with the values that stand at their labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.documents.model import CERTAIN, Box
from monitor.reports.model import TableKey


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a sign for none or an empty cell, with its place.

    ``at`` is how many characters of words stand before it, ``order`` how many
    values, ``line`` the line or row that it stands on; ``start`` and ``end``
    are its place in the text of its item. ``word_before`` and ``word_behind``
    say that a word touches it.
    """

    text: str
    at: int
    order: int
    item: int
    line: int
    start: int = 0
    end: int = 0
    page: int | None = None
    box: Box | None = None
    confidence: float = CERTAIN
    cell: bool = False
    """It fills a cell of a table."""
    alone: bool = False
    """Nothing else stands on its line."""
    foot: bool = False
    """Its line has the shape of a page's number."""
    after_comma: bool = False
    """Only a comma parts it from what stands before."""
    thousands: bool = False
    """It may be the end of the number before that comma, as in 1,234."""
    word_before: bool = False
    word_behind: bool = False
    of_text: bool = False
    """A word that means nothing to a table touches it."""
    numbering: str = ""
    """Its last digit where that may number the label behind it (``0000000`` + ``2、``)."""


@dataclass(slots=True)
class LooseRow:
    """One row: what it is, its label as printed, and the values at it in the order they stand.

    ``columns`` holds for every value the column that is named right before it.
    ``doubtful`` are values that something without meaning touches, or parts
    from the label.
    """

    name: str
    label: str
    line: int = 0
    """The line on which the label ends."""
    values: list[Value] = field(default_factory=list)
    columns: list[str | None] = field(default_factory=list)
    doubtful: list[Value] = field(default_factory=list)
    apart: bool = False
    """Its values stand behind the labels of all rows, and nothing but their number tells that they are its own."""


@dataclass(slots=True)
class LooseTable:
    """The rows of one cluster. ``left`` counts the values that belong to no row, ``extra`` are labels of no row."""

    key: TableKey
    rows: list[LooseRow] = field(default_factory=list)
    left: int = 0
    extra: list[str] = field(default_factory=list)
    words: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns that the head names, with their labels as printed."""
