"""Golden pairs: a page as a portal builds it, and beside it what a person sees there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden"

ASKED = frozenset(
    {"candidates", "files", "kind", "needs_browser", "next", "pictures", "rows", "subcolumns", "text_has", "vote"}
)
"""What tests ask of pairs; each pair says something of one of them at least."""

BESIDE = frozenset({"url", "form", "json", "title", "text_lacks"})
"""What pairs say beside that: how the page was asked for, and more of what is asked."""


@dataclass(frozen=True)
class Pair:
    name: str
    page: str
    expected: dict[str, Any]

    @property
    def url(self) -> str:
        return self.expected["url"]


def pairs(key: str) -> list[Pair]:
    """Every pair that says something of ``key``; LookupError where none does: a test without pairs proves nothing."""
    found = [pair for pair in all_pairs() if key in pair.expected]
    if key not in ASKED or not found:
        raise LookupError(f"no golden pair says anything of {key!r}")
    return found


def all_pairs() -> list[Pair]:
    """Every pair; ValueError where one of its halves is missing, or says what no test asks."""
    expected = {path.name.removesuffix(".expected.json"): path for path in sorted(GOLDEN.glob("*.expected.json"))}
    pages = {path.stem: path for path in GOLDEN.iterdir() if path not in expected.values()}
    if pages.keys() != expected.keys():
        raise ValueError(f"golden pairs without their other half: {sorted(pages.keys() ^ expected.keys())}")
    found = [
        Pair(name, pages[name].read_text(encoding="utf-8"), json.loads(path.read_text(encoding="utf-8")))
        for name, path in expected.items()
    ]
    for pair in found:
        unknown = pair.expected.keys() - ASKED - BESIDE
        if unknown or not pair.expected.keys() & ASKED:
            raise ValueError(f"golden pair {pair.name} says what no test asks: {sorted(unknown)}")
    return found
