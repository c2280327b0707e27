"""Which report years a row of a list may be about, so that nobody is accused of what it may be."""

from collections.abc import Iterable
from datetime import date
from typing import Final

_EARLIEST: Final = (12, 1)
"""Month and day of its own year from which on a report may be out: some are posted before the year has ended."""


def may_be_of(year: int, named: int | None, listed_on: date | None) -> bool:
    """Whether a row that names the year ``named`` and bears the day ``listed_on`` (None: none) may be of a year."""
    if named is not None:
        return named == year
    return listed_on is None or listed_on >= date(year, *_EARLIEST)


def may_be_owed(years: Iterable[int], named: int | None, listed_on: date | None) -> bool:
    """Whether such a row may be of one of these years."""
    return any(may_be_of(year, named, listed_on) for year in years)
