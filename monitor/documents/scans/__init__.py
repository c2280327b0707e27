"""Pictures of pages: straightened, their rulings found, their text recognised."""

from typing import Final

NOT_INSTALLED: Final = (
    "是扫描件或图片，读取它需要文字识别组件；请运行 pip install 'nianbao[ocr]'（或 make install）后再查。"
)
"""The line for a document that needs recognition where the packages for it are missing."""
