"""W: the report as published in several places at once: page and attachments."""

from typing import Final

PLACE: Final = 100
"""Where the family stands in the catalogue."""
