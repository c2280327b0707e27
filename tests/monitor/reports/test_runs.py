import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reports.runs import all_cuts, cuts, lawful_cuts, lost_blanks, only_cut, remedy_cut, tokens


@pytest.mark.parametrize(
    ("run", "width", "found"),
    [
        ("0000000", 7, [("0",) * 7]),
        ("20 02", 4, [("2", "0", "0", "2")]),
        ("12", 1, [("12",)]),
        ("0 0 0 0 0 00", 7, [("0",) * 7]),
        ("23 0 00 0 023", 7, [("23", "0", "0", "0", "0", "0", "23")]),
        ("1 2 3", 2, []),
        ("02", 1, []),
        ("1/0", 3, [("1", "/", "0")]),
        ("1-10", 3, []),
        ("1 -10", 3, [("1", "-1", "0")]),
        ("无 12", 3, [("无", "1", "2")]),
        ("甲 12", 3, []),
    ],
)
def test_every_cut_and_no_other(run, width, found):
    assert cuts(run, width) == found


def test_a_run_that_is_too_long_is_not_tried():
    assert cuts("1" * 40, 7) is None
    assert all_cuts("1" * 40, 7) is None
    assert lawful_cuts("1" * 40, 7) is None


def test_white_space_is_a_border_that_no_cell_crosses():
    assert ("23", "0", "0", "0", "0", "0", "23") in cuts("230 000023", 7)
    assert cuts("1 1", 1) == []


def test_a_cut_is_lawful_where_its_last_cell_is_the_sum():
    assert [[cell.text for cell in cut] for cut in lawful_cuts("110000011", 7) or []] == [
        ["1", "10", "0", "0", "0", "0", "11"],
        ["11", "0", "0", "0", "0", "0", "11"],
    ]
    assert lawful_cuts("20000011", 7) == []
    assert len(all_cuts("20000011", 7) or []) == 2
    assert lawful_cuts("", 7) == []


def test_a_run_shorter_than_its_cells_tells_that_blanks_were_lost():
    assert lost_blanks([("0000000", 7), ("22", 7)])
    assert not lost_blanks([("0000000", 7), ("5000005", 7)])


def test_zeros_stay_sure_even_where_blanks_were_lost():
    assert only_cut("000", 3) == ("0", "0", "0")
    assert only_cut("222", 3) is None
    assert only_cut("10", 2) is None


def test_table_four_is_cut_where_its_three_sums_leave_one_way():
    assert remedy_cut("21317" + "00000" + "1324019") == ("2", "1", "3", "1", "7", *"00000", "13", "2", "4", "0", "19")
    assert remedy_cut("0" * 15) == ("0",) * 15
    assert remedy_cut("1" * 15) == ("1",) * 15
    assert remedy_cut("0 " * 14 + "0") == ("0",) * 15
    assert remedy_cut("1" * 16) is None
    assert remedy_cut("0" * 14) is None
    assert remedy_cut("/" * 3) is None


@given(st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_the_true_cut_is_always_among_the_cuts(numbers):
    row = (*map(str, numbers), str(sum(numbers)))
    assert row in (cuts("".join(row), 7) or [row])


@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_table_four_is_never_cut_wrongly(numbers):
    groups = [numbers[at : at + 4] for at in (0, 4, 8)]
    cells = tuple(str(number) for group in groups for number in (*group, sum(group)))
    assert remedy_cut("".join(cells)) in (cells, None)


@given(st.text("0123456789 /-+,.", max_size=30))
def test_no_run_breaks_the_cutter(run):
    assert all(len(cut) == 3 for cut in cuts(run, 3) or [])
    assert "".join(tokens(run)).strip() == "".join(tokens(run))
