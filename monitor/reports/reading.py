"""A document read as an annual report."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from crawler.bodies.signatures import government_behind, signed_by
from crawler.text import fold, squash, tidy
from crawler.titles import kind_of_body
from monitor.documents.model import Document, Picture
from monitor.reports.forms import form_of_year
from monitor.reports.heads import Title, find_period, find_title, year_of
from monitor.reports.model import CellState, Figure, FormVersion, Report, TableKey, TableReading
from monitor.reports.parts import Item, Line, items_of
from monitor.reports.sections import lay_out
from monitor.reports.streams import with_streams
from monitor.reports.tables import form_borne, read_tables
from monitor.reports.told import told_cells

_LONG_NUMBER: Final = re.compile(r"\d{15}")


def read_report(document: Document, *, source: str, body: str | None = None, year: int | None = None) -> Report:
    """The report in a document.

    ``source`` says where the document came from. ``body`` and ``year`` are what
    is known from elsewhere (a list row, a roster); the report's own title,
    signature and period go before them. Nothing is guessed: a cell that admits
    several readings is UNSURE, what is not there is ABSENT.
    """
    items = with_streams(items_of(document), recognised=document.doubtful)
    layout = lay_out(items)
    lines = [item for item in items if isinstance(item, Line)]
    title = find_title(layout.before or lines, document.meta)
    period = find_period(lines, preamble=len(layout.before))
    report_year = year_of(period, title.year if title else None, year)
    name = _body(title, lines, body)
    report = Report(
        source,
        document.media_type,
        title=title.text if title else "",
        body=name,
        body_kind=kind_of_body(name) if name else None,
        year=report_year,
        title_year=title.year if title else None,
        form=_form(report_year, items),
        period=period,
        preamble=_preamble(layout.before, title),
        sections=layout.sections,
        text=_joined(lines),
        page_texts=_by_page(lines),
        doubtful=document.doubtful,
        pictures=sum(isinstance(item, Picture) for item in items),
        long_cells=[
            cell.text for table in document.tables() for cell in table.cells if _LONG_NUMBER.search(squash(cell.text))
        ],
    )
    _take_tables(report, items, document)
    return report


def _take_tables(report: Report, items: Sequence[Item], document: Document) -> None:
    form = report.form if report.form != "legacy" else form_borne(items)
    told = told_cells(report.sections, year=report.year, body=report.body)
    tables = read_tables(items, form or "2021", recognised=document.doubtful, told=told)
    report.tables = tables.readings
    if form is not None:
        report.figures = _doubted(tables.figures, tables.readings) if document.doubtful else tables.figures
        report.notes = [*document.notes, *tables.notes]
    else:
        report.notes = list(document.notes)


def _doubted(figures: Mapping[str, Figure], readings: Mapping[TableKey, TableReading]) -> dict[str, Figure]:
    """The figures of a recognised document: every cell that has a text may be misread, and a row not seen be there.

    The rows of （六） are left as they are: that three of them are one says which form was filled in.
    """
    missed = tuple(
        f"{key}.{'' if key == 'remedies' else f'{row}.'}"
        for key, reading in readings.items()
        for row in (reading.missing_rows if reading.present else ())
        if not row.startswith("other")
    )
    return {name: _doubted_figure(figure, missed=name.startswith(missed)) for name, figure in figures.items()}


def _doubted_figure(figure: Figure, *, missed: bool) -> Figure:
    if missed and figure.state is CellState.ABSENT:
        return replace(figure, state=CellState.UNSURE)
    return replace(figure, repaired=bool(figure.printed) or figure.repaired)


def _form(year: int | None, items: Sequence[Item]) -> FormVersion:
    """The form of the year, but that of 2021 where a report of 2019 or 2020 bears it already."""
    if year is None:
        return form_borne(items) or "2021"
    form = form_of_year(year)
    return "2021" if form == "2019" and form_borne(items) == "2021" else form


def _body(title: Title | None, lines: Sequence[Line], hint: str | None) -> str | None:
    """The body by title, signature or hint; a name of no known kind only where there is no better.

    An office that signs for the government that is hinted at does not make the report its own.
    """
    signed = signed_by([line.text for line in lines])
    if signed and hint and government_behind(signed) == fold(hint):
        signed = hint
    names = [title.body if title else None, signed, hint]
    return next((name for name in names if name and kind_of_body(name)), None) or next(filter(None, names), None)


def _preamble(before: Sequence[Line], title: Title | None) -> str:
    if title is None or title.last is None or title.last >= len(before):
        return _joined(before)
    line = before[title.last]
    rest = [Line(line.text[title.leading :], line.page, line.box)] if title.leading else []
    return _joined([*rest, *before[title.last + 1 :]])


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(text for line in lines if (text := tidy(line.text)))


def _by_page(lines: Sequence[Line]) -> dict[int, str]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            pages.setdefault(line.page, []).append(line)
    return {page: _joined(listed) for page, listed in pages.items()}
