"""``python -m tests.portals [NAME…]``: crawls the sample portals from their home pages alone and prints what came.

With ``--kinds`` it plants every kind of fault into every portal that can have it.
A portal is named by its module (``trs``, ``jcms``, …); without names it is all of them.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.portals import planted
from tests.portals.crawls import Score, listing, run, score, second_visit
from tests.portals.portals import samples_named
from tests.portals.server import free_port, serve

HEADS = (
    *("portal", "family", "reports", "bodies", "years", "dates", "titles", "files", "strangers taken", "requests"),
    *("2nd visit", "of it 304"),
)


def main() -> int:
    """Print the table and below it, line by line, whatever is not as it should be."""
    if sys.argv[1:2] == ["--kinds"]:
        return planted.main(sys.argv[2:])
    port = free_port()
    samples = samples_named(sys.argv[1:], port)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with serve([host for sample in samples for host in sample.hosts], port, path / "certificates") as serving:
            run(path / "data", samples)
            scores = score(samples, listing(path / "data"), serving)
            serving.forget()
            run(path / "data", samples)
            for one, sample in zip(scores, samples, strict=True):
                second_visit(one, sample, serving)
    table(scores)
    wrong = [f"{one.name}: {line}" for one in scores for line in (*one.wrong, *one.twice, *one.unconditional)]
    print(*wrong, sep="\n")
    return 1 if wrong else 0


def table(scores: Sequence[Score]) -> None:
    """The table in Markdown."""
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for one in scores:
        print(f"| {' | '.join(_cells(one))} |")
    totals = [sum(getattr(one, name) for one in scores) for name in _COUNTED]
    expected = sum(one.expected for one in scores)
    sums = [f"{totals[0]}/{expected}", *(f"{count}/{expected}" for count in totals[1:6]), *map(str, totals[6:])]
    print(f"| {len(scores)} portals | | {' | '.join(sums)} |")


_COUNTED = ("found", "bodies", "years", "days", "titles", "parts", "taken", "requests", "again", "unchanged")


def _cells(one: Score) -> list[str]:
    expected = one.expected
    right = [f"{getattr(one, name)}/{expected}" for name in _COUNTED[:6]]
    return [one.name, one.family, *right, *(str(getattr(one, name)) for name in _COUNTED[6:])]


if __name__ == "__main__":
    sys.exit(main())
