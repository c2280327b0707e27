"""Any grid of merged cells, for properties: what is written with spans must be read with the same spans."""

from hypothesis import strategies as st

from tests.monitor.documents.forms import Spot, in_order

Rectangle = tuple[int, int, int, int]


@st.composite
def tilings(draw: st.DrawFn, most: int = 5) -> list[Spot]:
    """Cells that cover a grid without gap, made by cutting it again and again.

    Every row and every column has a cell that begins there, so that the grid is
    the smallest one that can hold them.
    """
    rows, columns = draw(st.integers(1, most)), draw(st.integers(2, most))
    whole: list[Rectangle] = [(0, 0, rows, columns)]
    tiles: list[Rectangle] = []
    while whole:
        top, left, bottom, right = whole.pop()
        down = draw(st.booleans()) if bottom - top > 1 else False
        across = right - left > 1 and not down and draw(st.booleans())
        if down:
            at = draw(st.integers(top + 1, bottom - 1))
            whole += [(top, left, at, right), (at, left, bottom, right)]
        elif across:
            at = draw(st.integers(left + 1, right - 1))
            whole += [(top, left, bottom, at), (top, at, bottom, right)]
        else:
            tiles.append((top, left, bottom, right))
    return _numbered(tiles)


def _numbered(tiles: list[Rectangle]) -> list[Spot]:
    tops, lefts = sorted({tile[0] for tile in tiles}), sorted({tile[1] for tile in tiles})
    spots = []
    for number, (top, left, bottom, right) in enumerate(sorted(tiles)):
        height = sum(top <= other < bottom for other in tops)
        width = sum(left <= other < right for other in lefts)
        spots.append(Spot(str(number + 100), tops.index(top), lefts.index(left), height, width))
    return in_order(spots)
