"""Whether pages with Chinese type can be drawn on this machine."""

from functools import cache

import numpy as np
import pypdfium2 as pdfium

from tests.corpus.pdf_files import PdfSurface


@cache
def has_chinese_font() -> bool:
    """True where two Chinese characters look different when drawn, which boxes for missing ones do not."""
    return not np.array_equal(_drawn("一"), _drawn("圖"))


def _drawn(letter: str) -> np.ndarray:
    surface = PdfSurface()
    surface.text(100, 100, letter, 40)
    surface.end_page()
    return pdfium.PdfDocument(surface.finish())[0].render(grayscale=True).to_numpy().copy()
