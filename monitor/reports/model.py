"""A report read cell by cell: what rules judge and what the log keeps."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from crawler.titles import BodyKind
from monitor.documents.model import Box
from storage.figures import Form

FormVersion = Literal["legacy"] | Form
SectionKey = Literal["overview", "proactive", "applications", "remedies", "problems", "other"]
TableKey = Literal["proactive", "applications", "remedies"]


class CellState(StrEnum):
    """What stands in a figure's cell. Absent, blank, symbol and zero are four different things."""

    NUMBER = "number"
    """A number, zero included; ``value`` is set."""
    BLANK = "blank"
    """The cell exists and is empty."""
    SYMBOL = "symbol"
    """A sign instead of a number: ``/``, ``-``, ``—``, ``\\``, ``无``."""
    TEXT = "text"
    """Something that is no number and no such sign."""
    ABSENT = "absent"
    """The form's cell is not in the report."""
    UNSURE = "unsure"
    """The cell could not be read for certain; it carries no value and is not judged."""


def number_of(state: CellState, value: Decimal | None) -> Decimal | None:
    """What a cell counts as in sums: blank and symbol are 0; None where it cannot be known or is absent."""
    if state is CellState.NUMBER:
        return value
    return Decimal(0) if state in (CellState.BLANK, CellState.SYMBOL) else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One named cell with its text as printed, its value and where it stands."""

    name: str
    state: CellState
    printed: str = ""
    value: Decimal | None = None
    page: int | None = None
    box: Box | None = None
    repaired: bool = False
    """True where the grid around the cell had to be repaired (FORMAT §7) or the cell was recognised from a picture."""

    @property
    def number(self) -> Decimal | None:
        """The value for arithmetic; see :func:`number_of`."""
        return number_of(self.state, self.value)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections as it stands in the report.

    ``heading`` is empty where the section stands there with its sub-headings and without its own heading.
    ``numeral`` is the printed number (一 = 1), None where none was printed.
    ``standard`` is true where the heading is the form's text or an accepted
    variant; ``punctuation_only`` where it differs from one only in punctuation.
    ``tables`` counts data tables between this heading and the next.
    """

    key: SectionKey
    heading: str
    numeral: int | None
    text: str
    tables: int = 0
    pictures: int = 0
    page: int | None = None
    standard: bool = True
    punctuation_only: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The statistical period as printed; ``start`` or ``end`` is None where the date does not exist."""

    start: date | None
    end: date | None
    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ShownDate:
    """The day of publication that a saved page shows: the day, the evidence it rests on, whether that is shaky.

    ``source`` and ``uncertain`` as in :class:`crawler.dates.Vote`.
    """

    on: date
    source: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class TableReading:
    """What is known of one of the form's tables besides its figures.

    ``form`` is the form whose markers the table bears, None where it bears
    none. ``labels`` are row and column labels as printed, by the row or
    column name they were matched to. ``missing`` are names of rows and
    columns of the form that were not found.
    """

    key: TableKey
    present: bool
    form: Form | None = None
    old_form_markers: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    missing_rows: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    page: int | None = None
    header_quote: str = ""
    extra_rows: tuple[str, ...] = ()
    """Labels of rows with numbers that the form does not have, as printed."""


@dataclass(slots=True)
class Report:
    """One annual report, read.

    ``year`` is the report year (the year the figures cover). ``title`` is the
    report's own title with lines joined, ``title_year`` and ``text_year`` what
    title and period say. ``figures`` holds every figure of the form
    (``form``), also absent ones, by full name.
    """

    source: str
    media_type: str
    title: str = ""
    body: str | None = None
    body_kind: BodyKind | None = None
    year: int | None = None
    title_year: int | None = None
    form: FormVersion = "2021"
    period: Period | None = None
    preamble: str = ""
    sections: list[Section] = field(default_factory=list)
    tables: dict[TableKey, TableReading] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    text: str = ""
    """The whole prose without tables, one paragraph a line."""
    page_texts: dict[int, str] = field(default_factory=dict)
    """Prose by page number (1-based) where the carrier has pages, to say on which page a quote stands."""
    doubtful: bool = False
    pictures: int = 0
    long_cells: list[str] = field(default_factory=list)
    """The texts of cells of any table that hold a number too long to count anything."""
    notes: list[str] = field(default_factory=list)
    shown_date: ShownDate | None = None
    """Only of a file that is checked by itself; of what the crawl brought the log knows more."""

    def section(self, key: SectionKey) -> Section | None:
        """The first section of that key, or None."""
        return next((section for section in self.sections if section.key == key), None)

    def figure(self, name: str) -> Figure:
        """The figure of that full name; an ABSENT one where the form or the report has no such cell."""
        return self.figures.get(name) or Figure(name, CellState.ABSENT)
