import json
from datetime import date
from decimal import Decimal
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from crawler.titles import BodyKind
from monitor.documents.model import Box
from monitor.reports.model import (
    CellState,
    Figure,
    FormVersion,
    Period,
    Report,
    Section,
    SectionKey,
    TableKey,
    TableReading,
)
from monitor.reports.reading import read_report
from monitor.reports.store import figure_rows, from_json, to_json
from storage.figures import catalogue
from tests.monitor.reports.made import Made, document_of

TEXT = st.text(max_size=12)
PAGES = st.none() | st.integers(1, 90)
YEARS = st.none() | st.integers(2000, 2099)
PLACES = st.floats(0, 2000, allow_nan=False)
BOXES = st.none() | st.builds(Box, st.integers(1, 90), PLACES, PLACES, PLACES, PLACES)
FORMS = [form for option in get_args(FormVersion) for form in (get_args(option) or (option,))]
NAMES = st.lists(TEXT, max_size=3).map(tuple)


@st.composite
def figures(draw):
    name = draw(st.sampled_from(sorted(catalogue())))
    state = draw(st.sampled_from(CellState))
    value = draw(st.decimals(allow_nan=False, allow_infinity=False)) if state is CellState.NUMBER else None
    return Figure(name, state, draw(TEXT), value, draw(PAGES), draw(BOXES), draw(st.booleans()))


@st.composite
def tables(draw, key):
    return TableReading(
        key,
        draw(st.booleans()),
        draw(st.sampled_from([None, "2019", "2021"])),
        draw(NAMES),
        draw(st.dictionaries(TEXT, TEXT, max_size=3)),
        draw(NAMES),
        draw(NAMES),
        draw(PAGES),
        draw(TEXT),
        draw(NAMES),
    )


SECTIONS = st.builds(
    Section,
    st.sampled_from(get_args(SectionKey)),
    TEXT,
    st.none() | st.integers(1, 10),
    TEXT,
    st.integers(0, 3),
    st.integers(0, 3),
    PAGES,
    st.booleans(),
    st.booleans(),
)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def reports(draw):
    return Report(
        draw(TEXT),
        draw(TEXT),
        title=draw(TEXT),
        body=draw(st.none() | TEXT),
        body_kind=draw(st.none() | st.sampled_from(get_args(BodyKind))),
        year=draw(YEARS),
        title_year=draw(YEARS),
        form=draw(st.sampled_from(FORMS)),
        period=draw(st.none() | st.builds(Period, DAYS, DAYS, TEXT, PAGES)),
        preamble=draw(TEXT),
        sections=draw(st.lists(SECTIONS, max_size=3)),
        tables={key: draw(tables(key)) for key in draw(st.sets(st.sampled_from(get_args(TableKey))))},
        figures={figure.name: figure for figure in draw(st.lists(figures(), max_size=6))},
        text=draw(TEXT),
        page_texts=draw(st.dictionaries(st.integers(1, 90), TEXT, max_size=3)),
        doubtful=draw(st.booleans()),
        pictures=draw(st.integers(0, 5)),
        long_cells=draw(st.lists(TEXT, max_size=3)),
        notes=draw(st.lists(TEXT, max_size=3)),
    )


@given(reports())
def test_a_report_survives_the_log_exactly(report):
    stored = json.loads(json.dumps(to_json(report), ensure_ascii=False))
    assert from_json(stored, figure_rows(report)) == report


def test_a_report_that_was_read_survives_too():
    report = read_report(document_of(Made()), source="made-up")
    assert from_json(json.loads(json.dumps(to_json(report))), figure_rows(report)) == report


def test_rows_may_leave_out_what_they_do_not_know():
    report = Report("a", "text/plain")
    name = "applications.new.total"
    assert from_json(to_json(report), {name: ("blank",)}).figure(name) == Figure(name, CellState.BLANK)
    read = from_json(to_json(report), {name: ("number", "1,2", Decimal(12))}).figure(name)
    assert (read.printed, read.value, read.page, read.repaired) == ("1,2", 12, None, False)
