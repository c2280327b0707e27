"""A campaign: batches of composed portals watched over their days, what became of every body, and every breach."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.fuzz.portals.building import BODIES, DAYS, FAR_DAY, build
from tests.fuzz.portals.composition import CLOCK_EVERY, Composition, compose
from tests.portals.server import free_port, serve
from tests.portals.watching import YEAR, Fate, Outcome, Seen, Watch, Watched

BATCH = 12
"""Portals that are watched together."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A body accused of what it has published, or a report that is not its body's: with all that makes it again."""

    composition: Composition
    clock: bool
    outcome: Outcome
    cause: str

    @property
    def title(self) -> str:
        """The form of its title."""
        return next((trait for trait in self.outcome.duty.traits if trait.startswith("title")), "")

    def __str__(self) -> str:
        duty, outcome = self.outcome.duty, self.outcome
        booked = f", booked under {outcome.booked}" if outcome.is_misbooked else ""
        how = ", ".join(sorted(duty.traits))
        return (
            f"{self.composition.key}{' --clock' * self.clock}: {duty.name} {outcome.fate}{booked} ({how}): "
            f"{self.cause}\n"
            f"    {duty.url}\n    {outcome.why}\n    {self.composition}"
        )


@dataclass(slots=True)
class Line:
    """Bodies and their fates."""

    published: Counter[Fate] = field(default_factory=Counter)
    silent: Counter[Fate] = field(default_factory=Counter)

    def take(self, outcome: Outcome) -> None:
        """Count one."""
        (self.silent if outcome.duty.is_silent else self.published)[outcome.fate] += 1


@dataclass(slots=True)
class Tally:
    """What became of all bodies of a campaign after the last day."""

    portals: int = 0
    every: Line = field(default_factory=Line)
    plain: Line = field(default_factory=Line)
    traits: dict[str, Line] = field(default_factory=lambda: defaultdict(Line))
    dated: Counter[bool] = field(default_factory=Counter)
    """Of found reports whose page or row prints a day: whether that day was read."""
    plain_dated: Counter[bool] = field(default_factory=Counter)
    versions: list[str] = field(default_factory=list)
    """Reports of which there is more than one version although nothing in them changed."""
    nobodies: list[str] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    unfound: Counter[str] = field(default_factory=Counter)
    """Why bodies that have published are unknown on plain portals."""

    @property
    def bodies(self) -> int:
        """How many bodies were watched."""
        return self.every.published.total() + self.every.silent.total()

    def take(self, watched: "Batch") -> None:
        """Count a batch after its last day."""
        seen = watched.seen
        assert seen is not None
        for composition, portal in zip(watched.compositions, watched.watch.portals, strict=True):
            self.portals += 1
            self.nobodies += [f"{composition.key}: {name}" for name in seen.nobodies(portal)]
            for outcome in seen.outcomes(portal):
                if outcome.duty.owes or outcome.fate is not Fate.UNKNOWN:
                    self._count(composition, outcome, watched)

    def _count(self, composition: Composition, outcome: Outcome, watched: "Batch") -> None:
        lines = [self.every, *([self.plain] if composition.plain else ())]
        clock = ("trap: clock",) if watched.clock else ()
        lines += [self.traits[trait] for trait in (*composition.traits(), *outcome.duty.traits, *clock)]
        for line in lines:
            line.take(outcome)
        duty = outcome.duty
        if outcome.fate is Fate.FOUND and duty.on is not None:
            right = outcome.published_on == duty.on.isoformat()
            self.dated[right] += 1
            if composition.plain:
                self.plain_dated[right] += 1
        if outcome.versions > 1:
            self.versions.append(f"{composition.key}: {duty.url} {outcome.versions} versions; {composition.byline}")
        if composition.plain and not duty.is_silent and outcome.fate is not Fate.FOUND:
            self.unfound[watched.cause(composition, outcome)] += 1
        if outcome.is_breach:
            self.breaches.append(Breach(composition, watched.clock, outcome, watched.cause(composition, outcome)))


