"""F: the wording of the title."""

from typing import Final

PLACE: Final = 80
"""Where the family stands in the catalogue."""
