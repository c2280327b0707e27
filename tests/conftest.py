"""What every room's tests may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

# The machine may be busy with other things; how long an example takes says nothing. Every run tries the same
# examples: a test that fails by chance is a defect, exploring is for the campaigns of tests.fuzz.
settings.register_profile("nianbao", deadline=None, derandomize=True)
settings.load_profile("nianbao")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of real reports and facts beside the checkout; the test is skipped where it is absent."""
    path = Path(__file__).resolve().parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("no directory `shared` beside the checkout")
    return path
