"""Characters as a person sees them: radicals that stand for whole characters, control characters, indents."""

import re
import unicodedata
from typing import Final

from crawler.text import tidy

_SUPPLEMENT: Final = (
    "⺁厂⺇几⺎兀⺓幺⺟母⺠民⺩王⺬示⺮竹⻁虎⻄西⻅见⻆角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞"
    "⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
"""Pairs from Unicode's EquivalentUnifiedIdeograph data: this block has hardly any compatibility mappings.

Fonts that share one glyph between a radical and the character give the radical when text is copied out of a PDF.
"""
_COMPATIBLE: Final = (*range(0x2F00, 0x2FD6), *range(0x2E9F, 0x2EA0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA1E))


def _sight_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0xFEFF))
    table |= {0x09: "\t", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n"}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE}
    table |= {ord(_SUPPLEMENT[i]): _SUPPLEMENT[i + 1] for i in range(0, len(_SUPPLEMENT), 2)}
    return table


_SIGHT: Final = _sight_table()
_PARAGRAPH_INDENT: Final = re.compile(r"\n|\u3000{2,}|\u2003{2,}|\xa0{4,}")


def legible(text: str) -> str:
    r"""The text with radicals as the characters they look like and without invisible control characters.

    Full-width forms stay: a cell's text is kept as printed. Line ends become ``\n``.
    """
    return text.replace("\r\n", "\n").translate(_SIGHT)


def paragraphs_in(text: str) -> list[str]:
    """The paragraphs of a run of text, tidied; an indent of two ideographic spaces starts one as a line end does.

    Carriers that lost their line ends keep the indents, and those are then the only trace of paragraphs.
    """
    return [line for part in _PARAGRAPH_INDENT.split(text) if (line := tidy(part))]
