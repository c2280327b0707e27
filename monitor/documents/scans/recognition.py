"""Characters of a page by rapidocr, whose models come inside its package: nothing is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Final

import cv2
import numpy as np

from monitor.documents import worker
from monitor.documents.model import UnreadableDocumentError
from monitor.documents.scans import NOT_INSTALLED
from monitor.documents.scans.straighten import Gray

_STRIP: Final = 2600
"""Pixels of height: a page of A4 at 220 dpi. The detector shrinks what is higher until digits are lost."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character: its middle and width in pixels, and how sure the recogniser is of its line (0 to 1)."""

    text: str
    x: float
    y: float
    width: float
    height: float
    score: float
    line: int


def recognise_page(gray: Gray) -> list[Glyph]:
    """Every character of an upright page, line by line as the detector found them.

    A page higher than the detector sees in full size is read strip by strip.
    """
    glyphs: list[Glyph] = []
    for top, bottom in pairwise(_cuts(gray)):
        worker.more_time()
        lines = glyphs[-1].line + 1 if glyphs else 0
        strip = _recognise_strip(gray[top:bottom])
        glyphs.extend(replace(glyph, y=glyph.y + top, line=glyph.line + lines) for glyph in strip)
    return glyphs


def _cuts(gray: Gray) -> list[int]:
    """Heights at which a page is cut into strips: where the least ink is crossed."""
    height, cuts = gray.shape[0], [0]
    while height - cuts[-1] > _STRIP:
        first = cuts[-1] + _STRIP * 3 // 4
        rows = gray[first : cuts[-1] + _STRIP].sum(axis=1, dtype=np.int64)
        cuts.append(first + int(np.argmax(rows)))
    return [*cuts, height]


def _recognise_strip(gray: Gray) -> list[Glyph]:
    found = _engine()(_in_colour(gray), use_cls=False, return_word_box=True, return_single_char_box=True)
    words = getattr(found, "word_results", None) or ()
    # A page without text gives one line that is no list of words but an empty word itself.
    lines = [[word for word in line or () if isinstance(word, tuple)] for line in words]
    return [glyph for number, line in enumerate(lines) for word in line for glyph in _glyphs(word, number)]


def recognise_lines(crops: Sequence[Gray]) -> list[tuple[str, float]]:
    """The text and score of pictures that hold one line each, without looking for lines first."""
    if not crops:
        return []
    from rapidocr.ch_ppocr_rec.typings import TextRecInput  # noqa: PLC0415 - with the engine

    result = _engine().text_rec(TextRecInput(img=[_in_colour(crop) for crop in crops]))
    return [(str(text), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 - 0.7 s and only for scans
    except ImportError as missing:
        raise UnreadableDocumentError(NOT_INSTALLED) from missing
    params: dict[str, object] = {"Global.log_level": "error"}
    if worker.threads():
        cv2.setNumThreads(worker.threads())
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = worker.threads()
    return RapidOCR(params=params)


def _glyphs(word: Any, line: int) -> list[Glyph]:
    text, score, corners = word
    x0, y0 = np.min(corners, axis=0)
    x1, y1 = np.max(corners, axis=0)
    step = (x1 - x0) / max(len(text), 1)
    middle, height = float(y0 + y1) / 2, float(y1 - y0)
    return [
        Glyph(char, float(x0 + step * (place + 0.5)), middle, float(step), height, float(score), line)
        for place, char in enumerate(text)
    ]


def _in_colour(gray: Gray) -> Any:
    return cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
