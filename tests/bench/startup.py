"""Whole-process times of the command."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from monitor.demo.render_html import report_page
from monitor.demo.render_pdf import report_pdf
from monitor.demo.scenario import build

RUNS = 7


def measure() -> Iterator[tuple[str, str]]:
    command = str(Path(sys.executable).with_name("nianbao"))
    draft = build(date(2026, 11, 21)).postings[0].draft
    with tempfile.TemporaryDirectory() as folder:
        html, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        html.write_bytes(report_page(draft).encode())
        pdf.write_bytes(report_pdf(draft))
        yield "python -c pass", timed([sys.executable, "-c", "pass"])
        yield "nianbao --help", timed([command, "--help"])
        yield "nianbao check, one HTML", timed([command, "check", str(html)])
        yield "nianbao check, one PDF", timed([command, "check", str(pdf)])


def timed(command: list[str]) -> str:
    subprocess.run(command, capture_output=True, check=False)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return f"{statistics.median(times) * 1000:8.0f} ms (median of {RUNS}; least {min(times) * 1000:.0f})"
