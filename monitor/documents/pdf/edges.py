"""Ruling lines: segments joined into long edges, and the sides that a table's author left open closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from monitor.documents.pdf.primitives import Segment

_JOIN: Final = 3.0
"""Points between two pieces of one line: the gap of a dotted line."""
_SNAP: Final = 3.0
"""Points between two lines that are drawn as one: a double line, or the border that two cells share."""
_APART: Final = 12.0
"""Points without any line of one direction that part two tables: less than a line of text takes."""
_LEAST: Final = 6.0
_SQUARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line across the page: ``at`` its height or distance from the left, ``start`` to ``end`` along it."""

    way: Literal["h", "v"]
    at: float
    start: float
    end: float


def edges_of(segments: Iterable[Segment]) -> list[Edge]:
    """The long edges that the segments make up, open sides of tables closed."""
    pieces: dict[Literal["h", "v"], list[Edge]] = {"h": [], "v": []}
    for segment in segments:
        for piece in _pieces(segment):
            pieces[piece.way].append(piece)
    across, down = _merged(pieces["h"]), _merged(pieces["v"])
    across = _closed(across, down)
    down = _closed(down, across)
    return [*across, *down]


def _pieces(segment: Segment) -> Iterator[Edge]:
    """A segment as a piece of a line; a dot may belong to a line in either direction."""
    wide, high = segment.x1 - segment.x0, segment.bottom - segment.top
    if wide >= high - _SQUARE:
        yield Edge("h", (segment.top + segment.bottom) / 2, segment.x0, segment.x1)
    if high >= wide - _SQUARE:
        yield Edge("v", (segment.x0 + segment.x1) / 2, segment.top, segment.bottom)


def _merged(pieces: list[Edge]) -> list[Edge]:
    """Pieces of one line joined, lines drawn twice taken as one, and what stays short dropped."""
    edges: list[Edge] = []
    for group in (group for band in _bands(pieces) for group in _levels(band)):
        at = _weighted(group)
        edges.extend(edge for edge in _runs(group, at) if edge.end - edge.start >= _LEAST)
    return edges


def _bands(pieces: list[Edge]) -> Iterator[list[Edge]]:
    """Pieces by table: the columns of one table have nothing to do with those of the next one down the page."""
    band: list[Edge] = []
    reach = 0.0
    for piece in sorted(pieces, key=lambda edge: edge.start):
        if band and piece.start - reach > _APART:
            yield band
            band = []
        reach = max(reach, piece.end) if band else piece.end
        band.append(piece)
    if band:
        yield band


def _weighted(group: list[Edge]) -> float:
    """The height of a line of several pieces; long pieces count for more."""
    lengths = [piece.end - piece.start + 1 for piece in group]
    return sum(piece.at * length for piece, length in zip(group, lengths, strict=True)) / sum(lengths)


def _levels(pieces: list[Edge]) -> Iterator[list[Edge]]:
    """Pieces by height: a level goes on while the next piece is no further than the snap from its first."""
    group: list[Edge] = []
    for piece in sorted(pieces, key=lambda edge: edge.at):
        if group and piece.at - group[0].at > _SNAP:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _runs(group: list[Edge], at: float) -> Iterator[Edge]:
    start, end = 0.0, -1.0
    for piece in sorted(group, key=lambda edge: edge.start):
        if end < start:
            start, end = piece.start, piece.end
        elif piece.start - end <= _JOIN:
            end = max(end, piece.end)
        else:
            yield Edge(piece.way, at, start, end)
            start, end = piece.start, piece.end
    if end >= start:
        yield Edge(group[0].way, at, start, end)


def _closed(edges: list[Edge], crossing: list[Edge]) -> list[Edge]:
    """The edges, and what is missing between the common ends of neighbouring lines that cross them.

    Many forms have no outer border at the left and right, and what a page's
    end cuts has often none at the cut.
    """
    closing = [
        Edge(edges[0].way, at, one.at, other.at)
        for first in (True, False)
        for at, lines in _common_ends(crossing, first=first)
        for one, other in pairwise(sorted(lines, key=lambda line: line.at))
        if _is_open(at, one, other, edges)
    ]
    return [*edges, *(_as_long_as_neighbour(edge, edges) for edge in _merged(closing))]


def _as_long_as_neighbour(edge: Edge, edges: list[Edge]) -> Edge:
    """An added edge as long as the next one beside it, where that one goes on over an open side."""
    beside = [other for other in edges if other.start - _SNAP <= edge.start and other.end + _SNAP >= edge.end]
    if not beside:
        return edge
    next_one = min(beside, key=lambda other: abs(other.at - edge.at))
    return Edge(edge.way, edge.at, min(edge.start, next_one.start), max(edge.end, next_one.end))


def _common_ends(lines: list[Edge], *, first: bool) -> Iterator[tuple[float, list[Edge]]]:
    """Places where several lines begin (or end), with those lines."""
    ends = [Edge(line.way, line.start if first else line.end, i, i) for i, line in enumerate(lines)]
    for group in _levels(ends):
        if len(group) > 1:
            at = [edge.at for edge in group]
            yield (min(at) if first else max(at)), [lines[int(edge.start)] for edge in group]


def _is_open(at: float, one: Edge, other: Edge, edges: list[Edge]) -> bool:
    """Whether two neighbouring lines end together with no edge between their ends, though edges join them elsewhere."""
    middle = (one.at + other.at) / 2
    across = [edge for edge in edges if edge.start <= middle <= edge.end]
    joined = any(min(one.start, other.start) - _SNAP <= edge.at <= max(one.end, other.end) + _SNAP for edge in across)
    return joined and not any(abs(edge.at - at) <= 2 * _SNAP for edge in across)
