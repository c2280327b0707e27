"""Ruling lines: segments joined into long edges, and the sides that a table's author left open closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final, Literal

from monitor.documents.pdf.primitives import Segment

_JOIN: Final = 3.0
"""Points between two pieces of one line: the gap of a dotted line."""
_SNAP: Final = 3.0
"""Points between two lines that are drawn as one: a double line, or the border that two cells share."""
_APART: Final = 12.0
"""Points without any line of one direction that part two tables: less than a line of text takes."""
_LEAST: Final = 6.0
_EDGES_MOST: Final = 1500
_START: Final = itemgetter(1)
_AT: Final = itemgetter(0)
_SQUARE: Final = 0.1


Way = Literal["h", "v"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line across the page: ``at`` its height or distance from the left, ``start`` to ``end`` along it."""

    way: Way
    at: float
    start: float
    end: float


Piece = tuple[float, float, float]
"""A piece of a line: where it lies across, where it starts and where it ends; a page has tens of thousands."""


def edges_of(segments: Iterable[Segment]) -> list[Edge] | None:
    """The long edges that the segments make up, open sides of tables closed.

    None where there are so many that they draw a map or a plan: closing takes
    time with the square of their number.
    """
    across_pieces, down_pieces = _pieces(dict.fromkeys(segments))
    across, down = _merged("h", across_pieces), _merged("v", down_pieces)
    if len(across) + len(down) > _EDGES_MOST:
        return None
    across = _closed(across, down)
    down = _closed(down, across)
    return [*across, *down]


def _pieces(segments: Iterable[Segment]) -> tuple[list[Piece], list[Piece]]:
    """The segments as pieces of lines across and down; a dot may belong to a line in either direction."""
    across: list[Piece] = []
    down: list[Piece] = []
    for x0, top, x1, bottom in segments:
        wider = (x1 - x0) - (bottom - top)
        if wider >= -_SQUARE:
            across.append(((top + bottom) / 2, x0, x1))
        if wider <= _SQUARE:
            down.append(((x0 + x1) / 2, top, bottom))
    return across, down


def _merged(way: Way, pieces: list[Piece]) -> list[Edge]:
    """Pieces of one line joined, lines drawn twice taken as one, and what stays short dropped."""
    return [
        Edge(way, at, start, end)
        for band in _bands(pieces)
        for level in _levels(band)
        for at in (_weighted(level),)
        for start, end in _runs(level)
        if end - start >= _LEAST
    ]


def _bands(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces by table: the columns of one table have nothing to do with those of the next one down the page."""
    band: list[Piece] = []
    reach = 0.0
    for piece in sorted(pieces, key=_START):
        _, start, end = piece
        if band and start - reach > _APART:
            yield band
            band = []
        reach = end if not band or end > reach else reach
        band.append(piece)
    if band:
        yield band


def _levels(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces by height: a level goes on while the next piece is no further than the snap from its first."""
    level: list[Piece] = []
    first = 0.0
    for piece in sorted(pieces, key=_AT):
        if not level or piece[0] - first > _SNAP:
            if level:
                yield level
            level, first = [], piece[0]
        level.append(piece)
    if level:
        yield level


def _weighted(level: list[Piece]) -> float:
    """The height of a line of several pieces; long pieces count for more."""
    whole = sum([end - start + 1 for _, start, end in level])
    return sum([at * (end - start + 1) for at, start, end in level]) / whole


def _runs(level: list[Piece]) -> Iterator[tuple[float, float]]:
    """From where to where the pieces of one level go without a gap."""
    spans = sorted([(start, end) for _, start, end in level])
    start, end = spans[0]
    for begin, finish in spans:
        if begin - end > _JOIN:
            yield start, end
            start, end = begin, finish
        elif finish > end:
            end = finish
    yield start, end


def _closed(edges: list[Edge], crossing: list[Edge]) -> list[Edge]:
    """The edges, and what is missing between the common ends of neighbouring lines that cross them.

    Many forms have no outer border at the left and right, and what a page's
    end cuts has often none at the cut.
    """
    closing = [
        (at, one.at, other.at)
        for first in (True, False)
        for at, lines in _common_ends(crossing, first=first)
        for one, other in pairwise(sorted(lines, key=lambda line: line.at))
        if _is_open(at, one, other, edges) and not _is_passed(at, one, other, crossing)
    ]
    return (
        [*edges, *(_as_long_as_neighbour(edge, edges) for edge in _merged(edges[0].way, closing))] if closing else edges
    )


def _as_long_as_neighbour(edge: Edge, edges: list[Edge]) -> Edge:
    """An added edge as long as the next one beside it, where that one goes on over an open side."""
    beside = [other for other in edges if other.start - _SNAP <= edge.start and other.end + _SNAP >= edge.end]
    if not beside:
        return edge
    next_one = min(beside, key=lambda other: abs(other.at - edge.at))
    return Edge(edge.way, edge.at, min(edge.start, next_one.start), max(edge.end, next_one.end))


def _common_ends(lines: list[Edge], *, first: bool) -> Iterator[tuple[float, list[Edge]]]:
    """Places where several lines begin (or end), with those lines."""
    ends: list[Piece] = [(line.start if first else line.end, i, i) for i, line in enumerate(lines)]
    for level in _levels(ends):
        if len(level) > 1:
            yield level[0 if first else -1][0], [lines[int(i)] for _, i, _ in level]


def _is_open(at: float, one: Edge, other: Edge, edges: list[Edge]) -> bool:
    """Whether two neighbouring lines end together with no edge between their ends, though edges join them elsewhere."""
    middle = (one.at + other.at) / 2
    across = [edge.at for edge in edges if edge.start <= middle <= edge.end]
    if any(at - 2 * _SNAP <= place <= at + 2 * _SNAP for place in across):
        return False
    first, last = min(one.start, other.start) - _SNAP, max(one.end, other.end) + _SNAP
    return any(first <= place <= last for place in across)


def _is_passed(at: float, one: Edge, other: Edge, lines: list[Edge]) -> bool:
    """Whether a line between the two runs on past their common end: the table goes on there, and has no side."""
    return any(
        one.at + _SNAP < line.at < other.at - _SNAP and line.start < at - _SNAP and line.end > at + _SNAP
        for line in lines
    )
