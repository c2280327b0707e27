"""Turns a scanned page upright, so that its rulings run along the axes."""

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
"""A page as rows of gray values, 0 black to 255 white."""

STEEPEST: Final = 5.0
"""Degrees; what is steeper is no scan laid askew but a drawing."""
_UNNOTICED: Final = 0.05
_THINNEST: Final = 10
"""Pixels."""
_PAPER: Final = 255


def is_sliver(gray: Gray) -> bool:
    """Whether a picture is too thin to hold a line of text, such as a page without width."""
    return bool(min(gray.shape) < _THINNEST)


def straightened(gray: Gray) -> Gray:
    """The page turned by its skew, white at the corners that come in."""
    angle = skew(gray)
    if abs(angle) < _UNNOTICED:
        return gray
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=_PAPER)
    return np.asarray(turned, dtype=np.uint8)


def skew(gray: Gray) -> float:
    """Degrees by which the page's long horizontal lines (rulings, else lines of text) fall to the right."""
    half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(half, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    angle = _fall(cv2.Canny(half, 60, 180))
    if angle is None:
        # Lines of text become bars when their ink is smeared sideways.
        angle = _fall(cv2.Canny(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 15), np.uint8)), 60, 180))
    return angle or 0.0


def _fall(edges: npt.NDArray[Any]) -> float | None:
    lines = cv2.HoughLinesP(edges, 1, np.pi / 1440, 120, minLineLength=edges.shape[1] // 5, maxLineGap=8)
    if lines is None:
        return None
    x0, y0, x1, y1 = np.asarray(lines, dtype=np.float64).reshape(-1, 4).T
    angles = np.degrees(np.arctan2(y1 - y0, x1 - x0))
    lengths = np.hypot(x1 - x0, y1 - y0)
    flat = np.abs(angles) < STEEPEST
    return _weighted_median(angles[flat], lengths[flat]) if flat.any() else None


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    heaped = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heaped, heaped[-1] / 2)])
