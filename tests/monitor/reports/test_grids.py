import pytest

from monitor.reports.cells import printed
from monitor.reports.grids import Identities, loose_candidates, resolve


def cells(text):
    return tuple(printed(part.replace("_", "")) for part in text.split())


def numbers(vector):
    return None if vector is None else [str(cell.number) for cell in vector]


def test_seven_cells_stand_as_they_are_even_if_they_do_not_add_up():
    (row,) = loose_candidates(cells("_ 5 0 0 0 0 0 9 _"))
    assert [cell.text for cell in row] == ["5", "0", "0", "0", "0", "0", "9"]
    assert not any(cell.repaired for cell in row)


def test_a_blank_inside_seven_cells_stays_blank():
    (row,) = loose_candidates(cells("5 _ 0 0 0 0 5"))
    assert row[1].text == ""


@pytest.mark.parametrize(("text", "count"), [("80 2 0 0 0 0 0 82", 1), ("2 0 0 0 0 2", 1), ("1 0 2 0 3 0 0 6", 3)])
def test_eight_lose_a_zero_and_six_gain_one_while_the_ends_stay(text, count):
    found = loose_candidates(cells(text))
    assert len(found) == count
    first, *_, last = text.split()
    assert all((row[0].text, row[-1].text) == (first, last) and len(row) == 7 for row in found)
    assert all(cell.repaired for row in found for cell in row)


def test_no_other_digit_is_ever_changed():
    assert loose_candidates(cells("1 2 3 4 5 6 7 28")) is None
    assert loose_candidates(cells("1 2 3 4")) is None
    assert loose_candidates([]) is None


def test_seven_places_of_which_the_ends_are_empty_stand_by_place():
    (row,) = loose_candidates(cells("_ _ _ _ _ _ 82"))
    assert [cell.text for cell in row] == ["", "", "", "", "", "", "82"]


def test_a_row_without_any_number_is_blank():
    (row,) = loose_candidates(cells("_ _"))
    assert [cell.text for cell in row] == [""] * 7


def test_equal_repairs_are_taken_even_if_the_sum_fails():
    found = resolve({"total": loose_candidates(cells("80 2 0 0 0 0 0 83"))}, Identities())
    assert numbers(found["total"])[-1] == "83"


def test_the_rows_own_sum_chooses():
    found = resolve({"r": [cells("1 2 0 0 0 0 3"), cells("12 0 0 0 0 0 3")]}, Identities())
    assert numbers(found["r"]) == ["1", "2", "0", "0", "0", "0", "3"]


def test_where_no_reading_is_lawful_the_row_is_unsure():
    found = resolve({"r": [cells("1 2 0 0 0 0 9"), cells("12 0 0 0 0 0 9")]}, Identities())
    assert found["r"] is None


def test_the_columns_choose_among_lawful_readings():
    rows = {
        "new": [cells("8 1 0 1 0 0 10")],
        "carried_in": [cells("0 0 0 0 0 0 0")],
        "granted": [cells("8 1 0 1 0 0 10"), cells("8 1 1 0 0 0 10")],
        "total": [cells("8 1 0 1 0 0 10")],
        "carried_out": [cells("0 0 0 0 0 0 0")],
    }
    found = resolve(rows, Identities(outcomes=("granted",)))
    assert numbers(found["granted"]) == ["8", "1", "0", "1", "0", "0", "10"]


def test_two_readings_that_both_balance_stay_unsure():
    two = [cells("1 0 0 0 0 0 1"), cells("0 1 0 0 0 0 1")]
    nothing = [cells("0 0 0 0 0 0 0")]
    rows = {"new": two, "carried_in": nothing, "granted": two, "total": two, "carried_out": nothing}
    assert set(resolve(rows, Identities(outcomes=("granted",))).values()) == {None, nothing[0]}


def test_an_identity_with_an_unsure_row_chooses_nothing():
    two = [cells("1 0 0 0 0 0 1"), cells("0 1 0 0 0 0 1")]
    rows = {"granted": two, "partly_granted": [], "total": [cells("1 0 0 0 0 0 1")]}
    assert resolve(rows, Identities(outcomes=("granted", "partly_granted")))["granted"] is None
