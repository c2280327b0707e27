import math
from collections.abc import Sequence

import pytest

from monitor.documents.limits import MIB
from monitor.documents.worker import Bounds, End
from monitor.documents.workers import Outcome
from tests.fuzz.campaign import Tally, attack, complaints, inputs, make, table
from tests.fuzz.corpus import Seed, seeds

# Every file is read in a process of its own, and bounds on its time are part of what is looked at.
pytestmark = pytest.mark.timeout(600)

INPUTS = 150
BOUNDS = Bounds(seconds=30, memory=1024 * MIB)


@pytest.fixture(scope="module")
def sound() -> list[Seed]:
    return seeds(scans=False, office=False, real=False)


def test_damaged_files_of_every_form_are_read_or_refused_in_one_line(sound: Sequence[Seed]) -> None:
    tally = Tally()
    for one, outcome in attack(sound, most=INPUTS, seconds=math.inf, seed=2026, bounds=BOUNDS, quick=True):
        tally.take(one, outcome, BOUNDS)
    assert tally.broken == []
    assert tally.defects == {}
    assert tally.inputs == INPUTS
    assert set(tally.lines) == {seed.form for seed in sound}
    # Damage that nothing survives, or that everything does, would prove nothing.
    ends = sum((line.ends for line in tally.lines.values()), start=type(tally.lines["HTML"].ends)())
    assert ends[End.DONE] > INPUTS / 5
    assert ends[End.UNREADABLE] > INPUTS / 5


def test_the_same_seed_makes_the_same_files(sound: Sequence[Seed]) -> None:
    once, again = (list(inputs(sound, 40, 7)) for _ in range(2))
    assert once == again
    assert once != list(inputs(sound, 40, 8))
    assert make(sound, once[25].key) == once[25]


@pytest.mark.parametrize(
    ("outcome", "broken"),
    [
        (Outcome(None, End.UNREADABLE, "文件是空的。", 1.0, 100 * MIB), False),
        (Outcome(None, End.UNREADABLE, "", 1.0, 100 * MIB), True),
        (Outcome(None, End.UNREADABLE, "File is empty.", 1.0, 100 * MIB), True),
        (Outcome(None, End.UNREADABLE, "文件\n是空的。", 1.0, 100 * MIB), True),
        (Outcome(None, End.DONE, "", 1.0, 100 * MIB), True),
        (Outcome(None, End.TIME, "没有读完。", 31.0, 0), False),
        (Outcome(None, End.TIME, "没有读完。", 60.0, 0), True),
        (Outcome(None, End.UNREADABLE, "文件是空的。", 1.0, 1025 * MIB), True),
    ],
)
def test_a_broken_promise_is_seen(outcome: Outcome[None], *, broken: bool) -> None:
    assert bool(list(complaints(outcome, BOUNDS, slow=False))) is broken


def test_the_table_counts_every_input_once(sound: Sequence[Seed]) -> None:
    tally = Tally()
    for one, end in zip(inputs(sound, 3, 1), (End.UNREADABLE, End.TIME, End.CRASH), strict=True):
        tally.take(one, Outcome(None, end, "读不出来。", 2.0), BOUNDS)
    *_, last = table(tally)
    assert last.split() == ["all", "3", "0", "1", "1", "0", "1", "0", "2.0", "s", "0", "MiB"]
    assert list(tally.defects) == ["读不出来。"]
