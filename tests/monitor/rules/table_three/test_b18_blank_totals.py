import pytest

from monitor.rules.model import Outcome, Severity
from storage.figures import APPLICANTS
from tests.monitor.rules.cases import BLANK, SYMBOL, UNSURE, Cases


def blank_row(draft, state=BLANK):
    for column in APPLICANTS:
        draft.mark(f"applications.total.{column}", state, "/" if state is SYMBOL else "")
    return draft


def blank_column(draft):
    for name in draft.names():
        if name.startswith("applications.") and name.endswith(".total"):
            draft.mark(name, BLANK)
    return draft


CASES = Cases(
    *("B18", "Totals left blank", "表三总计未填", "warning", "practice"),
    fails={
        "the row": blank_row,
        "the row, by signs": lambda d: blank_row(d, SYMBOL),
        "the column": blank_column,
        "both": lambda d: blank_column(blank_row(d)),
        "the row but for its zeros": lambda d: blank_row(d).put("applications.total.research", 0),
    },
    passes={
        "filled": lambda d: d,
        "one cell of the row": lambda d: d.mark("applications.total.natural_person", BLANK),
        "zeros for wrong totals": lambda d: d.put("applications.total.natural_person", 0),
        "blanks for nothing": lambda d: d.mark("applications.total.research", BLANK),
    },
    not_assessed={
        "unsure": (Outcome.UNREADABLE, lambda d: blank_row(d).mark("applications.total.enterprise", UNSURE)),
        "no table": (Outcome.NOT_EVALUATED, lambda d: d.lose_table("applications")),
    },
    not_in_demo="the demo's tables are printed with every total, and one wrong total breaks its own rule",
)


@pytest.mark.parametrize("change", [blank_row, blank_column, lambda d: blank_column(blank_row(d))])
def test_one_omission_is_one_finding(draft, broken, change):
    assert broken(change(draft().edit("overview", text="监督保障有力，依申请公开渠道畅通。"))) == {"B18"}
    assert broken(change(draft())) == {"B18"}


def test_what_does_not_follow_from_it_is_told(draft, broken):
    made = blank_row(draft()).mark("applications.granted.research", BLANK).put("applications.new.natural_person", 9)
    assert broken(made) == {"B03", "B05", "B18"}


def test_sums_without_a_total_are_not_called_sound(draft, judge):
    made = blank_row(draft())
    assert {finding.outcome for code in ("B01", "B02") for finding in judge(made, code)} == {Outcome.NOT_EVALUATED}


def test_it_names_the_line_and_its_cells(draft, judge):
    (finding,) = judge(blank_row(draft()), "B18")
    assert "“（七）总计”一行未填" in finding.message
    assert "“总计”一列" not in finding.message
    assert set(finding.cells) == {f"applications.total.{column}" for column in APPLICANTS}
    (finding,) = judge(blank_column(draft()), "B18")
    assert "“总计”一列未填" in finding.message
    assert "“（七）总计”一行" not in finding.message


def test_in_the_form_of_2019_it_is_a_hint(draft, judge):
    assert judge(blank_row(draft(year=2020)), "B18")[0].severity is Severity.INFO
