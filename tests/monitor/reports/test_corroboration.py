"""Sums bear out what was recognised; they change nothing."""

from dataclasses import replace

import pytest

from monitor.reports.corroboration import corroborated
from monitor.reports.model import CellState, Figure
from tests.corpus.samples import draft_for


def figures() -> dict[str, Figure]:
    from decimal import Decimal  # noqa: PLC0415

    printed = draft_for("corroboration").printed()
    return {name: Figure(name, CellState.NUMBER, text, Decimal(text)) for name, text in printed.items()}


def unsure(figure: Figure, text: str | None = None) -> Figure:
    return replace(figure, state=CellState.UNSURE, value=None, printed=figure.printed if text is None else text)


@pytest.mark.parametrize("name", ["applications.granted.total", "applications.new.research", "remedies.review.upheld"])
def test_a_cell_whose_sums_hold_is_borne_out(name: str):
    known = figures()
    found = corroborated({**known, name: unsure(known[name])}, "2021")
    assert (found[name].state, found[name].value) == (CellState.NUMBER, known[name].value)
    assert found[name].repaired
    assert {key: figure for key, figure in found.items() if key != name} == {
        key: figure for key, figure in known.items() if key != name
    }


@pytest.mark.parametrize("name", ["applications.granted.total", "applications.new.research", "remedies.review.upheld"])
@pytest.mark.parametrize("text", ["99999", "", "1 2", "七"])
def test_a_cell_whose_sums_fail_stays_unsure(name: str, text: str):
    known = figures()
    found = corroborated({**known, name: unsure(known[name], text)}, "2021")
    assert found[name] == unsure(known[name], text)


def test_a_certain_cell_is_never_touched():
    known = figures()
    broken = {**known, "applications.granted.total": replace(known["applications.granted.total"], value=None)}
    assert corroborated(broken, "2021") == broken


def test_what_has_no_sum_stays_unsure():
    known = figures()
    name = "proactive.licensing.decisions"
    assert corroborated({**known, name: unsure(known[name])}, "2021")[name].state is CellState.UNSURE


def test_two_unsure_cells_of_one_group_may_make_up_for_each_other():
    known = figures()
    names = ("remedies.review.upheld", "remedies.review.total")
    found = corroborated({**known, **{name: unsure(known[name]) for name in names}}, "2021")
    assert all(found[name].state is CellState.UNSURE for name in names)


def test_several_unsure_cells_of_a_row_are_borne_out_by_their_columns():
    known = figures()
    row = [name for name in known if name.startswith("applications.granted.")]
    found = corroborated({**known, **{name: unsure(known[name]) for name in row}}, "2021")
    assert all(found[name].value == known[name].value for name in row)
