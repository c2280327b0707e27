"""Pages whose characters have no meaning outside the file, because a font does not tell what its glyphs stand for."""

from itertools import islice
from typing import Final

from monitor.documents.pdf.primitives import PageContent

UNKNOWN: Final = "\ufffd"
"""Stands for every character that the file does not tell."""
_UNMAPPED_MOST: Final = 0.2
_LEAST: Final = 30
_SAMPLE: Final = 400
_LATIN: Final = 0x250
_PUNCTUATION: Final = (
    frozenset(range(0x2000, 0x2070)) | frozenset(range(0x3000, 0x3040)) | frozenset(range(0xFF00, 0xFFF0))
)
_USUAL_LEAST: Final = 0.5
_USUAL_ROWS: Final = range(0xB0, 0xD8)
"""Rows of GB 2312 with the 3755 characters of its first level; of a report they are more than nine in ten."""


def is_unmapped(sign: str) -> bool:
    """Whether a character has no meaning outside its file: a private one, or the one in place of an unknown one."""
    return sign == UNKNOWN or "\ue000" <= sign <= "\uf8ff"


def is_garbled(page: PageContent) -> bool:
    """Whether a page's characters are without meaning, or so unusual that they can only be numbers of glyphs."""
    if page.unmapped > _UNMAPPED_MOST * max(len(page.glyphs), _LEAST):
        return True
    letters = (glyph.text for glyph in page.glyphs if ord(glyph.text) >= _LATIN and ord(glyph.text) not in _PUNCTUATION)
    sample = list(islice(letters, _SAMPLE))
    return len(sample) >= _LEAST and sum(map(_is_usual, sample)) < _USUAL_LEAST * len(sample)


def _is_usual(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] in _USUAL_ROWS
    except UnicodeEncodeError:
        return False
