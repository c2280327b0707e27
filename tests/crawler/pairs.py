"""Golden pairs: a page as a portal builds it, and beside it what a person sees there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Pair:
    name: str
    page: str
    expected: dict[str, Any]

    @property
    def url(self) -> str:
        return self.expected["url"]


def pairs(key: str) -> list[Pair]:
    """Every pair that says something of ``key``."""
    found = []
    for path in sorted(GOLDEN.glob("*.expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".expected.json")
        page = next(page for page in GOLDEN.glob(f"{name}.*") if page != path)
        if key in expected:
            found.append(Pair(name, page.read_text(encoding="utf-8"), expected))
    return found
