"""``make bench``: what nianbao costs beside the least that the same work can cost."""

import argparse

from tests.bench import crawling, documents, startup, throughput

PARTS = {"documents": documents.measure, "crawling": crawling.measure, "startup": startup.measure}
LONG = {"throughput": throughput.measure}
"""Measured only when asked for by name: it takes many minutes."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (all these by default), {', '.join(LONG)}"
    )
    parts = parser.parse_args().parts or PARTS
    if unknown := [name for name in parts if name not in PARTS | LONG]:
        parser.error(f"no part is called {', '.join(unknown)}")
    for name in parts:
        print(f"\n{name}", flush=True)
        for label, figure in (PARTS | LONG)[name]():
            print(f"  {label:<66} {figure}", flush=True)


if __name__ == "__main__":
    main()
