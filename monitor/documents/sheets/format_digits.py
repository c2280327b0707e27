"""Numbers by the placeholders of a number format: rounded, scaled, grouped, with literals wherever they stand.

Source: ECMA-376 part 1, 18.8.31.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Final

from monitor.documents.sheets.format_parts import UNREAD, WORDS, Kind, Piece, Section

_LONG_NUMBER: Final = 11
"""Characters that the format General shows of a number with a fraction, the point among them."""
_LEAST: Final = Decimal("0.0001")
"""Below it General turns to powers of ten where there is no room; above, the digits are the same everywhere."""
_HUGE: Final = Decimal(10**15)
"""From here on programs differ in how many digits they show."""
_PLACES_MOST: Final = 20
_EXACT: Final = Context(prec=60)


def digits_of(number: Decimal, section: Section) -> tuple[str, bool] | None:
    """What a section shows for a number without its sign, and whether a digit but zero is left of it.

    None where the number is so large, or so small, that programs differ. The section must be understood.
    """
    if number >= _HUGE:
        return None
    plan = _plan(section)
    return plan.shown(number) if plan else _with_general(number, section)


def is_known_number(section: Section) -> bool:
    """Whether the section shows a number, and every sign in it says for certain how."""
    if section.has(Kind.SLASH, Kind.TEXT) or (section.has(Kind.PERCENT) and section.names_money):
        return False
    if section.has(Kind.GENERAL):
        shown = [piece.kind for piece in section.pieces if _is_seen(piece) and piece.kind not in WORDS]
        return shown == [Kind.GENERAL]
    return _plan(section) is not None


def general(number: Decimal) -> str:
    """A number without its sign as a cell without a format shows it."""
    if number >= _HUGE or number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    room = max(_LONG_NUMBER - len(f"{int(number)}."), 0)
    text = f"{number.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_general(number: Decimal, section: Section) -> tuple[str, bool] | None:
    """None where the number of digits depends on the width of the column, unless nothing stands beside them."""
    shown = general(number)
    if 0 < number < _LEAST or (Decimal(shown) != number and not section.is_plain):
        return None
    parts = (shown if piece.kind is Kind.GENERAL else piece.text for piece in section.pieces if _is_seen(piece))
    return "".join(parts), number != 0


def _is_seen(piece: Piece) -> bool:
    return piece.kind not in UNREAD


@cache
def _plan(section: Section) -> "_Plan | None":
    return None if section.has(Kind.GENERAL) else _Plan.of(section)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The placeholders of a section by their places among its pieces."""

    pieces: tuple[Piece, ...]
    whole: tuple[int, ...]
    fraction: tuple[int, ...]
    grouped: bool
    thousands: int
    """Commas that each divide by a thousand."""

    @classmethod
    def of(cls, section: Section) -> "_Plan | None":
        """The plan of a section, None where its pieces do not make one number."""
        pieces = tuple(piece for piece in section.pieces if _is_seen(piece))
        point = next((at for at, piece in enumerate(pieces) if piece.kind is Kind.POINT), len(pieces))
        places = [at for at, piece in enumerate(pieces) if piece.kind is Kind.DIGIT]
        whole, fraction = (tuple(at for at in places if (at < point) is before) for before in (True, False))
        commas = _Commas.of(pieces, whole, fraction)
        if commas is None or _is_doubtful(pieces, whole, fraction) or (not whole and point > 0):
            return None
        return cls(pieces, whole, fraction, commas.grouping, commas.scaling)

    def shown(self, number: Decimal) -> tuple[str, bool]:
        """The number, and whether a digit but zero is left of it."""
        percents = sum(piece.kind is Kind.PERCENT for piece in self.pieces)
        scaled = number.scaleb(2 * percents - 3 * self.thousands, _EXACT)
        rounded = scaled.quantize(Decimal(1).scaleb(-len(self.fraction)), ROUND_HALF_UP, _EXACT)
        return "".join(self._parts(f"{rounded:f}")), rounded != 0

    def _parts(self, rounded: str) -> Iterator[str]:
        integer, _, decimals = rounded.partition(".")
        signs = [*self._integer(integer.lstrip("0")), *self._decimals(decimals)]
        placed = dict(zip((*self.whole, *self.fraction), signs, strict=True))
        pending = "" if self.whole else integer.lstrip("0")
        for at, piece in enumerate(self.pieces):
            if piece.kind in WORDS or piece.kind is Kind.PERCENT:
                yield piece.text
            elif piece.kind is Kind.POINT:
                yield pending + ("." if any(placed[at] for at in self.fraction) else "")
            else:
                yield placed.get(at, "")

    def _integer(self, digits: str) -> list[str]:
        """What stands at every placeholder before the point: the first takes all digits that are too many."""
        if not self.whole:
            return []
        places = len(self.whole)
        digits = digits.rjust(sum(self.pieces[at].text == "0" for at in self.whole), "0")
        if self.grouped:
            return [_grouped(digits), *[""] * (places - 1)]
        filled = digits.rjust(places)
        return [sign.strip() for sign in (filled[: len(filled) - places + 1], *filled[len(filled) - places + 1 :])]

    def _decimals(self, digits: str) -> list[str]:
        """What stands at every placeholder behind the point: zeros at the end only where they are asked for."""
        asked = max((number for number, at in enumerate(self.fraction, 1) if self.pieces[at].text == "0"), default=0)
        kept = max(asked, len(digits.rstrip("0")))
        return [digit if number <= kept else "" for number, digit in enumerate(digits[: len(self.fraction)], 1)]


def _is_doubtful(pieces: tuple[Piece, ...], whole: tuple[int, ...], fraction: tuple[int, ...]) -> bool:
    """Whether the placeholders stand in an order, or signs in a number, that programs show each in its own way."""
    counts = [sum(piece.kind is kind for piece in pieces) for kind in (Kind.POINT, Kind.PERCENT)]
    before, behind = ("".join(pieces[at].text for at in run) for run in (whole, fraction))
    after_zero = before.lstrip("#?").strip("0")
    odd = bool(after_zero) or behind.startswith("?") or not 0 < len(before + behind) <= _PLACES_MOST
    return odd or max(counts) > 1


@dataclass(frozen=True, slots=True)
class _Commas:
    """What the commas of a section ask for."""

    grouping: bool
    scaling: int

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], whole: tuple[int, ...], fraction: tuple[int, ...]) -> "_Commas | None":
        """None where a comma stands where it could be a sign of its own, or groups digits that literals part."""
        last = {run[-1] for run in (whole, fraction) if run}
        scaling = grouping = 0
        for at, piece in enumerate(pieces):
            if piece.kind is not Kind.COMMA:
                continue
            before = next((back for back in range(at - 1, -1, -1) if pieces[back].kind is not Kind.COMMA), -1)
            if before in last and not (fraction and before in whole):
                scaling += 1
            elif before in whole[:-1]:
                grouping += 1
            else:
                return None
        parted = bool(whole) and any(
            pieces[at].kind not in {Kind.DIGIT, Kind.COMMA} for at in range(whole[0], whole[-1])
        )
        return None if grouping and parted else cls(grouping > 0, scaling)


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    return ",".join(group for group in groups if group)
