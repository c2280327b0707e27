"""The cases from the field beside the checkout."""

from pathlib import Path

import pytest

from tests.portals.kinds.cases import WANTED, play

pytestmark = [pytest.mark.shared, pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.mark.parametrize("name", list(WANTED))
def test_a_case_is_as_expected(shared: Path, tmp_path: Path, name: str) -> None:
    cases = shared / "cases" / "portals"
    if not (cases / name).is_dir():
        pytest.skip(f"no case {name}")
    assert WANTED[name].faults(play(name, tmp_path, cases)) == []


def test_no_case_is_left_out(shared: Path) -> None:
    cases = shared / "cases" / "portals"
    assert {path.parent.name for path in cases.glob("*/site.py")} <= set(WANTED)
