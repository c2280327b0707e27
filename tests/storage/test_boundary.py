"""What a boundary holds, and what it lets through."""

import pytest

from storage.boundary import Boundary
from storage.errors import LogError


@pytest.mark.parametrize("problem", [ValueError("x"), MemoryError(), RecursionError(), KeyError("y")])
def test_a_defect_is_held_and_kept(problem: Exception) -> None:
    with Boundary() as within:
        raise problem
    assert within.problem is problem


def test_what_went_well_leaves_nothing() -> None:
    with Boundary() as within:
        pass
    assert within.problem is None


@pytest.mark.parametrize("problem", [LogError("full"), KeyboardInterrupt(), SystemExit(3)])
def test_a_lost_log_and_the_end_of_the_process_pass(problem: BaseException) -> None:
    with pytest.raises(type(problem)), Boundary():
        raise problem
