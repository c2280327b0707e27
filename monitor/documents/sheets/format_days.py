"""Days and times by the letters of a number format.

Source: ECMA-376 part 1, 18.8.31 and 18.17.4.1 (serial numbers of days).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final

from monitor.documents.sheets.format_parts import UNREAD, Kind, Piece, Section

_EPOCHS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - days of a calendar
_SERIAL_MOST: Final = 2_958_466
"""The day after 31 December 9999."""
_FIRST_SURE: Final = 61
"""1 March 1900; programs disagree on the days before it, since Excel knows a 29 February 1900."""
_ELAPSED_MOST: Final = 1000
"""Days from which on programs differ in whether they still count hours."""
_SECONDS: Final = 86_400
_SAME_SECOND: Final = Decimal("0.01")
"""Programs round parts of a second each in its own way."""
_NOON: Final = 12
_FLUFF: Final = frozenset({Kind.LITERAL, Kind.SLASH, Kind.COMMA, Kind.POINT})


def day_of(number: Decimal, section: Section, *, from_1904: bool) -> str | None:
    """What a section of days and times shows for a serial number; None where that is not sure."""
    pieces = _understood(section)
    calendar = any(piece.kind is Kind.DAY and piece.text[0] in "yd" for piece in pieces) or _is_month(pieces)
    most = _ELAPSED_MOST if section.has(Kind.ELAPSED) else _SERIAL_MOST
    if not pieces or not (0 <= number < most) or (calendar and not from_1904 and number < _FIRST_SURE):
        return None
    if abs(number * _SECONDS - round(number * _SECONDS)) > _SAME_SECOND:
        return None
    return "".join(_shown(pieces, _Moment(number, pieces, from_1904=from_1904)))


def is_known_day(section: Section) -> bool:
    """Whether the section shows a day or a time, and everything in it is known."""
    in_language = section.has(Kind.REGION) and any(
        piece.kind is Kind.HALVES and piece.text.isascii() for piece in section.pieces
    )
    return bool(_understood(section)) and not section.names_money and not in_language


def plain_day(number: Decimal, *, from_1904: bool) -> str | None:
    """The day as people in China write it in figures, for formats that are not understood; None where it is none."""
    if not 1 <= number < _SERIAL_MOST:
        return None
    return f"{_EPOCHS[from_1904] + timedelta(days=int(number)):%Y-%m-%d}"


class _Moment:
    """A serial number in the units that letters ask for."""

    def __init__(self, number: Decimal, pieces: tuple[Piece, ...], *, from_1904: bool) -> None:
        self.halved = any(piece.kind is Kind.HALVES for piece in pieces)
        seconds = (number * _SECONDS).quantize(Decimal(1), ROUND_HALF_UP)
        self.total = int(seconds)
        self.at = _EPOCHS[from_1904] + timedelta(seconds=self.total)

    def day(self, letters: str) -> str:
        """What a run of letters says of the calendar or the clock."""
        at = self.at
        values = {"y": at.year, "m": at.month, "d": at.day, "h": self._hour(), "i": at.minute, "s": at.second}
        if letters[0] == "y":
            return f"{at.year % 100:02}" if len(letters) <= 2 else f"{at.year}"  # noqa: PLR2004 - a short year
        return f"{values[letters[0]]:0{len(letters)}}"

    def elapsed(self, letters: str) -> str:
        """All the hours, minutes or seconds."""
        each = {"h": 3600, "m": 60, "s": 1}[letters[0]]
        return f"{self.total // each:0{len(letters)}}"

    def _hour(self) -> int:
        hour = self.at.hour
        return (hour % _NOON or _NOON) if self.halved else hour


@cache
def _understood(section: Section) -> tuple[Piece, ...]:
    """The pieces that show something, minutes told from months; none where one is not understood."""
    pieces = [piece for piece in section.pieces if piece.kind not in UNREAD]
    if any(piece.kind not in _FLUFF | {Kind.DAY, Kind.ELAPSED, Kind.HALVES} for piece in pieces):
        return ()
    clock = [at for at, piece in enumerate(pieces) if piece.kind in {Kind.DAY, Kind.ELAPSED}]
    for order, at in enumerate(clock):
        before = pieces[clock[order - 1]].text[0] if order else ""
        after = pieces[clock[order + 1]].text[0] if order + 1 < len(clock) else ""
        if pieces[at].kind is Kind.DAY and pieces[at].text[0] == "m" and (before == "h" or after == "s"):
            pieces[at] = Piece(Kind.DAY, "i" * len(pieces[at].text))
    return tuple(pieces)


def _is_month(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.kind is Kind.DAY and piece.text[0] == "m" for piece in pieces)


def _shown(pieces: tuple[Piece, ...], moment: _Moment) -> Iterator[str]:
    for piece in pieces:
        if piece.kind is Kind.DAY:
            yield moment.day(piece.text)
        elif piece.kind is Kind.ELAPSED:
            yield moment.elapsed(piece.text)
        elif piece.kind is Kind.HALVES:
            first, _, second = piece.text.partition("/")
            yield second if moment.at.hour >= _NOON else first
        else:
            yield piece.text
