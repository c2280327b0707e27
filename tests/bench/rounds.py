"""Several ways of doing the same work, timed in turn: a noisy machine disturbs them alike."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

ROUNDS = 5


@dataclass(slots=True)
class Times:
    """Seconds of one way of work: ``cpu`` by file and round, ``wall`` by round over all files."""

    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: list[float] = field(default_factory=list)

    def rounds(self) -> list[float]:
        """CPU seconds over all files, round by round."""
        return [sum(seconds) for seconds in zip(*self.cpu.values(), strict=True)]

    def usual(self, name: str) -> float:
        """CPU seconds of one file, in the middle of the rounds."""
        return median(self.cpu[name])

    def rate(self) -> str:
        """Documents a second of CPU and of the clock, in the middle of the rounds."""
        files, cpu, wall = len(self.cpu), median(self.rounds()), median(self.wall)
        each = f"{1000 * cpu / files:6.1f} ms of CPU each"
        return f"{files / cpu:7.1f} documents/s of CPU  {files / wall:7.1f} by the clock  {each}"


def alternating(
    files: Mapping[str, bytes], ways: Mapping[str, Callable[[bytes], object]], rounds: int = ROUNDS
) -> dict[str, Times]:
    """Every way over all files, one way after the other in every round; the first file warms each up."""
    for work in ways.values():
        work(next(iter(files.values())))
    gc.collect()
    gc.freeze()  # what the bench itself holds would be searched for garbage again and again, at anyone's cost
    times = {name: Times({file: [] for file in files}) for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            gc.collect()  # nobody pays for what another left behind
            began = time.perf_counter()
            for file, data in files.items():
                start = time.process_time()
                work(data)
                times[name].cpu[file].append(time.process_time() - start)
            times[name].wall.append(time.perf_counter() - began)
    gc.unfreeze()
    return times


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """How many times longer one took than the other, in the middle of the rounds."""
    return median(one / other for one, other in zip(slow, fast, strict=True))
