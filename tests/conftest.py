"""What every room's tests may ask for, and how they are dealt out to workers."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from monitor.documents import worker

# The machine may be busy with other things; how long an example takes says nothing. Every run tries the same
# examples: a test that fails by chance is a defect, exploring is for the campaigns of tests.fuzz.
settings.register_profile("nianbao", deadline=None, derandomize=True)
settings.load_profile("nianbao")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: many tests wait for a browser, a disk or the patience of a crawl."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that ask for more time than others come first, so that none of them is left for a single worker at last."""
    longest: dict[Path, float] = {}
    for item in items:
        marks = [mark.args[0] for mark in item.iter_markers("timeout")]
        longest[item.path] = max([longest.get(item.path, 0), *marks])
    items.sort(key=lambda item: -longest[item.path])


@pytest.fixture(scope="session", autouse=True)
def one_thread_to_recognise() -> None:
    """Where every core has a worker, more threads would be in each other's way."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        worker._here.threads = 1


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of real reports and facts beside the checkout; the test is skipped where it is absent."""
    path = Path(__file__).resolve().parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("no directory `shared` beside the checkout")
    return path
