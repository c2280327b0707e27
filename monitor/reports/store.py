"""A report as JSON and rows for the log, and back without loss."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from monitor.documents.model import Box
from monitor.reports.model import CellState, Figure, Period, Report, Section, TableReading
from storage.tables.readings import FigureRow


def to_json(report: Report) -> dict[str, Any]:
    """Everything of a report but its figures, in values that JSON keeps exactly."""
    return {
        "source": report.source,
        "media_type": report.media_type,
        "title": report.title,
        "body": report.body,
        "body_kind": report.body_kind,
        "year": report.year,
        "title_year": report.title_year,
        "form": report.form,
        "period": _period_to_json(report.period),
        "preamble": report.preamble,
        "sections": [asdict(section) for section in report.sections],
        "tables": {key: asdict(table) for key, table in report.tables.items()},
        "text": report.text,
        "page_texts": {str(page): text for page, text in report.page_texts.items()},
        "doubtful": report.doubtful,
        "pictures": report.pictures,
        "long_cells": list(report.long_cells),
        "notes": list(report.notes),
    }


def figure_rows(report: Report) -> dict[str, FigureRow]:
    """The figures of a report by full name, as the log keeps them."""
    return {name: _row(figure) for name, figure in report.figures.items()}


def from_json(stored: Mapping[str, Any], figures: Mapping[str, Sequence[Any]]) -> Report:
    """The report that :func:`to_json` and :func:`figure_rows` described.

    A figure's row may leave out its last fields.
    """
    plain = {key: stored[key] for key in _PLAIN}
    return Report(
        **plain,
        period=_period_from_json(stored["period"]),
        sections=[Section(**section) for section in stored["sections"]],
        tables={key: _table(table) for key, table in stored["tables"].items()},
        figures={name: _figure(name, row) for name, row in figures.items()},
        page_texts={int(page): text for page, text in stored["page_texts"].items()},
        long_cells=list(stored.get("long_cells", ())),
        notes=list(stored["notes"]),
    )


_PLAIN = (
    "source",
    "media_type",
    "title",
    "body",
    "body_kind",
    "year",
    "title_year",
    "form",
    "preamble",
    "text",
    "doubtful",
    "pictures",
)


def _period_to_json(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    start, end = (day.isoformat() if day else None for day in (period.start, period.end))
    return {"start": start, "end": end, "quote": period.quote, "page": period.page}


def _period_from_json(stored: Mapping[str, Any] | None) -> Period | None:
    if stored is None:
        return None
    start, end = (date.fromisoformat(day) if day else None for day in (stored["start"], stored["end"]))
    return Period(start, end, stored["quote"], stored["page"])


_LISTS = ("old_form_markers", "missing_rows", "missing_columns", "extra_rows")


def _table(stored: Mapping[str, Any]) -> TableReading:
    return TableReading(**{**stored, **{name: tuple(stored.get(name, ())) for name in _LISTS}})


def _row(figure: Figure) -> FigureRow:
    box = figure.box
    place = None if box is None else (box.page, box.x0, box.top, box.x1, box.bottom)
    return FigureRow(figure.state.value, figure.printed, figure.value, figure.page, place, figure.repaired)


def _figure(name: str, row: Sequence[Any]) -> Figure:
    state, printed, value, page, place, repaired = row if len(row) == len(_REST) + 1 else [*row, *_REST[len(row) - 1 :]]
    return Figure(name, _STATES[state], printed, value, page, Box(*place) if place else None, repaired)


_STATES: Final = {state.value: state for state in CellState}
_REST: list[Any] = ["", None, None, None, False]
