"""``python -m tests.portals.kinds [KIND…]``: watches the portals of the kinds and prints what became of each body.

``--shared`` watches the cases of ``../shared/cases/portals`` instead.
"""

import sys
import tempfile
from pathlib import Path

from tests.portals.kinds import cases
from tests.portals.kinds.series import MAKERS, Verdict, sites, watch


def main() -> int:
    """Print a table, and below it what is wrong."""
    if sys.argv[1:2] == ["--shared"]:
        return cases.main(sys.argv[2:])
    wanted = sys.argv[1:]
    makers = [make for make, site in zip(MAKERS, sites(MAKERS, 1), strict=True) if not wanted or site.kind in wanted]
    with tempfile.TemporaryDirectory() as folder:
        verdicts = watch(Path(folder), makers)
    for verdict in verdicts:
        print(f"{'FAILS' if verdict.faults else 'well ':6}{verdict.outcome.fate:9}{verdict.name}")
    wrong = [verdict for verdict in verdicts if verdict.faults]
    print(f"\n{len(verdicts) - len(wrong)} of {len(verdicts)} are well")
    for verdict in wrong:
        print(f"{verdict.name}: {_told(verdict)}")
    return 1 if wrong else 0


def _told(verdict: Verdict) -> str:
    return "; ".join(verdict.faults)


if __name__ == "__main__":
    sys.exit(main())
