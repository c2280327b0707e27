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
    line = np.ones((1, long) if across else (long, 1), np.uint8)
    # A faint or skewed line breaks into steps; a thickness of three keeps them one line.
    thick = cv2.dilate(_with_dots_joined(ink, dpi, across=across), np.ones((3, 1) if across else (1, 3), np.uint8))
    kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, line)
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((1, bridge) if across else (bridge, 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = np.asarray(stats[1:, :4], dtype=np.int32)
    thin = boxes[:, 3 if across else 2] <= max(10, dpi / 12)
    return boxes[thin]


def _with_dots_joined(ink: npt.NDArray[Any], dpi: float, *, across: bool) -> npt.NDArray[Any]:
    """The ink with what is no larger than the dot of a dotted line joined along one direction; type is larger."""
    dot, gap = max(3, round(dpi / 40)), max(5, round(dpi / 24))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink, dtype=np.uint8), connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] <= dot) & (stats[:, cv2.CC_STAT_HEIGHT] <= dot)
    small[0] = False
    dots = np.asarray(small[labels] * 255, dtype=np.uint8)
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
    return np.asarray(cv2.bitwise_or(np.asarray(ink, dtype=np.uint8), joined))
