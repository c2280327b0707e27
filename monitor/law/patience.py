"""How long we look before we say that something is not there (law 3 of the house)."""

from datetime import timedelta
from typing import Final

HEALTHY_DAYS: Final = 2
"""Healthy visits on so many days without a report prove that it is absent, or was withdrawn."""

LONGEST_LEAP: Final = timedelta(days=200)
"""A run so long after the one before may have a wrong clock: alone it proves nothing, and no duty begins with it."""
