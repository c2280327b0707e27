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
    crossings = lattice.edges_to_intersections(merged, near, near)
    tables = lattice.cells_to_tables(lattice.intersections_to_cells(crossings))
    return [[_rectangle(cell) for cell in cells] for cells in tables if len(cells) >= _LEAST_CELLS]


def _rectangle(cell: tuple[float, float, float, float]) -> Rectangle:
    left, top, right, bottom = (float(side) for side in cell)
    return left, top, right, bottom


def _edges(gray: Gray, dpi: float, *, across: bool) -> Iterator[dict[str, Any]]:
    """Ruling lines of one direction as pdfplumber's edges."""
    for x, y, width, height in _runs(gray, dpi, across=across):
        length = width if across else height
        if length < dpi / 8:
            continue
        middle = y + height / 2 if across else x + width / 2
        yield {
            "x0": float(x) if across else middle,
            "x1": float(x + width) if across else middle,
            "top": middle if across else float(y),
            "bottom": middle if across else float(y + height),
            "width": float(width) if across else 0.0,
            "height": 0.0 if across else float(height),
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
