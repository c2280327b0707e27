"""What one printed cell means: number, blank, symbol, text, or not to be told."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from monitor.documents.model import CERTAIN, Box, Cell
from monitor.reports.model import CellState, number_of

_SYMBOLS: Final = re.compile(r"[/\\|\-‐‑‒–—―−_~*·.、]+|无|暂无|没有|\(?无\)?")
_ZERO_LETTERS: Final = re.compile(r"[Oo〇○◯零]")
_NUMBER: Final = re.compile(
    r"(?P<sign>[+\-−])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<unit>件|宗|条|项|份|次|个|部|起|人次|人|户|家|万元|亿元|元)?"
)
_NOTE: Final = re.compile(
    r"(?P<whole>.+?)(?:\((?:其中|含|包括|包含|均为|全部为|全为|都是)(?P<note>[^()]{1,40})\)|[,;]?其中(?P<rest>[^()]{1,40}))"
)
"""A number with what is among it behind it: 3（其中修订2件）."""
_OF_OTHER_YEARS: Final = re.compile(r"上一?年|去年|往年|结转|累计")
_DIGITS_APART: Final = re.compile(r"[+\-]?[\d,.]+(?:\s+[\d,.]+)+")
_SPACES: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")

MONEY: Final[dict[str, Decimal]] = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
"""Units of money in 万元."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell as it stands on the page, with what it means."""

    text: str
    state: CellState
    value: Decimal | None = None
    page: int | None = None
    box: Box | None = None
    repaired: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value for arithmetic."""
        return number_of(self.state, self.value)


def meaning(text: str) -> tuple[CellState, Decimal | None]:
    """What a cell's text means. Amounts with a unit of money are given in 万元; digits set apart are not to be told.

    A note behind a number of what is among it (其中修订2件) leaves the number as it is.
    """
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    bare = spaced.replace(" ", "")
    if not bare:
        return CellState.BLANK, None
    if _DIGITS_APART.fullmatch(spaced):
        return CellState.UNSURE, None
    if _ZERO_LETTERS.fullmatch(bare):
        return CellState.NUMBER, Decimal(0)
    if _SYMBOLS.fullmatch(bare):
        return CellState.SYMBOL, None
    if number := _NUMBER.fullmatch(bare):
        return CellState.NUMBER, _value(number)
    return _annotated(bare)


def _annotated(bare: str) -> tuple[CellState, Decimal | None]:
    """A number with a note of what is among it; unsure where more is among it than there is."""
    found = _NOTE.fullmatch(bare)
    number = _NUMBER.fullmatch(found["whole"]) if found else None
    if found is None or number is None:
        return CellState.TEXT, None
    note, value = found["note"] or found["rest"], _value(number)
    if _OF_OTHER_YEARS.search(note):
        return CellState.TEXT, None
    parts = [Decimal(digits) for digits in re.findall(r"\d+(?:\.\d+)?", note)]
    return (CellState.UNSURE, None) if any(part > value for part in parts) else (CellState.NUMBER, value)


def printed(text: str, *, page: int | None = None, box: Box | None = None, confidence: float = CERTAIN) -> Printed:
    """A cell's text with its meaning; what was not read for certain is UNSURE and has no value."""
    state, value = meaning(text)
    if confidence < CERTAIN:
        state, value = CellState.UNSURE, None
    return Printed(" ".join(text.split()), state, value, page, box)


def printed_cell(cell: Cell) -> Printed:
    """A document's cell with its meaning."""
    return printed(cell.text, page=cell.page, box=cell.box, confidence=cell.confidence)


def is_value(text: str) -> bool:
    """True where the text can stand in a value cell: a number, a sign for none, or nothing."""
    return meaning(text)[0] is not CellState.TEXT


def _value(number: re.Match[str]) -> Decimal:
    value = Decimal(number["digits"].replace(",", "") + (number["fraction"] or ""))
    value *= MONEY.get(number["unit"] or "", Decimal(1))
    return -value if number["sign"] not in (None, "+") else value
