"""Why our own reading of a binary Word file may lack something, or have it otherwise than people see it."""

from enum import Enum
from typing import Final


class Doubt(Enum):
    """One reason, as people read it. Without any the reading is sure: nothing in the main text is left aside."""

    NUMBERS = "自动编号"
    BOXES = "文本框"
    PICTURES = "图片或图形"
    FIELDS = "域"
    STYLES = "样式里的隐藏文字"
    REVISIONS = "删去或隐藏的段落和表格行"
    TABLES = "表格结构"
    PIECES = "分段保存的文字"
    PROPERTIES = "不认识的格式"


MISSING_ONLY: Final = frozenset({Doubt.NUMBERS, Doubt.BOXES, Doubt.PICTURES})
"""Doubts that say what lacks; all that is read is right."""
