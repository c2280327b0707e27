"""Reports as plain text, where merged cells are lost and only tabs, strokes or line ends part the cells."""

from collections.abc import Callable, Mapping

from monitor.demo.grids import Grid
from monitor.demo.render_text import report_text
from monitor.demo.reports import Heading, ReportDraft
from tests.corpus.cutting import unmerged
from tests.corpus.samples import Printer

Rows = Callable[[Grid], list[str]]
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _tabs(grid: Grid) -> list[str]:
    return ["\t".join(cell.text for cell in row) for row in grid.rows()]


def _every_place(grid: Grid) -> list[str]:
    return _tabs(unmerged(grid))


def _strokes(grid: Grid) -> list[str]:
    return ["| " + " | ".join(cell.text for cell in row) + " |" for row in unmerged(grid).rows()]


def _markdown(grid: Grid) -> list[str]:
    lines = _strokes(grid)
    return [lines[0], "|" + " --- |" * (lines[0].count("|") - 1), *lines[1:]]


def _full_width(grid: Grid) -> list[str]:
    return [line.translate(_FULL_WIDTH) for line in _tabs(grid)]


def _run_together(grid: Grid) -> list[str]:
    return ["".join(cell.text for cell in row) for row in grid.rows()]


def _text(draft: ReportDraft, rows: Rows, mark: str = "") -> str:
    lines = [mark + draft.title, ""]
    for part in draft.parts():
        if isinstance(part, Grid):
            lines += ["", *rows(part), ""]
        else:
            lines.append((mark if isinstance(part, Heading) else "　　") + part.text)
    return "\n".join(lines)


def _coded(encoding: str, rows: Rows = _tabs, mark: str = "") -> Printer:
    return lambda draft: _text(draft, rows, mark).encode(encoding)


LAYOUTS: Mapping[str, Printer] = {
    "tabs": lambda draft: report_text(draft).encode(),
    "tabs, every place": _coded("utf-8", _every_place),
    "tabs, headings marked": _coded("utf-8", mark="## "),
    "tabs, gb18030": _coded("gb18030"),
    "tabs, utf-16": _coded("utf-16"),
    "tabs, utf-8 with a byte order mark": _coded("utf-8-sig"),
    "tabs, line ends of Windows": lambda draft: _text(draft, _tabs).replace("\n", "\r\n").encode(),
    "strokes": _coded("utf-8", _strokes),
    "Markdown tables": _coded("utf-8", _markdown, "### "),
    "full-width digits": _coded("utf-8", _full_width),
    "cells run together": _coded("utf-8", _run_together),
}
