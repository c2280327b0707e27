"""Made-up figures keep every identity of the form, for any body and over any years."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.demo.bodies import PORTALS, Workload
from monitor.demo.figures import as_2019, figures_by_year
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, REMEDY_BLOCKS, names_of_form

YEARS = range(2021, 2027)

workloads = st.builds(
    Workload,
    applications=st.floats(0, 300),
    licensing=st.integers(0, 200000),
    penalties=st.integers(0, 5000),
    coercion=st.integers(0, 500),
    fees=st.floats(0, 90000),
    documents=st.integers(0, 80),
    rules=st.integers(0, 12),
    disputed=st.booleans(),
)


def cell(figures, row, column):
    return int(figures[f"applications.{row}.{column}"])


@settings(max_examples=60, deadline=None)
@given(seed=st.text(max_size=8), work=workloads)
def test_every_identity_holds_and_every_chain(seed, work):
    made = figures_by_year(seed, work, YEARS)
    for year in YEARS:
        figures = made[year]
        assert set(figures) == set(names_of_form("2021"))
        for column in APPLICANTS:
            at_hand = cell(figures, "new", column) + cell(figures, "carried_in", column)
            assert at_hand == cell(figures, "total", column) + cell(figures, "carried_out", column)
            parts = sum(cell(figures, row, column) for row in OUTCOMES["2021"])
            assert parts == cell(figures, "total", column)
            if year > YEARS[0]:
                assert cell(figures, "carried_in", column) == cell(made[year - 1], "carried_out", column)
        for row in APPLICATION_ROWS["2021"]:
            assert sum(cell(figures, row, column) for column in APPLICANTS[:-1]) == cell(figures, row, "total")


@settings(max_examples=60, deadline=None)
@given(seed=st.text(max_size=8), work=workloads)
def test_disputes_and_documents_go_on_from_the_year_before(seed, work):
    made = figures_by_year(seed, work, YEARS)
    for year in YEARS:
        figures = made[year]
        for block in REMEDY_BLOCKS:
            values = {
                name: int(figures[f"remedies.{block}.{name}"]) for name in ("upheld", "corrected", "other", "pending")
            }
            assert sum(values.values()) == int(figures[f"remedies.{block}.total"])
            if year > YEARS[0]:
                assert int(made[year - 1][f"remedies.{block}.pending"]) <= int(figures[f"remedies.{block}.total"])
        for row in ("rules", "normative_documents"):
            issued, repealed, in_force = (
                int(figures[f"proactive.{row}.{name}"]) for name in ("issued", "repealed", "in_force")
            )
            assert in_force >= issued - repealed
            if year > YEARS[0]:
                assert in_force == int(made[year - 1][f"proactive.{row}.in_force"]) + issued - repealed


def test_the_same_seed_gives_the_same_figures_and_another_one_others():
    work = PORTALS[0].bodies[0].work
    assert figures_by_year("甲", work, YEARS) == figures_by_year("甲", work, YEARS)
    assert figures_by_year("甲", work, YEARS) != figures_by_year("乙", work, YEARS)


def test_one_more_year_does_not_change_the_years_before():
    work = PORTALS[0].bodies[0].work
    assert figures_by_year("甲", work, range(2021, 2024)).items() <= figures_by_year("甲", work, YEARS).items()


def test_the_2019_form_has_its_own_cells_and_keeps_the_sums():
    figures = figures_by_year("甲", PORTALS[0].bodies[0].work, YEARS)[2022]
    old = as_2019(figures)
    assert set(names_of_form("2019")) <= set(old)
    assert not [name for name in old if name.startswith("proactive.") and name not in names_of_form("2019")]
    for column in APPLICANTS:
        assert sum(cell(old, row, column) for row in OUTCOMES["2019"]) == cell(old, "total", column)
