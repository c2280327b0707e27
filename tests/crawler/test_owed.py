"""Which years a row may be about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.owed import may_be_of, may_be_owed


@pytest.mark.parametrize(
    ("named", "listed_on", "possible"),
    [
        (2025, date(2019, 1, 1), True),
        (2024, date(2026, 1, 1), False),
        (None, date(2026, 1, 20), True),
        (None, date(2025, 12, 30), True),
        (None, date(2025, 3, 1), False),
        (None, None, True),
    ],
)
def test_a_year_that_is_named_decides_and_then_the_day(named, listed_on, possible) -> None:
    assert may_be_of(2025, named, listed_on) is possible


@given(st.integers(2008, 2100), st.none() | st.integers(2008, 2100), st.none() | st.dates(date(2008, 1, 1)))
def test_a_row_that_may_be_owed_may_be_of_one_of_the_years(year, named, listed_on) -> None:
    assert may_be_owed([year, year + 1], named, listed_on) == any(
        may_be_of(owed, named, listed_on) for owed in (year, year + 1)
    )
