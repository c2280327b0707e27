"""Two representations of one report (page and attachment, PDF and DOCX) held against each other, cell by cell."""

from dataclasses import dataclass
from typing import Final

from crawler.text import fold
from monitor.reports.model import CellState, Figure, Report

_CERTAIN: Final = frozenset({CellState.NUMBER, CellState.BLANK, CellState.SYMBOL})
_MOST: Final = 0.5
"""Share of cells that may differ where nothing but the figures tells that both are the same report."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How many cells could be compared, and (figure, printed here, printed there) of those that differ in value."""

    cells: int
    differences: tuple[tuple[str, str, str], ...] = ()


def compare(read: Report, other: Report) -> Compared | None:
    """The figures of a report beside those of another representation; None where the two cannot be compared.

    Only cells that both were read for certain count: none that was recognised
    from a picture, repaired or unsure, and none that one of them lacks. A blank
    and a sign stand for 0, as everywhere.
    """
    if read.doubtful or other.doubtful or read.form != other.form or _are_two_reports(read, other):
        return None
    pairs = [(figure, other.figures[name]) for name, figure in read.figures.items() if name in other.figures]
    certain = [(here, there) for here, there in pairs if _is_certain(here) and _is_certain(there)]
    differing = [(here, there) for here, there in certain if here.number != there.number]
    if not certain or (len(differing) > len(certain) * _MOST and not _is_one_report(read, other)):
        return None
    return Compared(len(certain), tuple((here.name, here.printed, there.printed) for here, there in differing))


def _is_certain(figure: Figure) -> bool:
    return figure.state in _CERTAIN and not figure.repaired


def _are_two_reports(read: Report, other: Report) -> bool:
    """Whether they say of themselves that they are of different years or bodies."""
    if read.year is not None and other.year is not None and read.year != other.year:
        return True
    return not _may_be_one_body(read.body, other.body)


def _is_one_report(read: Report, other: Report) -> bool:
    """Whether both say by their own titles that they are the same report."""
    return bool(read.body and other.body) and read.title_year is not None and read.title_year == other.title_year


def _may_be_one_body(one: str | None, another: str | None) -> bool:
    """Whether two names may mean one body: 县水利局 and 云溪县水利局 do; an unknown one may be any."""
    first, second = sorted((fold(one or ""), fold(another or "")), key=len)
    return second.endswith(first.removeprefix("县").removeprefix("市").removeprefix("区")) or second.startswith(first)
