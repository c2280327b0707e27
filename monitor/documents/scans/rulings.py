"""The grid of a scanned table: ruling lines by morphology, cells by the same functions as in PDF files."""

from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from pdfplumber import table as lattice

from monitor.documents.scans.straighten import Gray

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_LEAST_CELLS: Final = 4
"""Fewer cells are a frame or a picture's border, no table."""


def find_grids(gray: Gray, dpi: float) -> list[list[Rectangle]]:
    """The cells of every ruled table of an upright page, in reading order."""
    edges = [*_edges(gray, dpi, across=True), *_edges(gray, dpi, across=False)]
    near = dpi / 20
    merged = lattice.merge_edges(edges, near / 2, near / 2, near, near)
    merged += _left_out_sides(merged, near)
    merged += map(_transposed, _left_out_sides([*map(_transposed, merged)], near))
    crossings = lattice.edges_to_intersections(merged, near, near)
    tables = lattice.cells_to_tables(lattice.intersections_to_cells(crossings))
    return [[_rectangle(cell) for cell in cells] for cells in tables if len(cells) >= _LEAST_CELLS]


def _left_out_sides(edges: list[dict[str, Any]], near: float) -> list[dict[str, Any]]:
    """The sides of tables that are ruled inside and open to the left and the right.

    A side stands where rulings across end at one place, as far as rulings down
    reach from each of them to the next.
    """
    across = sorted((edge for edge in edges if edge["orientation"] == "h"), key=lambda edge: edge["top"])
    down = [edge for edge in edges if edge["orientation"] == "v"]
    sides: list[dict[str, Any]] = []
    for end in ("x0", "x1"):
        for upper, lower in _neighbours(across, end, near):
            place, top, bottom = upper[end], upper["top"], lower["top"]
            reaching = [edge for edge in down if edge["top"] <= top + near and edge["bottom"] >= bottom - near]
            closed = any(abs(edge["x0"] - place) <= near for edge in reaching)
            if not closed and any(upper["x0"] < edge["x0"] < upper["x1"] for edge in reaching):
                sides.append(_edge((place, top, place, bottom), across=False))
    return sides


def _transposed(edge: dict[str, Any]) -> dict[str, Any]:
    """The edge with its page laid on its side: what a page's end leaves open above or below lies left or right."""
    x0, top, x1, bottom = (edge[side] for side in ("x0", "top", "x1", "bottom"))
    return _edge((top, x0, bottom, x1), across=edge["orientation"] != "h")


def _neighbours(across: list[dict[str, Any]], end: str, near: float) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every ruling across with the next below it that ends at the same place."""
    last: dict[int, dict[str, Any]] = {}
    for edge in across:
        place = round(edge[end] / near)
        above = next((last[near_by] for near_by in (place, place - 1, place + 1) if near_by in last), None)
        if above is not None and edge["top"] - above["top"] > near:
            yield above, edge
        last = {key: known for key, known in last.items() if abs(key - place) > 1} | {place: edge}


def _rectangle(cell: tuple[float, float, float, float]) -> Rectangle:
    left, top, right, bottom = (float(side) for side in cell)
    return left, top, right, bottom


def _edges(gray: Gray, dpi: float, *, across: bool) -> Iterator[dict[str, Any]]:
    """Ruling lines of one direction as pdfplumber's edges."""
    for x, y, width, height in _runs(gray, dpi, across=across):
        if (width if across else height) < dpi / 8:
            continue
        if across:
            yield _edge((x, y + height / 2, x + width, y + height / 2), across=True)
        else:
            yield _edge((x + width / 2, y, x + width / 2, y + height), across=False)


def _edge(line: tuple[float, float, float, float], *, across: bool) -> dict[str, Any]:
    x0, top, x1, bottom = (float(side) for side in line)
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if across else "v",
        "object_type": "line",
    }


def _runs(gray: Gray, dpi: float, *, across: bool) -> npt.NDArray[np.int32]:
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    long = max(20, round(dpi / 5))
    bridge = max(9, round(dpi / 12))
    line = _bar(long, across=across)
    # A faint or skewed line breaks into steps; a thickness of three keeps them one line.
    thick = cv2.dilate(_with_dots_joined(ink, dpi, across=across), np.ones((3, 1) if across else (1, 3), np.uint8))
    kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, line)
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, _bar(bridge, across=across))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = np.asarray(stats[1:, :4], dtype=np.int32)
    thin = boxes[:, 3 if across else 2] <= max(10, dpi / 12)
    return boxes[thin]


def _with_dots_joined(ink: npt.NDArray[Any], dpi: float, *, across: bool) -> npt.NDArray[Any]:
    """The ink with its thin pieces joined along one direction: the dots and dashes of a line, not type."""
    thin, gap = max(4, round(dpi / 33)), max(5, round(dpi / 24))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink, dtype=np.uint8), connectivity=8)
    slender = stats[:, cv2.CC_STAT_HEIGHT if across else cv2.CC_STAT_WIDTH] <= thin
    slender[0] = False
    pieces = np.asarray(slender[labels] * 255, dtype=np.uint8)
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, _bar(gap, across=across))
    # Where dotted lines cross, the dots of the other one are in between.
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _bar(round(dpi / 9), across=across))
    joined = cv2.morphologyEx(long, cv2.MORPH_CLOSE, _bar(2 * gap, across=across))
    return np.asarray(cv2.bitwise_or(np.asarray(ink, dtype=np.uint8), joined))


def _bar(length: int, *, across: bool) -> npt.NDArray[np.uint8]:
    return np.ones((1, length) if across else (length, 1), np.uint8)
