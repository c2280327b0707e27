"""What many reports cost: judging anew, unchanged and with one in a hundred changed, listings, and the log itself.

Every command is a process of its own. Its CPU seconds are its own and those of the processes it started and waited
for; its peak is the most memory that any one of them held.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SIZES = (5_000, 20_000)
BESIDE = 20_000
"""Reports of the judging beside which people decide and read; else of the next size below."""
TODAY = "2026-04-08"
ONE_IN = 100
ROOT = Path(__file__).parents[2]

Line = tuple[str, str]

LISTINGS = {
    "digest": ("digest", "--date", TODAY, "--today", TODAY),
    "alerts": ("alerts", "--format", "json"),
    "reports, json": ("reports", "--format", "json"),
    "reports, json, of one year and one kind of body": (
        *("reports", "--format", "json"),
        *("--year", "2025", "--body", "财政局"),
    ),
    "export": ("export", "--format", "json"),
    "doctor": ("doctor", "--today", TODAY),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, and MiB at most."""

    seconds: float
    peak: float


def measure(sizes: Sequence[int] = SIZES) -> Iterator[Line]:
    """The table by size, the growth from the smallest size on, and the waits."""
    first: dict[str, Cost] = {}
    beside = max((size for size in sizes if size <= BESIDE), default=min(sizes))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder, "data")
            _country("make", data, size)
            yield f"{size} reports", ""
            for name, cost in _costs(data, size):
                first.setdefault(name, cost)
                yield f"  {name}", _line(name, cost, size, first)
            yield "  log", f"{_bytes(data) / size:8.0f} bytes a report"
            if size == beside:
                yield from _waits(data, size)


def _costs(data: Path, size: int) -> Iterator[tuple[str, Cost]]:
    judge = ("judge", "--today", TODAY)
    yield "full judge", _command(data, *judge)
    yield "judge, nothing changed", _command(data, *judge)
    for name, arguments in LISTINGS.items():
        yield name, _command(data, *arguments, *(("--portals", str(data / "portals.toml")) if name == "doctor" else ()))
    _country("change", data, size, ONE_IN)
    yield f"judge, one in {ONE_IN} changed", _command(data, *judge)


def _line(name: str, cost: Cost, size: int, first: dict[str, Cost]) -> str:
    told = f"{cost.seconds:8.2f} s of CPU  {cost.peak:6.0f} MiB"
    smallest = first[name]
    if cost is not smallest:
        told += f"  ×{cost.seconds / smallest.seconds:.1f} the time and ×{cost.peak / smallest.peak:.1f} the memory"
    return f"{told}  {1000 * cost.seconds / size:.2f} ms a report" if "judge" in name else told


def _command(data: Path, *arguments: str) -> Cost:
    """``nianbao`` with these arguments over the log; an AssertionError where it fails."""
    return _ended(_begun(data, *arguments))


def _begun(data: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(ROOT / "tests" / "bench" / "cost.py")]
    nianbao = [str(Path(sys.executable).with_name("nianbao")), *arguments, "--data", str(data)]
    return subprocess.Popen([*command, *nianbao], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ended(process: "subprocess.Popen[str]") -> Cost:
    told, wrong = process.communicate()
    cost = json.loads(told)
    # Status 1 says that something was found.
    assert cost["status"] in (0, 1), wrong
    return Cost(cost["seconds"], cost["peak"])


def _country(what: str, data: Path, *numbers: int) -> None:
    command = [sys.executable, "-m", "tests.bench.country", what, str(data), *map(str, numbers)]
    subprocess.run(command, check=True, cwd=ROOT)


def _bytes(data: Path) -> int:
    return sum(path.stat().st_size for path in data.glob("nianbao.db*"))


def _waits(data: Path, size: int) -> Iterator[Line]:
    """Every report changed and judged anew, while people decide and read."""
    _country("change", data, size, 1)
    judging = _begun(data, "judge", "--today", TODAY)
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.waiting", str(data), TODAY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    cost = _ended(judging)
    told, _ = waiting.communicate()
    assert waiting.returncode == 0
    yield "  judge, all changed, beside people", f"{cost.seconds:8.2f} s of CPU  {cost.peak:6.0f} MiB"
    for what, seconds in json.loads(told).items():
        yield f"    wait of {what}, {len(seconds)} times: p50, p99, most", _spread(seconds)


def _spread(seconds: Sequence[float]) -> str:
    inorder = sorted(1000 * second for second in seconds)
    at = (min(len(inorder) - 1, len(inorder) * part // 100) for part in (50, 99, 100))
    return " ".join(f"{inorder[place]:8.1f}" for place in at) + " ms"