@dataclass(slots=True)
class Batch:
    """Portals watched together, and why the log says of a body what it says."""

    compositions: Sequence[Composition]
    watch: Watch
    clock: bool
    seen: Seen | None = None
    """The log after the last day."""
    causes: dict[str, str] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the runs in their order."""
        return (*DAYS[:2], FAR_DAY, DAYS[2]) if self.clock else DAYS

    def run(self) -> None:
        """Run every day."""
        for day in self.days:
            self.watch.run(day)
        self.seen = self.watch.look()
        self.causes = dict(causes(self.watch))

    def cause(self, composition: Composition, outcome: Outcome) -> str:
        """How the log came to say so of a body's report."""
        if outcome.duty.is_silent:
            return "has published nothing"
        if outcome.is_misbooked:
            return "booked under another name"
        return self.causes.get(outcome.duty.url) or f"its row was never seen ({composition.suspect()})"


def causes(watch: Watch) -> Iterator[tuple[str, str]]:
    """By address: what was made of a row and of the page behind it."""
    pages: dict[str, str] = {
        row["url"]: row["verdict"] for row in watch.rows("SELECT url, verdict FROM captures ORDER BY id")
    }
    kept = {row["url"]: row["year"] for row in watch.rows("SELECT url, year FROM reports WHERE body_id IS NOT NULL")}
    for row in watch.rows("SELECT url, verdict, reason FROM listings"):
        yield row["url"], _cause(row, pages.get(row["url"], ""), kept.get(row["url"], 0))


def _cause(row: dict[str, Any], page: str, year: int | None) -> str:
    if year != 0:
        return "its report is kept" if year == YEAR else f"its report is kept as that on {year}"
    said = f"{row['verdict']} ({row['reason']})" if row["reason"] else row["verdict"]
    return f"row {said}, page {page or 'not asked for'}"


def keys_of(seed: int, bodies: int) -> Iterator[list[str]]:
    """The keys of batches with at least so many bodies."""
    made = 0
    for number in range(0, 10**6, BATCH):
        if made >= bodies:
            return
        yield [f"{seed}/{one}" for one in range(number, number + BATCH)]
        made += BATCH * 33


def is_clock_batch(keys: Sequence[str]) -> bool:
    """Whether the clock is wrong once while these portals are watched."""
    return int(keys[0].rpartition("/")[2]) // BATCH % CLOCK_EVERY == CLOCK_EVERY - 1


def watch_batch(
    keys: Sequence[str],
    lane: int = 0,
    *,
    browser: bool = True,
    clock: bool = False,
    size: tuple[int, int] = BODIES,
) -> Batch:
    """Watch the portals of these keys on loopback addresses of their own; ``lane`` keeps batches apart."""
    addresses = [f"127.{78 + lane}.1.{number}" for number in range(1, len(keys) + 1)]
    port = free_port(addresses[0])
    compositions = [compose(key) for key in keys]
    portals: list[Watched] = [build(one, at, port, size) for one, at in zip(compositions, addresses, strict=True)]
    with tempfile.TemporaryDirectory(prefix="nianbao-portals-") as folder:
        path = Path(folder)
        with serve([host for portal in portals for host in portal.hosts], port, path / "tls"):
            batch = Batch(compositions, Watch(path / "data", _unlike(portals), browser), clock)
            batch.run()
    return batch


def _unlike(portals: Sequence[Watched]) -> list[Watched]:
    """The portals, whose names must differ."""
    names = [portal.name for portal in portals]
    if len(set(names)) < len(names):
        raise ValueError(f"two portals of one name: {names}")
    return list(portals)


def campaign(seed: int, bodies: int, *, lanes: int, browser: bool) -> Iterator[Batch]:
    """Batch after batch until so many bodies were watched, so many batches at a time."""
    batches = list(keys_of(seed, bodies))
    with ThreadPoolExecutor(lanes) as pool:
        jobs = [
            pool.submit(watch_batch, keys, number % lanes, browser=browser, clock=is_clock_batch(keys))
            for number, keys in enumerate(batches)
        ]
        for job in jobs:
            yield job.result()
