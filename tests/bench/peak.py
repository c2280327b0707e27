"""``python -m tests.bench.peak READER FOLDER``: the most memory that a process takes that reads every file there.

Prints two numbers of KiB: before the first file, with everything loaded, and at most.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

READERS = ("nianbao", "pdfplumber", "pdfium")


def reader(name: str) -> Callable[[bytes], object]:
    """How a reader reads; each loads nothing of the others."""
    if name == "nianbao":
        from monitor.documents.pdf import read_pdf  # noqa: PLC0415

        return read_pdf
    from tests.bench import plain  # noqa: PLC0415

    return {"pdfplumber": plain.tables, "pdfium": plain.text}[name]


def resident() -> int:
    """KiB that the process had in memory at most; the system's own account, begun anew with every program."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def of_processes(files: Mapping[str, bytes], folder: Path) -> dict[str, tuple[int, int]]:
    """KiB before and at most, by reader, each in a process of its own."""
    for number, data in enumerate(files.values()):
        (folder / f"{number:03}.pdf").write_bytes(data)
    return {name: _of_process(name, folder) for name in READERS}


def _of_process(name: str, folder: Path) -> tuple[int, int]:
    command = [sys.executable, "-m", "tests.bench.peak", name, str(folder)]
    before, most = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return int(before), int(most)


def main() -> None:
    name, folder = sys.argv[1:]
    read = reader(name)
    before = resident()
    for path in sorted(Path(folder).glob("*.pdf")):
        read(path.read_bytes())
    print(before, resident())


if __name__ == "__main__":
    main()
