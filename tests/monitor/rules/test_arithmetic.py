"""The sums of 表三 and 表四: every broken one is shown with both sides, and no sound one is accused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.reports.model import CellState
from monitor.rules.catalogue import evaluate
from monitor.rules.model import Outcome, Severity
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, REMEDY_BLOCKS, REMEDY_COLUMNS

SUMS = {"B01", "B02", "B03", "C01"}


def failing(draft, only=SUMS):
    return {finding.rule: finding for finding in evaluate(draft.case(), only=only).failures}


@st.composite
def lawful_figures(draw, form):
    """Figures of 表三 and 表四 for which every identity holds, by row or block."""
    counts = st.integers(0, 400)
    rows = {row: draw(st.lists(counts, min_size=6, max_size=6)) for row in OUTCOMES[form]}
    total = [sum(column) for column in zip(*rows.values(), strict=True)]
    out = draw(st.lists(counts, min_size=6, max_size=6))
    carried = [draw(st.integers(0, t + o)) for t, o in zip(total, out, strict=True)]
    new = [t + o - c for t, o, c in zip(total, out, carried, strict=True)]
    rows |= {"new": new, "carried_in": carried, "total": total, "carried_out": out}
    figures = {}
    for row, numbers in rows.items():
        for column, number in zip(APPLICANTS, [*numbers, sum(numbers)], strict=True):
            figures[f"applications.{row}.{column}"] = number
    for block in REMEDY_BLOCKS:
        results = draw(st.lists(counts, min_size=4, max_size=4))
        for column, number in zip(REMEDY_COLUMNS, [*results, sum(results)], strict=True):
            figures[f"remedies.{block}.{column}"] = number
    return figures


def filled(draft, figures, year):
    made = draft(year=year)
    for name, number in figures.items():
        made.put(name, number)
    return made


FORMS = {"2021": 2023, "2019": 2020}
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.mark.parametrize("form", FORMS)
def test_lawful_figures_never_fail_and_one_changed_cell_always_does(draft, form):
    @relaxed
    @given(st.data())
    def holds(data):
        figures = data.draw(lawful_figures(form))
        made = filled(draft, figures, FORMS[form])
        assert failing(made) == {}
        name = data.draw(st.sampled_from(sorted(figures)))
        made.put(name, figures[name] + data.draw(st.integers(1, 500)))
        assert failing(made)

    holds()


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_among_zeros_never_fails(draft, form):
    @relaxed
    @given(st.data())
    def holds(data):
        figures = data.draw(lawful_figures(form))
        made = filled(draft, figures, FORMS[form])
        for name in [name for name, number in figures.items() if number == 0]:
            made.mark(name, data.draw(st.sampled_from([CellState.BLANK, CellState.SYMBOL])), "")
        assert failing(made) == {}

    holds()


@pytest.mark.parametrize("form", FORMS)
def test_an_unsure_cell_is_never_judged(draft, form):
    """A wrong cell that could not be read breaks nothing; the other columns are still judged."""

    @relaxed
    @given(st.data())
    def holds(data):
        figures = data.draw(lawful_figures(form))
        made = filled(draft, figures, FORMS[form])
        name = data.draw(st.sampled_from(sorted(figures)))
        made.mark(name, CellState.UNSURE, "?")
        answered = evaluate(made.case(), only=SUMS)
        assert answered.failures == ()
        assert Outcome.UNREADABLE in {finding.outcome for finding in answered.findings}

    holds()


def test_both_sides_and_the_difference_are_shown(draft):
    finding = failing(draft().put("applications.carried_out.total", 2))["B01"]
    assert "总计：新收与上年结转合计8，办理结果总计与结转下年合计9，相差1" in finding.message
    assert "不一致" in finding.message
    assert finding.severity is Severity.ERROR
    assert set(finding.cells) == {f"applications.{row}.total" for row in ("new", "carried_in", "total", "carried_out")}
    assert finding.page == 2
    assert "一、本年新收政府信息公开申请数量＝7" in finding.quote
    assert "四、结转下年度继续办理＝2" in finding.quote


def test_one_finding_lists_every_column(draft):
    made = draft().put("applications.carried_out.total", 2).put("applications.carried_out.enterprise", 4)
    findings = evaluate(made.case(), only={"B01"}).failures
    assert len(findings) == 1
    assert "商业企业" in findings[0].message
    assert "总计" in findings[0].message


def test_an_unfilled_total_is_asked_about_not_accused(draft):
    made = draft().mark("applications.granted.total", CellState.BLANK)
    finding = failing(made, {"B03"})["B03"]
    assert finding.severity is Severity.WARNING
    assert "请核对" in finding.message
    assert "空白" in finding.message
    old = draft(year=2020).mark("applications.granted.total", CellState.BLANK)
    assert failing(old, {"B03"})["B03"].severity is Severity.INFO


def test_a_fail_wins_over_what_could_not_be_read(draft):
    made = draft().put("applications.granted.natural_person", 2).mark("applications.granted.research", CellState.UNSURE)
    finding = failing(made)["B02"]
    assert "自然人" in finding.message
    assert "另有1处未能读取" in finding.message


def test_a_missing_column_suspends_the_rows_but_not_the_other_columns(draft):
    made = draft()
    for row in APPLICATION_ROWS["2021"]:
        made.mark(f"applications.{row}.research", CellState.ABSENT)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case(), only={"B01", "B03", "B04"}).findings}
    assert outcomes == {"B01": Outcome.UNREADABLE, "B03": Outcome.UNREADABLE, "B04": Outcome.FAIL}
    made.put("applications.carried_out.total", 2)
    assert set(failing(made)) == {"B01"}


def test_a_sum_over_a_repaired_cell_is_lowered_and_accuses_of_nothing(draft):
    made = draft().put("applications.granted.natural_person", 2).repair("applications.granted.research")
    found = failing(made)
    assert found["B02"].severity is Severity.ERROR
    assert found["B03"].severity is Severity.WARNING
    assert "疑似" in found["B03"].message
    assert "不一致" not in found["B03"].message
