"""Y: this year against the last, and the period the figures cover."""

from typing import Final

PLACE: Final = 70
"""Where the family stands in the catalogue."""
