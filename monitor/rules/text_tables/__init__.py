"""E: what the prose says against what the tables say."""

from typing import Final

PLACE: Final = 60
"""Where the family stands in the catalogue."""
