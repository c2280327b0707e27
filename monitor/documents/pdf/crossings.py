"""Where ruling lines cross, the smallest cells between the crossings, and the tables that cells make up.

The same cells as pdfplumber's table functions find (the tests hold them
against each other), in time that grows with the crossings and not with their
square: points look for their partners on their own two lines only.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from monitor.documents.pdf.edges import Edge

_TOUCH: Final = 4.0
"""Points by which a line may fall short of the line that it meets."""

_NONE: Final = (0, 0)

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


Crossing = tuple[int, int]
"""The lines down and those across that meet at a point, as sets of bits: points are joined where they share one."""


def crossings_of(edges: Sequence[Edge]) -> dict[Point, Crossing]:
    """The points, x before y, at which lines across and lines down meet."""
    lines = sorted((edge.at, edge.start - _TOUCH, edge.end + _TOUCH) for edge in edges if edge.way == "h")
    heights = [at for at, _, _ in lines]
    points: dict[Point, Crossing] = {}
    for number, post in enumerate(edge for edge in edges if edge.way == "v"):
        x, down = post.at, 1 << number
        first, last = bisect_left(heights, post.start - _TOUCH), bisect_right(heights, post.end + _TOUCH)
        for i in range(first, last):
            y, start, end = lines[i]
            if start <= x <= end:
                before = points.get((x, y), _NONE)
                points[x, y] = before[0] | down, before[1] | 1 << i
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
    down, across = points[point]
    rights = beside[bisect_right(beside, x0) :]
    for bottom in under[bisect_right(under, top) :] if rights else ():
        down_below, across_below = points[x0, bottom]
        if not down_below & down:
            continue
        for x1 in rights:
            down_right, across_right = points[x1, top]
            down_far, across_far = points.get((x1, bottom), _NONE)
            if across_right & across and down_far & down_right and across_far & across_below:
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
