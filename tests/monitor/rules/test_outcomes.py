"""Every rule fails where it must, passes where it may, and says so where it cannot know (see the cases of each)."""

import pytest

from monitor.rules.model import Outcome, Severity
from tests.monitor.rules.cases import cases_of_rules


def named(table):
    """Every named mutation of a table of all rules' cases, as the parameters of a test."""
    return [
        pytest.param(cases, *(what if isinstance(what, tuple) else (what,)), id=f"{cases.code} {name}")
        for cases in cases_of_rules().values()
        for name, what in getattr(cases, table).items()
    ]


@pytest.mark.parametrize(("cases", "mutation"), named("fails"))
def test_fails(draft, judge, cases, mutation):
    findings = judge(mutation(draft(cases.kind)), cases.code)
    assert Outcome.FAIL in {finding.outcome for finding in findings}, findings
    for finding in findings:
        assert finding.basis
        assert finding.message.endswith(("。", "”。"))
        if finding.severity is Severity.ERROR:
            assert "请核对" not in finding.message
        else:
            assert "请核对" in finding.message
            assert not any(word in finding.message for word in ("不一致", "缺失", "逾期未", "逾期1", "逾期2"))


@pytest.mark.parametrize(
    ("cases", "mutation"), [known for known in named("fails") if known.values[0].basis_kind in ("local", "practice")]
)
def test_what_is_custom_asks_and_accuses_of_nothing(draft, judge, cases, mutation):
    for finding in judge(mutation(draft(cases.kind)), cases.code):
        assert finding.severity < Severity.ERROR
        assert "请核对" in finding.message
        assert not any(word in finding.message for word in ("不一致", "缺失", "逾期"))


@pytest.mark.parametrize(("cases", "mutation"), named("passes"))
def test_passes(draft, judge, cases, mutation):
    findings = judge(mutation(draft(cases.kind)), cases.code)
    assert {finding.outcome for finding in findings} == {Outcome.PASS}, findings


@pytest.mark.parametrize(("cases", "outcome", "mutation"), named("not_assessed"))
def test_not_assessed(draft, judge, cases, outcome, mutation):
    findings = judge(mutation(draft(cases.kind)), cases.code)
    assert {finding.outcome for finding in findings} == {outcome}, findings
    assert all(finding.message for finding in findings)
