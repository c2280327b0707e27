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
_LEAST_INK: Final = 0.0015
"""Share of dark pixels below which a cell is paper; a comma at 150 dpi is more."""
_DARKER: Final = 45
"""Gray values by which ink is darker than its paper, beyond the noise of a blurred scan."""


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
    crops = [crop for place in again if (crop := inks[place]) is not None]
    seconds = dict(zip(again, recognise_lines(crops), strict=True))
    return [_settled(first, blank=inks[place] is None, second=seconds.get(place)) for place, first in enumerate(firsts)]


def _from_page(cell: Rectangle, glyphs: Sequence[Glyph]) -> CellReading:
    left, top, right, bottom = cell
    inside = [glyph for glyph in glyphs if left < glyph.x < right and top < glyph.y < bottom]
    lines = {glyph.line: glyph.y for glyph in inside}
    inside.sort(key=lambda glyph: (lines[glyph.line], glyph.line, glyph.x))
    return CellReading("".join(glyph.text for glyph in inside), min((glyph.score for glyph in inside), default=CERTAIN))


def _settled(first: CellReading, *, blank: bool, second: tuple[str, float] | None) -> CellReading:
    if second is None:
        return CellReading(first.text, UNSURE if blank and first.text else CERTAIN)
    once, twice = _as_figure(first.text), _as_figure(second[0])
    worse, better = sorted((first.confidence, second[1]))
    sure = worse >= _HARDLY_READ and better >= _WELL_READ
    if once == twice and once:
        return CellReading(once, CERTAIN if sure else UNSURE)
    return CellReading(once or twice, UNSURE)


def _may_be_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(_as_figure(text)))


def _as_figure(text: str) -> str:
    """The text with letters that look like digits as digits, where nothing but a figure remains."""
    figure = text.replace(" ", "").translate(_LOOK_ALIKE)
    return figure if _FIGURE.fullmatch(figure) else text


def _ink(gray: Gray, cell: Rectangle, dpi: float) -> Gray | None:
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
    return np.asarray(framed, dtype=np.uint8)


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
