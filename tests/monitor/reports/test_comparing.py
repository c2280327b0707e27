"""Page and attachment held against each other: only what both say for certain may differ."""

from dataclasses import replace
from decimal import Decimal

import pytest

from monitor.reports.comparing import compare
from monitor.reports.model import CellState, Figure, Report

NAMES = [f"applications.granted.{column}" for column in ("natural_person", "enterprise", "research", "total")]


def report(*printed: str, **changes: object) -> Report:
    figures = {}
    for name, text in zip(NAMES, printed, strict=False):
        state = CellState.NUMBER if text.isdigit() else CellState.BLANK if not text else CellState.SYMBOL
        figures[name] = Figure(name, state, text, Decimal(text) if text.isdigit() else None)
    made = Report("x", "text/html", body="云溪县水利局", year=2024, title_year=2024, figures=figures)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def differences(one: Report, other: Report) -> list[tuple[str, str]] | None:
    found = compare(one, other)
    return None if found is None else [(here, there) for _, here, there in found.differences]


def test_a_figure_that_differs() -> None:
    assert differences(report("1", "2", "0", "3"), report("1", "2", "0", "30")) == [("3", "30")]
    assert differences(report("1", "2", "0", "3"), report("1", "2", "0", "3")) == []


def test_blank_sign_and_zero_are_alike_and_a_blank_for_a_number_is_not() -> None:
    assert differences(report("1", "2", "/", ""), report("1", "", "", "0")) == [("2", "")]


@pytest.mark.parametrize(
    "doubt",
    [{"state": CellState.UNSURE, "value": None}, {"repaired": True}, {"state": CellState.TEXT, "value": None}],
)
def test_a_cell_that_is_not_certain_in_both_accuses_nobody(doubt: dict[str, object]) -> None:
    other = report("1", "9")
    other.figures[NAMES[1]] = replace(other.figures[NAMES[1]], **doubt)
    assert differences(report("1", "2"), other) == []
    assert differences(other, report("1", "2")) == []


@pytest.mark.parametrize(
    "changes",
    [{"doubtful": True}, {"year": 2023}, {"body": "云溪县林业局"}, {"form": "2019"}, {"figures": {}}],
)
def test_what_cannot_be_compared(changes: dict[str, object]) -> None:
    assert differences(report("1", "2"), report("1", "3", **changes)) is None


def test_names_of_one_body() -> None:
    for name in ("县水利局", "水利局", None):
        assert differences(report("1", "2"), report("1", "3", body=name)) == [("2", "3")]


def test_files_that_agree_in_hardly_anything_are_two_reports_unless_both_say_otherwise() -> None:
    assert differences(report("1", "2", "3"), report("4", "5", "6", body=None)) is None
    assert differences(report("1", "2", "3"), report("4", "5", "6")) == [("1", "4"), ("2", "5"), ("3", "6")]
