"""``python -m tests.fuzz copies``: copies of lawful reports, mutilated, read and judged.

Exit status 0 where no cell was wrong, none lost without a word, nothing found
falsely, every cell of whole tables right, and no more than a twentieth unsure;
1 otherwise.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.copies.campaign import Result, Tally, judged, make, run, table

MOST_UNSURE = 0.05
_EVERY = 500
_SHOWN = 4


def main(words: Sequence[str]) -> int:
    """Runs a campaign, or one copy again."""
    options = _arguments(words)
    if options.only:
        return _again(options.only, options.keep)
    tally, start = Tally(), time.monotonic()
    for result in run(options.seed, options.count, options.processes):
        tally.take(result)
        if tally.results % _EVERY == 0:
            print(f"{tally.results} copies, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(table(tally)))
    for result in tally.broken:
        _show(result)
    if tally.unsure_though_whole:
        print(f"not all right though whole: {', '.join(tally.unsure_though_whole)}")
    print(f"\n{tally.results} copies in {time.monotonic() - start:.0f} s; {len(tally.broken)} broken")
    return 0 if tally.kept(MOST_UNSURE) else 1


def _again(keys: Sequence[str], folder: Path | None) -> int:
    broken = False
    for key in keys:
        result, made = judged(key), make(key)
        _show(result, most=10_000)
        print(f"  {result.right} right, {result.unsure} unsure of {result.cells}")
        broken = broken or result.broken
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{key.replace('/', '-')}{Path(made.name).suffix}").write_bytes(made.data)
    return int(broken)


def _show(result: Result, most: int = _SHOWN) -> None:
    print(f"{result.key}  {' + '.join(result.manners)}  {result.refused}")
    for word, lines in (("WRONG", result.wrong), ("LOST", result.lost), ("FALSE", result.false)):
        for line in lines[:most]:
            print(f"  {word} {line[:160]}")
        if len(lines) > most:
            print(f"  {word} … {len(lines)} in all")


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz copies", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many copies (5000)")
    parser.add_argument("--seed", type=int, default=1, help="chance; the same number makes the same copies (1)")
    parser.add_argument("--only", nargs="+", metavar="SEED/NUMBER", help="only these copies, with all that is wrong")
    parser.add_argument("--keep", type=Path, help="with --only: a directory for the copies themselves")
    parser.add_argument("--processes", type=int, default=2, help="how many at once (2)")
    return parser.parse_args(words)
