"""Behind a wall: every address but robots.txt answers 412 with a challenge that asks for a browser's proof."""

from tests.portals.making import Making, sample
from tests.portals.server import WALL
from tests.portals.truth import Sample

ADDRESS = "127.77.0.32"
PLACE = "闭关县"


def portal(port: int) -> Sample:
    making = Making(ADDRESS, port, PLACE, f"{PLACE}人民政府")
    making.missing = WALL
    return sample("wall (412)", making, walled=True)
