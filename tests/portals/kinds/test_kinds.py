"""Every kind of fault that the field showed, on portals of its own: what may be said of each body."""

from datetime import date

import pytest

from crawler.browser import find_browser
from tests.portals.kinds import clocks
from tests.portals.kinds.series import names, watch

# All portals are visited three times, beside whatever else the machine does.
pytestmark = [pytest.mark.timeout(1800), pytest.mark.browser]


@pytest.fixture(scope="module")
def faults_of(tmp_path_factory) -> dict[str, tuple[str, ...]]:
    """In what the log is wrong of every body."""
    if find_browser() is None:
        pytest.skip("no browser on this machine")
    return {one.name: one.faults for one in watch(tmp_path_factory.mktemp("kinds"))}


@pytest.mark.parametrize("name", names())
def test_a_body_is_told_as_it_must_be(faults_of: dict[str, tuple[str, ...]], name: str) -> None:
    assert faults_of[name] == ()


def test_every_kind_has_four_members() -> None:
    kinds = [name.partition(": ")[0] for name in names()]
    few = {kind for kind in kinds if kinds.count(kind) < 4}
    assert few == set()


def test_the_days_lie_around_the_deadline() -> None:
    assert date(2026, 3, 31) < clocks.TODAY
