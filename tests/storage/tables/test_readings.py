import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.clock import Clock
from storage.database import open_log
from storage.figures import catalogue, names_of_form
from storage.tables import readings
from storage.tables.readings import FigureRow, Reading

NAMES = list(catalogue())
TOTAL = "applications.total.total"
FEES = "proactive.fees.amount"

boxes = st.tuples(st.integers(1, 99), *[st.floats(allow_nan=False, allow_infinity=False)] * 4)
decimals = st.decimals(allow_nan=False) | st.integers().map(Decimal) | st.decimals(-1000, 1000, places=2)


def figures(texts):
    """Figures in every state, canonical or not, as they may come from a report."""
    canonical = decimals.map(lambda value: FigureRow("number", str(value), value))
    any_row = st.builds(
        FigureRow,
        state=st.sampled_from(["number", "blank", "symbol", "text", "absent", "unsure"]),
        printed=texts,
        value=st.none() | decimals,
        page=st.none() | st.integers(1, 99),
        box=st.none() | boxes,
        repaired=st.booleans(),
    )
    return st.dictionaries(st.sampled_from(NAMES), canonical | any_row, max_size=12)


@cache
def a_log():
    """One log for all examples; the version it reads needs no report behind it."""
    log = open_log(Path(tempfile.mkdtemp()))
    log.execute("PRAGMA foreign_keys = OFF")
    return log


@pytest.fixture(autouse=True)
def close_the_log():
    yield
    if a_log.cache_info().currsize:
        a_log().close()
        a_log.cache_clear()


def store(log, rows, **changes):
    readings.store(log, Reading(1, 1, "read", figures=rows, **changes), Clock())


@given(rows=figures(st.text(st.characters())))
@example(rows={})
@example(rows={TOTAL: FigureRow("number", "1,234", Decimal(1234), 3, None, True)})
@example(rows={FEES: FigureRow("number", "12.50", Decimal("12.50"))})
@example(rows={FEES: FigureRow("number", "0.00001", Decimal("0.00001"))})
@example(rows={FEES: FigureRow("number", "-0", Decimal("-0"))})
@example(rows={FEES: FigureRow("number", "1" * 40, Decimal("1" * 40))})
@example(rows={FEES: FigureRow("unsure", "1?", Decimal(1))})
def test_figures_come_back_exactly(rows):
    log = a_log()
    store(log, rows)
    loaded = readings.load(log, 1).figures
    assert loaded == rows
    assert [str(loaded[name].value) for name in rows] == [str(row.value) for row in rows.values()]


# SQL ends a text at its first NUL; the table keeps it whole, as the test above shows.
@given(rows=figures(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_the_tall_view_tells_what_was_stored(rows):
    log = a_log()
    store(log, rows)
    tall = {row["figure"]: row for row in log.rows("SELECT * FROM figures_tall WHERE version_id = 1")}
    assert {name: (row["state"], row["printed"]) for name, row in tall.items()} == {
        name: (row.state, row.printed) for name, row in rows.items()
    }
    for name, row in rows.items():
        finite = row.state == "number" and row.value is not None and row.value.is_finite()
        if finite and abs(row.value) < Decimal("1e300"):
            assert tall[name]["value"] == pytest.approx(float(row.value), rel=1e-15, abs=1e-300)
        else:
            assert tall[name]["value"] is None or finite


def test_absent_blank_symbol_and_zero_are_four_things(log):
    log.execute("PRAGMA foreign_keys = OFF")
    rows = {
        "applications.new.natural_person": FigureRow("absent"),
        "applications.new.enterprise": FigureRow("blank"),
        "applications.new.research": FigureRow("symbol", "/"),
        "applications.new.public_welfare": FigureRow("number", "0", Decimal(0)),
    }
    store(log, rows)
    assert readings.load(log, 1).figures == rows
    [wide] = log.rows(
        "SELECT applications_new_public_welfare AS zero, applications_new_enterprise AS blank FROM figures"
    )
    assert wide == {"zero": 0, "blank": None}
    assert len(log.rows("SELECT * FROM figures_tall WHERE version_id = 1")) == 4


def test_a_whole_report_of_plain_numbers_needs_no_words(log):
    log.execute("PRAGMA foreign_keys = OFF")
    store(log, {name: FigureRow("number", "12", Decimal(12)) for name in names_of_form("2021")})
    assert log.rows("SELECT printed FROM figures") == [{"printed": "{}"}]
    assert len(readings.load(log, 1).figures) == 200


def test_a_figure_that_the_catalogue_does_not_know_is_refused(log):
    with pytest.raises(ValueError, match=r"applications\.new\.nobody"):
        store(log, {"applications.new.nobody": FigureRow("number", "1", Decimal(1))})
    assert readings.load(log, 1) is None


def test_a_later_reading_takes_the_place_of_the_earlier(scene):
    version = scene.see("http://127.88.0.9/1").version_id
    capture = scene.keep("http://127.88.0.9/1")
    figures = {TOTAL: FigureRow("number", "3", Decimal(3))}
    first = Reading(version, 1, "read", "", capture, {"title": "报告", "sections": [1]}, figures)
    readings.store(scene.log, first, scene.clock)
    assert readings.load(scene.log, version) == first
    second = Reading(version, 2, "unreadable", "扫描件", capture)
    readings.store(scene.log, second, scene.clock)
    assert readings.load(scene.log, version) == second
    gist = readings.gists(scene.log, scene.portal)[version]
    assert (gist.outcome, gist.detail) == ("unreadable", "扫描件")


def test_a_reading_and_its_figures_are_stored_together_or_not_at_all(scene):
    version = scene.see("http://127.88.0.9/1").version_id
    scene.log.execute("DROP TABLE figures")
    with pytest.raises(Exception, match="no such table"):
        readings.store(scene.log, Reading(version, 1, "read"), scene.clock)
    assert scene.log.rows("SELECT * FROM readings") == []


def test_a_version_never_read_has_no_reading(log):
    assert readings.load(log, 7) is None


@given(
    st.lists(
        st.builds(
            readings.Comparison,
            st.integers(1, 99),
            st.text(),
            st.integers(0, 200),
            st.lists(st.tuples(st.sampled_from(NAMES), st.text(), st.text()), max_size=3).map(tuple),
        ),
        max_size=3,
    )
)
def test_what_other_files_say_comes_back(compared):
    log = a_log()
    store(log, {}, compared=compared)
    assert readings.load(log, 1).compared == tuple(compared)
