"""A clock that was wrong for one run."""

from pathlib import Path

import pytest

from tests.portals.kinds import clocks

# Two or three whole runs each, beside whatever else the machine does.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("days", list(clocks.DAYS))
def test_a_clock_that_was_wrong_proves_nothing(tmp_path: Path, days: str) -> None:
    assert clocks.faults(tmp_path, clocks.DAYS[days]) == []
