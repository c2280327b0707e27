"""A run over damaged files: what became of each, and whether the readers kept their promise."""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Final

from monitor.documents.worker import Bounds, End
from monitor.documents.workers import USUAL, Outcome, run
from monitor.reports.inputs import Source
from monitor.reports.model import Report
from monitor.reports.sources import read_source
from tests.fuzz.corpus import Seed
from tests.fuzz.damage import damaged

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_LINE: Final = 400
_LATE: Final = 8.0
"""Seconds that a process may take to die on a crowded machine."""
_SLOW_FORMS: Final = {"image": 40, "scanned PDF": 40, "DOC": 4, "RTF": 4, "ODT": 4}
"""One input of the form for so many of others: recognising and converting take seconds."""
PRELOAD: Final = (
    "monitor.reports.sources",
    "monitor.documents.html",
    "monitor.documents.pdf",
    "monitor.documents.word",
)


@dataclass(frozen=True, slots=True)
class Input:
    """One damaged file, made again from its key at any time."""

    key: str
    seed: Seed
    data: bytes


@dataclass(slots=True)
class Line:
    """What became of the inputs of one form."""

    inputs: int = 0
    ends: Counter[End] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_key: str = ""
    peak: int = 0


@dataclass(slots=True)
class Tally:
    """What became of all inputs. ``broken``: promises not kept; ``defects``: what readers should not have raised."""

    lines: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    broken: list[str] = field(default_factory=list)
    defects: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def inputs(self) -> int:
        """How many inputs there were."""
        return sum(line.inputs for line in self.lines.values())

    def take(self, one: Input, outcome: Outcome[Report], bounds: Bounds) -> None:
        """Count an outcome and hold it against the promise."""
        line = self.lines[one.seed.form]
        line.inputs += 1
        line.ends[outcome.end] += 1
        line.peak = max(line.peak, outcome.peak)
        if outcome.seconds > line.slowest:
            line.slowest, line.slowest_key = outcome.seconds, one.key
        self.broken += [f"{one.key}: {what}" for what in complaints(outcome, bounds, slow=is_slow(one.seed.form))]
        if outcome.end in {End.ERROR, End.CRASH}:
            self.defects[outcome.trouble].append(one.key)


def complaints(outcome: Outcome[Report], bounds: Bounds, *, slow: bool) -> Iterator[str]:
    """In what an outcome does not keep the promise."""
    if (outcome.value is None) == (outcome.end is End.DONE):
        yield f"{outcome.end} with {outcome.value!r}"
    line = outcome.trouble
    if outcome.end is End.DONE and line:
        yield f"read, and yet {line!r}"
    if outcome.end is not End.DONE and not (_CHINESE.search(line) and line.isprintable() and len(line) < _LONGEST_LINE):
        yield f"no clear line: {line!r}"
    if not slow and outcome.seconds > bounds.seconds + _LATE:
        yield f"{outcome.seconds:.1f} s"
    if outcome.peak > bounds.memory:
        yield f"{outcome.peak} bytes"


def is_slow(form: str) -> bool:
    """Whether a form gets more time page by page."""
    return form in {"image", "scanned PDF"}


def inputs(seeds: Sequence[Seed], most: int, seed: int) -> Iterator[Input]:
    """Damaged files of all forms in turn."""
    forms: dict[str, list[Seed]] = defaultdict(list)
    for one in seeds:
        forms[one.form].append(one)
    turns = (form for round_ in count() for form in forms if round_ % _SLOW_FORMS.get(form, 1) == 0)
    for number, form in zip(range(most), turns, strict=False):
        yield make(seeds, f"{seed}/{form}/{number}")


def make(seeds: Sequence[Seed], key: str) -> Input:
    """The input of a key ``seed/form/number``."""
    form = key.split("/")[1]
    of_form = [one for one in seeds if one.form == form]
    random = Random(key)
    chosen = random.choice(of_form)
    return Input(key, chosen, damaged(chosen, random.choice(of_form), random))


def attack(
    seeds: Sequence[Seed],
    *,
    most: int,
    seconds: float,
    seed: int,
    bounds: Bounds = USUAL,
    quick: bool = False,
) -> Iterator[tuple[Input, Outcome[Report]]]:
    """Read damaged files until there are enough or the time is over; what is under way then is still waited for."""
    end = time.monotonic() + seconds
    given: list[Input] = []

    def sources() -> Iterator[Source]:
        for one in inputs(seeds, most, seed):
            if time.monotonic() > end:
                return
            given.append(one)
            yield Source(one.data, one.key, one.seed.name)

    with closing(run(read_source, sources(), bounds=bounds, quick=quick, preload=PRELOAD)) as outcomes:
        for outcome in outcomes:
            yield given.pop(0), outcome


def table(tally: Tally) -> Iterator[str]:
    """The table of forms."""
    heads = ("form", "inputs", "read", "unreadable", "time", "memory", "crash", "defect", "slowest", "peak")
    rows = [
        (
            form,
            *(str(number) for number in _counts(line)),
            f"{line.slowest:.1f} s",
            f"{line.peak / 2**20:.0f} MiB",
        )
        for form, line in sorted(tally.lines.items())
    ]
    total = Line()
    for line in tally.lines.values():
        total.inputs += line.inputs
        total.ends += line.ends
        total.slowest, total.peak = max(total.slowest, line.slowest), max(total.peak, line.peak)
    rows.append(("all", *map(str, _counts(total)), f"{total.slowest:.1f} s", f"{total.peak / 2**20:.0f} MiB"))
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    for row in [heads, *rows]:
        yield "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])


def _counts(line: Line) -> tuple[int, ...]:
    shown = (End.DONE, End.UNREADABLE, End.TIME, End.MEMORY, End.CRASH, End.ERROR)
    return (line.inputs, *(line.ends[end] for end in shown))
