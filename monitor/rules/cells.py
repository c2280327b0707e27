"""Cells that are empty, hold a sign, or hold what is no lawful number."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from monitor.reports.model import CellState, Figure, Report
from monitor.rules.citing import cell_quotes, page_of_cells
from monitor.rules.model import Outcome, Severity, Verdict
from storage.figures import catalogue

HIGHEST: Final = Decimal(10) ** 6
"""More applications or cases than this no body has in a year (RULES B06)."""
_COUNTED: Final = re.compile(r"\d+\s*[件条宗]")

SHOWN: Final = 12
"""Cells quoted in one finding; the finding's ``cells`` name them all."""


def cells_of(report: Report, table: str) -> list[Figure]:
    """The figures of a table that are in the report, in the form's order."""
    names = _names_in(table)
    return [figure for name, figure in report.figures.items() if name in names and figure.state is not CellState.ABSENT]


@cache
def _names_in(table: str) -> frozenset[str]:
    return frozenset(name for name, figure in catalogue().items() if figure.table == table)


def cell_verdict(
    report: Report, figures: Sequence[Figure], message: str, *, softer: str = "", severity: Severity | None = None
) -> Verdict:
    """A fail over these cells with their labels and printed values for a quote."""
    names = tuple(figure.name for figure in figures)
    quotes = cell_quotes(report, names[:SHOWN])
    more = f"……共{len(names)}格" if len(names) > SHOWN else ""
    return Verdict(
        Outcome.FAIL,
        message,
        cells=names,
        page=page_of_cells(report, names),
        quotes=quotes,
        quote="；".join(quotes) + more,
        severity=severity,
        softer=softer,
        firm=any(not figure.repaired for figure in figures),
    )


def judge_cells(
    figures: Sequence[Figure], wrong: Callable[[Figure], bool], found: Callable[[list[Figure]], Verdict]
) -> list[Verdict]:
    """What ``found`` says of the wrong cells; without any, unreadable where a cell is unsure, else []."""
    bad = [figure for figure in figures if wrong(figure)]
    if bad:
        return [found(bad)]
    unsure = sum(figure.state is CellState.UNSURE for figure in figures)
    return [Verdict(Outcome.UNREADABLE, f"有{unsure}个单元格未能读取。")] if unsure else []


def is_empty(figure: Figure) -> bool:
    """Whether the cell is blank or holds a sign in place of a number."""
    return figure.state in (CellState.BLANK, CellState.SYMBOL)


def is_no_count(value: Decimal) -> bool:
    """Whether the value cannot count things: negative or not whole."""
    return value < 0 or value != value.to_integral_value()


def is_unlawful(figure: Figure) -> bool:
    """Whether a cell that counts applications or cases holds what counts none: negative, a fraction, a text, too much.

    "3件" counts.
    """
    if figure.state is CellState.TEXT:
        return _COUNTED.fullmatch(figure.printed.strip()) is None
    return figure.value is not None and (is_no_count(figure.value) or figure.value > HIGHEST)


def empties(figures: Sequence[Figure]) -> str:
    """How many of the cells are blank and how many hold a sign, in words."""
    blank = sum(figure.state is CellState.BLANK for figure in figures)
    signs = len(figures) - blank
    parts = [f"{blank}格空白"] if blank else []
    return "、".join([*parts, f"{signs}格以符号代替数字"] if signs else parts)
