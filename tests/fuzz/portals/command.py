"""``python -m tests.fuzz portals``: watch portals composed at random, and print what became of their bodies.

Exit status 1 where a body was accused of what it has published, or a report was booked under another's name.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import randrange

from tests.fuzz.portals.campaign import Breach, Line, Tally, campaign, watch_batch
from tests.portals.watching import Fate

_SHOWN = 40


def main(given: Sequence[str]) -> int:
    """Run a campaign, or watch the portals of some keys alone."""
    options = _arguments(given)
    seed = randrange(10**6) if options.seed is None else options.seed
    tally, start = Tally(), time.monotonic()
    if options.only:
        tally.take(watch_batch(options.only, browser=not options.without_browser, clock=options.clock))
    else:
        for batch in campaign(seed, options.bodies, lanes=options.lanes, browser=not options.without_browser):
            tally.take(batch)
            print(
                f"{tally.bodies} bodies, {time.monotonic() - start:.0f} s, {len(tally.breaches)} breaches",
                file=sys.stderr,
            )
            if options.keep:
                options.keep.write_text("\n".join(report(tally, options.breaches)) + "\n", encoding="utf-8")
    print("\n".join(report(tally, options.breaches)))
    print(f"\nseed {seed}: {tally.bodies} bodies on {tally.portals} portals in {time.monotonic() - start:.0f} s")
    return 1 if tally.breaches else 0


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz portals", description="Watch portals made at random.")
    parser.add_argument("--bodies", type=int, default=1000, help="how many bodies at least (1000)")
    parser.add_argument("--seed", type=int, help="chance; the same number makes the same portals (another each time)")
    parser.add_argument("--only", nargs="+", metavar="KEY", help="only the portals of these keys (SEED/NUMBER)")
    parser.add_argument("--clock", action="store_true", help="with --only: let the clock be wrong once")
    parser.add_argument("--lanes", type=int, default=2, help="batches at the same time (2)")
    parser.add_argument("--breaches", type=int, default=_SHOWN, help="how many breaches are printed whole (40)")
    parser.add_argument("--keep", type=Path, help="a file for the tables as they stand after every batch")
    parser.add_argument("--without-browser", action="store_true", help="as on a machine that has no Chromium")
    return parser.parse_args(given)


def report(tally: Tally, most: int = _SHOWN) -> Iterator[str]:
    """The tables of a campaign, its figures of sharpness, and its breaches."""
    yield from table(tally)
    yield ""
    yield from sharpness(tally)
    yield ""
    for cause, times in Counter(breach.cause for breach in tally.breaches).most_common():
        yield f"BREACH {times} × {cause}"
    for name in tally.nobodies[:most]:
        yield f"ACCUSED AND UNKNOWN {name}"
    alike: dict[tuple[str, str, str], list[Breach]] = {}
    for breach in tally.breaches:
        alike.setdefault((breach.cause, breach.composition.key, breach.title), []).append(breach)
    for breaches in list(alike.values())[:most]:
        yield f"BREACH {len(breaches)} × {breaches[0]}"
    for line in tally.versions[:most]:
        yield f"VERSIONS {line}"
    if len(tally.versions) > most:
        yield f"VERSIONS … {len(tally.versions)} in all"


def table(tally: Tally) -> Iterator[str]:
    """Bodies by what their portal or row was made of: how many were found, unknown, accused, wrong."""
    heads = ("made of", "published", "found", "unknown", "ACCUSED", "wrong", "silent", "accused", "unknown", "met")
    rows = [("all", *_cells(tally.every)), ("plain portals", *_cells(tally.plain))]
    rows += [(trait, *_cells(line)) for trait, line in sorted(tally.traits.items())]
    widths = [max(_width(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    for row in [heads, *rows]:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        yield "  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def _cells(line: Line) -> tuple[str, ...]:
    published, silent = line.published, line.silent
    shown = (published.total(), *(published[fate] for fate in (Fate.FOUND, Fate.UNKNOWN, Fate.ACCUSED, Fate.WRONG)))
    of_silent = (silent.total(), silent[Fate.ACCUSED], silent[Fate.UNKNOWN], silent[Fate.WRONG] + silent[Fate.FOUND])
    return tuple(map(str, (*shown, *of_silent)))


def sharpness(tally: Tally) -> Iterator[str]:
    """How much the monitor sees and says on plain portals."""
    plain = tally.plain
    accused = _share(plain.silent[Fate.ACCUSED], plain.silent.total())
    yield f"plain portals: silent bodies accused on the second day: {accused}"
    yield f"plain portals: reports found: {_share(plain.published[Fate.FOUND], plain.published.total())}"
    yield f"plain portals: days right where printed: {_share(tally.plain_dated[True], tally.plain_dated.total())}"
    yield f"all portals: reports found: {_share(tally.every.published[Fate.FOUND], tally.every.published.total())}"
    yield f"all portals: days right where printed: {_share(tally.dated[True], tally.dated.total())}"
    yield f"reports that changed although nothing did: {len(tally.versions)}"
    for cause, times in tally.unfound.most_common():
        yield f"plain portals: not found {times} × {cause}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "0/0"
