"""The text of a ruled cell, read twice: from the whole page and from the cell alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from monitor.documents.model import CERTAIN
from monitor.documents.scans.recognition import Glyph, recognise_lines
from monitor.documents.scans.rulings import Rectangle
from monitor.documents.scans.straighten import Gray

UNSURE: Final = 0.5
"""Confidence of a cell whose two readings differ."""
_WELL_READ: Final = 0.8
"""The score of the recogniser that one of two readings alike must have."""
_HARDLY_READ: Final = 0.5
"""The score below which a reading is no reading."""
_LOOK_ALIKE: Final = str.maketrans("OoQD〇○。Il|", "0000000111")
_FIGURE: Final = re.compile(r"[-\d.,/—－]{0,16}")
_BROAD: Final = 0.25
"""Share of the type's height from which a piece of ink is a character; the half of a broken one is narrower."""
_DASH_LEAST: Final = 2
_LEAST_INK: Final = 0.0015
"""Share of dark pixels below which a cell is paper; a comma at 150 dpi is more."""
_DARKER: Final = 45
"""Gray values by which ink is darker than its paper, beyond the noise of a blurred scan."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """The picture of a cell cut to its ink, and whether a dash stands before it at the very border."""

    picture: Gray
    dashed: bool


@dataclass(frozen=True, slots=True)
class CellReading:
    """The text of one cell and how sure it is."""

    text: str
    confidence: float


def read_cells(gray: Gray, cells: Sequence[Rectangle], glyphs: Sequence[Glyph], dpi: float) -> list[CellReading]:
    """One reading a cell: certain where the page and the cell alone say the same.

    Labels are taken from the page as they are; only what may be a figure is read again.
    """
    firsts = [_from_page(cell, glyphs) for cell in cells]
    inks = [_ink(gray, cell, dpi) for cell in cells]
    again = [place for place, ink in enumerate(inks) if ink is not None and _may_be_figure(firsts[place].text)]
    crops = [ink.picture for place in again if (ink := inks[place]) is not None]
    seconds = dict(zip(again, recognise_lines(crops), strict=True))
    return [_settled(first, ink=inks[place], second=seconds.get(place)) for place, first in enumerate(firsts)]


def _from_page(cell: Rectangle, glyphs: Sequence[Glyph]) -> CellReading:
    left, top, right, bottom = cell
    inside = [glyph for glyph in glyphs if left < glyph.x < right and top < glyph.y < bottom]
    lines = {glyph.line: glyph.y for glyph in inside}
    inside.sort(key=lambda glyph: (lines[glyph.line], glyph.line, glyph.x))
    return CellReading("".join(glyph.text for glyph in inside), min((glyph.score for glyph in inside), default=CERTAIN))


def _settled(first: CellReading, *, ink: _Ink | None, second: tuple[str, float] | None) -> CellReading:
    if second is None or ink is None:
        return CellReading(first.text, UNSURE if ink is None and first.text else CERTAIN)
    once, twice = _as_figure(first.text), _as_figure(second[0])
    worse, better = sorted((first.confidence, second[1]))
    whole = _signs(ink.picture) <= len(once) and not (ink.dashed and once[:1].isdecimal())
    sure = worse >= _HARDLY_READ and better >= _WELL_READ and whole
    if once == twice and _FIGURE.fullmatch(once) and once:
        return CellReading(once, CERTAIN if sure else UNSURE)
    return CellReading(once or twice, UNSURE)


def _may_be_figure(text: str) -> bool:
    """Whether a cell may hold a figure: labels are Chinese, and a ruling beside a digit is read as a letter."""
    return not any(char.isalpha() and not char.isascii() for char in _as_figure(text))


def _signs(ink: Gray) -> int:
    """How many characters stand side by side in a cell's picture, at least: some touch, and broken ones count once."""
    dark = np.asarray(ink) < int(np.median(ink)) - _DARKER
    height = int(dark.any(axis=1).sum())
    columns = np.concatenate(([0], dark.any(axis=0).astype(np.int8), [0]))
    steps = np.diff(columns)
    widths = np.flatnonzero(steps < 0) - np.flatnonzero(steps > 0)
    return int((widths >= _BROAD * height).sum())


def _as_figure(text: str) -> str:
    """The text with letters that look like digits as digits, where nothing but a figure remains."""
    figure = text.replace(" ", "").translate(_LOOK_ALIKE)
    return figure if _FIGURE.fullmatch(figure) else text


def _ink(gray: Gray, cell: Rectangle, dpi: float) -> _Ink | None:
    """The cell's picture cut to its ink with some paper around, None where it is empty."""
    inset = max(3, round(dpi / 40))
    left, top, right, bottom = (round(side) for side in cell)
    inner = gray[top + inset : bottom - inset, left + inset : right - inset]
    if inner.size == 0:
        return None
    soft = cv2.GaussianBlur(inner, (3, 3), 0)
    dark = _without_border(np.asarray(soft) < int(np.median(soft)) - _DARKER, dpi)
    if dark.sum() < max(6, _LEAST_INK * dark.size):
        return None
    rows, columns = np.where(dark)
    cut = inner[max(0, rows.min() - 5) : rows.max() + 6, max(0, columns.min() - 5) : columns.max() + 6]
    framed = cv2.copyMakeBorder(cut, 6, 6, 10, 10, cv2.BORDER_CONSTANT, value=int(np.median(soft)))
    first, last = top + inset + rows.min(), top + inset + rows.max() + 1
    before = gray[first:last, left + 1 : left + inset + columns.min()]
    wide = max(_DASH_LEAST, round(dpi / 75))
    return _Ink(np.asarray(framed, dtype=np.uint8), _dash(before < int(np.median(soft)) - _DARKER) >= wide)


def _dash(dark: npt.NDArray[np.bool_]) -> int:
    """How wide is what is dark at half the height of the type only; a ruling goes from top to bottom."""
    above, middle, below = np.array_split(dark, (len(dark) // 4, len(dark) * 3 // 4))
    columns = middle.any(axis=0) & ~above.any(axis=0) & ~below.any(axis=0)
    return int(columns.sum())


def _without_border(dark: npt.NDArray[np.bool_], dpi: float) -> npt.NDArray[np.bool_]:
    """The dark pixels without specks at the cell's edge, which belong to its ruling."""
    count, labels, stats, middles = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    speck, near = dpi / 33, dpi / 25
    height, width = dark.shape
    kept = np.ones(count, dtype=np.bool_)
    for number in range(1, count):
        x, y = middles[number]
        at_edge = min(x, y, width - x, height - y) < near
        kept[number] = not at_edge or max(stats[number, :4][2:]) > speck
    return np.asarray(dark & kept[labels])
