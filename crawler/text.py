"""Chinese text made comparable: one normal form for titles, headings, labels and link texts."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""What shows nothing and is no white space."""
_BESIDE_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f０-９]) | (?=[^\x00-\x7f０-９])")
"""A space that no one means; between digits of any width it keeps two numbers apart."""
_USUAL: Final = (
    ("，", ","),
    ("（", "("),
    ("）", ")"),
    ("：", ":"),
    ("；", ";"),
    ("？", "?"),
    ("！", "!"),
    ("\u3000", " "),
)
"""What nearly all Chinese text has that is not in NFKC; told apart by itself it takes a tenth of the time."""
_FULL: Final = (
    *((",", "，"), (";", "；"), (":", "："), ("(", "（"), (")", "）")),
    *(("[", "〔"), ("]", "〕"), ("?", "？"), ("!", "！")),
)
_SHORT: Final = 64
"""Characters of a text that is kept with its normal form: titles and cells come again and again."""
_MOST_KEPT: Final = 4096


def squash(text: str) -> str:
    """The text in NFKC without any white space or invisible character: what to compare and to search in.

    Full-width digits and letters become half-width, Kangxi radicals become the
    usual characters.
    """
    if text.isascii() and text.isalnum():
        return text
    return _squash_short(text) if len(text) <= _SHORT else _squash(text)


def fold(text: str) -> str:
    """:func:`squash` with brackets, commas and colons in one width (full), for comparing wording."""
    folded = squash(text)
    for half, full in _FULL:
        folded = folded.replace(half, full)
    return folded


def tidy(text: str) -> str:
    """The text for showing: runs of white space become one space, spaces beside Chinese characters go."""
    spaced = " ".join(_INVISIBLE.sub(" ", text).split())
    return _BESIDE_CHINESE.sub("", spaced) if " " in spaced else spaced


def _squash(text: str) -> str:
    return _INVISIBLE.sub("", "".join(_normal(text).split()))


_squash_short: Final = lru_cache(_MOST_KEPT)(_squash)


def _normal(text: str) -> str:
    """The text in NFKC."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    # Replacing a character by what it is taken apart into beforehand changes nothing of the normal form.
    for usual, normal in _USUAL:
        text = text.replace(usual, normal)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
