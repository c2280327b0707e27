import re
from datetime import date
from importlib.resources import files

import pytest

from monitor.reports.model import CellState
from monitor.rules import catalogue as room
from monitor.rules import privacy
from monitor.rules.catalogue import catalogue, codes, evaluate, page, rules
from monitor.rules.model import Case, Outcome, Severity, Verdict, rule
from monitor.telling.wording import SEVERITIES
from tests.monitor.rules.cases import cases_of_rules

FAMILIES = "SDABCEYFPW"
"""The letters of the codes in the order of the catalogue."""

HEADINGS = ("查什么", "依据", "为什么", "怎样改正", "容易误判之处", "例子")


def test_the_rules():
    """Every rule is in the table that the cases make, line by line, and every line is a rule's."""
    listed = {
        known.check.__module__: (code, known.name, known.name_zh, known.severity, known.basis_kind)
        for code, known in rules().items()
    }
    assert listed == {
        module: (cases.code, cases.name, cases.name_zh, cases.severity, cases.basis_kind)
        for module, cases in cases_of_rules().items()
    }


def test_the_order_of_the_catalogue():
    assert "".join(dict.fromkeys(code[0] for code in rules())) == FAMILIES
    assert list(rules()) == sorted(rules(), key=lambda code: (FAMILIES.index(code[0]), code))
    assert all(code == known.code for code, known in rules().items())


@pytest.mark.parametrize("code", list(rules()))
def test_a_rule_stands_in_its_own_module_beside_its_page_and_has_its_cases(code):
    module = rules()[code].check.__module__
    assert module.rpartition(".")[2].startswith(f"{code.lower()}_")
    assert module in cases_of_rules(), f"tests/{module.replace('.', '/')} has no test module with CASES"
    cases = cases_of_rules()[module]
    assert cases.fails
    assert cases.passes
    assert cases.not_assessed
    text = page(code)
    assert text.startswith(f"# {code} {rules()[code].name_zh}\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [f"## {name}" for name in HEADINGS]
    assert all(part.strip() for part in text.split("\n## ")[1:])


def test_every_page_is_a_rules():
    pages = files("monitor.rules").glob("*/*.md")
    assert {page.stem for page in pages} == set(rules())


def test_a_page_of_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        page("Z99")


def test_a_rule_is_asked_on_one_occasion():
    assert "D04" in codes("absence")
    assert "D10" in codes("change")
    assert sorted([*codes("report"), *codes("absence"), *codes("change")]) == sorted(rules())


def test_every_basis_of_practice_says_so():
    for code in ("A02", "B05", "C03", "D10", "E01", "E09", "Y07"):
        assert "实践口径" in rules()[code].basis
    for code, known in rules().items():
        assert known.basis_kind != "practice" or "实践口径" in known.basis, code


def test_what_is_no_law_is_no_error():
    """Local demands and practice ask; they never accuse."""
    for code, known in rules().items():
        assert known.basis_kind in ("law", "form") or known.severity < Severity.ERROR, code


def test_the_catalogue_as_data():
    listed = {row["code"]: row for row in catalogue()}
    assert list(listed) == list(rules())
    assert list(listed["S08"]) == [
        "code",
        "name",
        "name_zh",
        "severity",
        "basis",
        "basis_kind",
        "needs",
        "years",
        "kinds",
    ]
    assert listed["S08"]["kinds"] == ["government", "township"]
    assert listed["S08"]["years"] == [2019, None]
    assert listed["S10"]["years"] == [2021, None]
    assert listed["S04"]["years"] == [None, None]
    assert listed["B01"]["kinds"] == ["government", "office", "department", "township", "subdistrict", "institution"]
    assert listed["Y01"]["needs"] == ["report", "previous"]
    assert {row["severity"] for row in listed.values()} == {"error", "warning", "info"}


def test_nothing_known_is_nothing_judged():
    findings = evaluate(Case(today=date(2024, 4, 8))).findings
    assert [finding.rule for finding in findings] == list(rules())
    assert {finding.outcome for finding in findings} == {Outcome.NOT_EVALUATED}
    assert all(finding.message for finding in findings)


def test_only_the_wanted_rules_answer(draft):
    assert {finding.rule for finding in evaluate(draft().case(), only={"B01", "P01"}).findings} == {"B01", "P01"}


def declared(code, check):
    """A rule with that check that is in no catalogue."""
    named = {"name": "Broken", "name_zh": "坏", "basis": "无", "basis_kind": "law"}
    return rule(code, severity=Severity.ERROR, needs=("report",), **named)(check)


def test_a_crash_takes_nothing_else_down(draft, monkeypatch):
    def raises(case):
        raise ZeroDivisionError("boom")

    broken = declared("X01", raises)
    monkeypatch.setattr(room, "rules", lambda: {"X01": broken, "B01": rules()["B01"]})
    answered = evaluate(draft().case())
    assert [(finding.rule, finding.outcome) for finding in answered.findings] == [
        ("X01", Outcome.CRASHED),
        ("B01", Outcome.PASS),
    ]
    assert "ZeroDivisionError: boom" in answered.findings[0].message
    assert answered.failures == ()


def test_a_crash_in_the_midst_of_answering_is_a_crash(draft, monkeypatch):
    def half(case):
        yield Verdict(Outcome.FAIL, "半截。")
        raise ValueError("half")

    broken = declared("X01", half)
    monkeypatch.setattr(room, "rules", lambda: {"X01": broken})
    assert [finding.outcome for finding in evaluate(draft().case()).findings] == [Outcome.CRASHED]


def test_an_unknown_year_suspends_what_depends_on_the_form(draft):
    made = draft().set(year=None).known(publication=None)
    for key in ("proactive", "applications"):
        made.table(key, form=None)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case()).findings}
    assert outcomes["B01"] is Outcome.NOT_EVALUATED
    assert outcomes["S04"] is Outcome.PASS
    assert outcomes["P01"] is Outcome.PASS


