"""Which way up a scanned page lies: pages fed into the scanner sideways or head first are turned and read again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from monitor.documents.scans.recognition import Glyph, recognise_page
from monitor.documents.scans.straighten import Gray, straightened

_LEAST: Final = 40
"""Characters below which a picture tells nothing about how it lies."""
_POORLY: Final = 0.9
"""The mean score of the recogniser below which a page may lie wrong; a good page has 0.97, a bad copy 0.93."""
_LONGER: Final = 2


def recognised(gray: Gray) -> tuple[Gray, list[Glyph], bool]:
    """The page straightened, its characters, and whether it had to be turned by a quarter or more to be read."""
    best = (*_read(gray, 0), False)
    if not _may_lie_wrong(best[1]):
        return best
    for turns in (1, 3, 2):
        other = (*_read(gray, turns), True)
        best = max(best, other, key=lambda way: sum(glyph.score for glyph in way[1]))
        if best is other and not _may_lie_wrong(best[1]):
            break
    return best


def _read(gray: Gray, turns: int) -> tuple[Gray, list[Glyph]]:
    upright = straightened(np.ascontiguousarray(np.rot90(gray, turns)) if turns else gray)
    return upright, recognise_page(upright)


def _may_lie_wrong(glyphs: Sequence[Glyph]) -> bool:
    """Whether most lines of text run down the page, or hardly anything could be read."""
    if len(glyphs) < _LEAST:
        return False
    lines: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        lines[glyph.line].append(glyph)
    extents = [(np.ptp([one.x for one in line]), np.ptp([one.y for one in line])) for line in lines.values()]
    across = sum(wide > _LONGER * high for wide, high in extents)
    down = sum(high > _LONGER * wide for wide, high in extents)
    return down > across or sum(glyph.score for glyph in glyphs) < _POORLY * len(glyphs)
