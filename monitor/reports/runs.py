"""Rows whose cells have run together (``21710000218``): every way to cut them back into cells.

Plain text often loses the borders between cells. A row may be cut in several
ways; which of them is lawful is told by its sum and by the other rows
(:mod:`monitor.reports.grids`), never by taste.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from monitor.reports.cells import Printed, meaning, printed
from monitor.reports.model import CellState
from storage.figures import REMEDY_BLOCKS, REMEDY_COLUMNS

LONGEST_RUN: Final = 34
"""Digits of one row; a longer run has too many cuts to be worth trying."""
MOST_CUTS: Final = 2000
LONGEST_NUMBER: Final = 7
"""Digits of one count; more than a million applications a year are no row of 表三."""

RUN: Final = re.compile(r"[\s\d,.，．+\-−—–/\\]*(?:[万亿]?元|件)?")
UNREAD: Final = "?"
"""Stands for a run whose numbers are set apart by signs that no one knows; no cell can be cut from it."""
_TOKEN: Final = re.compile(r"[+\-−]?\d[\d,.]*(?:[万亿]?元|件)?|[/\\—–\-−]+|无|\?|暂无|没有|[^\W\d]+")
_NONES: Final = frozenset({"无", "暂无", "没有"})
_BETWEEN: Final = re.compile(r"(?<=\d)[+\-−](?=\d)")
"""Right between two digits: a sign for none, or that of the number behind it. Nobody can tell."""

_SIGNS: Final = re.compile(r"[/\\—–−无]")
_COUNT: Final = re.compile(rf"[+\-−]?(?:0|[1-9]\d{{0,{LONGEST_NUMBER - 1}}})")
_SIGN_THEN_DIGIT: Final = re.compile(r"[+\-−]\d")


def tokens(run: str) -> list[str]:
    """The pieces of a run that white space and signs keep apart; a word that is neither number nor none is UNREAD."""
    run = _BETWEEN.sub(UNREAD, run)
    return [piece if piece in _NONES or not piece.isalpha() else UNREAD for piece in map(str, _TOKEN.findall(run))]


def cuts(run: str, width: int) -> list[tuple[str, ...]] | None:
    """Every way to cut a run of counts into ``width`` cells, none with a leading zero; None where there are too many.

    White space and signs are borders; no cell reaches over them.
    """
    pieces = tokens(run)
    if len(pieces) > width or sum(map(len, pieces)) > LONGEST_RUN:
        return [] if len(pieces) > width else None
    found: list[tuple[str, ...]] = []
    for cut in _cut_all(tuple(pieces), width):
        found.append(cut)
        if len(found) > MOST_CUTS:
            return None
    return found


def _cut_all(pieces: tuple[str, ...], width: int, total: int | None = None) -> Iterator[tuple[str, ...]]:
    """The cuts into ``width`` cells; with ``total`` only those that add up to it."""
    if not pieces:
        if width == 0 and not total:
            yield ()
        return
    first, rest = pieces[0], pieces[1:]
    for parts in range(1, width - len(rest) + 1):
        for head in _cut_piece(first, parts, total):
            left = None if total is None else total - sum(map(_count_of, head))
            for tail in _cut_all(rest, width - parts, left):
                yield (*head, *tail)


def _cut_piece(piece: str, parts: int, most: int | None) -> Iterator[tuple[str, ...]]:
    if parts == 1:
        if _is_count(piece) and (most is None or _count_of(piece) <= most):
            yield (piece,)
        return
    for length in _lengths(piece, parts, most):
        head = piece[:length]
        if not _is_count(head):
            continue
        left = None if most is None else most - _count_of(head)
        if left is None or left >= 0:
            for tail in _cut_piece(piece[length:], parts - 1, left):
                yield (head, *tail)


def _lengths(piece: str, parts: int, most: int | None) -> range:
    """How many characters the first of several cells cut from a piece may take."""
    if len(piece) < parts:
        return range(0)
    if piece[0] == "0":
        return range(1, 2)
    sign = 1 if _SIGN_THEN_DIGIT.match(piece) else 0
    digits = LONGEST_NUMBER if most is None or sign else len(str(most))
    return range(1 + sign, min(digits + sign, len(piece) - parts + 1) + 1)


def _count_of(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return int(text.replace("−", "-")) if _COUNT.fullmatch(text) else 0


def _is_count(text: str) -> bool:
    if text.isdecimal():
        return len(text) <= LONGEST_NUMBER and (text[0] != "0" or text == "0")
    return bool(_COUNT.fullmatch(text)) or (not _SIGN_THEN_DIGIT.match(text) and meaning(text)[0] is CellState.SYMBOL)


def lost_blanks(runs: Iterable[tuple[str, int]]) -> bool:
    """True where some run of a table, given with its width, is shorter than its cells: blank cells left no trace."""
    return any(sum(map(len, tokens(run))) < width for run, width in runs)


def only_cut(run: str, width: int) -> tuple[str, ...] | None:
    """The one way to cut a run into at most ``width`` cells, where it fills all of them; None where there are others.

    It holds even where blank cells left no trace (``0000000`` can only be seven zeros).
    """
    found = [cut for parts in range(1, width + 1) for cut in (cuts(run, parts) or ())]
    return found[0] if len(found) == 1 and len(found[0]) == width else None


def all_cuts(run: str, width: int) -> list[tuple[Printed, ...]] | None:
    """Every way to cut a run into cells, lawful or not; None where there are too many."""
    found = cuts(run, width)
    return None if found is None else [_cells(cut) for cut in found]


def lawful_cuts(run: str, width: int) -> list[tuple[Printed, ...]] | None:
    """The ways to cut a run into cells whose last is the sum of the others; None where there are too many."""
    pieces = tuple(tokens(run))
    if sum(map(len, pieces)) > LONGEST_RUN:
        return None
    found = list(islice(_summing_cuts(pieces, width), MOST_CUTS + 1)) if pieces else []
    return None if len(found) > MOST_CUTS else [_cells(cut) for cut in found]


def _cells(cut: Iterable[str]) -> tuple[Printed, ...]:
    return tuple(printed(text) for text in cut)


def _summing_cuts(pieces: tuple[str, ...], width: int) -> Iterator[tuple[str, ...]]:
    """The cuts whose last cell is the sum of the others; a sign counts as 0."""
    last = pieces[-1]
    for length in range(1, min(LONGEST_NUMBER, len(last)) + 1):
        total, rest = last[-length:], last[:-length]
        if _is_count(total):
            before = (*pieces[:-1], rest) if rest else pieces[:-1]
            yield from ((*cut, total) for cut in _cut_all(before, width - 1, _count_of(total)))


def remedy_cut(run: str) -> tuple[str, ...] | None:
    """The one way to cut a run into the 15 cells of 表四 whose three sums all hold; None where none or several do.

    A run of exactly 15 single cells is taken as it stands, whether the sums hold or not.
    """
    pieces = ["无" if piece in _NONES else piece for piece in tokens(run)]
    digits = "".join(pieces)
    cells = len(REMEDY_BLOCKS) * len(REMEDY_COLUMNS)
    if len(pieces) == cells:
        return tuple(pieces)
    if len(digits) == cells and _SIGNS.sub("0", digits).isdigit():
        return tuple(digits)
    plain = _SIGNS.sub("0", digits)
    if not plain.isdigit() or len(plain) > LONGEST_RUN:
        return None
    borders = frozenset(_borders(pieces))
    found = _lawful_blocks(plain, 0, len(REMEDY_BLOCKS), borders)
    return tuple(_like(found[0], digits)) if len(found) == 1 else None


def _like(cells: Iterable[str], digits: str) -> Iterator[str]:
    """The cells with what stands in the run, where signs were taken for zeros."""
    at = 0
    for cell in cells:
        yield digits[at : at + len(cell)]
        at += len(cell)


def _borders(pieces: list[str]) -> Iterator[int]:
    position = 0
    for piece in pieces:
        position += len(piece)
        yield position


def _lawful_blocks(digits: str, start: int, blocks: int, borders: frozenset[int]) -> list[tuple[str, ...]]:
    """Up to two ways to cut ``digits`` from ``start`` into blocks of five whose last is the sum of the four others."""

    @cache
    def ways(position: int, left: int) -> tuple[tuple[str, ...], ...]:
        if left == 0:
            return ((),) if position == len(digits) else ()
        found: list[tuple[str, ...]] = []
        for block, end in _blocks_from(digits, position, borders):
            found.extend((*block, *rest) for rest in ways(end, left - 1))
            if len(found) > 1:
                break
        return tuple(found[:2])

    return list(ways(start, blocks))


def _blocks_from(digits: str, position: int, borders: frozenset[int]) -> Iterator[tuple[tuple[str, ...], int]]:
    for parts, at in _numbers_from(digits, position, len(REMEDY_COLUMNS) - 1, borders):
        total = str(sum(map(int, parts)))
        end = at + len(total)
        if digits.startswith(total, at) and not any(at < border < end for border in borders):
            yield (*parts, total), end


def _numbers_from(
    digits: str, position: int, count: int, borders: frozenset[int]
) -> Iterator[tuple[tuple[str, ...], int]]:
    if count == 0:
        yield (), position
        return
    for end in range(position + 1, min(position + LONGEST_NUMBER, len(digits)) + 1):
        if any(position < border < end for border in borders):
            return
        if _is_count(digits[position:end]):
            for rest, at in _numbers_from(digits, end, count - 1, borders):
                yield (digits[position:end], *rest), at
