from monitor.reports.model import CellState
from monitor.rules.catalogue import evaluate, rules
from monitor.rules.coverage import Coverage
from monitor.rules.model import Outcome


def test_a_rule_is_counted_once_by_the_loudest_of_its_answers():
    several = [("S01", Outcome.UNREADABLE), ("S01", Outcome.FAIL), ("B01", Outcome.PASS), ("D10", Outcome.PASS)]
    coverage = Coverage.of([*several, ("D10", Outcome.NOT_EVALUATED)])
    assert coverage.outcomes == {"S01": Outcome.FAIL, "B01": Outcome.PASS, "D10": Outcome.NOT_EVALUATED}
    assert (coverage.asked, coverage.checked, coverage.not_applicable, coverage.unchecked) == (3, 2, 0, ("D10",))


def test_every_outcome_counts_somewhere():
    coverage = Coverage.of((outcome.value, outcome) for outcome in Outcome)
    assert coverage.asked == len(Outcome)
    assert coverage.checked + coverage.not_applicable + len(coverage.unchecked) == coverage.asked
    assert coverage.unchecked == ("unreadable", "not_evaluated", "crashed")


def test_what_was_asked_of_a_lawful_department(draft):
    coverage = evaluate(draft().case()).coverage
    assert list(coverage.outcomes) == list(rules())
    inapplicable = {code for code, outcome in coverage.outcomes.items() if outcome is Outcome.NOT_APPLICABLE}
    assert inapplicable >= {"S08", "D02", "W09"}
    assert coverage.not_applicable == len(inapplicable)
    assert {"D04", "Y01"} <= set(coverage.unchecked)
    assert coverage.checked == coverage.asked - len(inapplicable) - len(coverage.unchecked)


def test_what_could_not_be_read_is_said(draft):
    made = draft().mark("applications.new.research", CellState.UNSURE)
    coverage = evaluate(made.case(), only={"B01", "B02"}).coverage
    assert (coverage.asked, coverage.checked, coverage.unchecked) == (2, 1, ("B01",))
