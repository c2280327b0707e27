"""Where ruling lines cross, the smallest cells between the crossings, and the tables that cells make up.

The same cells as pdfplumber's table functions find (the tests hold them
against each other), in time that grows with the crossings and not with their
square: points look for their partners on their own two lines only.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from monitor.documents.pdf.edges import Edge

_TOUCH: Final = 4.0
"""Points by which a line may fall short of the line that it meets."""

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


class Crossing(NamedTuple):
    """The lines that meet at a point, each direction as a set of bits: two points are joined where they share one."""

    down: int
    across: int


def crossings_of(edges: Sequence[Edge]) -> dict[Point, Crossing]:
    """The points, x before y, at which lines across and lines down meet."""
    lines = sorted((edge for edge in edges if edge.way == "h"), key=lambda edge: edge.at)
    heights = [line.at for line in lines]
    points: dict[Point, Crossing] = {}
    for number, post in enumerate(edge for edge in edges if edge.way == "v"):
        first, last = bisect_left(heights, post.start - _TOUCH), bisect_right(heights, post.end + _TOUCH)
        for i in range(first, last):
            if lines[i].start - _TOUCH <= post.at <= lines[i].end + _TOUCH:
                point = post.at, heights[i]
                down, across = points.get(point, (0, 0))
                points[point] = Crossing(down | 1 << number, across | 1 << i)
    return points


def cells_of(points: dict[Point, Crossing]) -> list[Rectangle]:
    """The smallest rectangle to the lower right of every point whose four sides are drawn."""
    under: dict[float, list[float]] = defaultdict(list)
    beside: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(points):
        under[x].append(y)
        beside[y].append(x)
    found = (_cell(point, points, under[point[0]], beside[point[1]]) for point in points)
    return [cell for cell in found if cell is not None]


def _cell(point: Point, points: dict[Point, Crossing], under: list[float], beside: list[float]) -> Rectangle | None:
    """The cell whose upper left corner is at the point: the least high one, and of those the narrowest."""
    x0, top = point
    here = points[point]
    rights = beside[bisect_right(beside, x0) :]
    for bottom in under[bisect_right(under, top) :]:
        lower = points[x0, bottom]
        if not lower.down & here.down:
            continue
        for x1 in rights:
            right, opposite = points[x1, top], points.get((x1, bottom))
            if (
                opposite
                and right.across & here.across
                and opposite.down & right.down
                and opposite.across & lower.across
            ):
                return x0, top, x1, bottom
    return None


def tables_of(cells: list[Rectangle]) -> list[list[Rectangle]]:
    """The cells that hang together by their corners, from top to bottom; a lone cell is no table."""
    tables: dict[Point, list[Rectangle]] = {}
    for cell in cells:
        x0, top, x1, bottom = cell
        corners = (x0, top), (x1, top), (x0, bottom), (x1, bottom)
        whole: list[Rectangle] = []
        for met in map(tables.get, corners):
            if met is not None and met is not whole:
                whole = _united(tables, whole, met)
        whole.append(cell)
        for corner in corners:
            tables[corner] = whole
    found = {id(table): table for table in tables.values() if len(table) > 1}
    return sorted(found.values(), key=lambda table: min((top, x0) for x0, top, _, _ in table))


def _united(tables: dict[Point, list[Rectangle]], one: list[Rectangle], other: list[Rectangle]) -> list[Rectangle]:
    """Two tables as one, under all their corners; the smaller is added to the larger."""
    less, more = sorted((one, other), key=len)
    for cell in less:
        x0, top, x1, bottom = cell
        tables.update(dict.fromkeys(((x0, top), (x1, top), (x0, bottom), (x1, bottom)), more))
    more += less
    return more
