"""``python -m tests.portals --kinds [KIND…]``: every kind of fault on every sample portal that can have it."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.portals.kinds.site import DAYS
from tests.portals.planting import KINDS, Field, plant, watched
from tests.portals.portals import MAKERS
from tests.portals.server import free_port, serve
from tests.portals.watching import Fate, Outcome, Watch


@dataclass(slots=True)
class Result:
    """What became of the bodies that a kind befell, by portal."""

    kind: str
    portals: dict[str, list[Outcome]] = field(default_factory=dict)

    @property
    def fates(self) -> Counter[Fate]:
        """The fates of all that have published."""
        return Counter(one.fate for one in self._every() if not one.duty.is_silent)

    @property
    def breaches(self) -> list[Outcome]:
        """Bodies accused of what they have published, and reports that are booked under another's name."""
        return [one for one in self._every() if one.is_breach]

    @property
    def changed(self) -> int:
        """Reports of which there is more than one version."""
        return sum(one.versions > 1 for one in self._every())

    @property
    def misdated(self) -> int:
        """Reports whose day is not the one that is printed."""
        found = [one for one in self._every() if one.fate is Fate.FOUND and one.duty.on]
        return sum(one.published_on != f"{one.duty.on}" for one in found)

    def _every(self) -> Iterator[Outcome]:
        for outcomes in self.portals.values():
            yield from outcomes


def main(given: Sequence[str]) -> int:
    """Print a line for every kind, and below it the breaches; kinds and portals may be named."""
    modules = {make.__module__.rpartition(".")[2]: make for make in MAKERS}
    makers = [make for name, make in modules.items() if name in given] or list(modules.values())
    kinds = [kind for kind in KINDS if kind in given] or list(KINDS)
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    wrong = 0
    for kind in kinds:
        result = run(kind, [make(1).name for make in makers])
        wrong += len(result.breaches)
        print(line(result), flush=True)
        for name, outcomes in result.portals.items():
            for one in set(outcomes) & set(result.breaches):
                print(f"    {name}: {one.duty.name} {one.fate} {one.booked}: {one.why}", flush=True)
    return 1 if wrong else 0


HEADS = ("kind", "portals", "bodies", "found", "unknown", "ACCUSED", "wrong", "misbooked", "misdated", "changed")


def line(result: Result) -> str:
    """A line of the table in Markdown."""
    fates, outcomes = result.fates, [one for every in result.portals.values() for one in every]
    shown = (
        *(len(result.portals), fates.total(), *(fates[fate] for fate in (Fate.FOUND, Fate.UNKNOWN, Fate.ACCUSED))),
        sum(one.fate is Fate.WRONG for one in outcomes),
        *(sum(one.is_misbooked for one in outcomes), result.misdated, result.changed),
    )
    return f"| {result.kind} | {' | '.join(map(str, shown))} |"


def run(kind: str, names: Sequence[str]) -> Result:
    """Watch the sample portals of these names that can have a kind."""
    port = free_port()
    samples = [sample for make in MAKERS if (sample := make(port)).name in names]
    fields = list(plant(kind, samples))
    with tempfile.TemporaryDirectory() as folder:
        return Result(kind, dict(_watch(fields, port, Path(folder))))


def _watch(fields: Sequence[Field], port: int, folder: Path) -> Iterator[tuple[str, list[Outcome]]]:
    portals = [watched(one) for one in fields]
    if not portals:
        return
    hosts = [host for portal, _ in portals for host in portal.hosts]
    with serve(hosts, port, folder / "tls"):
        watch = Watch(folder / "data", [portal for portal, _ in portals])
        for day in DAYS:
            watch.run(day)
        seen = watch.look()
    for one, (portal, names) in zip(fields, portals, strict=True):
        yield one.sample.family, [outcome for outcome in seen.outcomes(portal) if outcome.duty.name in names]


def portals_that_can(kinds: Iterable[str]) -> dict[str, list[str]]:
    """For some kinds the families of the sample portals that can have them."""
    return {kind: [one.sample.family for one in plant(kind, [make(1) for make in MAKERS])] for kind in kinds}
