"""What a finding shows: printed labels and values, and the page where a quote stands."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from crawler.text import squash, tidy
from monitor.reports.model import CellState, Report, Section, SectionKey
from monitor.rules import labels

QUOTE_LENGTH: Final = 120
"""Longest excerpt of prose in a finding, in characters."""

_BOTH_WAYS: Final = frozenset({"other", "total"})
"""Names that are a row and a column of 表三, so that a printed label by that name may be either."""


def number_text(value: Decimal) -> str:
    """The number without exponent or trailing zeros."""
    return f"{value.normalize():f}"


def cell_text(report: Report, name: str) -> str:
    """What stands in the cell; an empty cell says so."""
    return report.figure(name).printed or "（空白）"


def row_label(report: Report, name: str) -> str:
    """The label of the figure's row as printed, else the form's."""
    return _as_printed(report, name, labels.split(name)[1]) or labels.row_label(name)


def column_label(report: Report, name: str) -> str:
    """The label of the figure's column as printed, else the form's."""
    return _as_printed(report, name, labels.split(name)[2]) or labels.column_label(name)


def cell_quotes(report: Report, names: Iterable[str]) -> tuple[str, ...]:
    """Every cell with its row, column and printed value, for the quotes of a finding."""
    return tuple(f"{row_label(report, name)}·{column_label(report, name)}：{cell_text(report, name)}" for name in names)


def page_of_cells(report: Report, names: Iterable[str]) -> int | None:
    """The page of the first of the cells that has one, else the page of its table."""
    listed = list(names)
    for name in listed:
        page = report.figure(name).page
        if page is not None:
            return page
    tables = (report.tables.get(key) for key in ("proactive", "applications", "remedies") if _holds(listed, key))
    return next((table.page for table in tables if table is not None), None)


def page_of_text(report: Report, quote: str) -> int | None:
    """The page whose prose holds ``quote``, None where the carrier has no pages or the quote runs over two."""
    wanted = squash(quote)
    if not wanted:
        return None
    return next((page for page, text in sorted(report.page_texts.items()) if wanted in squash(text)), None)


def excerpt(text: str, around: str = "") -> str:
    """The text for a quote: tidied, and where it is too long cut to :data:`QUOTE_LENGTH` characters.

    The part with ``around`` is kept, else the beginning.
    """
    tidied = tidy(text)
    start = max(tidied.find(around) - QUOTE_LENGTH * 2 // 3, 0) if around else 0
    end = start + QUOTE_LENGTH
    return ("…" if start else "") + tidied[start:end] + ("…" if end < len(tidied) else "")


def sections_of(report: Report, key: SectionKey) -> list[Section]:
    """Every section of that key in reading order; a sound report has one."""
    return [section for section in report.sections if section.key == key]


def section_text(report: Report, key: SectionKey) -> str:
    """The prose of that section, without white space."""
    return squash("".join(section.text for section in sections_of(report, key)))


def unsure(report: Report, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the cells that could not be read for certain."""
    return tuple(name for name in names if report.figure(name).state is CellState.UNSURE)


def _holds(names: list[str], key: str) -> bool:
    return any(name.startswith(f"{key}.") for name in names)


def _as_printed(report: Report, name: str, key: str) -> str:
    if key in _BOTH_WAYS:
        return ""
    table = next((reading for table, reading in report.tables.items() if name.startswith(f"{table}.")), None)
    return tidy(table.labels.get(key, "")) if table is not None else ""
