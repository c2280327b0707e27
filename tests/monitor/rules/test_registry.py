from datetime import date

import pytest

from monitor.reports.model import CellState
from monitor.rules import registry
from monitor.rules.model import Case, Outcome, Rule, Severity, Verdict
from monitor.rules.registry import catalogue, evaluate, failures, rules

CODES = (
    "S01 S02 S03 S04 S05 S08 S09 S10 S11 D01 D02 D04 D10 D11 A02 A03 A05 "
    "B01 B02 B03 B04 B05 B06 C01 C03 E01 E09 Y01 Y07 F02 F03 P01 W09"
)


def test_the_rules():
    assert list(rules()) == CODES.split()
    assert all(code == rule.code for code, rule in rules().items())


def test_the_catalogue_as_data():
    listed = {row["code"]: row for row in catalogue()}
    assert list(listed) == list(rules())
    assert list(listed["S08"]) == ["code", "name", "name_zh", "severity", "basis", "needs", "years", "kinds"]
    assert listed["S08"]["kinds"] == ["government", "township"]
    assert listed["S08"]["years"] == [2019, None]
    assert listed["S10"]["years"] == [2021, None]
    assert listed["S04"]["years"] == [None, None]
    assert listed["B01"]["kinds"] == ["government", "office", "department", "township", "subdistrict", "institution"]
    assert listed["Y01"]["needs"] == ["report", "previous"]
    assert {row["severity"] for row in listed.values()} == {"error", "warning", "info"}


def test_nothing_known_is_nothing_judged():
    findings = evaluate(Case(today=date(2024, 4, 8)))
    assert [finding.rule for finding in findings] == list(rules())
    assert {finding.outcome for finding in findings} == {Outcome.NOT_EVALUATED}
    assert all(finding.message for finding in findings)


def test_only_the_wanted_rules_answer(draft):
    assert {finding.rule for finding in evaluate(draft().case(), only={"B01", "P01"})} == {"B01", "P01"}


def test_a_crash_takes_nothing_else_down(draft, monkeypatch):
    def raises(case):
        raise ZeroDivisionError("boom")

    broken = Rule("X01", "Broken", "坏", Severity.ERROR, "无", ("report",), raises)
    monkeypatch.setattr(registry, "rules", lambda: {"X01": broken, "B01": rules()["B01"]})
    findings = evaluate(draft().case())
    assert [(finding.rule, finding.outcome) for finding in findings] == [
        ("X01", Outcome.CRASHED),
        ("B01", Outcome.PASS),
    ]
    assert "ZeroDivisionError: boom" in findings[0].message
    assert failures(findings) == []


def test_a_crash_in_the_midst_of_answering_is_a_crash(draft, monkeypatch):
    def half(case):
        yield Verdict(Outcome.FAIL, "半截。")
        raise ValueError("half")

    broken = Rule("X01", "Half", "半", Severity.ERROR, "无", ("report",), half)
    monkeypatch.setattr(registry, "rules", lambda: {"X01": broken})
    assert [finding.outcome for finding in evaluate(draft().case())] == [Outcome.CRASHED]


def test_an_unknown_year_suspends_what_depends_on_the_form(draft):
    made = draft().set(year=None).known(publication=None)
    for key in ("proactive", "applications"):
        made.table(key, form=None)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case())}
    assert outcomes["B01"] is Outcome.NOT_EVALUATED
    assert outcomes["S04"] is Outcome.PASS
    assert outcomes["P01"] is Outcome.PASS


def test_an_unknown_year_with_a_known_form_is_judged(draft):
    made = draft().set(year=None).known(publication=None).put("applications.carried_out.total", 2)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case())}
    assert outcomes["B01"] is Outcome.FAIL
    assert outcomes["D01"] is Outcome.NOT_EVALUATED


def test_the_roster_goes_before_the_report(draft):
    made = draft("department").known(body_kind="government", body="宁川县人民政府")
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case())}
    assert outcomes["D01"] is Outcome.NOT_APPLICABLE
    assert outcomes["D02"] is Outcome.PASS


class TestDoubt:
    """Law 5 of the house: one level lower, once, and in words that accuse of nothing."""

    def test_a_doubtful_report_lowers_what_was_read_from_it(self, draft):
        made = draft().set(doubtful=True).put("applications.carried_out.total", 2)
        made.mark("remedies.review.other", CellState.BLANK)
        found = {finding.rule: finding for finding in failures(evaluate(made.case()))}
        assert found["B01"].severity is Severity.WARNING
        assert "不一致" not in found["B01"].message
        assert found["C03"].severity is Severity.INFO

    def test_it_does_not_lower_what_was_not(self, draft):
        made = draft().set(doubtful=True).published(date(2024, 2, 5))
        assert {f.rule: f.severity for f in failures(evaluate(made.case()))} == {"D01": Severity.ERROR}

    def test_doubt_and_repair_lower_once(self, draft):
        made = draft().set(doubtful=True).put("applications.carried_out.total", 2)
        made.repair("applications.carried_out.total")
        assert {f.severity for f in failures(evaluate(made.case(), only={"B01", "B03"}))} == {Severity.WARNING}


class TestCascades:
    """One cause, one finding."""

    def codes(self, made):
        return {finding.rule for finding in failures(evaluate(made.case()))}

    def test_a_missing_table_is_told_once(self, draft):
        assert self.codes(draft().lose_table("applications").edit("applications", text="本年办理情况良好。")) == {"S09"}

    def test_a_missing_section_brings_no_other_finding_of_form(self, draft):
        assert self.codes(draft().drop("problems")) == {"S01"}

    def test_an_empty_problems_section_is_empty_not_trivial(self, draft):
        assert self.codes(draft().edit("problems", text="")) == {"S04"}

    def test_the_superseded_form_is_told_once(self, draft):
        made = draft().table("proactive", old_form_markers=("本年新制作数量", "本年新公开数量"))
        made.mark("proactive.rules.issued", CellState.BLANK)
        assert self.codes(made) == {"S10"}

    def test_one_row_six_is_mixed_not_missing(self, draft):
        assert self.codes(draft().merge_other_rows()) == {"S11"}

    def test_a_reversed_period_is_not_also_a_wrong_title(self, draft):
        period = draft().report.period
        made = draft().set(period=type(period)(period.end, period.start, "倒置"))
        assert self.codes(made) == {"Y07"}


def test_a_code_twice_is_refused(monkeypatch):
    monkeypatch.setattr(registry, "_MODULES", (registry.privacy, registry.privacy))
    with pytest.raises(ValueError, match="P01"):
        registry.rules.__wrapped__()
