"""P: personal data that must not be published. Source: 《条例》第十五条."""

from typing import Final

PLACE: Final = 90
"""Where the family stands in the catalogue."""
