"""What tells a table of data from a layout table or a frame, in whatever carrier it stands."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.text import squash

_MARKERS: Final = re.compile(
    r"信息内容|本年制发件数|本年新制作数量|申请人情况|勾稽关系|予以公开|属于国家秘密|本机关不掌握|信访举报投诉|结转下年度"
    r"|尚未审结|复议后起诉|未经复议直接起诉|第二十条第.{3}项"
)
DOUBTFUL: Final = 0.5
"""Confidence of a cell that two readings spell differently."""

_LEAST_COLUMNS: Final = 2
_LEAST_ROWS: Final = 3
_SHORT: Final = 60
_PROSE: Final = 300
_SHORT_SHARE: Final = 0.7


def has_marker(text: str) -> bool:
    """Whether the text holds words that stand in the tables of the forms of 2019 and 2021."""
    return bool(_MARKERS.search(squash(text)))


def is_data(rows: Sequence[Sequence[str]], *, holds_table: bool = False) -> bool:
    """Whether cells, row by row, are a table of data: the form's markers, or two columns and more of short cells.

    A grid of one column is a frame, unless it holds nothing but short cells
    with the form's markers; one with prose or with a table inside is layout.
    """
    texts = [text for row in rows for text in row]
    short = [text for text in texts if len(text) <= _SHORT]
    if max((len(row) for row in rows), default=0) < _LEAST_COLUMNS:
        return not holds_table and len(texts) == len(short) >= _LEAST_ROWS and has_marker("".join(short))
    if has_marker("".join(short)):
        return True
    if holds_table or any(len(text) > _PROSE for text in texts):
        return False
    return len(short) >= _SHORT_SHARE * len(texts)
