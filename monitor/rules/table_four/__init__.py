"""C: 表四, reviews and suits. Source: 国办公开办函〔2021〕30号; the same table in both forms."""

from typing import Final

PLACE: Final = 50
"""Where the family stands in the catalogue."""
