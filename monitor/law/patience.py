"""How long we look before we say that something is not there (law 3 of the house)."""

from typing import Final

HEALTHY_DAYS: Final = 2
"""Healthy visits on so many days without a report prove that it is absent, or was withdrawn."""
