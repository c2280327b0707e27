"""A: 表二, what was disclosed proactively. Source: 国办公开办函〔2021〕30号 and, until 2020, 〔2019〕60号."""

from typing import Final

PLACE: Final = 30
"""Where the family stands in the catalogue."""
