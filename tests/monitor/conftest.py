"""Logs planted by hand (see :mod:`tests.monitor.planting`)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.database import open_log
from storage.tables.portals import BodyRow
from tests.monitor.planting import WATER, World


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Plants a world with a roster; its log is closed at the end."""
    made: list[World] = []

    def build(*roster: BodyRow, data: Path = tmp_path / "data") -> World:
        made.append(World(open_log(data), roster or (BodyRow(WATER, "department"),)))
        return made[-1]

    yield build
    for world in made:
        world.log.close()


@pytest.fixture
def world(plant: Callable[..., World]) -> World:
    """A world whose roster is 水月县水利局 alone."""
    return plant()