def test_an_unknown_year_with_a_known_form_is_judged(draft):
    made = draft().set(year=None).known(publication=None).put("applications.carried_out.total", 2)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case()).findings}
    assert outcomes["B01"] is Outcome.FAIL
    assert outcomes["D01"] is Outcome.NOT_EVALUATED


def test_the_roster_goes_before_the_report(draft):
    made = draft("department").known(body_kind="government", body="宁川县人民政府")
    outcomes = {finding.rule: finding.outcome for finding in evaluate(made.case()).findings}
    assert outcomes["D01"] is Outcome.NOT_APPLICABLE
    assert outcomes["D02"] is Outcome.PASS


@pytest.mark.parametrize("code", rules())
def test_a_page_calls_the_level_what_the_findings_call_it(code):
    said = page(code)
    assert not re.search("级别：(错误|警告)|报(错误|警告)", said)
    if "级别：" in said:
        assert f"级别：{SEVERITIES[rules()[code].severity.value]}" in said


class TestDoubt:
    """Law 5 of the house: one level lower, once, and in words that accuse of nothing."""

    def test_a_doubtful_report_lowers_what_was_read_from_it(self, draft):
        made = draft().set(doubtful=True).put("applications.carried_out.total", 2)
        made.mark("remedies.review.other", CellState.BLANK)
        found = {finding.rule: finding for finding in evaluate(made.case()).failures}
        assert found["B01"].severity is Severity.WARNING
        assert "不一致" not in found["B01"].message
        assert found["C03"].severity is Severity.INFO

    def test_it_does_not_lower_what_was_not(self, draft):
        made = draft().set(doubtful=True).published(date(2024, 2, 5))
        assert {f.rule: f.severity for f in evaluate(made.case()).failures} == {"D01": Severity.ERROR}

    def test_doubt_and_repair_lower_once(self, draft):
        made = draft().set(doubtful=True).put("applications.carried_out.total", 2)
        made.repair("applications.carried_out.total")
        assert {f.severity for f in evaluate(made.case(), only={"B01", "B03"}).failures} == {Severity.WARNING}


class TestCascades:
    """One cause, one finding."""

    def test_a_missing_table_is_told_once(self, draft, broken):
        assert broken(draft().lose_table("applications").edit("applications", text="本年办理情况良好。")) == {"S09"}

    def test_a_missing_section_brings_no_other_finding_of_form(self, draft, broken):
        assert broken(draft().drop("problems")) == {"S01"}

    def test_an_empty_problems_section_is_empty_not_trivial(self, draft, broken):
        assert broken(draft().edit("problems", text="")) == {"S04"}

    def test_the_superseded_form_is_told_once(self, draft, broken):
        made = draft().table("proactive", old_form_markers=("本年新制作数量", "本年新公开数量"))
        made.mark("proactive.rules.issued", CellState.BLANK)
        assert broken(made) == {"S10"}

    def test_one_row_six_is_mixed_not_missing(self, draft, broken):
        assert broken(draft().merge_other_rows()) == {"S11"}

    def test_a_reversed_period_is_not_also_a_wrong_title(self, draft, broken):
        period = draft().report.period
        made = draft().set(period=type(period)(period.end, period.start, "倒置"))
        assert broken(made) == {"Y07"}


def test_a_code_twice_is_refused(monkeypatch):
    monkeypatch.setattr(room, "_families", lambda: [privacy, privacy])
    with pytest.raises(ValueError, match="P01"):
        room.rules.__wrapped__()
