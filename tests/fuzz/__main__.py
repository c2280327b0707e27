"""``python -m tests.fuzz``: damage files of every form and see what the readers make of them.

``python -m tests.fuzz sound``: judge sound reports in many sentences (:mod:`tests.fuzz.sound`).

Exit status 0 where every input was read or had its one clear line within the
bounds; 1 where a promise was broken or a reader had a defect.
"""

import argparse
import sys
import time
from pathlib import Path

from monitor.documents.worker import End
from monitor.documents.workers import USUAL, Outcome, crew_size
from monitor.reports.model import Report
from tests.fuzz import sound
from tests.fuzz.campaign import Input, Tally, attack, make, table
from tests.fuzz.corpus import seeds
from tests.fuzz.portals import command as portals

BAD = {End.ERROR, End.CRASH, End.TIME, End.MEMORY}
EVERY = 500
SHOWN = 5


def main() -> int:
    if sys.argv[1:2] == ["portals"]:
        return portals.main(sys.argv[2:])
    if sys.argv[1:2] == ["sound"]:
        return sound.main(sys.argv[2:])
    options = arguments()
    every = seeds(scans=not options.without_scans)
    if options.again:
        for key in options.again:
            Path(key.replace("/", "_")).write_bytes(make(every, key).data)
        return 0
    tally = Tally()
    start = time.monotonic()
    for one, outcome in attack(every, most=options.inputs, seconds=options.seconds, seed=options.seed):
        tally.take(one, outcome, USUAL)
        keep(options.keep, one, outcome)
        if tally.inputs % EVERY == 0:
            print(f"{tally.inputs} inputs, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    report(tally, time.monotonic() - start)
    return 1 if tally.broken or tally.defects else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Damage files and read them.")
    parser.add_argument("--inputs", type=int, default=5000, help="how many damaged files at most (5000)")
    parser.add_argument("--seconds", type=float, default=1800, help="begin no new one after so many seconds (1800)")
    parser.add_argument("--seed", type=int, default=1, help="chance; the same number makes the same files (1)")
    parser.add_argument("--without-scans", action="store_true", help="leave out pictures, which are slow to recognise")
    parser.add_argument("--keep", type=Path, help="directory for the files that readers failed on")
    parser.add_argument("--again", nargs="+", metavar="KEY", help="only write the damaged files of these keys here")
    return parser.parse_args()


def keep(folder: Path | None, one: Input, outcome: Outcome[Report]) -> None:
    if folder is not None and outcome.end in BAD:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{outcome.end}-{one.key.replace('/', '_')}-{one.seed.name}"
        path.write_bytes(one.data)


def report(tally: Tally, seconds: float) -> None:
    print("\n".join(table(tally)))
    print(f"\n{tally.inputs} inputs in {seconds:.0f} s by {crew_size()} processes")
    for form, line in sorted(tally.lines.items(), key=lambda item: -item[1].slowest)[:SHOWN]:
        print(f"slowest {form}: {line.slowest:.1f} s  {line.slowest_key}")
    for trouble, keys in sorted(tally.defects.items(), key=lambda item: -len(item[1])):
        print(f"{len(keys)} × {trouble}  e.g. {', '.join(keys[:SHOWN])}")
    for line in tally.broken:
        print(f"BROKEN {line}")


if __name__ == "__main__":
    sys.exit(main())
