"""The sums of 表三 and 表四: every broken one is shown with both sides, and no sound one is accused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.reports.model import CellState
from monitor.rules.model import Outcome, Severity
from monitor.rules.registry import evaluate, failures
from storage.figures import APPLICANTS, APPLICATION_ROWS, OUTCOMES, REMEDY_BLOCKS, REMEDY_COLUMNS

SUMS = {"B01", "B02", "B03", "C01"}


def failing(draft, only=SUMS):
    return {finding.rule: finding for finding in failures(evaluate(draft.case(), only=only))}


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
        findings = evaluate(made.case(), only=SUMS)
        assert failures(findings) == []
        assert Outcome.UNREADABLE in {finding.outcome for finding in findings}

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
    findings = failures(evaluate(made.case(), only={"B01"}))
    assert len(findings) == 1
    assert "商业企业" in findings[0].message
    assert "总计" in findings[0].message


class TestSingleCell:
    """B08: the one cell whose other value repairs everything is named."""

    def test_a_detail(self, draft):
        found = failing(draft().put("applications.granted.natural_person", 2))
        assert set(found) == {"B02", "B03"}
        for finding in found.values():
            assert "将“（一）予以公开·自然人”由2改为3" in finding.message

    def test_the_total_of_a_row(self, draft):
        found = failing(draft().put("applications.carried_out.total", 2))
        assert set(found) == {"B01", "B03"}
        assert "将“四、结转下年度继续办理·总计”由2改为1" in found["B03"].message

    def test_the_total_of_all(self, draft):
        found = failing(draft().put("applications.total.total", 8))
        assert set(found) == {"B01", "B02", "B03"}
        assert all("将“（七）总计·总计”由8改为7" in finding.message for finding in found.values())

    def test_two_wrong_cells_name_none(self, draft):
        made = draft().put("applications.granted.natural_person", 2).put("applications.new.enterprise", 9)
        assert all("将“" not in finding.message for finding in failing(made).values())

    def test_a_repair_below_zero_is_none(self, draft):
        made = draft().put("applications.granted.total", 2)
        assert "将“（一）予以公开·总计”由2改为4" in failing(made)["B03"].message
        made = draft().put("applications.carried_in.research", 5).put("applications.carried_in.total", 1)
        assert "改为-" not in failing(made)["B03"].message


def test_partly_granted_counted_twice_is_explained(draft):
    """B12: the seed of the form, 区分处理的只计这一情形."""
    made = draft().put("applications.granted.natural_person", 4).put("applications.granted.total", 5)
    found = failing(made)
    assert set(found) == {"B02"}
    assert "重复计数" in found["B02"].message
    assert "将“" not in found["B02"].message


def test_another_difference_is_not_explained_so(draft):
    made = draft().put("applications.granted.natural_person", 5).put("applications.granted.total", 6)
    assert "重复计数" not in failing(made)["B02"].message


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
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case(), only={"B01", "B03", "B04"})}
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


def test_a_subtotal_on_the_category_row_is_not_added(draft):
    """A （六） row with figures of its own beside its three rows is not a fourth row (RULES B16)."""
    made = draft().put("applications.other.not_corrected.natural_person", 0).put("applications.other.natural_person", 3)
    assert failing(made, {"B02"}) == {}


def test_the_three_groups_of_table_four(draft):
    made = draft().put("remedies.litigation_direct.upheld", 2)
    finding = failing(made)["C01"]
    assert "行政诉讼（未经复议直接起诉）：分项合计2，总计0，相差2" in finding.message
    assert "结果维持＝2" in finding.quote
    assert "总计＝0" in finding.quote
