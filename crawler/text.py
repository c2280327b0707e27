"""Chinese text made comparable: one normal form for titles, headings, labels and link texts."""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\u3000]+")
_BESIDE_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f０-９]) | (?=[^\x00-\x7f０-９])")
"""A space that no one means; between digits of any width it keeps two numbers apart."""
_PUNCTUATION: Final = str.maketrans(
    {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "[": "〔", "]": "〕", "?": "？", "!": "！"}
)


def squash(text: str) -> str:
    """The text in NFKC without any white space or invisible character: what to compare and to search in.

    Full-width digits and letters become half-width, Kangxi radicals become the
    usual characters.
    """
    if text.isascii() and text.isalnum():
        return text
    # Most texts are in the normal form already, and telling that is cheaper than making it.
    normal = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return _INVISIBLE.sub("", normal)


def fold(text: str) -> str:
    """:func:`squash` with brackets, commas and colons in one width (full), for comparing wording."""
    return squash(text).translate(_PUNCTUATION)


def tidy(text: str) -> str:
    """The text for showing: runs of white space become one space, spaces beside Chinese characters go."""
    spaced = _INVISIBLE.sub(" ", text).strip()
    return _BESIDE_CHINESE.sub("", spaced) if " " in spaced else spaced
