"""``make bench``: what nianbao costs beside the least that the same work can cost."""

import argparse
from functools import partial

from tests.bench import crawling, documents, scale, startup, throughput

PARTS = {
    "documents": documents.measure,
    "crawling": crawling.measure,
    "startup": startup.measure,
    "scale": scale.measure,
}
LONG = {"throughput": throughput.measure}
"""Measured only when asked for by name: it takes many minutes."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (all these by default), {', '.join(LONG)}"
    )
    parser.add_argument(
        "--sizes",
        type=lambda text: tuple(map(int, text.split(","))),
        default=scale.SIZES,
        help="reports in the logs of scale, with commas between",
    )
    options = parser.parse_args()
    every = PARTS | LONG | {"scale": partial(scale.measure, options.sizes)}
    parts = options.parts or PARTS
    if unknown := [name for name in parts if name not in every]:
        parser.error(f"no part is called {', '.join(unknown)}")
    for name in parts:
        print(f"\n{name}", flush=True)
        for label, figure in every[name]():
            print(f"  {label:<66} {figure}", flush=True)


if __name__ == "__main__":
    main()
